"""Measures the speller: python -m benchmarks.speller.measure LAWS.txt.xz PAIRS.jsonl [--clean FILE …].

What W120 would say at each threshold, names and series left out, and what lists know left in. On the half of
the pairs that was not learnt from: precision of the alarms, the share of the errors' characters that they
cover, and the share of the errors (runs of wrong characters) that they touch. On clean text that was never
counted (held-out laws and prose, right sides of the pairs, other files): alarms per 100,000 characters, all
taken for false; `--show N` prints the surest, to be read.
"""

import argparse
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import exp
from pathlib import Path

from benchmarks.speller import corpus as corpora
from benchmarks.speller.corpus import Pair
from checks.rule import Context
from checks.views import Document
from checks.words.suspected import LISTED, Suspected, judged
from wordlists.lists import load

Alarm = tuple[str, Suspected]
DAY = date(2026, 3, 2)

ODDS = (-4.0, -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0)
AROUND = 12
# Documents are as long as pages of laws are; what stands in one several times counts once.
PAGE = 2_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("laws", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--clean", type=Path, nargs="*", default=[])
    parser.add_argument("--show", type=int, default=0, help="print so many alarms on clean text")
    options = parser.parse_args()
    corpus = corpora.load(options.laws, options.pairs, corpora.prose_files())
    clean: dict[str, Sequence[str]] = {"laws": corpus.laws.held, "prose": corpus.prose.held}
    clean["office"] = [pair.target for pair in corpus.test]
    clean |= {path.stem: path.read_text("utf-8").splitlines() for path in options.clean}
    alarms = {}
    for name, lines in clean.items():
        began = time.perf_counter()
        alarms[name] = [(page, each) for page in pages(lines) for each in suspected(page)]
        characters = sum(map(len, lines))
        speed = characters * 3 / 1e6 / (time.perf_counter() - began)
        print(f"{name}: {characters:,} characters, about {speed:.2f} MB/s")
    print_curve(corpus.test, alarms, {name: sum(map(len, clean[name])) for name in clean})
    for name in clean:
        print_alarms(name, alarms[name], options.show)


def pages(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines put together to pages."""
    page: list[str] = []
    for line in lines:
        page.append(line)
        if sum(map(len, page)) >= PAGE:
            yield "\n".join(page)
            page = []
    yield "\n".join(page)


def suspected(text: str) -> Iterator[Suspected]:
    """Yield what the rule would say of a page, the same only once."""
    seen: set[tuple[str, str]] = set()
    for each in judged(Document(text, day=DAY), Context(DAY, load()), "W120", ODDS[0]):
        kind = (each.suspicion.shown, each.suspicion.meant)
        if each.dropped in ("", LISTED) and kind not in seen:
            seen.add(kind)
            yield each


def print_curve(
    pairs: Sequence[Pair], alarms: dict[str, list[Alarm]], characters: dict[str, int]
) -> None:
    """Print what each threshold comes to."""
    found = [(pair, each) for pair in pairs for each in suspected(pair.source)]
    wrong = {
        pair: [a != b for a, b in zip(pair.source, pair.target, strict=True)] for pair in pairs
    }
    runs = {pair: runs_of(flags) for pair, flags in wrong.items()}
    errors = sum(len(set(each.values())) for each in runs.values())
    wrong_characters = sum(map(len, runs.values()))
    head = " | ".join(f"{name}/100k" for name in alarms)
    print(
        f"\n| odds | confidence | alarms | precision | right word | characters | errors | {head} |"
    )
    print("| --- " * (7 + len(alarms)) + "|")
    for least in ODDS:
        said = [(pair, each) for pair, each in found if each.suspicion.odds >= least]
        true = [each for pair, each in said if any(wrong[pair][each.start : each.end])]
        right = [
            each
            for pair, each in said
            if pair.target[each.start : each.end] == each.suspicion.meant
        ]
        covered = {
            (pair, at)
            for pair, each in said
            for at in range(each.start, each.end)
            if wrong[pair][at]
        }
        touched = {(pair, runs[pair][at]) for pair, at in covered}
        rates = [
            sum(each.suspicion.odds >= least for _, each in alarms[name]) / characters[name] * 1e5
            for name in alarms
        ]
        share = max(1, len(said))
        print(
            f"| {least} | {1 / (1 + exp(-least)):.2f} | {len(said)} | {len(true) / share:.3f} "
            f"| {len(right) / share:.3f} | {len(covered) / wrong_characters:.3f} "
            f"| {len(touched) / errors:.3f} | " + " | ".join(f"{rate:.2f}" for rate in rates) + " |"
        )


def runs_of(wrong: Sequence[bool]) -> dict[int, int]:
    """Return the number of the run that each wrong character belongs to: a run is one error."""
    runs: dict[int, int] = {}
    for at, is_wrong in enumerate(wrong):
        if is_wrong:
            runs[at] = runs[at - 1] if at and wrong[at - 1] else len(set(runs.values()))
    return runs


def print_alarms(name: str, alarms: Sequence[Alarm], most: int) -> None:
    """Print the surest alarms on clean text, to be read by a person."""
    if most:
        print(f"\n{name}:")
    for text, each in sorted(alarms, key=lambda alarm: -alarm[1].suspicion.odds)[:most]:
        before = text[max(0, each.start - AROUND) : each.start].replace("\n", "/")
        after = text[each.end : each.end + AROUND].replace("\n", "/")
        one = each.suspicion
        print(f"  {one.odds:.1f} {before}【{one.shown}→{one.meant}】{after}")


if __name__ == "__main__":
    main()
