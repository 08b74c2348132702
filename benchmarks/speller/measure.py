"""Measures the speller: python -m benchmarks.speller.measure LAWS.txt.xz PAIRS.jsonl [--clean FILE …].

On the half of the pairs that was not learnt from: precision of the alarms, the share of the errors'
characters that they cover, and the share of the errors (runs of wrong characters) that they touch. On
clean text that was never counted (held-out laws and prose, right sides of the pairs, other files): alarms per
100,000 characters, all taken for false; `--show N` prints the surest, to be read.
"""

import argparse
import time
from collections.abc import Iterable, Iterator, Sequence
from math import exp
from pathlib import Path

from benchmarks.speller import corpus as corpora
from benchmarks.speller.corpus import Pair
from checks.words.spelling import model
from checks.words.spelling.speller import Speller, Suspicion

Alarm = tuple[str, Suspicion]

ODDS = (-4.0, -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0)
AROUND = 12
# Documents are as long as pages of laws are; what stands in one several times counts once.
PAGE = 2_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("laws", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--model", type=Path, default=model.FILE)
    parser.add_argument("--clean", type=Path, nargs="*", default=[])
    parser.add_argument("--show", type=int, default=0, help="print so many alarms on clean text")
    options = parser.parse_args()
    corpus = corpora.load(options.laws, options.pairs, corpora.prose_files())
    speller = model.load(options.model)
    clean: dict[str, Sequence[str]] = {"laws": corpus.laws.held, "prose": corpus.prose.held}
    clean["office"] = [pair.target for pair in corpus.test]
    clean |= {path.stem: path.read_text("utf-8").splitlines() for path in options.clean}
    alarms = {}
    for name, lines in clean.items():
        began = time.perf_counter()
        alarms[name] = [(page, each) for page in pages(lines) for each in suspected(speller, page)]
        characters = sum(map(len, lines))
        speed = characters * 3 / 1e6 / (time.perf_counter() - began)
        print(f"{name}: {characters:,} characters, about {speed:.2f} MB/s")
    print_curve(speller, corpus.test, alarms, {name: sum(map(len, clean[name])) for name in clean})
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


def suspected(speller: Speller, text: str) -> Iterator[Suspicion]:
    """Yield what the speller says of a page, the same only once."""
    seen: set[tuple[str, str]] = set()
    for each in speller.suspicions(text, ODDS[0]):
        if (each.shown, each.meant) not in seen:
            seen.add((each.shown, each.meant))
            yield each


def print_curve(
    speller: Speller, pairs: Sequence[Pair],
    alarms: dict[str, list[Alarm]], characters: dict[str, int],
) -> None:  # fmt: skip
    """Print what each threshold comes to."""
    source = "\n".join(pair.source for pair in pairs)
    target = "\n".join(pair.target for pair in pairs)
    found = speller.suspicions(source, ODDS[0])
    wrong = [one != other for one, other in zip(source, target, strict=True)]
    errors = {at for at, is_wrong in enumerate(wrong) if is_wrong}
    runs = runs_of(wrong)
    head = " | ".join(f"{name}/100k" for name in alarms)
    print(
        f"\n| odds | confidence | alarms | precision | right word | characters | errors | {head} |"
    )
    print("| --- " * (7 + len(alarms)) + "|")
    for least in ODDS:
        said = [each for each in found if each.odds >= least]
        true = [each for each in said if errors.intersection(range(each.start, each.end))]
        right = [each for each in said if target[each.start : each.end] == each.meant]
        covered = errors.intersection(at for each in said for at in range(each.start, each.end))
        touched = {runs[at] for at in covered}
        rates = [
            sum(each.odds >= least for _, each in alarms[name]) / characters[name] * 1e5
            for name in alarms
        ]
        share = max(1, len(said))
        print(
            f"| {least} | {1 / (1 + exp(-least)):.2f} | {len(said)} | {len(true) / share:.3f} "
            f"| {len(right) / share:.3f} | {len(covered) / len(errors):.3f} "
            f"| {len(touched) / len(set(runs.values())):.3f} | "
            + " | ".join(f"{rate:.2f}" for rate in rates)
            + " |"
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
    for text, each in sorted(alarms, key=lambda alarm: -alarm[1].odds)[:most]:
        before = text[max(0, each.start - AROUND) : each.start].replace("\n", "/")
        after = text[each.end : each.end + AROUND].replace("\n", "/")
        print(f"  {each.odds:.1f} {before}【{each.shown}→{each.meant}】{after}")


if __name__ == "__main__":
    main()
