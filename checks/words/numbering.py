"""Finds the numbers of headings and items that leave one out or come twice."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checks.words.numerals import integer

_BLANK = r"^[ \t\u3000]*"
_CHINESE = "[一二三四五六七八九十]{1,3}"
_LONG = "[一二三四五六七八九十百零〇]{1,7}"


@dataclass(frozen=True, slots=True)
class _Style:
    """A way to number lines; a text without the `anchor` has none of them."""

    pattern: re.Pattern[str]
    anchor: str
    most: int = 40


# From the outermost to the innermost; each begins anew under all those before it.
_PARTS = _Style(re.compile(rf"{_BLANK}第({_LONG})[编篇][ \t\u3000]", re.M), "第")
_CHAPTERS = _Style(re.compile(rf"{_BLANK}第({_LONG})章[ \t\u3000]", re.M), "第")
_SECTIONS = _Style(re.compile(rf"{_BLANK}第({_LONG})节[ \t\u3000]", re.M), "第")
_ARTICLES = _Style(re.compile(rf"{_BLANK}第({_LONG})条[ \t\u3000:：](?=\S)", re.M), "第", 200)
_LINES = (
    _Style(re.compile(rf"{_BLANK}({_CHINESE})、(?=\S)", re.M), "、"),
    _Style(re.compile(rf"{_BLANK}[（(]({_CHINESE})[)）](?=\S)", re.M), "一"),
    _Style(
        re.compile(
            rf"{_BLANK}(?:附件[:：][ \t\u3000]*)?(\d{{1,2}})[.．、][ \t\u3000]?(?=[^\d\s.．、-])",
            re.M,
        ),
        "1",
    ),
    _Style(re.compile(rf"{_BLANK}[（(](\d{{1,2}})[)）](?=[^\d\s])", re.M), "1"),
    _Style(re.compile(rf"{_BLANK}([①-⑳])", re.M), "①"),
)
# Headings after which all numbers begin anew: annexes, the next paper.
_ANEW = re.compile(rf"{_BLANK}(?:附件|附表|附录|附[:：]|目录)", re.M)
# The ways to number within a paragraph.
_INLINE = (
    re.compile("(?<![一二三四五六七八九十第])([一二三四五六七八九十]{1,2})是(?!否)"),
    re.compile("(?<![一二三四五六七八九十第])([一二三四五六七八九十]{1,2})要"),
    re.compile("(?<![一-鿿])第([一二三四五六七八九十]{1,2})[，,、]"),
    re.compile("(?<![一-鿿])第([一二三四五六七八九十]{1,2})(?:步|阶段)[，,：:]"),
    re.compile("(?<![一-鿿])其([一二三四五六七八九十]{1,2})[，,]"),
    re.compile("(?<![第、和及至条款）])[（(]([一二三四五六七八九十]{1,2})[)）](?![项、和至目（])"),
    re.compile(r"(?<![\d.、第])(\d{1,2})[.．](?=[一-鿿“《])"),
    re.compile(r"(?<![^：:；;。，,\s])[（(](\d{1,2})[)）](?=[一-鿿“《])"),
    re.compile(r"(?<=[：:；;。])(\d{1,2})、(?=[一-鿿“《])"),
    re.compile("(?<![、和至])([①-⑳])(?![、和至①-⑳])"),
)
_INLINE_ONES = (
    "一是", "一要", "第一", "第一", "其一，", "一）", "1", "1）", "1、", "①",
)  # fmt: skip
_LEAST = 3
# More than one number left out is another way of numbering.
_WIDEST = 2
# So short an item is none, but a reference.
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """A number at [start, end) of the text, the end being that of the line or item."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Two neighbours between which a number is missing, or which have the same."""

    before: Heading
    after: Heading


