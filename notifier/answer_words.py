"""Reads what people write into the cells of a problem list: numbers, answers, days."""

import re
import unicodedata
from datetime import date, timedelta

from ledger.answer import Answer

# Excel counts days from here; a cell that lost its format shows the count.
EXCEL_ORIGIN = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 40_000, 60_000
HALF_YEAR = timedelta(days=183)
TWO_DIGITS = 100

_NUMBER = re.compile(r"(?:问题|编号|序号|No\.?|#|第)*(\d{1,9})(?:\.0+)?(?:号|\.)?", re.I)
_DAY = r"(?:\d{2,4}年)?\d{1,2}月\d{1,2}[日号]?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{8}"
_MENDING = "整改|改正|修改|更正|纠正|修正|修复|删除|撤下|撤除|下线|更新|补发|补录|替换|更换|改"
# Words that say neither whether nor what.
_FILLING = "全部|均|都|按要求|及时|立即|当天|当日|于|在|本单位|我局|我单位|我委|我办"
_AT_WORK = "整改|改正|修改|更正|核实|处理|办理|落实|推进|改"
_EXACT = {
    Answer.EXTENSION: "申请延期 延期 申请延长 延期申请 申请延期整改 延期整改 需延期 需要延期 要求延期 请求延期",
    Answer.FALSE_ALARM: "疑似误报 误报 属误报 属于误报 系误报 是误报 为误报 疑误报 误判 属误判 系统误报 误报申诉",
    Answer.AT_WORK: "整改中 正在整改 进行中 处理中",
    Answer.MENDED: "已整改 整改完成 完成整改 已完成",
}
_PATTERNS = (
    *(
        (re.compile("|".join(map(re.escape, words.split()))), answer)
        for answer, words in _EXACT.items()
    ),
    (
        re.compile(rf"(?:申请|需要?|请求)?延期(?:整改)?[至到](?:{_DAY})(?:完成|整改)?"),
        Answer.EXTENSION,
    ),
    # Done needs a word that says so: “整改” alone may be a wish.
    (
        re.compile(
            rf"(?:{_FILLING}|{_DAY})*(?:已经?|业已)(?:{_FILLING}|{_DAY}|完成|进行|予以)*"
            rf"(?:{_MENDING})(?:整改|完成|完毕|完|到位|好|结束|了)*"
        ),
        Answer.MENDED,
    ),
    (
        re.compile(
            rf"(?:{_FILLING}|{_DAY})*(?:(?:{_MENDING})(?:完成|完毕|到位|好了|完了|好)+|完成(?:{_MENDING}))了?"
        ),
        Answer.MENDED,
    ),
    (re.compile(rf"(?:正在|正|在)(?:{_AT_WORK})(?:之中|中|当中)?"), Answer.AT_WORK),
    (re.compile(rf"(?:正在|正|在)?(?:{_AT_WORK})(?:之中|中|当中)"), Answer.AT_WORK),
)
_NOISE = re.compile(r"[\s。．.!！、,，;；:：“”\"'‘’√✓✔☑()（）\[\]【】·]+")

_FULL_DAYS = (
    re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_SHORT_YEAR = re.compile(r"(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NO_YEAR = re.compile(r"(\d{1,2})[月/.](\d{1,2})[日号]?")
_CLOCK = re.compile(r"(?:[T ]|(?<=[日号]))\d{1,2}[:时点].*$")
_WEEKDAY = re.compile(r"(?:\()?(?:星期|周)[一二三四五六日天](?:\))?$")
_CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_CHINESE_DAY = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?"
)
_IN_TEXT = re.compile(
    r"(?<!\d)(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}[日号]?|\d{1,2}月\d{1,2}[日号])(?!\d)"
)


def plain(text: str) -> str:
    """Return the text with full-width letters narrowed and spaces made one."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("\u200b", "").split())


def read_number(text: str) -> int | None:
    """Return the number of an issue, None where the cell holds anything else."""
    found = _NUMBER.fullmatch(plain(text).replace(" ", ""))
    return int(found[1]) if found else None


def read_answer(text: str) -> Answer | None:
    """Return which of the four answers is meant, None where it is not beyond doubt."""
    said = _NOISE.sub("", plain(text))
    # Dots belong to days, which lose nothing else here.
    dotted = re.sub(r"\s+", "", plain(text)).strip("。.!！√✓✔☑,，;；")
    for pattern, answer in _PATTERNS:
        if pattern.fullmatch(said) or pattern.fullmatch(dotted):
            return answer
    return None


def read_day(text: str, today: date) -> date | None:
    """Return the day, None where the text is none or could be two; no year means the nearest."""
    said = _WEEKDAY.sub("", _CLOCK.sub("", plain(text)).replace(" ", ""))
    if said.isdecimal() and FIRST_SERIAL <= int(said) <= LAST_SERIAL:
        return EXCEL_ORIGIN + timedelta(days=int(said))
    return _spelt(said) or _without_year(said, today)


def _spelt(said: str) -> date | None:
    """Return the day that is written in full."""
    for pattern in _FULL_DAYS:
        if found := pattern.fullmatch(said):
            return _day(*map(int, found.groups()))
    if found := _CHINESE_DAY.fullmatch(said):
        return _day(int(found[1].translate(_CHINESE)), _ten(found[2]), _ten(found[3]))
    if found := _YEAR_LAST.fullmatch(said):
        return _either(*map(int, found.groups()))
    return None


def _without_year(said: str, today: date) -> date | None:
    if found := _SHORT_YEAR.fullmatch(said):
        century = today.year // TWO_DIGITS * TWO_DIGITS
        return _day(century + int(found[1]), int(found[2]), int(found[3]))
    if found := _NO_YEAR.fullmatch(said):
        return _nearest(int(found[1]), int(found[2]), today)
    return None


def day_in(text: str, today: date) -> date | None:
    """Return the day that a sentence names, None where it names none or several."""
    days = {read_day(found[0], today) for found in _IN_TEXT.finditer(plain(text))} - {None}
    return days.pop() if len(days) == 1 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _either(first: int, second: int, year: int) -> date | None:
    """Return the day of 11/30/2026 or 30/11/2026; 5/6/2026 may be both and is neither."""
    days = {_day(year, first, second), _day(year, second, first)} - {None}
    return days.pop() if len(days) == 1 else None


def _nearest(month: int, day: int, today: date) -> date | None:
    around = (_day(today.year + step, month, day) for step in (-1, 0, 1))
    near = [one for one in around if one is not None and abs(one - today) <= HALF_YEAR]
    return near[0] if near else None


def _ten(said: str) -> int:
    """Return the number below 100 that is written with 十."""
    if "十" not in said:
        return int(said.translate(_CHINESE))
    tens, _, ones = said.partition("十")
    return 10 * int(tens.translate(_CHINESE) or 1) + int(ones.translate(_CHINESE) or 0)
