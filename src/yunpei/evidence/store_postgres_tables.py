"""The tables of receipts in PostgreSQL, and what a role of the application may do with them.

Receipts are partitioned by session id: UUIDv7, so by the week in which the session was opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from yunpei.evidence.types import DAY_MS

_WEEK_MS = 7 * DAY_MS
# Ids are compared byte by byte, COLLATE "C": by the rules of a language the bounds of a partition would mean nothing.
SCHEMA = """
CREATE TABLE study_session (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- the order of opening, also within one ms
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    person TEXT NOT NULL,
    class_id TEXT NOT NULL,
    lesson TEXT NOT NULL,
    opened BIGINT NOT NULL,
    closed BIGINT CHECK (closed >= opened)
);
CREATE UNIQUE INDEX study_session_one_open ON study_session (person) WHERE closed IS NULL;
CREATE INDEX study_session_of_person ON study_session (person, class_id, lesson, opened);
CREATE INDEX study_session_of_class ON study_session (class_id) WHERE closed IS NULL;
CREATE TABLE study_receipt (
    session TEXT COLLATE "C" NOT NULL,
    seq INTEGER NOT NULL CHECK (seq >= 0),
    at BIGINT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (session, seq)
) PARTITION BY RANGE (session);
CREATE TABLE study_receipt_rest PARTITION OF study_receipt DEFAULT; -- so that a missing partition loses no heartbeat
CREATE TABLE study_pack (
    session TEXT COLLATE "C" PRIMARY KEY,
    last INTEGER NOT NULL CHECK (last >= 0),
    digest TEXT NOT NULL,
    texts BYTEA NOT NULL
);
ALTER TABLE study_pack ALTER COLUMN texts SET STORAGE EXTERNAL; -- compressed already
CREATE TABLE study_clock (one INTEGER PRIMARY KEY CHECK (one = 1), high BIGINT NOT NULL);
INSERT INTO study_clock VALUES (1, 0);
CREATE FUNCTION study_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'study records are append-only'; END $$;
CREATE FUNCTION study_goes_packed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM study_pack WHERE session = OLD.session AND last >= OLD.seq) THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'study records are append-only';
    END $$;
CREATE FUNCTION study_end_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.closed IS NOT NULL OR NEW.closed IS NULL
            OR (NEW.id, NEW.person, NEW.class_id, NEW.lesson, NEW.opened)
                <> (OLD.id, OLD.person, OLD.class_id, OLD.lesson, OLD.opened)
        THEN RAISE EXCEPTION 'a session changes once: it ends'; END IF;
        RETURN NEW;
    END $$;
-- Of each row, so that partitions have them too, whichever name a statement uses.
CREATE TRIGGER study_receipt_kept BEFORE UPDATE ON study_receipt FOR EACH ROW EXECUTE FUNCTION study_refuse();
CREATE TRIGGER study_receipt_goes_packed BEFORE DELETE ON study_receipt
    FOR EACH ROW EXECUTE FUNCTION study_goes_packed();
CREATE TRIGGER study_receipt_whole BEFORE TRUNCATE ON study_receipt FOR EACH STATEMENT EXECUTE FUNCTION study_refuse();
CREATE TRIGGER study_receipt_whole BEFORE TRUNCATE ON study_receipt_rest
    FOR EACH STATEMENT EXECUTE FUNCTION study_refuse();
CREATE TRIGGER study_pack_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON study_pack
    FOR EACH STATEMENT EXECUTE FUNCTION study_refuse();
CREATE TRIGGER study_session_stays BEFORE DELETE OR TRUNCATE ON study_session
    FOR EACH STATEMENT EXECUTE FUNCTION study_refuse();
CREATE TRIGGER study_session_ends_once BEFORE UPDATE ON study_session
    FOR EACH ROW EXECUTE FUNCTION study_end_once();
"""
# Attached, not created in place: that would stop every reader and writer of receipts until it is done.
_PARTITION = """
CREATE TABLE {name} (LIKE study_receipt INCLUDING ALL);
ALTER TABLE study_receipt ATTACH PARTITION {name} FOR VALUES FROM ('{start}') TO ('{end}');
CREATE TRIGGER study_receipt_whole BEFORE TRUNCATE ON {name} FOR EACH STATEMENT EXECUTE FUNCTION study_refuse();
"""
# What the application may do, table by table; it reads and adds receipts, and no more.
RIGHTS = {
    "study_session": "SELECT, INSERT, UPDATE (closed)",
    "study_receipt": "SELECT, INSERT",
    "study_pack": "SELECT",
    "study_clock": "SELECT, UPDATE",
}


class Week(NamedTuple):
    """The sessions opened in one week (UTC, from a Thursday: weeks since 1970)."""

    name: str
    start: str
    end: str


def weeks(now: int, ahead: int) -> Iterator[Week]:
    """The week of a time in ms since 1970, and so many after it."""
    for number in range(now // _WEEK_MS, now // _WEEK_MS + ahead + 1):
        yield Week(f"study_receipt_w{number}", _bound(number * _WEEK_MS), _bound((number + 1) * _WEEK_MS))


def partition(week: Week) -> str:
    """SQL that makes a week's partition."""
    return _PARTITION.format(**week._asdict())


def _bound(ms: int) -> str:
    """The least UUIDv7 of a time: its first 48 bits are ms since 1970."""
    digits = f"{ms:012x}"
    return f"{digits[:8]}-{digits[8:]}"
