"""Finds the enumerations that have another number of items than was said."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.words.numerals import integer

_NUMBER = r"(\d{1,2}|[一二两三四五六七八九十]{1,3})"
_COUNTED = (
    "项|条|类|种|个|名|件|点|份|篇|起|款|家|位|所|样|道|步|方面|情形|环节|步骤|部分|措施|要求|意见"
)
_LEAD = re.compile(
    rf"(?:下列|以下|如下){_NUMBER}\s?(?:大)?(?:{_COUNTED})[^。；\n]{{0,24}}[:：]\s*$"
)
# “三项要求：一是”, “提出四点意见。第一，”
_FIRST = re.compile(
    r"[:：。，](?=\s?(?:一是|一要|第一(?:[，,、]|阶段|步|批)|①|一、|[（(]一[)）]|[（(]1[)）]|1[.．、](?!\d)))\s?"
)
_SAID = re.compile(
    rf"(?<![第十百千零一二三四五六七八九\d]){_NUMBER}\s?(?:大|个)?"
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
_LEAST = 2
# So many lines may an item go on for.
_ASIDE = 8
# Where an enumeration is called by what it is not: “以下5个工作日内”.
_NO_LIST = re.compile("工作日|月|年|天|小时|百分|以上|之一|或者|或|多|部分内容|提出如下|如下要求")
# “以下3家企业：甲、乙、丙。”
_NAMED = re.compile(
    rf"(?:下列|以下|如下){_NUMBER}\s?(?:{_COUNTED}|镇|县|村|区|市)[^。；：，、\n]{{0,16}}[:：]"
    r"(?![\d一二三四五六七八九十]{1,2}[、.．])([^。；：:，,\n（(《“]{3,200})(?:。|$)",
    re.M,
)
_LAST_JOINT = re.compile("、|和|以及|及")
# “三个坚持”：坚持甲、坚持乙；“四到位”（…）；四个街道：…: each item has the word in it.
_WORDS = "两三四五六七八九十"
_SLOGAN = re.compile(
    rf"(?:“([{_WORDS}])个?([一-鿿]{{1,2}})”|([{_WORDS}\d])个(镇|县|乡|村|街道|社区))"
    r"[^，。；：:\n（(“”\d]{0,6}(?:[：:（(]|，即[：:]?)([^。；：\n（(“”）)]{4,120})[。；）)\n]"
)
_ITEM_JOINT = re.compile("[、，和]")
# “青石镇、白沙镇等两个镇”: each item ends like what is counted.
_COUNT = re.compile("个(镇|县|乡|村|街道|社区)(?![一-鿿]?级)")
_PLACES = re.compile(
    rf"((?:[一-鿿]{{1,5}}?(镇|县|乡|村|街道|社区)[、和及])+[一-鿿]{{1,5}}\2)(等)?{_NUMBER}$"
)
_PLACES_REACH = 100


@dataclass(frozen=True, slots=True)
class Count:
    """A number of items at [start, end) of the text, and how many there are.

    `is_before` when the number stands before the items.
    """

    start: int
    end: int
    said: int
    listed: int
    is_before: bool = True


def mismatches(text: str) -> Iterator[Count]:
    """Yield the numbers that do not agree with what they count."""
    yield from _in_lines(text)
    yield from _in_sentence(text)
    yield from _named(text)
    yield from _slogans(text)
    yield from _places(text)


def _in_lines(text: str) -> Iterator[Count]:
    if not any(word in text for word in ("下列", "以下", "如下")):
        return
    lines = text.split("\n")
    start = 0
    for number, line in enumerate(lines):
        lead = _LEAD.search(line)
        said = integer(lead[1]) if lead else None
        if lead and said and said >= _LEAST and not _NO_LIST.search(lead[0]):
            listed = _listed(lines[number + 1 :])
            if listed >= _LEAST and listed != said:
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
        if lead is None or said is None or said < _LEAST or _NO_LIST.search(lead[0]):
            continue
        end = text.find("\n", first.end())
        rest = text[first.end() : end if end >= 0 else len(text)]
        series = next((each for each in _SERIES if each.match(rest)), None)
        values = [_value(each) for each in series.findall(rest)] if series else []
        # Each number once and in order, or some are lists within the list.
        is_plain = len(values) >= _LEAST and values == list(range(1, len(values) + 1))
        if is_plain and len(values) != said:
            yield Count(lead.start(), first.end(), said, len(values))


def _named(text: str) -> Iterator[Count]:
    for match in _NAMED.finditer(text):
        said = integer(match[1])
        items = match[2].split("、")
        # “甲、乙和丙”: only the last two may be joined by a word.
        items[-1:] = _LAST_JOINT.split(items[-1])
        lead = text[match.start() : match.start(2)]
        is_clear = len(items) > 1 and "等" not in items[-1] and not _NO_LIST.search(lead)
        # A name may itself have 和 in it.
        counts = (len(items), match[2].count("、") + 1)
        if said and said >= _LEAST and is_clear and said not in counts:
            yield Count(match.start(), match.end(), said, len(items))


def _slogans(text: str) -> Iterator[Count]:
    for match in _SLOGAN.finditer(text):
        said, word = integer(match[1] or match[3]), match[2] or match[4]
        items = [item for item in _ITEM_JOINT.split(match[5]) if item]
        is_clear = bool(items) and all(
            item.startswith(word) or item.endswith(word) or (len(word) > 1 and word in item[1:])
            for item in items
        )
        if said and is_clear and "等" not in items[-1] and 1 < len(items) != said:
            yield Count(match.start(), match.end(), said, len(items))


def _places(text: str) -> Iterator[Count]:
    for count in _COUNT.finditer(text):
        first = max(0, count.start() - _PLACES_REACH)
        match = _PLACES.search(text, first, count.start())
        said = integer(match[4]) if match and match[2] == count[1] else None
        if match is None or said is None:
            continue
        listed = len(re.split("[、和及]", match[1]))
        # Behind 等 there may be more than those listed, but not fewer.
        if listed > said or (not match[3] and listed != said):
            yield Count(match.start(), count.end(), said, listed, is_before=False)
