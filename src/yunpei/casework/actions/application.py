"""An organisation or a person applies under a programme that needs no class of ours: stated, handed in, decided like a claim."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.actions.filing_review import give_to_offices
from yunpei.casework.applicants import PERSON, applicant_of, claimant_of
from yunpei.casework.application_checks import application_problems
from yunpei.casework.application_facts import Given, asked, keep, read_typed
from yunpei.casework.application_table import check_names, marked_back, read_table
from yunpei.casework.deciding import decide_case
from yunpei.casework.due import received_at
from yunpei.casework.gates import need_unbarred
from yunpei.casework.models import Application, Case, CaseLine
from yunpei.casework.models.claims import LIVE
from yunpei.casework.moving import locked, move, move_line
from yunpei.casework.numbers import next_number
from yunpei.casework.programmes import pack_of, takes_application, usable_pack
from yunpei.casework.states import APPLICATION
from yunpei.casework.types import Applicant, CaseKind, LineState, Source, TableTaken
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, Problem
from yunpei.common.identifiers import mask_person_id
from yunpei.common.language import Text
from yunpei.people import actions as people
from yunpei.people import queries as people_queries
from yunpei.people.access import region_covers
from yunpei.people.types import ORG_ROLES, Role
from yunpei.policy.intake import Lines
from yunpei.policy.types import Pack
from yunpei.training import queries as training

AGAIN = "重新填报"  # why a line was removed that another table replaced


@transaction.atomic
def application_draft(*, programme: str, by: Actor, at: datetime) -> str:
    """Begin an organisation's application under a programme and return its number. Its administrator or representative.

    Raises Forbidden; Invalid for a programme that does not take it, or is not to be used yet.
    """
    if by.organisation_id is None or not by.has(*ORG_ROLES):
        raise Forbidden
    firm = people_queries.organisation(by.organisation_id)
    return application_made(programme, Applicant(claimant_of(firm), firm.region, firm=firm), by, at).number


@transaction.atomic
def personal_draft(*, programme: str, region: str, by: Actor, at: datetime) -> str:
    """Begin a person's own application and return its number. region: where they apply; its office takes it in.

    Raises Forbidden; Invalid for a programme that no person applies under, or a place that the circular is not for.
    """
    if by.person_id is None or by.account_id is None or not by.has(Role.LEARNER):
        raise Forbidden
    person = people_queries.person(by.person_id)
    case = application_made(programme, Applicant(PERSON, region, person=person), by, at)
    _add_line(case, 1, person.id, person.name, person.id_masked, {})
    return case.number


def application_made(programme: str, applicant: Applicant, by: Actor, at: datetime) -> Case:
    """An application of an applicant, pinned and empty. Raises Invalid where the programme does not take it."""
    pack = usable_pack(programme)
    if not takes_application(pack, applicant.claimant):
        told = Text("该项目不由您直接申请", "this programme is not applied for by you")
        raise Invalid([Problem("programme", told)])
    if applicant.person is not None and not region_covers(pack.circular.region, applicant.region):
        raise Invalid([Problem("region", Text("该项目不适用于这一地区", "the programme is not for this place"))])
    case = Case.objects.create(
        number=next_number(pack.circular.region, day_of(at).year),
        kind=CaseKind.APPLICATION,
        programme=pack.programme,
        pack_version=pack.version,
        pack_digest=pack.digest,
        fund=pack.fund,
        organisation_id=applicant.firm.id if applicant.firm else None,
        person_id=applicant.person.id if applicant.person else None,
        region=applicant.region,
        state=APPLICATION.start,
        opened_at=at,
        changed_at=at,
        payee=_payee(pack, applicant),
    )
    Application.objects.create(case=case, claimant=applicant.claimant, region=applicant.region)
    detail = {"programme": programme, "claimant": applicant.claimant}
    audit.record(by=by, at=at, verb="application_draft", subject_type="case", subject_id=case.number, detail=detail)
    return case


def _payee(pack: Pack, applicant: Applicant) -> dict[str, str]:
    """Whom the money goes to; people give their own accounts line by line (payees_put)."""
    kind, firm = pack.account_of(applicant.claimant) if pack.pays else "", applicant.firm
    if firm is None or kind in ("", "person"):
        return {"name": applicant.name, "bank": "", "account": "", "kind": kind}
    return {"name": firm.name, "bank": firm.bank_name, "account": firm.bank_account, "kind": kind}


@transaction.atomic
def application_fill(*, number: str, facts: Mapping[str, str], by: Actor, at: datetime) -> None:
    """State the facts of a person's own application as they are typed, with gaps if need be. The person, before submission.

    Raises NotFound, Forbidden, Conflict; Invalid with every fact that can't be.
    """
    case, pack, applicant, event = _own(number, by)
    line = case.lines.select_for_update().filter(state=LineState.COUNTED).first()
    if applicant.person is None or line is None:
        raise Conflict(Text("单位申请请逐人填写或上传表格", "an organisation adds people or hands in a table"))
    office = {name: one for name, one in line.given.items() if one[1] == Source.OFFICE}
    line.given = _typed(pack, applicant, facts) | office
    line.save(update_fields=["given"])
    move(case, event, by=by, at=at, facts=sorted(line.given))


@transaction.atomic
def application_class(*, number: str, class_id: int | None, by: Actor, at: datetime) -> None:
    """Say in which class of ours the person was trained that they apply for: what our rooms know of it needs no word of theirs.

    None takes it back. The person, before submission. Raises NotFound for a class whose roster they are not on, Forbidden, Conflict.
    """
    case, _, applicant, event = _own(number, by)
    line = case.lines.select_for_update().filter(state=LineState.COUNTED).first()
    if applicant.person is None or line is None:
        raise Conflict(Text("单位申请请逐人填写或上传表格", "an organisation adds people or hands in a table"))
    line.roster_line_id = None if class_id is None else training.line_of_person(class_id, applicant.person.id).id
    line.save(update_fields=["roster_line"])
    move(case, event, by=by, at=at, training_class=class_id)


@transaction.atomic
def application_line_add(
    *, number: str, name: str, id_number: str, facts: Mapping[str, str], by: Actor, at: datetime
) -> None:
    """Add one person to an organisation's application. Its administrator, before submission.

    Raises NotFound, Forbidden, Conflict; Invalid with every fact that can't be, or a number known under another name.
    """
    case, pack, applicant, event = _own(number, by)
    if applicant.firm is None:
        raise Conflict(Text("个人申请只有本人一人", "a person applies for themselves only"))
    given = _typed(pack, applicant, facts)
    person = people.person_enter(name=name, id_number=id_number, by=by, at=at)
    last = case.lines.order_by("-place").first()
    _add_line(case, last.place + 1 if last else 1, person, name.strip(), mask_person_id(id_number), given)
    move(case, event, by=by, at=at, facts=sorted(given))


def _typed(pack: Pack, applicant: Applicant, facts: Mapping[str, str]) -> Given:
    given, problems = read_typed(asked(pack, applicant), facts, Source.FORM)
    if problems:
        raise Invalid(problems)
    return given


@transaction.atomic
def application_table(*, number: str, path: Path, name: str, by: Actor, at: datetime) -> TableTaken:
    """Take an organisation's lines over from a table (xlsx, CSV), in place of all before; nothing of it where a cell is bad.

    Its administrator, before submission. Raises NotFound, Forbidden, Conflict, UnreadableFile; Invalid for too many rows.
    """
    case, pack, applicant, event = _own(number, by)
    if applicant.firm is None:
        raise Conflict(Text("个人申请只有本人一人", "a person applies for themselves only"))
    read = read_table(path, pack, applicant, day_of(at))
    check_names(read, organisation_id=applicant.firm.id)
    if read.bad:
        marked = marked_back(read, number, organisation_id=applicant.firm.id, at=at)
        return TableTaken(0, tuple(read.bad), tuple(read.warnings), marked)
    columns = [one.column for one in asked(pack, applicant)]
    people_ids = _entered(read, by, at)
    for line in case.lines.select_for_update().filter(state__in=LIVE).order_by("place"):
        move_line(line, "remove", why=AGAIN, by=by, at=at, as_program=True)
    for facts, person in zip(read.facts, people_ids, strict=True):
        given: Given = {}
        for column in columns:
            keep(given, column, facts[column.name], Source.TABLE)
        _add_line(case, facts["row"], person, facts["person_name"], mask_person_id(facts["person_id"]), given)
    Application.objects.filter(case=case).update(table=name[:200])
    move(case, event, by=by, at=at, table=name[:200], rows=len(read.facts))
    return TableTaken(len(read.facts), (), tuple(read.warnings))


def _entered(read: Lines, by: Actor, at: datetime) -> list[int]:
    """The person of each row, entered where they are not known yet. Raises Invalid with every row that can't be one."""
    found, problems = [], []
    for facts in read.facts:
        try:
            found.append(people.person_enter(name=facts["person_name"], id_number=facts["person_id"], by=by, at=at))
        except Invalid as error:  # all rows are gone through, so that everything is told at once
            problems += [Problem(f"row {facts['row']}", problem.text) for problem in error.problems]
    if problems:
        raise Invalid(problems)
    return found


