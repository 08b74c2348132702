"""Reads pages in processes of their own beside the crawl; a page that kills one costs that page."""

import asyncio
import logging
import os
import subprocess
import sys
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

import msgspec

from crawler.extract.reading import PageTask, Reading
from crawler.extract.worker import HEADER
from crawler.lineage import child_environment

logger = logging.getLogger(__name__)
SECONDS = 60.0
# Beside the crawl itself and the rules.
PROCESSES = 2
# A second one is started when the first has so long a line: starting takes as long as many pages.
START = 4


class ReaderError(RuntimeError):
    """A page that the reading process did not survive."""


@dataclass(slots=True)
class _Order:
    message: bytes
    answer: "asyncio.Future[Reading]"


class Reader:
    """Reads pages in worker processes; one that dies is started again.

    The processes outlive the event loop: another one can go on with them.
    """

    def __init__(self, seconds: float = SECONDS, processes: int = PROCESSES) -> None:
        self._workers = [_Worker(seconds) for _ in range(processes)]

    def start(self) -> None:
        """Start a process ahead of the first page, which then need not wait for it."""
        self._workers[0].start()

    async def read(self, task: PageTask) -> Reading:
        """Return what was read; `ReaderError` when the process died of it or took too long."""
        return await min(self._workers, key=lambda worker: worker.wait).read(task)

    async def leave(self) -> None:
        """Leave the event loop that is about to end; processes with nothing in hand stay."""
        for worker in self._workers:
            await worker.leave()

    def close(self) -> None:
        """End the processes; the reader can be used again, in another event loop too."""
        for worker in self._workers:
            worker.end()


@dataclass(slots=True)
class _Pipes:
    """The pipes of a process as one event loop sees them."""

    answers: asyncio.StreamReader
    orders: asyncio.StreamWriter
    incoming: asyncio.ReadTransport

    def close(self) -> None:
        """Let go of them; the process keeps its own."""
        self.orders.close()
        self.incoming.close()


async def _connected(process: "subprocess.Popen[bytes]") -> _Pipes:
    assert process.stdin is not None and process.stdout is not None
    loop = asyncio.get_running_loop()
    answers = asyncio.StreamReader()
    # What an event loop has once held it closes at its end, hence the copies.
    incoming, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(answers), _copy(process.stdout)
    )
    outgoing, protocol = await loop.connect_write_pipe(
        lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader()), _copy(process.stdin)
    )
    return _Pipes(answers, asyncio.StreamWriter(outgoing, protocol, None, loop), incoming)


def _copy(pipe: IO[bytes]) -> IO[bytes]:
    return os.fdopen(os.dup(pipe.fileno()), pipe.mode, buffering=0)


class _Worker:
    """A process that answers in the order it is asked; `load` pages wait for it."""

    def __init__(self, seconds: float) -> None:
        self.load = 0
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._pipes: _Pipes | None = None
        self._listener: asyncio.Task[None] | None = None
        self._orders: deque[_Order] = deque()
        self._lock = asyncio.Lock()
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def wait(self) -> int:
        """How long a page would wait, in pages."""
        return self.load if self._process is not None else START + self.load

    async def read(self, task: PageTask) -> Reading:
        self.load += 1
        try:
            return await self._read(task)
        finally:
            self.load -= 1

    async def _read(self, task: PageTask) -> Reading:
        order = _Order(msgspec.msgpack.encode(task), asyncio.get_running_loop().create_future())
        async with self._lock:
            pipes = await self._running()
            self._write(pipes, order)
        # A process that has just died is noticed where its answers end.
        with suppress(ConnectionError):
            await pipes.orders.drain()
        reading = await order.answer
        if reading.url != task.fetch.url:
            raise ReaderError(f"{reading.url} instead of {task.fetch.url}")
        return reading

    def start(self) -> None:
        if self._process is None:
            self._process = _started()

    async def leave(self) -> None:
        if self._orders:
            # Its next answers would be taken for those to other questions.
            self.end()
            return
        listener = self._listener
        self._detach()
        if listener is not None:
            # It may be starting the process again.
            listener.cancel()
            await asyncio.wait([listener])
        # A lock knows the event loop in which it was fought over.
        self._lock = asyncio.Lock()

    def end(self) -> None:
        """End the process, whatever it has in hand."""
        self._orders.clear()
        if self._listener is not None:
            self._listener.cancel()
        self._stop()
        self._lock = asyncio.Lock()

    def _stop(self) -> None:
        process, self._process = self._process, None
        self._detach()
        if process is not None:
            process.kill()
            process.communicate()

    def _detach(self) -> None:
        self._quiet()
        if self._pipes is not None:
            self._pipes.close()
        self._pipes = self._listener = None

    async def _running(self) -> _Pipes:
        if self._pipes is not None:
            return self._pipes
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = _started()
        self._pipes = await _connected(self._process)
        self._listener = asyncio.create_task(self._listen(self._pipes.answers))
        return self._pipes

    def _write(self, pipes: _Pipes, order: _Order) -> None:
        # Together, for the answers come in the order of the questions.
        self._orders.append(order)
        if len(self._orders) == 1:
            self._watch()
        with suppress(ConnectionError):
            pipes.orders.write(HEADER.pack(len(order.message)) + order.message)

    async def _listen(self, answers: asyncio.StreamReader) -> None:
        while True:
            try:
                head = await answers.readexactly(HEADER.size)
                frame = await answers.readexactly(HEADER.unpack(head)[0])
            except asyncio.IncompleteReadError:
                break
            order = self._orders.popleft()
            self._watch()
            if not order.answer.done():
                order.answer.set_result(msgspec.msgpack.decode(frame, type=Reading))
        await self._start_again()

    def _watch(self) -> None:
        """Give the page in hand its time from now on; without one, wait as long as it takes."""
        self._quiet()
        if self._orders and self._process is not None:
            loop = asyncio.get_running_loop()
            self._alarm = loop.call_later(self._seconds, self._process.kill)

    def _quiet(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    async def _start_again(self) -> None:
        """Give up the page at which the process ended, and ask for the others anew."""
        async with self._lock:
            self._stop()
            if not self._orders:
                return
            failed, *rest = self._orders
            self._orders.clear()
            logger.warning("the reading process ended at a page of %d bytes", len(failed.message))
            if not failed.answer.done():
                failed.answer.set_exception(ReaderError("the process ended"))
            if rest:
                pipes = await self._running()
                for order in rest:
                    self._write(pipes, order)


def _started() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "crawler.extract.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=child_environment(),
    )
