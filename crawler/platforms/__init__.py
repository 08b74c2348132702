"""What content systems do with lists, a module each: rows no parser sees, further list pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from crawler.page import Entry
from crawler.platforms import generic, hanweb, trs, ucap

Rows = Callable[[str, str, date], list[Entry]]
ListPages = Callable[[str, str], list[str]]


@dataclass(frozen=True, slots=True)
class Platform:
    """A content system: `list_pages` and `rows` return nothing where its marks are absent."""

    name: str
    list_pages: ListPages
    rows: Rows | None = None


PLATFORMS = {
    platform.name: platform
    for platform in (
        Platform("trs", trs.list_pages),
        Platform("ucap", ucap.list_pages),
        Platform("hanweb", hanweb.list_pages, hanweb.rows),
        Platform("generic", generic.list_pages, generic.rows),
    )
}


def hidden_rows(html: str, url: str, today: date) -> list[Entry]:
    """Return list rows that stand in scripts and data islands."""
    rows: list[Entry] = []
    for platform in PLATFORMS.values():
        if platform.rows is not None:
            rows.extend(platform.rows(html, url, today))
    return rows


def is_data_address(url: str) -> bool:
    """Whether an address of a list's further rows answers with data instead of a page."""
    return "dataproxy.jsp" in url


def list_pages(html: str, url: str, platform: str = "auto") -> list[str]:
    """Return the addresses of the list's further pages, by the site's platform or any."""
    chosen = PLATFORMS.values() if platform == "auto" else [PLATFORMS[platform]]
    for candidate in chosen:
        pages = candidate.list_pages(html, url)
        if pages:
            return [page for page in pages if page != url]
    return []
