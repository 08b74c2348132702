"""Finds the pages that came long after the day they claim, by what earlier looks saw."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checks.claims import KEPT_KINDS, LATE
from checks.finding import Sighting
from checks.freshness.formed import formed_days
from checks.views import SiteView
from checks.workdays import local_day
from crawler.page import DateSource, Page
from crawler.site import Column

# Older papers are brought in for the archive; no term of an inspection reaches back so far.
OLDEST = timedelta(days=730)
# So many in one column at once are told as one: somebody filled it up.
MANY = 5
ON_PAGE = (DateSource.TEXT, DateSource.SCRIPT)


@dataclass(frozen=True, slots=True)
class Late:
    """A page that was not there yet at `missed_at`, though it claims a `day` long before."""

    url: str
    title: str
    column: Column
    day: date
    missed_at: datetime
    first_at: datetime

    @property
    def looks(self) -> str:
        """Say which looks saw it and which did not."""
        missed, first = local_day(self.missed_at), local_day(self.first_at)
        return (
            f"{missed:%Y-%m-%d} 检测时把“{self.column.name}”的列表读到了末页，没有这一篇；"
            f"{first:%Y-%m-%d} 检测时首次出现"
        )


def late_pages(site: SiteView) -> dict[tuple[str, datetime], list[Late]]:
    """Return the late pages by column and by the look at which they came, oldest claim first."""
    columns = {column.id: column for column in site.site.columns}
    found: dict[tuple[str, datetime], list[Late]] = {}
    for sighting in site.sightings.values():
        column = columns.get(sighting.column)
        if column is None or column.kind in KEPT_KINDS:
            continue
        late = _late(site, sighting, column)
        if late is not None:
            found.setdefault((column.id, late.first_at), []).append(late)
    for batch in found.values():
        batch.sort(key=lambda late: (late.day, late.url))
    return found


def _late(site: SiteView, sighting: Sighting, column: Column) -> Late | None:
    missed_at, day = sighting.missed_at, sighting.day
    if missed_at is None or day is None or sighting.source == DateSource.META:
        return None
    if not LATE < local_day(missed_at) - day <= OLDEST:
        return None
    page = site.pages.get(sighting.address)
    if page is None or not site.is_seen(page) or _is_honest(page, day, local_day(missed_at)):
        return None
    return Late(page.url, page.title or page.url, column, day, missed_at, sighting.first_at)


def _is_honest(page: Page, day: date, missed: date) -> bool:
    """Whether the page itself says that it came later, or the list shows when the paper was made."""
    shown = [each.day for each in page.shown_dates if each.source in ON_PAGE]
    return any(each >= missed - LATE for each in shown) or day in formed_days(page)
