"""Values for the ledger's tests, with everything that does not matter filled in."""

from datetime import UTC, datetime, timedelta

from checks.finding import Finding, Result, Severity, Undecided
from ledger.issue import ScanInfo, Transition
from ledger.ledger import Ledger
from ledger.outbox import OutboxItem

SECRET = b"a secret for tests"
SITE = "qinghe"
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def finding(
    subject: str = "page-1",
    key: str = "登陆",
    *,
    code: str = "W101",
    severity: Severity = Severity.ERROR,
    message: str = "“登陆”应为“登录”",
    unit: str = "office",
    sources: tuple[str, ...] = (),
) -> Finding:
    """Return a finding."""
    return Finding(
        code,
        "wrong-word",
        "错别字",
        severity,
        subject,
        key,
        f"https://site.test/{subject}",
        message,
        evidence="请【登陆】系统",
        suggestion="登录",
        column="notices",
        unit=unit,
        sources=sources,
    )


def result(
    *findings: Finding,
    subjects: tuple[str, ...] = ("page-1", "page-2"),
    codes: tuple[str, ...] = ("W101", "L401"),
    undecided: tuple[Undecided, ...] = (),
    gone: tuple[str, ...] = (),
    incomplete: str = "",
) -> Result:
    """Return the result of a run that looked at the subjects."""
    return Result(
        SITE,
        frozenset(codes),
        frozenset(subjects),
        findings,
        undecided,
        frozenset(gone),
        incomplete,
    )


def scan(
    name: str,
    started: datetime = MONDAY,
    *,
    full: bool = True,
    pages: int = 100,
    errors: int = 0,
) -> ScanInfo:
    """Return a scan that took an hour."""
    return ScanInfo(name, SITE, started, started + HOUR, full, pages, errors)


def item(name: str, *steps: Transition, now: datetime = MONDAY) -> OutboxItem:
    """Return a message that tells the transitions."""
    return OutboxItem(
        dedupe=name,
        message_id=f"<{name}@site.test>",
        recipient="office@site.test",
        subject="问题清单",
        payload=f"Message-ID: <{name}@site.test>\r\n\r\n".encode(),
        day=now.date(),
        unit="office",
        transition_ids=tuple(step.id for step in steps),
    )


class Weeks:
    """A ledger that is scanned every day at the same hour."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.now = MONDAY
        self.scans = 0

    def scan(self, seen: Result, **info: int | bool) -> None:
        """Apply a scan of the next day."""
        self.scans += 1
        self.now += DAY
        started = self.now - HOUR
        values = {"full": True, "pages": 100, "errors": 0, **info}
        scanned = ScanInfo(
            f"scan-{self.scans}",
            SITE,
            started,
            self.now,
            bool(values["full"]),
            values["pages"],
            values["errors"],
        )
        self.last = self.ledger.apply(seen, scan=scanned, now=self.now)

    def scan_twice(self, seen: Result, **info: int | bool) -> None:
        """Apply the same on two days in a row, which is what it takes to close an issue."""
        self.scan(seen, **info)
        self.scan(seen, **info)

    def notify(self) -> None:
        """Tell everything that is pending."""
        name = f"list-{self.now.isoformat()}"
        self.ledger.enqueue([item(name, *self.ledger.pending(), now=self.now)], now=self.now)
