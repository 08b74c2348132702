"""Text with mistakes and without as the judges see it, and which candidates are right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
from checks.words.spelling.reading import Known, Reading, read, spread
from checks.words.spelling.speller import WORTH_A_LOOK

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Looked:
    """What is known of the candidates that were worth a second look, and which are right."""

    rows: Table
    is_right: Vector


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text with its candidates at first look; `again_weight` is what they weigh at second look."""

    weight: float
    again_weight: float
    reading: Reading
    known: Known
    one: Singles
    two: Doubles
    one_table: Table
    two_table: Table
    one_truth: Vector
    two_truth: Vector


@dataclass(frozen=True, slots=True)
class Teacher:
    """Makes lessons of texts."""

    confusions: Confusions
    pairs: Pairs

    def lesson(
        self, sources: Sequence[str], targets: Sequence[str], known: Known, *,
        weight: float, again_weight: float,
    ) -> Lesson:  # fmt: skip
        """Look at a text; `targets` is what it should be, line by line, equally long."""
        reading = read("\n".join(sources), known)
        right = np.frombuffer(spread("\n".join(targets)).encode("utf-32-le"), dtype=np.uint32)
        one = singles(reading, self.confusions, known)
        two = doubles(reading, self.confusions, self.pairs, known)
        both = (right[two.places] == two.first) & (right[two.places + 1] == two.second)
        return Lesson(
            weight,
            again_weight,
            reading,
            known,
            one,
            two,
            _small(of_singles(reading, one, self.confusions, known)),
            _small(of_doubles(reading, two, known)),
            (right[one.places] == one.characters).astype(np.float32),
            both.astype(np.float32),
        )


def _small(table: Table) -> Table:
    return table.astype(np.float16)  # type: ignore[return-value]


def at_singles(lesson: Lesson, judge: Judge, network: Network) -> Looked:
    """Look again at what the judge of single characters found worth it."""
    table = lesson.one_table.astype(np.float32)
    first = judge.score(table)
    kept = np.flatnonzero(first > WORTH_A_LOOK)
    one = lesson.one
    found = Singles(one.places[kept], one.characters[kept], one.index[kept])
    rows = second_look_at_singles(
        network, lesson.known, lesson.reading, found, table[kept], first[kept]
    )
    return Looked(rows, lesson.one_truth[kept])


def at_doubles(lesson: Lesson, judge: Judge, network: Network) -> Looked:
    """Look again at what the judge of pairs found worth it."""
    table = lesson.two_table.astype(np.float32)
    first = judge.score(table)
    kept = np.flatnonzero(first > WORTH_A_LOOK)
    two = lesson.two
    found = Doubles(two.places[kept], two.first[kept], two.second[kept])
    rows = second_look_at_doubles(
        network, lesson.known, lesson.reading, found, table[kept], first[kept]
    )
    return Looked(rows, lesson.two_truth[kept])


def weights_of(looked: Sequence[Looked], lessons: Sequence[Lesson]) -> Iterator[Vector]:
    """Yield the weight of each row at second look."""
    for one, lesson in zip(looked, lessons, strict=True):
        yield np.full(len(one.rows), lesson.again_weight, np.float32)
