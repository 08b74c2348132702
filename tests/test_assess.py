"""The assessment counts what was due and mended, each case worked out by hand."""

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from crawler.site import Unit
from ledger.lifecycle import Event
from ledger.spells import Spell
from tests.assessed import NOVEMBER, SITE, TODAY, spell
from tests.notifier.builders import an_issue
from xunjian.assess import Assessment, Row, assess
from xunjian.assess_figures import Figures, working_days
from xunjian.assess_periods import Span, before, named, pieces, quarter_of
from xunjian.assess_text import as_text
from xunjian.assess_words import MEASURES, RULES, changed, said
from xunjian.score_units import period, unit_records

MONTH = Span(date(2026, 11, 1), date(2026, 11, 30))
ROOT = Path(__file__).parents[1]


def told(
    spells: Sequence[Spell] = NOVEMBER, asked: Span = MONTH, today: date = TODAY
) -> Assessment:
    return assess(SITE, spells, asked, today)


def row(rows: Sequence[Row], name: str) -> Row:
    return next(each for each in rows if each.name == name)


def one(*spells: Spell, asked: Span = MONTH, today: date = TODAY) -> Figures:
    return told(spells, asked, today).total.now


def test_november_comes_to_what_was_worked_out_by_hand() -> None:
    november = told()
    assert row(november.units, "区民政局").now == Figures(
        found=4, closed=4, due=4, on_time=3, late=1, excluded=1, days=5
    )
    assert row(november.units, "区教育局").now == Figures(
        found=4,
        relapsed=1,
        closed=3,
        removed=1,
        came_back=1,
        returned=1,
        due=3,
        on_time=1,
        late=1,
        excluded=1,
        open=4,
        overdue=1,
        days=5,
    )
    assert row(november.units, "全站（由主管部门负责）").now == Figures(
        found=1, closed=1, due=1, late=1, days=2
    )
    total = november.total.now
    assert (total.due, total.on_time, total.late, total.missed) == (8, 4, 3, 1)
    assert (total.rate, total.relapse_rate) == (0.5, 1 / 8)
    assert november.total.before == Figures(found=2, due=1, late=1, open=2, overdue=1)


def test_units_families_and_weeks_add_up_to_the_whole() -> None:
    november = told()
    counted = [each.name for each in fields(Figures) if each.name != "days"]
    for rows in (november.units, november.families):
        for name in counted:
            assert sum(getattr(each.now, name) for each in rows) == getattr(
                november.total.now, name
            ), name
    flows = [name for name in counted if name not in ("open", "overdue", "excluded")]
    for name in flows:
        points = sum(getattr(point.figures, name) for point in november.points)
        assert points == getattr(november.total.now, name), name
    last = november.points[-1].figures
    assert (last.open, last.overdue) == (november.total.now.open, november.total.now.overdue)


def test_what_was_left_and_came_less_what_was_mended_is_left() -> None:
    now = told().total.now
    at_start = told(asked=Span(date(2026, 10, 1), date(2026, 10, 31))).total.now.open
    assert at_start + now.found + now.relapsed - now.closed == now.open


@pytest.mark.parametrize(
    ("case", "due", "on_time", "late"),
    [
        (spell("11-02", "11-09 23:59", due="11-09"), 1, 1, 0),  # the day's last minute
        (spell("11-02", "11-10 00:00", due="11-09"), 1, 0, 1),  # midnight is the next day
        (spell("11-02", due="11-09"), 1, 0, 0),  # not mended
        (spell("11-02", due="11-30"), 0, 0, 0),  # due today: not over yet
        (spell("11-02", "11-30", due="11-30"), 1, 1, 0),  # but met
        (spell("11-02", "11-20", due="12-01"), 0, 0, 0),  # due after the month
        (spell("10-20", "11-03", due="10-31"), 0, 0, 0),  # due before the month
        (spell("10-20", "11-01", due="11-01"), 1, 1, 0),  # due on its first day
        (spell("11-02", "11-12", due="11-09", claimed="11-09 23:59"), 1, 1, 0),  # the claim stood
        (spell("11-02", "11-12", due="11-09", claimed="11-10"), 1, 0, 1),  # it came too late
        # A scan refuted the claim.
        (spell("11-02", "11-12", due="11-09", claimed="11-06", seen="11-09"), 1, 0, 1),
        (spell("11-02"), 0, 0, 0),  # nobody was told
        (spell("11-02", "11-05", due="11-09", ending=Event.DISMISS), 0, 0, 0),
        (spell("11-02", "11-20", due="11-09", ending=Event.WAIVE), 0, 0, 0),
        (spell("11-02", "11-05", due="11-09", note="规则调整"), 0, 0, 0),
        (spell("11-02", "11-20", due="11-09", note="停测"), 0, 0, 0),
        (spell("11-02", "11-05", due="11-09", note="页面已下线"), 1, 1, 0),
    ],
)
def test_what_is_due_and_what_is_on_time(case: Spell, due: int, on_time: int, late: int) -> None:
    found = one(case)
    assert (found.due, found.on_time, found.late) == (due, on_time, late)
    # The report of units counts the same.
    records = unit_records(SITE, [case], period(MONTH.since, MONTH.until, TODAY))
    assert [(each.due, each.on_time) for each in records] in ([(due, on_time)], [])


