"""The lines of a roster as a list of rows wants them: new ones written, different ones changed, the same ones left alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.identifiers import mask_person_id
from yunpei.common.language import Text
from yunpei.policy.words import WORKER_KINDS
from yunpei.training.bringing import Bringing
from yunpei.training.models import Roster, RosterLine
from yunpei.training.roster import PIECE
from yunpei.training.types import RosterChanges, RosterRow

_SAID = ("name", "worker_kind", "post")
_ALL = ("row", *_SAID)


class Laying(Bringing[RosterLine]):
    """One list being laid over a roster. met: how many people of the list stood on the roster before."""

    def __init__(self, roster: Roster, first_day: date, by: Actor, at: datetime, *, filed: bool = True) -> None:
        super().__init__(first_day, by, at)
        self.met = 0
        self._roster, self._filed = roster, filed
        self._kept: set[int] = set()
        self._changed: list[tuple[str, object, dict[str, Any]]] = []

    def rest_removed(self) -> RosterChanges:
        """Take off the filed lines that no row named, and say what all of it came to."""
        before = RosterLine.objects.filter(roster=self._roster, filed=True).values_list("person_id", flat=True)
        gone = sorted(set(before) - self._kept)
        for start in range(0, len(gone), PIECE):
            self._remove(gone[start : start + PIECE])
        audit.record_all(by=self._by, at=self._at, subject_type="roster", entries=self._changed)
        changed = len(self._changed) - len(gone)
        added = self.people - self.met
        return RosterChanges(self.people, added, changed, len(gone), tuple(self.renamed))

    def _fault(self, row: RosterRow) -> Text | None:
        known = row.worker_kind in WORKER_KINDS
        return None if known else Text("人员类别不在可选范围内", "not a kind of worker")

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
