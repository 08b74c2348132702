"""Draws pages in a browser for the download handler, if there is a browser."""

import asyncio
import logging
import os
import shutil
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response

from crawler.guard import PRIVATE_HOSTS, PrivateAddressError
from crawler.network import REFUSED
from crawler.urls import host_of

if TYPE_CHECKING:
    from crawler.browser import Browser

logger = logging.getLogger(__name__)

# The setting with the prefixes that belong to the site; without it, the drawn pages' own hosts.
SCOPE = "XUNJIAN_SCOPE"
PROGRAM = "XUNJIAN_CHROMIUM"
# "0" for containers in which Chromium's own sandbox cannot start.
SANDBOX = "XUNJIAN_CHROMIUM_SANDBOX"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
EXTRA = 'pip install "xunjian[render]"'
PAGES_AT_ONCE = 2
# Idle Chromium holds about 450 MB.
IDLE_SECONDS = 30.0
# Beyond the page's own time: to get a tab, and to close one that does not want to.
GRACE_SECONDS = 10.0
# A browser that is lost so often is not started again in this crawl.
LOSSES = 4


class RenderError(RuntimeError):
    """A page that the browser could not show; the message is a Chinese sentence."""


class _LostError(Exception):
    """The browser has died or no longer answers."""


class Renderer:
    """A browser that starts with the first page, two pages at a time, and goes when idle."""

    def __init__(self, crawler: Crawler, *, idle_seconds: float = IDLE_SECONDS) -> None:
        self._crawler = crawler
        self._idle_seconds = idle_seconds
        self._browser: Browser | None = None
        self._starting = asyncio.Lock()
        self._slots = asyncio.Semaphore(PAGES_AT_ONCE)
        self._active = 0
        self._losses = 0
        self._rest: asyncio.Task[None] | None = None
        self._closing: set[asyncio.Task[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the renderer of a crawl; no browser starts yet."""
        return cls(crawler)

    @classmethod
    def available(cls) -> str:
        """Return "" if pages can be drawn, otherwise a sentence that says what to install."""
        chosen = os.environ.get(PROGRAM)
        if chosen and not _is_program(chosen):
            return f"环境变量 {PROGRAM} 所指的“{chosen}”不是可以运行的浏览器，请改正后重新检测"
        missing = [] if find_spec("scrapy_playwright") else [EXTRA]
        missing += [] if program() else ["Chromium（apt install chromium）"]
        if not missing:
            return ""
        what = " 和 ".join(missing)
        return f"页面内容由网页脚本生成，需要浏览器才能读取；请安装 {what} 后重新检测"

    async def download_request(self, request: Request) -> Response:
        """Return a page as it is after its scripts have run.

        Raises `RenderError`, `PrivateAddressError`, `DownloadTimeoutError` or, for a page over
        the size limit, `DownloadCancelledError`.
        """
        async with self._slots:
            self._active += 1
            self._wake()
            began = time.monotonic()
            try:
                response = await self._twice(request)
            finally:
                self._active -= 1
                if not self._active and self._browser is not None:
                    self._rest = asyncio.ensure_future(self._close_when_idle())
            request.meta["download_latency"] = time.monotonic() - began
            return response

    async def close(self) -> None:
        """Close the browser."""
        self._wake()
        await self._drop(self._browser)
        await asyncio.gather(*self._closing)

    async def _twice(self, request: Request) -> Response:
        """Draw a page, and once more in a new browser if the first one died of it or by chance."""
        for _ in range(2):
            browser = await self._started()
            try:
                return await self._draw(browser, request)
            except _LostError as error:
                if self._browser is browser:
                    self._losses += 1
                    logger.warning("the browser was lost at %s: %s", request.url, error.__cause__)
                await self._drop(browser)
        raise RenderError("浏览器打开该页面时异常退出")

    async def _draw(self, browser: "Browser", request: Request) -> Response:
        from playwright.async_api import Error

        try:
            async with asyncio.timeout(browser.terms.timeout + GRACE_SECONDS) as patience:
                return await browser.draw(request)
        except TimeoutError as error:
            if patience.expired():
                raise _LostError from error
            raise DownloadTimeoutError(f"{browser.terms.timeout:g} s") from error
        except Error as error:
            if host_of(request.url) in browser.proxy.refused:
                raise PrivateAddressError(REFUSED) from error
            if not await browser.is_alive():
                raise _LostError from error
            raise RenderError(_reason(error.message)) from error

    async def _started(self) -> "Browser":
        """Return the browser, starting it if there is none."""
        async with self._starting:
            if self._browser is not None:
                return self._browser
            if self._losses >= LOSSES:
                raise RenderError("浏览器多次异常退出，本次检测不再使用浏览器")
            reason = self.available()
            if reason:
                raise RenderError(reason)
            self._browser = await self._start()
            return self._browser

    async def _start(self) -> "Browser":
        # Playwright costs a second and 30 MB that a crawl without such pages need not pay.
        from playwright.async_api import Error

        from crawler.browser import Browser, Terms

        settings = self._crawler.settings
        # Each page that fails would be logged with its traceback; we report it by ourselves.
        logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)
        terms = Terms(
            program(),
            settings.get("USER_AGENT"),
            settings.getint("DOWNLOAD_MAXSIZE"),
            settings.getfloat("DOWNLOAD_TIMEOUT"),
            # The sandbox refuses to run as root.
            sandbox=os.geteuid() != 0 and os.environ.get(SANDBOX) != "0",
            allowed=tuple(settings.getlist(PRIVATE_HOSTS)),
            scope=tuple(settings.getlist(SCOPE)),
        )
        browser = Browser(self._crawler, terms)
        try:
            await browser.start()
        except (Error, OSError) as error:
            self._losses += 1
            logger.warning("Chromium does not start: %s", error)
            await browser.close()
            raise RenderError("浏览器无法启动，请查看快照目录中的 crawl.log") from error
        return browser

    async def _drop(self, browser: "Browser | None") -> None:
        if browser is not None and self._browser is browser:
            self._browser = None
            await browser.close()

    def _wake(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    async def _close_when_idle(self) -> None:
        await asyncio.sleep(self._idle_seconds)
        # From here on a new page starts a browser of its own and must not stop this from closing.
        task = asyncio.ensure_future(self._drop(self._browser))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


def program() -> str:
    """Return the path of the Chromium of this system, "" if there is none."""
    chosen = os.environ.get(PROGRAM)
    if chosen:
        return chosen if _is_program(chosen) else ""
    return next((path for path in map(shutil.which, PROGRAMS) if path), "")


def _is_program(path: str) -> bool:
    return Path(path).is_file() and os.access(path, os.X_OK)


def _reason(message: str) -> str:
    if "Download is starting" in message or "ERR_ABORTED" in message:
        return "该地址不是网页"
    if "crashed" in message.lower():
        return "浏览器打开该页面时崩溃"
    return "浏览器无法打开该页面"
