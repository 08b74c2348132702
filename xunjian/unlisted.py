"""Finds the lists of a platform that stand in no table of columns (栏目责任清单)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from crawler.extract.article import TITLE_PARTS
from crawler.page import Outcome, Page, Role
from crawler.site import Site
from crawler.snapshot import INDEX, Snapshot, SnapshotError
from crawler.urls import canonical
from xunjian.draft import ARTICLE
from xunjian.draft_columns import HUB_COLUMNS, LONGEST_NAME, TEMPLATE_NAMES

LEAST_ROWS = 3
# What shows rows of many columns, or of none.
NO_COLUMN_PATH = re.compile(
    r"search|sousuo|login|register|sitemap|/(?:admin|rss|print|zt(?:zl|bd|ml)?|zhuanti|topics?"
    r"|special)(?:[/.?]|$)",
    re.I,
)
NO_COLUMN_NAME = re.compile(r"首页$|专题(?:专栏|报道|网站)?$|网站地图|搜索|检索")
PAGE_OF_LIST = re.compile(r"[（(]?第\s*\d+\s*页[）)]?")
PAGE_NUMBER = re.compile(r"(?:^|[_-])\d{1,4}$")
PAGE_KEY = re.compile(r"p|(?:cur(?:rent)?)?page(?:no|num|number|index)?|start|offset", re.I)
FIRST_PAGE = re.compile(r"index|default|list|xlist", re.I)
# What comes after the ? of a file chooses a page of it at most.
STATIC = re.compile(r"(?:^|/|\.s?html?)$", re.I)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A list that no table names; `rows` are those of all its pages that were met."""

    url: str
    name: str
    rows: int
    newest: date | None


@dataclass(slots=True)
class _List:
    """A list with its rows, further pages folded into it."""

    url: str
    name: str
    pages: int = 0
    rows: set[str] = field(default_factory=set)
    newest: date | None = None

    def add(self, page: Page) -> None:
        """Fold one page in; the shortest address is that of the first page."""
        self.pages += 1
        self.url = min(self.url, page.url, key=lambda url: (len(url), url))
        self.rows.update(entry.url for entry in page.entries)
        days = [entry.published for entry in page.entries if entry.published]
        self.newest = max([*days, *([self.newest] if self.newest else [])], default=None)


def unlisted_columns(snapshot: Snapshot) -> tuple[Unlisted, ...]:
    """Return the lists of a whole crawl that belong to no listed column, the longest first."""
    if not snapshot.target.is_whole:
        return ()
    lists, listed = _read(snapshot)
    folders = {_folder(each.url) for each in lists}
    folders |= {_folder(canonical(column.url)) for column in snapshot.site.columns}
    # What shows the rows of listed columns once more is no column of its own.
    lists = [each for each in lists if 2 * len(each.rows & listed) < len(each.rows)]
    owners = _owners(lists)
    lists = [
        each
        for each in lists
        if not _is_hub(each, owners, folders) and not _is_box(each, owners, folders)
    ]
    # A row of a list is an article, whatever stands beside its text.
    rows = _owners(lists).keys()
    lists = [each for each in lists if each.url not in rows]
    found = (
        Unlisted(each.url, _shown_name(snapshot, each), len(each.rows), each.newest)
        for each in _distinct(lists)
    )
    return tuple(sorted(found, key=lambda each: (-each.rows, each.url)))


def last_unlisted(snapshots: Path, site: Site) -> tuple[Unlisted, ...] | None:
    """Return what the last complete scan met and no table names by now; None without a scan."""
    listed = {_stem(canonical(column.url)) for column in site.columns}
    for index in sorted((snapshots / site.id).glob(f"*/{INDEX}"), reverse=True):
        try:
            snapshot = Snapshot(index.parent)
        except SnapshotError:
            continue
        try:
            if snapshot.target.is_whole and snapshot.is_finished:
                found = unlisted_columns(snapshot)
                return tuple(each for each in found if _stem(each.url) not in listed)
        finally:
            snapshot.close()
    return None


def _read(snapshot: Snapshot) -> tuple[list[_List], frozenset[str]]:
    """Read all pages once: lists of no column, and the rows of those that are listed."""
    site = snapshot.site
    listed: set[str] = set()
    taken = {(_stem(canonical(site.start_url)), "")}
    lists: dict[tuple[str, str], _List] = {}
    for page in snapshot.pages.values():
        if page.role in (Role.COLUMN, Role.DATA):
            listed.update(entry.url for entry in page.entries)
            taken.add((_stem(page.url), _name_of(page, site.name)))
        elif page.role is Role.PAGE and _may_be_list(page):
            name = _name_of(page, site.name)
            if not NO_COLUMN_NAME.search(name or page.title):
                lists.setdefault((_stem(page.url), name), _List(page.url, name)).add(page)
    kept = [
        each
        for (stem, name), each in lists.items()
        if (stem, name) not in taken and (stem, "") not in taken
    ]
    return kept, frozenset(listed)


