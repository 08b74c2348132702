"""Counts the n-grams, pairs and exchangeable characters of a text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

import jieba
import numpy as np

from checks.words.spelling.candidates import Confusions, Pairs
from checks.words.spelling.codes import PLANE, Codes, encode, is_han, keys_in
from checks.words.spelling.counts import Counts, Levels, build, levels_of
from checks.words.spelling.reading import ORDERS, WORD_LENGTHS, Known

LINE_BREAK = 10
# How often an n-gram must occur to be kept.
LEAST = {1: 1, 2: 1, 3: 2, 4: 3, 5: 3}
# How often a pair must occur in text, or in the dictionary's own count, to be proposed.
LEAST_PAIR, LEAST_WORD = 4, 5
FEW_FRAMES, DOUBT = 30, 0.3


def count(lines: Iterable[str]) -> Known:
    """Count the n-grams of text, and read the words of the dictionary."""
    codes = joined(lines)
    is_break = codes == LINE_BREAK
    grams = {}
    for n in ORDERS:
        keys = keys_in(codes, n)
        inside = np.ones(len(keys), np.bool_)
        for offset in range(1, n - 1):
            inside &= ~is_break[offset : offset + len(keys)]
        grams[n] = _table(keys[inside], LEAST[n])
    return Known(grams, _words(), _alone())


def joined(lines: Iterable[str]) -> Codes:
    """Return lines as one run of codes, line breaks around each."""
    return encode("\n" + "\n".join(lines) + "\n")


def _table(keys: np.ndarray, least: int) -> Counts:
    unique, number = np.unique(keys, return_counts=True)
    kept = number >= least
    return build(unique[kept], levels_of(number[kept]))


def dictionary() -> dict[str, int]:
    """Return the words of jieba's dictionary (MIT) with their frequencies."""
    path = Path(jieba.__path__[0]) / "dict.txt"
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return {row[0]: int(row[1]) for row in rows if bool(is_han(encode(row[0])).all())}


def _words() -> dict[int, Counts]:
    frequencies = dictionary()
    tables = {}
    for n in WORD_LENGTHS:
        words = {word: number for word, number in frequencies.items() if len(word) == n}
        keys = keys_in(encode("".join(words)), n)[::n]
        tables[n] = build(keys, levels_of(np.array(list(words.values())) + 1))
    return tables


def _alone() -> Levels:
    """Return the level of each character as a word of its own; there are no caps here."""
    levels = np.zeros(PLANE, np.uint8)
    for word, number in dictionary().items():
        if len(word) == 1:
            levels[ord(word)] = 1 + int(np.log2(number + 1))
    return levels


def pairs(lines: Iterable[str], confusions: Confusions) -> Pairs:
    """Return the frequent pairs of characters by the sounds of both."""
    codes = joined(lines).astype(np.int64)
    both = is_han(codes[:-1].astype(np.uint32)) & is_han(codes[1:].astype(np.uint32))
    unique, number = np.unique((codes[:-1] << 16 | codes[1:])[both], return_counts=True)
    known = {int(pair) for pair in unique[number >= LEAST_PAIR]}
    for word, frequency in dictionary().items():
        if len(word) == 2 and frequency >= LEAST_WORD:
            known.add(ord(word[0]) << 16 | ord(word[1]))
    rows = []
    for pair in sorted(known):
        one, other = pair >> 16, pair & 0xFFFF
        for left in confusions.sounds[one]:
            for right in confusions.sounds[other]:
                if left >= 0 and right >= 0:
                    rows.append((int(left) * confusions.syllables + int(right), one, other))
    rows.sort()
    table = np.array(rows, np.int64)
    return Pairs(table[:, 0], table[:, 1:].astype(np.uint32))


def slots(
    lines: Iterable[str], like: Mapping[str, Iterable[str]]
) -> Mapping[tuple[str, str], float]:
    """Return how often another character stands where one does, as a logarithm.

    A place is a pair of neighbours; 或 and 和, 县 and 省 share theirs, and prove nothing.
    """
    codes = joined(lines).astype(np.uint64)
    middle = codes[1:-1]
    frames = codes[:-2] << np.uint64(32) | codes[2:] << np.uint64(16)
    inside = is_han(middle.astype(np.uint32))
    unique, number = np.unique((frames | middle)[inside], return_counts=True)
    unique = unique[number > 1]
    frame, character = unique >> np.uint64(16), (unique & np.uint64(0xFFFF)).astype(np.int64)
    bounds = np.flatnonzero(np.concatenate([[True], frame[1:] != frame[:-1], [True]]))
    total: dict[int, int] = defaultdict(int)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    wanted = {ord(one): {ord(other) for other in others} for one, others in like.items()}
    for start, end in pairwise(bounds):
        there = character[start:end].tolist()
        for one in there:
            total[one] += 1
            for other in wanted.get(one, set()).intersection(there) if len(there) > 1 else ():
                shared[one, other] += 1
    return {
        (one, other): float(
            np.log((shared[ord(one), ord(other)] + DOUBT) / (total[ord(one)] + FEW_FRAMES))
        )
        for one, others in like.items()
        for other in others
    }
