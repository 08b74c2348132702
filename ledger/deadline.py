"""When an issue has to be fixed, in working days, and what is said before and after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from checks.finding import Severity
from checks.workdays import Calendar, Deadline

COLUMN_FAMILY = "F"
# The State Council announces the next year's holidays in November.
NOVEMBER = 11


@dataclass(frozen=True, slots=True)
class Ladder:
    """How many working days before or after a date each step is taken; 0 leaves it out.

    `remind` comes before the deadline, to whom has acknowledged too if `remind_acknowledged`;
    `acknowledge` counts from the notice; the others count after the deadline. So many `relapses`
    put an issue on the list for publishing at once.
    """

    remind: int = 1
    remind_acknowledged: bool = False
    acknowledge: int = 1
    urge: int = 1
    supervise: int = 3
    publish: int = 5
    relapses: int = 2


@dataclass(frozen=True, slots=True)
class Terms:
    """How many working days a unit has; `column` holds for columns that went stale or empty.

    `codes` gives rules, or families by their letter, terms of their own.
    """

    critical: int = 1
    error: int = 3
    warning: int = 5
    column: int = 10
    codes: Mapping[str, int] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=Calendar)
    ladder: Ladder = Ladder()

    def days(self, code: str, severity: Severity, *, relapsed: bool = False) -> int:
        """Return the working days for an issue of this rule and severity; relapsed, half of them."""
        days = self._days(code, severity)
        return max(1, days // 2) if relapsed else days

    def due(self, code: str, severity: Severity, day: date, *, relapsed: bool = False) -> Deadline:
        """Return the deadline of an issue that is notified on the day."""
        return self.calendar.due(day, self.days(code, severity, relapsed=relapsed))

    def _days(self, code: str, severity: Severity) -> int:
        if code in self.codes:
            return self.codes[code]
        family = self.codes.get(code[:1])
        # Content for a column has to be written first, however grave the fault is.
        if code.startswith(COLUMN_FAMILY):
            return self.column if family is None else family
        own = {Severity.CRITICAL: self.critical, Severity.ERROR: self.error}
        days = own.get(severity, self.warning)
        if family is None:
            return days
        # A family's term must not give a leak more time.
        return min(days, family) if severity is Severity.CRITICAL else family


def calendar_warning(today: date, calendar: Calendar | None = None) -> str:
    """Say that deadlines are provisional because a year's holidays are not known; "" if they are."""
    known = calendar or Calendar()
    years = [today.year] + ([today.year + 1] if today.month >= NOVEMBER else [])
    missing = "、".join(f"{year} 年" for year in years if not known.is_announced(year))
    if not missing:
        return ""
    return (
        f"{missing}的放假调休安排还没有录入，跨到该年的整改期限都是暂定的。"
        "请在国务院办公厅公布后升级 chinesecalendar，"
        "或者填写 [deadlines] 的 holidays、workdays 和 announced。"
    )
