"""Turns scores into the odds that text as offices write it is really wrong there.

The judges learn on text in which every tenth place is wrong; in real text one in some thirty
thousand is. Logistic regression on clean text and on text with mistakes brings their scores to that
scale, and to less where the surroundings read unlike anything that the counts know (Platt 1999).
"""

from dataclasses import dataclass

import numpy as np

from checks.words.spelling.features import Table
from checks.words.spelling.network import Array

LOWEST_GAIN, HIGHEST_GAIN, FURTHEST = -10, 25, -15
# The columns of `checks.words.spelling.cutting`, counted from its first and from its last.
GAIN, ALONE, OTHER_ALONE, OTHER_LEVEL, AS_A_WORD = 0, 2, 6, 8, 10
ODD, BEST = (-4, -3), (-2, -1)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression on evidence that was brought to mean 0 and scale 1."""

    mean: Array
    scale: Array
    weights: Array
    bias: float

    def log_odds(self, evidence: Table) -> Array:
        """Return the logarithm of the odds that each candidate was really meant."""
        odds = ((evidence - self.mean) / self.scale) @ self.weights + self.bias
        return odds.astype(np.float32)


def evidence_of(score: Array, cuts: Table) -> Table:
    """Return what calibration looks at: the score, words gained, and what the text beside is like."""
    is_alone = cuts[:, ALONE] > -1
    columns = [
        score,
        np.clip(cuts[:, GAIN], LOWEST_GAIN, HIGHEST_GAIN),
        cuts[:, ODD].mean(axis=1),
        cuts[:, BEST].mean(axis=1),
        is_alone,
        is_alone * cuts[:, AS_A_WORD],
        np.maximum(FURTHEST, cuts[:, OTHER_ALONE]),
        cuts[:, OTHER_LEVEL],
    ]
    return np.stack([column.astype(np.float32) for column in columns], axis=1)
