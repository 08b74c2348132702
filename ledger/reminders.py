"""Which reminders are due for an issue on a day: a ladder that nobody is sent down again."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checks.workdays import Calendar, local_day
from ledger.deadline import Ladder
from ledger.issue import Issue
from ledger.lifecycle import State


class ReminderKind(StrEnum):
    """The steps from the lowest to the highest; the values are stored and shown."""

    UNACKNOWLEDGED = "未签收提醒"
    BEFORE = "到期提醒"
    OVERDUE = "催办"
    SUPERVISED = "督办"
    PUBLIC = "拟通报"


class ReminderState(StrEnum):
    """What became of a reminder; the values are stored and shown.

    A skipped one was overtaken by a higher step. The last three are of 拟通报 alone.
    """

    TOLD = "已提醒"
    SKIPPED = "略过"
    ASKED = "待确认"
    CONFIRMED = "确认通报"
    DROPPED = "不予通报"


STEPS = tuple(ReminderKind)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder about an issue and its deadline; lower steps that were missed are `skipped`."""

    issue: Issue
    kind: ReminderKind
    due: date
    skipped: tuple[ReminderKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of an issue in its cycle: about this deadline, and once for the whole cycle.

    `relapses` counts how often it came back after it had been mended.
    """

    steps: frozenset[ReminderKind] = frozenset()
    for_good: frozenset[ReminderKind] = frozenset()
    relapses: int = 0


def is_waiting(issue: Issue) -> bool:
    """Whether the unit has been told and has to do something now.

    Who says that it is mended waits for a look, and so does who has mended it without a word.
    """
    return (
        issue.state in (State.NOTIFIED, State.IN_PROGRESS)
        and issue.due is not None
        and issue.claimed_at is None
        and issue.absences == 0
    )


def reminders(
    issue: Issue,
    today: date,
    said: Said | None = None,
    calendar: Calendar | None = None,
    ladder: Ladder | None = None,
) -> tuple[Reminder, ...]:
    """Return what is due today: the highest step of the ladder, and the question of publishing."""
    said, calendar, ladder = said or Said(), calendar or Calendar(), ladder or Ladder()
    told = None if issue.told_at is None else local_day(issue.told_at)
    is_day = calendar.is_working(today) and (told is None or told < today)
    if issue.due is None or not is_day or not is_waiting(issue):
        return ()
    comes_back = 0 < ladder.relapses <= said.relapses
    climbed = said.steps - {ReminderKind.PUBLIC} if comes_back else said.steps
    begun = [
        kind
        for kind in STEPS
        if kind not in said.for_good
        and not (comes_back and kind is ReminderKind.PUBLIC)
        and _has_begun(kind, issue, issue.due, today, calendar, ladder)
    ]
    found = []
    if begun and not any(STEPS.index(kind) >= STEPS.index(begun[-1]) for kind in climbed):
        missed = tuple(kind for kind in begun[:-1] if kind not in climbed)
        found.append(Reminder(issue, begun[-1], issue.due, missed))
    # It comes beside the ladder: the unit has to be reminded all the same.
    if comes_back and ReminderKind.PUBLIC not in said.steps | said.for_good:
        found.append(Reminder(issue, ReminderKind.PUBLIC, issue.due))
    return tuple(found)


def _has_begun(
    kind: ReminderKind, issue: Issue, due: date, today: date, calendar: Calendar, ladder: Ladder
) -> bool:
    is_new = issue.state is State.NOTIFIED
    told = None if issue.told_at is None else local_day(issue.told_at)
    match kind:
        case ReminderKind.UNACKNOWLEDGED:
            if told is None or not is_new:
                return False
            return ladder.acknowledge > 0 and calendar.shift(told, ladder.acknowledge) <= today
        case ReminderKind.BEFORE:
            first = calendar.shift(due, -ladder.remind)
            # The notice itself has just named the deadline.
            is_news = told is None or told < first
            is_meant = is_new or ladder.remind_acknowledged
            return bool(ladder.remind) and is_meant and is_news and first <= today <= due
        case ReminderKind.OVERDUE:
            days = ladder.urge
        case ReminderKind.SUPERVISED:
            days = ladder.supervise
        case ReminderKind.PUBLIC:
            days = ladder.publish
    return days > 0 and calendar.shift(due, days) <= today
