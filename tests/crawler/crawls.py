"""Short real crawls of a server on loopback."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from crawler.crawl import crawl
from crawler.site import Column, Limits, Site
from crawler.snapshot import Snapshot, Target
from tests.crawler.builders import TODAY
from tests.crawler.server import HostileServer, Reply

LIMITS = Limits(
    delay=0, concurrency=8, timeout=1.5, retries=1, body=200_000, duration=60, cloaking=False
)
ROBOTS = Reply("User-agent: *\nDisallow: /private/\n", media="text/plain")


def site_of(server: HostileServer, *columns: Column, **limits: Any) -> Site:
    """Describe the server as a site, with tight limits."""
    return Site(
        "test",
        "测试站",
        server.url,
        columns=columns,
        private_hosts=("127.0.0.1",),
        limits=replace(LIMITS, **limits),
    )


def column_of(server: HostileServer, path: str) -> Column:
    """Describe a column of the server."""
    return Column(path.strip("/"), "栏目", f"{server.url}{path.lstrip('/')}", "unit")


def crawled(site: Site, directory: Path, target: Target | None = None) -> Snapshot:
    """Crawl the site, or `target` of it."""
    return crawl(site, target or Target(), directory, today=TODAY)
