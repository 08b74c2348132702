"""Small crawls for the examples of the link rules."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

from checks.finding import Trouble
from checks.rule import Example
from checks.views import SiteView
from crawler.links import Concealed, Jump, Written
from crawler.page import Fetch, Kind, Link, Outcome, Page, Role, part_mark
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


HOME = "https://www.qinghe.gov.cn/"
ARTICLE = f"{HOME}zwgk/1.html"
# Address, kind, how it answered, and with which media type.
Part = tuple[str, Kind, Outcome, str]


def page_with(
    label: str,
    *,
    resources: Iterable[Part] = (),
    frames: Iterable[str] = (),
    links: Iterable[str] = (),
    jumps: Iterable[Jump] = (),
    parts: Iterable[str] | None = (),
    written: Iterable[Written] = (),
    concealed: Iterable[Concealed] = (),
    newcomers: Mapping[str, date] | None = None,
    is_relaunched: bool = False,
    url: str = ARTICLE,
) -> Example:
    """Return an example site: one article with these ties; its links and frames are well."""
    made_of = tuple(resources)
    fetch = Fetch(url, Outcome.OK, AT, 200, media="text/html")
    page = Page(
        fetch,
        Role.PAGE,
        title="关于开展检查的通知",
        links=_links(links, frames),
        resources=tuple(Link(each[0], "", kind=each[1]) for each in made_of),
        jumps=tuple(jumps),
        parts=None if parts is None else b"".join(map(part_mark, parts)),
        written=tuple(written),
        concealed=tuple(concealed),
    )
    fetches = {link.url: Fetch(link.url, Outcome.OK, AT, 200) for link in page.links}
    fetches |= {each[0]: _answer(*each) for each in made_of}
    view = SiteView(
        Site("a", "示例", HOME),
        {url: page},
        {**fetches, url: fetch},
        newcomers=newcomers or {},
        is_relaunched=is_relaunched,
    )
    return Example(label, view)


def _links(anchors: Iterable[str], frames: Iterable[str]) -> tuple[Link, ...]:
    inner = (Link(address, "框架", kind=Kind.FRAME) for address in frames)
    return (*(Link(address, "相关链接") for address in anchors), *inner)


def _answer(url: str, kind: Kind, outcome: Outcome, media: str) -> Fetch:
    status = {Outcome.OK: 200, Outcome.GONE: 404}
    return Fetch(url, outcome, AT, status.get(outcome), media=media)
