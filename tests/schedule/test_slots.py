"""When schedules are due."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.schedule.builders import LINJIANG, QINGHE, SHANGHAI, a_config, local
from xunjian.config import ConfigError
from xunjian.schedule import is_alive
from xunjian.schedules import Kind, Schedule, label, last_slot, next_runs, next_slot, schedules
from xunjian.timing import WEEKDAYS

WEEKLY = Schedule(Kind.SCAN, time(2, 0), SHANGHAI, "qinghe", weekday=0)
DAILY = Schedule(Kind.NOTIFY, time(8, 30), SHANGHAI)

# 2026-11-23 is a Monday.
LAST = [
    (WEEKLY, local(2026, 11, 23, 1, 59), local(2026, 11, 16, 2)),
    (WEEKLY, local(2026, 11, 23, 2, 0), local(2026, 11, 23, 2)),
    (WEEKLY, local(2026, 11, 29, 23, 59), local(2026, 11, 23, 2)),
    (DAILY, local(2026, 11, 23, 8, 29), local(2026, 11, 22, 8, 30)),
    (DAILY, local(2026, 11, 23, 8, 30), local(2026, 11, 23, 8, 30)),
    # The turn of the year.
    (WEEKLY, local(2027, 1, 1), local(2026, 12, 28, 2)),
    # Midnight in Shanghai is still yesterday in UTC.
    (replace(DAILY, at=time(0, 0)), local(2026, 11, 23, 0, 0), local(2026, 11, 23, 0, 0)),
]


@pytest.mark.parametrize(("schedule", "now", "slot"), LAST)
def test_the_last_slot_is_the_newest_one_not_after_now(
    schedule: Schedule, now: datetime, slot: datetime
) -> None:
    assert last_slot(schedule, now.astimezone(UTC)) == slot


@pytest.mark.parametrize(("schedule", "now", "slot"), LAST)
def test_the_next_slot_follows_the_last_one_by_a_day_or_a_week(
    schedule: Schedule, now: datetime, slot: datetime
) -> None:
    step = timedelta(days=1 if schedule.weekday is None else 7)
    assert next_slot(schedule, now) == slot + step


@pytest.mark.parametrize(("number", "name"), list(enumerate(WEEKDAYS)))
def test_every_chinese_weekday_name_means_its_day(tmp_path: Path, number: int, name: str) -> None:
    scan = schedules(a_config(tmp_path, scan_day=name))[0]
    slot = last_slot(scan, local(2026, 11, 29, 12))
    assert slot is not None
    assert slot.astimezone(SHANGHAI).weekday() == number


def test_an_hour_that_summer_time_leaves_out_or_repeats_has_one_slot_a_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for month, day in ((3, 29), (10, 25)):
        schedule = Schedule(Kind.NOTIFY, time(2, 30), berlin)
        noon = datetime(2026, month, day, 12, tzinfo=berlin)
        slot = last_slot(schedule, noon)
        assert slot is not None
        assert last_slot(schedule, slot) == slot
        assert next_slot(schedule, slot - timedelta(seconds=1)) == slot
        assert slot.astimezone(berlin).date() == noon.date()


def test_the_next_runs_are_listed_by_time_and_named_in_chinese(tmp_path: Path) -> None:
    runs = next_runs(a_config(tmp_path, QINGHE, LINJIANG), local(2026, 11, 23, 7, 30))
    assert [(run.label, run.at.astimezone(SHANGHAI).strftime("%m-%d %H:%M")) for run in runs] == [
        ("问题通报", "11-23 08:30"),
        ("整改复核·青禾区人民政府", "11-24 07:00"),
        ("整改复核·临江镇人民政府", "11-24 07:00"),
        ("全站检测·青禾区人民政府", "11-30 02:00"),
        ("全站检测·临江镇人民政府", "11-30 02:00"),
    ]


def test_a_schedule_of_a_site_that_is_gone_is_named_by_its_id(tmp_path: Path) -> None:
    config = a_config(tmp_path)
    assert label(config, "scan:old@周一 02:00:00 Asia/Shanghai") == "全站检测·old"
    assert label(config, "backup") == "backup"


@pytest.mark.parametrize("name", ["Asia/Qinghe", "", "../secret"])
def test_a_time_zone_that_does_not_exist_is_a_fault_of_the_configuration(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(ConfigError, match="没有这个时区"):
        schedules(a_config(tmp_path, timezone=name))


def test_a_sign_of_life_counts_only_while_it_is_recent() -> None:
    now = local(2026, 11, 23)
    assert is_alive(now - timedelta(minutes=2), now)
    assert not is_alive(now - timedelta(minutes=4), now)
    assert not is_alive(now + timedelta(hours=1), now)
    assert not is_alive(None, now)