def _add_line(case: Case, place: int, person: int, name: str, id_masked: str, given: Given) -> None:
    CaseLine.objects.create(
        case=case,
        place=place,
        person_id=person,
        name=name,
        id_masked=id_masked,
        state=LineState.COUNTED,
        given=given,
    )


@transaction.atomic
def application_submit(*, number: str, by: Actor, at: datetime) -> None:
    """Submit an application: facts are gathered, decided by the pinned pack and frozen; its lines count against caps from now on.

    Who applies. Terms run to the first submission. Raises NotFound, Forbidden, Conflict; Invalid with all that is missing at once.
    """
    case, pack, applicant, event = _own(number, by, "submit")
    need_unbarred(case.organisation_id, at)
    if problems := application_problems(case, pack, applicant):
        raise Invalid(problems)
    give_to_offices(case, pack, applicant.region)
    case.submitted_at = case.submitted_at or received_at(case) or at
    case.filed_by_id = by.account_id
    case.payee = _payee(pack, applicant)
    case.save()
    decide_case(case, by=by, at=at)
    move(case, event, by=by, at=at, lines=case.lines.exclude(state=LineState.REMOVED).count())


def _own(number: str, by: Actor, event: str = "edit") -> tuple[Case, Pack, Applicant, str]:
    """The applicant's own application, still open to their pen, and the event by which the actor writes it or hands it in."""
    case = locked(number, by, CaseKind.APPLICATION)
    event = access.need_pen(by, case, event)
    APPLICATION.row(case.state, event)
    return case, pack_of(case), applicant_of(case), event
