"""Gathers the firm expressions of official text, one slip in which W117 reports.

    python -m benchmarks.collocations LAWS.txt.xz [--clean TEXT …] [--more LIST …]

Taken are words of four characters and runs of two or three words that stand together far more often
than by chance, in the texts of laws and in the prose that was written for the project, and those of the
lists given (one a line). Of long runs only those without a word that has a double (指定, 制定). What is one likely slip away from anything in these texts or in the CLEAN ones is
left out: both are right there. Held-out blocks of laws and prose (`benchmarks.speller.corpus`) are never
read; `benchmarks.words_laws` on them says what the list costs. Writes wordlists/collocations.txt; given as a
list itself, its hand-written expressions are kept.
"""

import argparse
import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import log2
from pathlib import Path

import jieba

from benchmarks.speller import corpus as corpora
from benchmarks.speller.counting import dictionary
from benchmarks.try_words import pages
from benchmarks.words_laws import lines
from checks.words.confused import are_alike
from checks.words.normal import normalise
from checks.words.phrases import near_misses
from checks.words.slips import why_right
from wordlists.lists import load
from wordlists.phrases import COLLOCATIONS, Phrase, PhraseList, packaged_collocations

logger = logging.getLogger(__name__)
SHORTEST, LONGEST, LONGEST_LISTED = 4, 8, 12
# How often an expression must stand in laws, which copy each other, and in prose.
IN_LAWS, IN_PROSE = 60, 10
WORDS = 3
# How many times (base 2) as often as by chance.
FIRM = 4.0
# From this length on W117 does not ask whether the slip makes sense; words so common do.
LONG, COMMON = 6, 50
_HAN = re.compile("[一-龥]+")
# 二十二条, 百分之十, 某某区: anything may stand there.
_OPEN = re.compile("[一二三四五六七八九十百千万亿零〇两某]")


def main() -> None:
    """Gather and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("laws", type=Path)
    parser.add_argument("--pairs", type=Path, required=True, help="labelled sentences")
    parser.add_argument("--clean", type=Path, nargs="*", default=[])
    parser.add_argument("--more", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    corpus = corpora.load(options.laws, options.pairs, corpora.prose_files())
    laws, prose = dict.fromkeys(corpus.laws.counted), dict.fromkeys(corpus.prose.counted)
    found = [*firm(laws, IN_LAWS), *firm(prose, IN_PROSE), *listed(options.more)]
    known = load().phrases
    have = known.right - set(packaged_collocations())
    new = sorted({each for each in found if each not in have})
    logger.info("%d expressions", len(new))
    clean = [*laws, *prose, *(pair.target for pair in corpus.tune)]
    clean += [line for path in options.clean for line in lines(path)]
    ambiguous = with_neighbours(new, known, clean)
    kept = [each for each in new if each not in ambiguous]
    COLLOCATIONS.write_text("\n".join(kept) + "\n", encoding="utf-8")
    logger.info("%d are one slip from something right, %d written", len(ambiguous), len(kept))


def firm(paragraphs: Iterable[str], least: int) -> Iterator[str]:
    """Yield the expressions that stand in the paragraphs at least so often."""
    words: Counter[str] = Counter()
    runs: Counter[tuple[str, ...]] = Counter()
    for paragraph in paragraphs:
        for clause in _HAN.findall(paragraph):
            cut = list(jieba.cut(clause, HMM=False))
            words.update(cut)
            runs.update(_runs(cut))
    total = words.total()
    doubles = Doubles()
    for run, times in runs.items():
        chance: float = total
        for word in run:
            chance *= words[word] / total
        if times >= least and log2(times / chance) >= (FIRM if len(run) > 1 else 0):
            expression = "".join(run)
            if _OPEN.search(expression):
                continue
            if len(expression) < LONG or not any(map(doubles.has, run)):
                yield expression


class Doubles:
    """Knows which words of the dictionary are one likely slip away from another."""

    def __init__(self) -> None:
        self._by_rest: dict[tuple[int, str, str], set[str]] = defaultdict(set)
        for word, uses in dictionary().items():
            if uses >= COMMON:
                for at, character in enumerate(word):
                    self._by_rest[at, word[:at], word[at + 1 :]].add(character)

    def has(self, word: str) -> bool:
        """Whether a common word sounds or looks like this one, but for one character the same."""
        return any(
            are_alike(other, character)
            for at, character in enumerate(word)
            for other in self._by_rest.get((at, word[:at], word[at + 1 :]), ())
            if other != character
        )


def _runs(cut: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the words of four characters and more, and the runs of words of two and more."""
    for start, word in enumerate(cut):
        length = len(word)
        if SHORTEST <= length <= LONGEST:
            yield (word,)
        for end in range(start + 1, min(start + WORDS, len(cut))):
            length += len(cut[end])
            if min(len(word), len(cut[end])) < 2 or length > LONGEST:
                break
            if length >= SHORTEST:
                yield tuple(cut[start : end + 1])


def listed(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the expressions of lists; lines with # are headings."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").split():
            if SHORTEST <= len(line) <= LONGEST_LISTED and _HAN.fullmatch(line):
                yield line


def with_neighbours(new: Iterable[str], known: PhraseList, clean: Iterable[str]) -> set[str]:
    """Return the expressions of which a slip stands in a clean text."""
    phrases = tuple(Phrase(each) for each in new)
    trial = PhraseList(phrases, known.right.union(each.phrase for each in phrases))
    found: set[str] = set()
    for page in pages(clean):
        text = normalise(page).text
        for near in near_misses(text, trial):
            if near.phrase.phrase not in found and not why_right(text, near):
                found.add(near.phrase.phrase)
    return found


if __name__ == "__main__":
    main()
