"""What could have been meant: characters that sound or look alike, and words that sound alike."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from checks.words.spelling.codes import Codes, keys_in
from checks.words.spelling.counts import Counts, Levels
from checks.words.spelling.reading import Known, Reading

Places = npt.NDArray[np.int64]
# A candidate must stand in a trigram of this level, make a word or a pair of that one.
LEAST_TRIGRAM, LEAST_WORD, LEAST_PAIR = 2, 2, 6
# And read better than what stands there: levels gained in trigrams (twice), pairs and words.
LEAST_GAIN = 3
# Two odd neighbours that make a word more frequent than this are no double error.
MOST_WORD = 5


@dataclass(frozen=True, slots=True)
class Confusions:
    """For each character the run [first, first + size) of those it may stand for.

    `kinds` are bits: same sound, similar sound, similar shape, similar Wubi code, shared part;
    `shapes` is the likeness of the shapes (0 to 1); `slots` the logarithm of the share of places
    in which both are at home. `sounds` are the syllables of a character (two at most, -1: none).
    """

    first: Places
    size: Places
    characters: Codes
    kinds: npt.NDArray[np.uint8]
    shapes: npt.NDArray[np.float32]
    slots: npt.NDArray[np.float32]
    sounds: npt.NDArray[np.int64]
    syllables: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """Frequent pairs of characters in the order of their sounds."""

    sounds: Places
    characters: Codes


@dataclass(frozen=True, slots=True)
class Singles:
    """One character in place of another: `index` is its number among the confusions."""

    places: Places
    characters: Codes
    index: Places


@dataclass(frozen=True, slots=True)
class Doubles:
    """Two neighbours in place of two others."""

    places: Places
    first: Codes
    second: Codes


def singles(reading: Reading, confusions: Confusions, known: Known) -> Singles:
    """Return the characters that would make odd places read like known text."""
    codes = reading.codes
    places = reading.odd_places()
    size = confusions.size[codes[places]]
    index = _runs(confusions.first[codes[places]], size)
    where = np.repeat(places, size)
    rows = np.stack(
        [
            codes[where - 2],
            codes[where - 1],
            confusions.characters[index],
            codes[where + 1],
            codes[where + 2],
        ],
        axis=1,
    )
    pair = _best(known.grams[2], rows[:, 1:4], 2)
    kept = np.flatnonzero(pair > 0)
    rows, pair, place = rows[kept], pair[kept].astype(np.int64), where[kept]
    trigram = _best(known.grams[3], rows, 3).astype(np.int64)
    word = _best(known.words[2], rows[:, 1:4], 2).astype(np.int64)
    gain = 2 * (trigram - reading.best[place])
    gain += pair - _either(reading.grams[2], place) + word - _either(reading.words[2], place)
    is_known = (pair >= LEAST_PAIR) | (trigram >= LEAST_TRIGRAM) | (word >= LEAST_WORD)
    kept = kept[is_known & (gain >= LEAST_GAIN)]
    return Singles(where[kept], confusions.characters[index[kept]], index[kept])


def doubles(reading: Reading, confusions: Confusions, pairs: Pairs, known: Known) -> Doubles:
    """Return the pairs that sound like two odd neighbours and read like known text."""
    codes = reading.codes
    at = reading.odd_places()
    at = at[reading.is_odd[at + 1] & (reading.words[2][at] <= MOST_WORD)]
    first, second = codes[at], codes[at + 1]
    found_at, found = [], []
    for one in range(confusions.sounds.shape[1]):
        for other in range(confusions.sounds.shape[1]):
            left, right = confusions.sounds[first, one], confusions.sounds[second, other]
            spoken = (left >= 0) & (right >= 0)
            sounds = (left * confusions.syllables + right)[spoken]
            begin = np.searchsorted(pairs.sounds, sounds, side="left")
            size = np.searchsorted(pairs.sounds, sounds, side="right") - begin
            found_at.append(np.repeat(at[spoken], size))
            found.append(pairs.characters[_runs(begin, size)])
    where = np.concatenate(found_at)
    characters = np.concatenate(found)
    new = (characters[:, 0] != codes[where]) & (characters[:, 1] != codes[where + 1])
    where, characters = _distinct(where[new], characters[new])
    rows = np.stack(
        [
            codes[where - 2],
            codes[where - 1],
            characters[:, 0],
            characters[:, 1],
            codes[where + 2],
            codes[where + 3],
        ],
        axis=1,
    )
    best = np.maximum(_best(known.grams[3], rows[:, 1:5], 3), _best(known.grams[4], rows, 4))
    kept = best >= LEAST_TRIGRAM
    return Doubles(where[kept], characters[kept, 0], characters[kept, 1])


def _best(counts: Counts, rows: Codes, n: int) -> Levels:
    """Return the highest level of the n-grams in each row."""
    keys = keys_in(rows, n)
    best: Levels = counts[keys.ravel()].reshape(keys.shape).max(axis=1)
    return best


def _either(pairs: Levels, places: Places) -> Places:
    """Return the higher level of the two pairs over each place."""
    return np.maximum(pairs[places], pairs[places - 1]).astype(np.int64)


def _runs(first: Places, size: Places) -> Places:
    """Return first[0], first[0] + 1, … (size[0] of them), first[1], …"""
    ends = np.cumsum(size)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) - np.repeat(ends - size, size) + np.repeat(first, size)


def _distinct(places: Places, characters: Codes) -> tuple[Places, Codes]:
    rows = np.column_stack([places, characters.astype(np.int64)])
    unique = np.unique(rows, axis=0)
    return unique[:, 0], unique[:, 1:].astype(np.uint32)
