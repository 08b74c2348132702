"""Asks for each page of an earlier crawl whether it has changed, before anything is crawled.

Most pages of a platform stay as they are from week to week. Asking costs a few hundred bytes and
a tenth of what a request costs on the way that new pages take. Whatever is not a plain “not
modified” (changed pages apart) stays pending for that way.
"""

import asyncio
import logging
import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from protego import Protego

from crawler.address import Address
from crawler.archive import NOT_MODIFIED
from crawler.curl import Answer, Curl, FetchError, Question
from crawler.extract.encoding import decode
from crawler.forms import split_post
from crawler.outcome import outcome_of
from crawler.page import Outcome, Role
from crawler.past import Before
from crawler.urls import join
from crawler.visitor import Visitor, conditions

logger = logging.getLogger(__name__)
# So many answers in a row that are none: the site is not well, and the crawl proper will judge.
TROUBLES = 3
# Visits that cost next to nothing to repeat are made durable together.
BATCH = 200
NOT_CHANGED = 304


class Revalidation:
    """One round over the pages that an earlier crawl left validators for."""

    def __init__(self, visitor: Visitor, curl: Curl) -> None:
        self._visitor = visitor
        self._curl = curl
        self._limits = visitor.site.limits
        self._rest: list[Address] = []
        self._troubles = 0
        self._next_at = 0.0
        self._robots: dict[str, asyncio.Task[Protego | None]] = {}
        self._under_way = 0
        self._woken = asyncio.Event()

    async def run(self) -> None:
        """Ask until no page is left that could be asked, or the site is not well."""
        with self._visitor.frontier.batches(BATCH), suppress(TimeoutError):
            async with asyncio.timeout(self._limits.duration), asyncio.TaskGroup() as tasks:
                for _ in range(self._limits.concurrency):
                    tasks.create_task(self._work())
        if self._rest:
            await self._wait_in_turn()
        self._visitor.queue.push(self._rest)

    async def _work(self) -> None:
        while True:
            address = self._visitor.next_inside()
            if address is None:
                # Another visit may still lead on.
                if not self._under_way:
                    self._woken.set()
                    return
                self._woken.clear()
                await self._woken.wait()
                continue
            self._under_way += 1
            try:
                await self._visit(address)
            finally:
                self._under_way -= 1
                self._woken.set()

    async def _visit(self, address: Address) -> None:
        if not self._visitor.knew(address) or not await self._may_ask(address.url):
            self._rest.append(address)
            return
        before = self._visitor.before(address)
        await self._wait_in_turn()
        try:
            answer = await self._curl.ask(self._question(address, before))
        except FetchError as error:
            logger.info("%s: %s", address.url, error)
            self._troubles += 1
            self._rest.append(address)
            return
        await self._settle(address, before, answer)

    async def _settle(self, address: Address, before: Before | None, answer: Answer) -> None:
        if answer.status == NOT_CHANGED and before is not None:
            self._troubles = 0
            self._visitor.unchanged(address, before, profile=NOT_MODIFIED)
            return
        if outcome_of(answer.status) is Outcome.UNKNOWN:
            self._troubles += 1
            self._next_at = max(self._next_at, _now() + answer.patience)
            self._rest.append(address)
            return
        self._troubles = 0
        if await self._visitor.arrived(address, answer) is not None:
            # A browser must draw it, which the crawl proper can do.
            self._rest.append(address)

    async def _may_ask(self, url: str) -> bool:
        if self._troubles >= TROUBLES or self._visitor.stopped:
            return False
        if not self._limits.robots:
            return True
        root = join(url, "/robots.txt")
        if root not in self._robots:
            self._robots[root] = asyncio.create_task(self._read_robots(root))
        robots = await self._robots[root]
        return robots is not None and robots.can_fetch(url, self._limits.user_agent)

    async def _read_robots(self, url: str) -> Protego | None:
        """Return a site's rules, None if it does not say clearly that there are some or none."""
        try:
            answer = await self._curl.ask(
                Question(url, self._headers(), timeout=self._limits.timeout)
            )
        except FetchError:
            return None
        if answer.status == 200:  # noqa: PLR2004 - HTTP OK
            return Protego.parse(decode(answer.body).text)
        return Protego.parse("") if outcome_of(answer.status) is Outcome.GONE else None

    async def _wait_in_turn(self) -> None:
        while (seconds := self._next_at - _now()) > 0:
            await asyncio.sleep(seconds)
        self._next_at = _now() + self._limits.delay * random.uniform(0.5, 1.5)

    def _question(self, address: Address, before: Before | None) -> Question:
        is_data = address.role is Role.DATA
        url, form = split_post(address.url) if is_data else (address.url, None)
        asked = tuple(conditions(before.etag, before.modified).items()) if before else ()
        return Question(
            url,
            (*self._headers(), *asked),
            form,
            timeout=self._limits.timeout,
            limit=self._limits.body,
            headers_only=self._visitor.is_glance(address),
        )

    def _headers(self) -> Sequence[tuple[str, str]]:
        return (("User-Agent", self._limits.user_agent),)


async def revalidate(visitor: Visitor) -> None:
    """Ask for the known pages of the site whether they have changed."""
    curl = Curl(visitor.site.private_hosts, per_host=visitor.site.limits.concurrency)
    began = datetime.now(UTC)
    try:
        await Revalidation(visitor, curl).run()
    finally:
        curl.close()
        await visitor.reader.leave()
    logger.info("asked for changes in %s", datetime.now(UTC) - began)


def _now() -> float:
    return asyncio.get_running_loop().time()
