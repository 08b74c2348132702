"""Finds misspellings that stand in no list, by what official text usually looks like."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from checks.words.spelling.candidates import (
    Confusions,
    Doubles,
    Pairs,
    Places,
    Singles,
    doubles,
    singles,
)
from checks.words.spelling.codes import encode, is_han, keys_in
from checks.words.spelling.features import of_doubles, of_singles
from checks.words.spelling.judge import (
    Judge,
    second_look_at_doubles,
    second_look_at_singles,
)
from checks.words.spelling.network import Array, Network
from checks.words.spelling.reading import MARGIN, Known, read
from checks.words.spelling.trees import Trees

# Below this score at first look a candidate is not looked at again.
WORTH_A_LOOK = -3.0


@dataclass(frozen=True, slots=True)
class Judges:
    """Who judges candidates of one and of two characters, at first and at second look."""

    single: Judge
    double: Judge
    single_again: Trees
    double_again: Trees


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What stands at [start, end) and what was probably meant; `score` is in log odds."""

    start: int
    end: int
    shown: str
    meant: str
    score: float


@dataclass(frozen=True, slots=True)
class Speller:
    """Everything that the speller has learnt."""

    known: Known
    confusions: Confusions
    pairs: Pairs
    judges: Judges
    network: Network

    def suspicions(self, text: str, least: float) -> list[Suspicion]:
        """Return what is probably misspelt, in order; no two of them touch."""
        found = [each for each in self._candidates(text) if each.score >= least]
        kept: list[Suspicion] = []
        for each in sorted(found, key=lambda each: (-each.score, each.start)):
            # Beside one that is sure, the others are guesses about the same mistake.
            if all(each.end < other.start or other.end < each.start for other in kept):
                kept.append(each)
        return sorted(kept, key=lambda each: each.start)

    def in_word(self, each: Suspicion, text: str) -> tuple[str, str]:
        """Return what is shown and what is meant, with the neighbour that makes a word of it."""
        before, after = text[each.start - 1 : each.start], text[each.end : each.end + 1]
        ways = [(before, ""), ("", after)] if each.end - each.start == 1 else []
        han = [(left, right) for left, right in ways if is_han(encode(left + right)).any()]
        if not han:
            return each.shown, each.meant
        left, right = max(han, key=lambda way: self._frequency(f"{way[0]}{each.meant}{way[1]}"))
        return f"{left}{each.shown}{right}", f"{left}{each.meant}{right}"

    def _frequency(self, pair: str) -> tuple[int, int]:
        keys = keys_in(encode(pair), len(pair))
        return int(self.known.words[len(pair)][keys][0]), int(self.known.grams[len(pair)][keys][0])

    def _candidates(self, text: str) -> Iterator[Suspicion]:
        reading = read(text, self.known)
        if not reading.is_odd.any():
            return
        one = singles(reading, self.confusions, self.known)
        table = of_singles(reading, one, self.confusions, self.known)
        first = self.judges.single.score(table)
        kept = np.flatnonzero(first > WORTH_A_LOOK)
        one = Singles(one.places[kept], one.characters[kept], one.index[kept])
        again = second_look_at_singles(self.network, reading, one, first[kept])
        score = self.judges.single_again.score(np.concatenate([again, table[kept]], axis=1))
        yield from _suspicions(text, one.places, [one.characters], score)
        two = doubles(reading, self.confusions, self.pairs, self.known)
        table = of_doubles(reading, two, self.known)
        first = self.judges.double.score(table)
        kept = np.flatnonzero(first > WORTH_A_LOOK)
        two = Doubles(two.places[kept], two.first[kept], two.second[kept])
        again = second_look_at_doubles(self.network, reading, two, first[kept])
        score = self.judges.double_again.score(np.concatenate([again, table[kept]], axis=1))
        yield from _suspicions(text, two.places, [two.first, two.second], score)


def _suspicions(
    text: str, places: Places, meant: list[np.ndarray], score: Array
) -> Iterator[Suspicion]:
    for row in np.flatnonzero(score > 0):
        start = int(places[row]) - MARGIN
        end = start + len(meant)
        instead = "".join(chr(int(characters[row])) for characters in meant)
        yield Suspicion(start, end, text[start:end], instead, float(score[row]))
