"""A small recurrent network that guesses a character from what stands before and after it.

Two units with long short-term memory (Hochreiter and Schmidhuber 1997, as PyTorch computes them)
read towards the place from either side; the characters there are never seen by the network, only judged.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from checks.words.spelling.candidates import Places
from checks.words.spelling.codes import Codes
from checks.words.spelling.reading import Reading

Array = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
CONTEXT = 16
BATCH = 256


@dataclass(frozen=True, slots=True)
class Unit:
    """The weights of one unit: of its input and of its state, with their biases added up.

    Their columns are the gates in, forget, new and out, each as wide as the state.
    """

    of_input: Array
    of_state: Array
    bias: Array

    def inputs(self, vectors: Array) -> Array:
        """Return what each character's vector puts into the unit."""
        given: Array = vectors @ self.of_input + self.bias
        return given

    def last_state(self, given: Array, numbers: Numbers) -> Array:
        """Return the state after reading (batch, length) numbers of rows of `given`."""
        size = self.of_state.shape[0]
        state: Array = np.zeros((len(numbers), size), np.float32)
        memory: Array = np.zeros_like(state)
        for step in range(numbers.shape[1]):
            now = given[numbers[:, step]] + state @ self.of_state
            gate_in, forget = _sigmoid(now[:, :size]), _sigmoid(now[:, size : 2 * size])
            new, out = np.tanh(now[:, 2 * size : 3 * size]), _sigmoid(now[:, 3 * size :])
            memory = forget * memory + gate_in * new
            state = out * np.tanh(memory)
        return state


@dataclass(frozen=True, slots=True)
class Network:
    """Numbers of the characters (0: unknown), their vectors, the two units, and the guess.

    `given` is what the vectors put into the units, forward and backward: the same at every place.
    """

    numbers: Numbers
    vectors: Array
    forward: Unit
    backward: Unit
    inner: Array
    inner_bias: Array
    outer: Array
    outer_bias: Array
    given: tuple[Array, Array]

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
        left = self.forward.last_state(self.given[0], before)
        right = self.backward.last_state(self.given[1], after)
        inner = np.tanh(np.concatenate([left, right], axis=1) @ self.inner + self.inner_bias)
        scores: Array = inner @ self.outer + self.outer_bias
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return scores


def network_of(
    *, numbers: Numbers, vectors: Array, forward: Unit, backward: Unit,
    inner: Array, inner_bias: Array, outer: Array, outer_bias: Array,
) -> Network:  # fmt: skip
    """Return a network of its weights."""
    given = (forward.inputs(vectors), backward.inputs(vectors))
    return Network(numbers, vectors, forward, backward, inner, inner_bias, outer, outer_bias, given)


def contexts(
    reading: Reading, numbers: Numbers, places: Places, width: int = 1
) -> tuple[Numbers, Numbers]:
    """Return what stands before and, read backwards, after `width` characters at each place.

    Beyond the ends of the line its line break is repeated.
    """
    first, last = reading.ends(places)
    before = np.maximum(places[:, None] + np.arange(-CONTEXT, 0), first[:, None])
    after = places[:, None] + np.arange(CONTEXT, 0, -1) + width - 1
    return numbers[before], numbers[np.minimum(after, last[:, None])]


def _sigmoid(values: Array) -> Array:
    result: Array = np.reciprocal(1 + np.exp(-np.clip(values, -30, 30))).astype(np.float32)
    return result
