"""W107 日期与星期不符。"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checks.finding import Severity
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from checks.words.dates import TIME, TO, Written, dates
from checks.words.normal import normalise
from checks.words.report import hit_at

_NAMES = "一二三四五六日"
_ANY = "[一二三四五六日天]"
_WEEK = "(?:星期|周|礼拜)"
_PART = rf"(?:\s?(?:上午|中午|下午|晚上|晚|全天|当天))?{TIME}"
_WEEKDAY = re.compile(
    rf"{_PART}[，,]?\s?[（(【]?\s?(?:农历[^，。；）)\n]{{2,8}}[，、])?{_WEEK}({_ANY})"
    r"(?![一二三四五六日天期至到末年岁])(?!\s?[—~～、-]\s?(?:星期|周|礼拜)?[一二三四五六日天])"
)
# “5月14日至15日（周二至周三）”: a pair of weekdays behind a pair of days.
_PAIR = re.compile(rf"\s?[（(]\s?{_WEEK}({_ANY})(?:{TO}|、|和){_WEEK}?({_ANY})\s?[)）]")
_BETWEEN = re.compile(rf"{TIME}(?:{TO}|、|和)")
# “本周五（5月17日）”: the weekday first.
_BEFORE = re.compile(rf"{_WEEK}({_ANY})\s?[（(]\s?$")
_LOOK_BACK = 6
_SENTENCE = re.compile(r"[。！？；\n]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
# A day without its year is that of the year in which it is nearest to the publication.
_NEAR = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A date of which the text says, at [start, end), that it is this weekday."""

    written: Written
    weekday: str
    start: int
    end: int


@page_rule(
    "W107",
    "weekday-mismatch",
    "日期与星期不符",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：内容不准确；公历历法",
    bad=(
        "定于2024年5月1日（星期四）召开。",
        "2026年3月1日 周一上午9时开考。",
        "定于2026年3月2日上午9时（星期二）开标。",
        "2026年3月2日至3日（周二至周三）休息。",
        "2026年3月2日（周一）至6日（周六）受理。",
        "停水时间：2026-03-02（星期日）。",
        Example("不写年份的近期日期", Document("3月5日（周五）停水。", day=date(2026, 3, 1))),
        Example("星期写在前面", Document("本周五（3月5日）停水。", day=date(2026, 3, 1))),
    ),
    good=(
        "定于2024年5月1日（星期三）召开。",
        "2026年3月1日（周日）、2026年3月2日星期一。",
        "2026年3月2日至3日（周一至周二），2026年3月2日（周一）至6日（周五）。",
        Example("不知道是哪一年", Document("3月5日（周五）停水。")),
        Example("不写年份的近期日期", Document("3月5日（周四）停水。", day=date(2026, 3, 1))),
        Example("年份写在前面", Document("2021年，3月5日（周五）停水。", day=date(2026, 3, 1))),
        Example(
            "前面的年份说的是别的事",
            Document("根据2025年计划，3月5日（周四）停水。", day=date(2026, 3, 1)),
        ),
        "2026年3月2日周一至周五，2026年3月1日周边道路封闭。",
    ),
)
def weekday_mismatch(doc: Document, ctx: Context) -> Reports:
    """日期旁边写的星期与日历不符。

    没有写年份的，取同一句话里的年份，或者离发布日期最近的那一年；仍不能确定的不判。

    ## 为什么
    日期和星期对不上，群众不知道以哪个为准，容易误事。

    ## 怎样改
    核对原件，改正日期或者星期。
    """
    text = normalise(doc.text)
    if "星期" not in text.text and "周" not in text.text and "礼拜" not in text.text:
        return
    for claim in _claims(text.text, dates(text.text)):
        days = _days(claim.written, text.text, doc.day)
        shown = text.text[claim.start : claim.end]
        told = claim.weekday.replace("天", "日")
        if not days or any(_NAMES[day.weekday()] == told for day in days):
            continue
        day = days[0]
        yield hit_at(
            doc,
            *text.span(claim.start, claim.end),
            message=f"“{shown}”：{day.year}年{day.month}月{day.day}日是星期{_NAMES[day.weekday()]}",
            key=shown,
            suggestion="核对原件，改正日期或者星期",
        )


def _claims(text: str, found: Sequence[Written]) -> Iterator[_Claim]:
    """Yield each date that stands beside a weekday."""
    for number, written in enumerate(found):
        start = found[number - 1].start if written.is_second and number else written.start
        if match := _WEEKDAY.match(text, written.end):
            end = match.end() + (text[match.end() : match.end() + 1] in ("）", ")", "】"))
            yield _Claim(written, match[1], start, end)
        elif match := _PAIR.match(text, written.end):
            before = found[number - 1] if number else None
            if before and _BETWEEN.fullmatch(text, before.end, written.start):
                yield _Claim(before, match[1], before.start, match.end())
                yield _Claim(written, match[2], before.start, match.end())
        elif text.startswith(("）", ")"), written.end):
            first = max(0, written.start - _LOOK_BACK)
            if match := _BEFORE.search(text, first, written.start):
                yield _Claim(written, match[1], match.start(), written.end + 1)


def _days(written: Written, text: str, published: date | None) -> list[date]:
    """Return the days that a date may be, none if that is not certain."""
    if written.year is not None:
        return [day] if (day := written.on(written.year)) else []
    start = max((match.end() for match in _SENTENCE.finditer(text, 0, written.start)), default=0)
    years = [int(year) for year in _YEAR.findall(text, start, written.start)[-1:]]
    if published is not None:
        nearest = (published.year - 1, published.year, published.year + 1)
        days = [day for year in nearest if (day := written.on(year))]
        near = [day.year for day in days if abs(day - published) <= _NEAR]
        # The year of the sentence may belong to something else in it.
        years += near if years or len(near) == 1 else []
    return [day for year in dict.fromkeys(years) if (day := written.on(year))]
