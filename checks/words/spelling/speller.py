"""Finds misspellings that stand in no list, by what official text usually looks like."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import exp

import numpy as np
from threadpoolctl import ThreadpoolController

from checks.words.spelling.calibration import Calibration, evidence_of
from checks.words.spelling.candidates import (
    Confusions,
    Doubles,
    Pairs,
    Places,
    Singles,
    doubles,
    singles,
)
from checks.words.spelling.codes import Codes, encode, is_han, keys_in
from checks.words.spelling.cutting import COLUMNS
from checks.words.spelling.features import Table, of_doubles, of_singles
from checks.words.spelling.judge import (
    Judge,
    second_look_at_doubles,
    second_look_at_singles,
)
from checks.words.spelling.network import Array, Network
from checks.words.spelling.reading import Known, Reading, read
from checks.words.spelling.trees import Trees

# Below this score at first look a candidate is not looked at again.
WORTH_A_LOOK = -2.0
# Nobody wants to hear of less (log odds that the text is really wrong).
LEAST = -5.0


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


@dataclass(frozen=True, slots=True)
class Judges:
    """Who judges candidates of one and of two characters, at first and at second look.

    `single_odds` and `double_odds` say what a score at second look is worth.
    """

    single: Judge
    double: Judge
    single_again: Trees
    double_again: Trees
    single_odds: Calibration
    double_odds: Calibration


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What stands at [start, end) and what was probably meant.

    `odds` is the logarithm of the odds that it really is a mistake.
    """

    start: int
    end: int
    shown: str
    meant: str
    odds: float

    @property
    def confidence(self) -> float:
        """The probability that it really is a mistake, 0 to 1."""
        return 1 / (1 + exp(-self.odds))


@dataclass(frozen=True, slots=True)
class Speller:
    """Everything that the speller has learnt."""

    known: Known
    confusions: Confusions
    pairs: Pairs
    judges: Judges
    network: Network

    def suspicions(self, text: str, least: float = LEAST) -> list[Suspicion]:
        """Return what may be misspelt with at least these log odds, in order; none touch."""
        # Matrices this small gain nothing from several cores, which would wait for each other.
        with _threads().limit(limits=1, user_api="blas"):
            found = [each for each in self._candidates(text) if each.odds >= least]
        kept: list[Suspicion] = []
        for each in sorted(found, key=lambda each: (-each.odds, each.start)):
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
        if reading.is_odd.any():
            yield from self._singles(reading)
            yield from self._doubles(reading)

    def _singles(self, reading: Reading) -> Iterator[Suspicion]:
        one = singles(reading, self.confusions, self.known)
        table = of_singles(reading, one, self.confusions, self.known)
        first = self.judges.single.score(table)
        kept = np.flatnonzero(first > WORTH_A_LOOK)
        if not len(kept):
            return
        one = Singles(one.places[kept], one.characters[kept], one.index[kept])
        rows = second_look_at_singles(
            self.network, self.known, reading, one, table[kept], first[kept]
        )
        odds = _odds(self.judges.single_again, self.judges.single_odds, rows, 1)
        yield from _suspicions(reading, one.places, [one.characters], odds)

    def _doubles(self, reading: Reading) -> Iterator[Suspicion]:
        two = doubles(reading, self.confusions, self.pairs, self.known)
        table = of_doubles(reading, two, self.known)
        first = self.judges.double.score(table)
        kept = np.flatnonzero(first > WORTH_A_LOOK)
        if not len(kept):
            return
        two = Doubles(two.places[kept], two.first[kept], two.second[kept])
        rows = second_look_at_doubles(
            self.network, self.known, reading, two, table[kept], first[kept]
        )
        odds = _odds(self.judges.double_again, self.judges.double_odds, rows, 2)
        yield from _suspicions(reading, two.places, [two.first, two.second], odds)


def _odds(trees: Trees, calibration: Calibration, rows: Table, width: int) -> Array:
    score = trees.score(rows)
    return calibration.log_odds(evidence_of(score, rows[:, -COLUMNS[width] :]))


def _suspicions(
    reading: Reading, places: Places, meant: list[Codes], odds: Array
) -> Iterator[Suspicion]:
    for row in np.flatnonzero(odds > LEAST):
        start = reading.offset(int(places[row]))
        end = start + len(meant)
        instead = "".join(chr(int(characters[row])) for characters in meant)
        yield Suspicion(start, end, reading.text[start:end], instead, float(odds[row]))
