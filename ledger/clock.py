"""The clock: which slots of the schedules were run, signs of life, and visits at intervals."""

from collections.abc import Sequence
from datetime import datetime

from ledger import probes, slots
from ledger.engine import Store
from ledger.issue import Heartbeat, Probe, Slot


class Clock:
    """The part of the ledger that runs by the hour; every method is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def take_slot(self, schedule_id: str, slot: datetime, owner: str, now: datetime) -> bool:
        """Take the slot of a schedule; True only for the one who did."""
        with self._store.write() as connection:
            return slots.take(connection, schedule_id, slot, owner, now)

    def finish_slot(self, schedule_id: str, slot: datetime, outcome: str, now: datetime) -> None:
        """Record how the work of the slot ended."""
        with self._store.write() as connection:
            slots.finish(connection, schedule_id, slot, outcome, now)

    def slots(self, schedule_id: str = "", limit: int = 100) -> list[Slot]:
        """Return the slots taken, newest first."""
        with self._store.read() as connection:
            return slots.slots(connection, schedule_id, limit)

    def heartbeat(self, name: str, now: datetime) -> None:
        """Say that this part of the program is alive."""
        with self._store.write() as connection:
            slots.beat(connection, name, now)

    def heartbeats(self) -> list[Heartbeat]:
        """Return the last signs of life."""
        with self._store.read() as connection:
            return slots.beats(connection)

    def add_probes(self, made: Sequence[Probe], *, keep_from: datetime) -> None:
        """Write down visits to home pages, and forget those from before `keep_from`."""
        with self._store.write() as connection:
            probes.add(connection, made, keep_from)

    def probes(self, site_id: str, since: datetime) -> list[Probe]:
        """Return the visits to a site's home page, oldest first."""
        with self._store.read() as connection:
            return probes.probes(connection, site_id, since)

    def last_probes(self, now: datetime) -> dict[str, datetime]:
        """Return when each site was visited last; a time ahead of the clock is not believed."""
        with self._store.read() as connection:
            return probes.last_at(connection, now)
