"""Passwords, and accounts stopped and opened again."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.people import access, checks, followed, throttle
from yunpei.people.actions.memberships import need_another_second
from yunpei.people.actions.signing_in import code_check
from yunpei.people.models import Account, Membership
from yunpei.people.types import SECONDED, CodePurpose, Role, SignIn, Step


def password_change(*, old: str, new: str, by: Actor, at: datetime) -> None:
    """Change one's own password; every other session of the account ends with it (Django binds them to the hash).

    Whoever is signed in may. Raises Forbidden for nobody, Invalid, Conflict after too many wrong old passwords.
    """
    account = Account.objects.filter(pk=by.account_id or 0, is_active=True).first()
    if account is None:
        raise Forbidden
    if throttle.take(throttle.PASSWORD_BY_LOGIN, account.login, at):
        raise Conflict(Text("密码输错次数过多，请15分钟后再试", "too many wrong passwords; try again in 15 minutes"))
    problems = [Problem("new", text) for text in checks.password_problems(new, account.login.partition("@")[0])]
    if not check_password(old, account.password):
        problems.insert(0, Problem("old", Text("原密码不对", "this is not the present password")))
    checks.refuse(problems)
    _store(account, make_password(new), by, at, "password_change")
    throttle.forget(throttle.PASSWORD_BY_LOGIN, account.login)


def password_confirm(*, account_id: int, password: str, at: datetime) -> bool:
    """Whether it is the account's password: for someone who is signed in and is asked once more.

    Counted as tries to sign in are; False when there were too many, too. Leaves an audit row.
    """
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None or throttle.take(throttle.PASSWORD_BY_LOGIN, account.login, at):
        return False
    right = check_password(password, account.password)
    with transaction.atomic():
        if right:
            throttle.forget(throttle.PASSWORD_BY_LOGIN, account.login)
        by = Actor(account_id=account.pk) if right else Actor.system("password_confirm")
        detail = {"right": right}
        audit.record(
            by=by, at=at, verb="password_confirm", subject_type="account", subject_id=account.pk, detail=detail
        )
    return right


def password_reset(*, account_id: int, code: str, password: str, at: datetime) -> SignIn:
    """Set a new password with a code sent for RESET. Whoever holds the account's phone or mailbox may.

    IN: done; sign in with it now. WRONG and OVER as with code_check. Raises Invalid for a password that will not do,
    before the code is looked at, so that it is not used up.
    """
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    login = account.login.partition("@")[0] if account else ""
    checks.refuse([Problem("password", text) for text in checks.password_problems(password, login)])
    encoded = make_password(password)
    with transaction.atomic():  # a code is used up exactly when the password is set
        checked = code_check(account_id=account_id, purpose=CodePurpose.RESET, code=code, at=at)
        if checked.step is Step.IN and account is not None:
            _store(account, encoded, Actor(account_id=account_id), at, "password_reset")
            throttle.forget(throttle.PASSWORD_BY_LOGIN, account.login)
    return checked


@transaction.atomic
def _store(account: Account, encoded: str, by: Actor, at: datetime, verb: str) -> None:
    account.password = encoded
    account.save(update_fields=["password"])
    audit.record(by=by, at=at, verb=verb, subject_type="account", subject_id=account.pk)


@transaction.atomic
def account_confirm(*, account_id: int, why: str, by: Actor, at: datetime) -> None:
    """Take an account's phone or mail address as proven without a code, as at the window. Operations may.

    Raises Forbidden, NotFound, Invalid without a reason. Doing it twice changes nothing.
    """
    access.need(by, Role.OPS)
    _reason(why)
    account = _locked(account_id)
    if account.confirmed_at is None:
        account.confirmed_at = at
        account.save(update_fields=["confirmed_at"])
        audit.record(
            by=by, at=at, verb="account_confirm", subject_type="account", subject_id=account_id, detail={"why": why}
        )


@transaction.atomic
def account_stop(*, account_id: int, why: str, by: Actor, at: datetime) -> None:
    """Stop an account: its sessions end at their next request and nobody signs in with it. Operations may, not to themselves.

    Raises Forbidden, NotFound, Invalid without a reason, Conflict when it is stopped already, or nobody would be left to confirm
    a nomination.
    """
    access.need(by, Role.OPS)
    if by.account_id == account_id:
        raise Forbidden(Text("不能停用自己的账号", "nobody can stop their own account"))
    _reason(why)
    account = _locked(account_id)
    if not account.is_active:
        raise Conflict(Text("该账号已经停用", "the account is stopped already"))
    held = Membership.objects.filter(account=account, role__in=[one.value for one in SECONDED], ended_at__isnull=True)
    if held.exists() and not by.is_system:
        need_another_second(account_id)
    account.is_active, account.stopped_why = False, why.strip()
    account.save(update_fields=["is_active", "stopped_why"])
    audit.record(by=by, at=at, verb="account_stop", subject_type="account", subject_id=account_id, detail={"why": why})
    followed.left(account_id, at=at)


@transaction.atomic
def account_restore(*, account_id: int, why: str, by: Actor, at: datetime) -> None:
    """Open a stopped account again. Operations may. Raises Forbidden, NotFound, Invalid, Conflict when it is not stopped."""
    access.need(by, Role.OPS)
    _reason(why)
    account = _locked(account_id)
    if account.is_active:
        raise Conflict(Text("该账号没有停用", "the account is not stopped"))
    account.is_active, account.stopped_why = True, ""
    account.save(update_fields=["is_active", "stopped_why"])
    audit.record(
        by=by, at=at, verb="account_restore", subject_type="account", subject_id=account_id, detail={"why": why}
    )


def _reason(why: str) -> None:
    if not why.strip():
        raise Invalid([Problem("why", Text("请写明原因", "give the reason"))])


def _locked(account_id: int) -> Account:
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound
    return account
