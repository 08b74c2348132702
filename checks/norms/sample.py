"""Small sites with normative documents, for the examples of the rules."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from checks.rule import Example
from checks.views import SiteView
from crawler.page import DateSource, Fetch, Outcome, Page, Published
from crawler.site import Site

HOME = "http://a.example/"
NAME = "清河县人民政府"
AT = datetime(2026, 3, 1, tzinfo=UTC)
LISTED = (
    ("清河县停车场管理办法", "清府规〔2023〕1号"),
    ("清河县供水管理办法", "清府规〔2023〕2号"),
    ("清河县养犬管理规定", "清府规〔2024〕1号"),
)


def norm(
    name: str,
    number: str,
    *,
    day: date,
    last: str = "本办法自印发之日起施行，有效期五年。",
    mark: str = "",
) -> Page:
    """Return the page of a document as the government issues it."""
    text = (
        f"{number}\n各乡镇人民政府，县政府各部门：\n现将《{name}》印发给你们，请遵照执行。\n{NAME}\n"
        f"{day.year}年{day.month}月{day.day}日\n{name}\n第一条 为了规范管理，制定本办法。\n{last}"
    )
    return _page(f"{mark}关于印发《{name}》的通知", text, day, f"wj/{number}")


def own_list(
    rows: Iterable[tuple[str, str]] = LISTED,
    *,
    title: str = "清河县人民政府现行有效行政规范性文件目录",
    day: date | None = date(2026, 1, 10),
) -> Page:
    """Return the government's own list of documents, title and number on each line."""
    lines = [f"{n}.《{name}》（{number}）" for n, (name, number) in enumerate(rows, 1)]
    return _page(title, "\n".join(lines), day, f"ml/{title}")


def site(*pages: Page) -> SiteView:
    """Return a site of these pages."""
    found = {page.url: page for page in pages}
    fetches = {url: page.fetch for url, page in found.items()}
    return SiteView(Site("a", NAME, HOME), found, fetches)


def example(label: str, *pages: Page) -> Example:
    """Return a site of these pages as an example of a rule."""
    return Example(label, site(*pages))


def _page(title: str, text: str, day: date | None, path: str) -> Page:
    fetch = Fetch(f"{HOME}{path}", Outcome.OK, AT, 200, media="text/html")
    published = Published(day, DateSource.TEXT) if day else None
    return Page(fetch, title=title, text=text, published=published)
