"""Turns the matches of one document into hits, one for each term."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from checks.finding import Hit, Severity
from checks.mask import excerpt
from checks.views import Document
from checks.words.match import Match, find
from wordlists import Level, WordList

_SEVERITIES = {Level.S: Severity.CRITICAL, Level.A: Severity.ERROR, Level.B: Severity.WARNING}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A match with the part of the document in which it was found."""

    match: Match
    in_title: bool


def occurrences(doc: Document, words: WordList) -> Iterator[Occurrence]:
    """Yield every match in the text, and in the title where the text does not repeat it."""
    for match in find(doc.title, words, doc.day, title=True):
        if match.term.title_only or doc.title not in doc.text:
            yield Occurrence(match, in_title=True)
    for match in find(doc.text, words, doc.day):
        yield Occurrence(match, in_title=False)


def placed(doc: Document, start: int, end: int) -> str:
    """Return the excerpt around [start, end) of the text, headed by its place in the file."""
    shown = excerpt(doc.text, start, end)
    place = doc.place(start)
    return f"{place}：{shown}" if place else shown


def _evidence(doc: Document, one: Occurrence) -> str:
    start, end = one.match.start, one.match.end
    return f"标题：{excerpt(doc.title, start, end)}" if one.in_title else placed(doc, start, end)


def hits(doc: Document, found: Iterable[Occurrence], fault: str) -> Iterator[Hit]:
    """Yield one hit for each term; `fault` joins what was written to what should be."""
    ordered = sorted(found, key=lambda one: one.match.term.word)
    for word, same in groupby(ordered, key=lambda one: one.match.term.word):
        group = list(same)
        match = group[0].match
        count = f"（{len(group)} 处）" if len(group) > 1 else ""
        remark = "严重表述错误：" if match.term.level is Level.S else ""
        yield Hit(
            message=f"{remark}“{match.shown}”{fault}“{match.right}”{count}",
            key=word,
            evidence=_evidence(doc, group[0]),
            suggestion=f"改为“{match.right}”" + (f"。{match.term.note}" if match.term.note else ""),
            severity=_SEVERITIES[match.term.level],
        )
