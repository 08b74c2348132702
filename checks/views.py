"""What page, column and site rules may look at."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from crawler.page import Entry, Fetch, Link, Outcome, Page, Place, Role, Table
from crawler.site import Column, Site


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be checked: a page, an attachment, a local file, or the template of a site.

    `page` is None for a text that was not crawled. `day` is the publication date, if known.
    """

    text: str
    title: str = ""
    tables: tuple[Table, ...] = ()
    places: tuple[Place, ...] = ()
    day: date | None = None
    url: str = ""
    subject: str = ""
    name: str = ""
    page: Page | None = None
    column: Column | None = None

    def place(self, offset: int) -> str:
        """Say where in the file this offset of `text` stands, "" for a page's main text."""
        index = bisect_right([place.start for place in self.places], offset) - 1
        return self.places[index].name if index >= 0 else ""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column with its list rows, all list pages taken together, in list order.

    `reached` is False when the list could not be read to its end; `reason` then says why.
    `is_list` is False for a static page, a page of links or a redirect to somewhere else;
    `is_moved` when that is another column, which is then judged in its place.
    """

    column: Column
    entries: tuple[Entry, ...] = ()
    reached: bool = True
    reason: str = ""
    is_list: bool = True
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A link with the page that carries it."""

    page: Page
    link: Link


@dataclass(frozen=True, slots=True)
class SiteView:
    """A whole crawl: pages and fetches by canonical address.

    `seen` are the pages that were seen as people see them, None where all were.
    """

    site: Site
    pages: Mapping[str, Page] = field(default_factory=dict)
    fetches: Mapping[str, Fetch] = field(default_factory=dict)
    columns: tuple[ColumnView, ...] = ()
    seen: frozenset[str] | None = None

    def is_seen(self, page: Page) -> bool:
        """Whether the page was seen as people see it."""
        return self.seen is None or page.url in self.seen or page.role is Role.DATA

    def edges(self) -> Iterator[Edge]:
        """Yield each link of each page that was looked at, not only probed.

        Rows of a data endpoint belong to the column page on which people see them.
        """
        for page in self.pages.values():
            if page.role is Role.PROBE or not self.is_seen(page):
                continue
            carrier = page
            if page.role is Role.DATA:
                column = self.site.column(page.column_id)
                carrier = self.pages.get(column.url, page) if column else page
            for link in page.links:
                yield Edge(carrier, link)

    def html_pages(self) -> Iterator[Page]:
        """Yield the pages that were read as HTML, attachments and probes left out."""
        for page in self.pages.values():
            if page.role not in (Role.FILE, Role.PROBE, Role.DATA) and self.is_seen(page):
                yield page

    def resolve(self, url: str) -> Fetch | None:
        """Follow redirects from `url` to the last known fetch; None if it was never asked."""
        return resolve(self.fetches, url)


def resolve(fetches: Mapping[str, Fetch], url: str) -> Fetch | None:
    """Follow redirects through `fetches`; a loop ends as BROKEN with its chain."""
    chain: list[str] = []
    fetch = fetches.get(url)
    while fetch is not None and fetch.location:
        chain.append(fetch.url)
        if fetch.location in chain:
            return replace(fetch, outcome=Outcome.BROKEN, error="重定向循环", chain=tuple(chain))
        following = fetches.get(fetch.location)
        if following is None:
            error = "重定向后的地址未能访问"
            return replace(fetch, outcome=Outcome.UNKNOWN, error=error, chain=tuple(chain))
        fetch = following
    return fetch if fetch is None or not chain else replace(fetch, chain=tuple(chain))
