"""Finds the terms of a word list in a text and says of each why it counts or does not."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from checks.words.normal import CJK, Normal, normalise
from checks.words.segment import lies_across, on_boundaries
from wordlists.lists import AllowedList, WordList
from wordlists.term import Quote, Term

_SENTENCE_ENDS = "。！？；!?;\n\r\t"
_SENTENCE_REACH = 300
_QUOTE_REACH = 150
# A term of this length is not an accident of two words beside each other.
_LONG = 4
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# A line at least so long, as long as its neighbour, was broken by its width and not by its end.
_FULL_LINE = 18
_RAGGED = 2
_SEAMS = re.compile(f"\n(?<=[{CJK}]\n)(?=[{CJK}])")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a text stands: published on `day`, on a site of `region`; titles are told apart."""

    day: date | None = None
    region: str = ""
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A term found at [start, end) of the original text, with the sentence it stands in.

    `dropped` says in Chinese which condition lets it pass, "" if none does.
    """

    term: Term
    start: int
    end: int
    shown: str
    right: str
    sentence: str
    dropped: str = ""


def find(
    text: str,
    words: WordList,
    setting: Setting,
    *,
    code: str = "",
    allowed: AllowedList | None = None,
) -> list[Match]:
    """Return the matches that count, in order."""
    judged = judge(text, words, setting, code=code, allowed=allowed)
    return [match for match in judged if not match.dropped]


def judge(
    text: str,
    words: WordList,
    setting: Setting,
    *,
    code: str = "",
    allowed: AllowedList | None = None,
) -> list[Match]:
    """Return all candidates in order, with what each came to; of overlapping ones the longest."""
    normal = normalise(text)
    found = [
        _judged(normal, words.terms[number], start, end, setting)
        for number, start, end in words.candidates(normal.text)
    ]
    found += _over_lines(normal, words, setting)
    if allowed is not None and allowed.phrases:
        found = [_unless_allowed(match, text, code, allowed) for match in found]
    return _longest(found)


def _longest(found: Iterable[Match]) -> list[Match]:
    kept: list[Match] = []
    taken: set[int] = set()
    for match in sorted(found, key=lambda match: (match.start - match.end, match.start)):
        places = range(match.start, match.end)
        if match.dropped:
            kept.append(match)
        elif taken.isdisjoint(places):
            taken.update(places)
            kept.append(match)
    return sorted(kept, key=lambda match: (match.start, match.end))


def _unless_allowed(match: Match, text: str, code: str, allowed: AllowedList) -> Match:
    if match.dropped:
        return match
    phrase = allowed.allowing(text, code, match.start, match.end)
    return _dropped(match, f"允许的写法“{phrase.phrase}”") if phrase else match


def _dropped(match: Match, why: str) -> Match:
    return Match(match.term, match.start, match.end, match.shown, match.right, match.sentence, why)


def _judged(normal: Normal, term: Term, start: int, end: int, setting: Setting) -> Match:
    """Judge one candidate by the conditions of its term, the costly segmentation last."""
    text = normal.text
    why = _why_not_here(text, term, start, end, setting)
    if why:
        return Match(term, *normal.span(start, end), text[start:end], term.right, "", why)
    first = _sentence_start(text, start)
    sentence = text[first : _sentence_end(text, end)]
    right = term.right
    if term.pattern:
        around = _around(term.pattern.compiled, sentence, start - first, end - first)
        if around is None:
            why = "上下文不合正则"
        else:
            start, end = first + around.start(), first + around.end()
            right = around.expand(term.right)
    why = why or _why_not_so(normal, term, start, end, sentence)
    return Match(term, *normal.span(start, end), text[start:end], right, sentence, why)


def _why_not_here(text: str, term: Term, start: int, end: int, setting: Setting) -> str:
    """Say which of the cheap conditions lets a candidate pass."""
    if term.title_only and not setting.is_title:
        return "只查标题"
    if why := _why_not_then(term, setting.day):
        return why
    if term.regions and not any(region in setting.region for region in term.regions):
        return f"只用于{'、'.join(term.regions)}"
    if term.not_before and text.endswith(term.not_before, 0, start):
        guard = next(each for each in term.not_before if text.endswith(each, 0, start))
        return f"前面是“{guard}”"
    if term.not_after and text.startswith(term.not_after, end):
        guard = next(each for each in term.not_after if text.startswith(each, end))
        return f"后面是“{guard}”"
    return ""


def _why_not_then(term: Term, day: date | None) -> str:
    if term.valid_from is None and term.valid_to is None:
        return ""
    if day is None:
        return "不知道发布日期"
    if term.valid_from is not None and day < term.valid_from:
        return f"{term.valid_from} 起才算"
    if term.valid_to is not None and day > term.valid_to:
        return f"{term.valid_to} 以后不算"
    return ""


def _why_not_so(normal: Normal, term: Term, start: int, end: int, sentence: str) -> str:
    """Say which condition on the sentence lets a candidate pass."""
    if term.needs and not any(word in sentence for word in term.needs):
        return f"同句没有{_listed(term.needs)}"
    if company := next((word for word in term.forbids if word in sentence), ""):
        return f"同句有“{company}”"
    if year := _past_year(term, sentence):
        return f"同句说的是 {year} 年"
    if quote := _quoted(normal.text, term.quote, start, end):
        return f"在{quote}里"
    return _why_not_a_word(normal, term, start, end)


def _why_not_a_word(normal: Normal, term: Term, start: int, end: int) -> str:
    """Say how the segmentation lets a candidate pass."""
    is_accident = normal.is_broken(start, end) and end - start < _LONG
    if (term.boundary or is_accident) and not on_boundaries(normal.text, start, end):
        return "不在分词边界上"
    if term.across and lies_across(normal.text, start, end):
        return "是更长的词的一部分"
    return ""


def _listed(words: tuple[str, ...]) -> str:
    shown = "、".join(f"“{word}”" for word in words[:3])
    return f"{shown}等" if len(words) > len(words[:3]) else shown


def _over_lines(normal: Normal, words: WordList, setting: Setting) -> Iterator[Match]:
    """Yield the candidates that a line break splits."""
    reach = words.automaton.longest - 1
    seams = _seams(normal.text, reach)
    for number, start, end in words.candidates(seams.text) if seams.text else ():
        window, offset = divmod(start, 2 * reach + 1)
        seam = seams.places[window]
        begin = seam.at - reach + offset
        if begin < seam.at < begin + end - start and (end - start >= _LONG or seam.is_wrapped):
            yield _over_line(normal, words.terms[number], begin, begin + end - start + 1, setting)


@dataclass(frozen=True, slots=True)
class Seam:
    """A line break at `at` between two Chinese characters; `is_wrapped`: the width made it."""

    at: int
    is_wrapped: bool


@dataclass(frozen=True, slots=True)
class Seams:
    """What stands around the line breaks of a text, the breaks left out; windows side by side."""

    text: str
    places: tuple[Seam, ...]


@lru_cache(maxsize=4)
def _seams(text: str, reach: int) -> Seams:
    """Return what stands around the breaks, as far as the longest term reaches over one."""
    windows, places = [], []
    for found in _SEAMS.finditer(text):
        at = found.start()
        before, after = text.rfind("\n", 0, at), text.find("\n", at + 1)
        after = after if after >= 0 else len(text)
        left = text[max(before + 1, at - reach) : at].rjust(reach, "\n")
        right = text[at + 1 : min(after, at + 1 + reach)].ljust(reach, "\n")
        windows.append(f"{left}{right}\n")
        length = at - before
        is_ragged = abs(length - (after - at)) > _RAGGED
        places.append(Seam(at, length > _FULL_LINE and not is_ragged))
    return Seams("".join(windows), tuple(places))


def _over_line(normal: Normal, term: Term, start: int, end: int, setting: Setting) -> Match:
    """Judge a candidate as if the line break within it were not there."""
    first, last = normal.span(start, end)
    text = normal.text
    at = text.index("\n", start)
    line_end = text.find("\n", at + 1)
    joined = (
        text[text.rfind("\n", 0, start) + 1 : at]
        + text[at + 1 : line_end if line_end >= 0 else None]
    )
    offset = start - text.rfind("\n", 0, start) - 1
    match = _judged(Normal(joined), term, offset, offset + end - start - 1, setting)
    return Match(term, first, last, match.shown, match.right, match.sentence, match.dropped)


def _around(pattern: re.Pattern[str], sentence: str, start: int, end: int) -> re.Match[str] | None:
    for match in pattern.finditer(sentence):
        if match.start() <= start and end <= match.end():
            return match
    return None


def _past_year(term: Term, sentence: str) -> str:
    """Return a year before the term was wrong that the sentence speaks of, "" if none."""
    limit = term.valid_from
    if limit is None:
        return ""
    return next((year for year in _YEAR.findall(sentence) if int(year) < limit.year), "")


def _sentence_start(text: str, start: int) -> int:
    lowest = max(0, start - _SENTENCE_REACH)
    return max(lowest, *(text.rfind(mark, lowest, start) + 1 for mark in _SENTENCE_ENDS))


def _sentence_end(text: str, end: int) -> int:
    highest = min(len(text), end + _SENTENCE_REACH)
    found = (text.find(mark, end, highest) for mark in _SENTENCE_ENDS)
    return min((offset for offset in found if offset >= 0), default=highest)


def _quoted(text: str, quote: Quote, start: int, end: int) -> str:
    """Return the marks in which a term is quoted as far as that lets it pass, "" if none."""
    if quote is Quote.NOWHERE:
        return ""
    pairs = ("《》", "〈〉") if quote is Quote.TITLE else ("《》", "〈〉", "“”", "‘’", "「」")
    return next((pair for pair in pairs if _is_between(text, pair[0], pair[1], start, end)), "")


def _is_between(text: str, opening: str, closing: str, start: int, end: int) -> bool:
    lowest = max(0, start - _QUOTE_REACH)
    opened = text.rfind(opening, lowest, start + 1)
    if opened < 0 or text.rfind(closing, opened, start) >= 0:
        return False
    return text.find(closing, max(opened, end - 1), end + _QUOTE_REACH) >= 0
