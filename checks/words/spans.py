"""Finds the number of days, hours or years that is not that between the dates beside it."""

import re
from collections.abc import Iterator
from datetime import date

from checks.words.numerals import integer
from checks.words.quantities import Mismatch

_TO = "(?:至|到|—|－|-|~|～)"
_NOTE = "(?:[（(](?:星期|周)[一二三四五六日天][)）])?"
_DAYS = re.compile(r"(?:共计?|为期)(?:放假)?(\d{1,2}|[一二三四五六七八九十]{1,2})天(?!工作)")
_DAY_RANGE = re.compile(
    rf"(?:(\d{{4}})年)?(?<!\d)(\d{{1,2}})月(\d{{1,2}})日{_NOTE}{_TO}(?:(\d{{4}})年)?(?:(\d{{1,2}})月)?(\d{{1,2}})日{_NOTE}[^\d。；，,、\n]{{0,6}}[，,（(]?$"
)
_NEAR = 70
_LESS = re.compile("除外|工作日|不含|剔除")
_HOURS = re.compile(r"[，,（(]共计?(\d{1,2}(?:\.5)?)个?小时")
_TIMES = re.compile(rf"(?<!\d)(\d{{1,2}})[:：](\d\d){_TO}(\d{{1,2}})[:：](\d\d)")
_BEFORE_NOON, _AFTERNOON = 12, 13
_HOUR = 60
_TERM = re.compile(
    r"(?:有效期|合同期限?|任期|服务期限?|聘期|租赁期限?|经营期限|期限)(?:限)?(?:为|是|：)?(\d{1,2}|[一二三四五六七八九十]{1,2})年"
)
_DATE = re.compile(r"(自|从|至|到)?(\d{4})年(\d{1,2})月(\d{1,2})日")
_ENDS = re.compile("止|届满|终止|到期|[，。；、）)\n]|$")
_STOP = re.compile("[。；\n]")
# So many days more or less is another way of counting, not another number of years.
_LOOSE = 40
_BEFORE_RANGE = 8
_PAIR, _FEBRUARY = 2, 2
_YEAR = 365.25


def spans(text: str) -> Iterator[Mismatch]:
    """Yield the spans that last longer or shorter than is written."""
    for match in _DAYS.finditer(text) if "天" in text else ():
        yield from _days(text, match)
    for match in _HOURS.finditer(text) if "小时" in text else ():
        yield from _hours(text, match)
    for match in _TERM.finditer(text) if "期" in text else ():
        yield from _years(text, match)


def _days(text: str, match: re.Match[str]) -> Iterator[Mismatch]:
    head = text[max(0, match.start() - _NEAR) : match.start()]
    found = _DAY_RANGE.search(head)
    said = integer(match[1])
    if found is None or said is None or _LESS.search(found[0]):
        return
    year = int(found[1] or 2001)
    month = int(found[2])
    last_month = int(found[5] or month)
    last_year = int(found[4] or (year + 1 if last_month < month else year))
    try:
        length = date(last_year, last_month, int(found[6])) - date(year, month, int(found[3]))
    except ValueError:
        return
    count = length.days + 1
    # Without its year, February may be longer by a day; but for holidays the first day may not count.
    is_leap = not found[1] and month <= _FEBRUARY < last_month
    is_holiday = "放假" in head[max(0, found.start() - _BEFORE_RANGE) :]
    allowed = {count, count + is_leap} | (set() if is_holiday else {count - 1})
    is_alone = len(re.findall("日", head[: found.start()].rpartition("。")[2])) == 0
    if count > 1 and said not in allowed and is_alone:
        start = match.start() - len(head) + found.start()
        yield Mismatch(start, match.end(), f"起止日期之间是{count}天，与写明的{said}天不符")


def _hours(text: str, match: re.Match[str]) -> Iterator[Mismatch]:
    start = max(text.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
    found = list(_TIMES.finditer(text, max(start, match.start() - _NEAR), match.start()))
    if (
        len(found) != 1
        or "每" in text[start : match.start()]
        or "天" in text[start : match.start()]
    ):
        return
    hour, minute, last, end = (int(found[0][at]) for at in (1, 2, 3, 4))
    lasts = (last * _HOUR + end - hour * _HOUR - minute) / _HOUR
    # Over noon there may be a break.
    is_over_noon = hour < _BEFORE_NOON and last >= _AFTERNOON
    if lasts > 0 and not is_over_noon and float(match[1]) != lasts:
        why = f"起止时间之间是{lasts:g}小时，与写明的{match[1]}小时不符"
        yield Mismatch(found[0].start(), match.end(), why)


def _years(text: str, match: re.Match[str]) -> Iterator[Mismatch]:
    start = max(text.rfind(mark, max(0, match.start() - _NEAR), match.start()) for mark in "。；\n")
    start = max(start + 1, match.start() - _NEAR)
    stop = _STOP.search(text, match.end(), match.end() + _NEAR)
    end = stop.start() if stop else match.end() + _NEAR
    found = list(_DATE.finditer(text, start, end))
    years = integer(match[1])
    # “至2024年12月31日为试用期” is another term.
    is_last = len(found) == _PAIR and _ENDS.match(text, found[1].end())
    if not is_last or found[1][1] not in ("至", "到") or not years:
        return
    if found[1].start() > match.end() > found[0].end() or found[0][1] in ("自", "从"):
        try:
            first, last = (date(int(one[2]), int(one[3]), int(one[4])) for one in found)
        except ValueError:
            return
        lasts = (last - first).days
        if lasts > 0 and abs(lasts - years * _YEAR) > _LOOSE:
            why = f"起止日期之间不是写明的{years}年"
            yield Mismatch(
                min(found[0].start(), match.start()), max(found[1].end(), match.end()), why
            )
