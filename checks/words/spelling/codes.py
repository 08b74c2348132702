"""Turns text into numbers and n-grams into keys; the same for training and for use."""

from string import ascii_letters

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.uint64]

FIRST_HAN, LAST_HAN = 0x4E00, 0x9FA5
PLANE = 0x10000
# Any digit is a digit and any letter a letter.
DIGIT, LETTER = ord("0"), ord("a")
_DIGITS = "0123456789０１２３４５６７８９"
_WIDE_LETTERS = "".join(chr(ord(char) + 0xFEE0) for char in ascii_letters)
_LETTERS = ascii_letters + _WIDE_LETTERS
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_SALT = 7919


def encode(text: str) -> Codes:
    """Return one number for each character (UTF-32), digits and letters made alike."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.where(codes < len(_ALIKE), _ALIKE[np.minimum(codes, len(_ALIKE) - 1)], codes)


def _alike() -> Codes:
    """Return for each character of the first plane the one that stands for its kind."""
    alike = np.arange(PLANE, dtype=np.uint32)
    for kind, like in ((DIGIT, _DIGITS), (LETTER, _LETTERS)):
        alike[[ord(char) for char in like]] = kind
    return alike


def is_han(codes: Codes) -> npt.NDArray[np.bool_]:
    """Tell which are Chinese characters of the basic block."""
    return (codes >= FIRST_HAN) & (codes <= LAST_HAN)


def keys_in(codes: Codes, n: int) -> Keys:
    """Return the keys of the n-grams along the last axis, which becomes n - 1 shorter."""
    length = max(0, codes.shape[-1] - n + 1)
    return _mixed([codes[..., offset : offset + length] for offset in range(n)])


def _mixed(columns: list[Codes]) -> Keys:
    n = len(columns)
    keys = np.full(columns[0].shape, n * _SALT, dtype=np.uint64)
    for column in columns:
        keys = (keys + column.astype(np.uint64) + np.uint64(1)) * _MULTIPLIER
        keys ^= keys >> _HALF
    return keys


_ALIKE = _alike()
