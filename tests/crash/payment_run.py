"""A process that makes payment batches and reads the bank's answers on a site of its own, to be killed while it does.

Reads commands from its input and forks for each, so that the child has connections of its own and dies alone:

    make GROUP STOP     pay the cases of a group in one batch;  STOP: where to stop and say so, "-" = go on to the end
    answer GROUP STOP   read the bank's answer to that batch: every third row failed
    state               what the tables hold, as JSON

Prints what it has to say, then "end CODE" when the child is gone.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

from yunpei.common.errors import Refused

GROUPS, CASES, LINES = ("A", "B", "C"), 4, 25
REFUSED = 3  # exit code


def main() -> None:
    """Build the site, then do as told."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunpei.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    build()
    say("ready")
    for line in sys.stdin:
        connections.close_all()
        child = os.fork()
        if not child:
            os._exit(run(*line.split()))
        _, status = os.waitpid(child, 0)
        say(f"end {os.waitstatus_to_exitcode(status)}")


def build() -> None:
    """Approved cases in three groups; people are paid themselves, so each line is a row of the bank's list."""
    from tests.casework.city import city
    from tests.funds.money import approved_cases

    there = city(100_000_000)
    approved_cases(there, [f"{group}-{n}" for group in GROUPS for n in range(CASES)], LINES, "person")


def run(command: str, group: str = "", stop: str = "-") -> int:
    """One command, in a child."""
    try:
        if command == "state":
            say(json.dumps(state()))
        else:
            patch(command, stop)
            (make if command == "make" else answer)(group)
    except Refused:
        return REFUSED
    except BaseException:  # noqa: BLE001 - told to the test
        traceback.print_exc()
        return 1
    return 0


def make(group: str) -> None:
    from tests.funds.money import AT
    from yunpei.casework import actions

    actions.batch_make(cases=[f"{group}-{n}" for n in range(CASES)], by=payer(), at=AT)


def answer(group: str) -> None:
    from tests.funds.money import AT
    from yunpei.casework import actions
    from yunpei.funds.bank import Answer
    from yunpei.funds.models import PaymentLine

    rows = PaymentLine.objects.filter(case__startswith=group).order_by("place")
    answers = [
        Answer(row.place + 1, row.number, row.place % 3 != 0, row.amount_fen, "" if row.place % 3 else "户名不符")
        for row in rows
    ]
    actions.batch_answers(number=rows[0].batch.number, answers=answers, by=payer(), at=AT)


def payer() -> Any:
    from yunpei.people import queries
    from yunpei.people.models import Membership

    return queries.actor_of(Membership.objects.get(role="officer_pay").account_id)


def patch(command: str, stop: str) -> None:
    """Stop at a place in the middle of the work."""
    from yunpei.casework.actions import payment
    from yunpei.funds import moving
    from yunpei.funds.actions import batches, results

    places: dict[tuple[str, str], tuple[Any, str]] = {
        ("make", "listed"): (batches, "_listed"),
        ("make", "moved"): (moving, "_accounts_follow"),
        ("make", "written"): (payment, "move_all"),
        ("answer", "listed"): (results._Taking, "_write"),
        ("answer", "moved"): (moving, "_accounts_follow"),
        ("answer", "written"): (payment, "settle_paid"),
    }
    if stop != "-":
        holder, name = places[command, stop]
        setattr(holder, name, stopping(getattr(holder, name)))
    say("begun")


def stopping(work: Callable[..., Any]) -> Callable[..., Any]:
    def stops(*given: Any, **named: Any) -> Any:
        done = work(*given, **named)
        say(f"here {os.getpid()}")
        time.sleep(60)
        return done

    return stops


def state() -> dict[str, Any]:
    """Enough of the tables to see half a batch; and whether the books agree with themselves."""
    from django.db.models import Count, Max

    from tests.casework.city import books_balance
    from yunpei.casework.models import Case, CaseStep
    from yunpei.common.models import AuditRow
    from yunpei.funds.models import LineBalance, PaymentBatch, PaymentItem, PaymentLine, Transfer
    from yunpei.messages.models import Message

    books_balance()
    live = PaymentItem.objects.filter(live=True).values("line").annotate(n=Count("id"))
    return {
        "groups": {group: _group(group) for group in GROUPS},
        "batches": list(PaymentBatch.objects.order_by("id").values_list("number", "state")),
        "rows": [PaymentLine.objects.count(), PaymentItem.objects.count(), Transfer.objects.count()],
        "steps": [CaseStep.objects.count(), AuditRow.objects.count(), Case.objects.exclude(state="approved").count()],
        "told": Message.objects.count(),
        "most_sent": live.aggregate(most=Max("n"))["most"] or 0,
        "paid_twice": LineBalance.objects.filter(paid_fen__gt=44_400).count(),
    }


def _group(group: str) -> list[int]:
    """Fen reserved, in payment and paid of a group's lines."""
    from yunpei.funds import queries

    one = queries.case_standings(cases=[f"{group}-{n}" for n in range(CASES)]).values()
    return [sum(getattr(row, name) for row in one) for name in ("reserved_fen", "in_payment_fen", "paid_fen")]


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
