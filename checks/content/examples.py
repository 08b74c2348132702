"""Small sites for the examples of the rules about services and interaction."""

from collections.abc import Iterable
from datetime import UTC, datetime

from checks.views import ColumnView, Document, SiteView
from crawler.page import Fetch, Link, Outcome, Page, Role
from crawler.site import Column, ColumnKind, Site

HOME = "http://www.qinghe.gov.cn/"
AT = datetime(2026, 3, 1, tzinfo=UTC)


def fetch_of(url: str, outcome: Outcome = Outcome.OK) -> Fetch:
    """Return a look at an address that ended so."""
    return Fetch(url, outcome, AT, 200 if outcome is Outcome.OK else 404, media="text/html")


def site_of(
    *pages: Page,
    columns: Iterable[Column] = (),
    lost: Iterable[str] = (),
    incomplete: str = "",
    region: str = "",
) -> SiteView:
    """Return a site of these pages, with addresses that are gone."""
    fetches = {page.url: page.fetch for page in pages}
    fetches |= {url: fetch_of(url, Outcome.GONE) for url in lost}
    site = Site("qinghe", "清河县人民政府", HOME, columns=tuple(columns), region=region)
    views = tuple(ColumnView(column) for column in site.columns)
    return SiteView(site, {page.url: page for page in pages}, fetches, views, incomplete=incomplete)


def letters(*rows: str, name: str = "县长信箱") -> SiteView:
    """Return a site with a list of messages: the dates and the state of each."""
    url = f"{HOME}xzxx/"
    titles = [f"关于第{number}小区停车收费的咨询" for number in range(1, len(rows) + 1)]
    links = tuple(Link(f"{url}{n}.html", title) for n, title in enumerate(titles, 1))
    text = "\n".join(f"{title} {row}" for title, row in zip(titles, rows, strict=True))
    column = Column("xzxx", name, url, "zfb")
    page = Page(fetch_of(url), Role.COLUMN, name, text, column_id=column.id, links=links)
    home = Page(fetch_of(HOME), Role.HOME, "清河县人民政府", "要闻动态")
    shown = Page(fetch_of(f"{url}about.html"), title="信箱说明", text="来信须知")
    return site_of(home, page, shown, columns=(column,))


def document(text: str, *, title: str, links: tuple[Link, ...] = ()) -> Document:
    """Return a page of a service guide."""
    url = f"{HOME}bsfw/1.html"
    column = Column("bsfw", "办事服务", f"{HOME}bsfw/", "zwzx", ColumnKind.SERVICE)
    page = Page(fetch_of(url), title=title, text=text, links=links, column_id=column.id)
    return Document(text, title, url=url, subject=url, page=page, column=column)
