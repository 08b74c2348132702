"""Reads the dates that a text writes with digits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

# 29 February is a day of some years.
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WRITTEN = re.compile(r"(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)\s?年\s?$")
_NUMERIC = tuple("0123456789.")
# Of its own calendar, in which the second month may have thirty days.
_LUNAR = re.compile(r"(?:农历|阴历|旧历|夏历)[^，。；\n]{0,8}$")
_LOOK_BACK = 16


@dataclass(frozen=True, slots=True)
class Written:
    """A date at [start, end) of a text; `year` None if it is not written there."""

    year: int | None
    month: int
    day: int
    start: int
    end: int

    @property
    def is_possible(self) -> bool:
        """Whether there is such a day, in some year if none is written."""
        if self.year is None:
            return 1 <= self.month <= len(_LONGEST) and 1 <= self.day <= _LONGEST[self.month - 1]
        return self.on(self.year) is not None

    def on(self, year: int) -> date | None:
        """Return the day of this month and number in a year, None if there is none."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


# Several rules read the same text in turn.
@lru_cache(maxsize=4)
def dates(text: str) -> tuple[Written, ...]:
    """Return the dates of the sun's calendar (2026年3月1日, 3月1日) in order."""
    return tuple(_dates(text))


def _dates(text: str) -> Iterator[Written]:
    for match in _WRITTEN.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if before.endswith(_NUMERIC) or _LUNAR.search(before):
            continue
        year = _YEAR.search(before)
        start = match.start() - (len(year[0]) if year else 0)
        yield Written(
            int(year[1]) if year else None, int(match[1]), int(match[2]), start, match.end()
        )
