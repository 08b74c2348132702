"""The process that reads pages: what it does not survive costs one page."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from crawler.extract.reading import PageTask, Reading
from crawler.page import Page, Role
from crawler.reader import START, Reader, ReaderError
from tests.crawler.builders import TODAY, fetch
from tests.crawler.crawls import crawled, site_of
from tests.crawler.server import Reply, links, serving

T = TypeVar("T")
HTML = (("content-type", "text/html; charset=utf-8"),)
ROW = '<li><a href="/a{0}.html">关于第{0}号事项的通知</a><span>2026-11-02</span></li>'
# It takes the parser seconds: long enough for a signal to find it at work.
LARGE = ("<ul>" + "".join(map(ROW.format, range(60_000))) + "</ul>").encode()


def _task(name: str, body: bytes = b"") -> PageTask:
    page = body or f"<html><title>{name}</title><p>正文。</p></html>".encode()
    return PageTask(
        fetch(f"http://a.cn/{name}"), Role.PAGE, HTML, page, TODAY, "auto", is_html=True
    )


def _reading(ask: Callable[[Reader], Awaitable[T]], seconds: float = 30.0) -> T:
    async def run() -> T:
        reader = Reader(seconds, processes=1)
        try:
            async with asyncio.timeout(60):
                return await ask(reader)
        finally:
            reader.close()

    return asyncio.run(run())


async def _title(reader: Reader, name: str) -> str:
    """Read a page and return its title, or what went wrong."""
    try:
        reading = await reader.read(_task(name))
    except ReaderError:
        return "lost"
    assert reading.url == f"http://a.cn/{name}"
    return msgspec.msgpack.decode(reading.page, type=Page).title


def _workers() -> set[int]:
    """Return the processes that this one has started and not ended."""
    task = Path(f"/proc/{os.getpid()}/task")
    children = [int(pid) for each in task.iterdir() for pid in _children(each)]
    return {pid for pid in children if b"crawler.extract.worker" in _command(pid)}


def _children(task: Path) -> list[str]:
    try:
        return (task / "children").read_text().split()
    except OSError:
        return []


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


async def _worker(reader: Reader) -> int:
    """Return the reading process, once it has read something."""
    await reader.read(_task("first"))
    (pid,) = _workers()
    return pid


async def _killed(reader: Reader) -> None:
    """Kill the reading process while it has nothing to do, and wait until that is noticed."""
    os.kill(await _worker(reader), signal.SIGKILL)
    while reader._workers[0]._process is not None:
        await asyncio.sleep(0.01)


def test_fifty_pages_at_once_are_answered_each_with_its_own() -> None:
    async def ask(reader: Reader) -> list[str]:
        return await asyncio.gather(*(_title(reader, f"p{n}") for n in range(50)))

    assert _reading(ask) == [f"p{n}" for n in range(50)]


def test_large_pages_do_not_block_each_other_in_the_pipe() -> None:
    # More than a pipe holds, in both directions at once.
    body = ("<html><p>" + "正文。" * 100_000 + "</p></html>").encode()

    async def ask(reader: Reader) -> list[Reading]:
        return await asyncio.gather(*(reader.read(_task(f"p{n}", body)) for n in range(12)))

    assert [reading.url[-2:] for reading in _reading(ask)] == [f"p{n}"[-2:] for n in range(12)]


def test_a_page_that_kills_the_process_costs_that_page_alone() -> None:
    async def ask(reader: Reader) -> tuple[object, Sequence[str]]:
        pid = await _worker(reader)
        large = asyncio.create_task(reader.read(_task("large", LARGE)))
        rest = [asyncio.create_task(_title(reader, f"p{n}")) for n in range(20)]
        # The large one stands first in line, so it is in hand when the process dies.
        await asyncio.sleep(0.2)
        os.kill(pid, signal.SIGKILL)
        (lost,) = await asyncio.gather(large, return_exceptions=True)
        return lost, await asyncio.gather(*rest)

    lost, rest = _reading(ask)
    assert isinstance(lost, ReaderError)
    assert rest == [f"p{n}" for n in range(20)]


def test_a_page_that_takes_too_long_costs_that_page_alone() -> None:
    async def ask(reader: Reader) -> tuple[object, Sequence[str]]:
        await _worker(reader)
        reader._workers[0]._seconds = 0.2
        large = asyncio.create_task(reader.read(_task("large", LARGE)))
        (lost,) = await asyncio.gather(large, return_exceptions=True)
        reader._workers[0]._seconds = 30.0
        return lost, await asyncio.gather(*(_title(reader, f"p{n}") for n in range(5)))

    lost, rest = _reading(ask)
    assert isinstance(lost, ReaderError)
    assert rest == [f"p{n}" for n in range(5)]


def test_a_process_that_dies_between_two_pages_costs_nothing() -> None:
    async def ask(reader: Reader) -> str:
        await _killed(reader)
        return await _title(reader, "next")

    assert _reading(ask) == "next"


def test_a_process_that_dies_just_before_a_page_costs_at_most_that_page() -> None:
    async def ask(reader: Reader) -> list[str]:
        os.kill(await _worker(reader), signal.SIGKILL)
        return await asyncio.gather(*(_title(reader, f"p{n}") for n in range(5)))

    titles = _reading(ask)
    assert titles[1:] == [f"p{n}" for n in range(1, 5)]
    assert titles[0] in ("p0", "lost")


def test_a_process_that_dies_again_and_again_is_started_again_each_time() -> None:
    async def ask(reader: Reader) -> list[str]:
        for _ in range(3):
            await _killed(reader)
        return await asyncio.gather(*(_title(reader, f"p{n}") for n in range(5)))

    assert _reading(ask) == [f"p{n}" for n in range(5)]


def test_a_reader_that_is_closed_leaves_no_process_and_reads_in_another_loop() -> None:
    reader = Reader()

    async def ask(name: str) -> str:
        title = await _title(reader, name)
        reader.close()
        return title

    assert [asyncio.run(ask(name)) for name in ("one", "two")] == ["one", "two"]
    assert _workers() == set()


async def _left(reader: Reader, name: str) -> str:
    """Read some pages at once, the last of them by this name, and leave the loop."""
    titles = await asyncio.gather(*(_title(reader, each) for each in ("a", "b", name)))
    await reader.leave()
    return titles[-1]


def test_the_process_goes_on_in_the_next_loop() -> None:
    reader = Reader(processes=1)
    processes = []
    for name in ("one", "two", "three"):
        assert asyncio.run(_left(reader, name)) == name
        processes += _workers()
    assert len(processes) == 3
    assert len(set(processes)) == 1
    reader.close()
    assert _workers() == set()


def test_a_process_that_dies_between_two_loops_costs_nothing() -> None:
    reader = Reader(processes=1)
    assert asyncio.run(_left(reader, "one")) == "one"
    (pid,) = _workers()
    os.kill(pid, signal.SIGKILL)
    while _command(pid):
        time.sleep(0.01)
    assert asyncio.run(_left(reader, "two")) == "two"
    reader.close()


def test_a_loop_left_with_a_page_in_hand_leaves_no_answer_to_the_next() -> None:
    async def give_up(reader: Reader) -> None:
        await _worker(reader)
        large = asyncio.create_task(reader.read(_task("large", LARGE)))
        await asyncio.sleep(0.1)
        large.cancel()
        await reader.leave()

    reader = Reader(processes=1)
    asyncio.run(give_up(reader))
    assert _workers() == set()
    assert asyncio.run(_left(reader, "next")) == "next"
    reader.close()


def test_a_process_started_ahead_is_the_one_that_reads() -> None:
    reader = Reader()
    reader.start()
    ahead = reader._workers[0]._process
    assert ahead is not None
    assert asyncio.run(_left(reader, "one")) == "one"
    assert _workers() == {ahead.pid}
    reader.close()
    assert _workers() == set()


def test_a_second_process_starts_only_for_a_long_line() -> None:
    async def ask(reader: Reader, count: int) -> int:
        await asyncio.gather(*(_title(reader, f"p{n}") for n in range(count)))
        return len(_workers())

    async def run() -> list[int]:
        reader = Reader(processes=2)
        try:
            return [await ask(reader, count) for count in (1, START, 20)]
        finally:
            reader.close()

    assert asyncio.run(run()) == [1, 1, 2]


def test_a_closed_reader_that_was_never_used_is_no_error() -> None:
    Reader().close()


def test_a_page_that_nobody_waits_for_any_more_does_not_shift_the_answers() -> None:
    async def ask(reader: Reader) -> list[str]:
        given_up = asyncio.create_task(reader.read(_task("gone")))
        await _title(reader, "first")
        given_up.cancel()
        return await asyncio.gather(*(_title(reader, f"p{n}") for n in range(5)))

    assert _reading(ask) == [f"p{n}" for n in range(5)]


def test_a_page_without_measure_is_unreadable_and_the_crawl_goes_on(tmp_path: Path) -> None:
    # Nested so deeply that a careless parser would end at its stack.
    deep = "<html>" + "<div>" * 20_000 + "<a href='/x'>x</a>"
    with serving({"/": links("/deep", "/b"), "/deep": Reply(deep), "/b": links()}) as server:
        found = crawled(site_of(server, body=10_000_000), tmp_path / "s")
        assert (found.stopped, found.is_finished) == ("", True)
        assert found.pages[f"{server.url}b"].text
        assert f"{server.url}deep" in found.pages
        found.close()


def test_two_processes_share_the_pages_and_each_gets_its_own_answers() -> None:
    async def ask() -> tuple[list[str], int]:
        reader = Reader(processes=2)
        try:
            titles = await asyncio.gather(*(_title(reader, f"p{n}") for n in range(40)))
            return titles, len(_workers())
        finally:
            reader.close()

    titles, processes = asyncio.run(ask())
    assert titles == [f"p{n}" for n in range(40)]
    assert processes == 2
