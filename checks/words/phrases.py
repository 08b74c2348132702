"""Finds near misses of fixed expressions: what is one edit away from the only right form."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from checks.words.match import Match
from checks.words.normal import normalise
from checks.words.phrase_index import Edit, Index, Suspect
from checks.words.phrase_marks import build
from checks.words.slips import NearMiss, is_name, is_part_of_word, is_slip, why_right
from checks.words.spelling.model import load_confusions
from wordlists.lists import AllowedList
from wordlists.phrases import COLLOCATION, PhraseList
from wordlists.term import Level, Term

_QUOTES = ("“”", "‘’", "《》", "〈〉", "「」")
# What is quoted at this length is a name or a play on words.
_LONGEST_PUN = 6
# A form that stands on a page so often is no slip.
_OFTEN = 3


def judge(text: str, phrases: PhraseList, code: str, allowed: AllowedList) -> list[Match]:
    """Return the slips in order, each with what lets it pass; of those that overlap one."""
    normal = normalise(text)
    found = []
    for near in near_misses(normal.text, phrases):
        start, end = normal.span(near.start, near.end)
        phrase = near.phrase
        grounds = "，".join(filter(None, (phrase.category, phrase.source)))
        why = why_right(normal.text, near) or _quoted(normal.text, near)
        if not why and (free := allowed.allowing(text, code, start, end)):
            why = f"允许的写法“{free.phrase}”"
        term = Term(near.form, phrase.phrase, phrase.category, phrase.level, source=grounds)
        term = replace(term, note=phrase.note, place=phrase.place)
        found.append(Match(term, start, end, near.form, phrase.phrase, "", why))
    return _gravest(_unless_often(found))


def near_misses(text: str, phrases: PhraseList) -> Iterator[NearMiss]:
    """Yield what is one slip away from a phrase in a normalised text, in any order."""
    if not phrases.phrases:
        return
    seen: set[tuple[int, str, str]] = set()
    for suspect in _index(phrases).suspects(text):
        phrase = phrases.phrases[suspect.phrase]
        start = suspect.start
        form = _form(text, suspect, phrase.phrase)
        if not form or form in phrases.right or (start, form, phrase.phrase) in seen:
            continue
        seen.add((start, form, phrase.phrase))
        near = NearMiss(phrase, start, start + len(form), form, suspect.edit, suspect.at)
        if is_slip(near) and not is_part_of_word(text, near):
            yield near


# The packaged lists, and those of the few sites that one process checks in turn.
@lru_cache(maxsize=4)
def _index(phrases: PhraseList) -> Index:
    listed = phrases.phrases
    is_open = [is_name(each) for each in listed]
    return build([each.phrase for each in listed], is_open, load_confusions())


def _form(text: str, suspect: Suspect, phrase: str) -> str:
    """Return what stands in the text where a phrase was suspected, "" if it is no edit of it."""
    at, edit, size = suspect.at, suspect.edit, len(phrase)
    if suspect.start < 0:
        return ""
    size += (edit is Edit.INSERTED) - (edit is Edit.DROPPED)
    form = text[suspect.start : suspect.start + size]
    if len(form) < size or form == phrase:
        return ""
    match edit:
        case Edit.REPLACED:
            expected = phrase[:at] + form[at] + phrase[at + 1 :]
        case Edit.REPLACED_TWICE:
            expected = phrase.replace(phrase[at], form[at])
        case Edit.INSERTED:
            expected = phrase[:at] + form[at] + phrase[at:]
        case Edit.DROPPED:
            expected = phrase[:at] + phrase[at + 1 :]
        case Edit.SWAPPED:
            expected = phrase[:at] + phrase[at : at + 2][::-1] + phrase[at + 2 :]
    return form if form == expected else ""


def _quoted(text: str, near: NearMiss) -> str:
    """Say that a short phrase stands alone in quotation marks, "" if it does not."""
    if near.is_long:
        return ""
    reach = _LONGEST_PUN - len(near.form) + 1
    for pair in _QUOTES:
        opening, closing = pair[0], pair[1]
        begin = text.rfind(opening, max(0, near.start - reach), near.start)
        end = text.find(closing, near.end, near.end + reach)
        if begin >= 0 and 0 <= end - begin - 1 <= _LONGEST_PUN:
            return f"在{pair}里"
    return ""


def _unless_often(found: list[Match]) -> list[Match]:
    times = Counter(match.shown for match in found if not match.dropped)
    return [
        replace(match, dropped="多次这样写，当作名称")
        if times[match.shown] >= _OFTEN and not match.dropped and _is_short(match)
        else match
        for match in found
    ]


def _is_short(match: Match) -> bool:
    return len(match.right) <= _LONGEST_PUN - 1


def _gravest(found: Iterable[Match]) -> list[Match]:
    """Keep one of the matches that overlap: one that counts, of the table, the gravest, the shortest."""

    def rank(match: Match) -> tuple[bool, bool, int, int]:
        term = match.term
        level = list(Level).index(term.level)
        is_collocation = term.category == COLLOCATION
        return bool(match.dropped), is_collocation, level, match.end - match.start

    kept: list[Match] = []
    taken: set[int] = set()
    for match in sorted(found, key=rank):
        places = range(match.start, match.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)
