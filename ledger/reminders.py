"""Who has to be reminded of what."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ledger.issue import Issue


class ReminderKind(StrEnum):
    """What a reminder says; the values are stored and shown."""

    BEFORE = "到期提醒"
    UNACKNOWLEDGED = "未签收提醒"
    OVERDUE = "催办"
    SUPERVISED = "督办"
    PUBLIC = "拟通报"


@dataclass(frozen=True, slots=True)
class Reminder:
    """An issue that somebody has to be reminded of."""

    issue: Issue
    kind: ReminderKind
    due: date
