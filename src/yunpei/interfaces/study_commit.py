"""Natural group commit: while one transaction is being written the next batch forms. Answers wait for their commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from yunpei.evidence import sessions
from yunpei.evidence.receipt import Read
from yunpei.evidence.sessions import Heartbeat
from yunpei.evidence.store import StoreDown
from yunpei.evidence.study import Study

# More than the connections one worker serves; a bound on what one transaction can hold up.
LARGEST = 1_000
T = TypeVar("T")
_Waiting = tuple[Heartbeat, "asyncio.Future[Read | None]"]


class GroupCommit:
    """Writes heartbeats in batches, from one thread. Belongs to one event loop."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="study-writer")
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None

    def advance(self, beat: Heartbeat) -> asyncio.Future[Read | None]:
        """The step this heartbeat led to, durable by now; None where its receipt is too old. Raises StoreDown."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Read | None] = loop.create_future()
        self._waiting.append((beat, future))
        if self._writer is None:
            self._writer = loop.create_task(self._write())
        return future

    async def run(self, work: Callable[[], T]) -> T:
        """Do other writing in the same thread: it takes its turn between two batches and waits for no lock."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def _write(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(0)  # whoever has arrived by now comes along: the first one does not travel alone
                batch, self._waiting = self._waiting[:LARGEST], self._waiting[LARGEST:]
                await self._settle(batch)
        finally:
            self._writer = None

    async def _settle(self, batch: list[_Waiting]) -> None:
        beats = [beat for beat, _ in batch]
        try:
            steps = await self.run(lambda: self._commit(beats))
        except Exception as error:  # noqa: BLE001  # whatever it was, nothing was stored and everyone has to hear of it
            for _, future in batch:
                if not future.done():
                    future.set_exception(error if isinstance(error, StoreDown) else StoreDown(repr(error)))
            return
        for (_, future), step in zip(batch, steps, strict=True):
            if not future.done():  # done: its client has gone
                future.set_result(step)

    def _commit(self, beats: list[Heartbeat]) -> list[Read | None]:
        with self._study.store.writing() as tx:
            return sessions.advance(tx, beats, self._study.keys)
