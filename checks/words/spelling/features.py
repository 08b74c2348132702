"""What the counts say of a candidate beside what stands there: the input of the judges."""

import numpy as np
import numpy.typing as npt

from checks.words.spelling.candidates import Confusions, Doubles, Places, Singles
from checks.words.spelling.codes import Codes, is_han, keys_in
from checks.words.spelling.counts import Counts, Levels
from checks.words.spelling.reading import ORDERS, WORD_LENGTHS, Known, Reading

Table = npt.NDArray[np.float32]
REACH = 5
KINDS = (1, 2, 4, 8, 16)
NEAR = (-3, -2, -1, 1, 2, 3)
BESIDE = (-2, -1, 1, 2)


def of_singles(reading: Reading, found: Singles, confusions: Confusions, known: Known) -> Table:
    """Return a row of features for each candidate of one character."""
    kinds = confusions.kinds[found.index]
    own: list[npt.NDArray[np.generic]] = [(kinds & bit) > 0 for bit in KINDS]
    own += [confusions.shapes[found.index], confusions.slots[found.index]]
    return _features(reading, found.places, [found.characters], own, known)


def of_doubles(reading: Reading, found: Doubles, known: Known) -> Table:
    """Return a row of features for each candidate of two characters."""
    return _features(reading, found.places, [found.first, found.second], [], known)


def _features(
    reading: Reading,
    places: Places,
    instead: list[Codes],
    own: list[npt.NDArray[np.generic]],
    known: Known,
) -> Table:
    width = len(instead)
    offsets = np.arange(-REACH, REACH + width)
    rows = reading.codes[places[:, None] + offsets]
    for number, characters in enumerate(instead):
        rows[:, REACH + number] = characters
    columns: list[npt.NDArray[np.generic]] = []
    for n in ORDERS:
        new = _levels(known.grams[n], rows, n, width)
        for number, start in enumerate(range(1 - n, width)):
            columns += [new[:, number], reading.grams[n][places + start]]
    for n in ORDERS[:-1]:
        columns += [reading.grams[n][places - n], reading.grams[n][places + width]]
    for n in WORD_LENGTHS:
        new = _levels(known.words[n], rows, n, width)
        for number, start in enumerate(range(1 - n, width)):
            columns += [new[:, number], reading.words[n][places + start]]
    for n in WORD_LENGTHS:
        columns += [reading.words[n][places - n], reading.words[n][places + width]]
    columns += own
    columns += _surroundings(reading, places, width)
    return np.stack([column.astype(np.float32) for column in columns], axis=1)


def _levels(counts: Counts, rows: Codes, n: int, width: int) -> Levels:
    """Return the levels of the n-grams over the candidate, a column for each place they begin."""
    keys = keys_in(rows[:, REACH + 1 - n : REACH + width + n - 1], n)
    return counts[keys.ravel()].reshape(keys.shape)


def _surroundings(reading: Reading, places: Places, width: int) -> list[npt.NDArray[np.generic]]:
    """Return how well the text on either side is known, and whether it is text at all."""
    beyond = [offset if offset < 0 else offset + width - 1 for offset in NEAR]
    columns: list[npt.NDArray[np.generic]] = [reading.is_odd[places + each] for each in beyond]
    beside = [offset if offset < 0 else offset + width - 1 for offset in BESIDE]
    columns += [is_han(reading.codes[places + each]) for each in beside]
    levels: list[Levels] = [reading.best[places + each] for each in beside]
    levels += [reading.best[places], reading.best[places + width - 1]]
    return [*columns, *levels]
