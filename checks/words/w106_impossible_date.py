"""W106 不存在的日期。"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checks.finding import Hit, Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.dates import Written, dates
from checks.words.normal import normalise
from checks.words.report import placed

# 2026-02-30 and 2026.2.30; versions, numbers of files and telephones are longer or shorter.
_NUMERIC = re.compile(
    r"(?<![\w.\-/])(20\d\d)([-./])(0?[1-9]|1[0-2])\2([0-3]\d|[1-9])(?![\w\-/]|\.\d)", re.ASCII
)
_HOUR = re.compile(r"日(?:上午|下午|晚上|晚|凌晨)?(\d{1,2})(?:时|[:：](\d\d)(?!\d))")
_LAST_HOUR, _LAST_MINUTE = 24, 59


@dataclass(frozen=True, slots=True)
class _Fault:
    """What cannot be, at [start, end) of the normalised text."""

    start: int
    end: int
    why: str


@page_rule(
    "W106",
    "impossible-date",
    "不存在的日期",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：内容不准确；公历历法",
    bad=(
        "公示期为2026年2月25日至2026年2月30日。",
        "请于4月31日前报送。",
        "2023年2月29日召开会议。",
        "自2026年13月1日起施行。",
        "发布时间：2026-06-31。",
        "定于3月5日25时停水。",
    ),
    good=(
        "2024年2月29日召开会议，2月29日、2月28日均可。",
        "农历2月30日举办庙会。",
        "版本号2026.2.30.1，文件2026-02-30-001。",
        "12月31日24时截止，时间为3月5日上午10:30。",
        "第13月、31月龄的幼儿，1、2月份。",
    ),
)
def impossible_date(doc: Document, ctx: Context) -> Reports:
    """文中写了日历上没有的日期，如2月30日、4月31日、平年的2月29日，或者没有的时刻，如25时。

    农历日期不查。

    ## 为什么
    期限、施行日期写错，群众无法遵照办理，检查时按内容不准确扣分。

    ## 怎样改
    核对原件，改成正确的日期或时刻。
    """
    text = normalise(doc.text)
    seen: set[str] = set()
    for fault in _faults(text.text):
        shown = text.text[fault.start : fault.end]
        if shown not in seen:
            seen.add(shown)
            yield Hit(
                message=f"“{shown}”{fault.why}",
                key=shown,
                evidence=placed(doc, *text.span(fault.start, fault.end)),
                suggestion="核对原件，改成正确的日期或时刻",
            )


def _faults(text: str) -> Iterator[_Fault]:
    for written in dates(text):
        if not written.is_possible:
            yield _Fault(written.start, written.end, "这一天不存在")
    for match in _NUMERIC.finditer(text):
        day = Written(int(match[1]), int(match[3]), int(match[4]), *match.span())
        if not day.is_possible:
            yield _Fault(day.start, day.end, "这一天不存在")
    for match in _HOUR.finditer(text):
        minute = int(match[2] or 0)
        if int(match[1]) > _LAST_HOUR or minute > _LAST_MINUTE:
            yield _Fault(match.start() + 1, match.end(), "这个时刻不存在")
