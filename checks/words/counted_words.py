"""Finds the slogans that are called by another number: “三个坚持”：坚持甲、坚持乙."""

import re
from collections.abc import Iterator

from checks.words.counted_names import Count
from checks.words.numerals import integer

# “三个坚持”：坚持甲、坚持乙; “四到位”（…）；四个街道：…: each item has the word in it.
_WORDS = "两三四五六七八九十"
_ITEMS = r"[^，。；：:\n（(“”\d]{0,6}(?:[：:（(]|，即[：:]?)([^。；：\n（(“”）)]{4,120})[。；）)\n]"
_QUOTED = re.compile(rf"“([{_WORDS}])个?([一-鿿]{{1,3}})”{_ITEMS}")
# “坚持三个聚焦：聚焦产业、聚焦项目。”
_UNQUOTED = re.compile(rf"个(?:(镇|县|乡|村|街道|社区)|([一-鿿]{{2}})){_ITEMS}")
_ITEM_JOINT = re.compile("[、，和]")
# “早发现、早报告、早处置“四早”要求”
_BEHIND = re.compile(rf"“([{_WORDS}])个?([一-鿿]{{1,2}})”")
_LISTED = re.compile("[^，。；：:\n“”（）()、]{2,14}(?:、[^，。；：:\n“”（）()、]{2,12})+$")
_REACH = 100
# Words of one character that are short for something else, and names of their own.
_FIXED = re.compile("“(?:三农|三公|两会|四风|三资|双一流|三无|三同|三违)”")


def counted_words(text: str) -> Iterator[Count]:
    """Yield the slogans that have another number of items than their name says."""
    for match in _QUOTED.finditer(text):
        yield from _judged(match, match.start(), match[1], match[2], match[3])
    for match in _UNQUOTED.finditer(text):
        number = text[max(0, match.start() - 1) : match.start()]
        items = _ITEM_JOINT.split(match[3])
        word = match[1] or match[2]
        is_like = bool(match[1]) or all(item.startswith(word) for item in items)
        if number and number in f"{_WORDS}23456789" and is_like:
            yield from _judged(match, match.start() - 1, number, word, match[3])
    yield from _behind(text)


def _judged(
    match: re.Match[str], start: int, number: str, word: str, listed: str
) -> Iterator[Count]:
    said = integer(number)
    items = [item for item in _ITEM_JOINT.split(listed) if item]
    is_clear = bool(items) and all(
        item.startswith(word) or item.endswith(word) or (len(word) > 1 and word in item[1:])
        for item in items
    )
    if said and is_clear and "等" not in items[-1] and 1 < len(items) != said:
        yield Count(start, match.end(), said, len(items))


def _behind(text: str) -> Iterator[Count]:
    for match in _BEHIND.finditer(text):
        joint = text[match.start() - 1 : match.start()]
        end = match.start() - (joint in ("的", "等"))
        listed = _LISTED.search(text, max(0, end - _REACH), end)
        said, word = integer(match[1]), match[2]
        items = _ITEM_JOINT.split(listed[0]) if listed else []
        if listed is None or _FIXED.search(match[0]) or _is_torn(text, listed.start()):
            continue
        is_clear = bool(items) and all(item.startswith(word) for item in items[1:])
        is_clear = is_clear and word in items[0]
        counts = (len(items), listed[0].count("、") + 1)
        is_wrong = said and (min(counts) > said if joint == "等" else said not in counts)
        if said and is_clear and is_wrong:
            yield Count(listed.start(), match.end(), said, len(items), is_before=False)


def _is_torn(text: str, start: int) -> bool:
    """Whether a list begins behind something that may belong to it."""
    return text[start - 1 : start] in set("”）)") or text[start : start + 1] in set("和及与")
