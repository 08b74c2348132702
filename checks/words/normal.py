"""Brings text to the form in which terms are searched, with a way back to the original offsets."""

import re
from dataclasses import dataclass
from functools import lru_cache

_CJK = "㐀-䶿一-鿿"
# Zero-width characters, and single blanks that stretch or break a word.
_INSERTED = re.compile(
    f"[\u00ad\u200b-\u200f\u2060\ufeff]+|(?<=[{_CJK}])[ \u00a0\u2002-\u200a\u3000](?=[{_CJK}])"
)
_NARROW = {
    wide: wide - 0xFEE0
    for span in (range(0xFF10, 0xFF1A), range(0xFF21, 0xFF3B), range(0xFF41, 0xFF5B))
    for wide in span
}

_IS_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised text; `origins` is empty when nothing was left out."""

    text: str
    origins: tuple[int, ...] = ()

    def origin(self, offset: int) -> int:
        """Return the offset in the original text of the character at `offset`."""
        return self.origins[offset] if self.origins else offset

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original span of a span that is not empty."""
        return self.origin(start), self.origin(end - 1) + 1

    def is_broken(self, start: int, end: int) -> bool:
        """Whether something was left out inside the span."""
        first, last = self.span(start, end)
        return last - first != end - start


# Every word rule reads the same document in turn; the last few are enough.
@lru_cache(maxsize=4)
def normalise(text: str) -> Normal:
    """Narrow full-width letters and digits, drop zero-width characters and inserted blanks."""
    narrow = text.translate(_NARROW) if _IS_WIDE.search(text) else text
    kept: list[str] = []
    origins: list[int] = []
    last = 0
    for match in _INSERTED.finditer(narrow):
        kept.append(narrow[last : match.start()])
        origins.extend(range(last, match.start()))
        last = match.end()
    if last == 0:
        return Normal(narrow)
    kept.append(narrow[last:])
    origins.extend(range(last, len(narrow)))
    return Normal("".join(kept), tuple(origins))
