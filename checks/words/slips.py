"""Tells the slips among the near misses of fixed expressions from what is meant to differ."""

import re
from dataclasses import dataclass

from checks.words.confused import are_alike, are_exchanged, are_much_alike, is_han, is_typed
from checks.words.phrase_index import Edit
from checks.words.segment import frequency, on_boundaries
from wordlists.phrases import COLLOCATION, Phrase
from wordlists.term import Level

# Why a near miss may be right; others may know better.
ACROSS, MAKES_SENSE = "不在分词边界上", "自成词语"
# From this length on the rest of a phrase says enough, so that any slip of the keyboard counts.
_LONG = 6
# A name so long, its middle wrong, is that name whatever stands there.
_NAME = 7
_MIDDLE = 2
# 七十二行: what has a number of several characters may count anything.
_COUNTED = re.compile("[一二三四五六七八九十百千万]{2}")
_FUNCTION = "的之和与及或了"
_LONGEST_WORD = 4
# A form makes sense when it falls into words of jieba that are at least so frequent.
_WORD, _CHARACTER = 20, 20_000
# What stands before or behind most words may stand there by itself: 向|镇人民政府.
_VERY_OFTEN = 60_000


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A form at [start, end) of a text that is a phrase but for one edit at its place `at`."""

    phrase: Phrase
    start: int
    end: int
    form: str
    edit: Edit
    at: int

    @property
    def is_long(self) -> bool:
        """Whether the phrase can be recognised by any of its parts."""
        return len(self.phrase.phrase) >= _LONG


def is_name(phrase: Phrase) -> bool:
    """Whether nothing else may stand in the middle of a phrase, by sound and shape or not."""
    return phrase.level is Level.S and len(phrase.phrase) >= _NAME


def is_slip(near: NearMiss) -> bool:
    """Whether a hand could have slipped so: by sound, by shape, a character doubled or lost."""
    right, form, at = near.phrase.phrase, near.form, near.at
    is_middle = _MIDDLE <= at < len(right) - _MIDDLE
    match near.edit:
        case Edit.INSERTED:
            return form[at] in (form[at - 1], form[at + 1]) and _is_plain(form[at])
        case Edit.DROPPED:
            return is_middle and _is_plain(right[at])
        case Edit.SWAPPED:
            return all(map(_is_plain, right[at : at + 2]))
    if not (is_han(form[at]) and is_han(right[at])) or are_exchanged(form[at], right[at]):
        return False
    is_likely = _is_likely(near) and is_typed(form[at])
    return not _COUNTED.search(right) and (is_likely or (is_middle and is_name(near.phrase)))


def is_part_of_word(text: str, near: NearMiss) -> bool:
    """Whether a word holds the edited place and something outside of the form (…法|律)."""
    return any(
        start < near.start or start + len(word) > near.end
        for word, start in _words_around(text, near.start + near.at)
    )


def why_right(text: str, near: NearMiss) -> str:
    """Say in Chinese why a near miss may be right all the same, "" if nothing speaks for it."""
    if not on_boundaries(text, near.start, near.end):
        return ACROSS
    return MAKES_SENSE if _says_something(text, near) else ""


def _says_something(text: str, near: NearMiss) -> bool:
    """Whether a near miss is an expression of its own."""
    form, at = near.form, near.at
    match near.edit:
        case Edit.DROPPED:
            is_word = _falls_into_words(form)
        case Edit.SWAPPED:
            is_word = _falls_into_words(form) or frequency(form[at : at + 2]) >= _WORD
        case Edit.REPLACED:
            is_free = not _is_likely(near) and bool(_words_around(text, near.start + at))
            is_word = is_free or _is_beside(near) or _is_another_word(near)
        case _:
            is_word = False
    return is_word or (not near.is_long and _falls_into_words(form, single=True))


def _is_plain(char: str) -> bool:
    """Whether a character is Chinese and no mere function word."""
    return is_han(char) and char not in _FUNCTION


def _is_likely(near: NearMiss) -> bool:
    """Whether what stands in place of a character sounds or looks like it, or is written twice."""
    wrong, right = near.form[near.at], near.phrase.phrase[near.at]
    if not near.is_long:
        return are_much_alike(wrong, right)
    return are_alike(wrong, right) or wrong in near.form[max(0, near.at - _MIDDLE) : near.at]


def _is_beside(near: NearMiss) -> bool:
    """Whether the edited character stands beside what is whole without it: 知识产权|且."""
    if near.at not in (0, len(near.form) - 1):
        return False
    rest = near.form[1:] if near.at == 0 else near.form[:-1]
    return frequency(near.form[near.at]) >= _VERY_OFTEN or frequency(rest) >= _WORD


def _is_another_word(near: NearMiss) -> bool:
    """Whether a word of a collocation has become another: 野生动物|保护, 野生生物|保护."""
    right, form, at = near.phrase.phrase, near.form, near.at
    return near.phrase.category == COLLOCATION and any(
        frequency(right[start : start + 2]) and frequency(form[start : start + 2]) >= _WORD
        for start in (at - 1, at)
        if 0 <= start < len(form) - 1
    )


def _words_around(text: str, place: int) -> list[tuple[str, int]]:
    """Return the words of two to four characters that hold a place, with their beginnings."""
    return [
        (word, start)
        for size in range(2, _LONGEST_WORD + 1)
        for start in range(max(0, place - size + 1), place + 1)
        if frequency(word := text[start : start + size]) and len(word) == size
    ]


def _falls_into_words(form: str, *, single: bool = False) -> bool:
    """Whether a form is made of words; of single characters too that often stand alone."""
    reached = {0}
    for start in range(len(form)):
        if start not in reached:
            continue
        if single and frequency(form[start]) >= _CHARACTER:
            reached.add(start + 1)
        for size in range(2, _LONGEST_WORD + 1):
            word = form[start : start + size]
            if len(word) == size and word != form and frequency(word) >= _WORD:
                reached.add(start + size)
    return len(form) in reached
