"""The spider: asks for what the frontier holds and hands the answers to the visitor."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
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
)
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.address import Address
from crawler.curl import Answer
from crawler.download import ANSWER, DRAW, GLANCE, InsecureError
from crawler.extract.reading import Reading
from crawler.forms import split_post
from crawler.guard import PrivateAddressError
from crawler.network import REFUSED, Lookup, look_up
from crawler.page import ROBOTS, TOO_LARGE, Fetch, Outcome
from crawler.render import Renderer, RenderError
from crawler.urls import host_of
from crawler.visitor import Visitor, conditions

ADDRESS = "address"
# A busy server is asked no faster than this from then on.
BUSY_DELAY = 0.1
FAILURES = {
    IgnoreRequest: TOO_LARGE,
    DownloadCancelledError: TOO_LARGE,
    InsecureError: "未能建立安全连接（HTTPS）",
    DownloadConnectionRefusedError: "连接被拒绝",
    CannotResolveHostError: "域名解析失败",
}


class SiteSpider(Spider):
    """Fetches what the frontier holds until nothing is pending."""

    name = "site"

    def __init__(self, visitor: Visitor, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.visitor = visitor
        self.inside = self.outside = 0
        self.most_inside = 2 * visitor.site.limits.concurrency
        self._drawn = 0
        self._no_browser = Renderer.available()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "SiteSpider":
        """Connect the spider's signals."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_idle, signals.spider_idle)
        crawler.signals.connect(spider.be_patient, signals.response_downloaded)
        crawler.signals.connect(spider.on_closed, signals.spider_closed)
        spider.visitor.on_stop = spider.stop
        spider.visitor.on_attachment = spider.visitor.attachments.add
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Yield nothing: the scheduler brings the requests."""
        no_more: tuple[Request, ...] = ()
        for request in no_more:
            yield request

    def on_idle(self) -> None:
        """Try the doubtful addresses again, at the end, when a passing fault may be over."""
        if self.visitor.stopped:
            return
        again = self.visitor.second_round()
        if not again:
            return
        for address in again:
            self._engine.crawl(self.request(address))
        raise DontCloseSpider

    async def on_closed(self) -> None:
        """End what works beside the crawl."""
        await self.visitor.attachments.pause()
        await self.visitor.reader.leave()

    def stop(self) -> None:
        """End the crawl before its end."""
        self._engine.close_spider(self, "stopped")

    def request(self, address: Address) -> Request:
        """Return the request for an address, which counts as under way from now on."""
        if self.visitor.is_inside(address.url):
            self.inside += 1
        else:
            self.outside += 1
        headers = {"Referer": _referer(address.source)} if address.source else None
        before = self.visitor.before(address)
        if before is not None and before.has_validators:
            headers = {**(headers or {}), **conditions(before.etag, before.modified)}
        meta = {ADDRESS: address, "before": before, "handle_httpstatus_all": True}
        if self.visitor.is_glance(address):
            meta[GLANCE] = True
        return Request(
            address.url,
            callback=self.parse,
            errback=self.failed,
            headers=headers,
            dont_filter=True,
            meta=meta,
        )

    async def parse(self, response: Response) -> None:
        """Record an answer."""
        address: Address = response.meta[ADDRESS]
        answer = _answer(response)
        try:
            if response.status == 304 and response.meta["before"] is not None:  # noqa: PLR2004
                self.visitor.unchanged(address, response.meta["before"])
                return
            reading = await self.visitor.arrived(address, answer)
            if reading is not None:
                self._draw(address, answer, reading)
        finally:
            self._left(address)

    def _draw(self, address: Address, answer: Answer, reading: Reading) -> None:
        """Let a browser draw a page, as often as the limit allows."""
        limit = self.visitor.site.limits.drawn_pages
        reason = self._no_browser
        if not reason and self._drawn >= limit:
            reason = f"需要浏览器的页面超过 {limit} 个的上限，本页未检测"
        if reason and not reading.needs_browser:
            # Scripts might have drawn rows; the page itself says whether that is likely.
            self.visitor.as_it_is(address, answer, reading)
            return
        if reason:
            self.visitor.undrawn(address, answer, reading, reason)
            return
        self._drawn += 1
        request = self.request(address)
        request.meta.update({DRAW: True, "shell": (answer, reading)})
        request.callback, request.errback = self.drawn, self.undrawn
        self._engine.crawl(request)

    async def drawn(self, response: Response) -> None:
        """Record a page as a browser shows it."""
        address: Address = response.meta[ADDRESS]
        try:
            await self.visitor.arrived(address, _answer(response), is_drawn=True)
        finally:
            self._left(address)

    def undrawn(self, failure: Failure) -> None:
        """Record a page that the browser could not show."""
        request: Request = failure.request  # type: ignore[attr-defined]
        answer, reading = request.meta["shell"]
        why = _failure_text(failure.value, self.visitor.site.limits.timeout)
        self.visitor.undrawn(
            request.meta[ADDRESS], answer, reading, f"页面由脚本生成，浏览器未能打开（{why}）"
        )
        self._left(request.meta[ADDRESS])

    async def failed(self, failure: Failure) -> None:
        """Record a request that brought no answer."""
        address: Address = failure.request.meta[ADDRESS]  # type: ignore[attr-defined]
        visitor = self.visitor
        error = _failure_text(failure.value, visitor.site.limits.timeout)
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
            visitor.record(address, fetch)
        else:
            visitor.doubtful(address, fetch)
        self._left(address)

    @property
    def _engine(self) -> Any:
        return self.crawler.engine

    def _left(self, address: Address) -> None:
        if self.visitor.is_inside(address.url):
            self.inside -= 1
        else:
            self.outside -= 1

    def be_patient(self, request: Request) -> None:
        """Leave a host alone for as long as it asks, before what waits in line goes out."""
        answer: Answer | None = request.meta.get(ANSWER)
        seconds = answer.patience if answer is not None else 0.0
        slot = self._engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if seconds and slot is not None:
            slot.delay = max(slot.delay, BUSY_DELAY)
            slot.lastseen = time.monotonic() + seconds


def _referer(source: str) -> str:
    """Return the address of a page as its server knows it: without our way to spell forms."""
    return split_post(source)[0].partition("#")[0]


def _answer(response: Response) -> Answer:
    kept: Answer | None = response.meta.get(ANSWER)
    if kept is not None:
        return kept
    headers = tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    return Answer(response.status, headers, response.body)


def _failure_text(error: BaseException | None, timeout: float) -> str:
    if isinstance(error, PrivateAddressError) or REFUSED in str(error):
        return REFUSED
    if isinstance(error, IgnoreRequest) and "robots" in str(error).lower():
        return ROBOTS
    if isinstance(error, DownloadTimeoutError):
        return f"超过 {timeout:g} 秒没有响应"
    if isinstance(error, RenderError):
        return str(error)
    return next((text for kind, text in FAILURES.items() if isinstance(error, kind)), "连接中断")
