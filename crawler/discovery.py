"""Decides where a crawl begins and which addresses a page leads to."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.address import Address, Lead, Step
from crawler.page import Role
from crawler.site import Site
from crawler.snapshot import Asked, Target
from crawler.urls import MEDIA_SUFFIXES, canonical, is_file, is_in_scope, is_picture, suffix_of

# Lists first: they say what is new and which column an article belongs to.
LISTS = (Role.COLUMN, Role.DATA)
LINKS = (Step.LINK, Step.FILE)
NO_PAGES = (Role.PROBE, Role.RESOURCE)
PRIORITY = {
    Role.COLUMN: 30,
    Role.DATA: 30,
    Role.HOME: 20,
    Role.PAGE: 10,
    Role.FILE: 5,
    Role.PROBE: 0,
    # After all else, however deep that lies.
    Role.RESOURCE: -1000,
}
# What differs among addresses of one kind: numbers, and session ids within the path (ASP.NET).
DIFFERS = re.compile(r"\(S\([^)]*\)\)|\d+")
# Paths that repeat themselves so often come from relative links that lead ever deeper.
MOST_REPEATS = 3
NESTED = "有的地址路径层层重复，其下的页面未检测"


class Discovery:
    """The rules of expansion for one crawl.

    `has_home` tells whether an address is known and has its column already. `cut` says in Chinese
    which limits kept the crawl from going on, "" if none.
    """

    def __init__(
        self,
        site: Site,
        target: Target,
        scope: tuple[str, ...],
        *,
        is_known: Callable[[str], bool],
        has_home: Callable[[str], bool],
    ) -> None:
        self._site = site
        self._target = target
        self._scope = scope
        self._columns = {canonical(column.url): column.id for column in site.columns}
        self._is_known = is_known
        self._has_home = has_home
        self._list_pages: dict[str, set[str]] = {}
        self._patterns: Counter[str] = Counter()
        self._resources = 0
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

    def besides(self) -> list[Address]:
        """Return what is asked for beside the pages that the crawl comes by, as far as it is new."""
        asked = (each for each in self._target.besides if not self._is_known(each.url))
        inside = (each for each in asked if is_in_scope(each.url, self._scope))
        return [replace(self._seed(each), depth=1) for each in inside]

    def _seed(self, asked: Asked) -> Address:
        if asked.url in self._columns:
            return Address(asked.url, Role.COLUMN, self._columns[asked.url])
        if asked.url == canonical(self._site.start_url):
            return Address(asked.url, Role.HOME)
        role = asked.role or (Role.FILE if is_file(asked.url) else Role.PAGE)
        return Address(asked.url, role, asked.column_id)

    def restore(self, addresses: Iterable[Address]) -> None:
        """Count what a killed crawl found, so that its limits still hold."""
        for address in addresses:
            self._resources += address.role is Role.RESOURCE
            if address.role in LISTS and address.column_id and address.url not in self._columns:
                self._list_pages.setdefault(address.column_id, set()).add(address.url)
            elif address.role is Role.PAGE and not address.column_id:
                self._patterns[_pattern(address.url)] += 1

    def priority(self, address: Address) -> int:
        """Return the order in which pending addresses are fetched, highest first."""
        return PRIORITY[address.role] - address.depth

    def redirected(self, address: Address, location: str) -> list[Address]:
        """Return the address that a redirect leads to."""
        return self._within_depth([self._moved(address, location)])

    def found(
        self, address: Address, leads: Iterable[Lead], *, is_echo: bool = False
    ) -> list[Address]:
        """Return the addresses that a page leads to and that are new, or new to their column.

        An echo is a page with the very bytes of the page above it: its relative links lead ever
        deeper, to the same page again.
        """
        if address.role in NO_PAGES:
            return []
        if self._target.is_whole:
            followed = self._without_echoes(leads) if is_echo else leads
            found = [each for lead in followed for each in self._follow(address, lead)]
            return self._within_depth(found)
        return [each for lead in leads for each in self._narrow(address, lead)]

    def _follow(self, address: Address, lead: Lead) -> Iterable[Address]:
        step, url = lead
        if step is Step.RESOURCE:
            return self._resource(address, url)
        if step in (Step.LIST, Step.DATA):
            return self._list_page(address, step, url)
        if step is Step.ENTRY and address.role in LISTS:
            if self._has_home(url):
                return ()
            as_file = Step.FILE if is_picture(url) else step
            return (replace(self._link(address, url, as_file), column_id=address.column_id),)
        if self._is_known(url) or (step in LINKS and self._is_trap(url)):
            return ()
        return (self._link(address, url, step),)

    def _without_echoes(self, leads: Iterable[Lead]) -> Iterable[Lead]:
        for lead in leads:
            if lead.step not in LINKS or self._is_known(lead.url):
                yield lead
            else:
                self.note_cut(NESTED)

    def _narrow(self, address: Address, lead: Lead) -> Iterable[Address]:
        """Follow a lead of a crawl that looks at some pages only."""
        step, url = lead
        if step is Step.RESOURCE:
            return self._resource(address, url) if self._target.probe_links else ()
        if step in (Step.LIST, Step.DATA):
            return self._list_page(address, step, url)
        link = self._link(address, url, step)
        follows = self._target.follow_entries
        if step is Step.ENTRY and follows and address.role in LISTS:
            return (replace(link, column_id=address.column_id),)
        if not self._target.probe_links:
            return ()
        is_wanted = follows and link.role is Role.FILE
        return (link if is_wanted else replace(link, role=Role.PROBE),)

    def _resource(self, address: Address, url: str) -> Iterable[Address]:
        """Ask for what a page is made of, as far as the limit allows."""
        limits = self._site.limits
        if not limits.resources or self._is_known(url):
            return ()
        if self._resources >= limits.most_resources:
            self.note_cut(f"图片、脚本等超过 {limits.most_resources} 个的上限，其余未检测")
            return ()
        self._resources += 1
        return (Address(url, Role.RESOURCE, "", address.depth, address.url),)

    def _within_depth(self, found: list[Address]) -> list[Address]:
        limit = self._site.limits.depth
        kept = [each for each in found if each.depth <= limit or self._is_known(each.url)]
        if len(kept) < len(found):
            self.note_cut(f"链接层数达到 {limit} 层的上限，更深的页面未检测")
        return kept

    def note_cut(self, sentence: str) -> None:
        """Remember a limit that was met."""
        if sentence not in self.cut:
            self.cut = "；".join(filter(None, (self.cut, sentence)))

    def _moved(self, address: Address, url: str) -> Address:
        # Deeper by one, so that redirects without end come to the limit as well.
        target = Address(url, address.role, address.column_id, address.depth + 1, address.url)
        if address.role is not Role.RESOURCE and not is_in_scope(url, self._scope):
            return replace(target, role=Role.PROBE)
        is_probe = address.role is Role.PROBE
        if address.role is Role.RESOURCE or (is_probe and not self._target.is_whole):
            return target
        if url in self._columns:
            return replace(target, role=Role.COLUMN, column_id=self._columns[url])
        if url == canonical(self._site.start_url):
            return replace(target, role=Role.HOME, column_id="")
        if is_probe:
            # A link that leads back inside by another host is a page of the site like any other.
            return replace(target, role=Role.FILE if is_file(url) else Role.PAGE)
        return target

    def _list_page(self, address: Address, step: Step, url: str) -> Iterable[Address]:
        """Go on in the list of a column, as far as its limit allows."""
        if address.role not in LISTS:
            return () if step is Step.DATA else self._follow(address, Lead(Step.LINK, url))
        limit = self._site.limits.pages_per_column
        known = self._list_pages.setdefault(address.column_id, set())
        if url in known or not is_in_scope(url, self._scope):
            return ()
        if len(known) >= limit:
            self.note_cut(f"栏目列表达到 {limit} 页的上限，更早的内容未检测")
            return ()
        known.add(url)
        role = Role.DATA if step is Step.DATA else Role.COLUMN
        return (Address(url, role, address.column_id, address.depth, address.url),)

    def _is_trap(self, url: str) -> bool:
        """Whether a link is one more of a kind that has no end (calendars, sorting, filters)."""
        if not is_in_scope(url, self._scope):
            return False
        segments = [each for each in urlsplit(url).path.split("/") if not each.isdecimal() and each]
        if len(segments) - len(set(segments)) > MOST_REPEATS:
            self.note_cut(NESTED)
            return True
        pattern = _pattern(url)
        self._patterns[pattern] += 1
        limit = self._site.limits.similar_pages
        if self._patterns[pattern] <= limit:
            return False
        self.note_cut(f"形如 {pattern} 的地址超过 {limit} 个，可能没有尽头，其余未检测")
        return True

    def _link(self, address: Address, url: str, step: Step = Step.LINK) -> Address:
        depth = address.depth + 1
        if step is Step.FILE and is_in_scope(url, self._scope):
            return Address(url, Role.FILE, address.column_id, depth, address.url)
        if not is_in_scope(url, self._scope) or suffix_of(url) in MEDIA_SUFFIXES:
            return Address(url, Role.PROBE, "", depth, address.url)
        if is_file(url):
            return Address(url, Role.FILE, address.column_id, depth, address.url)
        return Address(url, Role.PAGE, "", depth, address.url)


def _pattern(url: str) -> str:
    """Return what addresses of one kind have in common: the path without numbers, the keys."""
    parts = urlsplit(url)
    keys = "&".join(sorted({part.partition("=")[0] for part in parts.query.split("&") if part}))
    path = DIFFERS.sub("*", f"{parts.netloc}{parts.path}")
    return f"{path}?{keys}" if keys else path
