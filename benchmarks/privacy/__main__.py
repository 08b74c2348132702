"""Precision and recall of the privacy rules on labelled snippets: python -m benchmarks.privacy [--misses]."""

import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from benchmarks.privacy.fill import cells, fill
from checks.finding import Hit
from checks.registry import RULES
from checks.rule import Context, Rule, Scope
from checks.views import Document
from crawler.page import Table
from wordlists.lists import Words

HERE = Path(__file__).parent
CODES = tuple(f"P20{number}" for number in range(1, 10))
# The second set is labelled for weak masking and the marks as well.
MORE = (*CODES, "P210", "P221", "P222", "P223")
CONTEXT = Context(date(2026, 3, 2), Words())


def document(case: dict[str, object]) -> Document:
    """Return a case as the rules see it; a table's cells stand in the text once more."""
    text = fill(str(case.get("text", "")))
    name = fill(str(case.get("name", "")))
    rows = case.get("rows")
    if not isinstance(rows, list):
        return Document(text, title=str(case.get("title", "")), name=name)
    filled = tuple(tuple(part for cell in row for part in cells(cell)) for row in rows)
    lines = "\n".join("\t".join(row) for row in filled)
    return Document(
        f"{text}\n{lines}" if text else lines,
        title=str(case.get("title", "")),
        tables=(Table(filled),),
        name=name,
    )


def rules(codes: tuple[str, ...]) -> dict[str, Rule[Document]]:
    """Return the rules that are measured, by code."""
    return {
        rule.code: rule  # type: ignore[misc]  # page rules look at documents
        for rule in RULES
        if rule.code in codes and rule.scope is Scope.PAGE
    }


def measure(part: str, codes: tuple[str, ...], *, shows_misses: bool) -> None:
    """Print what each rule comes to on one part of the cases."""
    right: Counter[str] = Counter()
    false: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    known = rules(codes)
    lines = (HERE / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines:
        case = json.loads(line)
        doc = document(case)
        told = {
            code
            for code, rule in known.items()
            if any(isinstance(report, Hit) for report in rule.check(doc, CONTEXT))
        }
        right.update(told & set(case["rules"]))
        false.update(told - set(case["rules"]))
        missed.update(set(case["rules"]) - told)
        if shows_misses and told != set(case["rules"]):
            print(f"  {sorted(told)} for {line}")
    print(f"{part}: {len(lines)} snippets")
    for code in (*codes, "all"):
        good, bad, lost = (
            count.total() if code == "all" else count[code] for count in (right, false, missed)
        )
        print(
            f"  {code}: precision {good / max(1, good + bad):.3f}, recall {good / max(1, good + lost):.3f}"
            f" ({good} right, {bad} false, {lost} missed)"
        )


if __name__ == "__main__":
    for each in ("tune", "test", "fresh"):
        # The misses of the test half are for nobody's eyes: it would tell nothing any more. Those of
        # the fresh set may be read: it spoke once, at its first run, and README.md keeps what it said.
        measure(each, CODES, shows_misses=each != "test" and "--misses" in sys.argv)
    # Like the fresh set, the second one speaks at its first run.
    if (HERE / "second.jsonl").exists():
        measure("second", MORE, shows_misses="--misses" in sys.argv)
