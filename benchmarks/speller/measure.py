"""Measures the speller: python -m benchmarks.speller.measure LAWS.txt.xz PAIRS.jsonl [--show N].

On the half of the pairs that was not learnt from: precision and recall of the alarms, and how much of
the errors' characters they cover. On clean text that was never counted (held-out laws, right sides of
the pairs): alarms per 100,000 characters.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.speller import corpus as corpora
from checks.words.spelling import model
from checks.words.spelling.speller import Suspicion

LEAST = (0.0, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0)
AROUND = 12


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("laws", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--model", type=Path, default=model.FILE)
    parser.add_argument("--show", type=int, default=0, help="print so many alarms on clean text")
    options = parser.parse_args()
    corpus = corpora.load(options.laws, options.pairs)
    speller = model.load(options.model)
    source = "\n".join(pair.source for pair in corpus.test)
    target = "\n".join(pair.target for pair in corpus.test)
    clean = {"laws": "\n".join(corpus.held), "office": target}
    found = speller.suspicions(source, LEAST[0])
    alarms = {}
    for name, text in clean.items():
        began = time.perf_counter()
        alarms[name] = speller.suspicions(text, LEAST[0])
        speed = len(text.encode()) / 1e6 / (time.perf_counter() - began)
        print(f"{name}: {len(text):,} characters, {speed:.2f} MB/s")
    print_curve(source, target, found, alarms, clean)
    for name, text in clean.items():
        print_alarms(name, text, alarms[name], options.show)


def print_curve(
    source: str, target: str, found: Sequence[Suspicion],
    alarms: dict[str, list[Suspicion]], clean: dict[str, str],
) -> None:  # fmt: skip
    """Print what each threshold comes to."""
    errors = {
        at for at, (one, other) in enumerate(zip(source, target, strict=True)) if one != other
    }
    print("\n| score | alarms | precision | right word | recall | laws/100k | office/100k |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for least in LEAST:
        said = [each for each in found if each.score >= least]
        true = [each for each in said if errors.intersection(range(each.start, each.end))]
        right = [each for each in said if target[each.start : each.end] == each.meant]
        covered = errors.intersection(at for each in said for at in range(each.start, each.end))
        rates = [
            sum(each.score >= least for each in alarms[name]) / len(text) * 1e5
            for name, text in clean.items()
        ]
        share = max(1, len(said))
        print(
            f"| {least} | {len(said)} | {len(true) / share:.3f} | {len(right) / share:.3f} "
            f"| {len(covered) / len(errors):.3f} | {rates[0]:.1f} | {rates[1]:.1f} |"
        )


def print_alarms(name: str, text: str, alarms: Sequence[Suspicion], most: int) -> None:
    """Print the surest alarms on clean text, to be read by a person."""
    if most:
        print(f"\n{name}:")
    for each in sorted(alarms, key=lambda each: -each.score)[:most]:
        before = text[max(0, each.start - AROUND) : each.start].replace("\n", "/")
        after = text[each.end : each.end + AROUND].replace("\n", "/")
        print(f"  {each.score:.1f} {before}【{each.shown}→{each.meant}】{after}")


if __name__ == "__main__":
    main()
