"""A small recurrent network that guesses a character from what stands before and after it.

Two gated recurrent units (Cho et al. 2014, as PyTorch computes them) read towards the place from
either side; the characters there are never seen by the network, only judged.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from checks.words.spelling.candidates import Places
from checks.words.spelling.codes import Codes

Array = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
CONTEXT = 24
BATCH = 256


@dataclass(frozen=True, slots=True)
class Unit:
    """The weights of one gated recurrent unit: of its input and of its state, with biases."""

    of_input: Array
    of_state: Array
    input_bias: Array
    state_bias: Array

    def last_state(self, inputs: Array) -> Array:
        """Return the state after reading (batch, length, features)."""
        size = self.of_state.shape[0]
        state: Array = np.zeros((len(inputs), size), np.float32)
        # All inputs at once: one product is cheaper than many.
        given = inputs @ self.of_input + self.input_bias
        for step in range(inputs.shape[1]):
            now = given[:, step]
            before = state @ self.of_state + self.state_bias
            reset = _sigmoid(now[:, :size] + before[:, :size])
            update = _sigmoid(now[:, size : 2 * size] + before[:, size : 2 * size])
            new = np.tanh(now[:, 2 * size :] + reset * before[:, 2 * size :])
            state = (new + update * (state - new)).astype(np.float32)
        return state


@dataclass(frozen=True, slots=True)
class Network:
    """Numbers of the characters (0: unknown), their vectors, the two units, and the guess."""

    numbers: Numbers
    vectors: Array
    forward: Unit
    backward: Unit
    inner: Array
    inner_bias: Array
    outer: Array
    outer_bias: Array

    def guess(self, before: Numbers, after: Numbers) -> Array:
        """Return the logarithm of each character's probability between two contexts.

        The contexts are rows of CONTEXT numbers; `after` is read backwards, so that what stands
        next to the place comes last.
        """
        starts = range(0, len(before), BATCH)
        found = [self._guess(before[at : at + BATCH], after[at : at + BATCH]) for at in starts]
        return np.concatenate(found) if found else np.zeros((0, len(self.outer_bias)), np.float32)

    def numbers_of(self, codes: Codes) -> Numbers:
        """Return the numbers of characters, 0 for those that the network does not know."""
        return self.numbers[np.minimum(codes, len(self.numbers) - 1)]

    def _guess(self, before: Numbers, after: Numbers) -> Array:
        left = self.forward.last_state(self.vectors[before])
        right = self.backward.last_state(self.vectors[after])
        inner = np.tanh(np.concatenate([left, right], axis=1) @ self.inner + self.inner_bias)
        scores: Array = inner @ self.outer + self.outer_bias
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return scores


def contexts(numbers: Numbers, places: Places, width: int = 1) -> tuple[Numbers, Numbers]:
    """Return what stands before and, read backwards, after `width` characters at each place.

    Beyond the ends of the text the character there is repeated: a line break.
    """
    last = len(numbers) - 1
    before = np.clip(places[:, None] + np.arange(-CONTEXT, 0), 0, last)
    after = np.clip(places[:, None] + np.arange(CONTEXT, 0, -1) + width - 1, 0, last)
    return numbers[before], numbers[after]


def _sigmoid(values: Array) -> Array:
    result: Array = np.reciprocal(1 + np.exp(-np.clip(values, -30, 30))).astype(np.float32)
    return result
