"""What is told to whom: recipients, the scan a notice speaks of, the notice itself."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checks.finding import Severity, Undecided
from ledger.issue import Issue, Transition
from ledger.lifecycle import State

# Whom the problems of the site as a whole belong to, wherever units are named.
NO_UNIT = "全站（由主管部门负责）"


class NoticeKind(StrEnum):
    """What a notice is; the value is its name in subjects and file names."""

    UNIT = "问题清单"
    SUPERVISOR = "巡检情况汇总"

    @property
    def slug(self) -> str:
        """The kind in Message-IDs, which are ASCII."""
        return {NoticeKind.UNIT: "list", NoticeKind.SUPERVISOR: "summary"}[self]


@dataclass(frozen=True, slots=True)
class Recipient:
    """A unit or the supervising office; `contact` is how the letter greets (“王科长”)."""

    unit_id: str
    name: str
    emails: tuple[str, ...]
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Scanned:
    """The scan that the notices speak of; `incomplete` says why it saw less than it should."""

    site_name: str
    site_url: str
    scan_id: str
    day: date
    pages: int = 0
    links: int = 0
    incomplete: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many problems a unit or a family of rules has, for the summary."""

    label: str
    new: int = 0
    relapsed: int = 0
    closed: int = 0
    critical: int = 0
    standing: int = 0
    mailed: bool = True

    @property
    def told(self) -> int:
        """Problems to be dealt with that this round brought up."""
        return self.new + self.relapsed


@dataclass(frozen=True, slots=True)
class Summary:
    """What only the supervisor gets to see."""

    units: tuple[Tally, ...]
    families: tuple[Tally, ...]
    critical: tuple[Transition, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    total: Tally = Tally("合计")


@dataclass(frozen=True, slots=True)
class Notice:
    """One letter: the transitions it tells, and the open issues that its workbook repeats.

    The issues in it are copies for display: names stand in place of column and unit ids.
    `transition_ids` also holds what a later transition of the same issue has overtaken.
    `sequence` tells apart several letters of one scan to one recipient.
    """

    recipient: Recipient
    kind: NoticeKind
    scan: Scanned
    transitions: tuple[Transition, ...]
    transition_ids: tuple[int, ...]
    standing: tuple[Issue, ...] = ()
    summary: Summary | None = None
    sequence: int = 1

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
    def closed(self) -> tuple[Transition, ...]:
        """Problems confirmed as put right."""
        return self.having(State.FIXED)

    @property
    def open(self) -> tuple[Transition, ...]:
        """What the recipient must deal with, worst first."""
        return tuple(one for one in self.transitions if one.new is not State.FIXED)

    @property
    def worst(self) -> Severity | None:
        """The severity of the worst problem to deal with."""
        return min((one.issue.severity for one in self.open), key=lambda s: s.rank, default=None)


def thread_id(notice: Notice, domain: str) -> str:
    """Name the thread that gathers one recipient's letters about one scan."""
    return f"<{_atom(notice.scan.scan_id)}.{_atom(notice.recipient.unit_id)}@{domain}>"


def message_id(notice: Notice, domain: str) -> str:
    """Name the letter, the same on every attempt to send it."""
    scan, unit = _atom(notice.scan.scan_id), _atom(notice.recipient.unit_id)
    return f"<{scan}.{unit}.{notice.kind.slug}.c{notice.sequence}@{domain}>"


def _atom(text: str) -> str:
    """Return text fit for a Message-ID; what had to change gets a digest to stay distinct."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-")
    if plain == text and plain:
        return plain
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{plain[:24]}-{digest}".strip("-")
