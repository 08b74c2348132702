"""What page, column and site rules may look at."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath
from typing import Any, TypeVar

from checks.cells import CellIndex, index_cells
from checks.finding import Cell, Sighting, Trouble
from checks.soft404 import is_soft_404
from crawler.host import HostFacts
from crawler.page import (
    NOT_FOLLOWED,
    Entry,
    Faces,
    Fetch,
    Hop,
    Link,
    Outcome,
    Page,
    Place,
    Role,
    Search,
    Table,
    Unseen,
)
from crawler.site import Column, Site
from crawler.urls import file_name, is_root

T = TypeVar("T")
# Where people have to say who they are.
LOGIN = re.compile(
    r"/(?:\w*login\w*|signin|logon|sso|cas|passport|oauth2?|authserver|uaa|idp)(?:[/.?;#]|$)"
    r"|//(?:sso|cas|passport|login|auth|ids|idp|uaa)\.",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be checked: a page, an attachment, a local file, or the template of a site.

    `page` is None for a text that was not crawled. `day` is the publication date, if known;
    `name` the path of a local file; `unseen` what an HTML page carries and does not show.
    """

    text: str
    title: str = ""
    tables: tuple[Table, ...] = ()
    places: tuple[Place, ...] = ()
    day: date | None = None
    url: str = ""
    subject: str = ""
    name: str = ""
    unseen: tuple[Unseen, ...] = ()
    page: Page | None = None
    column: Column | None = None
    _cells: CellIndex | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def file_name(self) -> str:
        """The name of an attachment or local file, "" for a page or plain text."""
        if self.page is not None:
            return file_name(self.page.url) if self.page.role is Role.FILE else ""
        return PurePath(self.name).name if self.name else ""

    def place(self, offset: int) -> str:
        """Say where in the file this offset of `text` stands, "" for a page's main text."""
        if cell := self.cell(offset):
            return self.cell_place(cell)
        index = bisect_right(self.places, offset, key=lambda place: place.start) - 1
        return self.places[index].name if index >= 0 else ""

    def cell(self, offset: int) -> Cell | None:
        """Return the cell of a spreadsheet that stands at this offset, None for other text."""
        if not any(table.numbers for table in self.tables):
            return None
        if self._cells is None:
            index = index_cells(self.text, self.places, self.tables)
            object.__setattr__(self, "_cells", index)
        return self._cells.at(offset) if self._cells is not None else None

    def cell_place(self, cell: Cell) -> str:
        """Say where in the file a cell stands."""
        return self.tables[cell.table].cell_place(cell.row, cell.column)


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column with its list rows, all list pages taken together, in list order.

    `reached` is False when the list could not be read to its end; `reason` then says why.
    `is_list` is False for a static page, a page of links or a redirect to somewhere else, `reason`
    may say for what; `is_moved` when that is another column, which is then judged in its place.
    `known` are the rows that the last complete crawl saw, `says_empty` tells that the page itself
    says that there are none.
    """

    column: Column
    entries: tuple[Entry, ...] = ()
    reached: bool = True
    reason: str = ""
    is_list: bool = True
    is_moved: bool = False
    known: tuple[Entry, ...] = ()
    says_empty: bool = False

    def newest(self, today: date) -> date | None:
        """Return the day of the newest row; days to come are no news."""
        return _newest(self.entries, today)

    def known_newest(self, today: date) -> date | None:
        """Return the day of the newest row that the last complete crawl saw."""
        return _newest(self.known, today)


def _newest(entries: tuple[Entry, ...], today: date) -> date | None:
    days = (entry.published for entry in entries if entry.published)
    return max((day for day in days if day <= today), default=None)


@dataclass(frozen=True, slots=True)
class Edge:
    """A link with the address of the page that carries it."""

    url: str
    link: Link


@dataclass(frozen=True, slots=True)
class SiteView:
    """A whole crawl: pages and fetches by canonical address.

    `seen` are the pages that were seen as people see them, None where all were; `soft` those
    that say that they do not exist, None where nobody has looked yet; `searches` are the titles
    that the site's own search was asked for. `sightings` tell by address what this look and those
    before it know of a page and its date. `host` is what was seen of the host itself, None in a
    crawl that was not to judge the site. `incomplete` says in Chinese why pages of the site may
    not have been met, "" when all were: what is not there may be on them. `newcomers` are the
    hosts that the template has come to rely on since the first complete scan, with the day;
    `is_relaunched` tells that the template is another one altogether. `troubles` are linked
    addresses that have failed at every look, this one included. `decoys` are what hosts answer to
    an address that cannot exist, `faces` how some pages look to visitors and to search engines,
    `homely` pages that are the home page of their host under another address, `walled` targets in
    whose place a firewall answered. `is_whole` tells that the whole site was to be looked at.
    """

    site: Site
    pages: Mapping[str, Page] = field(default_factory=dict)
    fetches: Mapping[str, Fetch] = field(default_factory=dict)
    columns: tuple[ColumnView, ...] = ()
    seen: frozenset[str] | None = None
    soft: frozenset[str] | None = None
    sightings: Mapping[str, Sighting] = field(default_factory=dict)
    host: HostFacts | None = None
    incomplete: str = ""
    searches: tuple[Search, ...] = ()
    troubles: Mapping[str, Trouble] = field(default_factory=dict)
    decoys: Mapping[str, Page] = field(default_factory=dict)
    faces: tuple[Faces, ...] = ()
    homely: frozenset[str] = frozenset()
    walled: frozenset[str] = frozenset()
    is_whole: bool = True
    newcomers: Mapping[str, date] = field(default_factory=dict)
    is_relaunched: bool = False
    _troubled: list[Edge] | None = field(default=None, compare=False, repr=False)
    # Any: each reader has a type of its own, which `once` gives back.
    _read: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def is_seen(self, page: Page) -> bool:
        """Whether the page was seen as people see it."""
        return self.seen is None or page.url in self.seen or page.role is Role.DATA

    @property
    def has_unknown(self) -> bool:
        """Whether links may have been met whose targets nobody knows."""
        is_known = self.is_whole and not self.incomplete
        return not is_known or any(
            fetch.outcome is Outcome.UNKNOWN for fetch in self.fetches.values()
        )

    def area(self, url: str) -> str:
        """Return what answers for a page of the site: its column, else the page itself."""
        page = self.pages.get(url)
        return (page.column_id if page is not None else "") or url

    def once(self, read: Callable[["SiteView"], T]) -> T:
        """Return what `read` makes of the site; rules that ask for the same share it."""
        if read not in self._read:
            self._read[read] = read(self)
        found: T = self._read[read]
        return found

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
                yield Edge(carrier.url, link)

    def troubled_edges(self) -> Iterator[Edge]:
        """Yield the links whose target is not a page or file that is well, each subject's once.

        Well is not what leads to the home page of its host or to where people log in.

        A link of the template, which stands on every page, is yielded once for the site.
        """
        if self._troubled is None:
            soft = self.soft
            if soft is None:
                soft = frozenset(url for url, page in self.pages.items() if is_soft_404(page))
            object.__setattr__(self, "_troubled", list(self._find_troubled(soft)))
            object.__setattr__(self, "soft", soft)
        yield from self._troubled or ()

    def _find_troubled(self, soft: frozenset[str]) -> Iterator[Edge]:
        verdicts: dict[str, bool] = {}
        seen: set[tuple[str, str]] = set()
        for edge in self.edges():
            url = edge.link.url
            if url not in verdicts:
                verdicts[url] = self._is_troubled(edge.link, soft)
            place = ("" if edge.link.is_frame else edge.url, url)
            if verdicts[url] and place not in seen:
                seen.add(place)
                yield edge

    def _is_troubled(self, link: Link, soft: frozenset[str]) -> bool:
        fetch = self.resolve(link.url)
        if fetch is None or fetch.outcome is not Outcome.OK or fetch.url in soft:
            return True
        if fetch.url in self.homely or fetch.url in self.walled:
            return True
        if fetch.chain and (LOGIN.search(fetch.url) or is_root(fetch.url) > is_root(link.url)):
            return True
        return link.is_file and "html" in fetch.media

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
    chain: list[Hop] = []
    passed: set[str] = set()
    fetch = fetches.get(url)
    while fetch is not None and fetch.location:
        chain.append(Hop(fetch.url, fetch.at, fetch.status))
        passed.add(fetch.url)
        if fetch.location in passed:
            return replace(fetch, outcome=Outcome.BROKEN, error="重定向循环", chain=tuple(chain))
        following = fetches.get(fetch.location)
        if following is None:
            return replace(fetch, outcome=Outcome.UNKNOWN, error=NOT_FOLLOWED, chain=tuple(chain))
        fetch = following
    return fetch if fetch is None or not chain else replace(fetch, chain=tuple(chain))
