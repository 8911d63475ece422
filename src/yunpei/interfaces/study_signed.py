"""What this worker signed last: a heartbeat that brings the very same text need not be verified and taken apart again."""

from __future__ import annotations

from yunpei.evidence.receipt import Read
from yunpei.interfaces.study_recent import Recent


class Signed:
    """The latest receipt of each of the `keep` sessions that spoke last; about 2 kB each.

    Nothing is believed that is not here: any other text goes through `receipt.verify`, which every worker can do.
    """

    def __init__(self, keep: int = 10_000) -> None:
        self._latest = Recent[Read](keep)

    def get(self, text: str) -> Read | None:
        """The parts of a receipt that was signed here, if it is the very same."""
        latest = self._latest.get(text[4 : text.find("|", 4)])
        return latest if latest is not None and latest.text == text else None

    def put(self, read: Read) -> None:
        """Remember a stored receipt; it takes the place of the session's one before."""
        self._latest.put(read.session.id, read)
