"""Open issues that a unit calls mended, and the looks since that could not say whether it is so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from checks.workdays import local_day
from ledger.issue import Issue
from ledger.lifecycle import OPEN
from ledger.query import chunks, to_issue
from ledger.relooks import Verdict, add, numbered, said
from ledger.schema import issue, relook


@dataclass(frozen=True, slots=True)
class Claim:
    """An open issue that its unit calls mended; so many looks since could not judge it, and why.

    A claim that was judged is none any more: the issue is closed, or it went back to the unit.
    """

    issue: Issue
    tries: int = 0
    last_try: datetime | None = None
    reason: str = ""

    @property
    def kind(self) -> str:
        """The name of the row that the next try writes; a new claim has tries of its own."""
        assert self.issue.claimed_at is not None
        stamp = f"{self.issue.claimed_at.astimezone(UTC):%Y%m%dT%H%M%S.%f}"
        return numbered(f"claim {stamp}", self.tries + 1)


def claims(connection: Connection, site_id: str) -> list[Claim]:
    """Return the claims that were not judged yet, the oldest first."""
    rows = connection.execute(
        select(issue)
        .where(
            issue.c.site_id == site_id,
            issue.c.state.in_(sorted(OPEN)),
            issue.c.claimed_at.is_not(None),
        )
        .order_by(issue.c.claimed_at, issue.c.id)
    )
    found = [to_issue(row) for row in rows]
    tries = _tries(connection, [each.id for each in found])
    return [_claim(each, tries.get(each.id, {})) for each in found]


# Any: a row's columns are known to the tables only.
def _tries(connection: Connection, issue_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return the rows of the issues by their names."""
    found: dict[int, dict[str, Any]] = {}
    for some in chunks(issue_ids):
        for row in connection.execute(select(relook).where(relook.c.issue_id.in_(some))):
            found.setdefault(row.issue_id, {})[row.kind] = row
    return found


def _claim(found: Issue, tries: Mapping[str, Any]) -> Claim:
    claim = Claim(found)
    # By number, not by time: a clock that was once ahead must not hold up the next try.
    while row := tries.get(claim.kind):
        claim = Claim(found, claim.tries + 1, row.done_at, row.outcome.partition("：")[2])
    return claim


def note_undecided(connection: Connection, undecided: Mapping[Claim, str], now: datetime) -> None:
    """Write down looks that could not judge claims, and why."""
    add(
        connection,
        [
            {
                "issue_id": claim.issue.id,
                "cycle": claim.issue.cycle,
                "kind": claim.kind,
                "day": local_day(now),
                "done_at": now,
                "outcome": said(Verdict.UNDECIDED, reason),
            }
            for claim, reason in undecided.items()
        ],
    )
