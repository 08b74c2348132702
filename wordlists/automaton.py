"""Finds the words of several lists in one pass over a text."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick


class Place(NamedTuple):
    """An occurrence of the word with this number in its list, at [start, end)."""

    number: int
    start: int
    end: int


class Automaton:
    """An Aho–Corasick automaton over all words of several lists."""

    def __init__(self, lists: Sequence[Sequence[str]]) -> None:
        words = [word for each in lists for word in each]
        self._engine = AhoCorasick(words, store_patterns=False) if words else None
        self._owners = [
            (part, number) for part, each in enumerate(lists) for number in range(len(each))
        ]
        self._parts = len(lists)
        self.longest = max(map(len, words), default=0)
        # Every word rule reads the same text in turn.
        self.find = lru_cache(maxsize=4)(self._find)

    def _find(self, text: str) -> tuple[tuple[Place, ...], ...]:
        """Return the occurrences of each list's words, overlaps kept."""
        found: list[list[Place]] = [[] for _ in range(self._parts)]
        if self._engine is not None:
            for index, start, end in self._engine.find_matches_as_indexes(text, overlapping=True):
                part, number = self._owners[index]
                found[part].append(Place(number, start, end))
        return tuple(map(tuple, found))
