"""Measures the word rules on labelled sentences: precision and recall by rule, kind and half.

    python -m benchmarks.words [--half tune|test] [--missed] [--false]

The sentences (benchmarks/words/) were written for the project; rules and lists may be mended after
what the tune half shows, never after the test half.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from checks.finding import Hit
from checks.registry import load_rules
from checks.rule import Context, Rule
from checks.views import Document
from wordlists.lists import Words, load

SENTENCES = Path(__file__).parent / "words"
TODAY = date(2026, 3, 2)
HALVES = ("tune", "test")
# Which rules are to find the errors of a kind.
LISTED = ("W101", "W102", "W103", "W104", "W117")
# The speller leaves to the lists what they know; ALONE is what it says without them.
ALONE = "W120 alone"
KINDS = {
    "list": LISTED,
    "computed": (),
    "speller": ("W120", *LISTED),
}
SPELLER = ("W120", ALONE)


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled error: [start, end) of the sentence."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A labelled sentence; `kind` "" is a clean one."""

    id: str
    half: str
    kind: str
    day: date
    text: str
    errors: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a rule said of a sentence; `is_true` when it touches a labelled error."""

    sentence: Sentence
    code: str
    message: str
    span: Span | None
    is_true: bool


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--missed", action="store_true", help="print the errors not found")
    parser.add_argument("--false", action="store_true", help="print the false alarms")
    options = parser.parse_args()
    sentences = [*read("errors.jsonl"), *read("clean.jsonl")]
    rules = [rule for rule in load_rules() if rule.code.startswith("W") and not rule.optional]
    ctx = Context(TODAY, load())
    for half in [options.half] if options.half else HALVES:
        chosen = [each for each in sentences if each.half == half]
        alarms = [alarm for each in chosen for alarm in judged(each, rules, ctx)]
        alone = [rule for rule in rules if rule.code == "W120"]
        alarms += [
            replace(alarm, code=ALONE)
            for each in chosen
            for alarm in judged(each, alone, Context(TODAY, Words()))
        ]
        show(half, chosen, alarms)
        if options.false:
            for alarm in alarms:
                if not alarm.is_true:
                    print(
                        f"  false {alarm.code} {alarm.sentence.id} {alarm.message} | {alarm.sentence.text}"
                    )
        if options.missed:
            print_missed(chosen, alarms)


def read(name: str) -> Iterator[Sentence]:
    """Read the sentences of a file."""
    for line in (SENTENCES / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Sentence(
            row["id"],
            row["half"],
            row.get("kind", ""),
            date.fromisoformat(row["day"]),
            row["text"],
            tuple(Span(error["start"], error["end"]) for error in row.get("errors", ())),
        )


def judged(sentence: Sentence, rules: Iterable[Rule[Document]], ctx: Context) -> Iterator[Alarm]:
    """Run all rules on a sentence."""
    doc = Document(sentence.text, day=sentence.day)
    for rule in rules:
        for hit in rule.check(doc, ctx):
            if isinstance(hit, Hit):
                span = place_of(hit, sentence.text)
                is_true = any(touches(span, error) for error in sentence.errors)
                yield Alarm(sentence, rule.code, hit.message, span, is_true)


def place_of(hit: Hit, text: str) -> Span | None:
    """Return where the evidence of a hit stands in the text, None if it does not say."""
    before, mark, rest = hit.evidence.partition("【")
    shown, _, after = rest.partition("】")
    if not mark:
        return None
    # Evidence is one line; the text may have several.
    flat = " ".join(text.split()) if "\n" in text else text
    head = (
        before.lstrip("…").rpartition("：")[2] if before.startswith("标题") else before.lstrip("…")
    )
    at = flat.find(f"{head}{shown}{after.rstrip('…')}")
    if at < 0:
        return None
    start = at + len(head)
    return Span(start, start + len(shown))


def touches(span: Span | None, error: Span) -> bool:
    """Whether an alarm speaks of an error; one without a place speaks of the whole sentence."""
    return span is None or (span.start < error.end and error.start < span.end)


def show(half: str, sentences: list[Sentence], alarms: list[Alarm]) -> None:
    """Print a table by kind of error and one by rule."""
    clean = [each for each in sentences if not each.kind]
    characters = sum(len(each.text) for each in clean)
    print(f"\n{half}: {len(sentences) - len(clean)} sentences with errors, {len(clean)} clean\n")
    print("| errors | in all | found | recall |\n| --- | --- | --- | --- |")
    rows = [*KINDS.items(), ("speller", (ALONE,))]
    for kind, codes in rows:
        errors = [(each, error) for each in sentences if each.kind == kind for error in each.errors]
        found = sum(1 for each, error in errors if is_found(each, error, alarms, codes))
        share = f"{found / len(errors):.3f}" if errors else "-"
        by = ", ".join(codes) or "any rule"
        print(f"| {kind} ({by}) | {len(errors)} | {found} | {share} |")
    said = Counter(alarm.code for alarm in alarms)
    true = Counter(alarm.code for alarm in alarms if alarm.is_true)
    groups = {code: (code,) for code in sorted(said)}
    groups["list rules"] = LISTED
    groups["computed rules"] = tuple(c for c in said if c not in (*LISTED, *SPELLER))
    print("\n| rule | alarms | true | precision |\n| --- | --- | --- | --- |")
    for name, codes in groups.items():
        total, right = sum(said[c] for c in codes), sum(true[c] for c in codes)
        print(f"| {name} | {total} | {right} | {right / total if total else 1:.3f} |")
    false = [alarm for alarm in alarms if not alarm.sentence.kind and alarm.code != ALONE]
    print(f"\n{len(false)} alarms on {characters:,} clean characters")


def is_found(sentence: Sentence, error: Span, alarms: list[Alarm], codes: tuple[str, ...]) -> bool:
    """Whether a rule of these codes (any if none) spoke of an error."""
    return any(
        alarm.sentence is sentence
        and (not codes or alarm.code in codes)
        and touches(alarm.span, error)
        for alarm in alarms
    )


def print_missed(sentences: list[Sentence], alarms: list[Alarm]) -> None:
    """Print the errors that no rule of their kind found."""
    for each in sentences:
        for error in each.errors:
            if not is_found(each, error, alarms, KINDS[each.kind]):
                shown = each.text[error.start : error.end]
                print(f"  missed {each.kind} {each.id} “{shown}” | {each.text}")


if __name__ == "__main__":
    main()
