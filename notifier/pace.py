"""How fast messages go to each destination, and which destinations are left alone for now."""

from collections.abc import Callable

from ledger.outbox import MAIL

# A way that failed so often in a row is closed for this round: each try may cost minutes.
MOST_FAILURES = 3


class Pace:
    """The turns of a round: all mailboxes share one, every robot has its own."""

    def __init__(self, mails: float, robots: float, tick: Callable[[], float]) -> None:
        self._mails = mails
        self._robots = robots
        self._tick = tick
        self._next: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._closed: set[str] = set()

    def begin(self, destination: str) -> None:
        """Note that a message goes there now."""
        rate = self._mails if destination == MAIL else self._robots
        if rate:
            self._next[destination] = self._tick() + 1 / rate

    def ended(self, destination: str, *, is_closed: bool, at_once: bool = False) -> bool:
        """Note how it went; whether the destination is left alone from now on."""
        failures = self._failures.get(destination, 0) + 1 if is_closed else 0
        self._failures[destination] = failures
        if failures >= MOST_FAILURES or at_once:
            self._closed.add(destination)
            self._next.pop(destination, None)
            return True
        return False

    def resting(self) -> set[str]:
        """Return the destinations whose turn has not come, and those that are closed."""
        now = self._tick()
        self._next = {place: at for place, at in self._next.items() if at > now}
        return {*self._next, *self._closed}

    def pause(self) -> float | None:
        """Return how long until the next turn of any destination; None when nobody waits."""
        if not self._next:
            return None
        return max(min(self._next.values()) - self._tick(), 0.0)
