"""The officers' inbox: what waits, sorted by the day on which it is due, a page at a time.

A list of one condition is one stretch of one index of InboxRow, each page the 25 rows after a key, each number at a tab counted
to MOST and no further. Of several conditions it is first asked whether few cases fit them all, of an index that has them all; if
not, a page of them is soon found on the way along one. So a site of 100,000 cases does the work of one of 1,000.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from yunpei.casework.desks import TAIL, WITHOUT
from yunpei.casework.models import Case, InboxRow, NameTail, SavedFilter
from yunpei.casework.queries.cases import cards
from yunpei.casework.types import CaseKind, CaseState, Clock, Desk, InboxCard, InboxPage, Tab, Wanted, Workload
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, NotFound
from yunpei.common.regions import trunk
from yunpei.people import queries as people
from yunpei.people.access import region_covers
from yunpei.people.types import OFFICE_ROLES

PER_PAGE = 25
MOST = 999  # a tab counts no further
SOON = timedelta(days=5)
NAMES, NUMBERS = (
    200,
    500,
)  # a text that more names have in them is too short to look for: these are shown, and it is said
CHUNK = 500
DESKS = {"officer_review": Desk.REVIEW, "officer_pay": Desk.PAY, "officer_inspect": Desk.INSPECT}
Held = dict[str, tuple[object, ...]]  # a column of InboxRow → what may stand in it
EVERY: Held = {"desk": ("", *Desk), "state": tuple(CaseState), "kind": tuple(CaseKind), "clock": tuple(Clock)}
WALKED = (
    "assigned_to",
    "state",
    "desk",
    "programme",
    "clock",
    "kind",
)  # each has an index that goes on with the due date


def inbox(*, by: Actor, wanted: Wanted, today: date, after: str = "", before: str = "") -> InboxPage:
    """A page of what the officer wants to see, beginning after a key or ending before one.

    Raises NotFound for who is no officer, and for a region outside their own. 7 queries at most.
    """
    back = bool(before)
    rows = _sorted(_found(by, wanted, today), wanted.soonest_first != back, before or after)
    found = list(rows[: PER_PAGE + 1])
    more, found = len(found) > PER_PAGE, found[:PER_PAGE]
    if back:
        found.reverse()
    first, last = (_key(found[0]), _key(found[-1])) if found else ("", "")
    earlier = more if back else bool(after)
    later = True if back else more
    return InboxPage(tuple(_cards(found, today)), first if earlier else "", last if later else "")


def inbox_all(*, by: Actor, wanted: Wanted, today: date) -> Iterator[InboxCard]:
    """Everything that is wanted, in the same order, read a piece at a time. Raises as `inbox`."""
    rows, after = _found(by, wanted, today), ""
    while piece := list(_sorted(rows, wanted.soonest_first, after)[:CHUNK]):
        yield from _cards(piece, today)
        after = _key(piece[-1])


def inbox_numbers(*, by: Actor, wanted: Wanted, today: date, most: int) -> list[str]:
    """Numbers of the first so many that are wanted, in the same order. Raises as `inbox`."""
    rows = _sorted(_found(by, wanted, today), wanted.soonest_first, "")
    return list(rows.values_list("case__number", flat=True)[:most])


def inbox_tabs(*, by: Actor, today: date) -> dict[Tab, int]:
    """How many each tab holds, MOST + 1 for more than MOST. Tabs that are never the officer's are left out. 1 query a tab."""
    tabs = [one for one in Tab if one is not Tab.MINE or _desks(by)]
    return {one: _found(by, Wanted(tab=one), today)[: MOST + 1].count() for one in tabs}


def inbox_text_short(text: str) -> bool:
    """Whether more names have the text in them than are looked for. 1 query where there is a text."""
    return bool(text.strip()) and _tails(text.strip())[NAMES : NAMES + 1].exists()


def inbox_programmes(*, by: Actor) -> list[str]:
    """Programmes that there are cases of in the officer's region, sorted: the index is stepped through, one look at each."""
    rows, found = InboxRow.objects.filter(place=_place(by)), list[str]()
    while True:
        rest = rows.filter(programme__gt=found[-1]) if found else rows
        following = rest.order_by("programme").values_list("programme", flat=True).first()
        if following is None:
            return found
        found.append(following)


