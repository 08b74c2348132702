"""What the status page shows, gathered from the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from checks.finding import Severity
from checks.registry import load_rules
from checks.workdays import local_day
from crawler.site import Site
from ledger.deadline import calendar_warning
from ledger.issue import IssueFilter, ScanInfo, Slot, Transition
from ledger.ledger import Ledger
from ledger.lifecycle import OPEN, State
from ledger.outbox import NoticeState
from notifier.notice import Awaited
from xunjian import schedule
from xunjian.availability import Availability, in_words
from xunjian.config import Config
from xunjian.plans import next_try
from xunjian.probing import week_of
from xunjian.schedules import Kind, Run, label, next_runs, zone_of
from xunjian.waiting import waiting

OPEN_STATES = tuple(state for state in State if state in OPEN)
CLOSED_STATES = tuple(state for state in State if state not in OPEN)
NEXT_RUNS, PAST_RUNS, STEPS = 5, 6, 12


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site with its last full scan, its last recheck, and a week of visits to its home page."""

    site: Site
    full: ScanInfo | None
    recheck: ScanInfo | None
    week: Availability

    @property
    def coverage(self) -> float | None:
        """The share of the addresses that the full scan could fetch."""
        if self.full is None or not self.full.pages + self.full.errors:
            return None
        return self.full.pages / (self.full.pages + self.full.errors)

    @property
    def visits(self) -> str:
        """How the week of visits went, "" without any."""
        return in_words(self.week) if self.week.visits or self.week.left_out else ""


@dataclass(frozen=True, slots=True)
class StateRow:
    """How many issues are in a state, by severity."""

    state: State
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All severities together."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run of a schedule; `outcome` is empty while it goes on."""

    label: str
    slot: Slot

    @property
    def word(self) -> str:
        """The first word of the outcome: 完成, 失败, 错过 or 中断."""
        return self.slot.outcome.partition("：")[0]

    @property
    def rest(self) -> str:
        """What follows the first word."""
        return self.slot.outcome.partition("：")[2]


@dataclass(frozen=True, slots=True)
class Status:
    """The status page."""

    now: datetime
    beat: datetime | None
    is_alive: bool
    sites: tuple[SiteRow, ...]
    open: tuple[StateRow, ...]
    closed: tuple[StateRow, ...]
    overdue: int
    pending: int
    notices: tuple[tuple[NoticeState, int], ...]
    next_runs: tuple[Run, ...]
    past_runs: tuple[PastRun, ...]
    steps: tuple[Transition, ...]
    awaited: tuple[Awaited, ...]
    calendar: str

    @property
    def open_total(self) -> int:
        """All issues that somebody has to deal with."""
        return sum(row.total for row in self.open)

    @property
    def critical(self) -> int:
        """Those of them that are critical."""
        return sum(row.counts[Severity.CRITICAL.rank] for row in self.open)


def status(config: Config, ledger: Ledger, now: datetime) -> Status:
    """Gather the status page."""
    beat = schedule.last_beat(ledger)
    counts = ledger.notice_counts()
    return Status(
        now=now,
        beat=beat,
        is_alive=schedule.is_alive(beat, now),
        sites=tuple(_site_row(config, ledger, site, now) for site in config.sites),
        open=tuple(_state_row(ledger, state) for state in OPEN_STATES),
        closed=tuple(_state_row(ledger, state) for state in CLOSED_STATES),
        overdue=ledger.count(IssueFilter(overdue_on=local_day(now))),
        pending=len(ledger.pending()),
        notices=tuple((state, counts.get(state, 0)) for state in NoticeState),
        next_runs=(*_owed(config, ledger, now), *next_runs(config, now)[:NEXT_RUNS]),
        past_runs=_past_runs(config, ledger),
        steps=tuple(ledger.latest(STEPS)),
        awaited=tuple(_awaited(config, ledger)),
        calendar=calendar_warning(local_day(now), config.terms.calendar),
    )


def _awaited(config: Config, ledger: Ledger) -> Iterator[Awaited]:
    """Yield what waits for the supervising office to decide, as its letter lists it."""
    titles = {rule.code: rule.title for rule in load_rules()}
    for site in config.sites:
        names = {unit.id: unit.name for unit in site.units}
        yield from waiting(ledger, site.id, names, titles).awaited


def _owed(config: Config, ledger: Ledger, now: datetime) -> Iterator[Run]:
    """Yield when what units call mended, and what was closed a while ago, is looked at next."""
    for site in config.sites:
        tries = {claim: next_try(claim) for claim in ledger.owed.claims(site.id)}
        waiting = [at for at in tries.values() if at is not None]
        if waiting:
            name = f"{Kind.CLAIMS.label}·{site.name}（{len(waiting)} 个）"
            yield Run(name, max(now, min(waiting)))
        zone, at = zone_of(config), config.schedule.recheck_time
        for day, count in list(ledger.owed.ahead(site.id).items())[:1]:
            moment = datetime.combine(day, at, zone)
            yield Run(f"销号后回头看·{site.name}（{count} 个）", max(now, moment))


def _site_row(config: Config, ledger: Ledger, site: Site, now: datetime) -> SiteRow:
    scans = ledger.scans(site.id)
    return SiteRow(
        site,
        full=next((scan for scan in scans if scan.full), None),
        recheck=next((scan for scan in scans if not scan.full), None),
        week=week_of(config, ledger, site, now),
    )


def _state_row(ledger: Ledger, state: State) -> StateRow:
    filters = (IssueFilter(states=(state,), severities=(severity,)) for severity in Severity)
    return StateRow(state, tuple(ledger.count(each) for each in filters))


def _past_runs(config: Config, ledger: Ledger) -> tuple[PastRun, ...]:
    rows = [row for row in ledger.clock.slots() if row.outcome != schedule.REGISTERED]
    return tuple(PastRun(label(config, row.schedule_id), row) for row in rows[:PAST_RUNS])
