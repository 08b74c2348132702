"""What the ledger hands out: issues, transitions, scans, visits and what a scan changed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from checks.finding import Severity
from ledger.lifecycle import Event, State


@dataclass(frozen=True, slots=True)
class Issue:
    """A fault that is followed until it is gone.

    `cycle` counts how often it was opened; `version` grows with every change of state. It shows on
    so many `pages`, the first of which are `sources`; none are named where it is `url` alone.
    `claimed_at` is when the unit said that it is mended, until a look has confirmed or refuted
    it (`returns` counts that). So many `absences` in a row, the first `absent_since`, did not
    meet it. `met_due` says of a closed one whether it was mended in time. `held_by` is the
    question that people have to answer before anybody is told.
    """

    id: int
    fingerprint: str
    site_id: str
    code: str
    name: str
    title: str
    subject: str
    url: str
    column: str
    unit: str
    state: State
    severity: Severity
    message: str
    evidence: str
    suggestion: str
    first_seen: datetime
    last_seen: datetime
    due: date | None = None
    due_provisional: bool = False
    cycle: int = 1
    closed_at: datetime | None = None
    close_reason: str = ""
    waived_until: date | None = None
    version: int = 1
    page_title: str = ""
    sources: tuple[str, ...] = ()
    pages: int = 1
    key_mark: str = ""
    assigned: str = ""
    told_at: datetime | None = None
    claimed_at: datetime | None = None
    returns: int = 0
    absences: int = 0
    absent_since: datetime | None = None
    extended_from: date | None = None
    met_due: bool | None = None
    held_by: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in (State.NEW, State.NOTIFIED, State.IN_PROGRESS, State.RELAPSED)


@dataclass(frozen=True, slots=True)
class Transition:
    """One step in the life of an issue; `due` is the deadline in force when it happened.

    `issue` is the issue as it is now, not as it was then. A `notice_id` of None means that
    nobody was told (yet).
    """

    id: int
    issue: Issue
    old: State | None
    event: Event
    new: State
    at: datetime
    cycle: int
    actor: str = ""
    note: str = ""
    scan_id: str | None = None
    notice_id: int | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """Which issues to list; empty means no restriction, several values mean any of them.

    A code of one letter stands for its family. `text` looks into message, evidence and address.
    """

    site_id: str = ""
    states: tuple[State, ...] = ()
    units: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    subjects: tuple[str, ...] = ()
    ids: tuple[int, ...] | None = None
    text: str = ""
    overdue_on: date | None = None
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ScanInfo:
    """One scan: `pages` were fetched well, `errors` were not. The ledger fills in the rest."""

    id: str
    site_id: str
    started: datetime
    finished: datetime
    full: bool
    pages: int
    errors: int = 0
    incomplete: str = ""
    findings: int = 0
    opened: int = 0
    relapsed: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Applied:
    """What a scan changed; `repeated` means that it had been applied before.

    `returned` are issues that the unit had called mended and that are still there; `held` wait
    until people have said whether a changed rule is right about them. So many have `moved` with
    their page; `cut` are issues that were not met on a page that has lost half of its text, and
    stay open until people have looked.
    """

    scan_id: str
    opened: int
    relapsed: int
    closed: int
    refreshed: int
    incomplete: str = ""
    repeated: bool = False
    returned: int = 0
    held: int = 0
    moved: int = 0
    cut: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """One due time of a schedule and who took it."""

    schedule_id: str
    slot: datetime
    owner: str
    taken_at: datetime
    finished_at: datetime | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When a part of the program last said that it is alive."""

    name: str
    at: datetime


class Opening(StrEnum):
    """What came of a visit; the values are stored.

    UNCERTAIN is a site that answered otherwise to us than to a browser, as firewalls do; OURS
    says that our own end was down. Neither says anything of the site.
    """

    OPEN = "打开"
    FAILED = "打不开"
    UNCERTAIN = "疑似打不开"
    OURS = "本端网络不通"

    @property
    def counts(self) -> bool:
        """Whether the visit says something of the site."""
        return self in (Opening.OPEN, Opening.FAILED)


@dataclass(frozen=True, slots=True)
class Probe:
    """A visit to a site's home page; `reason` is a Chinese phrase, "" where the page opened."""

    site_id: str
    at: datetime
    seconds: float
    outcome: Opening
    reason: str = ""
