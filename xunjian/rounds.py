"""Starts the visits to the home pages on time, beside scans that may take hours."""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from crawler.site import Site
from ledger.ledger import Ledger

logger = logging.getLogger(__name__)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

Visit = Callable[[Sequence[Site], Ledger, datetime], str]


class Rounds:
    """Visits the sites once in every interval, in a thread of its own.

    The ledger knows when a site was visited last, so a restart begins no new interval, and
    several schedulers that share a ledger make one round.
    """

    def __init__(
        self, sites: Sequence[Site], every: timedelta, visit: Visit, ledger: Ledger
    ) -> None:
        self._sites = sites
        self._every = every
        self._visit = visit
        self._ledger = ledger
        self._settled: datetime | None = None
        self._thread: threading.Thread | None = None

    def look(self, now: datetime) -> None:
        """Start a round if one is due and none is under way; never wait for it."""
        start = now - (now - EPOCH) % self._every
        if self._settled == start or (self._thread is not None and self._thread.is_alive()):
            return
        last = self._ledger.clock.last_probes(now)
        due = [site for site in self._sites if site.id not in last or last[site.id] < start]
        self._settled = start
        if due:
            # A daemon: a site that does not answer must not hold up the end of the process.
            self._thread = threading.Thread(
                target=self._run, args=(due, now), name="visits", daemon=True
            )
            self._thread.start()

    def join(self, timeout: float | None = None) -> None:
        """Wait until no round is under way."""
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self, due: Sequence[Site], now: datetime) -> None:
        try:
            outcome = self._visit(due, self._ledger, now)
        except Exception:
            # One job of the scheduler; the next interval brings another.
            logger.exception("首页拨测：失败")
        else:
            logger.info("首页拨测：%s", outcome)
