"""Judges candidates: a small feed-forward network on what the counts and the guesses say."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from checks.words.spelling import cutting
from checks.words.spelling.candidates import Doubles, Places, Singles
from checks.words.spelling.codes import Codes
from checks.words.spelling.features import Table
from checks.words.spelling.network import Array, Network, contexts
from checks.words.spelling.reading import Known, Reading

Columns = list[npt.NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class Judge:
    """Layers of weights, each with its biases, after bringing features to mean 0 and scale 1."""

    mean: Array
    scale: Array
    weights: tuple[Array, ...]
    biases: tuple[Array, ...]

    def score(self, table: Table) -> Array:
        """Return the log odds that each candidate is what was meant."""
        values: Array = (table - self.mean) / self.scale
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            values = np.maximum(values @ weight + bias, 0)
        score: Array = (values @ self.weights[-1] + self.biases[-1])[:, 0]
        return score


def second_look_at_singles(
    network: Network, known: Known, reading: Reading, found: Singles, table: Table, first: Array
) -> Table:
    """Return all that is known of candidates: guesses of the network, `table`, and cuts."""
    guesses = _guesses_of_singles(network, reading, found, first)
    cuts = cutting.of_candidates(reading, found.places, [found.characters], known)
    return np.concatenate([_table(guesses), table, _table(cuts)], axis=1)


def second_look_at_doubles(
    network: Network, known: Known, reading: Reading, found: Doubles, table: Table, first: Array
) -> Table:
    """Return all that is known of pairs: guesses of the network, `table`, and cuts."""
    guesses = _guesses_of_doubles(network, reading, found, first)
    cuts = cutting.of_candidates(reading, found.places, [found.first, found.second], known)
    return np.concatenate([_table(guesses), table, _table(cuts)], axis=1)


def _table(columns: Columns) -> Table:
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _guesses_of_singles(
    network: Network, reading: Reading, found: Singles, first: Array
) -> Columns:
    """Return what the network guesses for candidates, beside their score at first look."""
    codes = reading.codes
    places, which = np.unique(found.places, return_inverse=True)
    numbers = network.numbers_of(codes)
    guesses = network.guess(*contexts(reading, numbers, places))
    here = numbers[found.places]
    meant = network.numbers_of(found.characters)
    own = guesses[which, here]
    other = guesses[which, meant]
    spread = -(np.exp(guesses) * guesses).sum(axis=1)
    best = np.full(len(places), -np.inf, np.float32)
    np.maximum.at(best, which, first)
    return [
        first,
        own,
        other,
        other - own,
        _rank(guesses, which, own),
        _rank(guesses, which, other),
        spread[which],
        here == 0,
        meant == 0,
        best[which] - first,
    ]


def _guesses_of_doubles(
    network: Network, reading: Reading, found: Doubles, first: Array
) -> Columns:
    """Return what the network guesses for pairs, beside their score at first look."""
    codes = reading.codes
    own = _pair(network, reading, found.places, codes[found.places], codes[found.places + 1])
    other = _pair(network, reading, found.places, found.first, found.second)
    return [
        first,
        *own,
        *other,
        other[0] + other[1] - own[0] - own[1],
        network.numbers_of(codes[found.places]) == 0,
        network.numbers_of(codes[found.places + 1]) == 0,
    ]


def _pair(
    network: Network, reading: Reading, places: Places, first: Codes, second: Codes
) -> tuple[Array, Array]:
    """Return how probable either character of a pair is beside the other."""
    before, after = contexts(reading, network.numbers_of(reading.codes), places, width=2)
    one = network.numbers_of(first)[:, None]
    two = network.numbers_of(second)[:, None]
    of_first = network.guess(before, np.concatenate([after[:, 1:], two], axis=1))
    of_second = network.guess(np.concatenate([before[:, 1:], one], axis=1), after)
    rows = np.arange(len(places))
    return of_first[rows, one[:, 0]], of_second[rows, two[:, 0]]


def _rank(guesses: Array, rows: Places, value: Array) -> Array:
    """Return the logarithm of how many characters are more probable."""
    ranks: Array = np.log1p((guesses[rows] > value[:, None]).sum(axis=1)).astype(np.float32)
    return ranks
