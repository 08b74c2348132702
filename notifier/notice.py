"""What is told to whom: recipients, the scan a notice speaks of, the notice itself."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checks.finding import Severity, Undecided
from ledger.decided import Decided
from ledger.issue import Issue, Transition
from ledger.lifecycle import Event, State
from ledger.reminders import Reminder, ReminderKind
from notifier.trend import Week

# Whom the problems of the site as a whole belong to, wherever units are named.
NO_UNIT = "全站（由主管部门负责）"
# Columns that went stale and letters without an answer are grave, but nothing is lost by morning.
URGENT_FAMILIES = frozenset("WPL")

# What is overdue: the leaders of a unit hear of it, too.
LATE = (ReminderKind.OVERDUE, ReminderKind.SUPERVISED)
# An answer may be about problems out of many letters; a header can be too long.
MOST_REFERENCES = 6


class Occasion(StrEnum):
    """When letters are written; the values are shown."""

    DAILY = "每日通报"
    URGENT = "紧急通报"
    ANSWERS = "复核答复"


class NoticeKind(StrEnum):
    """What a notice is; the value is its name in subjects and file names."""

    UNIT = "问题清单"
    URGENT = "紧急通报"
    ANSWER = "复核结果"
    SUPERVISOR = "巡检情况汇总"

    @property
    def slug(self) -> str:
        """The kind in Message-IDs, which are ASCII."""
        return {
            NoticeKind.UNIT: "list",
            NoticeKind.URGENT: "urgent",
            NoticeKind.ANSWER: "answer",
            NoticeKind.SUPERVISOR: "summary",
        }[self]

    @property
    def is_daily(self) -> bool:
        """Whether a recipient gets one a day at most."""
        return self in (NoticeKind.UNIT, NoticeKind.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A unit or the supervising office; `contact` is how the letter greets (“王科长”).

    `leaders` get those letters too in which something is overdue (催办).
    """

    unit_id: str
    name: str
    emails: tuple[str, ...]
    contact: str = ""
    leaders: tuple[str, ...] = ()
    is_supervisor: bool = False


