"""When scans, rechecks and mails are due: every week, every day, or once before an inspection."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from xunjian.config import Config, ConfigError
from xunjian.timing import WEEKDAYS

WEEK_DAYS = 7


class Kind(StrEnum):
    """What a schedule runs; the values are stored in the slots.

    CLAIMS comes every few minutes and has no slots: what was claimed says itself whether it is
    to be looked at.
    """

    SCAN = "scan"
    RECHECK = "recheck"
    NOTIFY = "notify"
    CLAIMS = "claims"
    INSPECTION = "inspection"

    @property
    def label(self) -> str:
        """The name that people read."""
        return {
            Kind.SCAN: "全站检测",
            Kind.RECHECK: "整改复核",
            Kind.NOTIFY: "问题通报",
            Kind.CLAIMS: "反馈复核",
            Kind.INSPECTION: "迎检全面复核",
        }[self]


@dataclass(frozen=True, slots=True)
class Once:
    """A time that comes only once, before the `event`; worth making up for until that begins."""

    day: date
    event: date


@dataclass(frozen=True, slots=True)
class Schedule:
    """A time that comes every week, or every day where `weekday` (0 is Monday) is None, or once."""

    kind: Kind
    at: time
    zone: ZoneInfo
    site_id: str = ""
    weekday: int | None = None
    once: Once | None = None

    @property
    def id(self) -> str:
        """The name in the slot table; a changed time is a new schedule and not run backwards."""
        day = "每天" if self.weekday is None else WEEKDAYS[self.weekday]
        if self.once is not None:
            # Not by the day it runs on: another lead does not run it once more.
            return f"{self.kind}:{self.site_id}@{self.once.event.isoformat()}"
        return f"{self.kind}:{self.site_id}@{day} {self.at.isoformat()} {self.zone.key}"

    def is_over(self, now: datetime) -> bool:
        """Whether what it prepares for has begun, or is over where it runs on that very day."""
        if self.once is None:
            return False
        is_same_day = self.once.day == self.once.event
        return now >= self._moment(self.once.event + timedelta(days=is_same_day), time())

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def slots(self, now: datetime, step: int) -> Iterator[datetime]:
        """Yield the slots around `now`, forwards or, with a step of -1, backwards."""
        if self.once is not None:
            yield self._moment(self.once.day, self.at)
            return
        today = now.astimezone(self.zone).date()
        for distance in range(WEEK_DAYS + 2):
            day = today + timedelta(days=step * distance)
            if self.weekday in (None, day.weekday()):
                yield self._moment(day, self.at)


@dataclass(frozen=True, slots=True)
class Run:
    """A run that lies ahead."""

    label: str
    at: datetime


def zone_of(config: Config) -> ZoneInfo:
    """Return the zone of the schedules."""
    name = config.schedule.timezone
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        fault = f"schedule.timezone = “{name}”：没有这个时区，应形如 Asia/Shanghai"
        raise ConfigError([fault]) from error


def schedules(config: Config) -> tuple[Schedule, ...]:
    """Return all schedules in the order in which those of the same minute run."""
    wanted = config.schedule
    zone = zone_of(config)
    day = WEEKDAYS.index(wanted.scan_day)
    scans = (Schedule(Kind.SCAN, wanted.scan_time, zone, site.id, day) for site in config.sites)
    inspections = (
        Schedule(Kind.INSPECTION, wanted.scan_time, zone, site.id, once=Once(before, event))
        for event in sorted(set(wanted.inspections))
        for before in (config.terms.calendar.shift(event, -wanted.inspection_lead),)
        for site in config.sites
    )
    rechecks = (Schedule(Kind.RECHECK, wanted.recheck_time, zone, site.id) for site in config.sites)
    return (*scans, *inspections, *rechecks, Schedule(Kind.NOTIFY, wanted.notify_time, zone))


def last_slot(schedule: Schedule, now: datetime) -> datetime | None:
    """Return the newest slot that is not after `now`."""
    return next((slot for slot in schedule.slots(now, -1) if slot <= now), None)


def next_slot(schedule: Schedule, now: datetime) -> datetime | None:
    """Return the first slot after `now`."""
    return next((slot for slot in schedule.slots(now, 1) if slot > now), None)


def next_runs(config: Config, now: datetime) -> list[Run]:
    """Return the next run of every schedule, the nearest first."""
    runs = [
        Run(label(config, each.id), slot)
        for each in schedules(config)
        if (slot := next_slot(each, now)) is not None
    ]
    return sorted(runs, key=lambda run: run.at)


def label(config: Config, schedule_id: str) -> str:
    """Return what people call the schedule, also one that is no longer configured."""
    kind, _, site_id = schedule_id.rpartition("@")[0].partition(":")
    if kind not in set(Kind):
        return schedule_id
    names = {site.id: site.name for site in config.sites}
    return "·".join(part for part in (Kind(kind).label, names.get(site_id, site_id)) if part)
