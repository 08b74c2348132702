"""Which issue each finding of a scan is, in whatever spelling and version its page is known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from checks.finding import Finding, Result
from ledger import query
from ledger.fingerprint import candidates, key_mark
from ledger.issue import Issue
from ledger.lifecycle import OPEN, State
from ledger.moves import Move
from ledger.plan import Known


@dataclass(frozen=True, slots=True)
class Met:
    """The findings by the fingerprints of their issues, or by that which a new issue gets.

    `rekeyed` are the issues whose page is spelt otherwise now, each with its new fingerprint.
    """

    found: dict[str, Finding] = field(default_factory=dict)
    rekeyed: dict[int, str] = field(default_factory=dict)

    def follow(self, moves: Iterable[Move]) -> None:
        """Count the findings at the new addresses as those of the issues that moved there."""
        for move in moves:
            self.found[move.row.fingerprint] = self.found.pop(move.fingerprint)


def identify(secret: bytes, result: Result, known: Mapping[str, Known]) -> Met:
    """Find the issues of the findings; of several findings that are one, the worst, then the first.

    An issue of an earlier version, or of another spelling of the page, is never opened anew.
    """
    met = Met()
    spelt = _by_identity(result, known.values())
    for each in result.findings:
        held = list(_held_by_others(secret, result, each, known))
        for mark, finding in held:
            _keep(met, mark, finding)
        marks = candidates(secret, result, each, each.code)
        mark = next((mark for mark in marks if mark in known), marks[0])
        if mark not in known:
            sign = key_mark(secret, result.site_id, each.code, each.key)
            row = spelt.get((each.code, sign, result.identity(each.subject)))
            if row is not None:
                met.rekeyed[row.id] = mark
                mark = row.fingerprint
        # What is told once for many pages has its issue already, if one of the others has it.
        if not held or (mark in known and State(known[mark].state) in OPEN):
            _keep(met, mark, each)
    return met


def _keep(met: Met, mark: str, finding: Finding) -> None:
    kept = met.found.get(mark)
    if kept is None or finding.severity.rank < kept.severity.rank:
        met.found[mark] = finding


def _held_by_others(
    secret: bytes, result: Result, finding: Finding, known: Mapping[str, Known]
) -> Iterator[tuple[str, Finding]]:
    """Yield the open issues of other pages for which the finding is told as well.

    They stand where they are: the page that tells for all may be another in the next scan.
    """
    for subject in finding.also:
        # What belongs to the page that tells is not theirs; theirs is kept where nothing is said.
        other = replace(finding, subject=subject, url=subject, page_title="", column="", unit="")
        for mark in candidates(secret, result, other, other.code):
            if mark in known and State(known[mark].state) is not State.FIXED:
                yield mark, other


def _by_identity(result: Result, rows: Iterable[Known]) -> dict[tuple[str, str, str], Known]:
    """Return the issues by rule, key and page; of several that are one, an open one, the oldest."""
    ordered = sorted(rows, key=lambda row: (State(row.state) in OPEN, -row.id))
    return {(row.code, row.key_mark, result.identity(row.subject)): row for row in ordered}


def issues_of(connection: Connection, secret: bytes, result: Result) -> dict[str, Issue]:
    """Return the issues of the findings, by the fingerprints that these would have if new."""
    marks = [_all_marks(secret, result, each) for each in result.findings]
    known = query.by_fingerprint(connection, {mark for each in marks for mark in each})
    return {
        each[0]: known[found]
        for each in marks
        if (found := next((mark for mark in each if mark in known), ""))
    }


def _all_marks(secret: bytes, result: Result, each: Finding) -> list[str]:
    places = (each, *(replace(each, subject=subject) for subject in each.also))
    return [mark for place in places for mark in candidates(secret, result, place, each.code)]
