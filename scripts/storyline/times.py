"""The simulated time of the story, for this process and for all that it starts."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import time_machine

from checks.workdays import LOCAL

OFFSET = "XUNJIAN_STORY_OFFSET"
# Python runs a `sitecustomize` that it finds on its path before anything else.
CLOCK = Path(__file__).parent / "clock"


class StoryTime:
    """Goes on by itself, second by second, and jumps where the story does."""

    def __init__(self, travel: time_machine.Traveller) -> None:
        self._travel = travel
        self._start = time.monotonic()
        self._real = 0.0

    def begin(self, real: float) -> None:
        """Note what time it really is, from which children count."""
        self._real, self._start = real, time.monotonic()

    def jump(self, at: datetime) -> None:
        """Let it be `at`; a time that has passed already changes nothing."""
        if at <= datetime.now(UTC):
            return
        self._travel.shift(at.astimezone(UTC) - datetime.now(UTC))
        really = self._real + time.monotonic() - self._start
        os.environ[OFFSET] = repr(datetime.now(UTC).timestamp() - really)

    @property
    def now(self) -> datetime:
        """What the clock in the office shows."""
        return datetime.now(LOCAL)


@contextmanager
def simulated(start: datetime) -> Iterator[StoryTime]:
    """Let time begin at `start`."""
    real = time.time()
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(CLOCK), before)))
    with time_machine.travel(start.astimezone(UTC), tick=True) as travel:
        clock = StoryTime(travel)
        clock.begin(real)
        os.environ[OFFSET] = repr(start.timestamp() - real)
        yield clock
