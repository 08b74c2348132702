"""Tells once a column what several of its pages lack alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.finding import Hit
from checks.views import SiteView

MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Lack:
    """A page that lacks something; `message` says it of this page alone."""

    url: str
    title: str
    message: str
    evidence: str


def by_column(
    site: SiteView, lacks: Iterable[Lack], *, many: str, suggestion: str
) -> Iterator[Hit]:
    """Yield one hit of each column; `many` says it of `{n}` pages."""
    areas: dict[str, list[Lack]] = {}
    for lack in lacks:
        areas.setdefault(site.area(lack.url), []).append(lack)
    for area, found in areas.items():
        found.sort(key=lambda lack: lack.url)
        first, message = found[0], many.format(n=len(found))
        shown = "；".join(f"“{lack.title}”" for lack in found[:MOST_EXAMPLES])
        more = f"等 {len(found)} 篇" if len(found) > MOST_EXAMPLES else ""
        is_one = len(found) == 1
        yield Hit(
            message=first.message if is_one else message,
            key="",
            evidence=first.evidence if is_one else f"{shown}{more}",
            suggestion=suggestion,
            subject=area,
            url=first.url,
            sources=() if area == first.url else tuple(lack.url for lack in found),
        )
