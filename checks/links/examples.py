"""Small crawls for the examples of the link rules."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from checks.finding import Trouble
from checks.rule import Example
from checks.views import SiteView
from crawler.page import Fetch, Link, Outcome, Page, Role
from crawler.site import Site
from crawler.urls import is_file

AT = datetime(2026, 3, 1, tzinfo=UTC)
CARRIER = "http://a.example/1.html"
SITE = Site("a", "示例", "http://a.example/")


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
    return Example(label, SiteView(SITE, pages, fetches))


def site_with_way(
    label: str,
    text: str,
    *stops: str,
    page: Page | None = None,
    troubles: tuple[Trouble, ...] = (),
    outcome: Outcome = Outcome.OK,
) -> Example:
    """Return an example site: one page with one link, which redirects from stop to stop.

    `page` is what stands at the last of them.
    """
    carrier = Page(
        Fetch(CARRIER, Outcome.OK, AT, 200, media="text/html"),
        title="关于开展检查的通知",
        links=(Link(stops[0], text, is_file=is_file(stops[0])),),
    )
    fetches = {CARRIER: carrier.fetch}
    for here, there in pairwise(stops):
        fetches[here] = Fetch(here, Outcome.OK, AT, 302, location=there)
    status = 200 if outcome is Outcome.OK else None
    end = Fetch(stops[-1], outcome, AT, status, media="text/html")
    end = end if outcome is Outcome.OK else replace(end, error="超过 30 秒没有响应")
    fetches[end.url] = end
    pages = {CARRIER: carrier}
    if page is not None:
        pages[end.url] = replace(page, fetch=end, role=Role.PROBE)
    known = {each.address: each for each in troubles}
    return Example(label, SiteView(SITE, pages, fetches, troubles=known))


def page_saying(title: str, text: str = "", *, has_form: bool = False) -> Page:
    """Return a page that is nowhere yet."""
    return Page(Fetch("", Outcome.OK, AT), title=title, text=text, has_form=has_form)
