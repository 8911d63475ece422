"""How often something may be tried. Counted in the database, so that several processes count as one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from yunpei.common import secrets
from yunpei.people.models import Throttle


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in a window that begins with the first of them. name: part of the key."""

    name: str
    most: int
    window: timedelta


PASSWORD_BY_LOGIN = Limit("password-login", 5, timedelta(minutes=15))
PASSWORD_BY_ADDRESS = Limit("password-address", 60, timedelta(minutes=15))  # a company's whole floor has one address
CODE_GAP = Limit("code-gap", 1, timedelta(seconds=60))
CODE_DAY = Limit("code-day", 10, timedelta(hours=24))


def _key(limit: Limit, whom: str) -> str:
    return f"{limit.name}.{secrets.blind_index(whom, purpose='throttle')[:48]}"


@transaction.atomic
def take(limit: Limit, whom: str, at: datetime) -> datetime | None:
    """Count one try of `whom`; None = go on, else the moment from which tries are looked at again.

    Counted before the try is judged and under a lock on the row, so that a hundred tries at once are a hundred tries.
    """
    Throttle.objects.get_or_create(key=_key(limit, whom), defaults={"since": at})
    row = Throttle.objects.select_for_update().get(key=_key(limit, whom))
    if not timedelta(0) <= at - row.since < limit.window:  # over, or a demo's clock was moved back
        row.since, row.count = at, 0
    if row.count >= limit.most:
        return row.since + limit.window
    row.count += 1
    row.save(update_fields=["since", "count"])
    return None


def give_back(limit: Limit, whom: str) -> None:
    """Uncount one try that turned out right: only wrong ones are held against anyone."""
    Throttle.objects.filter(key=_key(limit, whom), count__gt=0).update(count=F("count") - 1)


def forget(limit: Limit, whom: str) -> None:
    """Start again from nothing: the right password was given."""
    Throttle.objects.filter(key=_key(limit, whom)).update(count=0)
