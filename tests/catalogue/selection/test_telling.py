"""The organisation hears of every step of its platform, a reviewer of being named and released: in both languages."""

from __future__ import annotations

import pytest

from tests.catalogue.selection.market import DAY, LISTED, NOTICE, OPENED, REVIEW, Market
from yunpei.catalogue.selection import calls, listing, queries, reviews
from yunpei.catalogue.selection.telling import TEXTS
from yunpei.catalogue.states import PLATFORM, PLATFORM_OBJECTION
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict
from yunpei.messages.models import Message

pytestmark = [pytest.mark.req("R07", "R45"), pytest.mark.django_db]
NAME = "平台“锡培在线”"


def told(who: Actor) -> list[str]:
    """The codes of what an administrator was told of the platform, in order; each in both languages, with its page."""
    rows = list(Message.objects.filter(to_account_id=who.account_id, text_zh__startswith=NAME).order_by("id"))
    words = {text.zh: code for code, text in TEXTS.items()}
    codes = [words[one.text_zh.removeprefix(NAME).removesuffix("。")] for one in rows]
    assert [one.text_en for one in rows] == [f"The platform 锡培在线 {TEXTS[code].en}." for code in codes]
    assert all(one.link.startswith("/org/platforms/") for one in rows)
    return codes


def test_the_whole_way_to_the_list_and_off_it(market: Market) -> None:
    made = market.listed(market.call())
    listing.platform_strike(platform=made, reason="学时记录造假", by=market.officer, at=LISTED + DAY)
    listing.platform_appeal(platform=made, said="系误判", by=market.admin, at=LISTED + 2 * DAY)
    listing.appeal_settle(platform=made, event="restore", answer="查实", by=market.second, at=LISTED + 3 * DAY)
    listing.platform_strike(platform=made, reason="停止运营", by=market.officer, at=LISTED + 4 * DAY)
    listing.platform_appeal(platform=made, said="仍在运营", by=market.admin, at=LISTED + 5 * DAY)
    listing.appeal_settle(platform=made, event="dismiss", answer="已停", by=market.second, at=LISTED + 6 * DAY)
    assert told(market.admin) == [
        "platform_accepted",
        "platform_noticed",
        "platform_listed",
        "platform_struck",
        "platform_restored",
        "platform_struck",
        "platform_removed",
    ]
    assert told(market.other) == []
    assert not Message.objects.filter(text_zh__contains="造假").exists()  # reasons stay on the page


@pytest.mark.parametrize(
    ("event", "codes"),
    [("uphold", ["platform_objection_upheld"]), ("dismiss", ["platform_objection_dismissed"])],
)
def test_an_answered_objection_is_told_once(market: Market, event: str, codes: list[str]) -> None:
    made = market.noticed(market.call())
    listing.objection_make(platform=made, text="课程数不实", at=NOTICE)
    before = len(told(market.admin))
    [doubt] = queries.objections(by=market.officer)
    listing.objection_settle(objection=doubt.id, event=event, answer="查过", by=market.officer, at=NOTICE)
    assert told(market.admin)[before:] == codes


def test_a_refusal_and_a_call_that_is_called_off(market: Market) -> None:
    call = market.call()
    made = market.submitted(call)
    market.named(call, market.experts[:2])
    for one in market.experts[:2]:
        market.marked(made, one, 40, 30)
    listing.platform_decide(platform=made, event="refuse", reason="不达标", by=market.officer, at=REVIEW)
    other = market.call()
    market.submitted(other)
    calls.call_cancel(call=other, reason="重新征集", by=market.officer, at=OPENED)
    assert told(market.admin) == ["platform_refused", "platform_cancelled"]


def test_a_draft_that_lapses_is_nobodys_news(market: Market) -> None:
    call = market.call()
    market.draft(call)
    calls.review_begin(call=call, by=market.officer, at=REVIEW)
    assert told(market.admin) == []


def test_a_reviewer_hears_of_being_named_and_released(market: Market) -> None:
    call = market.call()
    market.submitted(call)
    market.named(call, market.experts[:2])
    with pytest.raises(Conflict):  # named before: told once
        market_again(market, call)
    seat = reviews.reviewers(call, by=market.officer)[0].id
    calls.reviewer_release(call=call, reviewer=seat, reason="出差", by=market.officer, at=REVIEW)
    rows = Message.objects.filter(link="/reviews/platforms/").order_by("id")
    first, second = (one.account_id for one in market.experts[:2])
    assert list(rows.values_list("to_account", "text_zh", "text_en")) == [
        (first, "请您评审“征集线上职业技能培训平台”报送的平台。", ASKED_EN),
        (second, "请您评审“征集线上职业技能培训平台”报送的平台。", ASKED_EN),
        (first, "您不再评审“征集线上职业技能培训平台”报送的平台。", RELEASED_EN),
    ]


ASKED_EN = "Please review the platforms handed in under the call 征集线上职业技能培训平台."
RELEASED_EN = "You do not review the platforms of the call 征集线上职业技能培训平台 any more."


def market_again(market: Market, call: str) -> None:
    account = market.experts[0].account_id
    assert account is not None
    calls.reviewer_name(call=call, account_id=account, by=market.officer, at=REVIEW)


def test_every_step_that_says_it_tells_has_its_words_and_every_word_its_step() -> None:
    sends = {row.sends for table in (PLATFORM, PLATFORM_OBJECTION) for row in table.transitions if row.sends}
    assert sends == set(TEXTS)
