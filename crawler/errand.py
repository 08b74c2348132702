"""Asks for one address along its redirects, with the cookies set on the way, and reads the end."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import msgspec

from crawler.ask import led_to
from crawler.curl import Answer, Curl, FetchError, Question
from crawler.extract.encoding import decode
from crawler.extract.glimpse import glimpse
from crawler.extract.reading import PageTask
from crawler.outcome import outcome_of
from crawler.page import Fetch, Hop, Outcome, Page, Role
from crawler.reader import Reader, ReaderError
from crawler.urls import host_of
from crawler.visitor import is_redirect

MOST_HOPS = 8
# For an answer; what is asked here matters less than the crawl's own questions.
MOST_SECONDS = 15.0
MOST_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a way of redirects ended; `answer` is None where nothing came or it did not end."""

    fetch: Fetch
    answer: Answer | None = None


@dataclass(slots=True)
class Errand:
    """Asks on behalf of a crawl; `timeout` in seconds."""

    curl: Curl
    timeout: float
    _cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    async def go(self, url: str, headers: Mapping[str, str]) -> Arrival:
        """Follow redirects from an address to their end."""
        chain: list[Hop] = []
        while True:
            at = datetime.now(UTC)
            try:
                answer = await self._ask(url, headers)
            except FetchError as error:
                return Arrival(Fetch(url, Outcome.UNKNOWN, at, error=str(error), chain=(*chain,)))
            location = led_to(url, answer) if is_redirect(answer.status) else ""
            if not location:
                return Arrival(_fetch(url, at, answer, tuple(chain)), answer)
            chain.append(Hop(url, at, answer.status))
            if len(chain) > MOST_HOPS:
                fetch = Fetch(url, Outcome.BROKEN, at, answer.status, "重定向循环", location)
                return Arrival(fetch)
            url = location

    async def _ask(self, url: str, headers: Mapping[str, str]) -> Answer:
        kept = self._cookies.setdefault(host_of(url), {})
        sent = list(headers.items())
        if kept:
            sent.append(("Cookie", "; ".join(f"{name}={kept[name]}" for name in kept)))
        question = Question(url, sent, timeout=min(self.timeout, MOST_SECONDS), limit=MOST_BYTES)
        answer = await self.curl.ask(question)
        for name, value in answer.headers:
            if name == "set-cookie":
                key, _, cookie = value.partition(";")[0].partition("=")
                kept[key.strip()] = cookie.strip()
        return answer


def _fetch(url: str, at: datetime, answer: Answer, chain: tuple[Hop, ...]) -> Fetch:
    outcome = outcome_of(answer.status)
    media = answer.header("content-type").partition(";")[0].strip().lower()
    return Fetch(url, outcome, at, answer.status, media=media, chain=chain)


def glanced(arrival: Arrival) -> Page:
    """Read the end of a way as a page of somebody else's."""
    fetch, answer = arrival.fetch, arrival.answer
    if answer is None or "html" not in fetch.media:
        return Page(fetch, Role.PROBE)
    return glimpse(fetch, decode(answer.body, answer.header("content-type")).text)


async def read(reader: Reader, arrival: Arrival, today: date, platform: str) -> Page:
    """Read the end of a way as a page of the site."""
    fetch, answer = arrival.fetch, arrival.answer
    if answer is None or "html" not in fetch.media:
        return Page(fetch)
    task = PageTask(fetch, Role.PAGE, answer.headers, answer.body, today, platform, is_html=True)
    try:
        reading = await reader.read(task)
    except ReaderError:
        return Page(fetch, unreadable="页面无法解析")
    return msgspec.msgpack.decode(reading.page, type=Page)


async def pause(seconds: float) -> None:
    """Leave a host alone between two questions."""
    if seconds > 0:
        await asyncio.sleep(seconds)
