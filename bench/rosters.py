"""A large roster checked and taken over, beside reading, encrypting and inserting the same rows and nothing else.

usage: python -m bench.rosters             on both databases, about a minute and a half
       python -m bench.rosters run PEOPLE  100000 for instance: one run on DATABASE_URL (else SQLite) in YUNPEI_DATA; prints JSON
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.claims import tell
from bench.payments import fresh_database
from tests.postgres import cluster, programs

ROOT = Path(__file__).resolve().parents[1]
AT = datetime(2020, 2, 25, 2, tzinfo=UTC)
WHOLE, PART = 20_000, 5_000
FIRST, DIFFERENT = 1_000, 37
CHUNK = 1_000
SLOWER, AGAIN = 3.0, 0.05
HEADER = ["姓名", "身份证号码", "人员类别", "岗位"]


def run(people: int) -> dict[str, float]:
    """Put a roster to a filing of an empty site, the same file again, one that differs in a few rows; seconds, MiB."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunpei.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.casework.city import city, drafted
    from yunpei.casework import actions
    from yunpei.training import queries

    there, found = city(), dict[str, float]()
    number = drafted(there, (1,))

    def put(path: Path) -> Any:
        upload, new = actions.roster_upload(number=number, path=path, name="r.xlsx", by=there.admin, at=AT)
        if new:
            actions.roster_take(upload=upload.public_id, at=AT)
        return queries.upload(upload.public_id)

    with tempfile.TemporaryDirectory() as folder:
        first, newer = Path(folder) / "first.xlsx", Path(folder) / "newer.xlsx"
        _sheet(first, people, 0)
        _sheet(newer, people, DIFFERENT)
        before = _mebibytes()
        taken, found["take"] = _timed(lambda: put(first))
        found["grown"] = _mebibytes() - before
        assert (taken.state, taken.added) == ("taken", people)
        again, found["again"] = _timed(lambda: put(first))
        assert again == taken
        changed, found["newer"] = _timed(lambda: put(newer))
        assert (changed.added, changed.changed, changed.removed) == (0, DIFFERENT, 0)
        found["raw"] = _timed(lambda: _raw(first, taken.roster_id))[1]
    return found


def _sheet(path: Path, people: int, different: int) -> None:
    from tests.invented import name, person
    from yunpei.common.sheets.write import write_xlsx

    rows: Iterator[list[Any]] = (
        [name(n), person(n), "职工", "焊工" if n < FIRST + different else "钳工"] for n in range(FIRST, FIRST + people)
    )
    write_xlsx(path, HEADER, rows)


def _raw(path: Path, roster_id: int) -> None:
    """Read the file once, encrypt a number for each row, insert the same three rows for it: no check, no look-up, no rights."""
    from django.db import transaction

    from yunpei.common.models import AuditRow
    from yunpei.people import idnumbers
    from yunpei.people.models import Person
    from yunpei.training.models import Roster, RosterLine
    from yunpei.training.roster import open_sheet

    roster = Roster.objects.get(pk=roster_id)
    roster.pk, roster.public_id = None, Person().public_id
    roster.save()
    rows, last = open_sheet(path).rows, Person.objects.order_by("-pk").values_list("pk", flat=True)[0]
    with transaction.atomic():
        while piece := [cells for _, cells in zip(range(CHUNK), (cells for _, cells in rows), strict=False)]:
            persons, lines, audits = [], [], []
            for name, number, _kind, post in piece:
                last += 1
                one = Person(pk=last, name=str(name), entered_at=AT)
                kept = idnumbers.kept(str(number), one.public_id)
                one.id_encrypted, one.id_masked, one.birth = kept.encrypted, kept.masked, kept.birth
                one.id_blind = kept.blind[::-1]  # the people themselves are there already
                persons.append(one)
                given = {"name": str(name), "id_masked": kept.masked, "worker_kind": "employee", "post": str(post)}
                lines.append(RosterLine(roster=roster, person_id=last, row=last, added_at=AT, **given))
                audits.append(
                    AuditRow(at=AT, verb="raw", subject_type="person", subject_id=str(one.public_id), actor_name="raw")
                )
            Person.objects.bulk_create(persons)
            RosterLine.objects.bulk_create(lines)
            AuditRow.objects.bulk_create(audits)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begun


def _mebibytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(url: str, people: int) -> dict[str, float]:
    """A run in a process and a site of its own; on PostgreSQL in a database of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-rosters-") as folder:
        given = {"YUNPEI_ENV": "test", "YUNPEI_DATA": folder, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        env = {**os.environ, **given, "DATABASE_URL": fresh_database(url)}
        command = [sys.executable, "-m", "bench.rosters", "run", str(people)]
        done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def compare(database: str, url: str, people: int) -> None:
    """What is claimed, on one database."""
    found = measured(url, people)
    tell(
        f"a roster of {people:,} people checked and taken over on {database}, against reading, encrypting and inserting its rows",
        found["take"] / found["raw"],
        SLOWER,
        f"{found['take']:.1f} s and {found['raw']:.1f} s; {found['grown']:.0f} MiB more held than before; "
        f"one that differs in {DIFFERENT} rows {found['newer']:.1f} s",
    )
    tell(
        f"the same file again on {database}, against the first time",
        found["again"] / found["take"],
        AGAIN,
        f"{found['again'] * 1000:.0f} ms",
    )


def main() -> None:
    """Both databases."""
    print(f"rosters, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} before the first run:")
    sys.stdout.flush()
    compare("SQLite", "", PART)
    if programs() is None:
        print("no PostgreSQL server on this machine; as root: apt-get install postgresql")
        return
    with cluster() as url:
        compare("PostgreSQL", url, WHOLE)


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        print(json.dumps(run(int(sys.argv[2]))))
    else:
        main()