def gaps(text: str) -> Iterator[Gap]:
    """Yield where the numbers of lines, or of the items within a paragraph, do not go on."""
    breaks = [match.start() for match in _ANEW.finditer(text)]
    for styles in ((_PARTS, _CHAPTERS, _SECTIONS), (_ARTICLES, *_LINES)):
        outer = breaks
        for style in styles:
            found = _headings(text, style)
            yield from (gap for gap in _gaps(found, outer) if not _is_inside(text, gap))
            outer = sorted([*outer, *(heading.start for heading in found)])
    yield from _inline(text)


def _headings(text: str, style: _Style) -> list[Heading]:
    found: list[Heading] = []
    for match in style.pattern.finditer(text) if style.anchor in text else ():
        number = _value(match[1])
        end = text.find("\n", match.end())
        if number is not None and number <= style.most:
            found.append(Heading(number, match.start(), end if end >= 0 else len(text)))
    return found


def _value(mark: str) -> int | None:
    return ord(mark) - ord("①") + 1 if "①" <= mark <= "⑳" else integer(mark)


def _gaps(headings: Sequence[Heading], breaks: Sequence[int]) -> Iterator[Gap]:
    """Yield the gaps of all runs of numbers; a run goes on behind one that stands within it."""
    runs: list[list[Heading]] = []
    last = 0
    for heading in headings:
        if bisect(breaks, heading.start) > bisect(breaks, last):
            yield from _finished(runs)
            runs = []
        last = heading.start
        if heading.number == 1:
            runs.append([heading])
            continue
        ahead = [at for at, run in enumerate(runs) if run[-1].number + 1 == heading.number]
        if ahead:
            yield from _finished(runs[ahead[-1] + 1 :])
            del runs[ahead[-1] + 1 :]
        if runs:
            runs[-1].append(heading)
    yield from _finished(runs)


def _finished(runs: Sequence[Sequence[Heading]]) -> Iterator[Gap]:
    for run in runs:
        wrong = [Gap(*two) for two in pairwise(run) if two[1].number - two[0].number != 1]
        if len(run) >= _LEAST and len(wrong) == 1:
            gap = wrong[0]
            if 0 <= gap.after.number - gap.before.number <= _WIDEST:
                yield gap


def _is_inside(text: str, gap: Gap) -> bool:
    """Whether the missing number stands within a line between the two."""
    missing = gap.before.number + 1
    if gap.after.number <= gap.before.number:
        return False
    between = text[gap.before.start : gap.after.start]
    marks = re.findall(
        rf"[（(]?(\d{{1,2}}|{_CHINESE}|[①-⑳])[)）]?(?:[.．、]|(?<=[)）])|(?<=[①-⑳])|是|章|条|节)",
        between,
    )
    return missing in (_value(mark) for mark in marks)


def _inline(text: str) -> Iterator[Gap]:
    """Yield the gaps between the items of one paragraph: 一是……二是……四是……."""
    for pattern, one in zip(_INLINE, _INLINE_ONES, strict=True):
        if one not in text:
            continue
        for start, end in _paragraphs(text, one):
            found = [
                Heading(_value(match[1]) or 0, match.start(), match.end())
                for match in pattern.finditer(text, start, end)
            ]
            is_list = all(b.start - a.end >= _SHORTEST for a, b in pairwise(found))
            if is_list and found and found[0].number == 1 and len({*_ones(found)}) == 1:
                items = _items(found, end)
                yield from (gap for gap in _finished([items]) if not _is_inside(text, gap))


def _ones(found: Sequence[Heading]) -> Iterator[int]:
    # A second list within the paragraph makes the numbers those of two.
    return (heading.start for heading in found if heading.number == 1)


def _items(found: Sequence[Heading], end: int) -> list[Heading]:
    ends = [*(heading.start for heading in found[1:]), end]
    return [Heading(one.number, one.start, last) for one, last in zip(found, ends, strict=True)]


def _paragraphs(text: str, one: str) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs in which the mark of a first item stands."""
    at = text.find(one)
    while at >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = end if end >= 0 else len(text)
        yield start, end
        at = text.find(one, end)
