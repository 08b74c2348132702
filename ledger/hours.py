"""At which hours letters go out: nobody is written to at night or on a holiday without need."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from checks.workdays import LOCAL, Calendar


@dataclass(frozen=True, slots=True)
class SendingHours:
    """On working days from one time of day until another; at any time if `is_always`."""

    opens: time = time(8, 30)
    closes: time = time(17, 30)
    calendar: Calendar = field(default_factory=Calendar)
    is_always: bool = False

    def is_open(self, now: datetime) -> bool:
        """Whether letters that are not urgent may go out."""
        here = now.astimezone(LOCAL)
        is_hour = self.opens <= here.time() < self.closes
        return self.is_always or (is_hour and self.calendar.is_working(here.date()))

    def next(self, now: datetime) -> datetime:
        """Return the moment itself while letters may go out, else when they may again."""
        if self.is_open(now):
            return now
        here = now.astimezone(LOCAL)
        day = here.date() if here.time() < self.opens else here.date() + timedelta(days=1)
        opening = datetime.combine(self.calendar.first_working(day), self.opens, LOCAL)
        return opening.astimezone(UTC)


# For what is urgent, and for offices that do not mind the hour.
ALWAYS = SendingHours(is_always=True)
