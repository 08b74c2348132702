"""The ledger: what is wrong on the sites, since when, who was told, and whether it is fixed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType, TracebackType
from typing import Self

from checks.finding import Finding, Looks, PageFacts, Result, Trouble
from checks.workdays import Deadline
from ledger import (
    apply,
    decide,
    enqueue,
    identify,
    interchange,
    outbox,
    query,
    relooks,
    reminded,
    reports,
    requests,
    review,
    rulings,
    scans,
    sightings,
    spells,
    troubles,
)
from ledger.audit import Seal
from ledger.clock import Clock
from ledger.deadline import Terms
from ledger.decide import Bulk, Decision
from ledger.desk import Desk
from ledger.engine import Store, open_store
from ledger.fingerprint import fingerprint
from ledger.interchange import Moved
from ledger.issue import (
    Applied,
    Issue,
    IssueFilter,
    ScanInfo,
    Transition,
)
from ledger.lifecycle import Event, State
from ledger.mailbox import Mailbox
from ledger.outbox import NoticeState, OutboxItem, Outcome, QueuedNotice
from ledger.owed import Owed
from ledger.post import Post
from ledger.reminders import Reminder
from ledger.reports import KeptReport
from ledger.review import Postponed
from ledger.rulings import Scope
from ledger.spells import Spell

NO_PAGES: Mapping[str, PageFacts] = MappingProxyType({})


class Ledger:
    """All the memory of the product; every method is one transaction.

    `clock` keeps what runs by the hour, `desk` what people ask, rule and answer, and the log of it;
    `mailbox` takes what units send back, `post` knows what was mailed to whom, `owed` which issues are
    to be looked at once more.
    """

    def __init__(self, store: Store, secret: bytes, terms: Terms, account: str = "") -> None:
        self._store = store
        self._secret = secret
        self._terms = terms
        self._seal = Seal(secret, account)
        self.clock = Clock(store)
        self.desk = Desk(store, secret, self._seal)
        self.mailbox = Mailbox(store, self._seal)
        self.owed = Owed(store, secret)
        self.post = Post(store)

    @classmethod
    def open(
        cls, url: str, secret: bytes, terms: Terms | None = None, *, account: str = ""
    ) -> Self:
        """Open the ledger, creating or migrating it as needed.

        `account` is under which account of the machine people act; the audit log notes it.
        """
        return cls(open_store(url, secret), secret, terms or Terms(), account)

    def close(self) -> None:
        """Close all connections."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Scans

    def apply(
        self,
        result: Result,
        *,
        scan: ScanInfo,
        now: datetime,
        asked: frozenset[int] = frozenset(),
    ) -> Applied:
        """Bring what a scan saw into the ledger; a scan that is applied twice counts once.

        `asked` are issues for which a person wanted this look: it closes them without a second.
        """
        with self._store.write() as connection:
            applied = apply.apply(connection, self._secret, result, scan, now, asked)
            if not applied.repeated:
                seen = replace(result, incomplete=applied.incomplete)
                relooks.settle(connection, self._secret, seen, scan.started, now)
                requests.lapse(connection, now)
                self._seal(connection, "检测入账", now, scan=scan.id)
            return applied

    def scans(self, site_id: str) -> list[ScanInfo]:
        """Return the scans of the site, newest first."""
        with self._store.read() as connection:
            return scans.scans(connection, site_id)

    def last_complete(self, site_id: str) -> ScanInfo | None:
        """Return the full scan that later ones are measured against."""
        with self._store.read() as connection:
            return scans.last_complete(connection, site_id)

    def accept_coverage(self, scan_id: str, now: datetime) -> None:
        """Measure later scans against this one, because the site really became smaller."""
        with self._store.write() as connection:
            scans.accept(connection, scan_id)
            self._seal(connection, "认可检测范围", now, scan=scan_id)

    def looks(self, site_id: str) -> Looks:
        """Return what complete scans saw of the site's pages and of the dates they claim."""
        with self._store.read() as connection:
            return sightings.looks_of(connection, site_id)

    def troubles(self, site_id: str) -> tuple[Trouble, ...]:
        """Return the links that failed at all the looks at them so far."""
        with self._store.read() as connection:
            return troubles.troubles_of(connection, site_id)

    # Issues

    def fingerprint(
        self, site_id: str, finding: Finding, pages: Mapping[str, PageFacts] = NO_PAGES
    ) -> str:
        """Return the identity of the fault; `pages` are those of the result that it is from."""
        identity = pages.get(finding.subject, PageFacts()).identity or finding.subject
        return fingerprint(self._secret, site_id, finding.code, identity, finding.key)

    def issues_of(
        self,
        site_id: str,
        findings: Iterable[Finding],
        pages: Mapping[str, PageFacts] = NO_PAGES,
    ) -> dict[str, Issue]:
        """Return the issues of the findings, by the fingerprints that these would have if new."""
        seen = Result(site_id, frozenset(), frozenset(), tuple(findings), pages=pages)
        with self._store.read() as connection:
            return identify.issues_of(connection, self._secret, seen)

    def pages(self, site_id: str) -> dict[str, bool]:
        """Return the pages on which faults were found, and whether there still are issues."""
        with self._store.read() as connection:
            return query.pages(connection, site_id)

    def issues(self, wanted: IssueFilter | None = None) -> list[Issue]:
        """Return the issues, the worst first."""
        with self._store.read() as connection:
            return query.issues(connection, wanted or IssueFilter())

    def count(self, wanted: IssueFilter | None = None) -> int:
        """Return how many issues there are, whatever the limit."""
        with self._store.read() as connection:
            return query.count(connection, wanted or IssueFilter())

    def issue(self, issue_id: int) -> Issue:
        """Return the issue of this number."""
        with self._store.read() as connection:
            return query.get(connection, issue_id)

    def history(self, issue_id: int) -> list[Transition]:
        """Return what happened to the issue, oldest first."""
        with self._store.read() as connection:
            return query.history(connection, issue_id)

    def latest(self, limit: int) -> list[Transition]:
        """Return what happened last to any issue, newest first."""
        with self._store.read() as connection:
            return query.latest(connection, limit)

    def decide(
        self,
        issue_id: int,
        event: Event,
        *,
        actor: str,
        now: datetime,
        note: str = "",
        expected_version: int | None = None,
        until: date | None = None,
        unit: str = "",
    ) -> Issue:
        """Record what a person decided; `until` ends a waiver or an extension."""
        decision = Decision(event, actor, note, until, unit)
        with self._store.write() as connection:
            version = expected_version
            made = decide.decide(connection, issue_id, decision, expected_version=version, now=now)
            self._seal(connection, event, now, actor, issue=issue_id, reason=note)
            return made

    def decide_all(self, issue_ids: Sequence[int], decision: Decision, *, now: datetime) -> Bulk:
        """Record a decision about many issues; those for which it is not possible are named."""
        with self._store.write() as connection:
            bulk = decide.decide_all(connection, issue_ids, decision, now)
            if bulk.done:
                numbers = " ".join(str(each.id) for each in bulk.done)
                action = f"批量{decision.event}"
                self._seal(
                    connection, action, now, decision.actor, issues=numbers, reason=decision.note
                )
            return bulk

    def dismiss(
        self, issue_id: int, scope: Scope, *, actor: str, reason: str, now: datetime
    ) -> Bulk:
        """Call an issue a false alarm, and as far as `scope` goes all that are like it."""
        decision = Decision(Event.DISMISS, actor, reason)
        with self._store.write() as connection:
            about = decide.decide(connection, issue_id, decision, now=now)
            others = rulings.rule_out(connection, about, scope, actor=actor, reason=reason, now=now)
            self._seal(connection, Event.DISMISS, now, actor, issue=issue_id, scope=scope)
            return Bulk((about, *others.done), others.refused)

    def due(self, issue: Issue, day: date) -> Deadline:
        """Return the deadline that the issue gets when it is notified on the day."""
        has_relapsed = issue.state is State.RELAPSED
        return self._terms.due(issue.code, issue.severity, day, relapsed=has_relapsed)

    # Deadlines and reminders

    def review_deadlines(self, now: datetime) -> list[Postponed]:
        """Count provisional deadlines anew by what is known of the calendar; return what changed."""
        with self._store.write() as connection:
            changed = review.review(connection, self._terms, now)
            if changed:
                moves = "；".join(
                    f"{each.issue.id} {each.was}→{each.issue.due}" for each in changed
                )
                self._seal(connection, "核定暂定期限", now, issues=moves)
            return changed

    def reminders_due(self, site_id: str, today: date) -> list[Reminder]:
        """Return what the units have to be reminded of today, the worst first."""
        with self._store.read() as connection:
            return reminded.reminders_due(connection, site_id, today, self._terms)

    # Interchange

    def dump(self) -> Iterator[bytes]:
        """Yield the whole ledger as JSON lines, as it stands at one moment."""
        with self._store.read() as connection:
            yield from interchange.dump(connection, self._secret)

    def load(self, lines: Iterable[bytes]) -> Moved:
        """Fill this ledger, which has to be empty, with what another one has written."""
        with self._store.write() as connection:
            return interchange.load(connection, self._secret, lines)

    # Assessment

    def spells(self, site_id: str, until: datetime) -> list[Spell]:
        """Return how often and how long the site's issues were open, as it stood at `until`."""
        with self._store.read() as connection:
            return spells.spells(connection, site_id, until)

    def keep_report(self, report: KeptReport) -> None:
        """Write down what a simulated inspection came to; once a day and scan."""
        with self._store.write() as connection:
            reports.keep(connection, report)

    def report_before(self, site_id: str, day: date, scan_id: str) -> KeptReport | None:
        """Return the last report of the site that is not of this day and scan."""
        with self._store.read() as connection:
            return reports.last_before(connection, site_id, day, scan_id)

    # Notices

    def pending(self, site_id: str = "") -> list[Transition]:
        """Return what is still to be told, oldest first."""
        with self._store.read() as connection:
            return query.pending(connection, site_id)

    def enqueue(self, items: Sequence[OutboxItem], *, now: datetime) -> list[int]:
        """Queue all messages and mark what they tell or remind of, or raise and change nothing."""
        with self._store.write() as connection:
            ids = enqueue.enqueue(connection, items, self._terms, now)
            numbers = " ".join(map(str, ids))
            self._seal(connection, "登记通报", now, notices=numbers)
            return ids

    def claim(
        self,
        now: datetime,
        lease: timedelta,
        *,
        resend_unknown: bool = True,
        urgent_only: bool = False,
        resting: Collection[str] = (),
    ) -> QueuedNotice | None:
        """Take the next message that is due; `resend_unknown` False leaves doubtful ones alone.

        Nothing is taken for destinations that are `resting`.
        """
        with self._store.write() as connection:
            return outbox.claim(
                connection,
                now,
                lease,
                resend_unknown=resend_unknown,
                urgent_only=urgent_only,
                resting=resting,
            )

    def commit_point(self, notice_id: int, attempt: int | None = None) -> None:
        """Note that the final dot comes next; raise if another sender has taken the message."""
        with self._store.write() as connection:
            outbox.commit_point(connection, notice_id, attempt)

    def settle(
        self,
        notice_id: int,
        outcome: Outcome,
        now: datetime,
        attempt: int | None = None,
    ) -> None:
        """Record how the attempt ended."""
        with self._store.write() as connection:
            outbox.settle(connection, notice_id, outcome, now, attempt)

    def requeue(self, notice_id: int, now: datetime) -> None:
        """Send again what failed or may not have arrived, because a person says so."""
        with self._store.write() as connection:
            outbox.requeue(connection, notice_id, now)
            self._seal(connection, "重新发送", now, notice=notice_id)

    def outbox(
        self, states: Sequence[NoticeState] = (), *, scan_id: str = ""
    ) -> list[QueuedNotice]:
        """Return the messages, newest first, of one scan if it is named."""
        with self._store.read() as connection:
            return outbox.outbox(connection, states, scan_id)

    def notice_counts(self) -> dict[NoticeState, int]:
        """Return how many messages are in each state."""
        with self._store.read() as connection:
            return outbox.counts(connection)
