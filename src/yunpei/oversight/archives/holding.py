"""What the archives keep of a person though its erasure is asked for: cases on hold, not over, or within their time of keeping."""

from __future__ import annotations

from datetime import date

from yunpei.casework.queries import archives as casework
from yunpei.evidence.log.holding import Held
from yunpei.oversight.archives.types import Because, KeepState, KeptPart
from yunpei.oversight.models import Keep


def kept_of(person: str, today: date) -> list[KeptPart]:
    """The cases that keep what is known of a person (public id) today, and why. 2 queries."""
    cases = casework.cases_of_person(person)
    placed = Keep.objects.filter(case__in=[one.number for one in cases], state=KeepState.PLACED)
    on_hold = set(placed.values_list("case", flat=True))
    found = []
    for one in cases:
        if one.number in on_hold:
            found.append(KeptPart(one.number, one.held, Because.HOLD, None))
        elif one.keep_until is None:
            found.append(KeptPart(one.number, one.held, Because.OPEN, None))
        elif one.keep_until >= today:
            found.append(KeptPart(one.number, one.held, Because.TERM, one.keep_until))
    return found


class Archives:
    """What evidence asks before it lets go of a value. A hold keeps all that is known of its people, a term what is of its class."""

    name = "档案"

    def held(self, *, person: str, today: date) -> Held:
        """What of a person is kept today. 2 queries."""
        kept = kept_of(person, today)
        on_hold = any(one.because is Because.HOLD for one in kept)
        return Held(on_hold, frozenset(one.held for one in kept if one.held))


ARCHIVES = Archives()
