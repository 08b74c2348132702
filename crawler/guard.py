"""Keeps the crawler away from private and loopback addresses that the site file does not name."""

import socket
from collections.abc import Sequence
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

PRIVATE_HOSTS = "XUNJIAN_PRIVATE_HOSTS"
REFUSED = "拒绝访问内网地址"
# IPv6 addresses whose last 32 bits are an IPv4 address: NAT64 and the old compatible form.
CARRIERS = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))


class PrivateAddressError(IgnoreRequest):
    """A request to an address that is not on the public internet."""


def is_public(address: str) -> bool:
    """Whether a literal IP address is on the public internet."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        ip = _carried(ip) or ip
    return ip.is_global and not ip.is_multicast


def _carried(ip: IPv6Address) -> IPv4Address | None:
    if any(ip in network for network in CARRIERS):
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def literal_address(host: str) -> str | None:
    """Return the IP address that `host` spells in any way (127.1, 0x7f.1, 2130706433), or None."""
    try:
        return str(ip_address(host.strip("[]")))
    except ValueError:
        pass
    if not host or not host[0].isdigit():
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


class AddressGuard:
    """Downloader middleware that refuses literal private addresses."""

    def __init__(self, allowed: Sequence[str]) -> None:
        self._allowed = frozenset(allowed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the allowed hosts from the settings."""
        return cls(crawler.settings.getlist(PRIVATE_HOSTS))

    def process_request(self, request: Request) -> None:
        """Let a request pass or raise `PrivateAddressError`."""
        host = urlsplit(request.url).hostname or ""
        address = literal_address(host)
        if address and host not in self._allowed and not is_public(address):
            raise PrivateAddressError(REFUSED)


class GuardedResolver(CachingThreadedResolver):
    """Resolver that refuses names which lead to private addresses."""

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._allowed: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Read the allowed hosts from the settings."""
        resolver = super().from_crawler(crawler, reactor)
        resolver._allowed = frozenset(crawler.settings.getlist(PRIVATE_HOSTS))
        return resolver

    def getHostByName(  # noqa: N802 - the name Twisted calls
        self, name: str, timeout: Sequence[int] = ()
    ) -> Deferred[str]:
        """Resolve `name`, failing for a private address."""
        return super().getHostByName(name, timeout).addCallback(self._check, name)

    def _check(self, address: str, name: str) -> str:
        if name in self._allowed or is_public(address):
            return address
        raise DNSLookupError(REFUSED)


class Lookup(StrEnum):
    """Why a name could not be used."""

    MISSING = "missing"
    PRIVATE = "private"
    UNCLEAR = "unclear"


def look_up(host: str) -> Lookup:
    """Say why `host` did not resolve: for certain no such name, private addresses, or unclear."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        return Lookup.MISSING if error.errno == socket.EAI_NONAME else Lookup.UNCLEAR
    except (OSError, UnicodeError):
        return Lookup.UNCLEAR
    # The last field begins with the address, in IPv6 with a zone behind a percent sign.
    addresses = {str(address[0]).partition("%")[0] for *_, address in found}
    return Lookup.UNCLEAR if any(map(is_public, addresses)) else Lookup.PRIVATE
