"""A process that takes over rosters on a site of its own, to be killed while it does.

Reads commands from its input and forks for each, so that the child has connections of its own and dies alone:

    upload              put up the file for the job
    work STOP           run the job; STOP: where to stop and say so, "-" = go on to the end
    state               what the tables hold, as JSON

Prints what it has to say, then "end CODE" when the child is gone.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.crash.payment_run import say, stopping

PEOPLE, PIECE = 60, 20
AT = datetime(2020, 2, 25, 2, tzinfo=UTC)
HEADER = ["姓名", "身份证号码", "人员类别", "岗位"]


def main() -> None:
    """Build the site, then do as told."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunpei.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from tests.casework.city import city, drafted
    from yunpei.training import roster

    call_command("migrate", verbosity=0)
    roster.PIECE = PIECE
    drafted(city(), (1,))
    say("ready")
    for line in sys.stdin:
        connections.close_all()
        child = os.fork()
        if not child:
            os._exit(run(*line.split()))
        _, status = os.waitpid(child, 0)
        say(f"end {os.waitstatus_to_exitcode(status)}")


def run(command: str, stop: str = "-") -> int:
    """One command, in a child."""
    try:
        if command == "state":
            say(json.dumps(state()))
        else:
            say("begun")
            upload() if command == "upload" else work(stop)
    except BaseException:  # noqa: BLE001 - told to the test
        traceback.print_exc()
        return 1
    return 0


def upload() -> None:
    """As an administrator does, of more people than are taken at once."""
    from django.conf import settings

    from tests.invented import name, person
    from yunpei.casework import actions
    from yunpei.casework.actions import roster
    from yunpei.common.sheets.write import write_xlsx
    from yunpei.people import queries
    from yunpei.people.models import Membership

    roster.AT_ONCE = 2
    path = Path(settings.YUNPEI_UPLOADS).parent / "r.xlsx"
    write_xlsx(path, HEADER, ([name(n), person(n), "职工", ""] for n in range(1, PEOPLE + 1)))
    by = queries.actor_of(Membership.objects.get(role="org_admin").account_id)
    actions.roster_upload(number="WX-2020-0001", path=path, name="r.xlsx", by=by, at=AT)


def work(stop: str) -> None:
    """As the worker does, long after the one before it died."""
    from yunpei.commands.worker import find_jobs
    from yunpei.common import jobs
    from yunpei.common.models import Job
    from yunpei.people.actions import entering
    from yunpei.training import roster_lines, roster_uploads

    places: dict[str, tuple[Any, str]] = {
        "checked": (roster_uploads, "check_names"),
        "entered": (entering, "_inserted"),
        "written": (roster_lines.Laying, "_write"),
        "taken": (roster_uploads, "_record"),
        "marked_done": (jobs, "_finish"),
    }
    find_jobs()
    if stop != "-":
        holder, name = places[stop]
        setattr(holder, name, stopping(getattr(holder, name)))
    Job.objects.exclude(name="casework.roster_take").delete()
    later = datetime.now(UTC) + timedelta(days=Job.objects.get().tries)
    jobs.reap(machine_now=later)
    jobs.run_next(machine_now=later + timedelta(hours=2), at=AT)


def state() -> dict[str, Any]:
    """Enough of the tables to see half a roster."""
    from yunpei.common.models import AuditRow, Job
    from yunpei.people.models import Person
    from yunpei.training.models import Roster, RosterLine, RosterUpload

    return {
        "lines": RosterLine.objects.count(),
        "people": Person.objects.filter(account__isnull=True).count(),
        "rosters": Roster.objects.count(),
        "audits": AuditRow.objects.filter(verb__in=["person_enter", "roster_renew", "roster_take"]).count(),
        "upload": list(RosterUpload.objects.values_list("state", "added")),
        "job": list(Job.objects.filter(name="casework.roster_take").values_list("state", flat=True)),
    }


if __name__ == "__main__":
    main()
