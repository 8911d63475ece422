"""Telling accounts things from rooms that may not import `messages`: this one below it, and those beside it.

At start-up `messages` names the function that does it; whoever speaks here knows no more of it than that.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from yunpei.common.language import Text


class Teller(Protocol):
    """Says something to one account, as part of the caller's transaction; `messages.actions.send` is one."""

    def __call__(self, *, to_account: int, text: Text, at: datetime, link: str = "") -> None:
        """Say `text`, with a path on this site. It leaves the site once the transaction is committed."""


_TELLERS: list[Teller] = []


def tell_through(teller: Teller) -> None:
    """Name who carries it. At start-up."""
    if teller not in _TELLERS:
        _TELLERS.append(teller)


def tell(accounts: Iterable[int], text: Text, *, at: datetime, link: str = "") -> None:
    """Say the same to each of these accounts, once. Inside the transaction of the change; the text names nobody in full."""
    for account in sorted(set(accounts)):
        for teller in _TELLERS:
            teller(to_account=account, text=text, at=at, link=link)
