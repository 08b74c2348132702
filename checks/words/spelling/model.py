"""Writes and reads what the speller has learnt: two files of arrays, no code."""

from functools import cache
from pathlib import Path

import numpy as np

from checks.words.spelling.calibration import Calibration
from checks.words.spelling.candidates import Confusions, Pairs
from checks.words.spelling.codes import PLANE
from checks.words.spelling.counts import Counts
from checks.words.spelling.judge import Judge
from checks.words.spelling.network import Array, Network, Unit, network_of
from checks.words.spelling.reading import ORDERS, WORD_LENGTHS, Known
from checks.words.spelling.speller import Judges, Speller
from checks.words.spelling.trees import Trees

FILE = Path(__file__).with_name("speller.npz")
# Which characters are taken for which: also used by rules that work from lists.
CONFUSIONS = "confusions.npz"
JUDGES = ("single", "double")
TREES = ("single_again", "double_again")
ODDS = ("single_odds", "double_odds")
REGRESSION = ("mean", "scale", "weights", "bias")
UNIT = ("of_input", "of_state", "bias")
GUESS = ("vectors", "inner", "inner_bias", "outer", "outer_bias")
Arrays = dict[str, np.ndarray]


def save(speller: Speller, path: Path = FILE) -> None:
    """Write a speller; weights in half precision, which changes no judgement that matters."""
    arrays: Arrays = {}
    for n in ORDERS:
        arrays[f"grams{n}"] = speller.known.grams[n].slots
    for n in WORD_LENGTHS:
        arrays[f"words{n}"] = speller.known.words[n].slots
    arrays["alone"] = speller.known.alone
    arrays["pair_sounds"] = speller.pairs.sounds.astype(np.int32)
    arrays["pair_characters"] = speller.pairs.characters.astype(np.uint16)
    for name in JUDGES:
        arrays |= _judge_arrays(name, getattr(speller.judges, name))
    for name in TREES:
        arrays |= _trees_arrays(name, getattr(speller.judges, name))
    for name in ODDS:
        odds = getattr(speller.judges, name)
        arrays |= {f"{name}_{each}": np.asarray(getattr(odds, each)) for each in REGRESSION}
    arrays |= _network_arrays(speller.network)
    _write(path, arrays)
    _write(path.with_name(CONFUSIONS), _confusion_arrays(speller.confusions))


def _write(path: Path, arrays: Arrays) -> None:
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]  # typed for its own keyword


@cache
def load_confusions(path: Path = FILE) -> Confusions:
    """Read which characters are taken for which, from the file beside a speller's."""
    with np.load(path.with_name(CONFUSIONS)) as file:
        return _confusions(dict(file))


@cache
def load(path: Path = FILE) -> Speller:
    """Read a speller."""
    with np.load(path) as file:
        arrays: Arrays = dict(file)
    return Speller(
        Known(
            {n: Counts(arrays[f"grams{n}"]) for n in ORDERS},
            {n: Counts(arrays[f"words{n}"]) for n in WORD_LENGTHS},
            arrays["alone"],
        ),
        load_confusions(path),
        Pairs(arrays["pair_sounds"].astype(np.int64), arrays["pair_characters"].astype(np.uint32)),
        Judges(
            _judge("single", arrays),
            _judge("double", arrays),
            _trees("single_again", arrays),
            _trees("double_again", arrays),
            *(_calibration(name, arrays) for name in ODDS),
        ),
        _network(arrays),
    )


def load_network(path: Path = FILE) -> Network:
    """Read only the network of a speller."""
    with np.load(path) as file:
        return _network({name: file[name] for name in file if name.startswith("network_")})


def _confusion_arrays(confusions: Confusions) -> Arrays:
    characters = np.flatnonzero(confusions.size)
    return {
        "confused": characters.astype(np.uint16),
        "confused_size": confusions.size[characters].astype(np.uint16),
        "confused_with": confusions.characters.astype(np.uint16),
        "confused_kinds": confusions.kinds,
        "confused_shapes": confusions.shapes.astype(np.float16),
        "confused_slots": confusions.slots.astype(np.float16),
        "sounds": confusions.sounds[characters].astype(np.int16),
        "syllables": np.array(confusions.syllables),
    }


