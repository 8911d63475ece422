"""Security and audit administrators: operations propose, a second of the three confirms; nobody decides alone or on themselves."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.people.conftest import AT, SYSTEM, operator, register
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from yunpei.common.models import AuditRow
from yunpei.messages.models import Message
from yunpei.people import actions, queries
from yunpei.people.models import Membership, Nomination
from yunpei.people.states import NOMINATION
from yunpei.people.types import NominationState, Role

pytestmark = [pytest.mark.django_db, pytest.mark.req("R37")]


def proposed(ops: Actor, account: int, role: Role = Role.AUDIT) -> str:
    assert actions.nomination_make(account_id=account, role=role, by=ops, at=AT) is False
    return str(Nomination.objects.latest("id").public_id)


def founded() -> tuple[Actor, Actor]:
    """Operations, and the first security administrator, whom they could appoint alone."""
    ops, first = operator(1), register(2)
    assert actions.nomination_make(account_id=first, role=Role.SECURITY, by=ops, at=AT) is True
    return ops, queries.actor_of(first)


def test_the_first_is_appointed_and_the_next_confirmed_by_that_one() -> None:
    ops, security = founded()
    number = proposed(ops, register(3))
    assert queries.actor_of(known(3)).roles == {"learner"}
    actions.nomination_decide(nomination=number, event="confirm", by=security, at=AT)
    assert queries.actor_of(known(3)).roles == {"audit"}
    verbs = AuditRow.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["nomination_make", "membership_grant", "nomination_confirm"]
    with pytest.raises(Conflict):
        actions.nomination_decide(nomination=number, event="decline", by=security, at=AT)


def known(n: int) -> int:
    """The account of the n-th invented person, registered before."""
    account = queries.account_of_login(f"199{n:08d}")
    assert account is not None
    return account


@pytest.mark.req("R45")
@pytest.mark.parametrize(
    ("event", "decided", "own"),
    [
        ("confirm", "审计管理员的一项任命已确认，即日生效。", "您被提名为审计管理员，任命已确认，即日生效。"),
        ("decline", "审计管理员的一项任命已否决。", "您被提名为审计管理员，任命未获确认。"),
    ],
    ids=("confirmed", "declined"),
)
def test_who_may_confirm_hears_that_one_waits_and_both_sides_how_it_ended(event: str, decided: str, own: str) -> None:
    ops, security = founded()
    account = register(3)
    number = proposed(ops, account)
    waits = (security.account_id, "审计管理员的一项任命等待您或另一位安全、审计管理员确认。")
    assert told() == [waits]
    actions.nomination_decide(nomination=number, event=event, by=security, at=AT)
    assert told() == [waits, (ops.account_id, decided), (account, own)]
    links = Message.objects.order_by("id").values_list("link", flat=True)
    assert list(links) == ["/ops/nominations/", "/ops/nominations/", ""]
    assert all(one.isascii() for one in Message.objects.values_list("text_en", flat=True))


def told() -> list[tuple[int, str]]:
    return list(Message.objects.order_by("id").values_list("to_account", "text_zh"))


def test_operations_grant_neither_role_alone_and_confirm_nothing() -> None:
    ops, _ = founded()
    account = register(3)
    for role in (Role.SECURITY, Role.AUDIT):
        with pytest.raises(Forbidden, match="确认"):
            actions.membership_grant(account_id=account, role=role, by=ops, at=AT)
    number = proposed(ops, account)
    with pytest.raises(Forbidden):
        actions.nomination_decide(nomination=number, event="confirm", by=ops, at=AT)
    with pytest.raises(Conflict, match="待确认"):
        actions.nomination_make(account_id=account, role=Role.SECURITY, by=ops, at=AT)
    with pytest.raises(Forbidden):
        actions.nomination_make(account_id=ops.account_id or 0, role=Role.AUDIT, by=ops, at=AT)
    with pytest.raises(Invalid):
        actions.nomination_make(account_id=account, role=Role.OPS, by=ops, at=AT)
    with pytest.raises(NotFound):
        actions.nomination_make(account_id=404, role=Role.AUDIT, by=ops, at=AT)


def test_the_founding_exception_does_not_come_back() -> None:
    ops, security = founded()
    [held] = queries.roles_held(by=ops, account_id=security.account_id)
    with pytest.raises(Conflict, match="唯一"):
        actions.membership_end(membership_id=held.id, by=ops, at=AT)
    with pytest.raises(Conflict, match="唯一"):
        actions.account_stop(account_id=security.account_id or 0, why="x", by=ops, at=AT)
    number = proposed(ops, register(3))
    actions.nomination_decide(nomination=number, event="confirm", by=security, at=AT)
    actions.membership_end(membership_id=held.id, by=ops, at=AT)
    assert actions.nomination_make(account_id=register(4), role=Role.SECURITY, by=ops, at=AT) is False


def test_who_proposed_does_not_confirm_in_another_role() -> None:
    ops, security = founded()
    second = operator(5)
    number = proposed(second, register(3))
    own = queries.roles_held(by=ops, account_id=second.account_id)[0]
    actions.membership_end(membership_id=own.id, by=ops, at=AT)
    actions.membership_grant(account_id=second.account_id or 0, role=Role.AUDIT, by=SYSTEM, at=AT)
    with pytest.raises(Forbidden, match="不能确认"):
        actions.nomination_decide(
            nomination=number, event="confirm", by=queries.actor_of(second.account_id or 0), at=AT
        )
    [card] = queries.nominations(by=queries.actor_of(second.account_id or 0))
    assert card.events == ()
    assert queries.nominations(by=security)[0].events == ("confirm", "decline")


def test_what_became_impossible_meanwhile_is_not_confirmed() -> None:
    ops, security = founded()
    account = register(3)
    number = proposed(ops, account)
    actions.membership_grant(account_id=account, role=Role.OPS, by=ops, at=AT)
    with pytest.raises(Conflict, match="不同的人"):
        actions.nomination_decide(nomination=number, event="confirm", by=security, at=AT)
    assert Nomination.objects.get().state == NominationState.PROPOSED
    actions.nomination_decide(nomination=number, event="decline", by=security, at=AT)


def test_every_event_in_every_state_by_everyone() -> None:
    ops, security = founded()
    learner = queries.actor_of(register(9))
    wrong = []
    for state in NOMINATION.states:
        for event in NOMINATION.events:
            for by in (ops, security, learner):
                decided = state != NominationState.PROPOSED
                row = Nomination.objects.create(
                    account_id=known_or_new(3),
                    role=Role.AUDIT,
                    state=state,
                    proposed_at=AT,
                    proposed_by_id=ops.account_id or 0,
                    decided_at=AT if decided else None,
                    decided_by_id=security.account_id if decided else None,
                )
                try:
                    actions.nomination_decide(nomination=row.public_id, event=event, by=by, at=AT)
                    done = True
                except Refused:
                    done = False
                if done is not NOMINATION.may(state, event, by.roles):
                    wrong.append(f"{state} × {event} × {sorted(by.roles)}: {done}")
                Membership.objects.filter(account_id=known_or_new(3)).delete()
                row.delete()
    assert not wrong, wrong


def known_or_new(n: int) -> int:
    return queries.account_of_login(f"199{n:08d}") or register(n)


def test_the_database_wants_two_people() -> None:
    ops, _ = founded()
    with pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.create(
            account_id=register(3),
            role=Role.AUDIT,
            state=NominationState.CONFIRMED,
            proposed_at=AT,
            proposed_by_id=ops.account_id or 0,
            decided_at=AT,
            decided_by_id=ops.account_id,
        )
