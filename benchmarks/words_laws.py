"""Counts the alarms of the word rules in clean text: words_laws.py FILE[.xz|.jsonl] [DAY]."""

import json
import lzma
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from checks.rule import Context, Rule
from checks.views import Document
from checks.words.w101_wrong_word import wrong_word
from checks.words.w102_improper_wording import improper_wording
from checks.words.w103_doubled_word import doubled_word
from checks.words.w104_withdrawn_institution import withdrawn_institution
from checks.words.w105_document_number import document_number
from checks.words.w117_misquoted_phrase import misquoted_phrase
from wordlists.lists import load

RULES: tuple[Rule[Document], ...] = (
    wrong_word,
    improper_wording,
    doubled_word,
    withdrawn_institution,
    document_number,
    misquoted_phrase,
)
SAMPLES = 3


def lines(path: Path) -> Iterator[str]:
    """Yield the paragraphs of a text file, or the right sentences of a correction set."""
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as file:
            yield from (line.rstrip("\n") for line in file)
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["tgt"] if path.suffix == ".jsonl" else line


def main(path: Path, day: date | None) -> None:
    """Print alarms per 100,000 characters and samples of each."""
    ctx = Context(date(2026, 3, 2), load())
    counts: Counter[tuple[str, str]] = Counter()
    samples: dict[tuple[str, str], list[str]] = {}
    characters = 0
    started = time.monotonic()
    for line in lines(path):
        characters += len(line)
        doc = Document(line, day=day)
        for rule in RULES:
            for hit in rule.check(doc, ctx):
                name = (rule.code, hit.key) if rule.code != "W105" else (rule.code, "")
                counts[name] += 1
                samples.setdefault(name, []).append(getattr(hit, "evidence", ""))
    seconds = time.monotonic() - started
    print(f"{characters:,} characters, {seconds:.1f} s")
    for code in sorted({rule.code for rule in RULES}):
        total = sum(count for (rule, _), count in counts.items() if rule == code)
        print(f"{code}: {total} alarms, {total / characters * 100_000:.2f} per 100,000 characters")
    for (code, key), count in sorted(counts.items(), key=lambda item: (item[0][0], -item[1])):
        print(f"\n{code} {key} {count}")
        step = max(1, count // SAMPLES)
        for sample in samples[code, key][::step][:SAMPLES]:
            print("   ", sample)


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]) if len(sys.argv) > 2 else None)
