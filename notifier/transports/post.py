"""One POST whose last byte goes out only when the ledger has noted it."""

import asyncio
import ipaddress
import ssl
import urllib.request
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import httpx

from notifier.transports.platform import Request
from notifier.transports.reasons import reason
from notifier.transports.transport import TransportError, UnknownDelivery

MOST_ANSWER = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a request may take, and which servers it may go to.

    `ca_file` is for a platform inside the office's network; `may_be_plain` lets loopback do
    without encryption.
    """

    timeout: float = 10.0
    total: float = 20.0
    ca_file: str | None = None
    may_be_plain: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; an answer that is too long for a robot's is cut."""

    status: int
    body: bytes
    retry_after: str = ""


def post(request: Request, on_commit: Callable[[], None], limits: Limits) -> Answer:
    """Send once, without following redirects; raise TransportError or UnknownDelivery."""
    return asyncio.run(_post(request, on_commit, limits))


async def _post(request: Request, on_commit: Callable[[], None], limits: Limits) -> Answer:
    is_committed = False

    async def content() -> AsyncIterator[bytes]:
        nonlocal is_committed
        yield request.body[:-1]
        on_commit()
        is_committed = True
        yield request.body[-1:]

    try:
        url = _checked(request.address, limits)
        # The time-outs of the parts count from the last byte; this one counts from the first.
        async with asyncio.timeout(limits.total):
            return await _exchange(url, content(), len(request.body), limits)
    except (httpx.HTTPError, TimeoutError, OSError) as error:
        # Neither chained nor quoted: what libraries say may hold the address.
        said = _reason(error)
    if is_committed:
        raise UnknownDelivery(f"消息已全部发出，但没有收到答复（{said}）")
    raise TransportError(f"连接失败：{said}，没有发送", permanent=False, is_closed=True)


async def _exchange(
    url: httpx.URL, content: AsyncIterator[bytes], length: int, limits: Limits
) -> Answer:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(length),
        "Accept-Encoding": "identity",
        "User-Agent": "xunjian",
    }
    times = httpx.Timeout(limits.timeout).as_dict()
    request = httpx.Request(
        "POST", url, headers=headers, content=content, extensions={"timeout": times}
    )
    # Without the client: it would write the address, which is a secret, into the log.
    async with httpx.AsyncHTTPTransport(verify=_tls(url, limits), proxy=_proxy(url)) as transport:
        response = await transport.handle_async_request(request)
        body = b""
        try:
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > MOST_ANSWER:
                    break
        finally:
            await response.aclose()
    return Answer(response.status_code, body, response.headers.get("Retry-After", ""))


def _checked(address: str, limits: Limits) -> httpx.URL:
    try:
        url = httpx.URL(address)
        is_whole = bool(url.host) and not url.userinfo
    except (httpx.InvalidURL, ValueError):
        is_whole = False
    if not is_whole:
        raise _unfit("机器人地址不是完整的网址")
    if url.scheme != "https" and not (
        limits.may_be_plain and url.scheme == "http" and _is_loopback(url.host)
    ):
        raise _unfit("机器人地址应以 https:// 开头")
    return url


def _unfit(text: str) -> TransportError:
    # From the environment or a file: it can be mended within the day.
    return TransportError(
        f"{text}，请核对保存地址的环境变量或文件", permanent=False, is_closed=True
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _tls(url: httpx.URL, limits: Limits) -> ssl.SSLContext:
    if url.scheme != "https":
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if limits.ca_file:
        return ssl.create_default_context(cafile=limits.ca_file)
    return httpx.create_ssl_context()


def _proxy(url: httpx.URL) -> str | None:
    """Return the proxy that the environment names for this host; many offices have one."""
    if _is_loopback(url.host) or urllib.request.proxy_bypass(url.host):
        return None
    found = urllib.request.getproxies()
    proxy = found.get(url.scheme) or found.get("all")
    if proxy and "://" not in proxy:
        proxy = f"http://{proxy}"
    return proxy if proxy and proxy.startswith(("http://", "https://")) else None


def _reason(error: BaseException) -> str:
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return "超时，对方没有应答"
    if isinstance(error, httpx.ProxyError):
        return "代理服务器没有接通"
    if isinstance(error, httpx.ProtocolError | httpx.DecodingError):
        return "对方的应答中断或不合规范"
    said = reason(error)
    return said if not said.isascii() else "连接中断"
