"""Chromium under guard: how it is started, which way out it has, how it ends.

Imported only where scrapy-playwright is installed; `crawler.render` asks first.
"""

import asyncio
import logging
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

from playwright.async_api import BrowserContext, CDPSession, Error, Page, Request, Route
from scrapy import Request as Order
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy_playwright.handler import Config, ScrapyPlaywrightDownloadHandler

from crawler.proxy import GuardedProxy
from crawler.render import PAGES_AT_ONCE, RenderError
from crawler.settle import read, settled
from crawler.traffic import Policy, Traffic
from crawler.urls import host_of

logger = logging.getLogger(__name__)

LAUNCH_SECONDS = 20.0
CLOSE_SECONDS = 5.0
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--dns-prefetch-disable",
    # Nothing but the proxy: no name is resolved and no datagram is sent by the browser itself.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--js-flags=--max-old-space-size=512",
)
# The mailer's passwords and the like are none of the browser's business.
ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
# Peers and transports by datagram pass every proxy by; the flags forbid them as well.
DISARM = """for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport'])
    delete globalThis[name]"""


class TooLargeError(DownloadCancelledError):
    """A page whose drawn content is larger than the limit."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms the browser runs: program, limits and the hosts that may be private."""

    program: str
    user_agent: str
    limit: int
    timeout: float
    sandbox: bool
    allowed: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()


class Browser(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # untyped package
    """scrapy-playwright's handler with one guarded context, and with an eye on when to read."""

    def __init__(self, crawler: Crawler, terms: Terms) -> None:
        super().__init__(crawler)
        self.terms = terms
        self.policy = Policy(terms.scope, terms.allowed)
        self.proxy = GuardedProxy(terms.allowed, terms.limit)
        self.process_request_headers = None
        self.abort_request = self._refuses
        self.process = 0

    async def start(self) -> None:
        """Start proxy and Chromium."""
        address = await self.proxy.start()
        self.config = Config.from_settings(Settings(_options(self.terms, address)))
        self.config.target_closed_max_retries = 0
        await self._launch()
        session: CDPSession = await self.browser.new_browser_cdp_session()
        facts = await session.send("SystemInfo.getProcessInfo")
        found = [each["id"] for each in facts["processInfo"] if each["type"] == "browser"]
        self.process = int(found[0])

    async def draw(self, order: Order) -> HtmlResponse:
        """Return a page as it is after its scripts have run."""
        self.policy.open_to(order.url)
        self.proxy.open_hosts.add(host_of(order.url))
        self.proxy.begin_page()
        inner = order.replace(meta={"playwright": True})
        response: HtmlResponse = await self.download_request(inner)
        return response

    async def is_alive(self) -> bool:
        """Whether the browser still answers."""
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                session = await self.browser.new_browser_cdp_session()
                await session.detach()
        except (Error, TimeoutError):
            return False
        return True

    def kill(self) -> None:
        """End a browser that no longer answers."""
        if self.process:
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)

    async def close(self) -> None:
        """Close the browser; one that does not answer is ended."""
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await super().close()
        except (Error, OSError, TimeoutError) as error:
            logger.info("the browser did not close by itself: %s", error)
            self.kill()
            with suppress(Error, OSError, TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self.browser_provider.close()
        await self.proxy.close()

    async def _create_browser_context(self, *args: object, **kwargs: object) -> object:
        wrapper = await super()._create_browser_context(*args, **kwargs)
        context: BrowserContext = wrapper.context
        # The pages that we open have a route of their own; what comes here was opened by scripts.
        await context.route("**/*", _abort)
        await context.add_init_script(DISARM)
        await context.route_web_socket("**/*", lambda socket: socket.close())
        return wrapper

    async def _refuses(self, asked: Request) -> bool:
        if not self.policy.permits(asked):
            return True
        self.proxy.open_hosts.add(host_of(asked.url))
        return False

    async def _download_request_with_page(
        self, request: Order, page: Page, spider: object
    ) -> HtmlResponse:
        # scrapy-playwright reads at once, without a limit, or waits for every last picture.
        crash = asyncio.Event()
        page.on("crash", lambda crashed: crash.set())
        page.on("popup", lambda popup: popup.close())
        reading = asyncio.ensure_future(self._read(request, page))
        crashing = asyncio.ensure_future(crash.wait())
        try:
            async with asyncio.timeout(self.terms.timeout):
                await asyncio.wait({reading, crashing}, return_when=asyncio.FIRST_COMPLETED)
            if not reading.done():
                raise RenderError("浏览器打开该页面时崩溃")
            return reading.result()
        finally:
            reading.cancel()
            crashing.cancel()
            await self._close_page(page)

    async def _read(self, request: Order, page: Page) -> HtmlResponse:
        traffic = Traffic()
        traffic.watch(page, self.policy)
        answer = await page.goto(request.url, wait_until="commit", timeout=0)
        session = await page.context.new_cdp_session(page)
        look, is_drawn = await settled(session, traffic, answer)
        if not self.policy.is_inside(look.url):
            raise RenderError("该页面由脚本转到了站外地址")
        if traffic.failed and not is_drawn:
            raise RenderError(f"该页面的数据没有取到（{traffic.failed[0]}）")
        body = await read(session, self.terms.limit)
        if not body:
            raise TooLargeError(f"more than {self.terms.limit} bytes")
        headers = {"Content-Type": "text/html; charset=utf-8"}
        status = answer.status if answer is not None else HTTPStatus.OK
        return HtmlResponse(look.url, status, headers, body, ["rendered"], encoding="utf-8")

    async def _close_page(self, page: Page) -> None:
        # A script that runs for ever keeps its page from closing; the browser goes with it.
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await page.close()
        except TimeoutError:
            self.kill()


async def _abort(route: Route) -> None:
    await route.abort()


def _options(terms: Terms, proxy: str) -> Mapping[str, object]:
    launch = {
        "executable_path": terms.program,
        "args": list(FLAGS),
        "proxy": {"server": proxy},
        "chromium_sandbox": terms.sandbox,
        "timeout": LAUNCH_SECONDS * 1000,
        "env": {name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
    }
    context = {
        "user_agent": terms.user_agent,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "service_workers": "block",
        "accept_downloads": False,
        "permissions": [],
        # As for all other requests: what is read is public, and old certificates are common.
        "ignore_https_errors": True,
    }
    return {
        "PLAYWRIGHT_LAUNCH_OPTIONS": launch,
        "PLAYWRIGHT_CONTEXTS": {"default": context},
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": PAGES_AT_ONCE,
        "PLAYWRIGHT_RESTART_DISCONNECTED_BROWSER": False,
    }
