"""Which issues are to be looked at again, when, and why: at claim, on the due day, later on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checks.finding import Undecided
from checks.registry import load_rules
from checks.workdays import local_day
from crawler.site import Site
from ledger.claims import Claim
from ledger.closing import APART
from ledger.issue import Issue, IssueFilter
from ledger.ledger import Ledger
from ledger.lifecycle import OPEN, State
from ledger.relooks import LOOK_BACK, MENDED, MOST_TRIES, Relook, Sampling, Verdict

# A claim that could not be judged is tried again after so long; then people are told.
RETRIES = (timedelta(hours=1), timedelta(hours=4), timedelta(hours=24))
# For so long people are told that a closed issue could not be looked at.
TOLD_FOR = timedelta(days=7)
NEEDS_SCAN = "这类问题须全站检测才能复核"


@dataclass(frozen=True, slots=True)
class Plan:
    """Issues to look at, each for one or several reasons.

    `due` have come to their deadline, `missed` were not met once and need a second look.
    """

    claims: tuple[Claim, ...] = ()
    due: tuple[Issue, ...] = ()
    missed: tuple[Issue, ...] = ()
    relooks: tuple[Relook, ...] = ()

    @property
    def issues(self) -> list[Issue]:
        """All issues, each once."""
        claimed = (claim.issue for claim in self.claims)
        closed = (relook.issue for relook in self.relooks)
        found = {each.id: each for each in (*claimed, *self.due, *self.missed, *closed)}
        return list(found.values())

    @property
    def asked(self) -> frozenset[int]:
        """Those whose unit waits for the answer."""
        return frozenset(claim.issue.id for claim in self.claims)


def of_claims(ledger: Ledger, site: Site, now: datetime) -> Plan:
    """Return what units call mended and is to be looked at now."""
    whole = _whole_codes()
    found = ledger.owed.claims(site.id)
    return Plan(claims=tuple(c for c in found if c.issue.code not in whole and _is_due(c, now)))


def _is_due(claim: Claim, now: datetime) -> bool:
    at = next_try(claim)
    # Tried at a time that is still to come: the clock was wrong, and must not hold it up.
    was_ahead = claim.last_try is not None and claim.last_try > now
    return at is not None and (at <= now or was_ahead)


def next_try(claim: Claim) -> datetime | None:
    """Return when a claim is to be looked at; None once people were told that it cannot be."""
    if claim.last_try is None:
        return claim.issue.claimed_at
    if is_given_up(claim):
        return None
    at = claim.last_try + RETRIES[claim.tries - 1]
    since = claim.issue.absent_since
    # A page that is gone has to be so for a day: before that, another look tells nothing.
    return at if since is None else max(at, since + APART)


def is_given_up(claim: Claim) -> bool:
    """Whether nobody tries any more but the daily round."""
    return claim.tries > len(RETRIES)


def unjudgeable(ledger: Ledger, site: Site) -> list[Claim]:
    """Return new claims about what a small look cannot see, which wait for the next full scan."""
    whole = _whole_codes()
    return [c for c in ledger.owed.claims(site.id) if c.issue.code in whole and not c.tries]


def of_day(ledger: Ledger, site: Site, sampling: Sampling, now: datetime) -> Plan:
    """Return what the daily round looks at, and write down what it will look at some day."""
    ledger.owed.plan(site.id, sampling, now=now)
    today = local_day(now)
    whole = _whole_codes()
    opened = [
        each
        for each in ledger.issues(IssueFilter(site_id=site.id, states=tuple(sorted(OPEN))))
        if each.code not in whole
    ]
    # An open question about a changed rule decides more than any look.
    asked = {number for question in ledger.desk.questions(site.id) for number in question.issue_ids}
    return Plan(
        claims=tuple(
            each
            for each in ledger.owed.claims(site.id)
            if each.issue.code not in whole and _is_worth_it(each.issue, now)
        ),
        due=tuple(each for each in opened if _has_come_due(each, today)),
        missed=tuple(
            each
            for each in opened
            if each.absences and _is_worth_it(each, now) and each.id not in asked
        ),
        relooks=tuple(ledger.owed.due(site.id, today)),
    )


def _is_worth_it(issue: Issue, now: datetime) -> bool:
    """Whether a look can settle it: one that was missed today waits for tomorrow."""
    return issue.absent_since is None or issue.absent_since + APART <= now


def _has_come_due(issue: Issue, today: date) -> bool:
    """Whether the deadline has come and nobody has looked today.

    Every morning: no unit is urged, and nobody proposed for publishing, about what is mended.
    """
    if issue.due is None or issue.due > today or issue.absences:
        return False
    return local_day(issue.last_seen) < today


def whole_list(ledger: Ledger, site: Site, now: datetime) -> list[Issue]:
    """Return what is open, and what was mended in the last year."""
    states = (*sorted(OPEN), State.FIXED)
    found = ledger.issues(IssueFilter(site_id=site.id, states=states))
    return [each for each in found if each.is_open or _was_mended(each, now)]


def _was_mended(issue: Issue, now: datetime) -> bool:
    is_recent = issue.closed_at is not None and issue.closed_at >= now - LOOK_BACK
    return is_recent and issue.close_reason in MENDED


def left_undecided(ledger: Ledger, site: Site, now: datetime) -> tuple[Undecided, ...]:
    """Return what nobody could judge however often it was tried, for the supervisor's list."""
    whole = _whole_codes()
    claims = (
        each
        for each in ledger.owed.claims(site.id)
        if each.tries and (is_given_up(each) or each.issue.code in whole)
    )
    relooks = (
        each
        for each in ledger.owed.done(site.id, now - TOLD_FOR)
        if each.verdict is Verdict.UNDECIDED and each.attempt >= MOST_TRIES
    )
    return (
        *(_told(c.issue, f"问题 {c.issue.id} 已反馈整改，未能复核：{c.reason}") for c in claims),
        *(
            _told(r.issue, f"问题 {r.issue.id} 销号 {r.after} 天后的回头看未能判断：{r.reason}")
            for r in relooks
        ),
    )


def _told(issue: Issue, reason: str) -> Undecided:
    return Undecided(issue.subject, reason, code=issue.code, url=issue.url)


def needing_scan(issues: Iterable[Issue]) -> int:
    """Return how many of them only a scan of the whole site can judge."""
    whole = _whole_codes()
    return sum(each.code in whole for each in issues)


def _whole_codes() -> frozenset[str]:
    return frozenset(rule.code for rule in load_rules() if rule.whole)
