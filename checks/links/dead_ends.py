"""Brings together the pages of one area that link to the same dead end."""

from collections.abc import Iterator
from dataclasses import dataclass

from checks.finding import SITE_SUBJECT, Hit
from checks.views import SiteView
from crawler.page import Link


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """A link whose target is in trouble, with the pages of one area that carry it, in order.

    `subject` is the area that answers for it: the site for a link of the template, else the
    column of the pages, else the page itself.
    """

    subject: str
    link: Link
    pages: tuple[str, ...]

    def hit(self, message: str, suggestion: str) -> Hit:
        """Report it once for all its pages."""
        shown = f"（{len(self.pages)} 个页面上都有）" if len(self.pages) > 1 else ""
        return Hit(
            message=f"{message}{shown}",
            key=self.link.url,
            evidence=self.link.url,
            suggestion=suggestion,
            subject=self.subject,
            url=self.pages[0],
            sources=self.pages if self.subject not in (SITE_SUBJECT, self.pages[0]) else (),
        )


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