@dataclass(frozen=True, slots=True)
class Scanned:
    """The scan that the notices speak of; `incomplete` says why it saw less than it should.

    `day` is the day of the letter, from which deadlines count; `scanned` that of the scan.
    """

    site_name: str
    site_url: str
    scan_id: str
    day: date
    pages: int = 0
    links: int = 0
    incomplete: str = ""
    site_id: str = ""
    scanned: date | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many problems a unit or a family of rules has, for the summary."""

    label: str
    new: int = 0
    relapsed: int = 0
    returned: int = 0
    closed: int = 0
    critical: int = 0
    standing: int = 0
    overdue: int = 0
    mailed: bool = True

    @property
    def told(self) -> int:
        """Problems to be dealt with that this round brought up."""
        return self.new + self.relapsed + self.returned


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something that the supervising office has to decide: a request, or a changed rule.

    `commands` are what to run: one of them does it.
    """

    label: str
    text: str
    unit: str = ""
    reason: str = ""
    since: date | None = None
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What only the supervisor gets to see."""

    units: tuple[Tally, ...]
    families: tuple[Tally, ...]
    critical: tuple[Transition, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    total: Tally = Tally("合计")
    awaited: tuple[Awaited, ...] = ()
    trend: tuple[Week, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """One letter: the transitions it tells, and the open issues that its workbook repeats.

    The issues in it are copies for display: names stand in place of column and unit ids.
    `transition_ids` also holds what a later transition of the same issue has overtaken.
    `reminders` are made by this letter, `mentions` by the supervisor's: it only names them.
    `answers_to` are the letters that it follows up, `decided` the requests of the unit to which
    it says yes or no.
    """

    recipient: Recipient
    kind: NoticeKind
    scan: Scanned
    transitions: tuple[Transition, ...]
    transition_ids: tuple[int, ...]
    standing: tuple[Issue, ...] = ()
    summary: Summary | None = None
    reminders: tuple[Reminder, ...] = ()
    mentions: tuple[Reminder, ...] = ()
    answers_to: tuple[str, ...] = ()
    decided: tuple[Decided, ...] = ()

    @property
    def title(self) -> str:
        """What the letter is, for subjects and file names."""
        is_reply = self.kind is NoticeKind.ANSWER and not self.transitions
        return "申请批复" if is_reply else str(self.kind)

    def having(self, state: State) -> tuple[Transition, ...]:
        """The transitions that led to this state."""
        return tuple(one for one in self.transitions if one.new is state)

    @property
    def new(self) -> tuple[Transition, ...]:
        """Problems found for the first time."""
        return self.having(State.NEW)

    @property
    def relapsed(self) -> tuple[Transition, ...]:
        """Problems that had been put right and are back."""
        return self.having(State.RELAPSED)

    @property
    def returned(self) -> tuple[Transition, ...]:
        """Problems that the unit called mended and that are still there."""
        return tuple(one for one in self.transitions if one.event is Event.RETURN)

    @property
    def closed(self) -> tuple[Transition, ...]:
        """Problems confirmed as put right."""
        return self.having(State.FIXED)

    @property
    def open(self) -> tuple[Transition, ...]:
        """What the recipient must deal with, worst first."""
        return tuple(one for one in self.transitions if one.new is not State.FIXED)

    @property
    def opened(self) -> tuple[Transition, ...]:
        """What the recipient has not heard of before, worst first."""
        return tuple(one for one in self.open if one.event is not Event.RETURN)

    @property
    def asked(self) -> tuple[int, ...]:
        """The numbers of all issues that the reader may answer about."""
        told = (one.issue.id for one in self.open)
        called = (one.issue.id for one in (*self.reminders, *self.mentions))
        left = (each.id for each in (*self.to_go_on, *self.standing))
        return tuple(dict.fromkeys((*told, *called, *left)))

    @property
    def to_go_on(self) -> tuple[Issue, ...]:
        """What is still to be mended although, or because, a request about it was decided."""
        return tuple(one.issue for one in self.decided if one.issue.is_open)

    @property
    def is_urgent(self) -> bool:
        """Whether something in it cannot wait."""
        return any(is_urgent(one) for one in self.open)

    def reminding(self, *kinds: ReminderKind) -> tuple[Reminder, ...]:
        """The reminders of these kinds, one an issue."""
        both = (*self.reminders, *self.mentions)
        return tuple({one.issue.id: one for one in both if one.kind in kinds}.values())


def is_urgent(one: Transition) -> bool:
    """Whether the transition is told at any hour: a leak, a grave word, a page tampered with."""
    issue = one.issue
    return (
        one.new in (State.NEW, State.RELAPSED)
        and issue.severity is Severity.CRITICAL
        and issue.code[:1] in URGENT_FAMILIES
    )


def is_answer(one: Transition) -> bool:
    """Whether the transition answers a unit that had called the problem mended."""
    is_confirmed = one.event is Event.ABSENT and one.issue.claimed_at is not None
    return one.event is Event.RETURN or is_confirmed


def thread_id(scan_id: str, unit_id: str, domain: str) -> str:
    """Name the thread that gathers one recipient's letters about one scan."""
    return f"<{_atom(scan_id)}.{_atom(unit_id)}@{domain}>"


def references(notice: Notice, domain: str) -> str:
    """Name the letters that this one belongs to: those it answers, else its thread."""
    thread = thread_id(notice.scan.scan_id, notice.recipient.unit_id, domain)
    return " ".join(notice.answers_to[-MOST_REFERENCES:]) or thread


def message_id(notice: Notice, domain: str) -> str:
    """Name the letter, the same on every attempt to send it."""
    scan, unit = _atom(notice.scan.scan_id), _atom(notice.recipient.unit_id)
    return f"<{scan}.{unit}.{notice.kind.slug}.{_serial(notice)}@{domain}>"


def letter_key(notice: Notice) -> str:
    """Return what is accepted once: a daily letter for its day, another for what it tells."""
    return f"{key_prefix(notice.kind, notice.scan.site_id)}{_serial(notice)}:{notice.recipient.unit_id}"


def key_prefix(kind: NoticeKind, site_id: str, day: date | None = None) -> str:
    """Return how the keys of such letters begin."""
    return f"{kind.slug}:{site_id}:" + (f"{day:%Y%m%d}:" if day else "")


def mailboxes(*groups: Iterable[str]) -> tuple[str, ...]:
    """Return all addresses once, in order."""
    return tuple(dict.fromkeys(address for group in groups for address in group))


def _serial(notice: Notice) -> str:
    if notice.kind.is_daily:
        return f"{notice.scan.day:%Y%m%d}"
    if notice.transition_ids:
        return f"t{min(notice.transition_ids)}"
    return f"r{min(one.request.id for one in notice.decided)}"


def _atom(text: str) -> str:
    """Return text fit for a Message-ID; what had to change gets a digest to stay distinct."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-")
    if plain == text and plain:
        return plain
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{plain[:24]}-{digest}".strip("-")
