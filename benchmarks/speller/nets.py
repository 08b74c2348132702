"""Trains the networks with PyTorch, which only training needs."""

import logging
from collections.abc import Iterable
from random import Random

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from benchmarks.speller.counting import joined
from checks.words.spelling.codes import PLANE
from checks.words.spelling.features import Table
from checks.words.spelling.judge import Judge
from checks.words.spelling.network import Network, Unit, network_of

logger = logging.getLogger(__name__)
VECTOR, STATE, INNER = 128, 256, 160
LEAST = 3
LINES, LENGTH = 96, 66
# Characters of the context that are wrong themselves, as in text with several mistakes.
WRONG = 0.02
ROWS = 2048
Vector = npt.NDArray[np.float32]


class Cloze(nn.Module):
    """Guesses the character between two contexts; see `checks.words.spelling.network`."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        self.vectors = nn.Embedding(characters, VECTOR)
        self.forward_unit = nn.GRU(VECTOR, STATE, batch_first=True)
        self.backward_unit = nn.GRU(VECTOR, STATE, batch_first=True)
        self.inner = nn.Linear(2 * STATE, INNER)
        self.outer = nn.Linear(INNER, characters)

    def forward(self, numbers: Tensor) -> Tensor:
        """Return what is known of each place but the first and the last."""
        vectors = self.vectors(numbers)
        left, _ = self.forward_unit(vectors)
        right, _ = self.backward_unit(vectors.flip(1))
        both = torch.cat([left[:, :-2], right.flip(1)[:, 2:]], dim=-1)
        known: Tensor = torch.tanh(self.inner(both))
        return known


def train_network(
    lines: list[str], sounds_like: dict[str, list[str]], epochs: float, seed: int
) -> Network:
    """Train the network that guesses characters."""
    torch.manual_seed(seed)
    codes = joined(lines)
    unique, number = np.unique(codes, return_counts=True)
    kept = unique[(number >= LEAST) & (unique < PLANE)]
    numbers = np.zeros(PLANE, np.int64)
    numbers[kept] = np.arange(1, len(kept) + 1)
    text = torch.from_numpy(numbers[np.minimum(codes, PLANE - 1)])
    wrong = _wrong(kept, numbers, sounds_like, Random(seed))
    net = Cloze(len(kept) + 1)
    generator = torch.Generator().manual_seed(seed)
    steps = int(epochs * len(text) / (LINES * (LENGTH - 2)))
    optimizer = torch.optim.AdamW(net.parameters(), 3e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, 4e-3, total_steps=steps, pct_start=0.05
    )
    for step in range(steps):
        starts = torch.randint(0, len(text) - LENGTH, (LINES,), generator=generator)
        batch = text[starts[:, None] + torch.arange(LENGTH)]
        is_wrong = torch.rand(batch.shape, generator=generator) < WRONG
        pick = torch.randint(0, wrong.shape[1], batch.shape, generator=generator)
        given = torch.where(is_wrong, wrong[batch, pick], batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            known = net(given).reshape(-1, INNER)
            # The outer layer is the dearest: a third of the places will do.
            chosen = torch.randperm(len(known), generator=generator)[: len(known) // 3]
            scores = net.outer(known[chosen])
        loss = nn.functional.cross_entropy(scores.float(), batch[:, 1:-1].reshape(-1)[chosen])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 200 == 0:
            logger.info("network: step %d of %d, loss %.3f", step, steps, loss.item())
    return _network(net, numbers)


def _wrong(
    kept: npt.NDArray[np.uint32],
    numbers: npt.NDArray[np.int64],
    sounds_like: dict[str, list[str]],
    random: Random,
) -> Tensor:
    """Return for each character eight that sound like it."""
    rows = [[0] * 8]
    for code in kept:
        own = int(numbers[code])
        pool = [int(numbers[ord(other)]) for other in sounds_like.get(chr(int(code)), ())]
        pool = [other for other in pool if other]
        rows.append([random.choice(pool) if pool else own for _ in range(8)])
    return torch.tensor(rows)


def _network(net: Cloze, numbers: npt.NDArray[np.int64]) -> Network:
    return network_of(
        numbers=numbers,
        vectors=_array(net.vectors.weight),
        forward=_unit(net.forward_unit),
        backward=_unit(net.backward_unit),
        inner=_array(net.inner.weight.T),
        inner_bias=_array(net.inner.bias),
        outer=_array(net.outer.weight.T),
        outer_bias=_array(net.outer.bias),
    )


def _unit(unit: nn.GRU) -> Unit:
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    of_input, of_state, input_bias, state_bias = (_array(getattr(unit, name)) for name in names)
    return Unit(
        np.ascontiguousarray(of_input.T), np.ascontiguousarray(of_state.T), input_bias, state_bias
    )


def _array(tensor: Tensor) -> Vector:
    array: Vector = np.ascontiguousarray(tensor.detach().float().numpy())
    return array


def train_judge(
    tables: Iterable[Table], truths: Iterable[Vector], weights: Iterable[Vector], *,
    width: int, epochs: int, seed: int,
) -> Judge:  # fmt: skip
    """Train a judge on candidates that are right (1) or not (0)."""
    torch.manual_seed(seed)
    # So small a network runs faster alone than shared out.
    torch.set_num_threads(1)
    table = np.concatenate(list(tables)).astype(np.float32)
    mean = table.mean(axis=0, dtype=np.float64).astype(np.float32)
    scale = table.std(axis=0, dtype=np.float64).astype(np.float32) + np.float32(1e-3)
    table -= mean
    table /= scale
    inputs = torch.from_numpy(table)
    truth = torch.from_numpy(np.concatenate(list(truths)))
    weight = torch.from_numpy(np.concatenate(list(weights)))
    net = nn.Sequential(
        nn.Linear(table.shape[1], width), nn.ReLU(),
        nn.Linear(width, width // 2), nn.ReLU(), nn.Linear(width // 2, 1),
    )  # fmt: skip
    optimizer = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=3e-3)
    steps = epochs * -(-len(inputs) // ROWS)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 6e-3, total_steps=steps)
    for epoch in range(epochs):
        order = torch.randperm(len(inputs))
        total = 0.0
        for start in range(0, len(order), ROWS):
            rows = order[start : start + ROWS]
            losses = nn.functional.binary_cross_entropy_with_logits(
                net(inputs[rows])[:, 0], truth[rows], reduction="none"
            )
            loss = (losses * weight[rows]).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            total += loss.item() * len(rows)
        logger.info("judge of %d: epoch %d, loss %.5f", len(inputs), epoch, total / len(inputs))
    layers = [layer for layer in net if isinstance(layer, nn.Linear)]
    return Judge(
        mean,
        scale,
        tuple(_array(layer.weight.T) for layer in layers),
        tuple(_array(layer.bias) for layer in layers),
    )
