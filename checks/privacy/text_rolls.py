"""Reads lists that a file holds as plain lines: a line of heads, then a line for each person."""

import re
from collections.abc import Iterator
from functools import lru_cache

from checks.finding import Mark
from checks.privacy.names import is_masked, is_name
from checks.privacy.rolls import NAME, Roll, is_head, squeezed

_BREAK = re.compile(r"[\s|｜│]")
_TOKEN = re.compile(r"[^\s|｜│]+")
# One of them stands over the names of any list; looking for a word is cheap.
_WORDS = (
    *("姓名", "姓 名", "姓  名", "姓\u3000名", "户主", "户名", "申请人", "领取人", "农户", "机主"),
    *("持卡人", "参保人", "补贴对象", "救助对象"),
)
_LONGEST_LINE = 300
_MOST_STRAY = 3
_NUMBER = re.compile(r"[\d,.，]+")


@lru_cache(maxsize=1)
def text_rolls(text: str) -> tuple[Roll, ...]:
    """Return the lists that stand in the lines of `text`; all the rules ask in turn."""
    return tuple(_find(text)) if _has_heads(text) else ()


def _has_heads(text: str) -> bool:
    """Whether such a word stands in a short line of several words."""
    for word in _WORDS:
        at = text.find(word)
        while at >= 0:
            first = text.rfind("\n", 0, at) + 1
            last = text.find("\n", at)
            last = last if last >= 0 else len(text)
            if last - first <= _LONGEST_LINE and _BREAK.search(text[first:last].strip()):
                return True
            at = text.find(word, last)
    return False


def _find(text: str) -> Iterator[Roll]:
    heads: tuple[str, ...] = ()
    rows: list[tuple[re.Match[str], ...]] = []
    stray = 0
    offset = 0
    for line in text.splitlines(keepends=True):
        is_row = len(line) <= _LONGEST_LINE and _BREAK.search(line.strip()) is not None
        tokens = tuple(_tokens(line, text, offset)) if is_row else ()
        stray += bool(heads and not is_row and line.strip())
        offset += len(line)
        if tokens and is_head([token[0] for token in tokens]) and len(tokens) > 1:
            if rows:
                yield _roll(heads, rows)
            heads, rows, stray = tuple(squeezed(token[0]) for token in tokens), [], 0
        elif heads and len(tokens) > 1:
            rows.append(tokens)
            stray = 0
        elif heads and stray > _MOST_STRAY:
            if rows:
                yield _roll(heads, rows)
            heads, rows = (), []
    if rows:
        yield _roll(heads, rows)


def _tokens(line: str, text: str, offset: int) -> Iterator[re.Match[str]]:
    # 姓 名 and 王 五 are one word each, set wide.
    end = offset + len(line)
    position = offset
    while match := _TOKEN.search(text, position, end):
        wide = _WIDE_WORD.match(text, match.start(), end)
        yield wide or match
        position = (wide or match).end()


_WIDE_WORD = re.compile(r"[一-鿿][ \u3000]{1,4}[一-鿿](?=[\s|｜│]|$)")


def _roll(heads: tuple[str, ...], rows: list[tuple[re.Match[str], ...]]) -> Roll:
    table: list[tuple[str, ...]] = []
    marks: list[tuple[Mark, ...]] = []
    for tokens in rows:
        cells = _aligned(heads, tokens)
        table.append(tuple(cell[0] if cell else "" for cell in cells))
        marks.append(tuple(Mark(cell.start(), cell.end()) if cell else Mark() for cell in cells))
    places = tuple(marks)
    return Roll(heads, tuple(table), lambda row, column: places[row][column])


def _aligned(
    heads: tuple[str, ...], tokens: tuple[re.Match[str], ...]
) -> list[re.Match[str] | None]:
    """Put each word of a line under the head that it fits, in order; some cells are empty."""
    if len(tokens) == len(heads):
        return list(tokens)
    cells: list[re.Match[str] | None] = [None] * len(heads)
    place = 0
    for token in tokens:
        fit = next(
            (at for at in range(place, len(heads)) if _fits(heads[at], token[0])), len(heads)
        )
        if fit < len(heads):
            cells[fit] = token
            place = fit + 1
    return cells


def _fits(head: str, word: str) -> bool:
    digits = sum(char.isdigit() for char in word)
    if "序号" in head:
        return word.isdecimal() and len(word) <= len("12345")
    if re.search(r"号|电话|手机|存折|一卡通|证件|身份证|联系", head):
        return digits >= len("1234567") or "*" in word
    if NAME.search(head):
        return is_name(word) or is_masked(word)
    if re.search(r"金额|标准|面积|年龄|人数|数量|单价", head):
        return _NUMBER.fullmatch(word) is not None
    return digits < len("12345678")
