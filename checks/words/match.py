"""Finds the terms of a word list in a text and keeps those whose conditions hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checks.words.normal import Normal, normalise
from checks.words.segment import on_boundaries
from wordlists import Quote, Term, WordList

_SENTENCE_ENDS = "。！？；!?;\n\r\t"
_SENTENCE_REACH = 300
_QUOTE_REACH = 150
# A term of this length is not an accident of two words beside each other.
_LONG = 4
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Match:
    """A term found at [start, end) of the original text, with the sentence it stands in."""

    term: Term
    start: int
    end: int
    shown: str
    right: str
    sentence: str


def find(text: str, words: WordList, day: date | None, *, title: bool = False) -> list[Match]:
    """Return the matches in order; of overlapping ones the longest."""
    normal = normalise(text)
    matches = sorted(
        _judged(normal, words, day, title=title),
        key=lambda match: (match.start - match.end, match.start),
    )
    kept: list[Match] = []
    taken: set[int] = set()
    for match in matches:
        places = range(match.start, match.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)


def _judged(normal: Normal, words: WordList, day: date | None, *, title: bool) -> Iterator[Match]:
    for index, start, end in words.candidates(normal.text):
        term = words.terms[index]
        if term.title_only and not title:
            continue
        if not _is_timely(term, day) or not _stands_free(normal.text, term, start, end):
            continue
        match = _in_sentence(normal, term, start, end)
        if match and not _is_quoted(normal.text, term.quote, start, end):
            yield match


def _is_timely(term: Term, day: date | None) -> bool:
    return term.valid_from is None or (day is not None and day >= term.valid_from)


def _stands_free(text: str, term: Term, start: int, end: int) -> bool:
    return not (
        (term.not_before and text.endswith(term.not_before, 0, start))
        or (term.not_after and text.startswith(term.not_after, end))
    )


def _in_sentence(normal: Normal, term: Term, start: int, end: int) -> Match | None:
    """Judge the conditions that look at the sentence, the costly segmentation last."""
    text = normal.text
    first = _sentence_start(text, start)
    sentence = text[first : _sentence_end(text, end)]
    if term.needs and not any(word in sentence for word in term.needs):
        return None
    if any(word in sentence for word in term.forbids) or _speaks_of_the_past(term, sentence):
        return None
    right = term.right
    if term.pattern:
        around = _around(term.pattern, sentence, start - first, end - first)
        if around is None:
            return None
        start, end = first + around.start(), first + around.end()
        right = around.expand(term.right)
    is_accident = normal.is_broken(start, end) and end - start < _LONG
    if (term.boundary or is_accident) and not on_boundaries(text, start, end):
        return None
    return Match(term, *normal.span(start, end), text[start:end], right, sentence)


def _around(pattern: re.Pattern[str], sentence: str, start: int, end: int) -> re.Match[str] | None:
    for match in pattern.finditer(sentence):
        if match.start() <= start and end <= match.end():
            return match
    return None


def _speaks_of_the_past(term: Term, sentence: str) -> bool:
    limit = term.valid_from
    return limit is not None and any(int(year) < limit.year for year in _YEAR.findall(sentence))


def _sentence_start(text: str, start: int) -> int:
    lowest = max(0, start - _SENTENCE_REACH)
    return max(lowest, *(text.rfind(mark, lowest, start) + 1 for mark in _SENTENCE_ENDS))


def _sentence_end(text: str, end: int) -> int:
    highest = min(len(text), end + _SENTENCE_REACH)
    found = (text.find(mark, end, highest) for mark in _SENTENCE_ENDS)
    return min((offset for offset in found if offset >= 0), default=highest)


def _is_quoted(text: str, quote: Quote, start: int, end: int) -> bool:
    if quote is Quote.NOWHERE:
        return False
    pairs = ("《》", "〈〉") if quote is Quote.TITLE else ("《》", "〈〉", "“”", "‘’", "「」")
    return any(_is_between(text, pair[0], pair[1], start, end) for pair in pairs)


def _is_between(text: str, opening: str, closing: str, start: int, end: int) -> bool:
    lowest = max(0, start - _QUOTE_REACH)
    opened = text.rfind(opening, lowest, start + 1)
    if opened < 0 or text.rfind(closing, opened, start) >= 0:
        return False
    return text.find(closing, max(opened, end - 1), end + _QUOTE_REACH) >= 0
