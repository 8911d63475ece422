"""Circulars on disk: the notice's own data and its clauses, read when a pack first cites them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from yunpei.common.language import Text
from yunpei.policy import schema
from yunpei.policy.faults import Fault, PackFaults
from yunpei.policy.toml_lines import Document, Place
from yunpei.policy.types import Circular

FILE = "circular.toml"


def circular_of(path: Path) -> Circular:
    """The circular of a circular.toml. Raises PackFaults with all that is wrong in it."""
    document = Document(path)
    if faults := list(schema.faults_in(document, schema.CIRCULAR)):
        raise PackFaults(faults)
    values = document.values
    return Circular(
        id=path.parent.name,
        number=values["number"],
        title=Text(values["title"], values["title_en"]),
        issuers=tuple(values["issuers"]),
        region=values["region"],
        region_name=Text(values["region_name"], values["region_name_en"]),
        dated=values.get("dated"),
        status=values["status"],
        source=values["source"],
        at_hand=values.get("at_hand", "circular"),
        clauses=values["clauses"],
    )


class Circulars:
    """The circulars below some roots by their folder's name, each read once and only if asked for."""

    def __init__(self, places: Iterable[Path]) -> None:
        """The first of `places` that has a circular keeps it."""
        self._places = list(places)
        self._read: dict[str, Circular] = {}

    def __getitem__(self, name: str) -> Circular:
        """The circular. Raises KeyError where there is none, PackFaults where it can't be used."""
        if name not in self._read:
            files = (place / name / FILE for place in self._places)
            path = next((path for path in files if path.is_file()), None)
            if path is None:
                raise KeyError(name)
            self._read[name] = circular_of(path)
        return self._read[name]


class Citations:
    """Looks up the clauses that one pack cites: keeps each with its sentence, and the faults of those it can't find."""

    def __init__(self, circulars: Circulars, own: str) -> None:
        """`own`: the circular that a clause without `circular#` belongs to."""
        self._circulars, self._own = circulars, own
        self.sentences: dict[str, str] = {}
        self.faults: list[Fault] = []

    def cite(self, document: Document, place: Place, written: str | None) -> str | None:
        """The full id of a clause, `circular#clause`; None where nothing is cited or there is no such clause."""
        if written is None:
            return None
        name, _, clause = written.rpartition("#")
        name = name or self._own
        try:
            sentence = self._circulars[name].clauses.get(clause)
        except KeyError:
            if name == self._own:  # that its own circular is not there, or at fault, is told by who reads it
                return None
            sentence = None
        except PackFaults as error:
            self.faults += error.faults if name != self._own else ()
            return None
        if sentence is None:
            zh, en = f"没有条款 {written}", f"there is no clause {written}"
            mend = f"在 {name}/{FILE} 的 [clauses] 中补上原文", f"quote it under [clauses] in {name}/{FILE}"
            self.faults.append(document.fault(place, zh, en, *mend))
            return None
        full = f"{name}#{clause}"
        self.sentences[full] = sentence
        return full
