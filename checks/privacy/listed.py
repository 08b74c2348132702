"""Reads names that plain text lists behind a heading: a line for each, or one behind the other."""

import re
from collections.abc import Iterator
from functools import lru_cache

from checks.finding import Mark
from checks.privacy.names import WHOLE, is_name

_OPENING = re.compile(r"[：:]\s{0,4}|\s{0,2}\n\s{0,4}")
_ITEM = re.compile(
    rf"(?:[(（]?\d{{1,3}}[)）、.．\s]\s{{0,2}})?({WHOLE})(?![一-鿿])"
    r"(?:[（(][^（）()\n]{0,20}[）)])?[^\n、；;，,。：:]{0,24}(?:[、；;，,\n]\s{0,4}|[。\s]|$)"
)
_LONGEST_LINE = 60
# What the headings of lists end with; looking for words is cheaper than looking for headings.
_ENDS = ("名单", "名册", "公示", "如下", "登记表", "汇总表", "明细表", "一览表")


@lru_cache(maxsize=1)
def may_list(text: str) -> bool:
    """Whether a heading of a list may stand in the text; all the rules ask in turn."""
    for word in _ENDS:
        at = text.find(word)
        while at >= 0:
            at += len(word)
            if text[at : at + 4].lstrip(" \t表")[:1] in ("：", ":", "\n", "\r"):
                return True
            at = text.find(word, at)
    return False


def listed_names(
    text: str, heading: re.Pattern[str], unless: re.Pattern[str] | None = None
) -> Iterator[tuple[str, Mark]]:
    """Yield the names that follow a heading at once; lines that `unless` matches are none."""
    for match in heading.finditer(text):
        first = text.rfind("\n", 0, match.start()) + 1
        opening = _OPENING.match(text, match.end())
        is_short = match.end() - first <= _LONGEST_LINE
        if opening and is_short and not (unless and unless.search(text, first, match.end())):
            yield from names_from(text, opening.end())


def names_from(text: str, at: int) -> list[tuple[str, Mark]]:
    """Return the names that stand one behind the other from here on, if they are two or more."""
    found = []
    while (item := _ITEM.match(text, at)) and is_name(item[1]):
        found.append((item[1], Mark(*item.span(1))))
        at = item.end()
    return found if len(found) > 1 else []
