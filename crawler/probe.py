"""Visits home pages as an inspector does: does the page open within so many seconds."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus

from crawler.ask import ERROR_PAGES, led_to
from crawler.curl import (
    Answer,
    Curl,
    FetchError,
    HandshakeError,
    PrivateError,
    Question,
    RefusedError,
    TimeOutError,
    TooLargeError,
    UnknownHostError,
)
from crawler.urls import host_of

MOST_REDIRECTS = 10
MOST_BYTES = 8 * 1024 * 1024
# So many sites are visited at a time; a crowd of them would slow each other down.
AT_ONCE = 16
# A machine so busy that a beat comes so late, in seconds, cannot tell whether others are slow.
BEAT_SECONDS, LATE_SECONDS = 0.5, 3.0
REASONS: dict[type[FetchError], str] = {
    UnknownHostError: "域名不能解析",
    RefusedError: "不能建立连接",
}


class Reach(StrEnum):
    """How far a visit came.

    SILENT: nothing that a browser could show came, by the site's fault or by ours; FAILED: the
    server itself said so.
    """

    OPEN = "open"
    FAILED = "failed"
    SILENT = "silent"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Goal:
    """An address to visit; `private` are the hosts that may be on a private network."""

    url: str
    private: tuple[str, ...] = ()
    user_agent: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of a visit; `reason` is a Chinese phrase, "" where the page opened."""

    url: str
    seconds: float
    reach: Reach
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """Visits made together, in the order of the goals.

    `witness` says whether one of the addresses for comparison answered: None where none was
    asked. `was_late` tells that this machine was too busy to measure.
    """

    visits: tuple[Visit, ...]
    witness: bool | None = None
    was_late: bool = False


def visit_all(goals: Sequence[Goal], references: Sequence[str], timeout: float) -> Round:
    """Visit the goals side by side; the references are asked only if one of them is silent."""
    return asyncio.run(_round(goals, references, timeout))


async def _round(goals: Sequence[Goal], references: Sequence[str], timeout: float) -> Round:
    beat = _Beat()
    beating = asyncio.ensure_future(beat.watch())
    room = asyncio.Semaphore(AT_ONCE)

    async def visit(goal: Goal) -> Visit:
        async with room:
            return await _visit(goal, timeout)

    try:
        visits = await asyncio.gather(*(visit(goal) for goal in goals))
        witness = None
        if references and any(each.reach is Reach.SILENT for each in visits):
            answers = await asyncio.gather(*(_answers(url, timeout) for url in references))
            witness = any(answers)
    finally:
        beating.cancel()
    return Round(tuple(visits), witness, was_late=beat.latest > LATE_SECONDS)


@dataclass(slots=True)
class _Beat:
    """How late this machine came to what it meant to do at once."""

    latest: float = 0.0

    async def watch(self) -> None:
        """Look again and again."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + BEAT_SECONDS
            await asyncio.sleep(BEAT_SECONDS)
            self.latest = max(self.latest, loop.time() - due)


async def _visit(goal: Goal, timeout: float) -> Visit:
    loop = asyncio.get_running_loop()
    began = loop.time()
    curl = Curl(goal.private)
    try:
        reach, reason = await _Way(curl, goal, began + timeout).go()
    except FetchError as error:
        reach, reason = _why(error, timeout)
    finally:
        curl.close()
    return Visit(goal.url, loop.time() - began, reach, reason)


@dataclass(slots=True)
class _Way:
    """From an address along its redirects, with the cookies that are set on the way."""

    curl: Curl
    goal: Goal
    deadline: float
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    async def go(self) -> tuple[Reach, str]:
        """Say how far this leads; a `FetchError` says what was in the way."""
        url = self.goal.url
        for _ in range(MOST_REDIRECTS + 1):
            try:
                answer = await self._ask(url)
            except TooLargeError:
                # It came, and there is more of it than we want.
                return Reach.OPEN, ""
            if not (HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST):
                return _judged(answer)
            url = led_to(url, answer)
            if not url:
                return Reach.UNCERTAIN, f"HTTP {answer.status}，没有写明跳转到哪里"
        return Reach.FAILED, "一再跳转，没有到达页面"

    async def _ask(self, url: str) -> Answer:
        kept = self.cookies.setdefault(host_of(url), {})
        headers = [("User-Agent", self.goal.user_agent), ("Accept", "text/html,*/*;q=0.8")]
        if kept:
            headers.append(("Cookie", "; ".join(f"{name}={kept[name]}" for name in kept)))
        left = self.deadline - asyncio.get_running_loop().time()
        if left <= 0:
            raise TimeOutError("no time left")
        question = Question(url, headers, timeout=left, limit=MOST_BYTES)
        answer = await self.curl.ask(question)
        for name, value in answer.headers:
            if name == "set-cookie":
                key, _, cookie = value.partition(";")[0].partition("=")
                kept[key.strip()] = cookie.strip()
        return answer


def _judged(answer: Answer) -> tuple[Reach, str]:
    if answer.status in ERROR_PAGES:
        return Reach.FAILED, f"HTTP {answer.status}"
    if answer.status >= HTTPStatus.BAD_REQUEST:
        return Reach.UNCERTAIN, f"HTTP {answer.status}，可能是防火墙拦截了本程序"
    if not answer.body.strip():
        return Reach.UNCERTAIN, "应答里没有内容"
    return Reach.OPEN, ""


def _why(error: FetchError, timeout: float) -> tuple[Reach, str]:
    match error:
        case TimeOutError():
            return Reach.SILENT, f"{timeout:g} 秒没有打开"
        case PrivateError():
            return Reach.UNCERTAIN, str(error)
        case HandshakeError():
            # Servers that speak the national ciphers only open in some browsers.
            return Reach.UNCERTAIN, "不能建立安全连接（HTTPS）"
    return Reach.SILENT, REASONS.get(type(error), "连接中断")


async def _answers(url: str, timeout: float) -> bool:
    """Whether anything at all answers at an address that somebody wrote into the settings."""
    curl = Curl((host_of(url),))
    try:
        await curl.ask(Question(url, timeout=timeout, headers_only=True))
    except FetchError as error:
        # An answer that cannot be read has come from there all the same.
        return isinstance(error, HandshakeError)
    finally:
        curl.close()
    return True
