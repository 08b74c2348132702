"""Brings together the pages of one area that link to the same dead end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from checks.finding import SITE_SUBJECT, Hit
from checks.views import SiteView
from checks.workdays import LOCAL
from crawler.page import Fetch, Hop, Link


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """A link whose target is in trouble, with the pages of one area that carry it, in order.

    `subject` is the area that answers for it: the site for a link of the template, else the
    column of the pages, else the page itself.
    """

    subject: str
    link: Link
    pages: tuple[str, ...]

    def hit(self, message: str, suggestion: str, fetch: Fetch | None = None) -> Hit:
        """Report it once for all its pages; `fetch` is how the way to its end ended."""
        shown = f"（{len(self.pages)} 个页面上都有）" if len(self.pages) > 1 else ""
        return Hit(
            message=f"{message}{shown}",
            key=self.link.url,
            evidence=way(fetch) if fetch is not None and fetch.chain else self.link.url,
            suggestion=suggestion,
            subject=self.subject,
            url=self.pages[0],
            sources=self.pages if self.subject not in (SITE_SUBJECT, self.pages[0]) else (),
        )


def way(fetch: Fetch) -> str:
    """Write down a way of redirects: each address with its status and when it was asked."""
    stops = [_stop(each) for each in fetch.chain]
    if not fetch.location:
        stops.append(_stop(Hop(fetch.url, fetch.at, fetch.status)))
    elif any(hop.url == fetch.location for hop in fetch.chain):
        stops.append(f"又回到 {fetch.location}")
    else:
        stops.append(f"{fetch.location} （未能访问）")
    return " → ".join(stops)


def _stop(hop: Hop) -> str:
    return f"{hop.url} （{hop.status or '没有应答'}，{moment(hop.at)}）"


def moment(at: datetime) -> str:
    """Write a time as people in China read it."""
    return f"{at.astimezone(LOCAL):%Y-%m-%d %H:%M}"


def dead_ends(site: SiteView) -> Iterator[DeadEnd]:
    """Yield what is linked and in trouble, each target once for every area that links to it."""
    found: dict[tuple[str, str, bool], tuple[Link, list[str]]] = {}
    for edge in site.troubled_edges():
        area = SITE_SUBJECT if edge.link.is_frame else site.area(edge.url)
        _, pages = found.setdefault((area, edge.link.url, edge.link.is_file), (edge.link, []))
        if edge.url not in pages:
            pages.append(edge.url)
    for (area, _, _), (link, pages) in found.items():
        # A link of the template is met on some page, whichever came first.
        yield DeadEnd(area, link, (pages[0],) if area == SITE_SUBJECT else tuple(sorted(pages)))
