"""The officers' inbox: what waits, sorted by the day on which it is due, a page at a time.

Each list is one stretch of one index of InboxRow, each page the 25 rows after a key, each number at a tab counted to MOST and no
further: a site of 100,000 cases does the work of one of 1,000.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, Q, QuerySet

from yunpei.casework.desks import DESKS as DESK_OF
from yunpei.casework.desks import TAIL
from yunpei.casework.models import Case, InboxRow, NameTail, SavedFilter
from yunpei.casework.queries.cases import cards
from yunpei.casework.types import Clock, Desk, InboxCard, InboxPage, Tab, Wanted, Workload
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, NotFound
from yunpei.common.regions import trunk
from yunpei.people import queries as people
from yunpei.people.access import region_covers
from yunpei.people.types import OFFICE_ROLES

PER_PAGE = 25
MOST = 999  # a tab counts no further
SOON = timedelta(days=5)
NAMES, NUMBERS = 200, 500  # a text that fits more is too short to look for
CHUNK = 500
DESKS = {"officer_review": Desk.REVIEW, "officer_pay": Desk.PAY, "officer_inspect": Desk.INSPECT}


def inbox(*, by: Actor, wanted: Wanted, today: date, after: str = "", before: str = "") -> InboxPage:
    """A page of what the officer wants to see, beginning after a key or ending before one.

    Raises NotFound for who is no officer, and for a region outside their own. 6 queries at most.
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


def inbox_programmes(*, by: Actor) -> list[str]:
    """Programmes that there are cases of in the officer's region, sorted: the index is stepped through, one look at each."""
    rows, found = _place(by), list[str]()
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
    rows = _place(by).filter(assigned_to__in=accounts).exclude(desk="").order_by("assigned_to")
    held = rows.values("assigned_to").annotate(open=Count("id"), overdue=Count("id", filter=late))
    counts = {one["assigned_to"]: (one["open"], one["overdue"]) for one in held}
    return [Workload(one, *counts.get(one, (0, 0))) for one in accounts]


def saved_filters(*, by: Actor) -> list[tuple[str, str]]:
    """Name and address of each filter that the officer kept, by name. 1 query."""
    rows = SavedFilter.objects.filter(account_id=by.account_id or 0).order_by("name")
    return list(rows.values_list("name", "query"))


# ---- what is found ------------------------------------------------------------------------------------------------------


def _place(by: Actor, region: str = "") -> QuerySet[InboxRow]:
    """Rows of the officer's region, or of one inside it. Raises NotFound."""
    if not by.has(*OFFICE_ROLES) or not by.region or (region and not region_covers(by.region, region)):
        raise NotFound
    return InboxRow.objects.filter(place=trunk(region or by.region))


def _desks(by: Actor) -> list[Desk]:
    """Whose steps the officer takes. Finance reads everything and is waited for by nothing."""
    return [desk for role, desk in DESKS.items() if by.has(role)]


def _found(by: Actor, wanted: Wanted, today: date) -> QuerySet[InboxRow]:
    rows = _place(by, wanted.region).filter(_of_tab(wanted.tab, by, today))
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state)
    if wanted.kind is not None:
        rows = rows.filter(kind=wanted.kind)
    if wanted.programme:
        rows = rows.filter(programme=wanted.programme)
    if wanted.assigned is not None:
        rows = rows.filter(assigned_to=wanted.assigned)
    if wanted.tab is Tab.MINE and wanted.state is not None and DESK_OF.get(wanted.state) not in _desks(by):
        return rows.none()  # no such case waits there; the desk's whole index would be gone through to find that out
    return _named(rows, wanted.text.strip()) if wanted.text.strip() else rows


def _of_tab(tab: Tab, by: Actor, today: date) -> Q:
    running = Q(clock=Clock.RUNNING)
    mine = _desks(by)
    return {
        Tab.MINE: Q(desk=mine[0]) if len(mine) == 1 else Q(desk__in=mine),
        Tab.HAND: Q(assigned_to=by.account_id),
        Tab.OVERDUE: running & Q(due_key__lt=today),
        Tab.SOON: running & Q(due_key__gte=today, due_key__lte=today + SOON),
        Tab.STOPPED: Q(clock=Clock.STOPPED),
        Tab.WAITING: Q(clock__in=(Clock.NO_FIGURE, Clock.NO_CALENDAR)),
        Tab.ALL: Q(),
    }[tab]


def _named(rows: QuerySet[InboxRow], text: str) -> QuerySet[InboxRow]:
    """Of the rows those whose number begins so, and those of applicants whose name has it in it.

    Each is looked up by its own index first; where they are few, nothing else is gone through.
    """
    numbers = Case.objects.filter(_begins("number", text.upper())).order_by("number").values_list("pk", flat=True)
    names = NameTail.objects.filter(_begins("tail", text.lower()[:TAIL])).order_by("tail").values_list("who", flat=True)
    keys = list(numbers[: NUMBERS + 1])
    listed = {one for one in names[:NAMES] if text.lower() in one.lower()}
    few = {*_keys(rows.filter(case__in=keys)), *_keys(rows.filter(who__in=listed))}
    if len(keys) <= NUMBERS and len(few) <= NUMBERS:
        return InboxRow.objects.filter(pk__in=few)
    return rows.filter(Q(case__in=numbers.order_by() if len(keys) > NUMBERS else keys) | Q(who__in=listed))


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
