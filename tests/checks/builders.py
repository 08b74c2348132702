"""Small crawls on disk, written by the crawler's own frontier."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from checks.assemble import Template, template_of
from checks.finding import Result
from checks.rule import AnyRule, Context
from checks.run import run
from crawler.address import Address
from crawler.extract.html import parse_page
from crawler.frontier import NOTHING, Frontier
from crawler.frontier import Visit as FrontierVisit
from crawler.page import Fetch, Outcome, Page, Role
from crawler.site import Column, ColumnKind, Site, Unit
from crawler.snapshot import Snapshot, Target, create
from wordlists.lists import load

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
HOST = "https://www.qinghe.example"
LIST = f"{HOST}/tzgg/"
COLUMN = Column("tzgg", "通知公告", LIST, "zfb", ColumnKind.NOTICE)
WORDS = load()


def site(*columns: Column) -> Site:
    """Return a site with these columns."""
    return Site("qinghe", "青禾区", f"{HOST}/", columns=columns, units=(Unit("zfb", "区政府办"),))


@dataclass(frozen=True, slots=True)
class Visit:
    """One address, the HTML that it answered, or how the visit ended without."""

    path: str
    html: str = ""
    role: Role = Role.PAGE
    column_id: str = ""
    outcome: Outcome = Outcome.OK
    error: str = ""
    location: str = ""
    page: Page | None = None
    is_pending: bool = False

    @property
    def address(self) -> Address:
        """What the frontier knows of it."""
        return Address(f"{HOST}{self.path}", self.role, self.column_id, source=f"{HOST}/")


@dataclass(frozen=True, slots=True)
class Crawl:
    """A crawl of `site` that made these visits."""

    folder: Path
    visits: tuple[Visit, ...]
    site: Site = field(default_factory=lambda: site(COLUMN))
    target: Target = field(default_factory=Target)
    stopped: str = ""
    is_finished: bool = True

    def snapshot(self) -> Snapshot:
        """Write the crawl to disk and open it."""
        create(self.folder, self.site, self.target, TODAY)
        frontier = Frontier(self.folder)
        frontier.add(visit.address for visit in self.visits)
        for visit in self.visits:
            if not visit.is_pending:
                _record(frontier, visit)
        if self.is_finished or self.stopped:
            frontier.finish(self.stopped)
        frontier.close()
        return Snapshot(self.folder)

    def judged(self, rules: Iterable[AnyRule], template: Template | None = None) -> Result:
        """Run rules over it."""
        snapshot = self.snapshot()
        try:
            known = template_of(snapshot) if template is None else template
            return run(snapshot, rules, Context(TODAY, WORDS), template=known)
        finally:
            snapshot.close()


def _record(frontier: Frontier, visit: Visit) -> None:
    status = {Outcome.OK: 200, Outcome.GONE: 404}.get(visit.outcome)
    url = visit.address.url
    fetch = Fetch(url, visit.outcome, NOW, status, visit.error, visit.location, media="text/html")
    page = visit.page
    if page is None and visit.outcome is Outcome.OK and not visit.location:
        page = parse_page(fetch, visit.html, visit.role, TODAY)
    brought = FrontierVisit(page=msgspec.msgpack.encode(page)) if page else NOTHING
    frontier.record(visit.address, page.fetch if page else fetch, brought)


def html(body: str, title: str = "青禾区") -> str:
    """Return a page with this body."""
    head = f"<head><title>{title}</title></head>"
    # A page without as much text as this would count as not seen.
    return f"<html>{head}<body><header>青禾区人民政府门户网站 政府信息公开平台</header>{body}"


def article(text: str, *, title: str = "关于某事的通知", footer: str = "") -> str:
    """Return an article page with a marked main text."""
    foot = f"<footer>{footer}</footer>" if footer else ""
    return html(f'<h1>{title}</h1><div class="TRS_Editor"><p>{text}</p></div>{foot}', title)


def listing(*rows: tuple[str, str, str], more: str = "") -> str:
    """Return a column page with rows of path, title and date."""
    items = "".join(
        f'<li><a href="{path}">{title}</a><span>{day}</span></li>' for path, title, day in rows
    )
    return html(f"<ul>{items}</ul>{more}", "通知公告")


HOME = Visit("/", html("<p>欢迎访问</p>"), Role.HOME)
