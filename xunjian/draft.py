"""Explores a site and proposes its configuration (`xunjian init`)."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

from checks.soft404 import is_soft_404
from checks.views import resolve
from crawler.crawl import Progress, crawl
from crawler.extract.encoding import decode
from crawler.extract.html import parse_page
from crawler.extract.listing import PAGER_TEXT
from crawler.page import Fetch, Outcome, Role
from crawler.platforms import is_data_address, list_pages
from crawler.site import Limits, Site
from crawler.snapshot import Asked, Snapshot, Target
from crawler.urls import (
    MEDIA_SUFFIXES,
    canonical,
    host_of,
    is_file,
    is_in_scope,
    scope_of,
    suffix_of,
)
from xunjian.config import CONFIG_NAME
from xunjian.draft_columns import Seen, describe, own_name
from xunjian.draft_files import DraftColumn, DraftSite, write_config, write_site

# Enough to meet the columns of a district's platform, little enough for a first visit.
EXPLORING = Limits(pages=150, depth=3, duration=900.0)
FRONT_REDIRECTS = 3
ARTICLE = re.compile(
    r"/(?:19|20)\d{2}(?:[-/_]?\d{1,2}){1,2}/|t20\d{6}_|/art/|content_\d|/post_\d|/info/\d+/\d+"
    r"|\d{6,}\.s?html?$|/[0-9a-f]{16,}\.s?html?$|[?&](?:article|news|info|content)id=",
    re.I,
)
NO_COLUMN = re.compile(r"search|login|register|sitemap|/admin|rss|print", re.I)
HOST_TAIL = frozenset("gov com org net edu cn www".split())


class DraftError(RuntimeError):
    """The site cannot be explored or the files not written; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was proposed and the files that were written; `looked_at` counts the pages explored."""

    site: DraftSite
    written: tuple[Path, ...]
    looked_at: int

    @property
    def site_name(self) -> str:
        """The name that the site gives itself."""
        return self.site.name

    @property
    def columns(self) -> tuple[DraftColumn, ...]:
        """The columns that were found."""
        return self.site.columns


def draft(
    url: str,
    directory: Path,
    *,
    today: date,
    limits: Limits | None = None,
    private: bool,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Draft:
    """Explore the site at `url` and write its files; `DraftError` if it cannot be done."""
    start = canonical(url if "://" in url else f"http://{url}")
    if not start:
        raise DraftError(f"“{url}”不是 http 或 https 网址")
    name = site_id_of(start)
    site_file = directory / "sites" / f"{name}.toml"
    workbook = directory / "sites" / f"{name}-columns.xlsx"
    for path in (site_file, workbook):
        if path.exists():
            raise DraftError(f"“{path}”已经存在，没有改动；要重新生成，请先移走或改名")
    hosts = (host_of(start),) if private else ()
    site = Site(name, name, start, private_hosts=hosts, limits=limits or EXPLORING)
    with TemporaryDirectory(prefix="xunjian-init-") as folder:
        walk = _Walk(site, Path(folder), today, on_progress)
        seen = walk.explore()
    found = describe(walk.site, seen)
    config = [directory / CONFIG_NAME] if write_config(directory) else []
    write_site(found, site_file, workbook, today)
    return Draft(found, (*config, site_file, workbook), len(seen))


class _Walk:
    """Visits a site round by round: front page, what it links to, what these link to.

    Only pages that may be columns are fetched; articles, attachments and other hosts are not.
    """

    def __init__(
        self, site: Site, folder: Path, today: date, on_progress: Callable[[Progress], None]
    ) -> None:
        self.site = site
        self._folder = folder
        self._today = today
        self._on_progress = on_progress
        self._rounds = 0
        self._done = 0
        self._texts: dict[str, str] = {}
        self._known: set[str] = set()

    def explore(self) -> list[Seen]:
        """Return the pages met, the front page first."""
        seen = [self._front_page()]
        newest = seen
        for depth in range(1, self.site.limits.depth):
            room = self.site.limits.pages - self._done
            # The last round may use all that is left; earlier ones leave something for it.
            share = room if depth == self.site.limits.depth - 1 else max(1, room * 2 // 3)
            wanted = list(self._candidates(newest))[: max(0, share)]
            if not wanted:
                break
            newest = self._visit(wanted)
            seen += newest
        return seen

    def _front_page(self) -> Seen:
        start = self.site.start_url
        for _ in range(FRONT_REDIRECTS):
            snapshot = self._crawl([start])
            try:
                fetch = resolve(snapshot.fetches, start)
                pages = list(self._pages(snapshot, [start]))
            finally:
                snapshot.close()
            if pages:
                return pages[0]
            if fetch is None or fetch.outcome is not Outcome.OK or fetch.url == start:
                raise DraftError(_unreachable(start, fetch))
            # The front page is on another host (qinghe.gov.cn → www.qinghe.gov.cn): begin there.
            start = fetch.url
            self.site = replace(self.site, start_url=start)
        raise DraftError(f"“{start}”一再跳转，没有到达可以阅读的首页；没有写任何文件")

    def _visit(self, urls: list[str]) -> list[Seen]:
        snapshot = self._crawl(urls)
        try:
            return list(self._pages(snapshot, urls))
        finally:
            snapshot.close()

    def _crawl(self, urls: list[str]) -> Snapshot:
        self._rounds += 1
        self._known.update(urls)
        # Redirects count as pages too.
        limits = replace(self.site.limits, pages=2 * len(urls) + 10)
        done = self._done
        snapshot = crawl(
            replace(self.site, limits=limits),
            Target(tuple(Asked(url) for url in urls), probe_links=False),
            self._folder / str(self._rounds),
            today=self._today,
            on_progress=lambda at: self._on_progress(Progress(done + at.done, at.pending)),
        )
        self._done += len(snapshot.fetches)
        return snapshot

    def _pages(self, snapshot: Snapshot, asked: list[str]) -> Iterator[Seen]:
        order = {url: place for place, url in enumerate(asked)}
        for url in sorted(snapshot.fetches, key=lambda each: order.get(each, len(order))):
            fetch = snapshot.fetches[url]
            body = snapshot.body(url)
            self._known.add(url)
            if fetch.outcome is not Outcome.OK or "html" not in fetch.media or not body:
                continue
            html = decode(body).text
            # As of a home page: a list needs three rows, and rows in scripts count.
            page = parse_page(fetch, html, Role.HOME, self._today)
            if not page.fetch.location and not is_soft_404(page):
                text = self._texts.get(url) or self._texts.get(snapshot.source(url), "")
                yield Seen(page, html, own_name(html), text)

    def _candidates(self, pages: Iterable[Seen]) -> Iterator[str]:
        """Yield addresses that may be columns, in the order of their links."""
        scope = scope_of(self.site.start_url, self.site.scope)
        for seen in pages:
            rows = {entry.url for entry in seen.page.entries}
            pager = set(list_pages(seen.html, seen.url))
            for link in seen.page.links:
                self._texts.setdefault(link.url, link.text)
                if link.url in self._known or link.url in rows or link.url in pager:
                    continue
                if is_in_scope(link.url, scope) and _may_be_column(link.url, link.text):
                    self._known.add(link.url)
                    yield link.url


def _may_be_column(url: str, text: str) -> bool:
    if is_file(url) or suffix_of(url) in MEDIA_SUFFIXES or is_data_address(url):
        return False
    address = "/" + url.partition("://")[2].partition("/")[2]
    is_article = ARTICLE.search(address) is not None
    return not (is_article or NO_COLUMN.search(address) or PAGER_TEXT.match(text))


def _unreachable(url: str, fetch: Fetch | None) -> str:
    error = (fetch.error if fetch else "站点没有应答") or "首页不是可以阅读的网页"
    advice = "请核对网址，或稍后再试"
    if "内网" in error:
        advice = "确是本单位内网上的站点的，请加 --private"
    return f"打不开“{url}”：{error}。{advice}；没有写任何文件"


def site_id_of(url: str) -> str:
    """Return a short id for the host of `url`: www.qinghe.gov.cn → qinghe."""
    host = host_of(url)
    try:
        ip_address(host)
    except ValueError:
        names = [name for name in host.split(".") if name not in HOST_TAIL]
        return "-".join(names) or "site"
    return "site-" + re.sub(r"[^0-9a-f]+", "-", host).strip("-")
