"""Reads of an official paper its own number (发文字号) and the days on which it says it was made."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checks.words.numerals import integer

_BRACKETS = "〔[［﹝【", "〕]］﹞】"
_CITED = re.compile(
    rf"[{re.escape(_BRACKETS[0])}]((?:19|20)\d\d)[{re.escape(_BRACKETS[1])}]\d{{1,5}}号"
)
# A paper's own number: alone in a line of its head, in brackets behind its title, or as a field.
_ALONE = re.compile(r"^[ \t\u3000（(]*[一-鿿]{2,16}$")
_FIELD = re.compile(r"(?:文\s?号|发文字号|发文文号|文件编号|公文编号)\s?[:：]?\s?[一-鿿]{2,16}$")
_TITLE = re.compile(
    r"的(?:通知|公告|通告|意见|决定|批复|函|请示|报告|公示|方案|办法)[（(][一-鿿]{2,16}$"
)
SIGNED = re.compile(
    r"^[ \t\u3000]*(?:[一-鿿]{2,24}(?:政府|办公室|局|委员会|委|厅|部|院|会|中心|队|处|站|校)[ \t\u3000]*)?"
    r"(?:(\d{4})年(\d{1,2})月(\d{1,2})日|([一二][〇零○一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日)"
    r"[ \t\u3000]*(?:印发)?$",
    re.M,
)
DATED = re.compile(
    r"(?:成文|印发|签发|制发)(?:日期|时间)\s?[:：]\s?(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})(?!\d)()()()"
)
# A paper's own number stands in its head.
_HEAD_LINES = 8
_LONGEST_CODE = 16


@dataclass(frozen=True, slots=True)
class Number:
    """A document number at [start, end) of the text, with its year."""

    year: int
    shown: str
    start: int
    end: int


def numbers(text: str) -> Iterator[Number]:
    """Yield the document numbers in a text."""
    for match in _CITED.finditer(text):
        start = match.start()
        while start and match.start() - start < _LONGEST_CODE and "一" <= text[start - 1] <= "鿿":
            start -= 1
        yield Number(int(match[1]), text[start : match.end()], start, match.end())


def is_own(text: str, number: Number) -> bool:
    """Whether this is the number of the paper itself, not one that it cites."""
    start = text.rfind("\n", 0, number.start) + 1
    bracket = number.start + number.shown.find(str(number.year)) - 1
    before, after = text[start:bracket], text[number.end :].partition("\n")[0].strip(" \t\u3000）)")
    if _FIELD.search(before):
        return True
    is_head = text.count("\n", 0, start) < _HEAD_LINES
    return is_head and not after and bool(_ALONE.search(before) or _TITLE.search(before))


def day_of(match: re.Match[str]) -> date | None:
    """Return the day that a match of `SIGNED` or `DATED` names, None if there is no such day."""
    groups = [each for each in match.groups() if each]
    year, month, day = (integer(each) or 0 for each in groups)
    try:
        return date(year, month, day)
    except ValueError:
        return None
