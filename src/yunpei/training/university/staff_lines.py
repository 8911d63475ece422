"""The lines of a staff list as a sheet wants them: new ones written, different ones changed, the same ones left alone."""

from __future__ import annotations

from datetime import datetime

from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.identifiers import mask_person_id
from yunpei.common.language import Text
from yunpei.training.bringing import Bringing
from yunpei.training.types import RosterRow
from yunpei.training.university.models import StaffMember, University
from yunpei.training.university.types import StaffChanges

LONGEST_DEPARTMENT = 100
_SAID = ("name", "department", "post")


class Listing(Bringing[StaffMember]):
    """One list being brought onto the staff list."""

    def __init__(self, university: University, by: Actor, at: datetime) -> None:
        super().__init__(day_of(at), by, at)
        self._added = self._changed = 0
        self._university = university

    @property
    def changes(self) -> StaffChanges:
        """What it came to."""
        return StaffChanges(self._added, self._changed, self.people - self._added - self._changed)

    def _fault(self, row: RosterRow) -> Text | None:
        if 0 < len(_department(row)) <= LONGEST_DEPARTMENT:
            return None
        return Text(
            f"部门必填，不超过{LONGEST_DEPARTMENT}字", f"name the department, in up to {LONGEST_DEPARTMENT} characters"
        )

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