def test_a_claim_that_is_confirmed_after_the_month_counts_for_the_month() -> None:
    late = spell("11-02", "12-03", due="11-27", claimed="11-26")
    assert one(late, today=date(2026, 12, 5)).on_time == 1
    assert one(late, today=date(2026, 12, 5)).open == 1, "it was open when the month ended"


def test_nothing_due_is_no_merit_and_no_place_among_the_ranked() -> None:
    november = told((*NOVEMBER, spell("11-24", unit="sjj")))
    names = [each.name for each in november.units]
    assert names[0] == "区民政局" and names[-1] == "区审计局"
    audit = row(november.units, "区审计局").now
    assert audit.rate is None and said(MEASURES[9], audit) == "—"


def test_a_relapse_is_a_time_of_its_own_and_falls_back_on_the_repair() -> None:
    first = spell("10-05", "10-09", due="10-12", issue=9)
    again = spell("11-02", due="11-05", opening=Event.RELAPSE, issue=9)
    month = told((first, again))
    assert (month.total.now.relapsed, month.total.now.found, month.total.now.came_back) == (1, 0, 0)
    assert (month.total.before.closed, month.total.before.came_back) == (1, 1)
    assert month.total.before.relapse_rate == 1
    # A false alarm taken up again is no relapse.
    alarm = spell("10-05", "10-09", ending=Event.DISMISS, issue=8)
    reopened = spell("11-02", opening=Event.REOPEN, issue=8)
    assert told((alarm, reopened)).total.now == Figures(found=1, open=1)


def test_a_deadline_that_may_still_move_is_counted_apart() -> None:
    missed = spell("11-02", due="11-09", issue=1)
    met = spell("11-02", "11-06", due="11-09", issue=2)
    issues = {
        number: an_issue(number, due=date(2026, 11, 9), due_provisional=True) for number in (1, 2)
    }
    found = assess(SITE, (missed, met), MONTH, TODAY, issues=issues).total.now
    assert (found.due, found.on_time, found.provisional) == (2, 1, 1)


def test_a_renamed_unit_keeps_its_figures_and_an_unknown_one_its_id() -> None:
    site = replace(SITE, units=(Unit("mzj", "区民政和社会工作局"),))
    names = {each.name for each in assess(site, NOVEMBER, MONTH, TODAY).units}
    assert names == {"区民政和社会工作局", "jyj", "全站（由主管部门负责）"}


def test_only_the_chosen_units_are_counted() -> None:
    chosen = assess(SITE, NOVEMBER, MONTH, TODAY, units=("jyj",))
    assert [each.name for each in chosen.units] == ["区教育局"]
    assert chosen.total.now == row(told().units, "区教育局").now


