"""Judges candidates: a small feed-forward network on what the counts and the guesses say."""

from dataclasses import dataclass

import numpy as np

from checks.words.spelling.candidates import Doubles, Places, Singles
from checks.words.spelling.codes import Codes
from checks.words.spelling.features import Table
from checks.words.spelling.network import Array, Network, contexts
from checks.words.spelling.reading import Reading


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
    network: Network, reading: Reading, found: Singles, first: Array
) -> Table:
    """Return what the network guesses for candidates, beside their score at first look."""
    codes = reading.codes
    places, which = np.unique(found.places, return_inverse=True)
    numbers = network.numbers_of(codes)
    guesses = network.guess(*contexts(numbers, places))
    here = numbers[found.places]
    meant = network.numbers_of(found.characters)
    own = guesses[which, here]
    other = guesses[which, meant]
    spread = -(np.exp(guesses) * guesses).sum(axis=1)
    best = np.full(len(places), -np.inf, np.float32)
    np.maximum.at(best, which, first)
    columns = [
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
    return np.stack([column.astype(np.float32) for column in columns], axis=1)


def second_look_at_doubles(
    network: Network, reading: Reading, found: Doubles, first: Array
) -> Table:
    """Return what the network guesses for pairs, beside their score at first look."""
    codes = reading.codes
    own = _pair(network, codes, found.places, codes[found.places], codes[found.places + 1])
    other = _pair(network, codes, found.places, found.first, found.second)
    columns = [
        first,
        *own,
        *other,
        sum(other) - sum(own),
        network.numbers_of(codes[found.places]) == 0,
        network.numbers_of(codes[found.places + 1]) == 0,
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _pair(
    network: Network, codes: Codes, places: Places, first: Codes, second: Codes
) -> tuple[Array, Array]:
    """Return how probable either character of a pair is beside the other."""
    before, after = contexts(network.numbers_of(codes), places, width=2)
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
