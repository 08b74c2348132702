"""Asks a little more once a crawl is over: decoys, the faces of a few pages, loops with cookies.

A decoy is an address that cannot exist: what a host answers to it is its page for what is gone,
whatever status it sends. One is asked of each own host and of each outside host in doubt.
"""

import asyncio
import hashlib
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from crawler.aside import DECOY, ENGINE, LOOP, VISITOR, asides, note_aside
from crawler.curl import Curl
from crawler.errand import Errand, glanced, pause, read
from crawler.frontier import Frontier
from crawler.page import Outcome, Page
from crawler.pages import DECODE
from crawler.reader import Reader
from crawler.snapshot import connect
from crawler.urls import canonical, is_in_scope, is_root, scope_of

logger = logging.getLogger(__name__)
MOST_OWN_HOSTS, MOST_OUTSIDE_HOSTS, AT_ONCE = 5, 40, 8
MOST_LOOPS, MOST_FACES = 20, 30
# Who is asked last when there are too many to ask.
PUBLIC = (".gov.cn", ".edu.cn")
# The home page, some lists and some articles stand for the templates of a site.
OF_A_KIND = 2
# A page elsewhere that says so little may be an error page; one that says less waits for scripts.
LEAST_TEXT, LITTLE_TEXT = 10, 300
MOST_SECONDS = 300.0
BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Safari/537.36"
)
SPIDER = "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"
FOUND_BY = "https://www.baidu.com/"
WELL = "outcome = 'ok' AND location = ''"
PAGES = f"SELECT url FROM url WHERE role = ? AND {WELL} AND media LIKE '%html%' ORDER BY url"


def ask_afterwards(frontier: Frontier, reader: Reader) -> None:
    """Ask what is left to ask, as far as the target of the crawl wants it."""
    target = frontier.target
    if not target.probe_links:
        return
    connection = connect(frontier.directory)
    try:
        asyncio.run(_Afterwards(frontier, connection, reader).run())
    finally:
        connection.close()