def test_working_days_leave_out_weekends_and_holidays_and_the_first_day() -> None:
    # From 30 September over the National Day; 10 October is a working Saturday.
    assert working_days(date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert working_days(date(2026, 11, 6), date(2026, 11, 9)) == 1
    assert working_days(date(2026, 11, 9), date(2026, 11, 9)) == 0
    assert one(spell("11-06", "11-09"), spell("11-02", "11-04"), spell("11-02", "11-05")).days == 2
    assert one(spell("11-06", "11-09"), spell("11-02", "11-04")).days == 1.5


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2028-2", "2028-02-01", "2028-02-29"),
        ("2026Q4", "2026-10-01", "2026-12-31"),
        ("2026q1", "2026-01-01", "2026-03-31"),
        ("2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_periods_have_names(text: str, since: str, until: str) -> None:
    assert named(text) == Span(date.fromisoformat(since), date.fromisoformat(until))


@pytest.mark.parametrize("text", ["", "2026-13", "2026-0", "2026Q5", "11月", "2026-11-30", "0000"])
def test_what_is_no_period_is_none(text: str) -> None:
    assert named(text) is None


@pytest.mark.parametrize(
    ("asked", "today", "since", "until"),
    [
        (MONTH, TODAY, "2026-10-01", "2026-10-31"),
        (MONTH, date(2026, 11, 10), "2026-10-01", "2026-10-10"),  # as far as this one has come
        (Span(date(2026, 3, 1), date(2026, 3, 31)), TODAY, "2026-02-01", "2026-02-28"),
        (Span(date(2026, 3, 1), date(2026, 3, 31)), date(2026, 3, 30), "2026-02-01", "2026-02-28"),
        (quarter_of(TODAY), TODAY, "2026-07-01", "2026-08-30"),
        (Span(date(2026, 1, 1), date(2026, 12, 31)), date(2027, 1, 1), "2025-01-01", "2025-12-31"),
        (Span(date(2026, 11, 9), date(2026, 11, 15)), TODAY, "2026-11-02", "2026-11-08"),
        (Span(date(2026, 9, 1), date(2026, 10, 31)), TODAY, "2026-07-01", "2026-08-31"),
    ],
)
def test_the_period_before_is_as_long(asked: Span, today: date, since: str, until: str) -> None:
    assert before(asked, today) == Span(date.fromisoformat(since), date.fromisoformat(until))


def test_a_short_period_is_cut_into_weeks_and_a_long_one_into_months() -> None:
    weeks = pieces(MONTH)
    assert weeks[0] == Span(date(2026, 11, 1), date(2026, 11, 1))  # a Sunday
    assert weeks[1] == Span(date(2026, 11, 2), date(2026, 11, 8))
    assert weeks[-1].until == MONTH.until
    months = pieces(Span(date(2026, 1, 15), date(2026, 6, 10)))
    assert [each.since.day for each in months] == [15, 1, 1, 1, 1, 1]
    assert months[-1].until == date(2026, 6, 10)
    for cut in (weeks, months):
        assert sum(each.days for each in cut) == (cut[-1].until - cut[0].since).days + 1


def test_the_text_shows_ranking_comparison_and_who_had_nothing() -> None:
    text = as_text(told())
    assert "本期 2026-11-01 至 2026-11-30\n上期 2026-10-01 至 2026-10-31" in text
    assert re.search(r"按期整改率 +50.0% +0% +\+50.0 个百分点", text)
    units = text[text.index("二、") : text.index("三、")]
    assert units.index("区民政局") < units.index("区教育局") < units.index("全站")
    assert re.search(r"区民政局 +75.0% +4 +3 +5 ", units)
    assert "另有 1 个单位本期没有问题。" in units
    unfinished = as_text(told(asked=quarter_of(TODAY)))
    assert "2026-10-01 至 2026-12-31（未结束，统计到 2026-11-30）" in unfinished
    assert "本期没有问题" in as_text(told(()))


def test_changes_are_said_in_points_or_numbers() -> None:
    measures = {each.name: each for each in MEASURES}
    good, bad = Figures(due=3, on_time=2, found=4), Figures(due=2, on_time=1, found=6)
    assert changed(measures["按期整改率"], good, bad) == "+16.7 个百分点"
    assert changed(measures["新发现"], good, bad) == "-2"
    assert changed(measures["新发现"], good, good) == "持平"
    assert changed(measures["按期整改率"], good, Figures()) == "—"


def test_every_figure_is_defined_in_the_document() -> None:
    text = (ROOT / "docs" / "assessment.md").read_text(encoding="utf-8")
    block = text.partition("<!-- table: measures -->\n")[2].partition("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in block.splitlines()[2:]]
    assert rows == [[each.name, each.formula, each.meaning] for each in MEASURES]
    assert all(f"- {rule}" in text for rule in RULES)
