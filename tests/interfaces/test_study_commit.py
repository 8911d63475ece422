from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.evidence.test_actions import opened
from tests.study_stores import KEYS, Moved
from yunpei.evidence import queries
from yunpei.evidence.receipt import Read, verify
from yunpei.evidence.sessions import Heartbeat
from yunpei.evidence.store import StoreDown
from yunpei.evidence.store_sqlite import SqliteStore, SqliteTransaction
from yunpei.evidence.study import Study
from yunpei.evidence.types import Claim, Receipt
from yunpei.interfaces.study_commit import GroupCommit


class Held(SqliteStore):
    """A store whose commits wait until they may go, and fail when told to."""

    def __init__(self, path: str, clock: Moved) -> None:
        super().__init__(path, clock)
        self.go, self.fails, self.commits = threading.Event(), False, 0
        self.go.set()
        self.prepare()

    @contextmanager
    def writing(self) -> Iterator[SqliteTransaction]:
        with super().writing() as tx:
            yield tx
            self.go.wait(10)
            self.commits += 1
            if self.fails:
                raise StoreDown("the disk is full")


@pytest.fixture
def held(tmp_path: Path, clock: Moved) -> Iterator[Study]:
    store = Held(str(tmp_path / "study.sqlite3"), clock)
    yield Study(store, KEYS)
    store.close()


@pytest.fixture
def clock() -> Moved:
    return Moved()


def beats(study: Study, people: int) -> list[Heartbeat]:
    texts = [opened(study, person=f"p-{n}").text for n in range(people)]
    return [Heartbeat(verify(text, KEYS), Claim(True, True, 100, None, 15_000)) for text in texts]


def test_while_one_commit_runs_the_next_batch_forms(held: Study, clock: Moved) -> None:
    store = held.store
    assert isinstance(store, Held)
    sent = beats(held, 20)
    clock.passes(15)
    store.commits = 0

    async def run() -> list[Read | None]:
        group = GroupCommit(held)
        store.go.clear()
        first = group.advance(sent[0])
        await asyncio.sleep(0.05)
        rest = [group.advance(beat) for beat in sent[1:]]
        await asyncio.sleep(0.05)
        assert not any(task.done() for task in [first, *rest])  # nobody is answered before the commit
        store.go.set()
        return await asyncio.gather(first, *rest)

    steps = asyncio.run(run())
    assert store.commits == 2
    assert [step.state.credited for step in steps if step] == [15_000] * 20


def test_a_failed_commit_is_told_to_all_and_nothing_has_advanced(held: Study, clock: Moved) -> None:
    store = held.store
    assert isinstance(store, Held)
    sent = beats(held, 5)
    clock.passes(15)

    async def run(group: GroupCommit) -> list[Read | BaseException | None]:
        return await asyncio.gather(*(group.advance(beat) for beat in sent), return_exceptions=True)

    store.fails = True
    assert {type(told) for told in asyncio.run(run(GroupCommit(held)))} == {StoreDown}
    assert [len(queries.receipts(f"p-{n}", "c-1", study=held)) for n in range(5)] == [1] * 5
    store.fails = False
    steps = asyncio.run(run(GroupCommit(held)))
    assert all(isinstance(step, Read) and step.state.credited == 15_000 for step in steps)


def test_a_changed_row_does_not_fail_its_neighbours(held: Study, clock: Moved) -> None:
    sent = beats(held, 3)
    clock.passes(15)
    with held.store.writing() as tx:
        tx.add_receipts([Receipt(sent[1].last.session.id, 1, clock.now, "forged")])

    async def run() -> list[Read | None]:
        group = GroupCommit(held)
        return await asyncio.gather(*(group.advance(beat) for beat in sent))

    steps = asyncio.run(run())
    assert [step is None for step in steps] == [False, True, False]


def test_a_client_that_has_gone_holds_up_nobody(held: Study, clock: Moved) -> None:
    store = held.store
    assert isinstance(store, Held)
    sent = beats(held, 2)
    clock.passes(15)

    async def run() -> Read | None:
        group = GroupCommit(held)
        store.go.clear()
        gone = group.advance(sent[0])
        stays = group.advance(sent[1])
        await asyncio.sleep(0.05)
        gone.cancel()
        store.go.set()
        return await stays

    assert asyncio.run(run()) is not None  # and what the other sent is stored: it may be sent again
    assert len(queries.receipts("p-0", "c-1", study=held)) == 2
