"""Trains the networks with PyTorch, which only training needs."""

import logging
from collections.abc import Iterable
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from benchmarks.speller.counting import joined
from checks.words.spelling.codes import PLANE, encode
from checks.words.spelling.features import Table
from checks.words.spelling.judge import Judge
from checks.words.spelling.network import Network, Unit, network_of

logger = logging.getLogger(__name__)
VECTOR, STATE, INNER = 160, 320, 192
LEAST = 3
LINES, LENGTH = 128, 66
RATE, WARM, DROPPED = 3e-3, 200, 0.1
# Texts of laws are many, those of offices few: these come late, when the rate falls, and often.
LATE, OF_PROSE = 0.7, 0.3
# Every so many steps the state is saved.
SAVED = 250
# Characters of the context that are wrong themselves, as in text with several mistakes.
WRONG = 0.02
ROWS = 2048
Vector = npt.NDArray[np.float32]


class Cloze(nn.Module):
    """Guesses the character between two contexts; see `checks.words.spelling.network`."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        self.vectors = nn.Embedding(characters, VECTOR)
        self.forward_unit = nn.LSTM(VECTOR, STATE, batch_first=True)
        self.backward_unit = nn.LSTM(VECTOR, STATE, batch_first=True)
        self.dropped = nn.Dropout(DROPPED)
        self.inner = nn.Linear(2 * STATE, INNER)
        self.outer = nn.Linear(INNER, characters)

    def forward(self, numbers: Tensor) -> Tensor:
        """Return what is known of each place but the first and the last."""
        vectors = self.vectors(numbers)
        left, _ = self.forward_unit(vectors)
        right, _ = self.backward_unit(vectors.flip(1))
        both = torch.cat([left[:, :-2], right.flip(1)[:, 2:]], dim=-1)
        known: Tensor = torch.tanh(self.inner(self.dropped(both)))
        return known


def train_network(
    laws: list[str], prose: list[str], sounds_like: dict[str, list[str]], *,
    epochs: float, seed: int, checkpoint: Path | None = None, until: float = 1.0,
) -> Network:  # fmt: skip
    """Train the network that guesses characters; go on where `checkpoint` stands, if it is there.

    An epoch is as long as the texts of laws. `until` stops early, at a share of the steps.
    """
    torch.manual_seed(seed)
    codes = joined(laws)
    unique, number = np.unique(codes, return_counts=True)
    kept = np.union1d(unique[(number >= LEAST) & (unique < PLANE)], _common())
    numbers = np.zeros(PLANE, np.int64)
    numbers[kept] = np.arange(1, len(kept) + 1)
    texts = [
        torch.from_numpy(numbers[np.minimum(each, PLANE - 1)]) for each in (codes, joined(prose))
    ]
    wrong = _wrong(kept, numbers, sounds_like, Random(seed))
    net = Cloze(len(kept) + 1)
    steps = int(epochs * len(codes) / (LINES * (LENGTH - 2)))
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=0.01)
    first = _restored(net, optimizer, checkpoint)
    generator = torch.Generator().manual_seed(seed + first)
    for step in range(first, int(until * steps)):
        optimizer.param_groups[0]["lr"] = RATE * _rate(step, steps)
        late = int(OF_PROSE * LINES) if step >= LATE * steps else 0
        batch = torch.cat([
            _windows(text, size, generator)
            for text, size in zip(texts, (LINES - late, late), strict=True)
        ])  # fmt: skip
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
        if step % 200 == 0:
            logger.info("network: step %d of %d, loss %.3f", step, steps, loss.item())
        if checkpoint and (step + 1) % SAVED == 0:
            state = {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}
            torch.save(state, checkpoint)
    return _network(net.eval(), numbers)


def _rate(step: int, steps: int) -> float:
    """Return the share of the learning rate: it rises at the beginning and falls from LATE on."""
    return min(1.0, (step + 1) / WARM, (1 - step / steps) / (1 - LATE))


def _common() -> npt.NDArray[np.uint32]:
    """Return the 3,755 common characters of GB 2312, sorted."""
    rows = range(0xB0, 0xD8)
    both = bytes(byte for row in rows for cell in range(0xA1, 0xFF) for byte in (row, cell))
    return np.sort(encode(both.decode("gb2312", errors="ignore")))


def _windows(text: Tensor, count: int, generator: torch.Generator) -> Tensor:
    """Return (count, LENGTH) numbers of a text, each row from a place of its own."""
    starts = torch.randint(0, max(1, len(text) - LENGTH), (count,), generator=generator)
    return text[starts[:, None] + torch.arange(LENGTH)]


def _restored(net: Cloze, optimizer: torch.optim.Optimizer, checkpoint: Path | None) -> int:
    """Return the step that a checkpoint was written after, 0 without one."""
    if checkpoint is None or not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True)
    net.load_state_dict(state["net"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])


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


def _unit(unit: nn.LSTM) -> Unit:
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    of_input, of_state, input_bias, state_bias = (_array(getattr(unit, name)) for name in names)
    return Unit(
        np.ascontiguousarray(of_input.T), np.ascontiguousarray(of_state.T), input_bias + state_bias
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
