"""W107 日期与星期不符。"""

import re
from datetime import date, timedelta

from checks.finding import Hit, Severity
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from checks.words.dates import Written, dates
from checks.words.normal import normalise
from checks.words.report import placed

_WEEKDAY = re.compile(
    r"\s?[（(]?\s?(?:星期|周|礼拜)([一二三四五六日天])(?![一二三四五六日天期至到])"
)
_NAMES = "一二三四五六日"
_SENTENCE = re.compile(r"[。！？；\n]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
# A day without its year is that of the year in which it is nearest to the publication.
_NEAR = timedelta(days=120)


@page_rule(
    "W107",
    "weekday-mismatch",
    "日期与星期不符",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：内容不准确；公历历法",
    bad=(
        "定于2024年5月1日（星期四）召开。",
        "2026年3月1日 周一上午9时开考。",
        Example("不写年份的近期日期", Document("3月5日（周五）停水。", day=date(2026, 3, 1))),
    ),
    good=(
        "定于2024年5月1日（星期三）召开。",
        "2026年3月1日（周日）、2026年3月2日星期一。",
        Example("不知道是哪一年", Document("3月5日（周五）停水。")),
        Example("不写年份的近期日期", Document("3月5日（周四）停水。", day=date(2026, 3, 1))),
        Example("年份写在前面", Document("2021年，3月5日（周五）停水。", day=date(2026, 3, 1))),
        "2026年3月2日周一至周五。",
    ),
)
def weekday_mismatch(doc: Document, ctx: Context) -> Reports:
    """日期后面写的星期与日历不符。

    没有写年份的，取同一句话里的年份，或者离发布日期最近的那一年；仍不能确定的不判。

    ## 为什么
    日期和星期对不上，群众不知道以哪个为准，容易误事。

    ## 怎样改
    核对原件，改正日期或者星期。
    """
    text = normalise(doc.text)
    if "星期" not in text.text and "周" not in text.text and "礼拜" not in text.text:
        return
    seen: set[str] = set()
    for written in dates(text.text):
        match = _WEEKDAY.match(text.text, written.end)
        day = _day(written, text.text, doc.day) if match else None
        if match is None or day is None:
            continue
        right = _NAMES[day.weekday()]
        end = match.end() + (text.text[match.end() : match.end() + 1] in ("）", ")"))
        shown = text.text[written.start : end]
        if match[1].replace("天", "日") != right and shown not in seen:
            seen.add(shown)
            yield Hit(
                message=f"“{shown}”：{day.year}年{day.month}月{day.day}日是星期{right}",
                key=shown,
                evidence=placed(doc, *text.span(written.start, end)),
                suggestion="核对原件，改正日期或者星期",
            )


def _day(written: Written, text: str, published: date | None) -> date | None:
    if written.year is not None:
        return written.on(written.year)
    start = max((match.end() for match in _SENTENCE.finditer(text, 0, written.start)), default=0)
    if years := _YEAR.findall(text, start, written.start):
        return written.on(int(years[-1]))
    if published is None:
        return None
    near = [
        day
        for year in (published.year - 1, published.year, published.year + 1)
        if (day := written.on(year)) and abs(day - published) <= _NEAR
    ]
    return near[0] if len(near) == 1 else None
