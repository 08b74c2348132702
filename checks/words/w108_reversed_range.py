"""W108 起止倒置。"""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from checks.finding import Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.dates import NOTE, TIME, TO, Written, dates
from checks.words.normal import normalise
from checks.words.numerals import integer
from checks.words.report import hit_at

# What may stand between the first day and the last.
_BETWEEN = re.compile(rf"{NOTE}{TIME}{NOTE}(?:起?[，,])?{TO}")
_YEARS = re.compile(r"年(?<=[至到—–－\-~～\s](?:19|20)\d\d年)(?![\d内以])")
_FIRST_YEAR = re.compile(rf"(?<![\d.\-])((?:19|20)\d\d)年?度?{TO}$")
# 2025年12月至2025年3月
_MONTHS = re.compile(
    rf"年(?<=\d年)(\d{{1,2}})月{TO}((?:19|20)\d\d)年(\d{{1,2}})月(?!\s?\d{{1,2}}\s?[日号])"
)
_YEAR_BEFORE = re.compile(r"(?<![\d.])(?:19|20)\d\d$")
# Both ends say in which half of the day they are, or the second is in the same as the first.
_HOURS = re.compile(
    rf"[上下]午(\d{{1,2}})(?:[:：](\d\d)|时(?:(\d\d)分)?){TO}([上下]午)?"
    r"(\d{1,2})(?:[:：](\d\d)(?!\d)|时(?:(\d\d)分)?)"
)
_FIGURE = r"(\d+(?:\.\d+)?|[一二两三四五六七八九十百千万]{1,6})"
_UNIT = "(万元|元|倍|周岁|岁|人|日|年|个月|小时|平方米|吨)"
_BOUNDS = re.compile(rf"以上(?<=[元倍岁人日年月时米吨]以上){_FIGURE}{_UNIT}以下")
_LOWER = re.compile(rf"(?<![\d.百千万一二两三四五六七八九十]){_FIGURE}{_UNIT}$")
_CLAUSES = re.compile(rf"条{TO}第([一二三四五六七八九十百]{{1,5}})条(?!第)")
_CLAUSE_BEFORE = re.compile(r"第([一二三四五六七八九十百]{1,5})$")
# Every month anew, and by another calendar.
_REPEATED = re.compile(r"(?:每月|每年|农历|阴历|当月|次)[^，。；\n]{0,4}$")
# A notice is not open for most of a year, so its last day is not one of the next year.
_SHORT = re.compile("公示|公告期|报名|征求意见|征集|投标|获取")
_LONG = timedelta(days=240)
_LOOK_BACK, _NEAR = 16, 4
_NOON = 12


@page_rule(
    "W108",
    "reversed-range",
    "起止倒置",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：内容不准确",
    bad=(
        "公示时间：2024年5月10日至5月1日。",
        "公示时间：2024年5月10日至2024年4月30日。",
        "公示时间：5月10日（周五）至4月30日（周二）。",
        "报名时间为3月15日至5日。",
        "受理期限：2024-05-10至2024-05-01。",
        "建设期限：2025年12月至2024年3月。",
        "2025—2023年累计投入1.2亿元。",
        "受理时间：上午11:30—9:00。",
        "处五万元以上二万元以下罚款。",
        "依照本办法第三十条至第二十八条的规定处理。",
    ),
    good=(
        "公示时间：2024年5月1日至5月10日。",
        "12月1日至1月5日封山，2024年12月1日至1月5日封山。",
        "2024年5月1日至2025年4月30日，2023—2025年。",
        "每月25日至5日缴费，每月25日至次月5日。",
        "3月5日至15日报名，公示时间：12月28日至1月5日。",
        "上午9:00—11:30，值班时间：下午5时至上午8时。",
        "处二万元以上五万元以下罚款，依照第二十八条至第三十条的规定处理。",
    ),
)
def reversed_range(doc: Document, ctx: Context) -> Reports:
    """起止写反了：截止的日期、年份、时刻早于开始的，“以上”的数大于“以下”的数，条款号由大到小。

    没有写年份、月份又变小的（如12月1日至1月5日），当作跨年，不报；公示、报名等期限不会将近一年，仍报。

    ## 为什么
    公示期、报名期、罚款幅度写反，就无法执行，容易引起投诉。

    ## 怎样改
    核对原件，改正起止。
    """
    text = normalise(doc.text)
    for start, end in _reversed(text.text):
        shown = text.text[start:end]
        yield hit_at(
            doc,
            *text.span(start, end),
            message=f"“{shown}”起止倒置",
            key=shown,
            suggestion="核对原件，改正起止",
        )


