"""Runs the spider in Scrapy's process, with the settings that a site asks for."""

import logging

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.guard import PRIVATE_HOSTS
from crawler.render import SCOPE
from crawler.scheduler import OUTSIDE
from crawler.site import Site
from crawler.spider import SiteSpider
from crawler.urls import scope_of
from crawler.visitor import Visitor


def run_spider(visitor: Visitor) -> None:
    """Fetch what the visitor has in line."""
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.update(site_settings(visitor.site))
    process = AsyncCrawlerProcess(settings)
    # Scrapy sets this to DEBUG for itself when it starts.
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    process.crawl(process.create_crawler(SiteSpider), visitor=visitor)
    process.start()


def site_settings(site: Site) -> dict[str, object]:
    """Return the Scrapy settings that a site's limits ask for."""
    limits = site.limits
    return {
        "ROBOTSTXT_OBEY": limits.robots,
        "DOWNLOAD_DELAY": limits.delay,
        # A site that gets slower is asked more slowly; without a delay nobody asked for care.
        "AUTOTHROTTLE_ENABLED": limits.delay > 0,
        "AUTOTHROTTLE_START_DELAY": limits.delay,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": limits.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": limits.concurrency,
        "CONCURRENT_REQUESTS": 2 * limits.concurrency + OUTSIDE,
        "DOWNLOAD_TIMEOUT": limits.timeout,
        "DOWNLOAD_MAXSIZE": limits.body,
        "CLOSESPIDER_TIMEOUT": limits.duration,
        "USER_AGENT": limits.user_agent,
        PRIVATE_HOSTS: list(site.private_hosts),
        SCOPE: list(scope_of(site.start_url, site.scope)),
    }
