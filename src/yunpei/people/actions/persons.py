"""People come in: by themselves, as staff, or from a roster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.identifiers_db import new_id
from yunpei.common.language import Text
from yunpei.people import access, checks, idnumbers
from yunpei.people.models import Account, Person
from yunpei.people.types import Role

P = ParamSpec("P")
T = TypeVar("T")

_PHONE_TAKEN = Text(
    "该手机号或邮箱已注册；请直接登录，忘记密码可用验证码重设",
    "this phone number or mail address is registered; sign in, or set a new password with a code",
)
# Says nothing of the account that holds the number: not its phone, not its name.
_NUMBER_TAKEN = Text(
    "该身份证号码已实名注册；请用原手机号登录。不是本人注册的，请带身份证到所在区人社服务窗口核对",
    "this ID number is registered; sign in with the phone number used then. If that was not you, bring your ID card "
    "to the service window of your district's human-resources bureau",
)


def once_more(action: Callable[P, T]) -> Callable[P, T]:
    """Run again after losing a race to a unique index: the second run sees the winner's row and says so properly."""

    @wraps(action)
    def run(*given: P.args, **named: P.kwargs) -> T:
        try:
            with transaction.atomic():
                return action(*given, **named)
        except IntegrityError:
            with transaction.atomic():
                return action(*given, **named)

    return run


def person_register(*, name: str, id_number: str, phone: str, password: str, at: datetime) -> int:
    """Register oneself by real name; the answer is the account's id. Anyone may; nobody is signed in yet.

    The account is confirmed when a code sent to the phone comes back (code_send, code_check). A person who is already
    known from a roster under this number gets the account, and the name given here is theirs from now on; nobody ever gets a
    second account.
    Raises Invalid for everything that is wrong at once, Conflict when the phone or the number is registered.
    """
    problems = checks.person_problems(name, id_number, day_of(at))
    if problem := checks.phone_problem(phone):
        problems.append(Problem("phone", problem))
    problems += _password_problems(password, phone, id_number)
    checks.refuse(problems)
    encoded = make_password(password)  # slow on purpose: not while a transaction holds locks
    return _register(name, id_number, checks.phone_clean(phone), encoded, at)


def staff_register(*, name: str, id_number: str, login: str, password: str, by: Actor, at: datetime) -> int:
    """Enter someone who will work in an office or in operations; `login` may be a mail address. Operations may.

    Gives no right by itself: see membership_grant. Raises as person_register does, and Forbidden.
    """
    access.need(by, Role.OPS)
    problems = checks.person_problems(name, id_number, day_of(at))
    if problem := checks.login_problem(login):
        problems.append(Problem("login", problem))
    problems += _password_problems(password, login, id_number)
    checks.refuse(problems)
    return _register(name, id_number, checks.login_clean(login), make_password(password), at, by)


def _password_problems(password: str, login: str, id_number: str) -> list[Problem]:
    number = id_number.strip()
    known = (checks.login_clean(login).partition("@")[0], number, number[6:14])
    return [Problem("password", text) for text in checks.password_problems(password, *known)]


@once_more
def _register(name: str, id_number: str, login: str, encoded: str, at: datetime, by: Actor | None = None) -> int:
    if Account.objects.filter(login=login).exists():
        raise Conflict(_PHONE_TAKEN)
    person = Person.objects.select_for_update().filter(id_blind=idnumbers.blind(id_number)).first()
    if person is not None and person.account_id is not None:
        raise Conflict(_NUMBER_TAKEN)
    account = Account.objects.create(login=login, password=encoded, created_at=at)
    phone = "" if "@" in login else login
    renamed: dict[str, Any] = {}
    if person is None:
        person = _insert(name, id_number, phone, at, account)
    else:
        # A roster's spelling is hearsay: the holder of the number says what they are called. Rosters keep what was filed.
        own = checks.name_clean(name)
        renamed = {"name": [person.name, own]} if person.name != own else {}
        person.account, person.phone, person.name = account, phone or person.phone, own
        person.save(update_fields=["account", "phone", "name"])
    self_ = Actor(account_id=account.pk, person_id=person.pk, roles=frozenset({Role.LEARNER.value}))
    detail = {"account": account.pk, "id_masked": person.id_masked, **renamed}
    audit.record(
        by=by or self_, at=at, verb="person_register", subject_type="person", subject_id=person.public_id, detail=detail
    )
    return account.pk


def _insert(name: str, id_number: str, phone: str, at: datetime, account: Account | None) -> Person:
    public_id = new_id()
    kept = idnumbers.kept(id_number, public_id)
    return Person.objects.create(
        public_id=public_id,
        account=account,
        name=checks.name_clean(name),
        id_encrypted=kept.encrypted,
        id_blind=kept.blind,
        id_masked=kept.masked,
        birth=kept.birth,
        phone=phone,
        entered_at=at,
    )


@transaction.atomic
def groups_set(*, person_id: int, groups: Sequence[str], why: str, by: Actor, at: datetime) -> None:
    """State to which groups of a programme a person belongs (words of the packs), on what proof (`why`).

    Review offices may. Raises Forbidden, NotFound, Invalid without a reason.
    """
    access.need(by, Role.OFFICER_REVIEW)
    if not why.strip():
        raise Invalid([Problem("why", Text("请写明依据的材料", "say which document proves it"))])
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound
    detail: dict[str, Any] = {"before": person.groups, "after": sorted(set(groups)), "why": why}
    person.groups = detail["after"]
    person.save(update_fields=["groups"])
    audit.record(by=by, at=at, verb="groups_set", subject_type="person", subject_id=person.public_id, detail=detail)