def _may_be_list(page: Page) -> bool:
    if len(page.entries) < LEAST_ROWS or page.fetch.outcome is not Outcome.OK:
        return False
    # A page with a column is a row of it.
    if page.fetch.location or page.column_id:
        return False
    if page.meta.get("articletitle") or page.meta.get("contentsource"):
        return False
    address = "/" + page.url.partition("://")[2].partition("/")[2]
    return not (ARTICLE.search(address) or NO_COLUMN_PATH.search(address))


def _owners(lists: Iterable[_List]) -> dict[str, list[_List]]:
    """Return the lists that hold each row."""
    owners: dict[str, list[_List]] = {}
    for each in lists:
        for row in each.rows:
            owners.setdefault(row, []).append(each)
    return owners


def _is_hub(mine: _List, owners: dict[str, list[_List]], folders: set[str]) -> bool:
    """Whether this is a page of boxes: a few rows of each of several other lists."""
    if mine.pages > 1:
        return False
    homes: Counter[str] = Counter()
    for row in mine.rows:
        others = [each for each in owners[row] if each is not mine and each.name != mine.name]
        if others:
            homes[min(others, key=lambda each: len(each.rows)).url] += 1
        else:
            homes[_home_of(row, folders)] += 1
    del homes[_folder(mine.url)], homes[""]
    return len(homes) >= HUB_COLUMNS and 2 * homes.total() >= len(mine.rows)


def _is_box(mine: _List, owners: dict[str, list[_List]], folders: set[str]) -> bool:
    """Whether this shows a part of one longer list, such as the home page of an office."""
    if mine.pages > 1 or any(_home_of(row, folders) == _folder(mine.url) for row in mine.rows):
        return False
    shared = Counter(
        other.url for row in mine.rows for other in owners[row] if len(other.rows) > len(mine.rows)
    )
    return 2 * max(shared.values(), default=0) > len(mine.rows)


def _home_of(row: str, folders: set[str]) -> str:
    """Return the innermost of these folders that holds a row, "" if none does."""
    return next((folder for folder in _folders_of(row) if folder in folders), "")


def _distinct(lists: list[_List]) -> Iterator[_List]:
    """Leave out other views of a list: a second address, another order of its rows."""
    owners: dict[str, list[_List]] = {}
    for mine in sorted(lists, key=lambda each: (-len(each.rows), len(each.url), each.url)):
        shared = Counter(id(each) for row in mine.rows for each in owners.get(row, ()))
        known = {id(each): each for row in mine.rows for each in owners.get(row, ())}
        if any(_is_same(mine, known[key], count) for key, count in shared.items()):
            continue
        for row in mine.rows:
            owners.setdefault(row, []).append(mine)
        yield mine


def _is_same(mine: _List, longer: _List, shared: int) -> bool:
    # A list of everything holds the rows of every column and is none of them.
    least = len(mine.rows) if mine.name == longer.name else len(longer.rows)
    return 2 * shared > least


def _stem(url: str) -> str:
    """Return what the pages of one list have in common: the address without the page's number."""
    parts = urlsplit(url)
    folder, _, file = parts.path.rpartition("/")
    name = PAGE_NUMBER.sub("", re.sub(r"\.\w+$", "", file))
    if FIRST_PAGE.fullmatch(name):
        name = ""
    keys = [] if STATIC.search(parts.path) else parts.query.split("&")
    query = "&".join(key for key in keys if not PAGE_KEY.fullmatch(key.partition("=")[0]))
    return f"{parts.netloc}{folder}/{name}".rstrip("/") + f"?{query}#{parts.fragment}"


def _folder(url: str) -> str:
    """Return the address of the folder, "" for that of the whole host."""
    folder = url.partition("?")[0].rpartition("/")[0] + "/"
    return folder if urlsplit(folder).path != "/" else ""


def _folders_of(url: str) -> Iterator[str]:
    """Yield the folders that an address lies in, the innermost first."""
    folder = _folder(url)
    while folder:
        yield folder
        folder = _folder(folder.rstrip("/"))


def _name_of(page: Page, site_name: str) -> str:
    """Return the page's tag ColumnName, else its title without the site's name, "" if no more."""
    name = _clean(page.meta.get("columnname", ""))
    if name and not TEMPLATE_NAMES.search(name):
        return name[:LONGEST_NAME]
    parts = [_clean(PAGE_OF_LIST.sub("", part)) for part in TITLE_PARTS.split(page.title)]
    own = (part for part in parts if part and part not in site_name and site_name not in part)
    return next((part for part in own if not TEMPLATE_NAMES.search(part)), "")[:LONGEST_NAME]


def _shown_name(snapshot: Snapshot, each: _List) -> str:
    """Return the list's name, or how the page that led to it calls it."""
    if each.name:
        return each.name
    source = snapshot.pages.get(snapshot.source(each.url))
    links = source.links if source is not None else ()
    text = next((link.text for link in links if link.url == each.url), "")
    return _clean(text)[:LONGEST_NAME] or each.url


def _clean(text: str) -> str:
    return "".join(char for char in " ".join(text.split()) if char.isprintable())
