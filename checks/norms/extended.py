"""Finds what the pages of a site say of documents whose term is made longer (有效期延长至…)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checks.norms.number import Number, numbers_in
from checks.norms.paper import Paper, plain_name
from checks.norms.term import DAY, day_of
from crawler.page import Page

_LONGER = re.compile(r"延长|延续|继续(?:有效|执行|施行|实施)|续期|顺延")
_NAME = re.compile(r"《([^《》]{4,80})》")
_UNTIL = re.compile(rf"(?:至|到)\s*{DAY}")
_CLAUSE = re.compile(r"[。；\n]")


@dataclass(frozen=True, slots=True)
class Extension:
    """A clause that makes documents last longer; `until` None where it names no last day."""

    numbers: frozenset[Number]
    names: frozenset[str]
    until: date | None
    by: str
    said: str

    def is_of(self, paper: Paper) -> bool:
        """Whether this speaks of that document."""
        return paper.number in self.numbers or paper.name in self.names


def extensions_in(page: Page) -> Iterator[Extension]:
    """Yield what a page says of longer terms; its title counts as its last clause."""
    if _LONGER.search(f"{page.title}\n{page.text}") is None:
        return
    for clause in (*_CLAUSE.split(page.text), page.title):
        if _LONGER.search(clause) is None:
            continue
        numbers = frozenset(spot.number for spot in numbers_in(clause))
        names = frozenset(plain_name(name) for name in _NAME.findall(clause))
        if numbers or names:
            # 至 names the last day of what is made longer; the text says it where the title does not.
            match = _UNTIL.search(clause) or _UNTIL.search(page.text)
            until = day_of(*match.groups()) if match else None
            yield Extension(numbers, names, until, page.url, clause.strip())
