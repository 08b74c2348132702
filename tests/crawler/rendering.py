"""A process that draws pages as a crawl does: a JSON order on stdin, a JSON line per page."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import psutil
from scrapy import Request, Spider
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from crawler.guard import PRIVATE_HOSTS
from crawler.render import SCOPE, Renderer

LOOPBACK = "127.0.0.1"
USER_AGENT = "Xunjian/test"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What became of a page: its address and content, or the class and text of the error."""

    url: str
    text: str = ""
    status: int = 0
    media: str = ""
    error: str = ""
    reason: str = ""
    seconds: float = 0.0


class RendererHandler(BaseDownloadHandler):
    """Hands every request to the renderer."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._is_patient = bool(crawler.settings.get("IDLE"))
        self._renderer = Renderer(crawler, idle_seconds=crawler.settings.getfloat("IDLE", 30))

    async def download_request(self, request: Request) -> Response:
        """Draw a page, with an IDLE setting only when no browser is left of the page before."""
        while self._is_patient and psutil.Process().children():
            await asyncio.sleep(0.05)
        return await self._renderer.download_request(request)

    async def close(self) -> None:
        """Close the browser."""
        await self._renderer.close()


class RenderSpider(Spider):
    """Draws the pages it is given and prints what became of them."""

    name = "render"

    def __init__(self, urls: Sequence[str]) -> None:
        super().__init__()
        self._urls = urls

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the pages."""
        for url in self._urls:
            meta = {"handle_httpstatus_all": True}
            yield Request(url, self.parse, errback=self.failed, dont_filter=True, meta=meta)

    def parse(self, response: Response) -> None:
        """Print a page."""
        told = {"url": response.url, "text": response.body.decode(), "status": response.status}
        told["media"] = (response.headers["Content-Type"] or b"").decode()
        _tell(**told, seconds=response.meta["download_latency"])

    def failed(self, failure: Failure) -> None:
        """Print an error."""
        url = failure.request.url  # type: ignore[attr-defined]
        _tell(url=url, error=type(failure.value).__name__, reason=str(failure.value))


def _tell(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def draw(*urls: str, scope: Sequence[str] = (), **settings: Any) -> dict[str, Drawn]:
    """Draw pages in a fresh process, as a crawl with these settings would, and return them."""
    order = {"urls": urls, "settings": {SCOPE: list(scope), **settings}}
    done = subprocess.run(
        [sys.executable, "-m", __name__],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    pages = [Drawn(**json.loads(line)) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert len(pages) == len(urls), done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return {page.url: page for page in pages}


def main() -> None:
    """Carry out the order on stdin."""
    order = json.load(sys.stdin)
    handler = f"{__spec__.name}.RendererHandler"
    own = {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "DOWNLOADER_MIDDLEWARES": {"crawler.guard.AddressGuard": 50},
        "ROBOTSTXT_OBEY": False,
        "RETRY_ENABLED": False,
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_LEVEL": "WARNING",
        "USER_AGENT": USER_AGENT,
        "DOWNLOAD_TIMEOUT": 20,
        "DOWNLOAD_DELAY": 0,
        "DOWNLOAD_MAXSIZE": 2_000_000,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        PRIVATE_HOSTS: [LOOPBACK],
    }
    process = AsyncCrawlerProcess(Settings({**own, **order["settings"]}))
    process.crawl(process.create_crawler(RenderSpider), urls=order["urls"])
    process.start()


if __name__ == "__main__":
    main()
