"""Feeds Scrapy from the frontier: nothing waits in memory but what is about to be asked."""

from typing import Self

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from crawler.address import Address
from crawler.spider import SiteSpider

# Requests to hosts elsewhere under way at a time; each goes to another host.
OUTSIDE = 8


class FrontierScheduler(BaseScheduler):
    """Hands out requests for what the visitor has in line."""

    def __init__(self) -> None:
        self._spider: SiteSpider | None = None
        self._extra: list[Request] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make a scheduler."""
        return cls()

    def open(self, spider: Spider) -> None:
        """Meet the spider, who knows the visitor."""
        assert isinstance(spider, SiteSpider)
        self._spider = spider

    def has_pending_requests(self) -> bool:
        """Whether anything waits."""
        return bool(self._extra or (self._spider and len(self._spider.visitor.queue)))

    def enqueue_request(self, request: Request) -> bool:
        """Take a request that did not come from the frontier."""
        self._extra.append(request)
        return True

    def next_request(self) -> Request | None:
        """Return the next request, None if none may go out now."""
        if self._extra:
            return self._extra.pop()
        spider = self._spider
        if spider is None:
            return None
        address = self._next(spider)
        return spider.request(address) if address is not None else None

    def _next(self, spider: SiteSpider) -> Address | None:
        visitor = spider.visitor
        if spider.inside < spider.most_inside:
            address = visitor.next_inside()
            if address is not None:
                return address
        return visitor.next_outside() if spider.outside < OUTSIDE else None
