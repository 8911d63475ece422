"""Signing in: password, then a one-time code where one is needed. Every try is counted before it is looked at.

Nothing here raises for a wrong guess: the count of guesses must be stored, and an error would roll it back.
"""

from __future__ import annotations

import hmac
import secrets as randomness
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import QuerySet

from yunpei.common import audit, secrets
from yunpei.common.actor import Actor
from yunpei.common.language import Text
from yunpei.people import checks, queries, throttle
from yunpei.people.models import Account, OneTimeCode
from yunpei.people.models.accounts import MOST_TRIES
from yunpei.people.types import CodePurpose, CodeSender, SignIn, Step

CODE_LIVES = timedelta(minutes=10)
_GATE = Actor.system("sign_in")  # whoever tries is nobody yet


def sign_in(*, login: str, password: str, address: str, at: datetime) -> SignIn:
    """Judge a password. Anyone may; `address` is the network address it came from, kept only as a blind index.

    IN: open the session. CODE: right, and a code must follow, because the account is staff's or not yet confirmed.
    WRONG: no such account, stopped, or another password: not said which. WAIT: too many tries until `until`.
    """
    name = checks.login_clean(login)
    for limit, whom in ((throttle.PASSWORD_BY_LOGIN, name), (throttle.PASSWORD_BY_ADDRESS, address)):
        if until := throttle.take(limit, whom, at):
            return SignIn(Step.WAIT, until=until)
    account = Account.objects.filter(login=name).first()
    if account is None:
        make_password(password)  # takes as long as a check, so that time does not tell whether the account exists
        return SignIn(Step.WRONG)
    # Hashing is slow on purpose: outside the transaction, which on SQLite locks out every other writer.
    right = check_password(password, account.password)
    with transaction.atomic():
        step = _after_password(account, right=right)
        if step is not Step.WRONG:
            throttle.forget(throttle.PASSWORD_BY_LOGIN, name)
            throttle.give_back(throttle.PASSWORD_BY_ADDRESS, address)
        by = queries.actor_of(account.pk) if step is Step.IN else _GATE
        audit.record(
            by=by, at=at, verb="sign_in", subject_type="account", subject_id=account.pk, detail={"step": step.value}
        )
    return SignIn(step, None if step is Step.WRONG else account.pk)


def _after_password(account: Account, *, right: bool) -> Step:
    if not right or not account.is_active:
        return Step.WRONG
    return Step.CODE if account.confirmed_at is None or queries.is_staff(account.pk) else Step.IN


def sign_out(*, by: Actor, at: datetime) -> None:
    """Note that a session was closed by its owner; the portal closes it. Raises ValueError for nobody."""
    with transaction.atomic():
        audit.record(by=by, at=at, verb="sign_out", subject_type="account", subject_id=by.account_id)


@transaction.atomic
def code_send(*, account_id: int, purpose: CodePurpose, sender: CodeSender, at: datetime) -> SignIn:
    """Send a code of six digits to the account's own phone or mail address; the one sent before is worth nothing then.

    Call it after sign_in said CODE, after registration, or for a new password. CODE: sent, good for ten minutes.
    WAIT: one a minute, unless the last one was given back, and ten a day. WRONG: no such account, or stopped; the page
    says the same as for CODE.
    """
    account = Account.objects.select_for_update().filter(pk=account_id, is_active=True).first()
    if account is None:
        return SignIn(Step.WRONG)
    for limit in (throttle.CODE_GAP, throttle.CODE_DAY):
        if until := throttle.take(limit, str(account_id), at):
            return SignIn(Step.WAIT, account_id, until)
    code = f"{randomness.randbelow(1_000_000):06d}"
    _open_codes(account_id, purpose).update(replaced=True)
    OneTimeCode.objects.create(
        account=account,
        purpose=purpose,
        digest=_digest(account_id, purpose, code),
        sent_at=at,
        expires_at=at + CODE_LIVES,
    )
    sender(address=account.login, text=_code_text(code), at=at)
    detail = {"purpose": purpose.value}
    audit.record(by=_GATE, at=at, verb="code_send", subject_type="account", subject_id=account_id, detail=detail)
    return SignIn(Step.CODE, account_id)


@transaction.atomic
def code_check(*, account_id: int, purpose: CodePurpose, code: str, at: datetime) -> SignIn:
    """Judge a code. For SIGN_IN the portal must hold an `account_id` for which sign_in just said CODE.

    IN: right; the code is used up and the account confirmed. WRONG: not this one. OVER: five wrong tries, ten minutes
    gone, none sent, or the account stopped: a new code is needed.
    """
    account = Account.objects.select_for_update().filter(pk=account_id, is_active=True).first()
    row = _open_codes(account_id, purpose).select_for_update().first()
    if account is None or row is None or row.tries >= MOST_TRIES or not row.sent_at <= at < row.expires_at:
        return SignIn(Step.OVER)
    row.tries += 1
    right = hmac.compare_digest(row.digest, _digest(account_id, purpose, code.strip()))
    row.used_at = at if right else None
    row.save(update_fields=["tries", "used_at"])
    if right:
        throttle.forget(throttle.CODE_GAP, str(account_id))  # who has just set a password goes on to sign in
    if right and account.confirmed_at is None:
        account.confirmed_at = at
        account.save(update_fields=["confirmed_at"])
    step = Step.IN if right else Step.OVER if row.tries == MOST_TRIES else Step.WRONG
    by = queries.actor_of(account_id) if right else _GATE
    detail = {"purpose": purpose.value, "step": step.value}
    audit.record(by=by, at=at, verb="code_check", subject_type="account", subject_id=account_id, detail=detail)
    return SignIn(step, account_id if right else None)


def _open_codes(account_id: int, purpose: CodePurpose) -> QuerySet[OneTimeCode]:
    return OneTimeCode.objects.filter(account_id=account_id, purpose=purpose, used_at__isnull=True, replaced=False)


def _digest(account_id: int, purpose: CodePurpose, code: str) -> str:
    return secrets.blind_index(f"{account_id}.{code}", purpose=f"one_time_code.{purpose.value}")


def _code_text(code: str) -> Text:
    return Text(
        f"云培验证码 {code}，10分钟内有效。工作人员不会向您索要验证码。",
        f"Yunpei code {code}, good for 10 minutes. Nobody from the bureau will ever ask you for it.",
    )