def _reversed(text: str) -> Iterator[tuple[int, int]]:
    yield from _days(text)
    yield from _years(text)
    yield from _months(text)
    yield from _hours(text) if "午" in text else ()
    yield from _bounds(text) if "以上" in text else ()
    yield from _clauses(text) if "条" in text else ()


def _days(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a range of days ends before it begins."""
    found = dates(text)
    for first, last in pairwise(found):
        before = text[max(0, first.start - _LOOK_BACK) : first.start]
        if (
            _BETWEEN.fullmatch(text, first.end, last.start)
            and _is_reversed(first, last, before)
            and not _REPEATED.search(before[-2 * _NEAR :])
        ):
            yield first.start, last.end


def _is_reversed(first: Written, last: Written, before: str) -> bool:
    if last.is_second:
        return last.day < first.day
    if first.year is not None and last.year is not None:
        return (last.year, last.month, last.day) < (first.year, first.month, first.day)
    if last.year is not None:
        return False
    if last.month == first.month:
        return last.day < first.day
    # Without its year, an earlier month is one of the next year, unless that is too long.
    year = first.year or 2001
    start, end = first.on(year), last.on(year + 1)
    is_long = bool(start and end and end - start > _LONG)
    return last.month < first.month and is_long and bool(_SHORT.search(before))


def _years(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a range of years ends before it begins."""
    for match in _YEARS.finditer(text):
        start = match.start() - len("2025")
        first = _FIRST_YEAR.search(text, max(0, start - _LOOK_BACK), start)
        if first and int(text[start : match.start()]) < int(first[1]):
            yield first.start(), match.end()


def _months(text: str) -> Iterator[tuple[int, int]]:
    for match in _MONTHS.finditer(text):
        start = match.start() - len("2025")
        year = _YEAR_BEFORE.search(text, max(0, start - 1), match.start())
        if year and (int(match[2]), int(match[3])) < (int(year[0]), int(match[1])):
            yield start, match.end()


def _hours(text: str) -> Iterator[tuple[int, int]]:
    for match in _HOURS.finditer(text):
        first, last = (
            60 * int(match[at]) + int(match[at + 1] or match[at + 2] or 0) for at in (1, 5)
        )
        is_same_half = not match[4] or match[4] == match[0][:2]
        # 12 is where the hours of a half begin, and a 0 where those of the day do.
        if is_same_half and last < first and int(match[5]) and int(match[1]) != _NOON:
            yield match.span()


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of which the lower is the greater: 五万元以上二万元以下."""
    for match in _BOUNDS.finditer(text):
        lower = _LOWER.search(text, max(0, match.start() - _LOOK_BACK), match.start())
        if lower is None or _kind(lower[2]) != _kind(match[2]):
            continue
        first, last = (_value(each[1], each[2]) for each in (lower, match))
        if first is not None and last is not None and last < first:
            yield lower.start(), match.end()


def _kind(unit: str) -> str:
    return unit.removeprefix("万")


def _value(figure: str, unit: str) -> float | None:
    number = float(figure) if figure[0].isdigit() else integer(figure)
    return None if number is None else number * (10_000 if unit.startswith("万") else 1)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    for match in _CLAUSES.finditer(text):
        first = _CLAUSE_BEFORE.search(text, max(0, match.start() - _LOOK_BACK), match.start())
        if first and (integer(match[1]) or 0) < (integer(first[1]) or 0):
            yield first.start(), match.end()
