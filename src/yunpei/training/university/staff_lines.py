"""People of a sheet brought onto a staff list, piece by piece, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Problem
from yunpei.common.identifiers import mask_person_id, person_id_problem
from yunpei.common.language import Text
from yunpei.people import actions as people
from yunpei.people.types import Named
from yunpei.training.roster import Together
from yunpei.training.types import RosterRow
from yunpei.training.university.models import StaffMember, University
from yunpei.training.university.types import StaffChanges

LONGEST_DEPARTMENT = 100
_SAID = ("name", "department", "post")


class Listing:
    """One list being brought onto the staff list. `problems` grow until the last piece; the caller rolls back where there are any."""

    def __init__(self, university: University, by: Actor, at: datetime) -> None:
        self.problems: list[Problem] = []
        self.people = 0
        self._added = self._changed = 0
        self._university, self._by, self._at = university, by, at
        self._together = Together(day_of(at))

    @property
    def changes(self) -> StaffChanges:
        """What it came to."""
        return StaffChanges(self._added, self._changed, self.people - self._added - self._changed)

    def put(self, rows: Sequence[RosterRow]) -> None:
        """Enter the people of these rows and write the lines that are new or different. A fixed number of statements."""
        self.people += len(rows)
        sound = [row for row in rows if self._is_sound(row)]
        named = [Named(row.name, row.person_id) for row in sound]
        lines = {}
        for row, entered in zip(sound, people.persons_enter(people=named, by=self._by, at=self._at), strict=True):
            self.problems += [Problem(f"row {row.row}", one.text) for one in entered.problems]
            if not entered.problems:
                lines[entered.id] = self._line(row, entered.id)
        if not self.problems:
            self._write(lines)

    def _is_sound(self, row: RosterRow) -> bool:
        problem = person_id_problem(row.person_id)
        if problem is None and not 0 < len(_department(row)) <= LONGEST_DEPARTMENT:
            problem = Text(
                f"部门必填，不超过{LONGEST_DEPARTMENT}字",
                f"name the department, in up to {LONGEST_DEPARTMENT} characters",
            )
        problem = problem or self._together.fault(row)
        if problem is not None:
            self.problems.append(Problem(f"row {row.row}", problem))
        return problem is None

    def _line(self, row: RosterRow, person_id: int) -> StaffMember:
        return StaffMember(
            university=self._university,
            person_id=person_id,
            name=row.name,
            id_masked=mask_person_id(row.person_id),
            department=_department(row),
            post=row.post,
            since=self._at,
        )

    def _write(self, lines: dict[int, StaffMember]) -> None:
        there = StaffMember.objects.filter(university=self._university, until=None, person_id__in=lines)
        changed = []
        for old in there:
            new = lines.pop(old.person_id)
            if any(getattr(old, name) != getattr(new, name) for name in _SAID):
                for name in _SAID:
                    setattr(old, name, getattr(new, name))
                changed.append(old)
        StaffMember.objects.bulk_update(changed, _SAID, batch_size=200)
        StaffMember.objects.bulk_create(lines.values())
        self._added += len(lines)
        self._changed += len(changed)


def _department(row: RosterRow) -> str:
    return " ".join(row.department.split())
