"""Writes one file of each format into a folder, to try `xunjian check DIR` by hand.

python -m tests.documents DIR [--seed N]
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.documents.forms import ARCHIVES, WRITERS, packed, scanned, written
from tests.documents.kept import kept
from tests.documents.paper import Sample
from tests.documents.scans import Look, font_file


def samples(seed: int) -> Iterator[tuple[str, Sample]]:
    """Yield a file of each format that discloses somebody, then one that does so in hidden parts alone."""
    for number, name in enumerate(WRITERS):
        yield name, written(name, 2 * (seed + number))
    for number, name in enumerate(WRITERS):
        yield f"{name} 正文无问题", written(name, 2 * (seed + number) + 1)
    for kind in ARCHIVES:
        yield kind, packed(kind, seed)
    for sample in kept():
        yield "旧版", sample
    if font_file() is not None:
        for number, look in enumerate(Look):
            yield "扫描", scanned(look, seed + number, as_pdf=bool(number % 2))


def main() -> None:
    """Write the files and say what was planted where."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.directory.mkdir(parents=True, exist_ok=True)
    for number, (label, sample) in enumerate(samples(options.seed), start=1):
        path = options.directory / f"{number:02} {label} {sample.name}"
        path.write_bytes(sample.body)
        sys.stdout.write(f"{len(sample.planted):4} planted in {path.name}\n")


if __name__ == "__main__":
    main()
