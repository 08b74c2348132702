"""Counts of n-grams in little memory: a hash table that numpy searches for many keys at once.

A slot holds twelve bits of the key and the logarithm of the count in four. A key has two buckets of
eight slots; two or three absent keys in a thousand are taken for present ones.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from checks.words.spelling.codes import Keys

Slots = npt.NDArray[np.uint16]
Levels = npt.NDArray[np.uint8]
BUCKET = 8
LOAD = 0.62
TAG_BITS, LEVEL_BITS = 12, 4
TOP_LEVEL = 2**LEVEL_BITS - 1
_TAG_SHIFT = np.uint16(LEVEL_BITS)


def levels_of(counts: npt.NDArray[np.int64]) -> Levels:
    """Return the logarithm of counts (base 2, at least one) as it is kept: 1 to 15."""
    levels: Levels = np.minimum(TOP_LEVEL, 1 + np.log2(counts)).astype(np.uint8)
    return levels


@dataclass(frozen=True, slots=True)
class Counts:
    """The hash table; its rows are buckets."""

    slots: Slots

    def __getitem__(self, keys: Keys) -> Levels:
        """Return the level of each key, 0 for those that are absent."""
        tag, first, second = _place(keys, len(self.slots))
        found = _level_in(self.slots.take(first, axis=0), tag)
        missing = np.flatnonzero(found == 0)
        if len(missing):
            rest = self.slots.take(second[missing], axis=0)
            found[missing] = _level_in(rest, tag[missing])
        return found


def build(keys: Keys, levels: Levels) -> Counts:
    """Make a table of distinct keys; what finds no room in either bucket is left out."""
    size = 1 << max(0, int(np.ceil(np.log2(max(1, len(keys)) / LOAD / BUCKET))))
    slots = np.zeros((size, BUCKET), dtype=np.uint16)
    # The frequent ones first, so that they have their place.
    order = np.argsort(-levels.astype(np.int64), kind="stable")
    rest, worth = keys[order], levels[order]
    for is_second in (False, True):
        tag, first, second = _place(rest, size)
        buckets = second if is_second else first
        taken = _fill(slots, buckets, (tag << _TAG_SHIFT) | worth.astype(np.uint16))
        rest, worth = rest[~taken], worth[~taken]
    return Counts(slots)


def _fill(slots: Slots, buckets: npt.NDArray[np.int64], values: Slots) -> npt.NDArray[np.bool_]:
    """Put values into free slots of their buckets; tell which found one."""
    order = np.argsort(buckets, kind="stable")
    sorted_buckets = buckets[order]
    starts = np.searchsorted(sorted_buckets, sorted_buckets, side="left")
    used = np.count_nonzero(slots, axis=1)
    rank = np.arange(len(order)) - starts + used[sorted_buckets]
    fits = rank < BUCKET
    slots[sorted_buckets[fits], rank[fits]] = values[order[fits]]
    taken = np.zeros(len(order), dtype=np.bool_)
    taken[order[fits]] = True
    return taken


def _place(keys: Keys, size: int) -> tuple[Slots, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return tag, first and second bucket of each key."""
    tag = (keys >> np.uint64(64 - TAG_BITS)).astype(np.uint16)
    mask = np.uint64(size - 1)
    first = (keys & mask).astype(np.int64)
    second = ((keys >> np.uint64(26)) & mask).astype(np.int64)
    return tag, first, second


def _level_in(rows: Slots, tag: Slots) -> Levels:
    """Return the level of the tag in each bucket; changes `rows`, which are a copy."""
    # Where the tag agrees, only the level is left.
    rows ^= (tag << _TAG_SHIFT)[:, None]
    rows *= rows <= TOP_LEVEL
    highest = rows[:, 0].copy()
    # Eight steps over long columns are faster than one over short rows.
    for column in range(1, BUCKET):
        np.maximum(highest, rows[:, column], out=highest)
    return highest.astype(np.uint8)
