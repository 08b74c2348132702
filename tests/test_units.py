"""The yearly assessment of units: 整改率, 超期, 复发, with what must not count."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from crawler.site import Site, Unit
from ledger.lifecycle import Event
from ledger.spells import Spell
from xunjian.score_units import Period, UnitRecord, mended_on, moves, period, unit_records

SITE = Site(
    "a", "示例", "http://a.example/", units=tuple(Unit(f"u{n}", f"单位{n}") for n in range(9))
)
YEAR = period(date(2026, 1, 1), date(2026, 12, 31), date(2026, 11, 30))
NUMBERS = count(1)


def at(day: str, hour: int = 2) -> datetime:
    return datetime.fromisoformat(f"2026-{day}T{hour:02}:00").replace(tzinfo=UTC)


def spell(
    opened: str,
    closed: str = "",
    *,
    due: str = "",
    unit: str = "u1",
    opening: Event = Event.FOUND,
    ending: Event = Event.ABSENT,
    claimed: str = "",
    last_seen: str = "",
    note: str = "",
    issue: int = 0,
) -> Spell:
    return Spell(
        issue or next(NUMBERS),
        "W101",
        unit,
        at(opened),
        opening,
        at(last_seen or opened),
        at(closed) if closed else None,
        ending if closed else None,
        date.fromisoformat(f"2026-{due}") if due else None,
        at(claimed) if claimed else None,
        note,
    )


def one(*spells: Spell, over: Period = YEAR) -> UnitRecord:
    [record] = unit_records(SITE, spells, over)
    return record


@pytest.mark.parametrize(
    ("spells", "due", "on_time"),
    [
        ([spell("03-02", "03-09", due="03-09")], 1, 1),  # on the last day
        ([spell("03-02", "03-10", due="03-09")], 1, 0),  # a day late
        ([spell("03-02", due="03-09")], 1, 0),  # not yet
        ([spell("11-02", due="11-30")], 0, 0),  # due today is not missed yet
        ([spell("11-02", due="12-01")], 0, 0),  # due tomorrow
        ([spell("11-02", "11-29", due="12-04")], 0, 0),  # mended before it is due: not due yet
        ([spell("03-02")], 0, 0),  # nobody was told
        ([spell("03-02", "03-05", due="03-09", ending=Event.DISMISS)], 0, 0),
        ([spell("03-02", "03-20", due="03-09", ending=Event.WAIVE)], 0, 0),
        # The scan came late; the unit had said in time that it is mended, and it was.
        ([spell("03-02", "03-16", due="03-09", claimed="03-06")], 1, 1),
        # It had said so, and a scan met the fault after that.
        ([spell("03-02", "03-16", due="03-09", claimed="03-06", last_seen="03-08")], 1, 0),
        # Two times the same issue: each has its own deadline.
        (
            [
                spell("03-02", "03-06", due="03-09", issue=7),
                spell("05-04", "06-01", due="05-11", opening=Event.RELAPSE, issue=7),
            ],
            2,
            1,
        ),
    ],
)
def test_the_share_mended_on_time_counts_what_was_due(
    spells: list[Spell], due: int, on_time: int
) -> None:
    records = unit_records(SITE, spells, YEAR)
    found = [(record.due, record.on_time) for record in records] or [(0, 0)]
    assert found == [(due, on_time)]


def test_nobody_gets_a_share_from_nothing_due() -> None:
    assert one(spell("03-02")).rate is None
    assert one(spell("03-02", "03-06", due="03-09")).rate == 1


def test_what_is_overdue_is_open_and_past_its_day() -> None:
    record = one(spell("03-02", due="03-09"), spell("03-02", due="11-30"), spell("03-02"))
    assert (record.overdue, record.found) == (1, 3)


def test_in_a_period_that_is_over_its_last_day_is_over_too() -> None:
    past = period(date(2026, 1, 1), date(2026, 3, 31), date(2026, 11, 30))
    record = one(spell("03-02", due="03-31"), over=past)
    assert (record.due, record.on_time, record.overdue) == (1, 0, 1)
    assert past.end == datetime(2026, 3, 31, 16, tzinfo=UTC)


def test_relapses_pages_taken_down_and_the_median_are_told() -> None:
    record = one(
        spell("03-02", "03-04", due="03-09"),
        spell("03-02", "03-12", due="03-09", note="页面已下线"),
        spell("03-02", "03-08", due="03-09"),
        spell("05-04", opening=Event.RELAPSE),
    )
    assert (record.closed, record.removed, record.relapsed, record.days) == (3, 1, 1, 6)


def test_what_lies_outside_the_period_does_not_count() -> None:
    quarter = period(date(2026, 4, 1), date(2026, 6, 30), date(2026, 11, 30))
    assert unit_records(SITE, [spell("03-02", "03-06", due="03-09")], quarter) == ()
    record = one(spell("03-30", "04-03", due="04-07"), over=quarter)
    assert (record.found, record.closed, record.due, record.on_time) == (0, 1, 1, 1)


def test_days_are_those_of_the_offices() -> None:
    # 17:00 UTC on New Year's Eve is New Year's Day there.
    late = datetime(2025, 12, 31, 17, tzinfo=UTC)
    assert late in YEAR
    assert late - timedelta(hours=2) not in YEAR


def test_units_are_ranked_by_share_then_overdue_then_relapses() -> None:
    good, late = {"closed": "03-06", "due": "03-09"}, {"closed": "03-12", "due": "03-09"}
    records = unit_records(
        SITE,
        [
            spell("03-02", **late, unit="u1"),
            spell("03-02", **good, unit="u2"),
            spell("05-04", unit="u2", opening=Event.RELAPSE),
            spell("03-02", **good, unit="u3"),
            spell("03-02", unit="u4"),
            spell("03-02", due="03-09", unit="u5"),
        ],
        YEAR,
    )
    assert [record.name for record in records] == ["单位3", "单位2", "单位1", "单位5", "单位4"]


def test_an_issue_of_no_unit_belongs_to_the_site() -> None:
    assert "全站" in one(spell("03-02", unit="")).name


def test_only_what_was_missed_by_a_scan_is_mended() -> None:
    assert mended_on(spell("03-02", "03-05", ending=Event.DISMISS)) is None
    assert mended_on(spell("03-02")) is None
    assert mended_on(spell("03-02", "03-05")) == date(2026, 3, 5)


def test_moves_since_a_report_are_counted() -> None:
    spells = [spell("03-02", "03-20"), spell("03-12"), spell("03-12", "03-14", ending=Event.WAIVE)]
    assert moves(spells, at("03-10")) == (2, 1)
