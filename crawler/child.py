"""The process of one crawl: `python -m crawler.child DIRECTORY`; progress as JSON on stdout."""

import ctypes
import logging
import os
import signal
import sys
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.extract.sandbox import Sandbox
from crawler.frontier import Frontier
from crawler.guard import PRIVATE_HOSTS
from crawler.page import Fetch, Page, Role
from crawler.site import Site
from crawler.spider import SiteSpider, report
from crawler.urls import suffix_of

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Crawl what is pending in the directory, then read the attachments."""
    _die_with_parent()
    directory = Path(sys.argv[1])
    frontier = Frontier(directory)
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.update(site_settings(frontier.site))
    process = AsyncCrawlerProcess(settings)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    crawler = process.create_crawler(SiteSpider)
    process.crawl(crawler, frontier=frontier)
    process.start()
    spider = crawler.spider
    assert isinstance(spider, SiteSpider)
    read_files(frontier)
    _, pending = frontier.counts()
    stopped = spider.stopped or (f"还有 {pending} 个地址未访问" if pending else "")
    frontier.finish(stopped, cut=spider.discovery.cut)
    frontier.close()


def site_settings(site: Site) -> dict[str, object]:
    """Return the Scrapy settings that a site's limits ask for."""
    limits = site.limits
    return {
        "ROBOTSTXT_OBEY": limits.robots,
        "DOWNLOAD_DELAY": limits.delay,
        "CONCURRENT_REQUESTS_PER_DOMAIN": limits.concurrency,
        "CONCURRENT_REQUESTS": max(8, limits.concurrency),
        "DOWNLOAD_TIMEOUT": limits.timeout,
        "DOWNLOAD_MAXSIZE": limits.body,
        "CLOSESPIDER_TIMEOUT": limits.duration,
        "USER_AGENT": limits.user_agent,
        PRIVATE_HOSTS: list(site.private_hosts),
    }


def read_files(frontier: Frontier) -> None:
    """Read the text of the attachments that were fetched, each in the sandbox."""
    # The archive being written must be readable to its end.
    with Sandbox() as sandbox:
        for fetch in frontier.unread_files():
            frontier.store(_file_page(frontier, sandbox, fetch))
            report(frontier)


def _file_page(frontier: Frontier, sandbox: Sandbox, fetch: Fetch) -> Page:
    body = frontier.body(fetch.url) or b""
    content = sandbox.read(body, suffix_of(fetch.url))
    return Page(
        fetch,
        Role.FILE,
        title=content.title,
        text=content.text,
        tables=content.tables,
        places=content.places,
        unreadable=content.unreadable,
    )


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:
            sys.exit(1)


if __name__ == "__main__":
    main()
