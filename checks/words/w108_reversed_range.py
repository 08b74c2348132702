"""W108 起止日期倒置。"""

import re
from collections.abc import Iterator

from checks.finding import Hit, Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.dates import Written, dates
from checks.words.normal import normalise
from checks.words.report import placed

_TO = r"\s?(?:起)?\s?(?:至|到|—{1,2}|–|－|-|~|～)\s?"
# What may stand between the first day and the last, when the last has no month of its own.
_TIME = r"(?:\s?(?:上午|下午)?\d{1,2}(?:[:：时]\d{0,2}分?))?"
_BETWEEN = re.compile(_TIME + _TO)
_LAST_DAY = re.compile(rf"{_TIME}{_TO}(\d{{1,2}})日")
_YEARS = re.compile(rf"(?<![\d.\-])((?:19|20)\d\d)年?{_TO}((?:19|20)\d\d)年(?!\d)")
# Every month anew, and by another calendar.
_REPEATED = re.compile(r"(?:每月|每年|农历|阴历|当月|次)[^，。；\n]{0,4}$")
_LOOK_BACK = 8


@page_rule(
    "W108",
    "reversed-range",
    "起止日期倒置",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：内容不准确",
    bad=(
        "公示时间：2024年5月10日至5月1日。",
        "公示时间：2024年5月10日至2024年4月30日。",
        "报名时间为3月15日至5日。",
        "2025—2023年累计投入1.2亿元。",
    ),
    good=(
        "公示时间：2024年5月1日至5月10日。",
        "12月1日至1月5日封山，2024年12月1日至1月5日封山。",
        "2024年5月1日至2025年4月30日，2023—2025年。",
        "每月25日至5日缴费，每月25日至次月5日。",
        "3月5日至15日报名。",
    ),
)
def reversed_range(doc: Document, ctx: Context) -> Reports:
    """一段时间的起止写反了：截止的日期或年份早于开始的。

    没有写年份、月份又变小的（如12月1日至1月5日），当作跨年，不报。

    ## 为什么
    公示期、报名期起止写反，期限就无法执行，容易引起投诉。

    ## 怎样改
    核对原件，改正起止日期。
    """
    text = normalise(doc.text)
    seen: set[str] = set()
    for start, end in (*_days(text.text), *_years(text.text)):
        shown = text.text[start:end]
        if shown not in seen:
            seen.add(shown)
            yield Hit(
                message=f"“{shown}”起止倒置",
                key=shown,
                evidence=placed(doc, *text.span(start, end)),
                suggestion="核对原件，改正起止日期",
            )


def _days(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a range of days ends before it begins."""
    found = dates(text)
    for number, first in enumerate(found):
        if _REPEATED.search(text[: first.start][-_LOOK_BACK:]):
            continue
        last = found[number + 1] if number + 1 < len(found) else None
        alone = _LAST_DAY.match(text, first.end)
        if last and _BETWEEN.fullmatch(text, first.end, last.start) and _is_reversed(first, last):
            yield first.start, last.end
        elif alone and int(alone[1]) < first.day:
            yield first.start, alone.end()


def _is_reversed(first: Written, last: Written) -> bool:
    if first.year is not None and last.year is not None:
        return (last.year, last.month, last.day) < (first.year, first.month, first.day)
    # Without its year, an earlier month is one of the next year.
    return last.year is None and last.month == first.month and last.day < first.day


def _years(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a range of years ends before it begins."""
    for match in _YEARS.finditer(text):
        if int(match[2]) < int(match[1]):
            yield match.span()
