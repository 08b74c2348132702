"""Reads `[deadlines]`, the terms, reminders and local holidays, and the hours of `[mail]`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from checks.registry import load_rules
from checks.workdays import Calendar
from ledger.deadline import Ladder, Terms
from ledger.hours import ALWAYS, SendingHours
from xunjian.tables import fill

# A year of work; whoever writes more has meant something else.
MOST_DAYS = 250
# A wrong month in a range would give half a year off.
LONGEST_HOLIDAY = 31
FIRST_YEAR, LAST_YEAR = 2004, 2100
ANY_HOUR = ("all", "全天")
HOURS = re.compile(r"(\d{1,2}):(\d\d)\s*[-–—~～至]\s*(\d{1,2}):(\d\d)")
MIDNIGHT = (24, 0)


@dataclass(frozen=True, slots=True)
class DeadlinesConfig:
    """`[deadlines]`: terms in working days, steps of the ladder (0: none), the local calendar."""

    critical: int = 1
    error: int = 3
    warning: int = 5
    column: int = 10
    codes: Mapping[str, int] = field(default_factory=dict)
    remind: int = 1
    remind_acknowledged: bool = False
    acknowledge: int = 1
    urge: int = 1
    supervise: int = 3
    publish: int = 5
    relapses: int = 2
    # Any: days may be written as TOML dates or, several in a row, as text.
    holidays: tuple[Any, ...] = ()
    workdays: tuple[Any, ...] = ()
    announced: tuple[int, ...] = ()


def read_deadlines(path: Path, table: Mapping[str, Any], faults: list[str]) -> Terms | None:
    """Read `[deadlines]`; None when something in it is wrong, with the reasons in `faults`."""
    before = len(faults)
    said = fill(DeadlinesConfig, table, str(path), "deadlines.", faults)
    if said is None:
        return None
    faults += _wrong_numbers(path, said)
    faults += _wrong_codes(path, said.codes)
    calendar = _calendar(path, said, faults)
    if len(faults) > before:
        return None
    ladder = Ladder(
        said.remind,
        said.remind_acknowledged,
        said.acknowledge,
        said.urge,
        said.supervise,
        said.publish,
        said.relapses,
    )
    return Terms(said.critical, said.error, said.warning, said.column, said.codes, calendar, ladder)


def read_hours(path: Path, text: str, calendar: Calendar, faults: list[str]) -> SendingHours | None:
    """Read `mail.hours`, as in “08:30-17:30”; “all” is any hour of any day."""
    if text.strip() in ANY_HOUR:
        return ALWAYS
    found = HOURS.fullmatch(text.strip().replace("：", ":"))
    times = found and [_time(int(found[n]), int(found[n + 1])) for n in (1, 3)]
    if times and times[0] is not None and times[1] is not None and times[0] < times[1]:
        return SendingHours(times[0], times[1], calendar)
    faults.append(f"{path}：mail.hours = “{text}”：应如 08:30-17:30，或者 all（不限时间）")
    return None


def _time(hour: int, minute: int) -> time | None:
    if (hour, minute) == MIDNIGHT:
        return time.max
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _wrong_numbers(path: Path, said: DeadlinesConfig) -> Iterator[str]:
    for key in ("critical", "error", "warning", "column"):
        yield from _outside(path, key, getattr(said, key), 1)
    for key in ("remind", "acknowledge", "urge", "supervise", "publish", "relapses"):
        yield from _outside(path, key, getattr(said, key), 0)
    for code, days in said.codes.items():
        yield from _outside(path, f"codes.{code}", days, 1)
    for year in said.announced:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            yield f"{path}：deadlines.announced 中的 {year}：应为年份，如 2027"
    steps = [days for days in (said.urge, said.supervise, said.publish) if days]
    if steps != sorted(set(steps)):
        shown = f"{said.urge}、{said.supervise}、{said.publish}"
        why = "催办、督办、拟通报应一步晚于一步（0 为不用）"
        yield f"{path}：deadlines.urge、supervise、publish = {shown}：{why}"


def _outside(path: Path, key: str, days: int, least: int) -> Iterator[str]:
    if not least <= days <= MOST_DAYS:
        yield f"{path}：deadlines.{key} = {days}：应在 {least} 和 {MOST_DAYS} 之间"


def _wrong_codes(path: Path, codes: Mapping[str, int]) -> Iterator[str]:
    if not codes:
        return
    known = {rule.code for rule in load_rules()}
    known |= {code[0] for code in known}
    for code in codes:
        if code not in known:
            yield f"{path}：deadlines.codes 中的“{code}”：没有这条规则或这一大类，见 xunjian rules"


def _calendar(path: Path, said: DeadlinesConfig, faults: list[str]) -> Calendar:
    holidays = _days(path, "holidays", said.holidays, faults)
    workdays = _days(path, "workdays", said.workdays, faults)
    for day in sorted(holidays & workdays):
        faults.append(f"{path}：deadlines 中的 {day}：不能既放假又上班")
    return Calendar(holidays, workdays, frozenset(said.announced))


def _days(path: Path, key: str, written: tuple[Any, ...], faults: list[str]) -> frozenset[date]:
    days: set[date] = set()
    for each in written:
        found = _range(each)
        if found:
            days.update(found)
        else:
            how = '应为日期，如 2027-02-05，或者起止日期，如 "2027-02-05/2027-02-11"'
            shown = f"“{each}”" if isinstance(each, str) else str(each)
            faults.append(f"{path}：deadlines.{key} 中的{shown}：{how}")
    return frozenset(days)


# Any: whatever stands in the file.
def _range(written: Any) -> list[date]:
    """Return the days that an entry names; none where it is not understood."""
    if isinstance(written, date) and not isinstance(written, datetime):
        return [written]
    if not isinstance(written, str):
        return []
    first, _, last = written.partition("/")
    try:
        start = date.fromisoformat(first.strip())
        end = date.fromisoformat(last.strip()) if last else start
    except ValueError:
        return []
    count = (end - start).days + 1
    return [start + timedelta(days=n) for n in range(count)] if count <= LONGEST_HOLIDAY else []
