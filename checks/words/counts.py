"""Finds the enumerations that have another number of items than was said."""

import re
from collections.abc import Iterator, Sequence

from checks.words.annexes import annexes
from checks.words.counted_names import COUNTED, LEAST, NO_LIST, NUMBER, Count, counted_names
from checks.words.counted_words import counted_words
from checks.words.numerals import integer

_LEAD = re.compile(rf"(?:下列|以下|如下){NUMBER}\s?(?:大)?(?:{COUNTED})[^。；\n]{{0,24}}[:：]\s*$")
# “重点做好三项工作：”
_LEAD_PLAIN = re.compile(
    rf"(?<![第十百千零一二三四五六七八九\d]){NUMBER}\s?(?:大|个)?"
    r"(?:项|点|条|方面|类|种|样|步|批|部分|环节|阶段|举措|措施|要求|意见)[^，。；：、\n]{0,12}[:：]$"
)
# “三项要求：一是”, “提出四点意见。第一，”
_FIRST = re.compile(
    r"[:：。，](?=\s?(?:一是|一要|第一(?:[，,、]|阶段|步|批)|①|一、|[（(]一[)）]|[（(]1[)）]|1[.．、](?!\d)))\s?"
)
_SAID = re.compile(
    rf"(?<![第十百千零一二三四五六七八九\d]){NUMBER}\s?(?:大|个)?"
    r"(?:项|点|条|方面|类|种|样|步|批|部分|环节|阶段|举措|措施|要求|意见)[^，。；：\n]{0,12}$"
)
_REACH = 24
# The ways to number within a sentence.
_SERIES = (
    re.compile("(?<![一二三四五六七八九十第])([一二三四五六七八九十]{1,2})是"),
    re.compile("(?<![一二三四五六七八九十第])([一二三四五六七八九十]{1,2})要"),
    re.compile("第([一二三四五六七八九十]{1,2})(?:[，,、]|阶段|步|批)"),
    re.compile("([①-⑳])"),
    re.compile(
        "(?<![一二三四五六七八九十第、])([一二三四五六七八九十]{1,2})、(?![一二三四五六七八九十])"
    ),
    re.compile("[（(]([一二三四五六七八九十]{1,2})[)）]"),
    re.compile(r"[（(](\d{1,2})[)）]"),
    re.compile(r"(?<![\d.])(\d{1,2})[.．、](?!\d)"),
)
_MARKS = (
    re.compile(r"^\s*[（(]([一二三四五六七八九十]{1,3})[)）]"),
    re.compile(r"^\s*([一二三四五六七八九十]{1,3})、"),
    re.compile(r"^\s*(\d{1,2})\s?[.．、](?!\d)"),
    re.compile(r"^\s*[（(](\d{1,2})[)）]"),
    re.compile(r"^\s*([①-⑳])"),
)
# So many lines may an item go on for.
_ASIDE = 8


def mismatches(text: str) -> Iterator[Count]:
    """Yield the numbers that do not agree with what they count."""
    yield from _in_lines(text)
    yield from _in_sentence(text)
    yield from counted_names(text)
    yield from counted_words(text)
    yield from annexes(text)


def _in_lines(text: str) -> Iterator[Count]:
    if "：\n" not in text and ":\n" not in text:
        return
    lines = text.split("\n")
    start = 0
    for number, line in enumerate(lines):
        lead = (_LEAD.search(line) or _LEAD_PLAIN.search(line)) if line[-1:] in "：:" else None
        said = integer(lead[1]) if lead else None
        if lead and said and said >= LEAST and not NO_LIST.search(lead[0]):
            listed = _listed(lines[number + 1 :])
            if listed >= LEAST and listed != said:
                yield Count(start + lead.start(), start + lead.end(), said, listed)
        start += len(line) + 1


def _listed(lines: Sequence[str]) -> int:
    """Count the numbered lines that follow at once, 0 if their end is not certain."""
    following = [line for line in lines if line.strip()]
    mark = next((each for each in _MARKS if following and each.match(following[0])), None)
    if mark is None:
        return 0
    values = [_value(match[1]) if (match := mark.match(line)) else None for line in following]
    count = 0
    for number, value in enumerate(values):
        if value is None:
            # Text within an item: the list goes on behind it.
            if count + 1 in values[number : number + _ASIDE]:
                continue
            return count if _ends(following[number], mark) else 0
        if value != count + 1:
            # Skipped or begun anew: that is another rule's matter.
            return 0
        count = value
    return count


def _ends(line: str, mark: re.Pattern[str]) -> bool:
    """Whether a line without the mark cannot belong to an item: a heading of another kind."""
    is_marked = any(other.match(line) for other in _MARKS if other is not mark)
    return not is_marked and line.strip().endswith(("。", "："))


def _value(mark: str) -> int | None:
    return ord(mark) - ord("①") + 1 if "①" <= mark <= "⑳" else integer(mark)


def _in_sentence(text: str) -> Iterator[Count]:
    for first in _FIRST.finditer(text):
        lead = _SAID.search(text, max(0, first.start() - _REACH), first.start())
        said = integer(lead[1]) if lead else None
        if lead is None or said is None or said < LEAST or NO_LIST.search(lead[0]):
            continue
        end = text.find("\n", first.end())
        rest = text[first.end() : end if end >= 0 else len(text)]
        series = next((each for each in _SERIES if each.match(rest)), None)
        values = [_value(each) for each in series.findall(rest)] if series else []
        # Each number once and in order, or some are lists within the list.
        is_plain = len(values) >= LEAST and values == list(range(1, len(values) + 1))
        if is_plain and len(values) != said:
            yield Count(lead.start(), first.end(), said, len(values))
