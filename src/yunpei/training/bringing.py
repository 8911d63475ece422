"""People of a sheet brought onto a list, piece by piece, inside the caller's transaction: a class's roster, a firm's staff."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date, datetime
from typing import Generic, TypeVar

from yunpei.common.actor import Actor
from yunpei.common.errors import Problem
from yunpei.common.identifiers import person_id_problem
from yunpei.common.language import Text
from yunpei.people import actions as people
from yunpei.people.types import Named
from yunpei.training.roster import Together
from yunpei.training.types import RosterRow

LineT = TypeVar("LineT")


class Bringing(ABC, Generic[LineT]):
    """One list being brought in. A fixed number of statements per piece.

    `problems` grow until the last piece; the caller rolls back where there are any. people: how many the list has so far.
    renamed: rows whose people stood here under another name before.
    """

    def __init__(self, first_day: date, by: Actor, at: datetime) -> None:
        self.problems: list[Problem] = []
        self.people = 0
        self.renamed: list[int] = []
        self._by, self._at = by, at
        self._together = Together(first_day)

    def put(self, rows: Sequence[RosterRow]) -> None:
        """Enter the people of these rows and write the lines that are new or different."""
        self.people += len(rows)
        sound = [row for row in rows if self._is_sound(row)]
        named = [Named(row.name, row.person_id) for row in sound]
        lines = {}
        for row, entered in zip(sound, people.persons_enter(people=named, by=self._by, at=self._at), strict=True):
            self.problems += [Problem(f"row {row.row}", one.text) for one in entered.problems]
            if not entered.problems:
                lines[entered.id] = self._line(row, entered.id)
            if entered.renamed:
                self.renamed.append(row.row)
        if not self.problems:
            self._write(lines)

    @abstractmethod
    def _fault(self, row: RosterRow) -> Text | None:
        """What this list does not take of a row."""

    @abstractmethod
    def _line(self, row: RosterRow, person_id: int) -> LineT:
        """The row as it will stand."""

    @abstractmethod
    def _write(self, lines: dict[int, LineT]) -> None:
        """Write the lines, by person, that are new or different."""

    def _is_sound(self, row: RosterRow) -> bool:
        problem = person_id_problem(row.person_id) or self._fault(row) or self._together.fault(row)
        if problem is not None:
            self.problems.append(Problem(f"row {row.row}", problem))
        return problem is None
