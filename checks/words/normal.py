"""Brings text to the form in which terms are searched, with a way back to the original offsets."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from typing import NamedTuple

CJK = "㐀-䶿一-鿿"
# Full-width letters and digits, radicals and compatibility forms: other code points for what
# looks the same.
_ODD = re.compile("[０-９Ａ-Ｚａ-ｚ⺀-⿕豈-﫿戸戶産値呉]")
_VARIANTS = {"戸": "户", "戶": "户", "産": "产", "値": "值", "呉": "吴"}
# What may stand inside a word without being seen: soft hyphen, zero-width characters, blanks, …
_ZERO_WIDTH = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
_BLANKS = " \u00a0\u2002-\u200a\u202f\u205f\u3000"
_INSERTED = re.compile(f"[{_ZERO_WIDTH}{_BLANKS}]+|&")
_ENTITY = re.compile("&(?:#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
_ZERO = re.compile(f"[{_ZERO_WIDTH}]+")
_HAN = re.compile(f"[{CJK}]")
# “代*开*发*票”: the same mark after each character is no punctuation.
_SPACED_OUT = re.compile(f"([*._|·丶~+])(?:[{CJK}]\\1)+(?=[{CJK}])")


class Cut(NamedTuple):
    """What is left out of a text, [start, end), and the character that stands there instead."""

    start: int
    end: int
    instead: str


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised text.

    `starts` and `shifts` say from which offset on how many characters of the original have been
    left out; both are empty when nothing was. `entities` are the offsets behind a character that
    was written as several.
    """

    text: str
    starts: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()
    entities: frozenset[int] = frozenset()

    def origin(self, offset: int) -> int:
        """Return the offset in the original text of the character at `offset`."""
        index = bisect_right(self.starts, offset) - 1
        return offset + self.shifts[index] if index >= 0 else offset

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original span of a span that is not empty."""
        last = self.origin(end) if end in self.entities else self.origin(end - 1) + 1
        return self.origin(start), last

    def is_broken(self, start: int, end: int) -> bool:
        """Whether something was left out inside the span."""
        first, last = self.span(start, end)
        return last - first != end - start


# Every word rule reads the same document in turn; the last few are enough.
@lru_cache(maxsize=4)
def normalise(text: str) -> Normal:
    """Give every character its usual code point, drop what was inserted into words."""
    plain = _ODD.sub(lambda match: _usual(match[0]), text) if _ODD.search(text) else text
    cuts = _cuts(plain)
    if not cuts:
        return Normal(plain)
    kept: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    entities: set[int] = set()
    last = length = 0
    for start, end, instead in cuts:
        kept += (plain[last:start], instead)
        length += start - last + len(instead)
        last = end
        starts.append(length)
        shifts.append(end - length)
        if instead:
            entities.add(length)
    kept.append(plain[last:])
    return Normal("".join(kept), tuple(starts), tuple(shifts), frozenset(entities))


@cache
def _usual(char: str) -> str:
    usual = _VARIANTS.get(char) or unicodedata.normalize("NFKC", char)
    # One for one, so that offsets stay.
    return usual if len(usual) == 1 else char


def _cuts(text: str) -> list[Cut]:
    """Return what to leave out, in order."""
    cuts = []
    for match in _INSERTED.finditer(text):
        start, end = match.span()
        if text[start] == "&":
            if entity := _ENTITY.match(text, start):
                cuts += _entity_cut(text, entity)
        elif (end - start == 1 and _is_between_han(text, start, end)) or _ZERO.fullmatch(match[0]):
            cuts.append(Cut(start, end, ""))
    for spaced in _SPACED_OUT.finditer(text):
        if spaced.start() and _HAN.match(text, spaced.start() - 1):
            cuts += [Cut(at, at + 1, "") for at in range(spaced.start(), spaced.end(), 2)]
    return sorted(cuts)


def _entity_cut(text: str, entity: re.Match[str]) -> list[Cut]:
    """Return what to put in place of a character reference that was left in the text."""
    start, end = entity.span()
    instead = unescape(entity[0])
    if len(instead) != 1:
        return []
    is_nothing = _ZERO.fullmatch(instead) or (
        instead.isspace() and _is_between_han(text, start, end)
    )
    # Only what is changed when it is written plainly: “，” stays “，”.
    plain = _usual(instead) if _ODD.fullmatch(instead) else instead
    return [Cut(start, end, "" if is_nothing else plain)]


def _is_between_han(text: str, start: int, end: int) -> bool:
    return start > 0 and bool(_HAN.match(text, start - 1) and _HAN.match(text, end))
