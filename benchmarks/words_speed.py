"""Measures how fast the word rules read: python -m benchmarks.words_speed LAWS.txt[.xz] [--megabytes 2].

One process, one core; documents of 2,000 characters, as pages are. Beside the rules run jieba.cut over
the same text, and pycorrector's ProperCorrector where it is installed. 20,000 made-up terms are laid over
the packaged lists, so that the automaton is as large as a user's may become.
"""

import argparse
import lzma
import os
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random

import jieba

from checks.registry import load_rules
from checks.rule import Context, Rule, Scope
from checks.views import Document
from checks.words.normal import normalise
from wordlists.lists import LISTS, Words, load, words_of
from wordlists.term import Term

PAGE = 2_000
EXTRA = 20_000
SEED = 20260101
ROUNDS = 3
DAY = date(2026, 3, 1)
SPELLER = ("W120",)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("laws", type=Path)
    parser.add_argument("--megabytes", type=float, default=2.0)
    options = parser.parse_args()
    pages = list(read(options.laws, int(options.megabytes * 1e6)))
    size = sum(len(page.encode()) for page in pages) / 1e6
    words = with_extra_terms(load())
    rules = [rule for rule in load_rules() if rule.scope is Scope.PAGE and rule.code[0] == "W"]
    fast = [rule for rule in rules if rule.code not in SPELLER and not rule.optional]
    slow = [rule for rule in rules if not rule.optional]
    terms = sum(len(getattr(words, name).terms) for name in LISTS)
    print(
        f"{size:.1f} MB in {len(pages)} pages, {terms:,} terms, {os.cpu_count()} cores, one used\n"
    )
    print("| what | MB/s |\n| --- | --- |")
    jieba.initialize()
    shown: dict[str, Callable[[], object]] = {
        f"list and computed rules ({len(fast)})": lambda: check(pages, fast, words),
        "the same and the speller": lambda: check(pages, slow, words),
        "jieba.cut": lambda: [list(jieba.cut(page)) for page in pages],
    }
    if corrector := pycorrector():
        shown["pycorrector, ProperCorrector"] = lambda: [corrector(page) for page in pages[:50]]
    for name, run in shown.items():
        part = 50 / len(pages) if name.startswith("pycorrector") and len(pages) > 50 else 1
        print(f"| {name} | {size * part / best(run):.2f} |", flush=True)
    for rule in slow:
        seconds = best(lambda rule=rule: check(pages, [rule], words))  # type: ignore[misc]
        print(f"| {rule.code} alone | {size / seconds:.1f} |")


def read(path: Path, size: int) -> Iterator[str]:
    """Yield pages of text, `size` bytes in all."""
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        text = file.read(size // 2)
    text = text.encode()[:size].decode(errors="ignore")
    yield from (text[start : start + PAGE] for start in range(0, len(text), PAGE))


def with_extra_terms(words: Words) -> Words:
    """Return the lists with terms of three to six common characters that say nothing."""
    random = Random(SEED)
    common = "的一是在了和有大这主中人上为们地个用工时要动国产以我到他会作来分生对于学下级义就年阶发成部民"
    extra = {"".join(random.choices(common, k=random.randint(3, 6))) for _ in range(EXTRA)}
    lists = {name: list(getattr(words, name).terms) for name in LISTS}
    lists["wrong_words"] += [Term(word, "—", boundary=True) for word in sorted(extra)]
    return words_of(lists, phrases=words.phrases)


def check(pages: list[str], rules: list[Rule[Document]], words: Words) -> int:
    """Run rules over pages; return how many alarms there were."""
    ctx = Context(DAY, words)
    normalise.cache_clear()
    return sum(
        1 for page in pages for rule in rules for _ in rule.check(Document(page, day=DAY), ctx)
    )


def pycorrector() -> Callable[[str], object] | None:
    """Return the peer's corrector that works without a model of its own, None if it is missing."""
    try:
        from pycorrector.proper_corrector import ProperCorrector
    except ImportError:
        return None
    correct: Callable[[str], object] = ProperCorrector().correct
    return correct


def best(run: Callable[[], object]) -> float:
    """Return the shortest of a few rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return min(times)


if __name__ == "__main__":
    main()
