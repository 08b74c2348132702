"""Word rules tell where their faults stand: each occurrence, in the text and nowhere else."""

from dataclasses import replace
from datetime import date

import pytest

from checks.finding import Hit, Mark
from checks.registry import RULES
from checks.rule import (
    EXAMPLE_DAY,
    EXAMPLE_REGION,
    EXAMPLE_ROSTER,
    AnyRule,
    Context,
    Scope,
)
from checks.run import judge, run_document
from checks.views import Document
from crawler.page import Table
from wordlists.lists import load

WORD_RULES = [rule for rule in RULES if rule.code.startswith("W") and rule.scope is Scope.PAGE]


@pytest.fixture(scope="module")
def ctx() -> Context:
    return Context(EXAMPLE_DAY, replace(load(), roster=EXAMPLE_ROSTER), EXAMPLE_REGION)


@pytest.mark.parametrize("rule", WORD_RULES, ids=[rule.code for rule in WORD_RULES])
def test_every_fault_in_a_text_is_marked(rule: AnyRule, ctx: Context) -> None:
    for example in rule.bad:
        if not isinstance(example, str):
            continue
        document = Document(example, day=EXAMPLE_DAY)
        hits = [hit for hit in rule.check(document, ctx) if isinstance(hit, Hit)]  # type: ignore[arg-type]
        assert hits, example
        for hit in hits:
            assert hit.marks, example
            assert all(0 <= mark.start < mark.end <= len(example) for mark in hit.marks)


def marked(text: str, code: str, ctx: Context) -> list[list[str]]:
    """Return the words that each finding of a rule marks."""
    rules = [rule for rule in RULES if rule.code == code]
    result = run_document(Document(text, subject="a", day=EXAMPLE_DAY), rules, ctx)
    return [[text[mark.start : mark.end] for mark in each.marks] for each in result.findings]


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("W101", "严禁焚烧秸杆，秸杆，秸 杆。", [["秸杆", "秸杆", "秸 杆"]]),
        ("W103", "关于关于印发，关于关于转发", [["关于关于", "关于关于"]]),
        ("W105", "青府发[2026]3号和青府发[2026]3号", [["青府发[2026]3号", "青府发[2026]3号"]]),
        ("W106", "2月30日开会，2月30日闭会。", [["2月30日", "2月30日"]]),
        ("W114", "根据《土地管理法规定，不得改变用途。", [["《"]]),
        ("W116", "2O24年、2O24年。", [["2O24", "2O24"]]),
    ],
)
def test_one_finding_marks_all_its_occurrences(
    code: str, text: str, words: list[list[str]], ctx: Context
) -> None:
    found = marked(text, code, ctx)
    assert [[each.rstrip("年、") for each in one] for one in found] == words


def test_what_stands_in_the_title_has_no_place_in_the_file(ctx: Context) -> None:
    rules = [rule for rule in RULES if rule.code == "W101"]
    (finding,) = run_document(Document("正文。", "焚烧秸杆", subject="a"), rules, ctx).findings
    assert finding.marks == ()


def test_a_wrong_sum_marks_its_cell(ctx: Context) -> None:
    rows = (("单位", "甲", "乙"), ("一", "1", "2"), ("二", "3", "4"), ("三", "5", "6"))
    table = Table((*rows, ("合计", "9", "13")), "工作表“表”", (1, 2, 3, 5, 6))
    rules = [rule for rule in RULES if rule.code == "W110"]
    document = Document("", tables=(table,), subject="a")
    (finding,) = run_document(document, rules, ctx).findings
    (mark,) = finding.marks
    assert mark.cell is not None
    assert document.cell_place(mark.cell) == "工作表“表” C6"
    assert finding.evidence.startswith("工作表“表” C6：合计")


def test_a_scan_and_its_memory_keep_no_marks(ctx: Context) -> None:
    rules = [rule for rule in RULES if rule.code == "W101"]
    document = Document("焚烧秸杆", subject="a", day=date(2026, 3, 2))
    assert judge(document, rules, ctx).findings[0].marks == ()
    assert run_document(document, rules, ctx).findings[0].marks == (Mark(2, 4),)
