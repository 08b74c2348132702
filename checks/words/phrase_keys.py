"""Numbers for windows of four characters, such that one character can be taken out again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint32]

WIDTH = 4
# A window with one more character in its middle, which is left open.
STRETCHED = np.array([0, 1, 3, 4])[:, None]
_SPREAD = np.uint32(0x9E3779B1)
_FOLD, _HALF = np.uint32(15), np.uint32(16)
_COUNTS = np.array([0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F, 0x165667B1], np.uint32)
# What stands for an open place: one number for each place, one for an open fifth in the middle.
OPEN = np.array([0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C], np.uint32)
OPEN_MIDDLE = np.uint32(0x1F83D9AB)


# A table by the upper bits of a key holds some of its lower bits, or that there are several keys.
_ODD, _NONE, _SEVERAL = np.uint8(1), np.uint8(2), np.uint8(0)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A set of keys in a table of bytes, which now and then takes a strange key for one of them."""

    table: npt.NDArray[np.uint8]
    shift: np.uint32

    def holds(self, keys: Keys) -> npt.NDArray[np.bool_]:
        """Tell which keys seem to be in the set."""
        held = self.table[keys >> self.shift]
        is_there: npt.NDArray[np.bool_] = held == (keys.astype(np.uint8) | _ODD)
        is_there |= held == _SEVERAL
        return is_there


def sketch(keys: Keys, bits: int) -> Sketch:
    """Make a sketch of keys in order, with a table of 2**bits bytes."""
    shift = np.uint32(32 - bits)
    slots = keys >> shift
    table = np.full(1 << bits, _NONE, np.uint8)
    table[slots] = keys.astype(np.uint8) | _ODD
    # The keys are in order: those of one slot are neighbours.
    is_same = (slots[1:] == slots[:-1]) & (keys[1:] != keys[:-1])
    table[slots[1:][is_same]] = _SEVERAL
    return Sketch(table, shift)


def pair_keys(wrong: Keys, right: Keys) -> Keys:
    """Return the keys of pairs of characters."""
    keys: Keys = ((wrong << _HALF) | right) * _SPREAD
    return keys


def encode(text: str) -> Keys:
    """Return the code point of each character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def parts_of(codes: Keys) -> Keys:
    """Return what each character counts at each of the four places of a window, a row each."""
    parts: Keys = _mixed(codes) * _COUNTS[:, None]
    return parts


def window_keys(columns: Sequence[Keys], left_out: int = -1) -> Keys:
    """Return the keys of windows from their four columns, one place left out."""
    keys = np.zeros(len(columns[0]), np.uint32)
    for place, (column, count) in enumerate(zip(columns, _COUNTS, strict=True)):
        if place != left_out:
            keys += _mixed(column) * count
    return keys


def _mixed(codes: Keys) -> Keys:
    mixed = codes * _SPREAD
    mixed ^= mixed >> _FOLD
    return mixed
