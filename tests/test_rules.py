"""Rules: every file is registered, every rule is documented, every example does what it says."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checks.finding import FAMILIES, Hit
from checks.registry import RETIRED, RULES
from checks.rule import (
    EXAMPLE_DAY,
    EXAMPLE_REGION,
    EXAMPLE_ROSTER,
    AnyRule,
    Context,
    Example,
    Scope,
)
from checks.views import ColumnView, Document, SiteView
from wordlists.lists import load

CHECKS = Path(__file__).parents[1] / "checks"
RULE_FILE = re.compile(r"[a-z]\d{3}_\w+")
VIEWS = {Scope.PAGE: Document, Scope.COLUMN: ColumnView, Scope.SITE: SiteView}
FOLDERS = {
    "W": "words",
    "P": "privacy",
    "F": "freshness",
    "L": "links",
    "S": "site",
    "C": "content",
    "A": "report",
}
HEADINGS = ["## 为什么", "## 怎样改"]
# Eighteen places of an identity number with a day that exists, not starred.
BARE_NUMBER = re.compile(r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[\dXx](?!\d)")
NAMED_BY_REMEDY = re.compile(r"^(?:no|avoid|check|use|prefer|disallow)-")
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def rule_files() -> list[Path]:
    """Return the files that are named like rules."""
    return [path for path in CHECKS.glob("*/*.py") if RULE_FILE.fullmatch(path.stem)]


def expected_file(rule: AnyRule) -> str:
    """Return where the rule has to stand."""
    name = f"{rule.code.lower()}_{rule.name.replace('-', '_')}.py"
    return f"{FOLDERS[rule.code[0]]}/{name}"


def test_every_rule_file_is_registered_once_and_every_rule_has_its_file() -> None:
    files = sorted(path.relative_to(CHECKS).as_posix() for path in rule_files())
    assert sorted(expected_file(rule) for rule in RULES) == files


def test_a_rule_is_made_in_the_file_that_bears_its_name() -> None:
    for rule in RULES:
        module = rule.check.__module__.replace(".", "/") + ".py"
        assert module == f"checks/{expected_file(rule)}"
        assert rule.check.__name__ == rule.name.replace("-", "_")


def test_codes_and_names_are_unique_and_never_come_back() -> None:
    codes = [rule.code for rule in RULES]
    names = [rule.name for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert len(set(names)) == len(names)
    assert RETIRED.isdisjoint(codes)


def test_the_registry_is_in_the_order_of_the_families() -> None:
    letters = [rule.code[0] for rule in RULES]
    assert letters == sorted(letters, key=list(FAMILIES).index)


@each_rule
def test_a_rule_says_what_why_and_how_to_mend(rule: AnyRule) -> None:
    first, _, rest = rule.doc.partition("\n")
    assert first.endswith("。")
    headings = [line for line in rest.split("\n") if line.startswith("#")]
    assert headings == HEADINGS
    why, _, how = rest.partition(HEADINGS[0])[2].partition(HEADINGS[1])
    assert why.strip()
    assert how.strip()


@each_rule
def test_a_rule_is_named_after_the_fault_and_cites_its_ground(rule: AnyRule) -> None:
    assert re.fullmatch(r"[A-Z]\d{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", rule.name)
    assert not NAMED_BY_REMEDY.match(rule.name)
    assert rule.title.strip()
    assert rule.clause.strip()


@each_rule
def test_a_rule_has_examples_of_both_kinds(rule: AnyRule) -> None:
    assert rule.bad
    assert rule.good
    for example in (*rule.bad, *rule.good):
        if isinstance(example, Example):
            assert isinstance(example.view, VIEWS[rule.scope])
            assert example.label.strip()
        else:
            assert rule.scope is Scope.PAGE, "only page rules read plain text"


@pytest.fixture(scope="module")
def ctx() -> Context:
    return Context(EXAMPLE_DAY, replace(load(), roster=EXAMPLE_ROSTER), EXAMPLE_REGION)


def hits(rule: AnyRule, example: str | Example, ctx: Context) -> list[Hit]:
    """Run a rule over one of its examples."""
    shown = (
        Example(example, Document(example, day=EXAMPLE_DAY))
        if isinstance(example, str)
        else example
    )
    reports = rule.check(shown.view, ctx)  # type: ignore[arg-type]  # the test above proves the type
    return [report for report in reports if isinstance(report, Hit)]


def label(example: str | Example) -> str:
    return example.label if isinstance(example, Example) else example


def rows() -> Iterator[tuple[AnyRule, str | Example, bool]]:
    """Yield every example of every rule, with what is to come of it."""
    for rule in RULES:
        yield from ((rule, example, True) for example in rule.bad)
        yield from ((rule, example, False) for example in rule.good)


@pytest.mark.parametrize(
    ("rule", "example", "is_bad"),
    [
        pytest.param(*row, id=f"{row[0].code}-{'bad' if row[2] else 'good'}-{number}")
        for number, row in enumerate(rows())
    ],
)
def test_an_example_is_flagged_if_and_only_if_it_is_bad(
    rule: AnyRule, example: str | Example, is_bad: bool, ctx: Context
) -> None:
    found = hits(rule, example, ctx)
    assert bool(found) is is_bad, f"{label(example)} → {[hit.message for hit in found]}"
    for hit in found:
        assert hit.message.strip()
        for shown in (hit.message, hit.evidence, hit.suggestion):
            assert not BARE_NUMBER.search(shown), "personal data must be masked where it is made"
            assert "\n" not in shown


@each_rule
def test_running_a_rule_twice_says_the_same(rule: AnyRule, ctx: Context) -> None:
    for example in rule.bad:
        assert hits(rule, example, ctx) == hits(rule, example, ctx)
