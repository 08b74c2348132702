"""Small crawls for the examples of the link rules."""

from datetime import UTC, datetime

from checks.rule import Example
from checks.views import SiteView
from crawler.page import Fetch, Link, Outcome, Page
from crawler.site import Site

AT = datetime(2026, 3, 1, tzinfo=UTC)
CARRIER = "http://a.example/1.html"


def site_with_link(
    label: str,
    outcome: Outcome,
    status: int | None,
    *,
    url: str = "http://a.example/2.html",
    media: str = "text/html",
    text: str = "",
) -> Example:
    """Return an example site: one page with one link, whose target ended so."""
    is_file = not url.endswith(".html")
    page = Page(
        Fetch(CARRIER, Outcome.OK, AT, 200, media="text/html"),
        title="关于开展检查的通知",
        links=(Link(url, "相关链接", is_file=is_file),),
    )
    target = Fetch(url, outcome, AT, status, media=media)
    pages = {CARRIER: page}
    if text:
        pages[url] = Page(target, text=text)
    fetches = {CARRIER: page.fetch, url: target}
    return Example(label, SiteView(Site("a", "示例", "http://a.example/"), pages, fetches))
