"""Tells whether a site can be reached over IPv6, and what it shows there."""

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from crawler.ask import ERROR_PAGES, Asked, Desk, title_of
from crawler.curl import FetchError, RefusedError, TimeOutError
from crawler.host import Facet, HostFacts, Told
from crawler.network import REFUSED, is_public

IPV4, IPV6 = 4, 6
Places = Sequence[tuple[str, int]]
# Public name servers: one of them answers wherever IPv6 works. Asked only if a site does not.
WITNESSES = (("2400:3200::1", 53), ("2402:4e00::", 53))


async def look_six(desk: Desk, facts: HostFacts, witnesses: Places = WITNESSES) -> HostFacts:
    """Add what concerns IPv6."""
    four, six = await asyncio.gather(
        desk.addresses(socket.AF_INET), desk.addresses(socket.AF_INET6)
    )
    # Neither kind of address: the name itself could not be looked up.
    if six is None or not (six or four):
        unknown = Facet(Told.UNKNOWN, "查询 IPv6 地址（AAAA 记录）时没有得到答复")
        return replace(facts, six_name=unknown, six=unknown)
    if not six:
        none = Facet(Told.NO, "域名没有 IPv6 地址（AAAA 记录）")
        return replace(facts, six_name=none, six=none)
    facts = replace(facts, six_name=Facet(Told.YES))
    allowed = desk.allowed(six)
    if not allowed:
        return replace(facts, six=Facet(Told.UNKNOWN, REFUSED))
    is_far = any(map(is_public, allowed))
    if is_far and not _has_route(witnesses):
        return replace(facts, six=Facet(Told.UNKNOWN, "本机没有 IPv6 网络，不能试访问"))
    over_six = await desk.home(IPV6)
    over_four = await desk.home(IPV4) if four else None
    facet = _judged(over_six, desk.seconds)
    is_silent = facet.told is Told.NO and isinstance(over_six, FetchError)
    if is_silent and is_far and not await _any_answers(witnesses, desk.seconds):
        facet = Facet(Told.UNKNOWN, "没有应答，本机的 IPv6 网络也不通")
    return replace(facts, six=facet, title_four=title_of(over_four), title_six=title_of(over_six))


def _judged(answer: Asked, seconds: float) -> Facet:
    if isinstance(answer, RefusedError):
        return Facet(Told.NO, "通过 IPv6 不能建立连接")
    if isinstance(answer, TimeOutError):
        return Facet(Told.NO, f"通过 IPv6 访问，{seconds:g} 秒没有打开")
    if isinstance(answer, FetchError):
        return Facet(Told.UNKNOWN, "通过 IPv6 访问时连接中断")
    if answer.status in ERROR_PAGES:
        return Facet(Told.NO, f"通过 IPv6 访问得到 HTTP {answer.status}")
    if answer.status >= HTTPStatus.BAD_REQUEST:
        return Facet(Told.UNKNOWN, f"通过 IPv6 访问得到 HTTP {answer.status}，可能被拦截")
    return Facet(Told.YES)


def _has_route(witnesses: Places) -> bool:
    """Whether this machine has an IPv6 address of the public internet; nothing is sent."""
    for place in witnesses:
        try:
            with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
                probe.connect(place)
                if is_public(probe.getsockname()[0]):
                    return True
        except OSError:
            continue
    return False


async def _any_answers(witnesses: Places, seconds: float) -> bool:
    async def answers(address: str, port: int) -> bool:
        try:
            async with asyncio.timeout(seconds):
                _, writer = await asyncio.open_connection(address, port)
        except (OSError, TimeoutError):
            return False
        writer.transport.abort()
        return True

    return any(await asyncio.gather(*(answers(*place) for place in witnesses)))
