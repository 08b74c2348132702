"""At which hours letters go out: nobody is written to at night or on a holiday without need."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from checks.workdays import LOCAL, Calendar, local_day


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
        return self._opening(self.calendar.first_working(day))

    def retry_at(
        self, queued_at: datetime, wanted: datetime, patience: timedelta
    ) -> datetime | None:
        """Return when to try again, at `wanted` at the earliest; None when patience is at an end.

        Patience begins when the letter could go out first, and days off do not use it up: else
        one queued before a holiday would be given up without a try.
        """
        again = self.next(wanted)
        return again if again <= self._end(self.next(queued_at), patience) else None

    def _end(self, since: datetime, patience: timedelta) -> datetime:
        last = since + patience
        if self.is_always:
            return last
        day = local_day(since)
        while day < local_day(last):
            day += timedelta(days=1)
            if not self.calendar.is_working(day):
                last += timedelta(days=1)
        return last

    def _opening(self, day: date) -> datetime:
        return datetime.combine(day, self.opens, LOCAL).astimezone(UTC)


# For what is urgent, and for offices that do not mind the hour.
ALWAYS = SendingHours(is_always=True)
