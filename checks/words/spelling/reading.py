"""What the counts say of a text, place by place, and where it reads like no text they know."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from checks.words.spelling.codes import Codes, encode, is_han, keys_in
from checks.words.spelling.counts import Counts, Levels

Flags = npt.NDArray[np.bool_]
ORDERS = (1, 2, 3, 4, 5)
WORD_LENGTHS = (2, 3, 4)
# Blank lines before and after the text, so that every window lies inside.
MARGIN = 8
# A pair of neighbours at most so frequent (level of its count) is a rare one.
RARE_PAIR = 1


@dataclass(frozen=True, slots=True)
class Known:
    """Counts of n-grams by their order, and frequencies of dictionary words by their length."""

    grams: Mapping[int, Counts]
    words: Mapping[int, Counts]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with the level of each n-gram and word that begins at each place.

    `best` is the highest level of the trigrams over a place; `is_odd` marks the characters that
    stand in no known trigram or in a rare pair.
    """

    text: str
    codes: Codes
    grams: Mapping[int, Levels]
    words: Mapping[int, Levels]
    best: Levels
    is_odd: Flags


def read(text: str, known: Known) -> Reading:
    """Look up all n-grams of a text; offsets in a `Reading` are those in the text plus MARGIN."""
    margin = "\n" * MARGIN
    codes = encode(f"{margin}{text}{margin}")
    grams = {n: _along(codes, n, known.grams[n]) for n in ORDERS}
    words = {n: _along(codes, n, known.words[n]) for n in WORD_LENGTHS}
    best = _highest(grams[3], 3)
    pairs = grams[2]
    rarest = np.minimum(pairs, np.concatenate([[255], pairs[:-1]]).astype(np.uint8))
    is_odd = is_han(codes) & ((best == 0) | (rarest <= RARE_PAIR))
    return Reading(text, codes, grams, words, best, is_odd)


def _along(codes: Codes, n: int, counts: Counts) -> Levels:
    """Return the levels of the n-grams that begin at each place, 0 where none can."""
    levels = np.zeros(len(codes), dtype=np.uint8)
    levels[: len(codes) - n + 1] = counts[keys_in(codes, n)]
    return levels


def _highest(levels: Levels, n: int) -> Levels:
    """Return the highest level of the n-grams over each place."""
    highest = levels.copy()
    for offset in range(1, n):
        np.maximum(highest[offset:], levels[:-offset], out=highest[offset:])
    return highest