def _confusions(arrays: Arrays) -> Confusions:
    characters = arrays["confused"].astype(np.int64)
    run = arrays["confused_size"].astype(np.int64)
    first, size = np.zeros(PLANE, np.int64), np.zeros(PLANE, np.int64)
    size[characters] = run
    first[characters] = np.cumsum(run) - run
    sounds = np.full((PLANE, arrays["sounds"].shape[1]), -1, np.int64)
    sounds[characters] = arrays["sounds"]
    return Confusions(
        first,
        size,
        arrays["confused_with"].astype(np.uint32),
        arrays["confused_kinds"],
        arrays["confused_shapes"].astype(np.float32),
        arrays["confused_slots"].astype(np.float32),
        sounds,
        int(arrays["syllables"]),
    )


def _judge_arrays(name: str, judge: Judge) -> Arrays:
    arrays: Arrays = {f"{name}_mean": judge.mean, f"{name}_scale": judge.scale}
    for number, (weight, bias) in enumerate(zip(judge.weights, judge.biases, strict=True)):
        arrays[f"{name}_weight{number}"] = weight.astype(np.float16)
        arrays[f"{name}_bias{number}"] = bias.astype(np.float16)
    return arrays


def _judge(name: str, arrays: Arrays) -> Judge:
    count = sum(key.startswith(f"{name}_weight") for key in arrays)
    return Judge(
        _wide(arrays[f"{name}_mean"]),
        _wide(arrays[f"{name}_scale"]),
        tuple(_wide(arrays[f"{name}_weight{number}"]) for number in range(count)),
        tuple(_wide(arrays[f"{name}_bias{number}"]) for number in range(count)),
    )


def _trees_arrays(name: str, trees: Trees) -> Arrays:
    return {
        f"{name}_feature": trees.feature,
        f"{name}_threshold": trees.threshold,
        f"{name}_left": trees.left,
        f"{name}_right": trees.right,
        f"{name}_value": trees.value.astype(np.float16),
        f"{name}_depth": np.array(trees.depth),
    }


def _trees(name: str, arrays: Arrays) -> Trees:
    return Trees(
        arrays[f"{name}_feature"],
        arrays[f"{name}_threshold"],
        arrays[f"{name}_left"],
        arrays[f"{name}_right"],
        _wide(arrays[f"{name}_value"]),
        int(arrays[f"{name}_depth"]),
    )


def _calibration(name: str, arrays: Arrays) -> Calibration:
    mean, scale, weights = (_wide(arrays[f"{name}_{each}"]) for each in REGRESSION[:-1])
    return Calibration(mean, scale, weights, float(arrays[f"{name}_bias"]))


def _network_arrays(network: Network) -> Arrays:
    arrays: Arrays = {f"network_{name}": getattr(network, name) for name in GUESS}
    for side in ("forward", "backward"):
        unit = getattr(network, side)
        arrays |= {f"network_{side}_{name}": getattr(unit, name) for name in UNIT}
    arrays = {name: array.astype(np.float16) for name, array in arrays.items()}
    characters = np.flatnonzero(network.numbers)
    return {
        **arrays,
        "network_characters": characters.astype(np.uint32),
        "network_numbers": network.numbers[characters].astype(np.uint16),
    }


def _network(arrays: Arrays) -> Network:
    numbers = np.zeros(PLANE, np.int64)
    numbers[arrays["network_characters"]] = arrays["network_numbers"]
    units = [
        Unit(*(_wide(arrays[f"network_{side}_{name}"]) for name in UNIT))
        for side in ("forward", "backward")
    ]
    weights = {name: _wide(arrays[f"network_{name}"]) for name in GUESS}
    return network_of(numbers=numbers, forward=units[0], backward=units[1], **weights)


def _wide(array: np.ndarray) -> Array:
    return array.astype(np.float32)
