"""Password, code, tries: what opens a session and what does not."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from tests.people.conftest import AT, PASSWORD, SYSTEM, Outbox, operator, phone, register
from yunpei.common.actor import NOBODY, Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid
from yunpei.common.models import AuditRow
from yunpei.people import actions, queries
from yunpei.people.models import OneTimeCode, Throttle
from yunpei.people.types import CodePurpose, SignIn, Step

pytestmark = [pytest.mark.req("R01"), pytest.mark.django_db]
SIGN_IN, RESET = CodePurpose.SIGN_IN, CodePurpose.RESET


def attempt(n: int = 1, password: str = PASSWORD, at: datetime = AT, address: str = "192.0.2.1") -> SignIn:
    return actions.sign_in(login=phone(n), password=password, address=address, at=at)


def confirmed(n: int) -> int:
    account = register(n)
    actions.account_confirm(account_id=account, why="tests", by=SYSTEM, at=AT)
    return account


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_first_sign_in_needs_the_code_that_confirms_the_phone(outbox: Outbox) -> None:
    account = register(1)
    assert attempt() == SignIn(Step.CODE, account)
    assert actions.code_send(account_id=account, purpose=SIGN_IN, sender=outbox, at=AT).step is Step.CODE
    assert outbox.sent[0][0] == phone(1)
    done = actions.code_check(account_id=account, purpose=SIGN_IN, code=f" {outbox.code}", at=AT)
    assert done == SignIn(Step.IN, account)
    assert attempt() == SignIn(Step.IN, account)


def test_staff_need_a_code_every_time() -> None:
    account = operator(1).account_id
    actions.account_confirm(account_id=account or 0, why="tests", by=SYSTEM, at=AT)
    assert attempt() == SignIn(Step.CODE, account)


def test_wrong_password_and_unknown_name_look_the_same() -> None:
    confirmed(1)
    assert attempt(password="wrong") == attempt(n=2) == SignIn(Step.WRONG)


def test_a_stopped_account_looks_like_a_wrong_password() -> None:
    account = confirmed(1)
    actions.account_stop(account_id=account, why="lost phone", by=SYSTEM, at=AT)
    assert attempt() == SignIn(Step.WRONG)
    assert queries.actor_of(account) is NOBODY
    assert queries.places_of(account) == ()
    actions.account_restore(account_id=account, why="found", by=SYSTEM, at=AT)
    assert attempt().step is Step.IN


def test_after_five_wrong_passwords_even_the_right_one_waits() -> None:
    confirmed(1)
    for _ in range(5):
        assert attempt(password="wrong").step is Step.WRONG
    until = AT + timedelta(minutes=15)
    assert attempt() == SignIn(Step.WAIT, until=until)
    assert attempt(at=until - timedelta(seconds=1)).step is Step.WAIT
    assert attempt(at=until).step is Step.IN


def test_the_limit_holds_for_names_that_nobody_has() -> None:
    assert [attempt(n=9).step for _ in range(6)] == [Step.WRONG] * 5 + [Step.WAIT]


def test_right_passwords_are_held_against_nobody() -> None:
    confirmed(1)
    assert {attempt().step for _ in range(70)} == {Step.IN}
    for _ in range(4):
        attempt(password="wrong")
    assert attempt().step is Step.IN
    assert attempt(password="wrong").step is Step.WRONG


def test_one_address_cannot_try_many_names() -> None:
    steps = [attempt(n=n).step for n in range(61)]
    assert (steps[59], steps[60]) == (Step.WRONG, Step.WAIT)
    assert attempt(n=100, address="192.0.2.2").step is Step.WRONG


def test_the_counts_name_nobody() -> None:
    attempt(n=9)
    kept = "".join(str(row) for row in Throttle.objects.values())
    assert phone(9) not in kept
    assert "192.0.2.1" not in kept


def test_a_code_is_good_once(outbox: Outbox) -> None:
    account = register(1)
    actions.code_send(account_id=account, purpose=SIGN_IN, sender=outbox, at=AT)
    given: dict[str, Any] = {"account_id": account, "purpose": SIGN_IN, "code": outbox.code, "at": AT}
    assert actions.code_check(**given).step is Step.IN
    assert actions.code_check(**given).step is Step.OVER


def test_a_code_lasts_ten_minutes_five_tries_and_one_purpose(outbox: Outbox) -> None:
    account = register(1)
    actions.code_send(account_id=account, purpose=SIGN_IN, sender=outbox, at=AT)
    right = outbox.code

    def check(code: str, purpose: CodePurpose = SIGN_IN, at: datetime = AT) -> Step:
        return actions.code_check(account_id=account, purpose=purpose, code=code, at=at).step

    assert check(right, RESET) is Step.OVER
    assert check(right, at=AT + timedelta(minutes=10)) is Step.OVER
    assert [check(wrong(right)) for _ in range(5)] == [Step.WRONG] * 4 + [Step.OVER]
    assert check(right) is Step.OVER


def test_a_new_code_ends_the_old_one_and_none_is_kept_readable(outbox: Outbox) -> None:
    account = register(1)
    actions.code_send(account_id=account, purpose=SIGN_IN, sender=outbox, at=AT)
    old, later = outbox.code, AT + timedelta(seconds=60)
    actions.code_send(account_id=account, purpose=SIGN_IN, sender=outbox, at=later)
    if outbox.code != old:
        assert actions.code_check(account_id=account, purpose=SIGN_IN, code=old, at=later).step is Step.WRONG
    assert actions.code_check(account_id=account, purpose=SIGN_IN, code=outbox.code, at=later).step is Step.IN
    kept = "".join(
        str(row)
        for model in (OneTimeCode, AuditRow)
        for row in model.objects.values_list("digest" if model is OneTimeCode else "detail")
    )
    assert f"'{outbox.code}'" not in kept


def test_codes_are_sent_once_a_minute_and_ten_times_a_day(outbox: Outbox) -> None:
    account = register(1)

    def ask(after: timedelta) -> Step:
        return actions.code_send(account_id=account, purpose=SIGN_IN, sender=outbox, at=AT + after).step

    assert [ask(timedelta(seconds=seconds)) for seconds in (0, 59, 60)] == [Step.CODE, Step.WAIT, Step.CODE]
    assert [ask(timedelta(minutes=minute)) for minute in range(2, 11)] == [Step.CODE] * 8 + [Step.WAIT]
    assert ask(timedelta(hours=25)) is Step.CODE
    assert len(outbox.sent) == 11


def test_whoever_gave_the_code_back_may_ask_for_another_at_once(outbox: Outbox) -> None:
    account = register(1)
    given: dict[str, Any] = {"account_id": account, "at": AT}
    actions.code_send(**given, purpose=RESET, sender=outbox)
    assert actions.code_check(**given, purpose=RESET, code=wrong(outbox.code)).step is Step.WRONG
    assert actions.code_send(**given, purpose=SIGN_IN, sender=outbox).step is Step.WAIT
    assert actions.code_check(**given, purpose=RESET, code=outbox.code).step is Step.IN
    assert actions.code_send(**given, purpose=SIGN_IN, sender=outbox).step is Step.CODE


def test_no_code_for_those_who_are_not_there(outbox: Outbox) -> None:
    assert actions.code_send(account_id=404, purpose=RESET, sender=outbox, at=AT).step is Step.WRONG
    assert actions.code_check(account_id=404, purpose=RESET, code="000000", at=AT).step is Step.OVER
    assert not outbox.sent


def test_a_forgotten_password_is_set_with_a_code(outbox: Outbox) -> None:
    account = confirmed(1)
    for _ in range(5):
        attempt(password="wrong")
    actions.code_send(account_id=account, purpose=RESET, sender=outbox, at=AT)
    code = outbox.code
    with pytest.raises(Invalid):
        actions.password_reset(account_id=account, code=code, password="short", at=AT)
    bad = actions.password_reset(account_id=account, code=wrong(code), password="another good phrase", at=AT)
    assert bad.step is Step.WRONG
    assert actions.password_reset(account_id=account, code=code, password="another good phrase", at=AT).step is Step.IN
    assert attempt(password="another good phrase").step is Step.IN
    assert attempt().step is Step.WRONG


def test_a_password_is_changed_by_its_owner(learner: Actor) -> None:
    actions.account_confirm(account_id=learner.account_id or 0, why="tests", by=SYSTEM, at=AT)
    with pytest.raises(Invalid) as refused:
        actions.password_change(old="wrong", new="123", by=learner, at=AT)
    assert [one.field for one in refused.value.problems][:2] == ["old", "new"]
    actions.password_change(old=PASSWORD, new="another good phrase", by=learner, at=AT)
    assert attempt(password="another good phrase").step is Step.IN
    with pytest.raises(Forbidden):
        actions.password_change(old=PASSWORD, new="another good phrase", by=NOBODY, at=AT)
    for _ in range(5):
        with pytest.raises(Invalid):
            actions.password_change(old="wrong", new="another good phrase", by=learner, at=AT)
    with pytest.raises(Conflict):
        actions.password_change(old="another good phrase", new="yet another phrase", by=learner, at=AT)


def test_every_step_leaves_a_row_and_no_secret(outbox: Outbox) -> None:
    account = register(1)
    attempt(password="wrong")
    attempt()
    actions.code_send(account_id=account, purpose=SIGN_IN, sender=outbox, at=AT)
    actions.code_check(account_id=account, purpose=SIGN_IN, code=outbox.code, at=AT)
    actions.sign_out(by=queries.actor_of(account), at=AT)
    rows = AuditRow.objects.order_by("id")
    assert [row.verb for row in rows] == [
        "person_register",
        "sign_in",
        "sign_in",
        "code_send",
        "code_check",
        "sign_out",
    ]
    said = "".join(str(row.detail) for row in rows)
    assert PASSWORD not in said
    assert f"{outbox.code}'" not in said
    with pytest.raises(ValueError, match="nobody"):
        actions.sign_out(by=NOBODY, at=AT)


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_all_counted() -> None:
    confirmed(1)
    ready, steps = threading.Barrier(8), list[Step]()

    def go() -> None:
        ready.wait()
        steps.append(attempt(password="wrong").step)
        connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(steps) == sorted([Step.WRONG] * 5 + [Step.WAIT] * 3)


@pytest.mark.django_db(transaction=True)
def test_a_code_given_twice_at_the_same_moment_opens_one_session(outbox: Outbox) -> None:
    account = register(1)
    actions.code_send(account_id=account, purpose=SIGN_IN, sender=outbox, at=AT)
    ready, steps, code = threading.Barrier(4), list[Step](), outbox.code

    def go() -> None:
        ready.wait()
        steps.append(actions.code_check(account_id=account, purpose=SIGN_IN, code=code, at=AT).step)
        connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(steps) == [Step.IN, Step.OVER, Step.OVER, Step.OVER]


def test_a_password_asked_for_once_more_is_counted_like_a_sign_in() -> None:
    account = confirmed(1)
    assert actions.password_confirm(account_id=account, password=PASSWORD, at=AT)
    for _ in range(5):
        assert not actions.password_confirm(account_id=account, password="wrong", at=AT)
    assert not actions.password_confirm(account_id=account, password=PASSWORD, at=AT)
    assert attempt().step is Step.WAIT
    noted = AuditRow.objects.filter(verb="password_confirm").order_by("id").values_list("detail", flat=True)
    assert list(noted) == [{"right": True}, *[{"right": False}] * 5]
    actions.account_stop(account_id=account, why="lost phone", by=SYSTEM, at=AT)
    assert not actions.password_confirm(account_id=account, password=PASSWORD, at=AT + timedelta(hours=1))
