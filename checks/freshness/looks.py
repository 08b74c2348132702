"""Small sites as two looks saw them, for the examples of the rules on dates that lie."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from checks.past import look, past_of
from checks.views import ColumnView, SiteView
from crawler.page import DateSource, Entry, Fetch, Outcome, Page, Published
from crawler.site import Column, ColumnKind, Site

FIRST, SECOND = datetime(2026, 1, 5, 2, tzinfo=UTC), datetime(2026, 3, 2, 2, tzinfo=UTC)
COLUMN = Column("tzgg", "通知公告", "http://a.example/tzgg/", "", ColumnKind.NOTICE)


def row(number: int, day: date, *, text: str = "", title: str = "") -> Page:
    """Return an article of the column, listed with this date."""
    url = f"http://a.example/tzgg/{number}.html"
    return Page(
        Fetch(url, Outcome.OK, SECOND, 200, media="text/html"),
        title=title or f"关于第{number}号事项的通知",
        text=text or f"第{number}号事项的内容。",
        column_id=COLUMN.id,
        published=Published(day, DateSource.ROW),
    )


# What stands in the list at both looks.
KNOWN = tuple(row(number, date(2025, 9, number)) for number in range(1, 6))


def site_of(pages: Iterable[Page], column: Column = COLUMN) -> SiteView:
    """Return a site of one column that lists these pages."""
    known = {page.url: page for page in pages}
    entries = tuple(
        Entry(page.url, page.title, page.published.day if page.published else None)
        for page in known.values()
    )
    site = Site("a", "示例", "http://a.example/", columns=(column,))
    fetches = {url: page.fetch for url, page in known.items()}
    return SiteView(site, known, fetches, (ColumnView(column, entries),))


def looked_at(*looks: tuple[datetime, SiteView]) -> SiteView:
    """Return the site as the last of the looks saw it, with what the earlier ones knew."""
    looks_so_far = None
    view = SiteView(Site("", "", ""))
    for at, site in looks:
        past = past_of(looks_so_far) if looks_so_far is not None else None
        looks_so_far = look(site, at, past)
        view = replace(site, sightings={each.address: each for each in looks_so_far.sightings})
    return view


def twice(before: Iterable[Page], after: Iterable[Page]) -> SiteView:
    """Return what the second look makes of a column, which listed `before` at the first."""
    return looked_at((FIRST, site_of(before)), (SECOND, site_of(after)))
