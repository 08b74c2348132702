"""W106 不存在的日期。"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checks.finding import Severity
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from checks.words.dates import TO, Written, dates
from checks.words.normal import normalise
from checks.words.report import hit_at

_HALF = "上午|中午|下午|晚上|晚间|晚|凌晨|早上|早"
# A time says that it is one: after a day, a part of the day, or the other end of a span.
_HOUR = re.compile(
    rf"(?:日|号|{_HALF})(?:{_HALF})?(\d{{1,2}})(?:时(?:(\d\d)分)?|[:：](\d\d)(?![\d:：]))"
)
_SPAN = re.compile(
    rf"[:：](?<=\d[:：])(\d\d)(?:{TO}|——?)(?:{_HALF})?(\d{{1,2}})[:：](\d\d)(?![\d:：]|\.\d)"
)
_HOUR_BEFORE = re.compile(r"(?<![\d.])(?<!\d[:：])\d{1,2}$")
_MONTH = re.compile(r"年(?<=\d年)\s?(1[3-9]|[2-9]\d|00)\s?月(?!龄)")
_YEAR_BEFORE = re.compile(r"(?<![\d.])(?:19|20)\d\d$")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_SENTENCE = re.compile(r"[。！？；\n]")
_LAST_HOUR, _LAST_MINUTE = 24, 59
_FEBRUARY, _LEAP_DAY = 2, 29
# Who speaks of all years, of leap years among them.
_ANY_YEAR = ("闰", "出生", "生日", "每年", "历年")
_LOOK_AHEAD = 8
_AHEAD = re.compile("定于|将于|请于|请在|前$|日前|截止")


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
        "公示期为2026年4月25日至31日。",
        "2023年2月29日召开会议。",
        "自2026年13月1日起施行。",
        "发布时间：2026-06-31。",
        "二〇二六年二月三十日",
        "定于3月5日25时停水。",
        "办公时间：8:30—11:75。",
        Example("离发布日期最近的是平年", Document("2月29日停水。", day=date(2026, 2, 10))),
        Example("还没有到的日期", Document("请于2月29日前报送。", day=date(2025, 2, 10))),
    ),
    good=(
        "2024年2月29日召开会议，2月29日、2月28日均可。",
        "农历2月30日举办庙会，二月三十日祭祖。",
        "版本号2026.2.30.1，文件2026-02-30-001。",
        "12月31日24时截止，时间为3月5日上午10:30。",
        "第13月、31月龄的幼儿，1、2月份，2024年13月龄以上婴幼儿。",
        "办公时间：8:30—11:30，比例为30:75。",
        Example("发布日期旁边有闰年", Document("2月29日停水。", day=date(2024, 2, 10))),
    ),
)
def impossible_date(doc: Document, ctx: Context) -> Reports:
    """文中写了日历上没有的日期，如2月30日、4月31日、平年的2月29日，或者没有的时刻，如25时。

    农历日期不查；栏目列表里稿件的日期由 F315 报告。

    ## 为什么
    期限、施行日期写错，群众无法遵照办理，检查时按内容不准确扣分。

    ## 怎样改
    核对原件，改成正确的日期或时刻。
    """
    text = normalise(doc.text)
    rows = _listed(doc)
    for fault in _faults(text.text, doc.day):
        shown = text.text[fault.start : fault.end]
        if shown in rows:
            continue
        yield hit_at(
            doc,
            *text.span(fault.start, fault.end),
            message=f"“{shown}”{fault.why}",
            key=shown,
            suggestion="核对原件，改成正确的日期或时刻",
        )


def _listed(doc: Document) -> frozenset[str]:
    """Return the dates of a registered column's rows that F315 tells of."""
    if doc.page is None or doc.column is None:
        return frozenset()
    return frozenset(entry.misdated for entry in doc.page.entries if entry.misdated)


def _faults(text: str, published: date | None) -> Iterator[_Fault]:
    first = 0
    for written in dates(text):
        if not written.is_second:
            first = written.start
        if not written.is_possible or _is_missing(written, text, published):
            yield _Fault(first, written.end, "这一天不存在")
    for match in _MONTH.finditer(text):
        if _YEAR_BEFORE.search(text, max(0, match.start() - len("20260")), match.start()):
            after = text[match.end() : match.end() + len("31日")]
            # With a day after it, it was a date above.
            if not re.match(r"\s?\d{1,2}\s?[日号]", after):
                yield _Fault(match.start() - len("2026"), match.end(), "这个月份不存在")
    for match in _HOUR.finditer(text) if "时" in text or ":" in text or "：" in text else ():
        if not _is_time(match[1], match[2] or match[3]):
            yield _Fault(match.start(1), match.end(), "这个时刻不存在")
    yield from _spans(text)


def _is_missing(written: Written, text: str, published: date | None) -> bool:
    """Whether 29 February has no year, though those it may be of are known."""
    if written.year is not None or (written.month, written.day) != (_FEBRUARY, _LEAP_DAY):
        return False
    start = max((match.end() for match in _SENTENCE.finditer(text, 0, written.start)), default=0)
    clause = text[start : written.end + _LOOK_AHEAD]
    if published is None or any(word in clause for word in _ANY_YEAR):
        return False
    years = {int(year) for year in _YEAR.findall(clause)}
    nearest = tuple(published.year + shift for shift in (-1, 0, 1))
    if _AHEAD.search(clause) and (published.month, published.day) < (_FEBRUARY, _LEAP_DAY):
        # What is still to come, some weeks before it, is of this year.
        nearest = (published.year,)
    return all(written.on(year) is None for year in (*years, *nearest))


def _spans(text: str) -> Iterator[_Fault]:
    """Yield the spans of time with a moment that is none: 8:30—11:75."""
    for match in _SPAN.finditer(text):
        before = _HOUR_BEFORE.search(text, max(0, match.start() - len("1:30")), match.start())
        if before is None:
            continue
        times = (before[0], match[1]), (match[2], match[3])
        wrong = [not _is_time(*time) for time in times]
        # Two of them are no times at all, but proportions.
        if sum(wrong) == 1:
            yield _Fault(before.start(), match.end(), "这个时刻不存在")


def _is_time(hour: str, minute: str | None) -> bool:
    minutes = int(minute or 0)
    if int(hour) == _LAST_HOUR:
        return minutes == 0
    return int(hour) < _LAST_HOUR and minutes <= _LAST_MINUTE
