"""Reads pages in processes of their own beside the crawl; a page that kills one costs that page."""

import asyncio
import logging
import sys
from collections import deque
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from crawler.extract.reading import PageTask, Reading
from crawler.extract.worker import HEADER
from crawler.lineage import child_environment

logger = logging.getLogger(__name__)
SECONDS = 60.0
# Beside the crawl itself and the rules; a second one is started when the first has a line.
PROCESSES = 2


class ReaderError(RuntimeError):
    """A page that the reading process did not survive."""


@dataclass(slots=True)
class _Order:
    message: bytes
    answer: "asyncio.Future[Reading]"


class Reader:
    """Reads pages in worker processes; one that dies is started again."""

    def __init__(self, seconds: float = SECONDS, processes: int = PROCESSES) -> None:
        self._workers = [_Worker(seconds) for _ in range(processes)]

    async def read(self, task: PageTask) -> Reading:
        """Return what was read; `ReaderError` when the process died of it or took too long."""
        return await min(self._workers, key=lambda worker: worker.load).read(task)

    async def close(self) -> None:
        """End the processes; the reader can be used again, in another event loop too."""
        for worker in self._workers:
            await worker.close()


class _Worker:
    """A process that answers in the order it is asked; `load` pages wait for it."""

    def __init__(self, seconds: float) -> None:
        self.load = 0
        self._seconds = seconds
        self._process: asyncio.subprocess.Process | None = None
        self._listener: asyncio.Task[None] | None = None
        self._orders: deque[_Order] = deque()
        self._lock = asyncio.Lock()
        self._alarm: asyncio.TimerHandle | None = None

    async def read(self, task: PageTask) -> Reading:
        self.load += 1
        try:
            return await self._read(task)
        finally:
            self.load -= 1

    async def _read(self, task: PageTask) -> Reading:
        order = _Order(msgspec.msgpack.encode(task), asyncio.get_running_loop().create_future())
        async with self._lock:
            process = await self._running()
            self._write(process, order)
        if process.stdin is not None:
            # A process that has just died is noticed where its answers end.
            with suppress(ConnectionError):
                await process.stdin.drain()
        reading = await order.answer
        if reading.url != task.fetch.url:
            raise ReaderError(f"{reading.url} instead of {task.fetch.url}")
        return reading

    async def close(self) -> None:
        self._orders.clear()
        self._lock = asyncio.Lock()
        if self._listener is not None:
            self._listener.cancel()
            self._listener = None
        await self._end()

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "crawler.extract.worker",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=child_environment(),
            )
            self._listener = asyncio.create_task(self._listen(self._process))
        return self._process

    def _write(self, process: asyncio.subprocess.Process, order: _Order) -> None:
        # Together, for the answers come in the order of the questions.
        self._orders.append(order)
        if len(self._orders) == 1:
            self._watch(process)
        assert process.stdin is not None
        with suppress(ConnectionError):
            process.stdin.write(HEADER.pack(len(order.message)) + order.message)

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while True:
            try:
                head = await process.stdout.readexactly(HEADER.size)
                frame = await process.stdout.readexactly(HEADER.unpack(head)[0])
            except asyncio.IncompleteReadError:
                break
            order = self._orders.popleft()
            self._watch(process)
            if not order.answer.done():
                order.answer.set_result(msgspec.msgpack.decode(frame, type=Reading))
        await self._start_again()

    def _watch(self, process: asyncio.subprocess.Process) -> None:
        """Give the page in hand its time from now on; without one, wait as long as it takes."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if self._orders:
            loop = asyncio.get_running_loop()
            self._alarm = loop.call_later(self._seconds, _kill, process)

    async def _start_again(self) -> None:
        """Give up the page at which the process ended, and ask for the others anew."""
        async with self._lock:
            await self._end()
            if not self._orders:
                return
            failed, *rest = self._orders
            self._orders.clear()
            logger.warning("the reading process ended at a page of %d bytes", len(failed.message))
            if not failed.answer.done():
                failed.answer.set_exception(ReaderError("the process ended"))
            if rest:
                process = await self._running()
                for order in rest:
                    self._write(process, order)

    async def _end(self) -> None:
        process, self._process = self._process, None
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if process is not None:
            _kill(process)
            await process.wait()


def _kill(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
