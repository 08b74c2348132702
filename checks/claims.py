"""What a page claims about its date, as one look sees it."""

from dataclasses import dataclass
from datetime import date, timedelta

from crawler.site import ColumnKind

# Written in the evening, released the next morning, a holiday between: nobody gains by so little.
SLACK = timedelta(days=3)
# A list that shows the day of the document itself may take so long: 20 working days (条例 26) and
# a long holiday.
LATE = timedelta(days=30)
# Pages that are kept up to date in place, and show when that was.
KEPT_KINDS = frozenset(
    {
        ColumnKind.GUIDE,
        ColumnKind.CATALOGUE,
        ColumnKind.SYSTEM,
        ColumnKind.SERVICE,
        ColumnKind.STATIC,
    }
)


@dataclass(frozen=True, slots=True)
class Claim:
    """The column that lists a page ("" if none), the date it claims and where, two digests."""

    column: str = ""
    day: date | None = None
    source: str = ""
    title: str = ""
    text: str = ""
