"""What a term of a word list is: a way of writing that is wrong, and when it certainly is."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

# What stands in a row that is switched off.
OFF = "停用"


class Level(StrEnum):
    """How bad it is to write the term: S may fail the site, B is a hint."""

    S = "S"
    A = "A"
    B = "B"


def read_level(cell: str) -> Level:
    """Read S, A or B."""
    try:
        return Level(cell)
    except ValueError:
        raise ValueError(f"应为 S、A、B 或“{OFF}”") from None


class Quote(StrEnum):
    """Where the term may stand because it is quoted."""

    NOWHERE = ""
    TITLE = "书名号"
    QUOTED = "引号"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that is compiled when it is first asked: most of a list never are."""

    text: str

    @property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression; raises `re.error` if it is none."""
        return _compiled(self.text)


@cache
def _compiled(text: str) -> re.Pattern[str]:
    return re.compile(text)


@dataclass(frozen=True, slots=True)
class Term:
    """A way of writing that is wrong, and the conditions that make it certainly wrong.

    `boundary` asks for word boundaries at both ends; `across` exempts a hit that is a piece
    of a longer word or of two words; text of `not_before`/`not_after` directly
    beside the hit exempts it; one of `needs` must and none of `forbids` may stand in the
    sentence; a term with `valid_from` or `valid_to` is judged only in articles of these days,
    one with `regions` only where the site's region names one of them. With a `pattern`, `word`
    is only the anchor: the pattern must match around it in the sentence, and `right` may use its
    groups. `place` says where the term stands: file and line.
    """

    word: str
    right: str
    category: str = ""
    level: Level = Level.A
    boundary: bool = False
    across: bool = False
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    quote: Quote = Quote.NOWHERE
    title_only: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    regions: tuple[str, ...] = ()
    pattern: Pattern | None = None
    source: str = ""
    note: str = ""
    place: str = ""

    @property
    def is_guarded(self) -> bool:
        """Whether anything besides its letters decides that the term is wrong."""
        return bool(
            self.boundary
            or self.across
            or self.not_before
            or self.not_after
            or self.needs
            or self.forbids
            or self.title_only
            or self.pattern
        )
