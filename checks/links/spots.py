"""Brings together the pages of one area that show the same fault."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.mask import mask
from checks.views import SiteView

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spot(Generic[T]):
    """Something found on the pages of one area, in order.

    `subject` is the area that answers for it: the site for what stands in the template, else the
    column of the pages, else the page itself.
    """

    subject: str
    thing: T
    pages: tuple[str, ...]

    def hit(
        self,
        message: str,
        key: str,
        evidence: str,
        suggestion: str,
        severity: Severity | None = None,
    ) -> Hit:
        """Report it once for all its pages."""
        shown = f"（{len(self.pages)} 个页面上都有）" if len(self.pages) > 1 else ""
        return Hit(
            message=f"{message}{shown}",
            key=key,
            evidence=evidence,
            suggestion=suggestion,
            subject=self.subject,
            url=self.pages[0],
            severity=severity,
            sources=self.pages if self.subject not in (SITE_SUBJECT, self.pages[0]) else (),
        )


class Spots(Generic[T]):
    """Things found on pages, each once for every area that shows it."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[T, dict[str, None]]] = {}

    def add(self, site: SiteView, page: str, key: str, thing: T, *, is_frame: bool) -> None:
        """Take in a thing on a page; `key` tells things of one area apart."""
        area = SITE_SUBJECT if is_frame else site.area(page)
        _, pages = self._found.setdefault((area, key), (thing, {}))
        pages[page] = None

    def __iter__(self) -> Iterator[Spot[T]]:
        for (area, _), (thing, pages) in self._found.items():
            # What is template is met on some page, whichever came first.
            shown = (next(iter(pages)),) if area == SITE_SUBJECT else tuple(sorted(pages))
            yield Spot(area, thing, shown)


def where(place: str) -> str:
    """Say where on the page something stands, for the evidence; class names may be anybody's."""
    return f"（位置 {mask(place)}）" if place else ""
