"""One payment batch of 100,000 lines, and the bank's answer to it, beside raw bulk inserts of the same rows; on both databases.

usage: python -m bench.payments                 about 2 min, on this machine only: fewer lines on SQLite
       python -m bench.payments all             100,000 lines to firms and to people on both, about 10 min
       python -m bench.payments run CASES LINES PAYEE   one run on DATABASE_URL (else SQLite) in YUNPEI_DATA; prints JSON
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.claims import tell
from tests.postgres import cluster, programs

ROOT = Path(__file__).resolve().parents[1]
AT = datetime(2020, 4, 10, 2, tzinfo=UTC)
FEN, CHUNK = 44_400, 2000
LINES, FEW = 100_000, 10_000
# Who is paid: firms get one row for the lines of a case, people a row each.
FIRMS, PEOPLE = ("firm", 200), ("person", 1000)
SHORT = {"SQLite": [(20_000, PEOPLE)], "PostgreSQL": [(LINES, FIRMS)]}
ALL = {database: [(LINES, FIRMS), (LINES, PEOPLE)] for database in SHORT}
SAMPLE = 5  # of so many rows the raw inserts take one, and are told as if they had taken all
SLOWER, MORE_MEMORY = 6.0, 1.5


def run(cases: int, lines: int, payee: str) -> dict[str, float]:
    """Fill an empty site with approved cases, pay them in one batch, read the bank's answer; seconds of each, and MiB held."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunpei.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.casework.city import BUDGET, city
    from tests.funds.money import approved_cases
    from yunpei.casework import actions, queries
    from yunpei.funds import queries as books

    there, found = city(budget_fen=cases * lines * FEN), dict[str, float]()
    approved_cases(there, [f"WX-2020-{n:05d}" for n in range(cases)], lines, payee, FEN)
    chosen = queries.payable(by=there.payer, budget=BUDGET)
    assert len(chosen) == cases
    number, found["make"] = _timed(lambda: actions.batch_make(cases=chosen, by=there.payer, at=AT))
    data, found["file"] = _timed(lambda: books.batch_file(number=number, by=there.payer, template="bulk"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer.csv"
        rows = _answer(path, data)
        take = lambda: actions.batch_result(number=number, path=path, by=there.payer, at=AT)  # noqa: E731 - timed twice
        result, found["answer"] = _timed(take)
        assert (result.paid, result.failed, len(result.cases)) == (rows - rows // 100, rows // 100, cases)
        again, found["again"] = _timed(take)
        assert (again.paid, again.unchanged) == (0, rows)
    found["mebibytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert books.differences(by=there.finance) == []
    found["raw_make"], found["raw_answer"] = _raw(number, with_rows=True), _raw(number, with_rows=False)
    return found


def _answer(path: Path, data: bytes) -> int:
    """The bank pays every row but each hundredth; how many rows there are."""
    place = 0
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["业务流水号", "金额（分）", "交易结果", "返回信息"])
        for row in csv.DictReader(io.TextIOWrapper(io.BytesIO(data), "gb18030", newline="")):
            place += 1
            words = ("失败", "户名不符") if place % 100 == 0 else ("成功", "")
            writer.writerow([row["业务流水号"], row["金额（分）"], *words])
    return place


def _raw(number: str, *, with_rows: bool) -> float:
    """Seconds to insert the same rows once more and nothing else, by a sample of them: no rights, locks, balances, digest or sealing."""
    from django.db import transaction

    from yunpei.common.identifiers_db import new_id
    from yunpei.funds.models import PaymentBatch, PaymentItem, PaymentLine, Transfer

    batch = PaymentBatch.objects.get(number=number)
    ready: list[tuple[Any, list[Any]]] = []
    if with_rows:
        batch.pk, batch.number = None, "raw"
        batch.save()
        lines = list(PaymentLine.objects.filter(batch__number=number).order_by("place")[::SAMPLE])
        items = list(PaymentItem.objects.filter(payment__batch__number=number).order_by("id")[::SAMPLE])
        for line in lines:
            line.pk, line.batch, line.number = None, batch, f"raw-{line.number}"
        for item in items:
            item.pk, item.live = new_id(), False
        ready = [(PaymentLine, lines), (PaymentItem, items)]
    transfers = list(Transfer.objects.filter(reason=number, target__kind="in_payment").order_by("id")[::SAMPLE])
    for transfer in transfers:
        transfer.pk = None
    begun = time.perf_counter()
    with transaction.atomic():
        for model, rows in [*ready, (Transfer, transfers)]:
            for start in range(0, len(rows), CHUNK):
                model.objects.bulk_create(rows[start : start + CHUNK])
    return (time.perf_counter() - begun) * SAMPLE


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begun


def measured(url: str, lines: int, kind: tuple[str, int]) -> dict[str, float]:
    """A run in a process and a site of its own; on PostgreSQL in a database of its own."""
    payee, each = kind
    with tempfile.TemporaryDirectory(prefix="bench-payments-") as folder:
        given = {"YUNPEI_ENV": "test", "YUNPEI_DATA": folder, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        env = {**os.environ, **given, "DATABASE_URL": fresh_database(url)}
        command = [sys.executable, "-m", "bench.payments", "run", str(lines // each), str(each), payee]
        done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def fresh_database(url: str) -> str:
    """A fresh database on the server, "" for SQLite."""
    if not url:
        return ""
    import psycopg

    name = f"bench_{time.time_ns()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    head, _, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}?{query}"


def compare(database: str, url: str, runs: list[tuple[int, tuple[str, int]]]) -> None:
    """What is claimed, on one database."""
    for lines, kind in runs:
        whole = measured(url, lines, kind)
        who = f"{lines:,} lines, paid to {'firms' if kind is FIRMS else 'people'}, on {database}"
        for what, raw in (("make", "raw_make"), ("answer", "raw_answer")):
            told = {"make": "making the batch", "answer": "reading the bank's answer"}[what]
            tell(
                f"{told}: {who}, against raw bulk inserts of the same rows",
                whole[what] / whole[raw],
                SLOWER,
                f"{whole[what]:.1f} s and {whole[raw]:.1f} s; the file {whole['file']:.1f} s, the same answer again {whole['again']:.1f} s",
            )
        if lines == LINES:
            few = measured(url, FEW, kind)
            tell(
                f"memory held: {who}, against {FEW:,}",
                whole["mebibytes"] / few["mebibytes"],
                MORE_MEMORY,
                f"{whole['mebibytes']:.0f} MiB and {few['mebibytes']:.0f} MiB",
            )


def main(runs: dict[str, list[tuple[int, tuple[str, int]]]]) -> None:
    """Both databases."""
    print(f"payments, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} before the first run:")
    sys.stdout.flush()
    compare("SQLite", "", runs["SQLite"])
    if programs() is None:
        print("no PostgreSQL server on this machine; as root: apt-get install postgresql")
        return
    with cluster() as url:
        compare("PostgreSQL", url, runs["PostgreSQL"])


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        print(json.dumps(run(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])))
    else:
        main(ALL if sys.argv[1:2] == ["all"] else SHORT)
