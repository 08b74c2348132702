"""The spider: walks one site from the frontier of its snapshot and records what it meets."""

import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DontCloseSpider,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    StopDownload,
)
from scrapy.http import Response
from scrapy.http.headers import Headers
from twisted.internet.task import LoopingCall
from twisted.python.failure import Failure

from crawler.discovery import Discovery
from crawler.extract.encoding import decode
from crawler.extract.html import parse_data, parse_page
from crawler.frontier import Address, Exchange, Frontier, outcome_of
from crawler.guard import REFUSED, Lookup, PrivateAddressError, look_up
from crawler.page import Fetch, Outcome, Page, Role
from crawler.urls import host_of, is_in_scope, join, scope_of

logger = logging.getLogger(__name__)

# With no single answer so far, the site is taken to be down; later, a longer row of failures.
FAILURES_AT_START = 6
FAILURES_IN_A_ROW = 40
PROGRESS_SECONDS = 0.5
HTML_SNIFF = 512
FAILURES = {
    IgnoreRequest: "内容超过大小上限",
    DownloadCancelledError: "内容超过大小上限",
    DownloadConnectionRefusedError: "连接被拒绝",
    CannotResolveHostError: "域名解析失败",
}


class SiteSpider(Spider):
    """Fetches what the frontier holds until nothing is pending."""

    name = "site"

    def __init__(self, frontier: Frontier, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.frontier = frontier
        self.site = frontier.site
        self.scope = scope_of(self.site.start_url, self.site.scope)
        self.discovery = Discovery(self.site, frontier.target, self.scope, frontier.knows)
        self.stopped = ""
        self._later: list[Address] = []
        self._successes = 0
        self._failures = 0
        self._last_error = ""
        self._earlier = self._fetched = frontier.counts()[0]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "SiteSpider":
        """Connect the spider's signals."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_idle, signals.spider_idle)
        crawler.signals.connect(spider.on_headers, signals.headers_received)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Yield what is pending: the seeds, or what a killed crawl left over."""
        self._progress = LoopingCall(self._report)
        self._progress.start(PROGRESS_SECONDS)
        self.frontier.add(self.discovery.seeds())
        for address in self.frontier.pending():
            yield self._request(address)

    def on_headers(self, headers: Headers, body_length: int, request: Request) -> None:
        """Look at the headers alone of what lies outside the site."""
        address: Address = request.meta.get("address", Address("", Role.PAGE))
        if address.role is Role.PROBE and not is_in_scope(address.url, self.scope):
            raise StopDownload(fail=False)

    def on_idle(self) -> None:
        """Try the doubtful addresses again, at the end, when a passing fault may be over."""
        if self.stopped:
            return
        if not self._later:
            if self._failures and self.frontier.target.is_whole and not self._has_answered:
                self._stop(self._no_answer())
            return
        again, self._later = self._later, []
        for address in again:
            self.crawler.engine.crawl(self._request(address))
        raise DontCloseSpider

    def closed(self, reason: str) -> None:
        """Say how far the crawl came."""
        self._report()

    def _request(self, address: Address) -> Request:
        return Request(
            address.url,
            callback=self.parse,
            errback=self.failed,
            dont_filter=True,
            priority=self.discovery.priority(address),
            meta={"address": address, "handle_httpstatus_all": True},
        )

    def parse(self, response: Response) -> Iterator[Request]:
        """Record an answer and yield what it leads to."""
        address: Address = response.meta["address"]
        media = _media(response)
        location = self._location(response)
        outcome = outcome_of(response.status)
        fetch = Fetch(
            url=address.url,
            outcome=outcome,
            at=datetime.now(UTC),
            status=response.status,
            error="" if outcome is Outcome.OK else _status_error(response.status),
            location=location,
            media=media,
        )
        if is_redirect(response.status) and not location:
            fetch = replace(fetch, outcome=Outcome.BROKEN, error="重定向的目标不是网页地址")
        if outcome is Outcome.UNKNOWN:
            yield from self._doubtful(address, fetch)
            return
        self._successes += 1
        self._failures = 0
        yield from self._arrived(address, fetch, response)

    def _arrived(self, address: Address, fetch: Fetch, response: Response) -> Iterator[Request]:
        page = self._page(address, fetch, response)
        if page is not None:
            fetch = page.fetch
        html = page is not None or fetch.location
        found = self.discovery.found(address, fetch, page) if html else []
        keep = fetch.outcome is Outcome.OK and not fetch.location and bool(response.body)
        exchange = _exchange(response) if keep or page is not None else None
        for new in self._record(address, fetch, exchange, page, found):
            yield self._request(new)

    def _record(
        self,
        address: Address,
        fetch: Fetch,
        exchange: Exchange | None,
        page: Page | None,
        found: list[Address],
    ) -> list[Address]:
        self._fetched += 1
        room = self.site.limits.pages - self._fetched
        new = self.frontier.record(address, fetch, exchange=exchange, page=page, found=found)
        if room <= 0 and self.frontier.counts()[1]:
            self._stop(f"达到 {self.site.limits.pages} 页的上限")
        return new

    def _page(self, address: Address, fetch: Fetch, response: Response) -> Page | None:
        is_outside = not is_in_scope(address.url, self.scope)
        if fetch.outcome is not Outcome.OK or fetch.location or is_outside:
            return None
        if "html" not in fetch.media or address.role is Role.FILE or not response.body:
            return None
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        decoded = decode(response.body, content_type)
        self.discovery.html = decoded.text
        try:
            if address.role is Role.DATA:
                return parse_data(fetch, decoded.text, self.frontier.today)
            return parse_page(fetch, decoded.text, address.role, self.frontier.today)
        except Exception:
            # A page that breaks the parser must not break the scan; it is reported as unread.
            logger.exception("cannot parse %s", address.url)
            return Page(fetch, address.role, unreadable="页面无法解析")

    async def failed(self, failure: Failure) -> None:
        """Record a request that brought no answer."""
        address: Address = failure.request.meta["address"]  # type: ignore[attr-defined]
        error = _failure_text(failure.value, self.site.limits.timeout)
        outcome = Outcome.UNKNOWN
        if isinstance(failure.value, CannotResolveHostError):
            host = host_of(address.url)
            reason = await asyncio.to_thread(look_up, host)
            if reason is Lookup.MISSING:
                outcome, error = Outcome.BROKEN, f"域名 {host} 不存在"
            elif reason is Lookup.PRIVATE:
                error = REFUSED
        fetch = Fetch(address.url, outcome, datetime.now(UTC), error=error)
        is_final = isinstance(failure.value, (IgnoreRequest, DownloadCancelledError))
        if outcome is Outcome.BROKEN or is_final or error == REFUSED:
            self._record(address, fetch, None, None, [])
            return
        for _ in self._doubtful(address, fetch):
            pass

    def _doubtful(self, address: Address, fetch: Fetch) -> Iterator[Request]:
        # Second tries stand in a row of their own and say nothing about the site; a refusal (403)
        # is an answer.
        is_silent = fetch.status is None or fetch.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        if is_silent and is_in_scope(address.url, self.scope) and not address.tries:
            self._failures += 1
            self._last_error = fetch.error
        if self._failures >= (FAILURES_IN_A_ROW if self._has_answered else FAILURES_AT_START):
            self._stop(self._no_answer())
        if address.tries < self.site.limits.retries:
            self.frontier.postpone(address, fetch)
            self._later.append(_tried(address))
            return
        yield from map(self._request, self._record(address, fetch, None, None, []))

    @property
    def _has_answered(self) -> bool:
        return bool(self._successes or self._earlier)

    def _no_answer(self) -> str:
        return f"站点没有正常响应：连续 {self._failures} 个地址失败，最后一次是{self._last_error}"

    def _stop(self, reason: str) -> None:
        if not self.stopped:
            self.stopped = reason
            self.crawler.engine.close_spider(self, "stopped")

    def _location(self, response: Response) -> str:
        target = response.headers.get("Location")
        if not target or not is_redirect(response.status):
            return ""
        return join(response.url, target.decode("utf-8", "replace"))

    def _report(self) -> None:
        report(self.frontier)


def report(frontier: Frontier) -> None:
    """Tell the parent how far the crawl is; silence would be taken for a hang."""
    done, pending = frontier.counts()
    sys.stdout.write(json.dumps({"done": done, "pending": pending}) + "\n")
    sys.stdout.flush()


def is_redirect(status: int) -> bool:
    """Whether an answer sends the client elsewhere; 304 does not."""
    return status in (301, 302, 303, 307, 308)


def _tried(address: Address) -> Address:
    return Address(
        address.url,
        address.role,
        address.column_id,
        address.depth,
        address.source,
        address.tries + 1,
    )


def _media(response: Response) -> str:
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
    media = declared.partition(";")[0].strip().lower()
    start = response.body[:HTML_SNIFF].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")) or (not media and start.startswith(b"<")):
        return "text/html"
    if "xml" in media and b"<datastore" in start:
        return "text/html"
    return media


def _exchange(response: Response) -> Exchange:
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
        if name.lower() not in (b"content-encoding", b"content-length", b"transfer-encoding")
    )
    return Exchange(f"{response.status} {_phrase(response.status)}", headers, response.body)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _status_error(status: int) -> str:
    if status in (404, 410):
        return f"页面不存在（HTTP {status}）"
    if status in (401, 403, 412, 429, 999):
        return f"拒绝访问（HTTP {status}）"
    if status >= 500:  # noqa: PLR2004 - HTTP server errors
        return f"服务器错误（HTTP {status}）"
    return f"返回 HTTP {status}"


def _failure_text(error: BaseException | None, timeout: float) -> str:
    if isinstance(error, PrivateAddressError) or REFUSED in str(error):
        return REFUSED
    if isinstance(error, IgnoreRequest) and "robots" in str(error).lower():
        return "robots.txt 不允许访问"
    if isinstance(error, DownloadTimeoutError):
        return f"超过 {timeout:g} 秒没有响应"
    return next((text for kind, text in FAILURES.items() if isinstance(error, kind)), "连接中断")
