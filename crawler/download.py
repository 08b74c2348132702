"""Scrapy's way to the web: libcurl, or a browser for pages that scripts draw."""

from collections.abc import Mapping

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.http import Response
from scrapy.http.headers import Headers

from crawler import curl
from crawler.forms import split_post
from crawler.guard import PRIVATE_HOSTS, PrivateAddressError
from crawler.page import Role
from crawler.render import Renderer


class InsecureError(DownloadFailedError):
    """The server answered, but no secure connection came about."""


FAILURES: Mapping[type[curl.FetchError], type[Exception]] = {
    curl.UnknownHostError: CannotResolveHostError,
    curl.RefusedError: DownloadConnectionRefusedError,
    curl.TimeOutError: DownloadTimeoutError,
    curl.TooLargeError: DownloadCancelledError,
    curl.PrivateError: PrivateAddressError,
    curl.HandshakeError: InsecureError,
}
# The key of a request's meta: a glance at the answer will do, its headers and how it begins.
GLANCE = "glance"
# Titles and the first words stand within so many bytes, which come with the first packets.
GLANCE_BYTES = 16 * 1024
# A browser shall draw the page.
DRAW = "draw"
# The answer as it came.
ANSWER = "answer"
# Of the headers, all that Scrapy itself looks at.
COOKIE = "set-cookie"


class WebHandler(BaseDownloadHandler):
    """Downloads http and https; the answer's body is unpacked already."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._limit = settings.getint("DOWNLOAD_MAXSIZE")
        self._timeout = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._curl = curl.Curl(
            settings.getlist(PRIVATE_HOSTS),
            per_host=settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
        )
        self._renderer: Renderer | None = None

    async def download_request(self, request: Request) -> Response:
        """Return the answer to a request."""
        if request.meta.get(DRAW):
            if self._renderer is None:
                self._renderer = Renderer.from_crawler(self.crawler)
            return await self._renderer.download_request(request)
        address = request.meta.get("address")
        is_data = address is not None and address.role is Role.DATA
        # A page must not make us send a form by a link that looks like one.
        url, form = split_post(request.url) if is_data else (request.url, None)
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in request.headers.items()
            for value in values
        ]
        question = curl.Question(
            url,
            headers,
            form,
            timeout=self._timeout,
            limit=self._limit,
            headers_only=bool(request.meta.get(GLANCE)),
            beginning=GLANCE_BYTES if request.meta.get(GLANCE) else 0,
            proxy=request.meta.get("proxy") or "",
        )
        try:
            answer = await self._curl.ask(question)
        except curl.FetchError as error:
            raise FAILURES.get(type(error), DownloadFailedError)(str(error)) from error
        request.meta["download_latency"] = answer.seconds
        request.meta[ANSWER] = answer
        cookies = [(name, value) for name, value in answer.headers if name == COOKIE]
        return Response(
            request.url,
            status=answer.status,
            headers=Headers(cookies, encoding="latin-1") if cookies else None,
            body=answer.body,
        )

    async def close(self) -> None:
        """Close connections and browser."""
        self._curl.close()
        if self._renderer is not None:
            await self._renderer.close()
