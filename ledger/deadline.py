"""When an issue has to be fixed: working days in China."""

from dataclasses import dataclass
from datetime import date

from checks.finding import Severity
from checks.workdays import Deadline, due


@dataclass(frozen=True, slots=True)
class Terms:
    """How many working days a unit has; `column` holds for columns that went stale or empty."""

    critical: int = 1
    error: int = 5
    warning: int = 10
    column: int = 10

    def days(self, code: str, severity: Severity) -> int:
        """Return the working days for an issue of this rule and severity."""
        # Content for a column has to be written first, however grave the fault is.
        if code.startswith("F"):
            return self.column
        if severity is Severity.CRITICAL:
            return self.critical
        return self.error if severity is Severity.ERROR else self.warning

    def due(self, code: str, severity: Severity, day: date) -> Deadline:
        """Return the deadline of an issue that is notified on the day."""
        return due(day, self.days(code, severity))
