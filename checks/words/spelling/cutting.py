"""How well a text falls into dictionary words, with what stands there and with what was meant."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from checks.words.spelling.candidates import Places
from checks.words.spelling.codes import PLANE, Codes, keys_in
from checks.words.spelling.network import Array
from checks.words.spelling.reading import WORD_LENGTHS, Known, Reading

REACH = 6
# Levels are logarithms of frequencies (base 2) in a dictionary that counts so many words.
TOTAL, ABSENT, NONE = 26.0, -4.0, -1e6
FURTHEST = 40.0
# How many columns there are for candidates of one and of two characters.
COLUMNS = {1: 17, 2: 19}


@dataclass(frozen=True, slots=True)
class Cut:
    """The best ways to cut rows of text: at will, and through a place.

    `best` is the logarithm of the probability (base 2); `in_word` and `alone` are what it costs
    to have the place within a longer word, or by itself; that word's length and level.
    """

    best: Array
    in_word: Array
    alone: Array
    length: Array
    level: Array


def of_candidates(
    reading: Reading, places: Places, instead: list[Codes], known: Known
) -> list[npt.NDArray[np.generic]]:
    """Return columns that compare the cuts of the text as it stands and with each candidate."""
    width = len(instead)
    rows = reading.codes[places[:, None] + np.arange(-REACH, REACH + width)]
    changed = rows.copy()
    for number, characters in enumerate(instead):
        changed[:, REACH + number] = characters
    here = _cut(rows, width, known)
    there = _cut(changed, width, known)
    columns: list[npt.NDArray[np.generic]] = [there.best - here.best]
    for cut in (here, there):
        columns += [cut.in_word, cut.alone, cut.length, cut.level]
    around = rows[:, REACH - 1 : REACH + width + 1]
    columns += [_alone(column, known) for column in (*around.T, *instead)]
    # How odd the text beside is, and how well its trigrams are known.
    columns += [*reading.beside(reading.is_odd, places, width)]
    columns += [*reading.beside(reading.best, places, width)]
    return columns


def _cut(rows: Codes, width: int, known: Known) -> Cut:
    """Find the most probable words by dynamic programming from either end (Viterbi 1967)."""
    count, length = rows.shape
    levels = _levels(rows, known)
    before = np.full((length + 1, count), NONE, np.float32)
    after = before.copy()
    before[0] = after[length] = 0
    for end in range(1, length + 1):
        for n, level in levels.items():
            if n <= end:
                np.maximum(before[end], before[end - n] + level[:, end - n], out=before[end])
    for start in range(length - 1, -1, -1):
        for n, level in levels.items():
            if start + n <= length:
                np.maximum(after[start], after[start + n] + level[:, start], out=after[start])
    best = before[length]
    in_word = np.full(count, NONE, np.float32)
    longest, highest = np.zeros(count, np.float32), np.zeros(count, np.float32)
    for n, start in _over(width):
        level = levels[n][:, start]
        score = before[start] + level + after[start + n]
        is_better = score > in_word
        in_word = np.where(is_better, score, in_word)
        longest = np.where(is_better, np.float32(n), longest)
        highest = np.where(is_better, level + np.float32(TOTAL), highest)
    alone = before[REACH] + after[REACH + width]
    for number in range(width):
        alone = alone + levels[1][:, REACH + number]
    furthest = np.float32(-FURTHEST)
    return Cut(best, np.maximum(in_word - best, furthest), alone - best, longest, highest)


def _over(width: int) -> Iterator[tuple[int, int]]:
    """Yield length and start of each word that may stand over the whole place."""
    for n in WORD_LENGTHS:
        yield from ((n, start) for start in range(REACH + width - n, REACH + 1))


def _levels(rows: Codes, known: Known) -> dict[int, Array]:
    """Return the logarithm of the probability of each word by its length and start."""
    alone = _alone(rows, known).astype(np.float32)
    levels = {1: np.where(alone > 0, alone, np.float32(ABSENT)) - np.float32(TOTAL)}
    for n in WORD_LENGTHS:
        keys = keys_in(rows, n)
        found = known.words[n][keys.ravel()].reshape(keys.shape).astype(np.float32)
        levels[n] = np.where(found > 0, found - np.float32(TOTAL), np.float32(NONE))
    return levels


def _alone(codes: Codes, known: Known) -> npt.NDArray[np.uint8]:
    return known.alone[np.minimum(codes, PLANE - 1)]
