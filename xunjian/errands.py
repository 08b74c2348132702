"""Small jobs every few minutes, each in a thread of its own beside scans of hours."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from ledger.ledger import Ledger

logger = logging.getLogger(__name__)

Errand = Callable[[Ledger, datetime], str]


class Errands:
    """Runs jobs one after the other every few minutes, and never twice at a time.

    They keep no slots: each finds out by itself what there is to do, and does nothing twice.
    """

    def __init__(
        self, name: str, every: timedelta, jobs: tuple[Errand, ...], ledger: Ledger
    ) -> None:
        self._name = name
        self._every = every
        self._jobs = jobs
        self._ledger = ledger
        self._last: datetime | None = None
        self._thread: threading.Thread | None = None

    def look(self, now: datetime, clock: Callable[[], datetime]) -> None:
        """Start the jobs if it is time and they are not under way; never wait for them."""
        if self._thread is not None and self._thread.is_alive():
            return
        # A clock that was put back must not hold them up either.
        if self._last is not None and abs(now - self._last) < self._every:
            return
        self._last = now
        # A daemon: a site that does not answer must not hold up the end of the process.
        self._thread = threading.Thread(
            target=self._run, args=(clock,), name="errands", daemon=True
        )
        self._thread.start()

    def join(self, timeout: float | None = None) -> None:
        """Wait until none is under way."""
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self, clock: Callable[[], datetime]) -> None:
        for job in self._jobs:
            try:
                outcome = job(self._ledger, clock())
            except Exception:
                # One job of the scheduler; it is tried again in some minutes.
                logger.exception("%s：失败", self._name)
            else:
                if outcome:
                    logger.info("%s：%s", self._name, outcome)
