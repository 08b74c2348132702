"""Makes of a snapshot the documents, columns and site that the rules look at."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date

from checks.finding import SITE_SUBJECT
from checks.sight import Sight
from checks.views import ColumnView, Document, SiteView
from crawler.host import HostFacts, unseen
from crawler.page import Kind, Page, Role, part_mark
from crawler.site import Column
from crawler.snapshot import Snapshot
from crawler.urls import host_of

# A line outside the main text that stands on so many pages is template.
TEMPLATE_PAGES = 3
# A page without a marked container mixes both: only what is very common is template there.
COMMON_PAGES = 5
# “更多” or “2” names nothing, and stands in any text.
LEAST_TITLE = 4
# What stands in the template of so many pages is the site's, not a column's.
TEMPLATE_SHARE = 0.2
# With so few of its lines kept, a template is a new one, if it had some.
KEPT_SHARE, LEAST_LINES = 0.2, 10
RUNNING = (Kind.SCRIPT, Kind.FORM, Kind.LOGIN)

Find = Callable[[str], Page | None]


@dataclass(frozen=True, slots=True)
class Template:
    """What pages of a site share; kept between scans so that a recheck knows it.

    `lines` are texts outside the main text, `frame` are digests of those in header, navigation and
    footer; `hosts` are the other hosts whose scripts, frames, forms and links stand in the
    template, each with its kind and the day of the scan that saw it first; `since` is the day of
    the first scan that looked for them, None where none has. `is_relaunched` tells that hardly a
    line is what it was, so that this scan is the first again.
    """

    lines: Set[str] = frozenset()
    frame: Set[str] = frozenset()
    hosts: Mapping[str, date] = field(default_factory=dict)
    since: date | None = None
    is_relaunched: bool = False

    @property
    def newcomers(self) -> Mapping[str, date]:
        """The hosts that were not there from the first."""
        since = self.since
        return {name: day for name, day in self.hosts.items() if since and day > since}


class TemplateCounter:
    """Counts the lines that recur from page to page outside the main text."""

    def __init__(self) -> None:
        self._margin: Counter[str] = Counter()
        self._mixed: Counter[str] = Counter()
        self._hosts: Counter[str] = Counter()
        self._frame: Counter[str] = Counter()
        self._pages = 0
        self.lines: set[str] = set()

    def add(self, page: Page) -> None:
        """Take in a page."""
        if page.role in (Role.FILE, Role.PROBE, Role.DATA):
            return
        self._pages += 1
        self._hosts.update(_framed_hosts(page))
        self._frame.update(_lines(page.frame_text))
        counter, least = self._margin, TEMPLATE_PAGES
        lines = _lines(page.margin_text)
        if not page.margin_text:
            counter, least = self._mixed, COMMON_PAGES
            lines = _lines(page.text)
        counter.update(lines)
        self.lines.update(line for line in lines if counter[line] >= least)

    def hosts(self) -> list[str]:
        """Return the hosts that stand in the template of a good part of the pages, with kinds."""
        return sorted(self._common(self._hosts))

    def frame(self) -> frozenset[str]:
        """Return digests of the lines that stand in the frame of as many."""
        return frozenset(part_mark(line).hex() for line in self._common(self._frame))

    def _common(self, counter: Counter[str]) -> Iterator[str]:
        least = max(TEMPLATE_PAGES, TEMPLATE_SHARE * self._pages)
        return (name for name, pages in counter.items() if pages >= least)


def template_of(snapshot: Snapshot, before: Template | None = None) -> Template:
    """Collect what recurs from page to page outside the main text.

    `before` is the template as the last complete scan saw it.
    """
    counter = TemplateCounter()
    for page in snapshot.pages.values():
        counter.add(page)
    lines, frame, today = frozenset(counter.lines), counter.frame(), snapshot.today
    is_whole = snapshot.is_finished and not snapshot.stopped
    is_relaunched = before is not None and is_whole and _is_another(before.frame, frame)
    if before is None or before.since is None or is_relaunched:
        hosts = dict.fromkeys(counter.hosts(), today)
        return Template(lines, frame, hosts, today, is_relaunched)
    hosts = {name: before.hosts.get(name, today) for name in counter.hosts()}
    return Template(lines, frame, hosts, before.since)


def _is_another(before: Set[str], now: Set[str]) -> bool:
    """Whether hardly a line of a template is what it was."""
    return len(before) >= LEAST_LINES and len(before & now) < KEPT_SHARE * len(before)


def _framed_hosts(page: Page) -> set[str]:
    own = host_of(page.url)
    links = [link for link in page.links if link.is_frame]
    links += [link for link in page.resources if link.is_frame and link.kind in RUNNING]
    found = ((link.kind, host_of(link.url)) for link in links)
    return {f"{kind} {host}" for kind, host in found if host != own}


def documents(
    snapshot: Snapshot, sight: Sight, template: Template, known: Mapping[str, Page]
) -> Iterator[Document]:
    """Yield a document for each page and attachment, and the template's text once.

    `known` are the pages of an earlier crawl, which a recheck does not fetch again.
    """
    if snapshot.target.is_whole:
        known = {}

    def find(url: str) -> Page | None:
        return snapshot.pages.get(url) or known.get(url)

    columns = {column.id: column for column in snapshot.site.columns}
    seen_frame: set[str] = set()
    for page in snapshot.pages.values():
        before = known.get(page.url)
        column = columns.get(page.column_id or (before.column_id if before else ""))
        if page.role is Role.FILE:
            yield file_document(page, column)
        elif page.url in sight.seen:
            yield page_document(page, column, template, find)
            frame = _new_frame_lines(page, template, seen_frame)
            if frame:
                yield Document("\n".join(frame), url=page.url, subject=SITE_SUBJECT)


def _lines(text: str) -> set[str]:
    return {line.strip() for line in text.split("\n") if line.strip()}


def file_document(page: Page, column: Column | None) -> Document:
    """Return an attachment as the rules see it."""
    return Document(
        text=page.text,
        title=page.title,
        tables=page.tables,
        places=page.places,
        day=page.published.day if page.published else None,
        url=page.url,
        subject=page.url,
        page=page,
        column=column,
    )


def page_document(
    page: Page, column: Column | None, template: Template, find: Find = lambda url: None
) -> Document:
    """Return a page as the rules see it; `find` knows other pages, whose titles are theirs."""
    own = [line for line in page.margin_text.split("\n") if line.strip() not in template.lines]
    text = page.text
    if not page.margin_text:
        kept = (line for line in text.split("\n") if line.strip() not in template.lines)
        text = "\n".join(kept)
    text = _without_link_texts(find, page, "\n".join([*own, text]) if own else text)
    return Document(
        text=text,
        title=page.title,
        tables=page.tables,
        day=page.published.day if page.published else None,
        url=page.url,
        subject=page.url,
        unseen=page.unseen,
        page=page,
        column=column,
    )


def _without_link_texts(find: Find, page: Page, text: str) -> str:
    """Drop what merely names another page of the crawl: it is checked there, once."""
    if page.role not in (Role.HOME, Role.COLUMN):
        return text
    for link in page.links:
        shown = link.text.rstrip(".…")
        if link.is_frame or len(shown) < LEAST_TITLE or shown.isdecimal() or shown not in text:
            continue
        target = find(link.url)
        if target is None or target.role is Role.PROBE:
            continue
        if shown in target.title or shown in target.text:
            # A line break keeps what stood on either side from becoming one word.
            text = text.replace(link.text, "\n").replace(shown, "\n")
    return text


def _new_frame_lines(page: Page, template: Template, seen: set[str]) -> list[str]:
    lines = [line.strip() for line in page.frame_text.split("\n")]
    shared = page.margin_text or page.text
    lines += [line.strip() for line in shared.split("\n") if line.strip() in template.lines]
    new = []
    for line in lines:
        if line and line not in seen:
            seen.add(line)
            new.append(line)
    return new


def site_view(snapshot: Snapshot, sight: Sight, columns: tuple[ColumnView, ...]) -> SiteView:
    """Return the whole crawl as the site rules see it."""
    return SiteView(
        snapshot.site,
        snapshot.pages,
        snapshot.fetches,
        columns,
        sight.seen,
        sight.soft,
        host=_host(snapshot),
        searches=snapshot.searches(),
        decoys=snapshot.decoys,
        faces=snapshot.faces,
        homely=sight.homely,
        walled=sight.walled,
        is_whole=snapshot.target.is_whole,
    )


def _host(snapshot: Snapshot) -> HostFacts | None:
    """Return what was seen of the host; a crawl that should have looked and did not is in doubt."""
    target = snapshot.target
    if snapshot.host is None and (target.is_whole or target.judges_site):
        return unseen(host_of(snapshot.site.start_url), "本次检测没有查看网站主机")
    return snapshot.host
