"""State × event × role of calls, platforms and objections to them: what a table allows happens, nothing else leaves a trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.casework.city import AFTER, DAY, City, officer
from tests.classroom import SYSTEM, signed_up
from tests.matrix.test_oversight_states import Do, checked
from yunpei.catalogue.selection import calls, handing_in, listing, reviewing
from yunpei.catalogue.selection.handing_in import content_digest
from yunpei.catalogue.selection.models import (
    CallCriterion,
    CallReviewer,
    Platform,
    PlatformBatch,
    PlatformCall,
    PlatformMark,
    PlatformObjection,
    PlatformReview,
)
from yunpei.catalogue.selection.types import Occupation, PlatformGiven, PlatformState
from yunpei.catalogue.states import CALL, PLATFORM, PLATFORM_OBJECTION
from yunpei.common.actor import Actor
from yunpei.people import actions as people
from yunpei.people.types import OfficeKind

pytestmark = [pytest.mark.req("R07"), pytest.mark.django_db]
GIVEN = PlatformGiven(
    "锡培在线", "https://a.example.cn/", "课程", "实名", "张", 1, {"safety": 1}, (Occupation("6-31-01-03", "电工", 1),)
)
STANDING = ("listed", "left", "struck", "appealed", "removed")


def everyone(there: City) -> dict[str, Actor]:
    """One of each role; the deciding officer is another than who struck a platform off."""
    place = people.office_open(name="大连审核", region="210200", kind=OfficeKind.REVIEW, by=SYSTEM, at=AFTER)
    return {
        "learner": signed_up(950),
        "admin": there.admin,
        "legal": there.legal,
        "review": there.reviewers[0],
        "pay": there.payer,
        "finance": there.finance,
        "inspect": there.inspector,
        "elsewhere": officer(951, place, OfficeKind.REVIEW),
    }


def publisher(there: City) -> int:
    """Who published what is there already, and struck off what was."""
    account = there.reviewers[1].account_id
    assert account is not None
    return account


class Maker:
    """Rows as they stand in each state, straight into the tables."""

    def __init__(self, there: City) -> None:
        self.there, self.n = there, 0
        self.batch = PlatformBatch.objects.create(
            region="320200",
            number=1,
            title="目录",
            published_on=AFTER.date() - 20 * DAY,
            until=AFTER.date() - 10 * DAY,
            published_by_id=publisher(there),
        )

    def call(self, state: str, closes_on: date) -> PlatformCall:
        row = PlatformCall.objects.create(
            region="320200",
            title="征集",
            asks="条件",
            contact="电话",
            closes_on=closes_on,
            state=state,
            published_at=AFTER,
            published_by_id=publisher(self.there),
        )
        CallCriterion.objects.create(call=row, position=1, name="课程", weight=100)
        return row

    def platform(self, state: str) -> Platform:
        self.n += 1
        early = state in ("draft", "submitted")
        call = self.call("open" if early else "reviewing", AFTER.date() + (DAY if early else -DAY))
        standing = state in STANDING
        row = Platform.objects.create(
            call=call,
            organisation_id=self.there.organisation_id,
            state=state,
            name=f"锡培{self.n}",
            address=GIVEN.address,
            about="课程",
            facts="实名",
            contact="张",
            kinds=GIVEN.kinds,
            occupations=[["6-31-01-03", "电工", 1]],
            submitted_at=None if state == "draft" else AFTER,
            batch=self.batch if standing or state == "noticed" else None,
            listed_on=AFTER.date() - DAY if standing else None,
            left=AFTER.date() if standing and state != "listed" else None,
            appeal_by=AFTER.date() + DAY if standing else None,
            decided_by_id=publisher(self.there) if standing else None,
        )
        row.sealed, row.sealed_at, row.digest = "account", AFTER, content_digest(row)
        row.save()
        self.reviewed(row)
        return row

    def reviewed(self, row: Platform) -> None:
        """By two experts, so that it may be decided."""
        for n in (960, 961):
            account = self.experts[n].account_id
            assert account is not None
            seat = CallReviewer.objects.create(call=row.call, account_id=account, named_at=AFTER)
            made = PlatformReview.objects.create(platform=row, reviewer=seat, opinion="好", handed_in_at=AFTER)
            PlatformMark.objects.create(review=made, criterion=row.call.criteria.get(), points=80)

    @property
    def experts(self) -> dict[int, Actor]:
        if not hasattr(self, "_experts"):
            self._experts = {n: signed_up(n) for n in (960, 961)}
        return self._experts


def test_calls(there: City) -> None:
    maker = Maker(there)

    def tried(event: str) -> Callable[[Any, Actor], Any]:
        def do(one: PlatformCall, by: Actor) -> None:
            call = str(one.public_id)
            if event == "cancel":
                calls.call_cancel(call=call, reason="重来", by=by, at=AFTER)
            else:
                {"begin": calls.review_begin, "close": calls.call_close}[event](call=call, by=by, at=AFTER)

        return do

    do: Do = {event: tried(event) for event in CALL.events}
    checked(
        everyone(there),
        CALL,
        lambda state: maker.call(state, AFTER.date() - DAY),
        do,
        lambda one: PlatformCall.objects.get(pk=one.pk).state,
    )


def test_platforms(there: City) -> None:
    maker = Maker(there)

    def decided(event: str) -> Callable[[Any, Actor], Any]:
        return lambda one, by: listing.platform_decide(
            platform=str(one.public_id), event=event, reason="理由", by=by, at=AFTER
        )

    def settled(event: str) -> Callable[[Any, Actor], Any]:
        return lambda one, by: listing.appeal_settle(
            platform=str(one.public_id), event=event, answer="理由", by=by, at=AFTER
        )

    do: Do = {
        "write": lambda one, by: handing_in.platform_write(platform=str(one.public_id), given=GIVEN, by=by, at=AFTER),
        "submit": lambda one, by: handing_in.platform_submit(platform=str(one.public_id), by=by, at=AFTER),
        "seal": lambda one, by: handing_in.platform_seal(
            platform=str(one.public_id), file=str(one.public_id), by=by, at=AFTER
        ),
        "withdraw": lambda one, by: handing_in.platform_withdraw(platform=str(one.public_id), by=by, at=AFTER),
        "accept": decided("accept"),
        "refuse": decided("refuse"),
        "notice": lambda one, by: listing.batch_publish(
            title="下一批", platforms=[str(one.public_id)], days=5, by=by, at=AFTER
        ),
        "leave": lambda one, by: listing.platform_leave(platform=str(one.public_id), on=AFTER.date(), by=by, at=AFTER),
        "strike": lambda one, by: listing.platform_strike(platform=str(one.public_id), reason="理由", by=by, at=AFTER),
        "appeal": lambda one, by: listing.platform_appeal(platform=str(one.public_id), said="误判", by=by, at=AFTER),
        "restore": settled("restore"),
        "dismiss": settled("dismiss"),
    }
    # The others come with their call, batch or objection: test_calls, test_lists and test_objections.
    assert set(PLATFORM.events) - set(do) == {"review", "lapse", "list", "drop"}
    checked(everyone(there), PLATFORM, maker.platform, do, lambda one: Platform.objects.get(pk=one.pk).state)


def test_lists(there: City) -> None:
    """`list` comes with the batch, for what is in notice alone."""
    maker = Maker(there)
    found = []
    for state in PLATFORM.states:
        for who, by in everyone_once(there).items():
            Platform.objects.update(batch=None, state=PlatformState.REFUSED, listed_on=None, left=None)
            one = maker.platform(state)
            try:
                listing.batch_list(number=1, by=by, at=AFTER)
                found.append((state, who, Platform.objects.get(pk=one.pk).state))
            except Exception:  # noqa: BLE001 - refused: nothing happened
                assert Platform.objects.get(pk=one.pk).state == state
    assert found == [("noticed", "review", "listed")]


def everyone_once(there: City) -> dict[str, Actor]:
    """Of whom each stands for a kind: `everyone` would register them again for every state."""
    return {"admin": there.admin, "review": there.reviewers[0], "pay": there.payer, "inspect": there.inspector}


def test_objections(there: City) -> None:
    maker = Maker(there)

    def make(state: str) -> PlatformObjection:
        maker.n += 1
        return PlatformObjection.objects.create(
            platform=maker.platform("noticed"),
            code_digest=f"{maker.n:064d}",
            text="不实",
            state=state,
            made_at=AFTER - timedelta(days=1),
            answer="" if state == "open" else "已查",
        )

    def settled(event: str) -> Callable[[Any, Actor], Any]:
        return lambda one, by: listing.objection_settle(objection=one.pk, event=event, answer="查了", by=by, at=AFTER)

    do: Do = {event: settled(event) for event in PLATFORM_OBJECTION.events}
    state = lambda one: PlatformObjection.objects.get(pk=one.pk).state  # noqa: E731 - as beside it
    checked(everyone(there), PLATFORM_OBJECTION, make, do, state)
    dropped = Platform.objects.filter(objections__state="upheld").values_list("state", flat=True)
    assert set(dropped) == {"refused", "noticed"}  # those made upheld dropped nothing


def test_reviews_are_for_platforms_in_review_alone(there: City) -> None:
    maker = Maker(there)
    for state in PLATFORM.states:
        one = maker.platform(state)
        PlatformMark.objects.all().delete()
        PlatformReview.objects.all().delete()
        try:
            reviewing.conflict_declare(platform=str(one.public_id), reason="顾问", by=maker.experts[960], at=AFTER)
        except Exception:  # noqa: BLE001 - refused
            assert state != "in_review"
        else:
            assert state == "in_review"
