"""Reads the update limits and yearly calendars of columns: own, of their kind, or by law."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from crawler.site import DEFAULT_DAYS, DEFAULT_MONTHS, Column, ColumnKind, Due
from xunjian.tables import fill

MAX_AGE_DAYS = 36_500
MAX_MONTHS = 1_200
AGE = re.compile(r"([0-9０-９]{1,9}|[一二两三四五六七八九十半])\s*(个?星期|天|日|周|个?月|年)?")
NUMERALS = {"半": 0, "两": 2, **{numeral: n for n, numeral in enumerate("一二三四五六七八九十", 1)}}
UNITS = {"星期": "周", "个星期": "周", "日": "天", "月": "个月", "": "天"}
DAYS_OF, MONTHS_OF = {"天": 1, "周": 7}, {"个月": 1, "年": 12}
HALF_YEAR = 6
# 2026-03-31 is what Excel makes of 3-31, with a time of day at times.
DUE = re.compile(
    r"(?:20\d\d\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:\s+00:00:00)?\s*(?:前\s*)?(\D.*)?"
)
SEPARATORS = re.compile(r"[;；,，、\n]")
NONE = "无"
LEAP_YEAR = 2028
# Offices that are departments by their names; a town or a government's own office is none.
DEPARTMENT = re.compile(r"(?:(?<!邮政)局|厅|(?<!村民)(?<!居民)委员会|委)$")
DISCLOSURE = "《政府信息公开条例》第四十九条"
LAW: tuple[tuple[re.Pattern[str], Due], ...] = (
    (
        re.compile(r"法治政府建设.*(?:报告|情况)"),
        Due(3, 31, basis="《法治政府建设与责任落实督察工作规定》：每年4月1日前公开"),
    ),
    (
        re.compile(r"网站(?:工作|监管)?年度(?:工作|监管)?报表"),
        Due(1, 31, basis="国办函〔2018〕12号：每年1月31日前发布"),
    ),
)
REPORT_NAME = re.compile(r"信息公开(?:工作)?(?:年度报告|年报)")


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said of a column or a kind; None where nothing is said."""

    max_age: int | str | None = None
    warn_days: int | None = None
    due: tuple[str, ...] | None = None


NOTHING_SAID = Terms()


def read_kinds(
    path: Path, tables: Mapping[str, Any], faults: list[str]
) -> Mapping[ColumnKind, Terms]:
    """Return what the table `[kinds]` of a site file says of the kinds of columns."""
    kinds = {kind.value: kind for kind in ColumnKind}
    found: dict[ColumnKind, Terms] = {}
    for name, table in tables.items():
        if name not in kinds:
            faults.append(f"{path}：kinds 中的类别“{name}”：应为 {'、'.join(kinds)} 之一")
        elif not isinstance(table, Mapping):
            faults.append(f"{path}：kinds.{name}：应为一组配置项（表）")
        elif terms := fill(Terms, table, str(path), f"kinds.{name}.", faults):
            found[kinds[name]] = terms
            # The faults of a kind are told even if no column is of it.
            bare = Column("", "", "", "", kinds[name])
            bound(bare, terms, NOTHING_SAID, "", f"{path}：kinds.{name}", faults)
    return found


def bound(
    column: Column, own: Terms, of_kind: Terms, unit: str, place: str, faults: list[str]
) -> Column:
    """Return a column with its limits; its own go before those of its kind and of the law."""
    age = own.max_age if own.max_age is not None else of_kind.max_age
    warn = own.warn_days if own.warn_days is not None else of_kind.warn_days
    due = own.due if own.due is not None else of_kind.due
    if warn is not None and not 0 <= warn <= MAX_AGE_DAYS:
        faults.append(f"{place}：预警天数“{warn}”：应在 0 和 {MAX_AGE_DAYS} 天之间")
    days, law = DEFAULT_DAYS.get(column.kind), due_by_law(column, unit)
    bounded = replace(
        column,
        max_age=timedelta(days=days) if days else None,
        max_months=DEFAULT_MONTHS.get(column.kind, 0),
        warn_days=warn,
        due=law if due is None else tuple(_by(law, each) for each in _due(place, due, faults)),
    )
    return bounded if age is None else _with_age(bounded, age, place, faults)


def split_due(cell: str) -> tuple[str, ...] | None:
    """Return the days that a cell of the workbook names, None for an empty one."""
    if not cell.strip():
        return None
    return tuple(part.strip() for part in SEPARATORS.split(cell) if part.strip())


def due_by_law(column: Column, unit: str) -> tuple[Due, ...]:
    """Return the day that a law names for what the column publishes, if one does."""
    for name, due in LAW:
        if name.search(column.name):
            return (due,)
    if column.kind is ColumnKind.REPORT or REPORT_NAME.search(column.name):
        month = 1 if DEPARTMENT.search(unit) else 3
        return (Due(month, 31, basis=DISCLOSURE),)
    return ()


def _with_age(column: Column, value: int | str, place: str, faults: list[str]) -> Column:
    match = AGE.fullmatch(str(value).strip()) if isinstance(value, str) else None
    if isinstance(value, str) and match is None:
        faults.append(f"{place}：更新期限“{value}”应为天数，或者如“6个月”“1年”")
        return column
    number, unit = (match[1], match[2] or "") if match else (str(value), "天")
    unit = UNITS.get(unit, unit)
    count = NUMERALS[number] if number in NUMERALS else int(number)
    if number == "半":
        count, unit = HALF_YEAR, "个月" if unit == "年" else ""
    days, months = count * DAYS_OF.get(unit, 0), count * MONTHS_OF.get(unit, 0)
    if 0 < days <= MAX_AGE_DAYS:
        return replace(column, max_age=timedelta(days=days), max_months=0)
    if 0 < months <= MAX_MONTHS:
        return replace(column, max_age=None, max_months=months)
    faults.append(f"{place}：更新期限“{value}”：应在 1 和 {MAX_AGE_DAYS} 天之间")
    return column


def _due(place: str, due: tuple[str, ...], faults: list[str]) -> Iterator[Due]:
    for text in due:
        match = DUE.fullmatch(text.strip())
        if match and _is_day(int(match[1]), int(match[2])):
            yield Due(int(match[1]), int(match[2]), (match[3] or "").strip())
        elif text.strip() != NONE:
            faults.append(f"{place}：每年应发布日“{text}”：应如“03-31”或“03-31 预算”")


def _by(law: tuple[Due, ...], due: Due) -> Due:
    """Return a day that somebody wrote down, with its law if it is the day that the law names."""
    return next((each for each in law if replace(due, basis=each.basis) == each), due)


def _is_day(month: int, day: int) -> bool:
    try:
        date(LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True
