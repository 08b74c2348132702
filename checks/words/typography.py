"""What the typography rules share: a table of patterns, each with what is wrong and what is right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.finding import Hit, Mark
from checks.mask import mask
from checks.views import Document
from checks.words.report import placed


@dataclass(frozen=True, slots=True)
class Slip:
    """A way of setting text that the standard does not have.

    `anchor` must stand in the text for the pattern to be tried at all; `right` may use the
    pattern's groups.
    """

    anchor: str
    pattern: re.Pattern[str]
    why: str
    right: str


def slip(anchor: str, pattern: str, why: str, right: str) -> Slip:
    """Make a slip of a pattern's text."""
    return Slip(anchor, re.compile(pattern, re.M), why, right)


def hits(doc: Document, slips: Sequence[Slip]) -> Iterator[Hit]:
    """Yield one hit for each kind of slip on a page, with how often it is there."""
    for each in slips:
        if each.anchor not in doc.text:
            continue
        found = list(each.pattern.finditer(doc.text))
        if not found:
            continue
        first = found[0]
        count = f"（{len(found)} 处）" if len(found) > 1 else ""
        shown = " ".join(first[0].split())
        yield Hit(
            message=f"“{mask(shown)}”{each.why}{count}",
            key=each.why,
            evidence=placed(doc, *first.span()),
            suggestion=f"改为“{mask(first.expand(each.right))}”",
            marks=tuple(Mark(*match.span()) for match in found),
        )
