"""Tells public network addresses from private ones, in every spelling, and why a name fails."""

import socket
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from crawler.page import PRIVATE

REFUSED = PRIVATE
# IPv6 addresses whose last 32 bits are an IPv4 address: NAT64 and the old compatible form.
CARRIERS = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))


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
