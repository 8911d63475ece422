"""The lines of a roster as a list of rows wants them: new ones written, different ones changed, the same ones left alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Problem
from yunpei.common.identifiers import mask_person_id, person_id_problem
from yunpei.common.language import Text
from yunpei.people import actions as people
from yunpei.people.types import Named
from yunpei.policy.words import WORKER_KINDS
from yunpei.training.models import Roster, RosterLine
from yunpei.training.roster import PIECE, Together
from yunpei.training.types import RosterChanges, RosterRow

_SAID = ("name", "worker_kind", "post")
_ALL = ("row", *_SAID)


class Laying:
    """One list being laid over a roster, piece by piece, inside the caller's transaction.

    A fixed number of statements per piece. `problems` grow until the last piece; the caller rolls back where there are any.
    met: how many people of the list stood on the roster before.
    """

    def __init__(self, roster: Roster, first_day: date, by: Actor, at: datetime, *, filed: bool = True) -> None:
        self.problems: list[Problem] = []
        self.people = self.met = 0
        self._roster, self._by, self._at, self._filed = roster, by, at, filed
        self._together = Together(first_day)
        self._kept: set[int] = set()
        self._changed: list[tuple[str, object, dict[str, Any]]] = []
        self._renamed: list[int] = []

    def lay(self, rows: Sequence[RosterRow]) -> None:
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
                self._renamed.append(row.row)
        self._write(lines)

    def rest_removed(self) -> RosterChanges:
        """Take off the filed lines that no row named, and say what all of it came to."""
        before = RosterLine.objects.filter(roster=self._roster, filed=True).values_list("person_id", flat=True)
        gone = sorted(set(before) - self._kept)
        for start in range(0, len(gone), PIECE):
            self._remove(gone[start : start + PIECE])
        audit.record_all(by=self._by, at=self._at, subject_type="roster", entries=self._changed)
        changed = len(self._changed) - len(gone)
        added = self.people - self.met
        return RosterChanges(self.people, added, changed, len(gone), tuple(self._renamed))

    def _is_sound(self, row: RosterRow) -> bool:
        problem = person_id_problem(row.person_id)
        if problem is None and row.worker_kind not in WORKER_KINDS:
            problem = Text("人员类别不在可选范围内", "not a kind of worker")
        problem = problem or self._together.fault(row)
        if problem is not None:
            self.problems.append(Problem(f"row {row.row}", problem))
        return problem is None

    def _line(self, row: RosterRow, person_id: int) -> RosterLine:
        return RosterLine(
            roster=self._roster,
            person_id=person_id,
            name=row.name,
            id_masked=mask_person_id(row.person_id),
            worker_kind=row.worker_kind,
            post=row.post,
            row=row.row,
            added_at=self._at,
            filed=self._filed,
        )

    def _write(self, lines: dict[int, RosterLine]) -> None:
        there = {one.person_id: one for one in self._lines_of(lines)}
        moved = []
        for person, old in there.items():
            line = lines.pop(person)
            was, now = ({name: getattr(one, name) for name in _SAID} for one in (old, line))
            if was != now:
                detail = {"id_masked": line.id_masked, "before": was, "after": now}
                self._changed.append(("roster_line_change", self._roster.public_id, detail))
            if was != now or old.row != line.row:
                moved.append(line)
        self.met += len(there)
        self._kept |= {*there, *lines}
        RosterLine.objects.bulk_create(lines.values())
        if moved and self._filed:
            RosterLine.objects.bulk_create(
                moved, update_conflicts=True, update_fields=_ALL, unique_fields=["roster", "person"]
            )

    def _remove(self, people_ids: Sequence[int]) -> None:
        lines = self._lines_of(people_ids)
        for one in lines:
            detail = {"id_masked": one.id_masked, "before": {name: getattr(one, name) for name in _SAID}}
            self._changed.append(("roster_line_remove", self._roster.public_id, detail))
        RosterLine.objects.filter(pk__in=[one.pk for one in lines]).delete()

    def _lines_of(self, people_ids: Collection[int]) -> list[RosterLine]:
        return list(RosterLine.objects.filter(roster=self._roster, person_id__in=people_ids).order_by("id"))
