"""The platform under watch as its office describes it: site, columns, units, limits."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class ColumnKind(StrEnum):
    """What a column publishes; the kind decides its default update limit."""

    NEWS = "动态要闻"
    NOTICE = "通知公告"
    POLICY = "政策文件"
    INTERPRETATION = "政策解读"
    PERSONNEL = "人事信息"
    PLAN = "规划计划"
    FINANCE = "财政信息"
    GUIDE = "信息公开指南"
    CATALOGUE = "信息公开目录"
    SYSTEM = "信息公开制度"
    REPORT = "信息公开年报"
    SERVICE = "办事服务"
    STATIC = "静态页面"
    OTHER = "其他"


# What these publish stands on one page.
NO_LIST_KINDS = frozenset({ColumnKind.STATIC, ColumnKind.GUIDE, ColumnKind.SERVICE})
# 国办秘函〔2019〕19号: news two weeks, notices and policy documents six months; personnel and
# plans one year by the 2015 survey (国办发〔2015〕15号). Other kinds have no limit by themselves.
DEFAULT_DAYS = {ColumnKind.NEWS: 14}
# By the calendar, as an inspector counts: six months are 181 to 184 days.
DEFAULT_MONTHS = {
    ColumnKind.NOTICE: 6,
    ColumnKind.POLICY: 6,
    ColumnKind.INTERPRETATION: 6,
    ColumnKind.PERSONNEL: 12,
    ColumnKind.PLAN: 12,
}
MONTHS = 12
# How long ahead a unit is told, by the length of its column's limit.
SHORT_LIMIT = timedelta(days=31)
SHORT_AHEAD, LONG_AHEAD = timedelta(days=3), timedelta(days=15)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, the month's last where it has no such day.

    So the Civil Code counts (民法典 202).
    """
    years, month = divmod(day.month - 1 + months, MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Due:
    """By this day of each year a column must have the year's entry (预算、年报).

    `topic` is a word of the entry's title, "" for any; `basis` cites the law that names the day.
    """

    month: int
    day: int
    topic: str = ""
    basis: str = ""

    def in_year(self, year: int) -> date:
        """Return the day in a year; 29 February is the last of that month."""
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that publishes on the platform and answers for its columns.

    `leaders` are told when something is overdue.
    """

    id: str
    name: str
    emails: tuple[str, ...] = ()
    contact: str = ""
    leaders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column (栏目) and the unit that keeps it.

    The update limit is `max_age`, or `max_months` by the calendar; with neither there is none.
    `warn_days` before a limit the unit is told, None by the length of the limit. `due` is the
    calendar of a yearly column.
    """

    id: str
    name: str
    url: str
    unit: str
    kind: ColumnKind = ColumnKind.OTHER
    max_age: timedelta | None = None
    max_months: int = 0
    warn_days: int | None = None
    due: tuple[Due, ...] = ()

    def last_day(self, newest: date) -> date | None:
        """Return the last day that a column with this newest entry is in time, None without limit."""
        if self.max_age is not None:
            return newest + self.max_age
        return months_after(newest, self.max_months) if self.max_months else None

    @property
    def limit(self) -> str:
        """The update limit in Chinese, "" if there is none."""
        if self.max_age is not None:
            return f"{self.max_age.days} 天"
        return f"{self.max_months} 个月" if self.max_months else ""

    @property
    def ahead(self) -> timedelta:
        """How long before a limit the unit is told."""
        if self.warn_days is not None:
            return timedelta(days=self.warn_days)
        is_short = self.max_age is not None and self.max_age <= SHORT_LIMIT
        return SHORT_AHEAD if is_short else LONG_AHEAD


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a crawl may take and how politely; times in seconds, sizes in bytes.

    An outside address that was well is asked again after `outside_days`. A target that keeps
    failing is told after so many `suspect_looks` over so many `suspect_hours`. With `cloaking`,
    a few pages are asked for as a visitor and as a search engine would. With `resources` off, pictures, scripts and styles are not asked for; else `most_resources` are.
    `article_keys` are parameters of addresses that tell articles apart though mostly they do not.
    """

    delay: float = 0.5
    concurrency: int = 4
    timeout: float = 30.0
    retries: int = 2
    depth: int = 12
    pages: int = 100_000
    pages_per_column: int = 500
    resources: bool = True
    most_resources: int = 20_000
    similar_pages: int = 5000
    drawn_pages: int = 500
    body: int = 32 * 1024 * 1024
    duration: float = 8 * 3600.0
    robots: bool = True
    reuse: bool = True
    outside_days: int = 6
    suspect_looks: int = 3
    suspect_hours: float = 24.0
    cloaking: bool = True
    article_keys: tuple[str, ...] = ()
    user_agent: str = "Xunjian/0.1 (government website quality monitor)"


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How much of one attachment is read, and at what cost; what lies beyond is undecided.

    `text` in characters, `rows` of one table, `pages` of one document; an archive may have so
    many `members` on so many `levels` and come to so many bytes `unpacked`, all taken together.
    `memory` in bytes and `seconds` bind the process that reads. With `ocr` off, or without the
    extra of that name, pictures and scanned pages are undecided; `ocr_pages` of a file are read.
    """

    text: int = 20_000_000
    rows: int = 200_000
    pages: int = 2_000
    members: int = 1_000
    levels: int = 3
    unpacked: int = 200 * 1024 * 1024
    memory: int = 2_500_000_000
    seconds: float = 60.0
    ocr: bool = True
    ocr_pages: int = 20
    ocr_seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class Site:
    """One disclosure platform.

    `scope` lists the address prefixes (host and path, no scheme) that belong to the platform;
    empty means the host of `start_url`. `private_hosts` are the only hosts that may resolve to
    private or loopback addresses. `platform` names a module of `crawler.platforms`, or "auto".
    `region` is the full name of the place it is about (岭南省青禾市清河县), "" if unknown.
    `trust` and `block` are hosts, each with all below it, that the rules on outside links take for
    well known, or for no good, whatever else is known of them.
    `search` is the address of the site's own search with {} for the words, "" if it shall not be
    asked.
    """

    id: str
    name: str
    start_url: str
    id_code: str = ""
    scope: tuple[str, ...] = ()
    platform: str = "auto"
    columns: tuple[Column, ...] = ()
    units: tuple[Unit, ...] = ()
    private_hosts: tuple[str, ...] = ()
    region: str = ""
    search: str = ""
    trust: tuple[str, ...] = ()
    block: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    files: FileLimits = field(default_factory=FileLimits)

    def column(self, column_id: str) -> Column | None:
        """Return the column with this id, if there is one."""
        return next((column for column in self.columns if column.id == column_id), None)

    def unit(self, unit_id: str) -> Unit | None:
        """Return the unit with this id, if there is one."""
        return next((unit for unit in self.units if unit.id == unit_id), None)
