"""Limits that depend on days, at their edges: the day before, the day itself, the day after."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from checks.assemble import template_of
from checks.finding import Hit
from checks.freshness.f301_stale_column import stale_column
from checks.freshness.f304_due_soon import due_soon
from checks.freshness.f305_future_date import future_date
from checks.freshness.f309_closed_call import closed_call
from checks.freshness.f314_missing_year import missing_year
from checks.freshness.f316_late_budget import late_budget
from checks.recall import Recall
from checks.report.a709_late_report import late_report
from checks.report.sample import sample
from checks.rule import Context
from checks.run import judge, run, run_again
from checks.views import ColumnView, Document
from checks.workdays import local_day
from crawler.crawl import crawl
from crawler.extract.dates import row_date
from crawler.page import Entry
from crawler.site import Column, Due, months_after
from crawler.snapshot import Target
from tests.crawler.server import serving
from tests.freshness.platform import RULES_HERE, WORDS, article, page, rows, site_of

URL = "http://www.qinghe.example/l/"
DAY = timedelta(days=1)


def ctx(today: date) -> Context:
    return Context(today, WORDS)


def column(limit: str = "", *, warn: int | None = None, due: tuple[Due, ...] = ()) -> Column:
    """Return a column with a limit such as 14 or 6m."""
    months = int(limit[:-1]) if limit.endswith("m") else 0
    age = timedelta(days=int(limit)) if limit and not months else None
    return Column("l", "栏目", URL, "", max_age=age, max_months=months, warn_days=warn, due=due)


def view(kept: Column, *listed: date | str) -> ColumnView:
    entries = (
        Entry(f"{URL}{each}", each if isinstance(each, str) else "标题", None)
        if isinstance(each, str)
        else Entry(f"{URL}{each}", "标题", each)
        for each in listed
    )
    return ColumnView(kept, tuple(entries))


def messages(kept: ColumnView, today: date) -> list[str]:
    """Return what F301 and F304 say on a day."""
    reports = [*stale_column.check(kept, ctx(today)), *due_soon.check(kept, ctx(today))]
    return [each.message for each in reports if isinstance(each, Hit)]


@pytest.mark.parametrize(
    ("limit", "newest", "last"),
    [
        # Days, over New Year and over the leap day.
        ("14", date(2026, 12, 25), date(2027, 1, 8)),
        ("14", date(2026, 12, 31), date(2027, 1, 14)),
        ("14", date(2028, 2, 20), date(2028, 3, 5)),
        ("14", date(2027, 2, 20), date(2027, 3, 6)),
        ("1", date(2026, 12, 31), date(2027, 1, 1)),
        # Calendar months: 184, 181, 182 days, not 183.
        ("6m", date(2026, 3, 1), date(2026, 9, 1)),
        ("6m", date(2026, 8, 31), date(2027, 2, 28)),
        ("6m", date(2027, 8, 31), date(2028, 2, 29)),
        ("6m", date(2026, 8, 29), date(2027, 2, 28)),
        ("6m", date(2026, 8, 28), date(2027, 2, 28)),
        ("6m", date(2026, 2, 28), date(2026, 8, 28)),
        ("6m", date(2028, 2, 29), date(2028, 8, 29)),
        ("6m", date(2026, 6, 30), date(2026, 12, 30)),
        ("6m", date(2026, 7, 1), date(2027, 1, 1)),
        # A year, with and without a leap day in it.
        ("12m", date(2028, 2, 29), date(2029, 2, 28)),
        ("12m", date(2027, 2, 28), date(2028, 2, 28)),
        ("12m", date(2027, 3, 1), date(2028, 3, 1)),
        ("12m", date(2025, 12, 31), date(2026, 12, 31)),
        ("365", date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_a_column_is_in_time_on_its_last_day_and_stale_on_the_next(
    limit: str, newest: date, last: date
) -> None:
    kept = view(column(limit), newest, newest - timedelta(days=400))
    (before,) = messages(kept, last - DAY) or ["还有 1 天"]
    assert "还有 1 天" in before
    (on_the_day,) = messages(kept, last)
    assert "今天是最后一天" in on_the_day
    (after,) = messages(kept, last + DAY)
    assert f"已 {(last + DAY - newest).days} 天未更新" in after
    assert f"最迟应在 {last:%Y-%m-%d} 更新" in after


@pytest.mark.parametrize(
    ("limit", "warn", "ahead"),
    [
        ("14", None, 3), ("31", None, 3), ("32", None, 15), ("6m", None, 15), ("1m", None, 15),
        ("14", 0, 0), ("14", 7, 7), ("6m", 30, 30), ("6m", 0, 0),
    ],
)  # fmt: skip
def test_a_unit_is_told_so_many_days_ahead_and_not_one_more(
    limit: str, warn: int | None, ahead: int
) -> None:
    newest = date(2026, 8, 31)
    kept = column(limit, warn=warn)
    last = kept.last_day(newest)
    assert last is not None
    assert messages(view(kept, newest), last - timedelta(days=ahead + 1)) == []
    assert len(messages(view(kept, newest), last - timedelta(days=ahead))) == 1


def test_months_are_counted_as_the_civil_code_counts_them() -> None:
    for months in range(1, 37):
        for number in range(0, 1500):
            day = date(2026, 1, 1) + timedelta(days=number)
            later = months_after(day, months)
            passed = (later.year - day.year) * 12 + later.month - day.month
            assert passed == months
            assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)


@pytest.mark.parametrize(("days", "is_told"), [(0, False), (1, False), (2, True), (400, True)])
@pytest.mark.parametrize("today", [date(2026, 12, 31), date(2028, 2, 28), date(2026, 11, 23)])
def test_a_date_is_in_the_future_from_the_day_after_tomorrow(
    today: date, days: int, is_told: bool
) -> None:
    kept = view(column("14"), today + timedelta(days=days), today)
    assert bool(list(future_date.check(kept, ctx(today)))) is is_told


@pytest.mark.parametrize("days", [1, 2, 40, 13_000])
def test_a_day_to_come_does_not_make_a_column_look_fresh(days: int) -> None:
    today = date(2026, 12, 31)
    kept = view(column("14"), today + timedelta(days=days), today - timedelta(days=15))
    assert [text[:12] for text in messages(kept, today)] == ["“栏目”已 15 天未更新"[:12]]


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("12-31", date(2027, 1, 1), date(2026, 12, 31)),
        ("01-01", date(2027, 1, 1), date(2027, 1, 1)),
        ("01-02", date(2027, 1, 1), date(2027, 1, 2)),
        ("01-03", date(2027, 1, 1), date(2026, 1, 3)),
        ("12-31", date(2026, 12, 30), date(2026, 12, 31)),
        ("02-29", date(2028, 2, 29), date(2028, 2, 29)),
        ("02-29", date(2028, 2, 27), date(2024, 2, 29)),
        ("02-29", date(2029, 1, 10), date(2028, 2, 29)),
        ("02-29", date(2031, 5, 1), date(2028, 2, 29)),
        ("02-30", date(2028, 3, 1), None),
        ("2026-02-30", date(2026, 3, 1), None),
        ("2026/13/05", date(2026, 3, 1), None),
        ("202年11月25日", date(2026, 12, 1), None),
        ("20226-01-05", date(2026, 12, 1), None),
        ("昨天", date(2027, 1, 1), date(2026, 12, 31)),
        ("昨天", date(2028, 3, 1), date(2028, 2, 29)),
    ],
)
def test_a_date_without_a_year_is_the_last_such_day(
    text: str, today: date, day: date | None
) -> None:
    assert row_date(text, today) == day


@pytest.mark.parametrize(
    ("due", "today", "told"),
    [
        ((1, 31), date(2027, 1, 15), ""),
        ((1, 31), date(2027, 1, 16), "还有 15 天到期"),
        ((1, 31), date(2027, 1, 30), "还有 1 天到期"),
        ((1, 31), date(2027, 1, 31), "今天是最后一天"),
        ((1, 31), date(2027, 2, 1), "没有 2026 年的内容（应在 2027-01-31 前发布，已过 1 天）"),
        ((1, 31), date(2026, 12, 31), ""),
        # 29 February in a common year and in a leap year.
        ((2, 29), date(2027, 2, 28), "今天是最后一天"),
        ((2, 29), date(2027, 3, 1), "应在 2027-02-28 前发布"),
        # New Year.
        ((12, 31), date(2026, 12, 16), "还有 15 天到期"),
        ((12, 31), date(2026, 12, 31), "今天是最后一天"),
        ((1, 1), date(2026, 12, 17), "还有 15 天到期"),
        ((1, 1), date(2027, 1, 1), "今天是最后一天"),
        ((1, 1), date(2027, 1, 2), "应在 2027-01-01 前发布，已过 1 天"),
    ],
)
def test_a_yearly_column_is_due_on_its_day(due: tuple[int, int], today: date, told: str) -> None:
    # Reports of years that are over, published in the spring after.
    behind = 1 if due != (12, 31) else 2
    newest = 2026 - behind
    kept = column(due=(Due(*due, basis="《政府信息公开条例》第四十九条"),))
    entries = tuple(
        Entry(f"{URL}{year}", f"{year}年政府信息公开工作年度报告", date(year + 1, 1, 1))
        for year in (newest, newest - 1, newest - 2)
    )
    hits = [each for each in missing_year.check(ColumnView(kept, entries), ctx(today))]
    texts = [each.message for each in hits if isinstance(each, Hit)]
    assert len(texts) == bool(told)
    assert all(told in text for text in texts)


@pytest.mark.parametrize(
    ("office", "day", "is_late"),
    [
        ("", date(2026, 1, 30), False),
        ("", date(2026, 1, 31), False),
        ("", date(2026, 2, 1), True),
        ("清河县人民政府", date(2026, 3, 30), False),
        ("清河县人民政府", date(2026, 3, 31), False),
        ("清河县人民政府", date(2026, 4, 1), True),
    ],
)
def test_an_annual_report_is_late_from_the_day_after_the_last(
    office: str, day: date, is_late: bool
) -> None:
    example = sample("年报", office=office, day=day) if office else sample("年报", day=day)
    document = example.view
    assert isinstance(document, Document)
    assert bool(list(late_report.check(document, ctx(day)))) is is_late


@pytest.mark.parametrize(
    ("approved", "day", "is_late"),
    [
        (date(2026, 1, 20), date(2026, 2, 8), False),
        (date(2026, 1, 20), date(2026, 2, 9), False),
        (date(2026, 1, 20), date(2026, 2, 10), True),
        # New Year, 29 February.
        (date(2026, 12, 15), date(2027, 1, 4), False),
        (date(2026, 12, 15), date(2027, 1, 5), True),
        (date(2028, 2, 9), date(2028, 2, 29), False),
        (date(2028, 2, 9), date(2028, 3, 1), True),
        # Put on line before it was approved, or a year after: another one is meant.
        (date(2026, 1, 20), date(2026, 1, 10), False),
        (date(2025, 1, 20), date(2026, 2, 10), False),
    ],
)
def test_a_budget_is_late_from_the_twenty_first_day(
    approved: date, day: date, is_late: bool
) -> None:
    text = f"经区人民代表大会于{approved.year}年{approved.month}月{approved.day}日批准。"
    document = Document(text, title=f"{approved.year}年区级预算公开", day=day)
    assert bool(list(late_budget.check(document, ctx(day)))) is is_late


CALL = "关于公共停车收费的意见征集\n状态：进行中\n征集时间：2026-12-01至2026-12-31"


@pytest.mark.parametrize(
    ("today", "is_told"),
    [(date(2026, 12, 30), False), (date(2026, 12, 31), False), (date(2027, 1, 1), True)],
)
def test_a_call_is_closed_on_the_day_after_its_last(today: date, is_told: bool) -> None:
    reports = closed_call.check(Document(CALL), ctx(today))
    assert any(isinstance(each, Hit) for each in reports) is is_told


def test_what_the_rules_remember_of_a_text_ends_on_the_day_that_they_name(tmp_path: Path) -> None:
    recall = Recall(tmp_path / "recall.sqlite3", "rules")
    document = Document(CALL, subject=URL, url=URL)
    said = [
        bool(judge(document, [closed_call], ctx(day), recall).findings)
        for day in (date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2))
    ]
    recall.close()
    assert said == [False, False, True, True]


def test_a_site_that_has_not_changed_grows_old_all_the_same(
    tmp_path: Path, without_browser: None
) -> None:
    first, later = date(2026, 11, 23), date(2026, 12, 10)
    recall = Recall(tmp_path / "recall.sqlite3", "rules")
    front = page(rows(first, first - DAY, first - 2 * DAY), "首页")
    with serving({"/": front}, article) as server:
        site = site_of(server, [])
        snapshot = crawl(site, Target(), tmp_path / "1", today=first)
        before = run(
            snapshot, RULES_HERE, ctx(first), template=template_of(snapshot), recall=recall
        )
        again = crawl(site, Target(), tmp_path / "2", today=later, past=snapshot.directory)
        snapshot.close()
        after = run_again(again, RULES_HERE, ctx(later), recall)
        again.close()
    recall.close()
    assert "F307" not in {each.code for each in before.findings}
    assert after is not None
    assert "F307" in {each.code for each in after.findings}


def test_half_past_eleven_at_night_in_london_is_tomorrow_in_the_office() -> None:
    assert local_day(datetime(2026, 12, 31, 15, 59, tzinfo=UTC)) == date(2026, 12, 31)
    assert local_day(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == date(2027, 1, 1)
    assert local_day(datetime(2028, 2, 28, 23, 30, tzinfo=UTC)) == date(2028, 2, 29)


# The first and the last place on earth to begin a day: one of them always has another day.
@pytest.mark.parametrize(
    "zone", ["UTC", "America/New_York", "Etc/GMT+12", "Pacific/Kiritimati", "Asia/Shanghai"]
)
def test_today_is_the_offices_day_wherever_the_machine_stands(zone: str) -> None:
    program = (
        "from datetime import UTC, datetime; from xunjian.cli import _day;"
        "from checks.workdays import local_day; print(_day(None), local_day(datetime.now(UTC)))"
    )
    office = ZoneInfo("Asia/Shanghai")
    before = datetime.now(office).date()
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    after = datetime.now(office).date()
    assert ran.stdout.split() in ([str(before)] * 2, [str(after)] * 2)
