"""What the titles of a yearly column tell: which years there are, whose they are."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from crawler.page import Entry
from crawler.site import Due

NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
SPELT = re.compile(r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)")
# 〔2025〕 belongs to a document's number; 2021—2025 is a plan of several years.
SPAN = re.compile(r"20\d\d\s*年?度?\s*(?:-|—|－|–|~|～|至|到)+\s*20\d\d\s*年?度?")
YEAR = re.compile(r"(?<![\d〔\[（(【])(20\d\d)(?!\d)\s*年?度?")
AHEAD = re.compile(r"预算|计划|要点|安排|任务分工|目录")
BEHIND = re.compile(r"决算|年报|年度报告|公报|总结|执行情况|工作报告|年度报表")
PLAIN = re.compile(r"工作|情况|的|关于|公布|公示|公开|[\W_]")
# So many years in sequence make the rows of one office a series.
SERIES = 2


@dataclass(frozen=True, slots=True)
class Yearly:
    """The rows of a yearly column, by year, and the years of each office that publishes in it."""

    rows: tuple[Entry, ...]
    years: Mapping[int, int] = field(default_factory=dict)
    offices: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @property
    def has_years(self) -> bool:
        """Whether most titles name a year."""
        return sum(self.years.values()) > len(self.rows) / 2

    @property
    def gaps(self) -> list[int]:
        """Return the years that are missing between the first and the last."""
        return [year for year in range(min(self.years), max(self.years)) if year not in self.years]

    def has(self, due: date, wanted: frozenset[int]) -> bool:
        """Whether the entry is there that was due on a day."""
        if not self.has_years:
            # By the day, then: not before the year's own time.
            return any(row.published and row.published.year >= due.year for row in self.rows)
        if min(self.years) > max(wanted):
            # The column began later.
            return True
        return any(_is_of(row, year, due) for row in self.rows for year in wanted)

    def behind(self, wanted: frozenset[int]) -> list[str]:
        """Return the offices that published every year and lack the wanted one, if they are few."""
        year = min(wanted)
        late = [name for name, years in self.offices.items() if max(years) == year - 1]
        done = sum(year in years for years in self.offices.values())
        return late if len(late) < done else []


def _is_of(row: Entry, year: int, due: date) -> bool:
    """Whether a row is of the year; what tells of a year that is over is no older than its end."""
    if year not in years_of(row.title):
        return False
    is_over = year < due.year
    return not is_over or row.published is None or row.published >= date(year, 12, 1)


def yearly_of(entries: Iterable[Entry], topic: str) -> Yearly:
    """Read the rows whose titles bear the topic."""
    rows = tuple(entry for entry in entries if topic in entry.title)
    years: dict[int, int] = defaultdict(int)
    offices: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        found = years_of(row.title)
        for year in found:
            years[year] += 1
        if len(found) == 1:
            offices[_office(row.title)] |= found
    series = {name: frozenset(seen) for name, seen in offices.items() if len(seen) >= SERIES}
    return Yearly(rows, dict(years), series)


def years_of(title: str) -> frozenset[int]:
    """Return the years that a title names; the last ones of a span of two."""
    text = SPELT.sub(lambda match: match[0].translate(NUMERALS), title)
    return frozenset(int(match[1]) for match in YEAR.finditer(SPAN.sub("", text)))


def wanted_years(due: Due, day: date, column_name: str, rows: Yearly) -> frozenset[int]:
    """Return the years of which one must be named: this year's budget, last year's report."""
    said = due.topic or column_name
    if due.basis or BEHIND.search(said):
        return frozenset({day.year - 1})
    if AHEAD.search(said):
        return frozenset({day.year})
    ages = [
        row.published.year - max(years_of(row.title))
        for row in rows.rows
        if row.published and years_of(row.title)
    ]
    if ages and len(set(ages)) == 1:
        return frozenset({day.year - ages[0]})
    return frozenset({day.year, day.year - 1})


def _office(title: str) -> str:
    """Return a title without its year and what varies from year to year."""
    return PLAIN.sub("", YEAR.sub("", title))
