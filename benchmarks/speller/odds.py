"""Finds out what the judges' scores are worth: how often text as offices write it is really wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from checks.words.spelling.calibration import Calibration
from checks.words.spelling.features import Table

# Errors in a character of real text (three to four in 100,000 were counted in seven sites), and how
# many of them are one character and two in a row: most words of two that look odd are names.
ERRORS = 3.5e-5
SHARE = {1: 0.85, 2: 0.15}
# Of the errors that stand among the candidates at all, some are lost.
FOUND = 0.77
LEAST_SCORE = -3.0
ROUNDS, RIDGE = 50, 1e-2
# The regression is the same whatever all weights are multiplied with; the ridge is not.
WEIGHT = 10.0
Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Evidence on candidates of one text; `weight` is that of each."""

    evidence: Table
    is_right: bool
    weight: float


def wrong(evidence: Table, share: float, characters: int, width: int) -> Sample:
    """Return the right candidates of a text with mistakes, as rare as these are in real text.

    `share` is the share of the text among those with mistakes, `characters` how much clean text
    stands beside it.
    """
    errors = len(evidence) / FOUND
    expected = ERRORS * SHARE[width] * characters
    return Sample(evidence, True, share * expected / max(1.0, errors))


def regress(samples: Sequence[Sample]) -> Calibration:
    """Fit the logistic regression by Newton's method; its ridge spares the intercept."""
    rows = np.concatenate([sample.evidence for sample in samples]).astype(np.float64)
    truth = np.concatenate([np.full(len(s.evidence), float(s.is_right)) for s in samples])
    weight = np.concatenate([np.full(len(s.evidence), s.weight * WEIGHT) for s in samples])
    kept = rows[:, 0] > LEAST_SCORE
    rows, truth, weight = rows[kept], truth[kept], weight[kept]
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    inputs = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    ridge = np.full(inputs.shape[1], 1.0)
    ridge[-1] = RIDGE
    found: Vector = np.zeros(inputs.shape[1])
    for _ in range(ROUNDS):
        expected = 1 / (1 + np.exp(-np.clip(inputs @ found, -30, 30)))
        slope = inputs.T @ (weight * (expected - truth)) + ridge * found
        curve = (inputs * (weight * expected * (1 - expected))[:, None]).T @ inputs
        step = np.linalg.solve(curve + np.diag(ridge), slope)
        found -= np.clip(step, -1, 1)
    return Calibration(
        mean.astype(np.float32),
        scale.astype(np.float32),
        found[:-1].astype(np.float32),
        float(found[-1]),
    )
