"""Reads lists that a file holds as plain lines: a line of heads, then a line for each person."""

import re
from collections.abc import Iterator
from functools import lru_cache

from checks.finding import Mark
from checks.privacy.names import is_masked, is_name
from checks.privacy.rolls import NAME, Roll, is_head, is_label, squeezed

_BREAK = re.compile(r"[\s|｜│]")
_TOKEN = re.compile(r"[^\s|｜│]+")
# One of them stands over the names of any list; looking for a word is cheap.
_WORDS = (
    *("姓名", "姓 名", "姓  名", "姓\u3000名", "户主", "户名", "申请人", "领取人", "农户", "机主"),
    *("持卡人", "参保人", "补贴对象", "救助对象", "所有人", "车主", "驾驶人", "当事人", "监护人"),
)
_LONGEST_LINE = 300
_MOST_STRAY = 3
_PAIR = 2
# What parts the columns of most lists: a tab, a line, two blanks; one blank stands in a cell.
_COLUMN = re.compile(r"[^\s|｜│]+(?:[ \u3000][^\s|｜│]+)*")
# Numbers set in groups, or a blank between all digits, where one blank parts the columns too.
_GROUPED = re.compile(
    r"[1-9]\d{5}[ ](?:18|19|20)\d{6}[ ]\d{3}[\dXx]|\d{4}(?:[ ]\d{4}){3,4}(?:[ ]\d{1,3})?"
    r"|(?:\d[ ]){17}[\dXx]|1[3-9]\d(?:[ ]\d{4}){2}"
)
# A line of its own among the rows: 经办人：李明 身份证号：….
_TOLD = re.compile(r"[一-鿿][：:]")
_NUMBER = re.compile(r"[\d,.，]+")


_Cells = tuple[re.Match[str], ...]


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
    rows: list[_Cells] = []
    form: list[_Cells] = []
    stray = 0
    for start, end in _lines(text):
        columns = _columns(text, start, end)
        is_row = len(columns) > 1
        is_pair = is_row and bool(form) and _is_pairs(columns)
        if is_row and not is_pair and is_head([cell[0] for cell in columns]):
            yield from _list(heads, rows)
            heads, rows, stray = tuple(squeezed(cell[0]) for cell in columns), [], 0
        elif heads and is_row and not _is_told(columns, heads):
            rows.append(columns if len(columns) == len(heads) else _words(text, start, end, heads))
            stray = 0
        elif heads:
            stray += 1
            if stray > _MOST_STRAY:
                yield from _list(heads, rows)
                heads, rows = (), []
        if not heads and is_row and is_label(columns[0][0]):
            form.append(columns)
        elif form:
            yield from _form(form)
            form = []
    yield from _list(heads, rows)
    yield from _form(form)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line that is not blank begins and ends."""
    offset = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield offset, offset + len(line)
        offset += len(line)


def _columns(text: str, start: int, end: int) -> _Cells:
    """Return the cells of a line by its tabs, lines or wide gaps; by each blank if it has none."""
    if end - start > _LONGEST_LINE or _BREAK.search(text[start:end].strip()) is None:
        return ()
    cells = tuple(_COLUMN.finditer(text, start, end))
    # Two labels in a cell: here one blank parts the columns, and a wide gap is chance.
    is_mixed = any(
        sum(len(part) > 1 and is_label(part) for part in cell[0].split()) > 1 for cell in cells
    )
    return tuple(_tokens(text, start, end)) if is_mixed or len(cells) == 1 else cells


def _words(text: str, start: int, end: int, heads: tuple[str, ...]) -> _Cells:
    """Return the words of a line, numbers whole if that is what makes them as many as the heads."""
    whole = tuple(_tokens(text, start, end, _GROUPED))
    return whole if len(whole) == len(heads) else tuple(_tokens(text, start, end))


def _is_pairs(cells: _Cells) -> bool:
    """Whether a line that follows others of a form is one, too: a label and what it is about."""
    return len(cells) % _PAIR == 0 and (len(cells) == _PAIR or not is_label(cells[1][0]))


def _is_told(cells: _Cells, heads: tuple[str, ...]) -> bool:
    return len(cells) < len(heads) and any(_TOLD.search(cell[0]) for cell in cells)


def _tokens(
    text: str, start: int, end: int, whole: re.Pattern[str] | None = None
) -> Iterator[re.Match[str]]:
    # 姓 名 and 王 五 are one word each, set wide.
    position = start
    while match := _TOKEN.search(text, position, end):
        wide = _WIDE_WORD.match(text, match.start(), end)
        wide = wide or (whole.match(text, match.start(), end) if whole else None)
        # A number goes on behind its groups: it is none of them.
        if wide and not _BREAK.match(text[wide.end() : wide.end() + 1] or " "):
            wide = None
        yield wide or match
        position = (wide or match).end()


_WIDE_WORD = re.compile(r"[一-鿿][ \u3000]{1,4}[一-鿿](?=[\s|｜│]|$)")


def _list(heads: tuple[str, ...], rows: list[_Cells]) -> Iterator[Roll]:
    if not rows:
        return
    table: list[tuple[str, ...]] = []
    marks: list[tuple[Mark, ...]] = []
    for tokens in rows:
        cells = _aligned(heads, tokens)
        table.append(tuple(cell[0] if cell else "" for cell in cells))
        marks.append(tuple(Mark(cell.start(), cell.end()) if cell else Mark() for cell in cells))
    places = tuple(marks)
    yield Roll(heads, tuple(table), lambda row, column: places[row][column])


def _form(lines: list[_Cells]) -> Iterator[Roll]:
    """Read lines of labels with their values as one record, if they name somebody."""
    heads: list[str] = []
    values: list[str] = []
    marks: list[Mark] = []
    for cells in lines:
        label = ""
        for cell in cells:
            # Right behind a label even a word like one is its value.
            if not label and is_label(cell[0]):
                label = squeezed(cell[0]).rstrip("：:")
            elif label:
                heads.append(label)
                values.append(cell[0])
                marks.append(Mark(*cell.span()))
                label = ""
    named = (
        NAME.search(head) and is_name(value) for head, value in zip(heads, values, strict=True)
    )
    if len(lines) > 1 and any(named):
        places = tuple(marks)
        yield Roll(tuple(heads), (tuple(values),), lambda row, column: places[column], is_form=True)


def _aligned(heads: tuple[str, ...], tokens: _Cells) -> list[re.Match[str] | None]:
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