@dataclass(slots=True)
class _Afterwards:
    frontier: Frontier
    connection: sqlite3.Connection
    reader: Reader

    async def run(self) -> None:
        site = self.frontier.site
        curl = Curl(site.private_hosts, per_host=site.limits.concurrency)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(MOST_SECONDS):
                    await self._untie(curl)
                    await self._ask_own(curl)
                    await self._ask_outside(curl)
                    await self._ask_as_engine(curl)
        finally:
            curl.close()
            await self.reader.leave()

    @property
    def _own(self) -> dict[str, str]:
        return {"User-Agent": self.frontier.site.limits.user_agent}

    @property
    def _judges_faces(self) -> bool:
        target = self.frontier.target
        return self.frontier.site.limits.cloaking and (target.is_whole or target.judges_site)

    def _errand(self, curl: Curl) -> Errand:
        return Errand(curl, self.frontier.site.limits.timeout)

    async def _untie(self, curl: Curl) -> None:
        """Walk in loops with the cookies that were set on the way: some lead out for a browser."""
        known = asides(self.connection, LOOP)
        loops = (url for url in _loops(self.connection) if url not in known)
        for url in list(loops)[:MOST_LOOPS]:
            await pause(self.frontier.site.limits.delay)
            arrival = await self._errand(curl).go(url, self._own)
            fetch = arrival.fetch
            note_aside(self.connection, LOOP, url, Page(fetch))
            if fetch.outcome in (Outcome.OK, Outcome.GONE):
                self.connection.execute(
                    "UPDATE url SET location = '', outcome = ?, status = ?, media = ?, at = ?"
                    " WHERE url = ?",
                    (fetch.outcome.value, fetch.status, fetch.media, fetch.at.isoformat(), url),
                )

    async def _ask_own(self, curl: Curl) -> None:
        site, today = self.frontier.site, self.frontier.today
        known = asides(self.connection, DECOY)
        for url in list(self._own_hosts().values())[:MOST_OWN_HOSTS]:
            if urlsplit(url).netloc in known:
                # Asked before this crawl was interrupted.
                continue
            await pause(site.limits.delay)
            arrival = await self._errand(curl).go(decoy_of(url), self._own)
            page = await read(self.reader, arrival, today, site.platform)
            note_aside(self.connection, DECOY, urlsplit(url).netloc, page)
        if not self._judges_faces:
            return
        for url in self._samples():
            for kind, headers in GUISES.items():
                if url in asides(self.connection, kind):
                    continue
                await pause(site.limits.delay)
                arrival = await self._errand(curl).go(url, headers)
                page = await read(self.reader, arrival, today, site.platform)
                note_aside(self.connection, kind, url, page)

    def _own_hosts(self) -> dict[str, str]:
        """Return an address of each own host that pages came from."""
        hosts: dict[str, str] = {}
        for role in ("home", "column", "page"):
            for (url,) in self.connection.execute(PAGES, (role,)):
                hosts.setdefault(urlsplit(url).netloc, url)
        return hosts

    def _samples(self) -> Iterator[str]:
        for role in ("home", "column", "page"):
            urls = [url for (url,) in self.connection.execute(PAGES, (role,))]
            # The same from scan to scan, and not all from one column.
            urls.sort(key=lambda url: hashlib.blake2b(url.encode()).digest())
            yield from urls[:OF_A_KIND]

    async def _ask_outside(self, curl: Curl) -> None:
        known = {**self._known(DECOY), **asides(self.connection, DECOY)}
        room = asyncio.Semaphore(AT_ONCE)

        async def ask(host: str, url: str) -> None:
            async with room:
                page = known.get(host)
                if page is None:
                    page = glanced(await self._errand(curl).go(decoy_of(url), self._own))
                note_aside(self.connection, DECOY, host, page)

        hosts = list(self._doubtful_hosts().items())[:MOST_OUTSIDE_HOSTS]
        async with asyncio.TaskGroup() as tasks:
            for host, url in hosts:
                tasks.create_task(ask(host, url))

    async def _ask_as_engine(self, curl: Curl) -> None:
        """Ask outside hosts once as a search engine; as what we are, the crawl has asked them."""
        if not self._judges_faces:
            return
        known = {**self._known(ENGINE), **asides(self.connection, ENGINE)}
        room = asyncio.Semaphore(AT_ONCE)

        async def ask(url: str, shown: Page) -> None:
            async with room:
                page = known.get(url)
                if page is None:
                    page = glanced(await self._errand(curl).go(url, GUISES[ENGINE]))
                note_aside(self.connection, ENGINE, url, page)
                note_aside(self.connection, VISITOR, url, shown)

        async with asyncio.TaskGroup() as tasks:
            for url, shown in self._front_pages():
                tasks.create_task(ask(url, shown))

    def _front_pages(self) -> list[tuple[str, Page]]:
        """Return one page of each outside host, those of no public body first."""
        rows = self.connection.execute(
            "SELECT url.url, page.value FROM url JOIN page USING (url)"
            f" WHERE role = 'probe' AND {WELL} ORDER BY length(url.url), url.url"
        )
        scope = scope_of(self.frontier.site.start_url, self.frontier.site.scope)
        hosts: dict[str, tuple[str, bytes]] = {}
        for row in rows:
            if not is_in_scope(row["url"], scope):
                hosts.setdefault(urlsplit(row["url"]).netloc, (row["url"], row["value"]))
        order = sorted(hosts, key=lambda host: (host.endswith(PUBLIC), host))
        chosen = (hosts[host] for host in order[:MOST_FACES])
        return [(url, DECODE(value)) for url, value in chosen]

    def _known(self, kind: str) -> dict[str, Page]:
        """Return what was answered elsewhere of late in an earlier crawl."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = 'past'").fetchone()
        past = Path(row["value"].decode()) if row is not None and row["value"] else None
        days = self.frontier.site.limits.outside_days
        if past is None or not past.is_dir() or not days:
            return {}
        earlier = connect(past)
        try:
            since = datetime.now(UTC) - timedelta(days=days)
            known = asides(earlier, kind)
            return {name: page for name, page in known.items() if page.fetch.at > since}
        finally:
            earlier.close()

    def _doubtful_hosts(self) -> dict[str, str]:
        """Return the outside hosts with a target that ends on their home page, or says little."""
        scope = scope_of(self.frontier.site.start_url, self.frontier.site.scope)
        hosts: dict[str, str] = {}
        rows = self.connection.execute(
            "SELECT url.url, url.location, page.value FROM url LEFT JOIN page USING (url)"
            " WHERE role = 'probe' AND outcome = 'ok' ORDER BY url.url"
        )
        for row in rows:
            url, location = row["url"], row["location"]
            if is_in_scope(url, scope) or is_root(url):
                continue
            goes_home = is_root(location) and urlsplit(location).hostname == urlsplit(url).hostname
            if goes_home or (not location and row["value"] and _says_little(row["value"])):
                hosts.setdefault(urlsplit(url).netloc, url)
        return hosts


GUISES = {
    VISITOR: {"User-Agent": BROWSER},
    ENGINE: {"User-Agent": SPIDER, "Referer": FOUND_BY},
}


def _says_little(value: bytes) -> bool:
    try:
        return LEAST_TEXT <= len(DECODE(value).text) < LITTLE_TEXT
    except msgspec.DecodeError:
        return False


def decoy_of(url: str) -> str:
    """Return an address on the same host that cannot exist, the same from scan to scan."""
    parts = urlsplit(url)
    token = hashlib.blake2b(parts.netloc.encode(), digest_size=8).hexdigest()
    return canonical(f"{parts.scheme}://{parts.netloc}/t{token}.html")


def _loops(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the addresses from which redirects lead back to themselves."""
    rows = connection.execute("SELECT url, location FROM url WHERE done = 1 AND location != ''")
    leads = {row["url"]: row["location"] for row in rows}
    for start, first in leads.items():
        url, passed = first, {start}
        while url in leads and url not in passed:
            passed.add(url)
            url = leads[url]
        if url == start:
            yield start
