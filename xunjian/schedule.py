"""The scheduler: runs what is due, each once, one after the other."""

import logging
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

from apscheduler.schedulers.background import BackgroundScheduler

from crawler.site import Site
from ledger.errors import LedgerError
from ledger.issue import Slot
from ledger.ledger import Ledger
from xunjian.config import Config, ConfigError
from xunjian.errands import Errand, Errands
from xunjian.folders import BusyError
from xunjian.probing import watched
from xunjian.rounds import Rounds, Visit
from xunjian.schedules import Kind, Schedule, label, last_slot, schedules

logger = logging.getLogger(__name__)

TICK_SECONDS = 20
# A scheduler that said nothing for so long is taken for dead.
SILENCE = timedelta(minutes=3)
STOP_SECONDS = 5.0
# Letters that a mail server put off are tried again after 1, 5, 15 and 60 minutes.
DELIVER_EVERY = timedelta(minutes=5)
# After a long outage only so many missed slots are written down, one row each.
MISSED_ROWS = 31
URGENT, DELIVERY = "紧急通知", "补发邮件"
HEARTBEAT = "scheduler:"
REGISTERED = "登记：首次启动，从下一次开始执行"
INTERRUPTED = "中断："


Job = Callable[[Site, Ledger, datetime], str]


def nothing(_ledger: Ledger, _now: datetime) -> str:
    """Do nothing."""
    return ""


def _no_job(_site: Site, _ledger: Ledger, _now: datetime) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Jobs:
    """What the schedules run; each returns a Chinese sentence saying what came of it.

    `inspect` scans a site and then looks at its whole list. `probe` visits home pages. The others
    belong to no schedule and return nothing where there was nothing to do: `deliver` sends again,
    every few minutes, what is queued and due; `urgent` writes, after every look at a site and as
    often, what must not wait for the next round of letters; `claims` looks, every few minutes, at what units
    call mended, and `answers` tells them what came of it; before that `inbox` takes what units
    have sent back.
    """

    scan: Job
    recheck: Job
    notify: Errand
    deliver: Errand
    probe: Visit
    inspect: Job = _no_job
    claims: Job = _no_job
    answers: Errand = nothing
    urgent: Errand = nothing
    inbox: Errand = nothing


@dataclass(frozen=True, slots=True)
class _Due:
    """A slot to be run; `id` is the schedule's, or that of its second attempt."""

    id: str
    schedule: Schedule
    slot: datetime


def last_beat(ledger: Ledger) -> datetime | None:
    """Return when a scheduler last said that it is alive."""
    beats = [beat.at for beat in ledger.clock.heartbeats() if beat.name.startswith(HEARTBEAT)]
    return max(beats, default=None)


def is_alive(beat: datetime | None, now: datetime) -> bool:
    """Whether the sign of life is recent; one from the future is from before a clock change."""
    return beat is not None and abs(now - beat) <= SILENCE


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


