"""Accounts of people as screening compares them: by a keyed digest and the last four digits, never by number."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from yunpei.funds.models import LinePayee
from yunpei.funds.moving import chunks


def account_marks(lines: Iterable[str]) -> dict[str, str]:
    """Line → mark of the account that it is paid to, of those whose account is known: digest and last four digits."""
    found: dict[str, str] = {}
    for chunk in chunks(lines):
        found |= _marks(LinePayee.objects.filter(line__in=chunk))
    return found


def lines_paid_to(marks: Iterable[str], *, most: int) -> dict[str, str]:
    """Line → mark, of all lines that are paid to these accounts, the latest first; of at most so many."""
    blinds = {mark[:64] for mark in marks}
    return _marks(LinePayee.objects.filter(account_blind__in=blinds).order_by("-given_at", "line")[:most])


def _marks(rows: QuerySet[LinePayee]) -> dict[str, str]:
    found = rows.values_list("line", "account_blind", "account_tail")
    return {line: blind + tail for line, blind, tail in found if blind is not None}
