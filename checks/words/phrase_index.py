"""Finds where a text is a fixed expression but for one edit: by windows with one place left open.

Every window of four characters has a key, the sum of what its characters count at their places, so
that the key of a window with one place left open is a difference. Reading a text takes a few sums and
look-ups for each character; a window that is right in some phrase is never suspected.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from checks.words.phrase_keys import (
    OPEN,
    OPEN_MIDDLE,
    STRETCHED,
    WIDTH,
    Keys,
    Sketch,
    encode,
    pair_keys,
    parts_of,
    sketch,
)

Places = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]

_MARK_BITS, _RIGHT_BITS, _PAIR_BITS = 21, 19, 22
_NUMBER_BITS = np.uint64(32)
_EVERY_PLACE = np.arange(WIDTH)[:, None]


class Edit(IntEnum):
    """What was done to a phrase."""

    REPLACED = 0
    INSERTED = 1
    DROPPED = 2
    SWAPPED = 3
    REPLACED_TWICE = 4


# The columns of a mark: its phrase, where its window begins in the edited phrase, the edit and its
# place, and the character that was replaced there (0 where any other character is an edit).
PHRASE, OFFSET, EDIT, AT, REPLACED = range(5)


@dataclass(frozen=True, slots=True)
class Suspect:
    """Where in a text an edited phrase would begin; `at` is the place in it that was edited."""

    start: int
    phrase: int
    edit: Edit
    at: int


@dataclass(frozen=True, slots=True)
class Marks:
    """Windows that give an edit away."""

    keys: Keys
    rows: Rows


@dataclass(frozen=True, slots=True)
class Index:
    """The marks of all phrases in the order of their keys; `runs` says how many share a key.

    `right` are the windows of the phrases themselves, `pairs` the characters that are taken for
    each other, the wrong one first.
    """

    marks: Marks
    runs: npt.NDArray[np.int64]
    may_be_mark: Sketch
    right: Sketch
    pairs: Sketch

    def suspects(self, text: str) -> Iterator[Suspect]:
        """Yield every place that may be an edited phrase, some of them twice."""
        codes = encode(text)
        if len(codes) <= WIDTH:
            codes = np.concatenate([codes, np.zeros(WIDTH + 1 - len(codes), np.uint32)])
        where, keys = self._marked(codes)
        first = np.searchsorted(self.marks.keys, keys)
        is_mark = np.flatnonzero(self.marks.keys.take(first, mode="clip") == keys)
        if not len(is_mark):
            return
        where, first = where[is_mark], first[is_mark]
        count = self.runs[first]
        ends = np.cumsum(count)
        rows = self.marks.rows[np.arange(ends[-1]) + np.repeat(first - ends + count, count)]
        starts = np.repeat(where, count) - rows[:, OFFSET]
        kept = self._is_confused(codes, starts + rows[:, AT], rows[:, REPLACED])
        for start, row in zip(starts[kept].tolist(), rows[kept].tolist(), strict=True):
            yield Suspect(start, row[PHRASE], Edit(row[EDIT]), row[AT])

    def _marked(self, codes: Keys) -> tuple[Places, Keys]:
        """Return the windows that may be marks and are not right, with the key of the mark."""
        size = len(codes) - WIDTH + 1
        parts = parts_of(codes)
        # The whole windows, then those with one place left open.
        looked = np.empty((WIDTH + 1, size), np.uint32)
        whole = looked[0]
        np.add(parts[0, :size], parts[1, 1 : size + 1], out=whole)
        whole += parts[2, 2 : size + 2]
        whole += parts[3, 3:]
        for at in range(WIDTH):
            np.subtract(whole, parts[at, at : at + size], out=looked[at + 1])
        looked[1:] += OPEN[:, None]
        doubled = _doubled(codes)
        stretched = parts[_EVERY_PLACE, doubled + STRETCHED].sum(axis=0, dtype=np.uint32)
        stretched += OPEN_MIDDLE
        found = np.flatnonzero(self.may_be_mark.holds(looked.reshape(-1)))
        where = np.concatenate([found % size, doubled])
        keys = np.concatenate([looked.reshape(-1)[found], stretched])
        is_wrong = ~self.right.holds(whole[where])
        return where[is_wrong], keys[is_wrong]

    def _is_confused(self, codes: Keys, places: Places, right: Places) -> npt.NDArray[np.bool_]:
        """Tell where a character stands that is taken for the right one, if it matters.

        It may also repeat one of the two before: 管理委员委.
        """
        wrong = codes[places]
        confused = self.pairs.holds(pair_keys(wrong, right.astype(np.uint32)))
        confused |= right == 0
        confused |= (wrong == codes[places - 1]) | (wrong == codes[places - 2])
        return confused


def index_of(marks: Marks, right: Keys, pairs: Keys) -> Index:
    """Make an index of marks in any order; a mark that is a right window of some phrase is none."""
    windows = np.unique(right)
    # Sorted with their numbers behind them, which is faster than to sort the numbers by the keys.
    numbered = marks.keys.astype(np.uint64) << _NUMBER_BITS | np.arange(
        len(marks.keys), dtype=np.uint64
    )
    numbered.sort()
    keys = (numbered >> _NUMBER_BITS).astype(np.uint32)
    is_wrong = windows.take(np.searchsorted(windows, keys), mode="clip") != keys
    keys, order = keys[is_wrong], numbered[is_wrong].astype(np.uint32)
    ends = np.flatnonzero(np.append(keys[1:] != keys[:-1], True)[: len(keys)]) + 1
    runs = np.repeat(ends, np.diff(ends, prepend=0)) - np.arange(len(keys))
    return Index(
        Marks(keys, marks.rows[order]),
        runs,
        sketch(keys, _MARK_BITS),
        sketch(windows, _RIGHT_BITS),
        sketch(np.sort(pairs), _PAIR_BITS),
    )


def _doubled(codes: Keys) -> Places:
    """Return the places of five characters whose middle one is the same as a neighbour."""
    same = np.flatnonzero(codes[1:] == codes[:-1])
    places = np.concatenate([same - 1, same - 2])
    return places[(places >= 0) & (places <= len(codes) - WIDTH - 1)]
