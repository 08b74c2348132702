"""The addresses waiting to be fetched: the site's own and the outside world's, each in order."""

from collections.abc import Callable, Iterable
from heapq import heappop, heappush
from itertools import count

from crawler.address import Address

Entry = tuple[int, int, Address]


class Queue:
    """Two lanes, so that slow hosts elsewhere and the site's own delay do not wait for another."""

    def __init__(
        self, priority: Callable[[Address], int], is_inside: Callable[[str], bool]
    ) -> None:
        self._priority = priority
        self._is_inside = is_inside
        self._number = count()
        self._inside: list[Entry] = []
        self._outside: list[Entry] = []

    def __len__(self) -> int:
        return len(self._inside) + len(self._outside)

    def push(self, addresses: Iterable[Address]) -> None:
        """Add addresses."""
        for address in addresses:
            lane = self._inside if self._is_inside(address.url) else self._outside
            heappush(lane, (-self._priority(address), next(self._number), address))

    def pop_inside(self) -> Address | None:
        """Take the site's own address that comes first."""
        return heappop(self._inside)[2] if self._inside else None

    def pop_outside(self) -> Address | None:
        """Take the outside address that comes first."""
        return heappop(self._outside)[2] if self._outside else None
