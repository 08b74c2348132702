"""Judges candidates by many small decision trees, all trees and candidates at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from checks.words.spelling.features import Table
from checks.words.spelling.network import Array

LEAF = -1
BATCH = 256


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted trees: rows are trees, columns their nodes, the first of which is the root.

    A node asks whether `feature` is at most `threshold` and leads to `left` or `right`; a leaf
    (feature LEAF) adds its `value` to the log odds. No path is longer than `depth`.
    """

    feature: npt.NDArray[np.int16]
    threshold: Array
    left: npt.NDArray[np.int16]
    right: npt.NDArray[np.int16]
    value: Array
    depth: int

    def score(self, table: Table) -> Array:
        """Return the log odds that each candidate is what was meant."""
        starts = range(0, len(table), BATCH)
        found = [self._score(table[start : start + BATCH]) for start in starts]
        return np.concatenate(found) if found else np.zeros(0, np.float32)

    def _score(self, table: Table) -> Array:
        trees = np.arange(len(self.feature))
        rows = np.arange(len(table))[:, None]
        node = np.zeros((len(table), len(trees)), np.int16)
        for _ in range(self.depth):
            feature = self.feature[trees, node]
            is_low = table[rows, feature] <= self.threshold[trees, node]
            onward = np.where(is_low, self.left[trees, node], self.right[trees, node])
            node = np.where(feature == LEAF, node, onward)
        total: Array = self.value[trees, node].sum(axis=1, dtype=np.float32)
        return total
