"""What only PostgreSQL has: partitions by week, and a role that may add and read."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest

from tests.study_stores import KEYS
from yunpei.common.identifiers_db import new_id
from yunpei.evidence.packing import pack
from yunpei.evidence.store import SessionRow, open_store
from yunpei.evidence.store_postgres_tables import RIGHTS, weeks
from yunpei.evidence.study import Study
from yunpei.evidence.types import Receipt

WEEK_MS = 7 * 86_400_000


@pytest.fixture
def source(postgres: str) -> Iterator[str]:
    """A schema of the test's own."""
    schema = f"study_{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{schema}"'.encode())
    yield f"{postgres}{'&' if '?' in postgres else '?'}options=-csearch_path%3D{schema}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())


@pytest.fixture
def own(source: str) -> Iterator[Study]:
    made = Study(open_store(source), KEYS)
    yield made
    made.store.close()


def asked(source: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(source) as connection:
        return connection.execute(statement.encode()).fetchall()


def held(source: str) -> dict[str, int]:
    """Partition → rows."""
    rows = asked(source, "SELECT tableoid::regclass::text, count(*) FROM study_receipt GROUP BY 1")
    return {str(name): int(str(count)) for name, count in rows}


def test_the_weeks_follow_each_other_without_a_gap() -> None:
    found = list(weeks(1_583_020_800_000, 2))
    assert [one.end for one in found[:2]] == [one.start for one in found[1:]]
    assert found[0].start <= f"{1_583_020_800_000:012x}"[:8] + "-0" < found[0].end


def test_a_session_lies_in_its_week_and_what_has_none_in_the_rest(own: Study, source: str) -> None:
    ours = str(new_id())
    with own.store.writing() as tx:
        tx.add_receipts([Receipt(ours, seq, 5, "x") for seq in range(3)] + [Receipt("0000", 0, 5, "x")])
        assert tx.add_receipts([Receipt(ours, 1, 6, "fork")]) == [Receipt(ours, 1, 5, "x")]
    week, rest = sorted(held(source).items(), key=lambda one: one[0] == "study_receipt_rest")
    assert (week[1], rest) == (3, ("study_receipt_rest", 1))
    (plan,) = asked(source, f"EXPLAIN (FORMAT JSON) SELECT * FROM study_receipt WHERE session = '{ours}'")
    assert "Append" not in str(plan), "other weeks are not looked at"


@pytest.mark.req("R09")
def test_weeks_are_made_ahead_and_a_missing_one_loses_nothing(own: Study, source: str) -> None:
    made = own.store.make_room()
    assert len(made) == 3  # this week and the next were there from the start
    assert own.store.make_room() == []
    late = made[-1]
    with psycopg.connect(source) as connection:
        connection.execute(f"ALTER TABLE study_receipt DETACH PARTITION {late}; DROP TABLE {late}".encode())
        (now,) = connection.execute("SELECT (extract(epoch FROM now()) * 1000)::bigint").fetchone() or (0,)
    then = list(weeks(now, 4))[-1].start + "-7000-8000-000000000000"
    with own.store.writing() as tx:
        tx.add_receipts([Receipt(then, 0, 5, "kept")])
    assert own.store.make_room() == []  # its receipts stay where they are
    with own.store.reading() as tx:
        assert tx.receipts(then) == [Receipt(then, 0, 5, "kept")]
    assert held(source) == {"study_receipt_rest": 1}


@pytest.mark.parametrize("table", ["study_receipt", "week", "study_receipt_rest"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET text = 'forged'", "DELETE FROM {}", "TRUNCATE {}"])
def test_partitions_are_guarded_as_the_whole_is(own: Study, source: str, table: str, verb: str) -> None:
    with own.store.writing() as tx:
        tx.add_receipts([Receipt(str(new_id()), 0, 5, "x"), Receipt("0000", 0, 5, "x")])
    names = {one for one in held(source) if one != "study_receipt_rest"}
    name = names.pop() if table == "week" else table
    with pytest.raises(psycopg.errors.RaiseException), psycopg.connect(source) as connection:
        connection.execute(verb.format(name).encode())


@pytest.fixture
def role(own: Study, source: str, postgres: str) -> Iterator[str]:
    """A source that connects as the application."""
    name = f"app_{uuid4().hex}"
    with psycopg.connect(source, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN".encode())
        (schema,) = connection.execute("SELECT quote_ident(current_schema())").fetchone() or ("",)
        connection.execute(f"GRANT USAGE ON SCHEMA {schema} TO {name}".encode())
        for table, may in RIGHTS.items():
            connection.execute(f"GRANT {may} ON {table} TO {name}".encode())
    yield source.replace("options=", f"options=-crole%3D{name}%20")
    with psycopg.connect(source, autocommit=True) as connection:
        connection.execute(f"DROP OWNED BY {name}; DROP ROLE {name}".encode())


@pytest.mark.req("R09")
def test_the_applications_role_adds_and_reads_and_no_more(own: Study, source: str, role: str) -> None:
    session = str(new_id())
    store = open_store(role)
    with store.writing() as tx:
        tx.lock_person("p-1")
        tx.add_session(SessionRow(session, "p-1", "c-1", "l-1", 5, None))
        tx.add_receipts([Receipt(session, 0, 5, "x")])
        tx.add_receipts([Receipt(session, 0, 5, "y"), Receipt(session, 1, 5, "z")])
        tx.end_sessions([(session, 6)])
    with store.reading() as tx:
        assert [one.text for one in tx.receipts(session)] == ["x", "z"]
    assert not store.may_compact()
    assert own.store.may_compact()
    with pytest.raises(psycopg.errors.InsufficientPrivilege), store.writing() as tx:
        tx.put_pack(pack([Receipt(session, 0, 5, "x")]))
    store.close()
    (week,) = held(source)
    for table in ("study_receipt", week, "study_session", "study_pack"):
        for verb in ("UPDATE {} SET session = 'forged'", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"):
            statement = verb.format(table).replace("session =", "person =" if table == "study_session" else "session =")
            with pytest.raises(psycopg.errors.InsufficientPrivilege), psycopg.connect(role) as connection:
                connection.execute(statement.encode())
    with pytest.raises(psycopg.errors.InsufficientPrivilege), psycopg.connect(role) as connection:
        connection.execute(b"ALTER TABLE study_receipt DISABLE TRIGGER ALL")