class Scheduler:
    """Looks which slots are due and runs them in one thread, one after the other.

    The row in the slot table decides who runs a slot, so several schedulers may share a ledger.
    """

    def __init__(
        self,
        config: Config,
        jobs: Jobs,
        ledger: Ledger,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._jobs = jobs
        self._ledger = ledger
        self._now = now
        self._sites = {site.id: site for site in config.sites}
        self._labels = {each.id: label(config, each.id) for each in schedules(config)}
        self._schedules = schedules(config)
        self._catch_up = timedelta(hours=config.schedule.catch_up_hours)
        # Process ids come again after a restart, in a container always the same one.
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._clock = BackgroundScheduler(timezone=UTC)
        self._lock = threading.Lock()
        self._settled: dict[str, datetime] = {}
        self._queue: dict[str, _Due] = {}
        self._current: _Due | None = None
        self._delivered: datetime | None = None
        # What is to be done between two jobs, by its name. Urgent letters also at the start:
        # a process may have died between a scan and its letters.
        self._between: dict[str, Errand] = {URGENT: jobs.urgent}
        self._worker: threading.Thread | None = None
        every = timedelta(minutes=config.probe.every)
        sites = watched(config) if config.probe.enabled else ()
        self._rounds = Rounds(sites, every, jobs.probe, ledger)
        often = timedelta(minutes=config.schedule.claims_every)
        claims = (self._claims_of(site) for site in config.sites)
        # At the end in any case: scans and people have judged claims as well.
        self._claims = Errands(
            Kind.CLAIMS.label, often, (jobs.inbox, *claims, jobs.answers), ledger
        )

    def _claims_of(self, site: Site) -> Errand:
        """Return the look at the claims of a site, whose units are answered at once."""

        def errand(ledger: Ledger, now: datetime) -> str:
            looked = self._jobs.claims(site, ledger, now)
            answered = self._jobs.answers(ledger, self._now()) if looked else ""
            return "；".join(part for part in (looked, answered) if part)

        return errand

    def start(self) -> None:
        """Begin to tick."""
        self._clock.add_job(
            self.tick,
            "interval",
            seconds=TICK_SECONDS,
            next_run_time=utc_now(),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        self._clock.start()

    def stop(self, wait: float = STOP_SECONDS) -> None:
        """Stop ticking; what still runs after `wait` seconds is left for the next start."""
        if self._clock.running:
            self._clock.shutdown()
        with self._lock:
            self._queue.clear()
            self._between.clear()
        self.join(wait)
        with self._lock:
            if self._current is not None:
                self._finish(self._current, f"{INTERRUPTED}服务停止，下次启动后接着做")

    def join(self, timeout: float | None = None) -> None:
        """Wait until nothing is running."""
        worker = self._worker
        if worker is not None:
            worker.join(timeout)
        self._rounds.join(timeout)
        self._claims.join(timeout)

    def tick(self) -> None:
        """Say that the scheduler is alive, and start what is due; never wait for a job."""
        now = self._now()
        self._ledger.clock.heartbeat(HEARTBEAT + self._owner, now)
        self._rounds.look(now)
        self._claims.look(now, self._now)
        with self._lock:
            for schedule in self._schedules:
                self._look(schedule, now)
            # A clock that was put back must not hold up the mail either.
            if self._delivered is None or abs(now - self._delivered) >= DELIVER_EVERY:
                self._delivered = now
                # Urgent ones, too: somebody may have scanned by hand.
                self._between.setdefault(URGENT, self._jobs.urgent)
                self._between[DELIVERY] = self._jobs.deliver
            if (self._queue or self._between) and self._worker is None:
                # A daemon: a scan of some hours must not hold up the end of the process.
                self._worker = threading.Thread(target=self._work, name="jobs", daemon=True)
                self._worker.start()

    def _look(self, schedule: Schedule, now: datetime) -> None:
        """Queue the schedule's latest slot if it is due, and write down those that were missed."""
        latest = last_slot(schedule, now)
        if latest is None or self._settled.get(schedule.id) == latest:
            return
        # Rows ahead of the clock stem from a time when it was wrong; they must block nothing.
        known = [row for row in self._ledger.clock.slots(schedule.id) if row.slot <= now]
        if not known and schedule.once is not None:
            self._queue_once(schedule, latest, now)
        elif not known:
            self._skip(schedule, latest, REGISTERED, now)
        elif known[0].slot < latest and schedule.once is None:
            self._queue_latest(schedule, latest, known[0].slot, now)
        elif not self._resume(schedule, known[0], now):
            return
        self._settled[schedule.id] = latest

    def _queue_once(self, schedule: Schedule, slot: datetime, now: datetime) -> None:
        """Queue what comes only once, however late, as long as it is of use."""
        if schedule.is_over(now):
            self._skip(schedule, slot, "错过：检查日之前没有运行", now)
        else:
            self._queue[schedule.id] = _Due(schedule.id, schedule, slot)

    def _queue_latest(
        self, schedule: Schedule, latest: datetime, known: datetime, now: datetime
    ) -> None:
        missed: datetime | None = latest
        for number in range(MISSED_ROWS):
            if missed is None or missed <= known:
                return
            if number:
                self._skip(schedule, missed, "错过：当时没有运行，由之后的一次代替", now)
            elif now - latest <= self._catch_up:
                self._queue[schedule.id] = _Due(schedule.id, schedule, latest)
            else:
                self._skip(schedule, latest, "错过：当时没有运行，已超过补跑时限", now)
            missed = last_slot(schedule, missed - timedelta(microseconds=1))

    def _resume(self, schedule: Schedule, row: Slot, now: datetime) -> bool:
        """Queue once more what a dead scheduler left half done; False while it may be alive."""
        was_stopped = row.outcome.startswith(INTERRUPTED)
        if row.finished_at is None and row.owner != self._owner:
            if self._lives(row.owner, now):
                return False
            outcome = f"{INTERRUPTED}程序意外退出"
            self._ledger.clock.finish_slot(schedule.id, row.slot, outcome, now)
            was_stopped = True
        is_once = schedule.once is not None and not schedule.is_over(now)
        if was_stopped and (is_once or now - row.slot <= self._catch_up):
            self._queue[schedule.id] = _Due(f"{schedule.id}#2", schedule, row.slot)
        return True

    def _lives(self, owner: str, now: datetime) -> bool:
        beats = {beat.name: beat.at for beat in self._ledger.clock.heartbeats()}
        return is_alive(beats.get(HEARTBEAT + owner), now)

    def _skip(self, schedule: Schedule, slot: datetime, outcome: str, now: datetime) -> None:
        if self._ledger.clock.take_slot(schedule.id, slot, self._owner, now):
            self._ledger.clock.finish_slot(schedule.id, slot, outcome, now)
            if outcome != REGISTERED:
                logger.warning("%s %s：%s", self._labels[schedule.id], slot, outcome)

    def _work(self) -> None:
        try:
            while task := self._next():
                task()
        finally:
            with self._lock:
                self._current = self._worker = None

    def _next(self) -> Callable[[], None] | None:
        with self._lock:
            self._current = None
            if self._between:
                # Between two long jobs, too: it takes a moment where nothing is due.
                name = next(iter(self._between))
                return partial(self._errand, name, self._between.pop(name))
            if not self._queue:
                # Under the same lock as the tick, which else might count on this thread.
                self._worker = None
                return None
            first = min(self._queue.values(), key=lambda due: due.slot)
            return partial(self._run, self._queue.pop(first.schedule.id))

    def _errand(self, name: str, errand: Errand) -> None:
        try:
            outcome = errand(self._ledger, self._now())
        except Exception:
            # One job of the scheduler; the letters wait for the next time.
            logger.exception("%s：失败", name)
        else:
            if outcome:
                logger.info("%s：%s", name, outcome)

    def _run(self, due: _Due) -> None:
        try:
            if not self._ledger.clock.take_slot(due.id, due.slot, self._owner, self._now()):
                return
        except LedgerError:
            logger.exception("%s could not be taken", due.id)
            with self._lock:
                self._settled.pop(due.schedule.id, None)
            return
        with self._lock:
            self._current = due
        name = self._labels[due.schedule.id]
        logger.info("%s：开始", name)
        try:
            outcome = f"完成：{self._job(due.schedule)}"
        except Exception as error:
            logger.exception("%s：失败", name)
            outcome = f"失败：{_reason(error)}"
        if due.schedule.kind is not Kind.NOTIFY:
            with self._lock:
                self._between[URGENT] = self._jobs.urgent
        try:
            with self._lock:  # or stop() might call it interrupted in this very moment
                self._finish(due, outcome)
                self._current = None
        except LedgerError:
            logger.exception("%s：结果未能记入台账：%s", name, outcome)
        logger.info("%s：%s", name, outcome)

    def _job(self, schedule: Schedule) -> str:
        now = self._now()
        match schedule.kind:
            case Kind.SCAN:
                return self._jobs.scan(self._sites[schedule.site_id], self._ledger, now)
            case Kind.RECHECK:
                return self._jobs.recheck(self._sites[schedule.site_id], self._ledger, now)
            case Kind.INSPECTION:
                return self._jobs.inspect(self._sites[schedule.site_id], self._ledger, now)
            case Kind.NOTIFY:
                return self._jobs.notify(self._ledger, now)
            case Kind.CLAIMS:
                return self._jobs.claims(self._sites[schedule.site_id], self._ledger, now)

    def _finish(self, due: _Due, outcome: str) -> None:
        self._ledger.clock.finish_slot(due.id, due.slot, outcome, self._now())


def _reason(error: Exception) -> str:
    """Say what went wrong; only our own sentences are fit to be shown to everybody."""
    if isinstance(error, ConfigError | LedgerError | BusyError):
        return str(error)
    return f"程序出错（{type(error).__name__}），详见日志"
