"""What a page in the browser may ask for, and what it has asked for."""

from collections.abc import Collection
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from playwright.async_api import Page, Request, Response

from crawler.extract.need import ASIDE
from crawler.network import is_public, literal_address
from crawler.urls import canonical, is_in_scope

DATA_KINDS = frozenset({"xhr", "fetch"})
CODE_KINDS = frozenset({"script", "stylesheet"})
OWN_KINDS = DATA_KINDS | CODE_KINDS | {"document"}
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


class Policy:
    """Which requests of a page go out: the site's own, and scripts and styles of others."""

    def __init__(self, scope: Collection[str], allowed: Collection[str]) -> None:
        self._scope = tuple(scope)
        self._allowed = frozenset(allowed)
        self._own = {prefix.partition("/")[0] for prefix in scope}

    def open_to(self, url: str) -> None:
        """Take the host of a page that is to be drawn for the site's own."""
        netloc = _netloc(url)
        self._own.add(netloc)
        if not is_in_scope(canonical(url), self._scope):
            self._scope += (netloc,)

    def permits(self, asked: Request) -> bool:
        """Whether a request may go out."""
        parts = urlsplit(asked.url)
        literal = literal_address(parts.hostname or "")
        if parts.scheme not in ("http", "https") or asked.method not in METHODS:
            return False
        if literal and parts.hostname not in self._allowed and not is_public(literal):
            return False
        kind = asked.resource_type
        if kind == "document":
            return self.is_inside(asked.url)
        if _netloc(asked.url) in self._own:
            return kind in OWN_KINDS
        return kind in CODE_KINDS and asked.method == "GET"

    def is_content(self, asked: Request) -> bool:
        """Whether a request is for data or scripts of the site itself, not for a counter."""
        is_own = _netloc(asked.url) in self._own
        is_code = asked.resource_type in DATA_KINDS or asked.resource_type == "script"
        return is_own and is_code and not ASIDE.search(urlsplit(asked.url).path)

    def is_inside(self, url: str) -> bool:
        """Whether an address belongs to the site."""
        return is_in_scope(canonical(url), self._scope)


def _netloc(url: str) -> str:
    return urlsplit(canonical(url)).netloc


@dataclass(slots=True)
class Traffic:
    """What a page has asked of its own site: what is under way and the data that did not come."""

    under_way: set[Request] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)

    def watch(self, page: Page, policy: Policy) -> None:
        """Follow the requests of a page."""

        def began(asked: Request) -> None:
            if policy.is_content(asked):
                self.under_way.add(asked)

        def broke(asked: Request) -> None:
            if asked in self.under_way and asked.resource_type in DATA_KINDS:
                self.failed.append(asked.url)
            self.under_way.discard(asked)

        def answered(response: Response) -> None:
            asked = response.request
            if asked.resource_type in DATA_KINDS and policy.is_content(asked) and is_bad(response):
                self.failed.append(response.url)

        def ended(asked: Request) -> None:
            self.under_way.discard(asked)

        page.on("request", began)
        page.on("requestfinished", ended)
        page.on("requestfailed", broke)
        page.on("response", answered)


def is_bad(response: Response) -> bool:
    """Whether a server refuses or fails."""
    return response.status >= HTTPStatus.BAD_REQUEST
