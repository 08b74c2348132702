"""What content systems do with lists, a module each: rows no parser sees, further list pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from crawler.forms import MARK
from crawler.page import Entry
from crawler.platforms import arrays, generic, gkmlpt, hanweb, jpaas, trs, ucap, vsb

AUTO = "auto"


def _no_rows(html: str, url: str, today: date) -> list[Entry] | None:
    return None


def _no_data(url: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Platform:
    """A content system.

    `recognises` says whether a page bears its marks, `list_pages` gives the addresses of a list's
    other pages, also from the answer of a data address; `rows` are those that only scripts show,
    None where there are none; `is_data` knows the addresses that answer with data.
    """

    name: str
    recognises: Callable[[str, str], bool]
    list_pages: Callable[[str, str], list[str]]
    rows: Callable[[str, str, date], list[Entry] | None] = _no_rows
    is_data: Callable[[str], bool] = _no_data


# In the order in which they are asked: systems with an interface of their own first.
PLATFORMS: Mapping[str, Platform] = MappingProxyType(
    {
        platform.name: platform
        for platform in (
            Platform("gkmlpt", gkmlpt.recognises, gkmlpt.list_pages, gkmlpt.rows, gkmlpt.is_data),
            Platform("jpaas", jpaas.recognises, jpaas.list_pages, jpaas.rows, jpaas.is_data),
            Platform("hanweb", hanweb.recognises, hanweb.list_pages, hanweb.rows, hanweb.is_data),
            Platform("ucap", ucap.recognises, ucap.list_pages),
            Platform("trs", trs.recognises, trs.list_pages),
            Platform("vsb", vsb.recognises, vsb.list_pages),
            Platform("arrays", arrays.recognises, arrays.list_pages, arrays.rows),
            Platform("generic", generic.recognises, generic.list_pages),
        )
    }
)


def recognise(html: str, url: str) -> str:
    """Return the name of the content system that made the page, "" if none is known."""
    return next((name for name, each in PLATFORMS.items() if each.recognises(html, url)), "")


def hidden_rows(html: str, url: str, today: date, platform: str = AUTO) -> list[Entry]:
    """Return list rows that stand in scripts and data islands, or in an endpoint's answer."""
    for candidate in _candidates(url, platform):
        rows = candidate.rows(html, url, today)
        if rows:
            return rows
    return []


def is_data_address(url: str) -> bool:
    """Whether an address of a list's further rows answers with data instead of a page."""
    return any(platform.is_data(url) for platform in PLATFORMS.values())


def list_pages(html: str, url: str, platform: str = AUTO) -> list[str]:
    """Return the addresses of the list's other pages, by the site's platform or any.

    `html` may also be the answer of a data address: totals are often first known there.
    """
    for candidate in _candidates(url, platform):
        pages = candidate.list_pages(html, url)
        if pages:
            return [page for page in dict.fromkeys(pages) if page != url and _may_ask(page)]
    return []


def _may_ask(address: str) -> bool:
    """Whether to ask for an address: a link must not make the crawler send a form anywhere."""
    return bool(address) and (MARK not in address or is_data_address(address))


def _candidates(url: str, name: str) -> list[Platform]:
    """Return the platforms to ask; each looks for its own marks, the generic one comes last."""
    if name != AUTO:
        return [PLATFORMS[name]]
    owners = [platform for platform in PLATFORMS.values() if platform.is_data(url)]
    return owners or list(PLATFORMS.values())
