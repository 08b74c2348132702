"""The texts that the speller learns from and is measured on, kept apart from each other."""

import hashlib
import json
import lzma
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# How many paragraphs in a row share a block: laws are long, prose is written in short pieces.
OF_LAWS, OF_PROSE = 400, 20
BLOCKS = 20
# Blocks of paragraphs by their number: held out for measuring, and for the judges to learn on,
# which must see text that the counts and the network have never seen.
HELD, JUDGES = (0,), (1, 2, 3, 4, 5)
OVERLAP = 13
LEAST_LINE = 8
SENTENCES = Path(__file__).parents[1] / "words"
PROSE = Path(__file__).parent / "prose"
# A paragraph of which more than this share stands in the counted text as well is not unseen.
MOST_SEEN = 0.1
_HAN = re.compile("[一-龥]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence as it was written and as it should be; equally long."""

    source: str
    target: str

    @property
    def is_test(self) -> bool:
        """Whether the sentence belongs to the half that is only measured."""
        return self._digest[0] % 2 == 1

    @property
    def is_for_odds(self) -> bool:
        """Whether the sentence tells what a score is worth, and so must not teach the judges."""
        return not self.is_test and self._digest[1] % 4 == 0

    @property
    def _digest(self) -> bytes:
        return hashlib.sha256(self.target.encode()).digest()


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs to count, blocks of them for the judges, and what tells the worth of their scores.

    `held` is only measured.
    """

    counted: tuple[str, ...]
    judges: tuple[tuple[str, ...], ...]
    odds: tuple[str, ...]
    held: tuple[str, ...]

    def without(self, block: int) -> list[str]:
        """Return what is counted but for one of the judges' blocks."""
        left_out = set(self.judges[block])
        return [line for line in self.counted if line not in left_out]

    def unjudged(self) -> list[str]:
        """Return what is counted but for all of the judges' blocks."""
        left_out = {line for block in self.judges for line in block}
        return [line for line in self.counted if line not in left_out]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Laws, prose, and sentences with their corrections.

    `test` and the held parts of the texts are only measured.
    """

    laws: Text
    prose: Text
    tune: tuple[Pair, ...]
    odds_pairs: tuple[Pair, ...]
    test: tuple[Pair, ...]


def load(laws: Path, pairs: Path, prose: Iterable[Path] = ()) -> Corpus:
    """Read the texts and split them; nothing that is measured shares a phrase with what is counted."""
    labelled = list(read_pairs(pairs))
    known = set(_phrases_of(pair.target for pair in labelled))
    with lzma.open(laws, "rt", encoding="utf-8") as file:
        of_laws = _split([line.strip() for line in file], OF_LAWS, known)
    # Prose and the labelled sentences were both written for the project.
    known |= set(_phrases_of(_own_sentences()))
    written = [line.strip() for path in prose for line in path.read_text("utf-8").splitlines()]
    return Corpus(
        of_laws,
        _split(written, OF_PROSE, known),
        tune=tuple(pair for pair in labelled if not pair.is_test and not pair.is_for_odds),
        odds_pairs=tuple(pair for pair in labelled if pair.is_for_odds),
        test=tuple(pair for pair in labelled if pair.is_test),
    )


def _split(lines: Iterable[str], size: int, labelled: set[int]) -> Text:
    """Share out lines, but for those that share a phrase with what is labelled."""
    blocks: list[list[str]] = [[] for _ in range(BLOCKS)]
    for number, line in enumerate(lines):
        if line and labelled.isdisjoint(_phrases(line)):
            blocks[_block(number // size)].append(line)
    counted = [line for block in range(BLOCKS) if block not in HELD for line in blocks[block]]
    clean = list(unseen((line for block in HELD for line in blocks[block]), counted))
    return Text(
        tuple(counted),
        tuple(tuple(blocks[block]) for block in JUDGES),
        odds=tuple(clean[::2]),
        held=tuple(clean[1::2]),
    )


def prose_files() -> list[Path]:
    """Return the files of prose that was written for the project, a paragraph a line."""
    return sorted(PROSE.glob("*.txt"))


def _own_sentences() -> Iterator[str]:
    for path in sorted(SENTENCES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]


def read_pairs(path: Path) -> Iterator[Pair]:
    """Read labelled sentences; those whose sides differ in length are left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if len(row["src"]) == len(row["tgt"]):
            yield Pair(row["src"], row["tgt"])


def unseen(lines: Iterable[str], counted: Iterable[str]) -> Iterator[str]:
    """Yield the lines that share hardly a phrase of 13 characters with the counted text.

    Laws copy each other: without this, most of what is held out has been seen.
    """
    known = set(_phrases_of(counted))
    for line in lines:
        phrases = list(_phrases(line))
        shared = sum(phrase in known for phrase in phrases)
        if len(line) >= LEAST_LINE and shared <= MOST_SEEN * len(phrases):
            yield line


def _block(number: int) -> int:
    digest = hashlib.sha256(str(number).encode()).digest()
    return int.from_bytes(digest[:4]) % BLOCKS


def _phrases_of(lines: Iterable[str]) -> Iterator[int]:
    for line in lines:
        yield from _phrases(line)


def _phrases(line: str) -> Iterator[int]:
    for run in _HAN.findall(line):
        for start in range(len(run) - OVERLAP + 1):
            yield hash(run[start : start + OVERLAP])