def officers(*, by: Actor) -> Mapping[int, str]:
    """Names of those who work in the actor's office. 2 queries."""
    return people.account_names(people.officers_of(by.office_id)) if by.office_id else {}


def workload(*, by: Actor, today: date) -> list[Workload]:
    """What each officer of the actor's office has in hand. Raises Forbidden for who is in none. 2 queries."""
    if by.office_id is None:
        raise Forbidden
    accounts = people.officers_of(by.office_id)
    late = Q(clock=Clock.RUNNING, due_key__lt=today)
    rows = InboxRow.objects.filter(place=_place(by), assigned_to__in=accounts, desk__in=tuple(Desk))
    held = (
        rows.order_by("assigned_to").values("assigned_to").annotate(open=Count("id"), overdue=Count("id", filter=late))
    )
    counts = {one["assigned_to"]: (one["open"], one["overdue"]) for one in held}
    return [Workload(one, *counts.get(one, (0, 0))) for one in accounts]


def saved_filters(*, by: Actor) -> list[tuple[str, str]]:
    """Name and address of each filter that the officer kept, by name. 1 query."""
    rows = SavedFilter.objects.filter(account_id=by.account_id or 0).order_by("name")
    return list(rows.values_list("name", "query"))


# ---- what is found ------------------------------------------------------------------------------------------------------


def _place(by: Actor, region: str = "") -> str:
    """The officer's region, or one inside it, as rows have it. Raises NotFound."""
    if not by.has(*OFFICE_ROLES) or not by.region or (region and not region_covers(by.region, region)):
        raise NotFound
    return trunk(region or by.region)


def _desks(by: Actor) -> list[Desk]:
    """Whose steps the officer takes. Finance reads everything and is waited for by nothing."""
    return [desk for role, desk in DESKS.items() if by.has(role)]


def _found(by: Actor, wanted: Wanted, today: date) -> QuerySet[InboxRow]:
    place, held, due = _place(by, wanted.region), _held(by, wanted), _due(wanted.tab, today)
    rows = InboxRow.objects.filter(place=place)
    if not all(held.values()):
        return rows.none()
    if text := wanted.text.strip():
        return _named(place, {**held, **due}, text)
    if len(held) > 1:
        few = list(_fitting(rows, held, due))
        if len(few) <= NUMBERS:
            return InboxRow.objects.filter(pk__in=few)
    along = next((one for one in WALKED if len(held.get(one, ())) == 1), "")
    return _aside(rows.filter(**due, **({along: held[along][0]} if along else {})), held, along)


def _held(by: Actor, wanted: Wanted) -> Held:
    """What the filters and the tab ask of the columns; an empty tuple where nothing can fit."""
    held: Held = {}
    if wanted.state is not None:
        held["state"] = (wanted.state,)
    if wanted.kind is not None:
        held["kind"] = (wanted.kind,)
    if wanted.programme:
        held["programme"] = (wanted.programme,)
    hands = [one for one in (wanted.assigned, by.account_id if wanted.tab is Tab.HAND else None) if one is not None]
    if hands:
        held["assigned_to"] = (hands[0],) if len(set(hands)) == 1 else ()
    if wanted.tab is Tab.MINE:
        held["desk"] = tuple(_desks(by))
    if wanted.tab is Tab.STOPPED:
        held["clock"] = (Clock.STOPPED,)
    if wanted.tab is Tab.WAITING:
        held["clock"] = (Clock.NO_FIGURE, Clock.NO_CALENDAR)
    return held


def _due(tab: Tab, today: date) -> dict[str, object]:
    """A tab's stretch of due dates: a clock that runs has one, all others have none."""
    stretches: dict[Tab, dict[str, object]] = {
        Tab.OVERDUE: {"due_key__lt": today},
        Tab.SOON: {"due_key__range": (today, today + SOON)},
        Tab.STOPPED: {"due_key__in": (WITHOUT,)},
        Tab.WAITING: {"due_key__in": (WITHOUT,)},
    }
    return stretches.get(tab, {})


