"""Reads numbers of which some digits are starred out: what is shown, how much is hidden."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What people put in the place of a digit. “X” is also the last digit of some ID numbers, “×” a
# sign between two measures: alone they hide nothing.
_STARS = "*＊﹡∗✱×xXｘＸ●○◯■□▇█▓◆☆★#＃•·…某？?"
_SURE = frozenset("*＊﹡∗✱●■▇█▓某")
_PLAIN = {ord(char): "*" for char in _STARS} | {
    code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)
}
_TOKEN = re.compile(
    r"(?<![0-9A-Za-z*])(?:[0-9*]{6}[ \-][0-9*]{8}[ \-][0-9*]{4}|[0-9*]{3}[ \-][0-9*]{4}[ \-][0-9*]{4}"
    r"|[0-9*]{4}(?:[ \-][0-9*]{4}){2,3}(?:[ \-][0-9*]{1,3})?|[0-9*]{11,24})(?![0-9A-Za-z*])"
)
_STAR_RUN = re.compile(r"\*+")


@dataclass(frozen=True, slots=True)
class Starred:
    """A number with stars at [start, end) of the text: `shown` has digits and “*” alone.

    `is_sure` when what hides the digits cannot be a sign between two numbers.
    """

    shown: str
    start: int
    end: int
    is_sure: bool

    @property
    def runs(self) -> list[str]:
        """The runs of stars."""
        return _STAR_RUN.findall(self.shown)

    @property
    def hidden(self) -> int:
        """How many stars there are."""
        return self.shown.count("*")


def starred(text: str) -> Iterator[Starred]:
    """Yield the numbers with stars in `text`; those that hide nothing or everything are left out."""
    plain = text.translate(_PLAIN)
    if "*" not in plain:
        return
    for match in _TOKEN.finditer(plain):
        shown = re.sub(r"[ \-]", "", match[0])
        written = text[match.start() : match.end()]
        hidden = shown.count("*")
        # A whole ID number that ends in X is none.
        if not 0 < hidden < len(shown) or (hidden == 1 and written[-1] in "XxＸｘ"):
            continue
        # One star between digits may stand for “times”.
        is_at_end = shown.startswith("*") or shown.endswith("*")
        is_sure = hidden > 1 or (is_at_end and any(char in _SURE for char in written))
        yield Starred(shown, match.start(), match.end(), is_sure)
