"""Decides where a crawl begins and which addresses a page leads to."""

from collections.abc import Callable
from dataclasses import replace

from crawler.frontier import Address
from crawler.page import Fetch, Page, Role
from crawler.platforms import is_data_address, list_pages
from crawler.site import Site
from crawler.snapshot import Asked, Target
from crawler.urls import MEDIA_SUFFIXES, canonical, is_file, is_in_scope, suffix_of

# Lists first: they say what is new and which column an article belongs to.
LISTS = (Role.COLUMN, Role.DATA)
PRIORITY = {
    Role.COLUMN: 30,
    Role.DATA: 30,
    Role.HOME: 20,
    Role.PAGE: 10,
    Role.FILE: 5,
    Role.PROBE: 0,
}


class Discovery:
    """The rules of expansion for one crawl; `html` is the source of the page in hand.

    `cut` says in Chinese which limits kept it from going on, "" if none.
    """

    def __init__(
        self, site: Site, target: Target, scope: tuple[str, ...], is_known: Callable[[str], bool]
    ) -> None:
        self._site = site
        self._target = target
        self._scope = scope
        self._columns = {canonical(column.url): column.id for column in site.columns}
        self._is_known = is_known
        self._list_pages: dict[str, set[str]] = {}
        self.html = ""
        self.cut = ""

    def seeds(self) -> list[Address]:
        """Return where the crawl begins: the columns and the home page, or what the target names."""
        columns = [
            Address(url, Role.COLUMN, column_id)
            for url, column_id in self._columns.items()
            if self._target.addresses is None or column_id in self._target.column_ids
        ]
        if self._target.addresses is None:
            return [*columns, Address(canonical(self._site.start_url), Role.HOME)]
        taken = {address.url for address in columns}
        asked = [each for each in self._target.addresses if each.url not in taken]
        return [*columns, *(self._seed(each) for each in asked)]

    def _seed(self, asked: Asked) -> Address:
        if asked.url in self._columns:
            return Address(asked.url, Role.COLUMN, self._columns[asked.url])
        if asked.url == canonical(self._site.start_url):
            return Address(asked.url, Role.HOME)
        role = asked.role or (Role.FILE if is_file(asked.url) else Role.PAGE)
        return Address(asked.url, role, asked.column_id)

    def priority(self, address: Address) -> int:
        """Return the order in which pending addresses are fetched, highest first."""
        return PRIORITY[address.role] - address.depth

    def found(self, address: Address, fetch: Fetch, page: Page | None) -> list[Address]:
        """Return the addresses that this visit leads to."""
        if fetch.location:
            return self._within_depth([self._redirected(address, fetch.location)])
        if page is None or address.role is Role.PROBE:
            return []
        found = self._list_addresses(address) if address.role is Role.COLUMN else []
        if self._target.is_whole:
            found += [self._entry(address, entry.url) for entry in page.entries]
            return self._within_depth(
                found + [self._link(address, link.url) for link in page.links]
            )
        if self._target.follow_entries and address.role in LISTS:
            found += [self._entry(address, entry.url) for entry in page.entries]
        if self._target.probe_links:
            found += [self._probe(address, link.url) for link in page.links]
        return found

    def _within_depth(self, found: list[Address]) -> list[Address]:
        limit = self._site.limits.depth
        kept = [each for each in found if each.depth <= limit or self._is_known(each.url)]
        if len(kept) < len(found):
            self._note_cut(f"链接层数达到 {limit} 层的上限，更深的页面未检测")
        return kept

    def _note_cut(self, sentence: str) -> None:
        if sentence not in self.cut:
            self.cut = "；".join(filter(None, (self.cut, sentence)))

    def _probe(self, address: Address, url: str) -> Address:
        link = self._link(address, url)
        is_wanted = self._target.follow_entries and link.role is Role.FILE
        return link if is_wanted else replace(link, role=Role.PROBE)

    def _redirected(self, address: Address, url: str) -> Address:
        # Deeper by one, so that redirects without end come to the limit as well.
        target = Address(url, address.role, address.column_id, address.depth + 1, address.url)
        if not is_in_scope(url, self._scope):
            return replace(target, role=Role.PROBE)
        if url in self._columns:
            return replace(target, role=Role.COLUMN, column_id=self._columns[url])
        if url == canonical(self._site.start_url):
            return replace(target, role=Role.HOME, column_id="")
        if address.role is Role.PROBE and self._target.is_whole:
            # A link that leads back inside by another host is a page of the site like any other.
            return replace(target, role=Role.FILE if is_file(url) else Role.PAGE)
        return target

    def _list_addresses(self, address: Address) -> list[Address]:
        limit = self._site.limits.pages_per_column
        known = self._list_pages.setdefault(address.column_id, set())
        found = []
        for url in list_pages(self.html, address.url, self._site.platform):
            if url in known or not is_in_scope(url, self._scope):
                continue
            if len(known) >= limit:
                self._note_cut(f"栏目列表达到 {limit} 页的上限，更早的内容未检测")
                break
            known.add(url)
            role = Role.DATA if is_data_address(url) else Role.COLUMN
            found.append(Address(url, role, address.column_id, address.depth, address.url))
        return found

    def _entry(self, address: Address, url: str) -> Address:
        column_id = address.column_id if address.role in LISTS else ""
        return replace(self._link(address, url), column_id=column_id)

    def _link(self, address: Address, url: str) -> Address:
        depth = address.depth + 1
        if not is_in_scope(url, self._scope) or suffix_of(url) in MEDIA_SUFFIXES:
            return Address(url, Role.PROBE, "", depth, address.url)
        if is_file(url):
            return Address(url, Role.FILE, address.column_id, depth, address.url)
        return Address(url, Role.PAGE, "", depth, address.url)
