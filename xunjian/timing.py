"""What the configuration says of times: when to scan and write, how often to visit, what is filed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from checks.workdays import LOCAL
from crawler.urls import canonical
from xunjian.availability import LEAST_INTERVAL, LONGEST_INTERVAL, Maintenance
from xunjian.tables import fill

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
# Whoever waits longer than 15 seconds has waited in vain (国办秘函〔2019〕19号).
MOST_SECONDS = 15.0
LEAST_MINUTES = LEAST_INTERVAL.seconds // 60 + 1
MOST_MINUTES = LONGEST_INTERVAL.seconds // 60
# Half of the hour in which a claim is looked at belongs to the look itself.
MOST_CLAIM_MINUTES = 30
MOST_LEAD = 30
# What was closed a year ago is history.
MOST_DAYS = 365
# A week is judged, and somebody wants to see the one before it.
LEAST_KEPT = 14


@dataclass(frozen=True, slots=True)
class ScheduleConfig:
    """`[schedule]`: weekly scan, daily recheck and mail; weekdays are Chinese names.

    What units call mended is looked for every so many minutes. So many working days before each
    inspection, the site and the whole list are gone through.
    """

    timezone: str = "Asia/Shanghai"
    scan_day: str = "周一"
    scan_time: time = time(2, 0)
    recheck_time: time = time(7, 0)
    notify_time: time = time(8, 30)
    catch_up_hours: int = 36
    claims_every: int = 5
    inspections: tuple[date, ...] = ()
    inspection_lead: int = 3


@dataclass(frozen=True, slots=True)
class RecheckConfig:
    """`[recheck]`: after how many days a share of the closed issues is looked at again."""

    days: tuple[int, ...] = (30, 90)
    sample: float = 1.0


@dataclass(frozen=True, slots=True)
class ProbeConfig:
    """`[probe]`: visits to the home pages every so many minutes.

    The references are asked where a site gives no answer: none of them does when our own end is
    down.
    """

    enabled: bool = True
    every: int = 30
    timeout: float = MOST_SECONDS
    references: tuple[str, ...] = ("https://www.gov.cn/", "https://www.baidu.com/")
    keep_days: int = 400


@dataclass(frozen=True, slots=True)
class _MaintenanceTable:
    start: datetime
    end: datetime
    reason: str = ""


def check_schedule(path: Path, schedule: ScheduleConfig, faults: list[str]) -> None:
    """Note a day, zone or time that does not exist."""
    if schedule.scan_day not in WEEKDAYS:
        said = f"schedule.scan_day = “{schedule.scan_day}”"
        faults.append(f"{path}：{said}：应为 {'、'.join(WEEKDAYS)} 之一")
    try:
        ZoneInfo(schedule.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        faults.append(
            f"{path}：schedule.timezone = “{schedule.timezone}”：没有这个时区，如 Asia/Shanghai"
        )
    if schedule.catch_up_hours < 0:
        faults.append(f"{path}：schedule.catch_up_hours = {schedule.catch_up_hours}：不能小于 0")

    if not 1 <= schedule.claims_every <= MOST_CLAIM_MINUTES:
        why = f"应在 1 和 {MOST_CLAIM_MINUTES} 分钟之间，反馈才能在一小时内复核"
        faults.append(f"{path}：schedule.claims_every = {schedule.claims_every}：{why}")
    if not 0 <= schedule.inspection_lead <= MOST_LEAD:
        why = f"应在 0 和 {MOST_LEAD} 个工作日之间"
        faults.append(f"{path}：schedule.inspection_lead = {schedule.inspection_lead}：{why}")


def read_recheck(path: Path, table: Mapping[str, Any], faults: list[str]) -> RecheckConfig | None:
    """Read `[recheck]`."""
    recheck = fill(RecheckConfig, table, str(path), "recheck.", faults)
    if recheck is None:
        return None
    if not 0 <= recheck.sample <= 1:
        faults.append(f"{path}：recheck.sample = {recheck.sample}：应在 0 和 1 之间，1 为全部")
    for days in recheck.days:
        if not 1 <= days <= MOST_DAYS:
            faults.append(f"{path}：recheck.days 中的 {days}：应在 1 和 {MOST_DAYS} 天之间")
    return recheck


def read_probe(path: Path, table: Mapping[str, Any], faults: list[str]) -> ProbeConfig | None:
    """Read `[probe]`."""
    probe = fill(ProbeConfig, table, str(path), "probe.", faults)
    if probe is None:
        return None
    if not LEAST_MINUTES <= probe.every <= MOST_MINUTES:
        why = f"应在 {LEAST_MINUTES} 和 {MOST_MINUTES} 分钟之间，每天才够 20 次"
        faults.append(f"{path}：probe.every = {probe.every}：{why}")
    if not 0 < probe.timeout <= MOST_SECONDS:
        why = f"应大于 0，不超过 {MOST_SECONDS:g} 秒"
        faults.append(f"{path}：probe.timeout = {probe.timeout}：{why}")
    if probe.keep_days < LEAST_KEPT:
        faults.append(f"{path}：probe.keep_days = {probe.keep_days}：至少为 {LEAST_KEPT}")
    for url in probe.references:
        if not canonical(url):
            faults.append(f"{path}：probe.references 中的“{url}”：不是 http 或 https 网址")
    return probe


def read_maintenance(
    path: Path, tables: Sequence[Mapping[str, Any]], faults: list[str]
) -> tuple[Maintenance, ...]:
    """Read `[[maintenance]]` of a site file; a time without a zone is that of the offices."""
    found = []
    for number, table in enumerate(tables, 1):
        prefix = f"maintenance[{number}]."
        row = fill(_MaintenanceTable, table, str(path), prefix, faults)
        if row is None:
            continue
        since, until = _aware(row.start), _aware(row.end)
        if since >= until:
            faults.append(f"{path}：{prefix}end = {row.end}：应在 start 之后")
        found.append(Maintenance(since, until, row.reason))
    return tuple(found)


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=LOCAL)
