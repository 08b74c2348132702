"""Tries new wrong words on clean text: are they found where they are planted, and only there?

    python -m benchmarks.try_words TEXT[.xz|.jsonl] ... [--since REVISION]

The new words are those of wordlists/wrong_words.csv that the list of the revision does not have.
Every alarm in a clean text is printed, for somebody to look at; so is every word that is found in
fewer than half of the sentences in which it stands in the place of the right one.
"""

import argparse
import csv
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from benchmarks.words_laws import lines
from checks.words.match import Setting, find
from wordlists.automaton import Automaton
from wordlists.lists import WordList, load, words_of
from wordlists.term import Term

LIST = "wordlists/wrong_words.csv"
PAGE = 2_000
AROUND = 14
SAMPLES = 8
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Place:
    """What stands around a right form in its paragraph."""

    before: str
    after: str


@dataclass(slots=True)
class Trial:
    """What the clean texts say of the new words."""

    characters: int = 0
    alarms: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    places: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))


def main() -> None:
    """Try the new words and print what somebody must look at."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--since", default="HEAD", help="revision whose words are not new")
    options = parser.parse_args()
    known = words_at(options.since)
    everything = load().wrong_words
    terms = [term for term in everything.terms if term.word not in known]
    words = words_of({"wrong_words": terms}).wrong_words
    trial = tried(words, (page for text in options.texts for page in pages(lines(text))))
    total = sum(len(each) for each in trial.alarms.values())
    print(f"{len(terms)} new words, {trial.characters:,} characters, {total} alarms")
    for word, shown in sorted(trial.alarms.items(), key=lambda each: -len(each[1])):
        print(f"\n{word} {len(shown)}", *shown[:SHOWN], sep="\n    ")
    print("\nfound in fewer than half of the sentences:")
    for term in terms:
        found, planted = planting(term, everything, trial.places[term.right])
        if found * 2 < planted:
            print(f"    {term.word} for {term.right}: {found} of {planted}")


def words_at(revision: str) -> set[str]:
    """Return the words of the list at a revision of the repository."""
    command = ["git", "show", f"{revision}:{LIST}"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8-sig")
    return {row["写法"] for row in csv.DictReader(StringIO(text, newline=""))}


def pages(paragraphs: Iterable[str]) -> Iterator[str]:
    """Put paragraphs together to pages: one call for many of them is what makes this quick."""
    page: list[str] = []
    size = 0
    for paragraph in paragraphs:
        page.append(paragraph)
        size += len(paragraph)
        if size >= PAGE:
            yield "\n".join(page)
            page, size = [], 0
    yield "\n".join(page)


def tried(words: WordList, texts: Iterable[str]) -> Trial:
    """Judge clean pages, and note where the right forms stand."""
    trial = Trial()
    rights = sorted({term.right for term in words.terms})
    automaton = Automaton([rights])
    for text in texts:
        trial.characters += len(text)
        for match in find(text, words, Setting(is_title=True)):
            before = text[max(0, match.start - AROUND) : match.start]
            after = text[match.end : match.end + AROUND]
            shown = f"{before}【{match.shown}】{after}".replace("\n", " ")
            trial.alarms[match.term.word].append(shown)
        for place in automaton.find(text)[0]:
            seen = trial.places[rights[place.number]]
            if len(seen) < SAMPLES:
                before = text[: place.start].rpartition("\n")[2]
                seen.append(Place(before, text[place.end :].partition("\n")[0]))
    return trial


def planting(term: Term, words: WordList, places: list[Place]) -> tuple[int, int]:
    """Put a word in the place of the right one; return how often it is found, and of how many."""
    if term.pattern or term.needs:
        return 0, 0
    found = 0
    for place in places:
        start = len(place.before)
        end = start + len(term.word)
        text = f"{place.before}{term.word}{place.after}"
        # Another word that overlaps it tells the reader as much.
        found += any(each.start < end and start < each.end for each in find(text, words, Setting()))
    return found, len(places)


if __name__ == "__main__":
    main()
