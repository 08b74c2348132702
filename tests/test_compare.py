"""A report says what became better or worse since the last one, and nothing where it cannot."""

from dataclasses import replace
from datetime import UTC, date, datetime

from ledger.issue import Issue
from ledger.reports import KeptReport
from tests.test_score import issue, judged, of_column
from xunjian.score_compare import Comparison, as_json, card, compare
from xunjian.scorecard import Score, Verdict

THEN = datetime(2026, 2, 23, tzinfo=UTC)


def compared(before: list[Issue], now: list[Issue]) -> Comparison:
    return of_scores(judged(*before), before, judged(*now), now)


def of_scores(then: Score, before: list[Issue], now: Score, issues: list[Issue]) -> Comparison:
    kept = KeptReport("a", date(2026, 2, 23), THEN, "s0", as_json(card(then, before)))
    return compare(kept, card(now, issues), 1, 2)


def test_vetoes_points_and_families_are_compared() -> None:
    found = compared(
        [*of_column("F301", "news1"), issue("L401"), issue("W101")],
        [*of_column("F301", "news1", "news2", "notice1"), issue("W101"), issue("W101")],
    )
    changes = {c.title: (c.before, c.now, c.is_worse) for c in found.changes}
    assert changes["单项否决结论"] == ("未触及", "临近", True)
    assert changes["单项否决·动态要闻、通知公告、政策文件类栏目不更新"] == ("1", "3", True)
    assert changes["扣分·发布解读·动态要闻"] == ("0", "5", True)
    assert changes["扣分合计"] == ("1.1", "6", True)
    assert changes["扣分·功能设计·可用性"] == ("0.1", "0", False)
    assert changes["待整改·文字差错"] == ("1", "2", True)
    assert changes["待整改·链接"] == ("1", "0", False)
    assert (found.opened, found.mended, found.day) == (1, 2, date(2026, 2, 23))
    assert found.worse > found.better > 0


def test_nothing_changed_is_said_by_no_lines() -> None:
    same = [*of_column("F301", "news1"), issue("L401")]
    assert compared(same, same).changes == ()


def test_of_what_could_not_be_judged_nobody_knows_which_way_it_went() -> None:
    marks = [issue("S501"), issue("S501")]
    then = judged(*marks)
    now = judged()
    unknown = tuple(
        replace(item, unknown="没有读到", cap=0) if item.title == "功能设计·网站标识" else item
        for item in now.deductions
    )
    found = of_scores(then, marks, replace(now, deductions=unknown), [])
    [change] = [c for c in found.changes if c.title == "扣分·功能设计·网站标识"]
    assert (change.before, change.now, change.is_worse) == ("1", "0", None)


def test_a_card_outlives_rules_that_come_and_go() -> None:
    then = card(judged(issue("L401")), [issue("L401")])
    old = replace(then, points={**then.points, "功能设计·旧指标": 2.0})
    kept = KeptReport("a", date(2026, 2, 23), THEN, "s0", as_json(old))
    found = compare(kept, card(judged(), []), 0, 0)
    assert ("扣分·功能设计·旧指标", "2", "0") in [(c.title, c.before, c.now) for c in found.changes]


def test_the_verdict_is_worse_the_further_down_the_list() -> None:
    assert list(Verdict) == [
        Verdict.CLEAR,
        Verdict.UNKNOWN,
        Verdict.NEAR,
        Verdict.CONFIRM,
        Verdict.VETO,
    ]
