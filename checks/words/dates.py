"""Reads the dates that a text writes: with digits, in characters, and the second day of a range."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from checks.words.numerals import integer

# 29 February is a day of some years.
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_CHARACTERS = "一二三四五六七八九十"
# What “日” and “号” count besides days: buildings, lines, documents, positions.
_HOUSE = "楼院线门桌店馆文台机令井坑标地码库厂仓栋幢车船泵闸岛令房路桥窗房线公通样炉"
# The character that is rarest comes first; what stands before it is read backwards.
_MONTH = re.compile(
    rf"月(?<=[\d\s{_CHARACTERS}]月)\s?(\d{{1,2}}(?!\d)|[{_CHARACTERS}]{{1,3}})\s?(?:日|号(?![{_HOUSE}]))"
)
_MONTH_BEFORE = re.compile(
    rf"(?:(?<![\d.])\d{{1,2}}|(?<![{_CHARACTERS}])[{_CHARACTERS}]{{1,2}})\s?$"
)
_YEAR = re.compile(r"(?:(?<![\d.])((?:19|20)\d\d)|([一二][〇零○一二三四五六七八九]{3}))\s?年\s?$")
# Of its own calendar, in which the second month may have thirty days.
_LUNAR = re.compile(r"(?:农历|阴历|旧历|夏历)[^，。；\n]{0,8}$")
_LOOK_BACK = 16
# A remark on the day, such as its weekday, and the time of day.
NOTE = r"(?:\s?[（(][^（）()\n]{1,8}[)）])?"
TIME = r"(?:\s?(?:上午|中午|下午|晚上|晚|凌晨)?\d{1,2}(?:[:：时点]\d{0,2}分?))?"
TO = r"\s?(?:起)?\s?(?:至|到|—{1,2}|–|－|-|~|～)\s?"
_SAME_MONTH = re.compile(rf"{NOTE}{TIME}(?:{TO}|、|和)(\d{{1,2}})(?:日|号(?![{_HOUSE}]))")
# 2026-02-30 and 2026.2.30; versions, numbers of files and telephones are longer or shorter.
_NUMERIC = re.compile(
    r"20(?<![\w./]20)(\d\d)([-./])(0?[1-9]|1\d)\2([0-3]\d|[1-9])(?![\w/]|\.\d|-(?!20\d\d[-./]))",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A date at [start, end) of a text; `year` None if it is not written there.

    `is_second` is a day that takes its month from the date before it (3月5日至8日).
    """

    year: int | None
    month: int
    day: int
    start: int
    end: int
    is_second: bool = False

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
    """Return the dates of the sun's calendar (2026年3月1日, 3月1日, 2026-03-01) in order."""
    found = [*_dates(text), *_numeric(text)]
    return tuple(sorted(found, key=lambda written: written.start))


def _dates(text: str) -> Iterator[Written]:
    for match in _MONTH.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        month = _MONTH_BEFORE.search(before)
        if month is None or _LUNAR.search(before):
            continue
        year = _YEAR.search(before, 0, month.start())
        is_digits = match[1].isdigit()
        # In characters, a day without its year may be one of the moon's.
        if month[0].strip().isdigit() is not is_digits or not (year or is_digits):
            continue
        start = match.start() - len(before) + (year or month).start()
        number, day = integer(month[0].strip()) or 0, integer(match[1]) or 0
        first = Written(_year(year), number, day, start, match.end())
        yield first
        yield from _same_month(text, first)


def _year(year: re.Match[str] | None) -> int | None:
    return integer(year[1] or year[2]) if year else None


def _same_month(text: str, first: Written) -> Iterator[Written]:
    """Yield the days that follow without a month of their own: 3月5日、6日至8日."""
    end = first.end
    while match := _SAME_MONTH.match(text, end):
        end = match.end()
        yield Written(first.year, first.month, int(match[1]), match.start(1), end, is_second=True)


def _numeric(text: str) -> Iterator[Written]:
    last = 0
    for match in _NUMERIC.finditer(text):
        # Behind a hyphen only as the second day of a range.
        if text.startswith("-", max(0, match.start() - 1)) and match.start() != last + 1:
            continue
        last = match.end()
        yield Written(2000 + int(match[1]), int(match[3]), int(match[4]), *match.span())
