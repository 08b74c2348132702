"""Keeps the crawler away from private and loopback addresses that the site file does not name."""

from collections.abc import Sequence
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from crawler.network import REFUSED, is_public, literal_address

PRIVATE_HOSTS = "XUNJIAN_PRIVATE_HOSTS"


class PrivateAddressError(IgnoreRequest):
    """A request to an address that is not on the public internet."""


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
