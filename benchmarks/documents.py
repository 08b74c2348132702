"""Measures our reader of attachments beside general ones on the same generated documents.

    python -m benchmarks.documents [--papers 40] [--only docx,pdf] [--peers DIR]

Each reads each file once to warm up; the fastest of five more counts. What was planted is found if
the text that the reader returns contains it once white space is removed.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.documents import bundles
from tests.documents.forms import WRITERS
from tests.documents.leaks import LEAKS
from tests.documents.paper import Paper, Sample
from tests.documents.values import Values

REPOSITORY = Path(__file__).resolve().parent.parent
DEFAULT_PEERS = Path("~/.cache/xunjian-benchmarks")
FORMATS = ("html", "txt (gbk)", "csv (gbk)", "rtf", "docx", "xlsx", "pptx", "pdf", "ofd", "zip")
PEERS = {"kreuzberg": "kreuzberg", "markitdown": "'markitdown[all]'"}
LIMIT_SECONDS = 600.0
_IGNORED = re.compile(r"[\s|\-]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of one file; `error` is why it made nothing of it."""

    version: str
    seconds: float
    text: str
    error: str


def document(format_name: str, papers: int) -> Sample:
    """Return one long document of many papers that disclose people."""
    values = Values(Random(format_name))
    drawn = [LEAKS[number % len(LEAKS)](values) for number in range(papers)]
    blocks = tuple(block for paper in drawn for block in paper.blocks)
    if format_name == "zip":
        return bundles.zipped([document(name, papers // 2) for name in ("docx", "xlsx")])
    return WRITERS[format_name](Paper(f"汇编 {format_name}", blocks), values)


def read_by(name: str, python: Path, files: list[Path]) -> dict[str, Reading]:
    """Let one reader read all files in a process of its own."""
    script = str(REPOSITORY / "benchmarks/readers.py")
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)} if name == "xunjian" else None
    done = subprocess.run(
        [str(python), script, name, *map(str, files)],
        env=environment,
        capture_output=True,
        timeout=LIMIT_SECONDS,
        check=True,
    )
    lines = (json.loads(line) for line in done.stdout.splitlines())
    return {
        line["file"]: Reading(line["version"], line["seconds"], line["text"], line["error"])
        for line in lines
    }


def found(sample: Sample, text: str, *, hidden: bool) -> str:
    """Say how many of the values that are hidden, or that are not, stand in the text."""
    bare = _bare(text)
    values = [_bare(each.value) for each in sample.planted if _is_hidden(each.place) == hidden]
    return f"{sum(value in bare for value in values)}/{len(values)}" if values else "–"


def _is_hidden(place: tuple[str, ...]) -> bool:
    """Whether a place is other than a page, paragraph, row, cell or slide that people see."""
    shown = re.compile(
        r"第 \d+ [页段]$|表 \d+ 第 \d+ 行$|幻灯片 \d+$|工作表“(?:名单|明细)”$|[A-Z]+\d+$|压缩包内"
    )
    return not all(shown.match(word) for word in place)


def _bare(text: str) -> str:
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).upper()


def rows(samples: dict[str, Sample], readings: dict[str, dict[str, Reading]]) -> Iterator[str]:
    """Yield the table, in Markdown."""
    heads = "".join(f" | {name}: s | MB/s | shown | hidden" for name in readings)
    yield f"| format | KB{heads} |"
    yield "| --- | ---" + " | --- | --- | --- | ---" * len(readings) + " |"
    for name, sample in samples.items():
        size = len(sample.body)
        cells = [f"{size / 1000:.0f}"]
        for by in readings.values():
            reading = by[sample.name]
            if reading.error:
                cells += [reading.error, "–", "–", "–"]
                continue
            speed = size / 1e6 / reading.seconds if reading.seconds else 0.0
            cells += [f"{reading.seconds:.3f}", f"{speed:.2f}"]
            cells += [found(sample, reading.text, hidden=hidden) for hidden in (False, True)]
        yield f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Measure and print."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    parser.add_argument("--papers", type=int, default=40, help="papers in each document")
    parser.add_argument("--only", default=",".join(FORMATS), help="formats, commas between")
    parser.add_argument("--peers", type=Path, default=DEFAULT_PEERS, help="folder of the peers")
    options = parser.parse_args()
    peers = options.peers.expanduser().resolve()
    samples = {name: document(name, options.papers) for name in options.only.split(",")}
    pythons = {"xunjian": Path(sys.executable)}
    for peer, package in PEERS.items():
        python = peers / peer / "bin/python"
        if shutil.which(python):
            pythons[peer] = python
        else:
            venv = peers / peer
            print(
                f"{peer} is not installed: `python3 -m venv {venv} && {venv}/bin/pip install {package}`"
            )
    with tempfile.TemporaryDirectory(prefix="xunjian-bench-") as folder:
        files = [Path(folder) / sample.name for sample in samples.values()]
        for path, sample in zip(files, samples.values(), strict=True):
            path.write_bytes(sample.body)
        readings = {name: read_by(name, python, files) for name, python in pythons.items()}
    versions = ", ".join(
        f"{name} {next(iter(by.values())).version}" for name, by in readings.items()
    )
    print(f"{versions}; {options.papers} papers a document, {os.cpu_count()} cores\n")
    for row in rows(samples, readings):
        print(row)


if __name__ == "__main__":
    main()
