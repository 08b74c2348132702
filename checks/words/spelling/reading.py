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
# So many line breaks stand before and after each line, so that no window looks into another.
MARGIN = 8
LINE_BREAK = ord("\n")
# Pairs and trigrams at most so frequent (level of the count) are rare ones.
RARE_PAIR, RARE_TRIGRAM = 1, 2
# Where the text beside a place is looked at: not so near that the mistake itself spoils it.
NEAR, FAR = 2, 14
# Beside a place that can be judged at most this share of the characters is odd.
MOST_ODD = 0.6
# Amounts in capitals are no prose; another rule computes them.
FORMAL_NUMERALS = encode("零壹贰叁肆伍陆柒捌玖拾佰仟")


@dataclass(frozen=True, slots=True)
class Known:
    """Counts of n-grams by their order, and frequencies of dictionary words by their length.

    `alone` is the level of each character's frequency as a word of its own.
    """

    grams: Mapping[int, Counts]
    words: Mapping[int, Counts]
    alone: Levels


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, its lines spread, with the level of each n-gram and word that begins at each place.

    Places are those in `codes`; `breaks` are the places of line breaks. `best` is the highest level of the trigrams over a place; `is_odd` marks the characters that
    stand in rare trigrams only or in a rare pair.
    """

    text: str
    codes: Codes
    grams: Mapping[int, Levels]
    words: Mapping[int, Levels]
    best: Levels
    is_odd: Flags
    breaks: npt.NDArray[np.int64]

    def offset(self, place: int) -> int:
        """Return the offset in the text of what stands at a place."""
        lines = int(np.searchsorted(self.breaks, place)) // MARGIN - 1
        return place - MARGIN - (MARGIN - 1) * lines

    def beside(
        self, values: npt.NDArray[np.generic], places: npt.NDArray[np.int64], width: int
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return the means of values some way before and after each place, in the same line."""
        sums = np.concatenate([[0], np.cumsum(values.astype(np.int64))])
        first, last = self.ends(places)

        def mean(
            start: npt.NDArray[np.int64], end: npt.NDArray[np.int64]
        ) -> npt.NDArray[np.float64]:
            start, end = np.clip(start, first + 1, last), np.clip(end, first + 1, last)
            means: npt.NDArray[np.float64] = (sums[end] - sums[start]) / np.maximum(1, end - start)
            return means

        after = places + width
        return mean(places - FAR, places - NEAR), mean(after + NEAR, after + FAR)

    def odd_places(self) -> npt.NDArray[np.int64]:
        """Return the odd places but those amid text that is altogether unlike what was counted."""
        places = np.flatnonzero(self.is_odd)
        before, after = self.beside(self.is_odd, places, 1)
        return places[before + after <= 2 * MOST_ODD]

    def ends(
        self, places: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return the places of the line breaks before and after each place."""
        following = np.searchsorted(self.breaks, places)
        return self.breaks[following - 1], self.breaks[following]


def spread(text: str) -> str:
    """Return a text with MARGIN line breaks around each line."""
    margin = "\n" * MARGIN
    return f"{margin}{text.replace(chr(LINE_BREAK), margin)}{margin}"


def read(text: str, known: Known) -> Reading:
    """Look up all n-grams of a text."""
    codes = encode(spread(text))
    grams = {n: _along(codes, n, known.grams[n]) for n in ORDERS}
    words = {n: _along(codes, n, known.words[n]) for n in WORD_LENGTHS}
    best = _highest(grams[3], 3)
    pairs = grams[2]
    rarest = np.minimum(pairs, np.concatenate([[255], pairs[:-1]]).astype(np.uint8))
    is_prose = is_han(codes) & ~np.isin(codes, FORMAL_NUMERALS)
    is_odd = is_prose & ((best <= RARE_TRIGRAM) | (rarest <= RARE_PAIR))
    breaks = np.flatnonzero(codes == LINE_BREAK)
    return Reading(text, codes, grams, words, best, is_odd, breaks)


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