def _fitting(rows: QuerySet[InboxRow], held: Held, due: Mapping[str, object]) -> QuerySet[InboxRow, int]:
    """Keys of what fits, by the index that has the columns one after the other; those that are free are given all they may be."""
    lead = ("assigned_to", "desk", "state", "kind") if "assigned_to" in held else ("desk", "state", "kind", "clock")
    asked = {one: held[one] if one in held else EVERY[one] for one in lead}
    if "programme" in held:
        asked["programme"] = held["programme"]
    rest = {name: values for name, values in held.items() if name not in asked}
    asked_rows = rows.filter(**{f"{name}__in": values for name, values in asked.items()})
    return _keys(_aside(asked_rows, {**rest, **due}))


def _aside(rows: QuerySet[InboxRow], held: Mapping[str, object], *but: str) -> QuerySet[InboxRow]:
    """Rows that fit, the columns looked at in each row that is come to: a column that may be several, or a column's lookup.

    SQLite keeps no figures about what is in a table: it would go along the index of whichever column it is told of.
    """
    for name, values in held.items():
        if name in but:
            continue
        column, _, lookup = name.partition("__")
        if connection.vendor == "sqlite":
            rows = rows.alias(**{f"{column}_there": Coalesce(F(column), F(column))})
            column = f"{column}_there"
        rows = rows.filter(**{f"{column}__{lookup or 'in'}": values})
    return rows


def _named(place: str, held: Mapping[str, object], text: str) -> QuerySet[InboxRow]:
    """Of what fits the rows whose number begins so, and those of applicants whose name has it in it.

    Each is looked up by its own index first; where they are few, nothing else is gone through.
    """
    numbers = Case.objects.filter(_begins("number", text.upper())).order_by("number").values_list("pk", flat=True)
    keys = list(numbers[: NUMBERS + 1])
    called = {one for one in _tails(text)[:NAMES] if text.lower() in one.lower()}
    rows = _aside(InboxRow.objects.filter(place=place), held)
    by_number = _aside(InboxRow.objects.filter(case__in=keys), {"place": (place,), **held})
    few = {*_keys(by_number), *_keys(rows.filter(who__in=called))}
    if len(keys) <= NUMBERS and len(few) <= NUMBERS:
        return InboxRow.objects.filter(pk__in=few)
    return rows.filter(Q(case__in=numbers.order_by() if len(keys) > NUMBERS else keys) | Q(who__in=called))


def _tails(text: str) -> QuerySet[NameTail, str]:
    """Names that have the text in them, as far as it is kept."""
    found = NameTail.objects.filter(_begins("tail", text.lower()[:TAIL]))
    return found.order_by("tail", "who").values_list("who", flat=True)


def _keys(rows: QuerySet[InboxRow]) -> QuerySet[InboxRow, int]:
    return rows.order_by().values_list("pk", flat=True)[: NUMBERS + 1]


def _begins(field: str, text: str) -> Q:
    """A text's beginning, so that each database goes to it by its index: SQLite's LIKE goes through all rows."""
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": text, f"{field}__lt": f"{text}\U0010ffff"})
    return Q(**{f"{field}__startswith": text})


# ---- a page at a time ---------------------------------------------------------------------------------------------------


def _key(row: InboxRow) -> str:
    return f"{row.due_key.isoformat()}_{row.case_id}"


def _sorted(rows: QuerySet[InboxRow], upward: bool, after: str) -> QuerySet[InboxRow]:
    """By due date, of one day by age; from behind a key on. A key that is none begins at the beginning."""
    day, _, number = after.partition("_")
    way = "gt" if upward else "lt"
    try:
        due, case = date.fromisoformat(day), int(number)
    except ValueError:
        pass
    else:
        beyond = Q(**{f"due_key__{way}": due}) | Q(**{"due_key": due, f"case_id__{way}": case})
        rows = rows.filter(beyond, **{f"due_key__{way}e": due})
    return rows.order_by("due_key", "case_id") if upward else rows.order_by("-due_key", "-case_id")


def _cards(rows: Sequence[InboxRow], today: date) -> Iterator[InboxCard]:
    held = cards([row.case_id for row in rows])
    for row in rows:
        clock = Clock(row.clock)
        late = clock is Clock.RUNNING and row.due_key < today
        yield InboxCard(held[row.case_id], clock, row.due_on, row.stopped_at, row.days_left, late, row.assigned_to_id)
