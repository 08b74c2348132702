"""Prints what is found of what was planted, by format, kind and place.

python -m tests.documents.measure [--seeds 28] [--only docx,pdf] [--scans PAGES] [--readers] [--misses N] [--all]
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from crawler.extract.sandbox import Sandbox
from crawler.site import FileLimits
from tests.documents.forms import scanned, texts
from tests.documents.kept import kept
from tests.documents.paper import Kind, Planted, Sample
from tests.documents.reading import Score, privacy_basis, read_score, score
from tests.documents.scans import Look

WITHOUT_OCR = FileLimits(ocr=False)


@dataclass(slots=True)
class Tally:
    """Counts of several samples."""

    found: int = 0
    planted: int = 0
    false: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The part of what was planted that was found at its place."""
        return self.found / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """The part of what was reported that was planted."""
        reported = self.found + self.false
        return self.found / reported if reported else 1.0

    def add(self, each: Score) -> None:
        """Count one sample."""
        self.found += len(each.found)
        self.planted += len(each.sample.planted)
        self.false += len(each.false)
        name = each.sample.name
        self.misses += [f"{name}: missed {_label(planted)}" for planted in each.missed]
        self.misses += [f"{name}: {_label(p)} said to stand at “{at}”" for p, at in each.strayed]
        self.misses += [f"{name}: false alarm {shown}" for shown in each.false]
        if each.undecided:
            self.misses.append(f"{name}: undecided, {each.undecided}")


def tallied(scores: Iterable[Score]) -> Tally:
    """Return the sum."""
    tally = Tally()
    for each in scores:
        tally.add(each)
    return tally


def measured(
    samples: Iterable[tuple[str, Sample]], limits: FileLimits
) -> Iterator[tuple[str, Score]]:
    """Score samples one after the other in one sandbox."""
    basis = privacy_basis()
    with Sandbox(limits) as sandbox:
        for name, sample in samples:
            yield name, score(sample, sandbox, basis)


def read_alone(
    samples: Iterable[tuple[str, Sample]], limits: FileLimits
) -> Iterator[tuple[str, Score]]:
    """Score what the readers bring up, without the rules."""
    with Sandbox(limits) as sandbox:
        for name, sample in samples:
            yield name, read_score(sample, sandbox)


def only(scores: Iterable[Score], kind: Kind) -> Tally:
    """Return the tally of one kind."""
    tally = Tally()
    for each in scores:
        tally.found += sum(planted.kind is kind for planted in each.found)
        tally.planted += sum(planted.kind is kind for planted in each.sample.planted)
        tally.misses += [
            f"{each.sample.name}: missed {_label(p)}" for p in each.missed if p.kind is kind
        ]
    return tally


def _label(planted: Planted) -> str:
    return f"{planted.kind} at {' '.join(planted.place) or 'the text'}"


def _place(planted: Planted) -> str:
    """Name the sort of place: numbers of pages and cells are left out."""
    sorts = ("页眉", "页脚", "批注", "脚注", "属性", "备注", "文本框", "删除", "隐藏文字", "底稿",
             "备份", "说明", "嵌入", "黑块", "注释", "文件名")  # fmt: skip
    words = " ".join(planted.place)
    inside = "archive: " if "压缩包内.*" in words else ""
    sort = next((sort for sort in sorts if sort in words), "隐藏" if "隐藏" in words else "text")
    return inside + sort


def print_table(scores: dict[str, list[Score]], *, whole: bool) -> None:
    """Print what was not found, by format, kind and place, then the sums by format."""
    print("| format | kind | place | found | elsewhere | of |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, several in scores.items():
        planted = _counted(p for one in several for p in one.sample.planted)
        found = _counted(p for one in several for p in one.found)
        strayed = _counted(p for one in several for p, _ in one.strayed)
        for key in sorted(planted):
            if whole or found[key] < planted[key]:
                counts = f"{found[key]} | {strayed[key]} | {planted[key]}"
                print(f"| {name} | {key[0]} | {key[1]} | {counts} |")
    print("\n| format | files | planted | recall | precision | false alarms |")
    print("| --- | --- | --- | --- | --- | --- |")
    everything = [one for several in scores.values() for one in several]
    for name, several in (*scores.items(), ("all", everything)):
        t = tallied(several)
        figures = f"{t.planted} | {t.recall:.4f} | {t.precision:.4f} | {t.false}"
        print(f"| {name} | {len(several)} | {figures} |")


def _counted(planted: Iterable[Planted]) -> Counter[tuple[Kind, str]]:
    return Counter((each.kind, _place(each)) for each in planted)


def scans(count: int) -> Iterator[tuple[str, Sample]]:
    """Yield so many pages of each look, every second one as PDF."""
    for look in Look:
        for number in range(count):
            yield f"scan, {look}", scanned(look, number, as_pdf=bool(number % 2))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=28, help="papers in each format")
    parser.add_argument("--only", default="", help="formats, with commas between")
    parser.add_argument("--scans", type=int, default=0, help="scanned pages of each look, by OCR")
    parser.add_argument("--readers", action="store_true", help="leave the rules out")
    parser.add_argument("--all", action="store_true", help="print what was found whole, too")
    parser.add_argument("--misses", type=int, default=0, help="list so many misses of each format")
    options = parser.parse_args()
    chosen = options.only.split(",") if options.only else []
    samples: Iterator[tuple[str, Sample]] = texts(range(options.seeds))
    samples, limits = chain(samples, (("kept", sample) for sample in kept())), WITHOUT_OCR
    if options.scans:
        samples, limits = scans(options.scans), FileLimits()
    scores: dict[str, list[Score]] = defaultdict(list)
    wanted = ((name, each) for name, each in samples if not chosen or name in chosen)
    judged = read_alone if options.readers else measured
    for name, each in judged(wanted, limits):
        scores[name].append(each)
    print_table(scores, whole=options.all)
    for name, several in scores.items():
        for line in tallied(several).misses[: options.misses]:
            sys.stdout.write(f"{name}: {line}\n")


if __name__ == "__main__":
    main()
