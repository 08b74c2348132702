"""Turns the matches of one document into hits, one for each term."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from checks.finding import Hit, Mark, Severity
from checks.mask import excerpt
from checks.rule import Context
from checks.views import Document
from checks.words.match import Match, Setting, judge
from wordlists.lists import WordList
from wordlists.term import Level

_SEVERITIES = {Level.S: Severity.CRITICAL, Level.A: Severity.ERROR, Level.B: Severity.WARNING}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A match with the part of the document in which it was found."""

    match: Match
    in_title: bool


def candidates(doc: Document, words: WordList, ctx: Context, code: str) -> Iterator[Occurrence]:
    """Yield the candidates in the text, and in the title where the text does not repeat it.

    Those that a condition lets pass are there too, each with the condition.
    """
    allowed = ctx.words.allowed
    setting = Setting(doc.day, ctx.region)
    title = replace(setting, is_title=True)
    for match in judge(doc.title, words, title, code=code, allowed=allowed):
        if match.term.title_only or doc.title not in doc.text:
            yield Occurrence(match, in_title=True)
    for match in judge(doc.text, words, setting, code=code, allowed=allowed):
        yield Occurrence(match, in_title=False)


def placed(doc: Document, start: int, end: int) -> str:
    """Return the excerpt around [start, end) of the text, headed by its place in the file."""
    shown = excerpt(doc.text, start, end)
    place = doc.place(start)
    return f"{place}：{shown}" if place else shown


def hit_at(
    doc: Document,
    start: int,
    end: int,
    *,
    message: str,
    key: str,
    suggestion: str,
    severity: Severity | None = None,
) -> Hit:
    """Return a fault that stands at [start, end) of the text; the runner joins those of one key."""
    return Hit(
        message,
        key,
        evidence=placed(doc, start, end),
        suggestion=suggestion,
        severity=severity,
        marks=(Mark(start, end),),
    )


def marks(found: Iterable[Occurrence]) -> tuple[Mark, ...]:
    """Return where in the text the occurrences stand; the title has no place in a file."""
    return tuple(Mark(one.match.start, one.match.end) for one in found if not one.in_title)


def evidence(doc: Document, one: Occurrence) -> str:
    """Return the excerpt of a match, headed by its place."""
    start, end = one.match.start, one.match.end
    return f"标题：{excerpt(doc.title, start, end)}" if one.in_title else placed(doc, start, end)


def hits(doc: Document, found: Iterable[Occurrence], fault: str) -> Iterator[Hit]:
    """Yield one hit for each term that counts; `fault` joins what was written to what should be."""
    counted = (one for one in found if not one.match.dropped)
    ordered = sorted(counted, key=lambda one: one.match.term.word)
    for word, same in groupby(ordered, key=lambda one: one.match.term.word):
        group = list(same)
        match = group[0].match
        count = f"（{len(group)} 处）" if len(group) > 1 else ""
        remark = "严重表述错误：" if match.term.level is Level.S else ""
        yield Hit(
            message=f"{remark}“{match.shown}”{fault}“{match.right}”{count}",
            key=word,
            evidence=evidence(doc, group[0]),
            suggestion=_suggestion(match),
            severity=_SEVERITIES[match.term.level],
            marks=marks(group),
        )


def _suggestion(match: Match) -> str:
    """Say what to write instead, why, and where the term stands in the lists."""
    term = match.term
    parts = [f"改为“{match.right}”", *([term.note] if term.note else [])]
    grounds = "，".join(
        part for part in (term.source and f"依据：{term.source}", term.place) if part
    )
    return "。".join(parts) + (f"（{grounds}）" if grounds else "")
