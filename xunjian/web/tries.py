"""Counts wrong links by the address that they come from."""

import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta

MOST_TRIES = 30
WINDOW = timedelta(minutes=10)
# Addresses that are remembered; the oldest is forgotten first.
MOST_ADDRESSES = 10_000


class Tries:
    """The wrong links of the last minutes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._times: OrderedDict[str, deque[datetime]] = OrderedDict()

    def add(self, address: str, now: datetime) -> bool:
        """Count one; True for the one with which there are too many."""
        with self._lock:
            times = self._recent(address, now)
            times.append(now)
            self._times[address] = times
            self._times.move_to_end(address)
            if len(self._times) > MOST_ADDRESSES:
                self._times.popitem(last=False)
            return len(times) == MOST_TRIES + 1

    def is_over(self, address: str, now: datetime) -> bool:
        """Whether the address has tried too often."""
        with self._lock:
            return len(self._recent(address, now)) > MOST_TRIES

    def _recent(self, address: str, now: datetime) -> deque[datetime]:
        times = self._times.get(address, deque(maxlen=MOST_TRIES + 2))
        while times and not timedelta(0) <= now - times[0] < WINDOW:
            times.popleft()
        return times
