"""Looks at the host of a site once in a crawl: HTTPS, certificate, IPv6."""

import asyncio
import re
import socket
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlsplit

from crawler.ask import MOST_REDIRECTS, Asked, Desk, led_to
from crawler.curl import Answer, FetchError, RefusedError
from crawler.extract.encoding import decode
from crawler.host import Facet, HostFacts, Told
from crawler.look_six import look_six
from crawler.network import REFUSED, literal_address
from crawler.site import Site
from crawler.urls import host_of

HTTP_PORT, HTTPS_PORT = 80, 443
# A host has so many seconds for each answer.
MOST_SECONDS = 15.0
ADDRESSES_TRIED = 2
# A page that leads on by script or meta element.
LEADS_ON = re.compile(r"http-equiv=[\"']?refresh|\blocation\b", re.I)
SHORT_PAGE = 4000
UNRESOLVED = "域名未能解析"


def look_at_host(site: Site, secure_port: int | None = None) -> HostFacts:
    """Look at the host of the start address.

    `secure_port` is where HTTPS is looked for if http has a port of its own; else nowhere.
    """
    host = host_of(site.start_url)
    port = secure_port or _secure_port(site.start_url)
    is_name = literal_address(host) is None
    if port is None and not is_name:
        return HostFacts(host)
    desk = Desk(site, host, min(site.limits.timeout, MOST_SECONDS))
    return asyncio.run(_look(desk, port, is_name=is_name))


def _secure_port(url: str) -> int | None:
    parts = urlsplit(url)
    if parts.scheme == "https":
        return parts.port or HTTPS_PORT
    return HTTPS_PORT if parts.port in (None, HTTP_PORT) else None


async def _look(desk: Desk, port: int | None, *, is_name: bool) -> HostFacts:
    facts = HostFacts(desk.host)
    if is_name:
        facts = await look_six(desk, facts)
    return facts if port is None else await _look_secure(desk, facts, port)


async def _look_secure(desk: Desk, facts: HostFacts, port: int) -> HostFacts:
    # Reading certificates takes a tenth of a second to load, which most tests need not spend.
    from crawler.handshake import Handshake, Place, shake

    addresses = await desk.addresses(socket.AF_UNSPEC)
    allowed = desk.allowed(addresses or ())
    if not allowed:
        reason = REFUSED if addresses else UNRESOLVED
        return replace(facts, https=Facet(Told.UNKNOWN, reason))
    seen = Handshake(Facet(Told.UNKNOWN, UNRESOLVED))
    # Over IPv4 first: whether IPv6 works is another question.
    for address in sorted(allowed, key=lambda each: ":" in each)[:ADDRESSES_TRIED]:
        seen = await shake(Place(desk.host, address, port), desk.seconds)
        if seen.https.told is Told.YES:
            break
    plain = await _ask_plainly(desk)
    https = seen.https
    if https.told is Told.NO and not isinstance(plain, Answer):
        # Nothing answers at all: then it is not for want of HTTPS.
        https = Facet(Told.UNKNOWN, f"{https.reason}，http 也没有应答")
    facts = replace(facts, https=https, certificate=seen.certificate)
    if https.told is not Told.YES or plain is None or isinstance(plain, RefusedError):
        return facts
    return replace(facts, leads=await _leads(desk, plain))


async def _ask_plainly(desk: Desk) -> Asked | None:
    """Ask over http; None where https has a port of its own."""
    parts = urlsplit(desk.site.start_url)
    if parts.scheme == "https" and parts.port not in (None, HTTPS_PORT):
        return None
    return await desk.ask(_plain(desk))


def _plain(desk: Desk) -> str:
    """Return the start address over http."""
    parts = urlsplit(desk.site.start_url)
    if parts.scheme == "http":
        return desk.site.start_url
    return f"http://{parts.netloc.removesuffix(f':{HTTPS_PORT}')}{parts.path or '/'}"


async def _leads(desk: Desk, answer: Asked) -> Facet:
    """Say whether http leads to https, in whatever way."""
    url = _plain(desk)
    for _ in range(MOST_REDIRECTS):
        url = "" if isinstance(answer, FetchError) else led_to(url, answer)
        if url.startswith("https:"):
            return Facet(Told.YES)
        if not url:
            break
        answer = await desk.ask(url)
    if isinstance(answer, FetchError) or answer.status != HTTPStatus.OK:
        return Facet(Told.UNKNOWN, "http 没有正常应答")
    text = decode(answer.body).text
    if len(text) < SHORT_PAGE and LEADS_ON.search(text):
        return Facet(Told.UNKNOWN, "http 页面由脚本跳转，没有跟下去")
    return Facet(Told.NO, "用 http 访问时没有转到 https")
