"""What a class's dossier (一班一档) says, gathered from the rooms below: records line by line, and the paper for people.

Only what a checkpoint binds goes in: of each study session the receipts up to the last bound one, and the bound events.
Nothing in it depends on the moment of writing, so that the same state gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string

from yunpei.casework.models import Case
from yunpei.casework.models.claims import LIVE
from yunpei.casework.plans import plan_fields
from yunpei.casework.programmes import programme_name
from yunpei.casework.types import CaseKind, CaseState
from yunpei.catalogue import queries as catalogue
from yunpei.common.clock import start_of
from yunpei.common.money import yuan
from yunpei.credentials import queries as credentials
from yunpei.evidence import queries as evidence
from yunpei.evidence.dossier import Draft
from yunpei.evidence.log import queries as log
from yunpei.evidence.log.actions import utc
from yunpei.evidence.store import Chosen
from yunpei.evidence.study import Study
from yunpei.evidence.verifier import Study as Sums
from yunpei.files import pdf
from yunpei.learning import kept, papers
from yunpei.learning.reckoning import Reckoning, reckonings
from yunpei.people import queries as people
from yunpei.training import attended
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts

ELSEWHERE = ("platform", "paper", "attended", "sheet", "waiting", "unsure")  # time beside the study clock's, in ms
CSS = """
@page { size: A4 landscape }
h1 { font-size: 15pt; text-align: center; margin: 0 0 4mm }
table { width: 100%; border-collapse: collapse; margin: 0 0 5mm; font-size: 9pt }
th, td { border: 0.5pt solid #000; padding: 1.2mm 1.5mm; text-align: start; font-weight: normal }
td.number { text-align: end }
.note { font-size: 9pt; color: #333 }
"""


@dataclass(slots=True)
class Bound:
    """Where in the files a leaf's text stands: (file, line) → number of the leaf."""

    leaves: dict[tuple[str, int], int] = field(default_factory=dict)


class Gathered:
    """A class with all that its dossier needs. Asked again it answers the same as long as nothing was done to the class."""

    def __init__(self, held: ClassFacts, study: Study) -> None:
        self.held, self._study = held, study
        self.bound = Bound()
        self._tips: list[str] = []
        self.lines = training.roster_lines(held.roster_id)
        self.public = {line.person_id: line.person for line in self.lines}
        self.sums = Sums({**self._class(), "class": held.public_id}, set(self.public.values()))

    def write(self, draft: Draft) -> None:
        """Every record file, then the paper: it shows the sums of the receipts."""
        draft.put_records("class.jsonl", [self._class()])
        draft.put_records("plan.jsonl", [self._plan()])
        draft.put_records("roster.jsonl", (_plain(line, without=("id", "person_id")) for line in self.lines))
        draft.put_records("receipts.jsonl", self._receipts())
        draft.put_records("study.jsonl", self._studied())
        draft.put("events.jsonl", self._events())
        draft.put_records("meetings.jsonl", self._meetings())
        draft.put_records("records.jsonl", self._records())
        draft.put_records("exam.jsonl", (self._owned(one) for one in papers.sat_in_class(self.held.id)))
        draft.put_records("practical.jsonl", (self._graded(one) for one in kept.graded_in_class(self.held.id)))
        draft.put_records("certificates.jsonl", (self._owned(one) for one in self.certificates))
        draft.put_records("decision.jsonl", self._decision())
        draft.put_bytes("dossier.pdf", pdf.render(render_to_string("casework/dossier.html", self._paper()), css=CSS))

    @cached_property
    def filing(self) -> Case:
        """The case by which the class was filed."""
        return Case.objects.select_related("plan").get(number=self.held.case_number)

    @cached_property
    def certificates(self) -> list[Any]:
        """Every certificate of the class, revoked ones too."""
        return credentials.signed_of_class(self.held.id)

    @cached_property
    def claims(self) -> list[Case]:
        """The class's claims that were ever submitted, in order."""
        rows = Case.objects.filter(training_class_id=self.held.id, kind=CaseKind.CLAIM)
        return list(rows.exclude(state=CaseState.DRAFT).order_by("id").prefetch_related("lines__person", "steps"))

    def _class(self) -> dict[str, Any]:
        held, firm = self.held, people.organisation(self.held.organisation_id)
        own = ("number", "case_number", "programme", "pack_version", "project", "mode", "converted", "planned_hours")
        days = ("required_hours", "starts_on", "ends_on", "filed_on")
        course = catalogue.course(held.course_id)
        lessons = catalogue.lessons(held.course_id)
        return {
            "class": held.public_id,
            **{name: _plain(getattr(held, name)) for name in (*own, *days)},
            "hour_seconds": held.hour.seconds,
            "accumulate": held.hour.accumulate.value,
            "hour_source": held.hour.source.value,
            "hour_clause": held.hour.clause or "",
            "organisation": {"name": firm.name, "credit_code": firm.credit_code},
            "course": course.title,
            "lessons": [{"lesson": one.public_id, "title": one.title, "seconds": one.seconds} for one in lessons],
        }

    def _plan(self) -> dict[str, Any]:
        filing = self.filing
        plan: Any = getattr(filing, "plan", None)
        fields = _plain(plan_fields(plan), without=("course_id",)) if plan else {}
        locked = utc(plan.locked_at) if plan and plan.locked_at else ""
        return {"case": filing.number, "pack_digest": filing.pack_digest, "locked_at": locked, **fields}

    def _receipts(self) -> Iterator[dict[str, Any]]:
        """By person in the order of the roster, then by session: each session's up to the last that a checkpoint binds."""
        line = 0
        with self._study.store.reading() as tx:
            rows = tx.sessions(Chosen(class_id=self.held.public_id))
            bound = log.bound_receipts([row.id for row in rows])
            place = {one.person: count for count, one in enumerate(self.lines)}
            ours = [row for row in rows if row.id in bound and row.person in place]
            for row in sorted(ours, key=lambda row: place[row.person]):
                (last, leaf), tip = bound[row.id], ""
                for receipt in tx.receipts(row.id):
                    if receipt.seq > last:
                        break
                    line += 1
                    self.sums.take(line, receipt.text)
                    tip = receipt.text
                    yield {"receipt": tip}
                self._tips.append(tip)
                self.bound.leaves["receipts.jsonl", line] = leaf
        self.sums.settle()

    @cached_property
    def reckonings(self) -> Mapping[int, Reckoning]:
        """Roster line → what everybody is shown of that person's time, as far as the receipts go that are bound."""
        return reckonings(self.held, self.lines, evidence.totals_of(self._tips, study=self._study))

    def _studied(self) -> Iterator[dict[str, Any]]:
        """The sums of the receipts, which can be checked, and what they come to with all that is not on the study clock."""
        for line in self.lines:
            time = self.reckonings[line.id]
            lessons = [
                {
                    "lesson": one.lesson.public_id,
                    "elapsed": one.elapsed_ms,
                    "credited": one.credited_ms,
                    "pending": one.pending_ms,
                    "excluded": dict(one.excluded_ms),
                }
                for one in time.lessons
            ]
            elsewhere = {name: getattr(time, f"{name}_ms") for name in ELSEWHERE}
            counted = {"online_hours": time.online_hours, "offline_hours": time.offline_hours}
            yield {**self.sums.total(line.person), "lessons": lessons, **elsewhere, **counted}

    def _events(self) -> Iterator[str]:
        since, until = start_of(self.held.starts_on), start_of(self.held.ends_on + timedelta(days=1))
        found = log.bound_events(self.held.public_id, list(self.public.values()), since, until)
        for line, event in enumerate(found, start=1):
            assert event.leaf is not None
            self.bound.leaves["events.jsonl", line] = event.leaf
            yield event.text

    def _owned(self, one: Any) -> dict[str, Any]:
        """A record of one person, under the id by which receipts know them."""
        return {"person": self.public[one.person_id], **_plain(one, without=("person_id",))}

    def _graded(self, one: kept.Graded) -> dict[str, Any]:
        """A grade, its try named as the event of it does."""
        found = self._owned(one)
        number = found.pop("number")
        return {**found, "try": number}

    def _meetings(self) -> Iterator[dict[str, Any]]:
        """Each meeting on the spot, then who was there; `ms`: of those whose attendance stands."""
        there = attended.attendances_of_class(self.held.id)
        for meeting in attended.meetings(self.held.id):
            rows = there.get(meeting.id, [])
            yield {
                "record": "meeting",
                "meeting": meeting.public_id,
                **_plain(meeting, without=("id", "public_id", "class_id")),
                "ms": sum(one.ms for _, _, one in rows if one.voided_at is None),
            }
            for person, event, one in rows:
                facts = _plain(one, without=("line_id",))
                key = {"record": "attendance", "meeting": meeting.public_id, "event": event}
                yield {**key, "person": self.public[person], "counts": one.voided_at is None, **facts}

    def _records(self) -> Iterator[dict[str, Any]]:
        """Each batch of records from elsewhere, then what it states; `ms`: all of it, whatever of it counts."""
        for batch, rows in kept.records_in_class(self.held.id):
            yield {"record": "batch", **_plain(batch), "ms": sum(one.ms for one in rows)}
            for one in rows:
                yield {"record": "study", "batch": batch.batch, "counts": True, **self._owned(one)}

    def _decision(self) -> Iterator[dict[str, Any]]:
        for case in self.claims:
            lines = sorted(case.lines.all(), key=lambda one: (one.place, one.pk))
            yield {
                "record": "claim",
                "claim": case.number,
                "state": case.state,
                "pack": f"{case.programme}@{case.pack_version}",
                "pack_digest": case.pack_digest,
                "submitted_at": utc(case.submitted_at) if case.submitted_at else "",
                "amount_fen": sum(one.amount_fen for one in lines if one.state in LIVE),
                "steps": [
                    {"at": utc(one.at), "event": one.event, "from": one.source, "to": one.target, "reason": one.reason}
                    for one in sorted(case.steps.all(), key=lambda one: one.pk)
                ],
            }
            for one in lines:
                yield {
                    "record": "line",
                    "claim": case.number,
                    "person": self.public.get(one.person_id or 0, ""),
                    "state": one.state,
                    "counts": one.state in LIVE,
                    "outcome": one.outcome,
                    "amount_fen": one.amount_fen,
                    "why": one.why,
                    "facts": one.facts,
                    "sources": one.sources,
                    "decision": one.decision,
                }

    def _paper(self) -> dict[str, Any]:
        standing = {one.person_id: one.number for one in self.certificates if one.revoked_at is None}
        paid: dict[int | None, int] = {}
        for case in self.claims:
            for one in case.lines.all():
                paid[one.person_id] = paid.get(one.person_id, 0) + (one.amount_fen if one.state in LIVE else 0)
        rows = []
        for line in self.lines:
            total = self.sums.total(line.person)
            rows.append(
                {
                    "line": line,
                    "credited": _clock(total["credited"]),
                    "left_out": _clock(total["elapsed"] - total["credited"]),
                    "hours": self.reckonings[line.id].hours,
                    "certificate": standing.get(line.person_id, ""),
                    "amount": yuan(paid[line.person_id]) if line.person_id in paid else "",
                }
            )
        firm = people.organisation(self.held.organisation_id)
        return {
            "held": self.held,
            "firm": firm,
            "programme": programme_name(self.filing),
            "course": catalogue.course(self.held.course_id).title,
            "rows": rows,
            "claims": [
                (case.number, yuan(sum(one.amount_fen for one in case.lines.all() if one.state in LIVE)))
                for case in self.claims
            ],
        }


def _clock(ms: int) -> str:
    seconds = ms // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _plain(value: Any, *, without: tuple[str, ...] = ()) -> Any:
    """A value as JSON has it: times in UTC, days as 2020-03-01, dataclasses and named tuples as objects."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(one) for name, one in asdict(value).items() if name not in without}
    if hasattr(value, "_asdict"):
        return {name: _plain(one) for name, one in value._asdict().items() if name not in without}
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return utc(value)
    return value.isoformat() if isinstance(value, date) else value
