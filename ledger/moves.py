"""Which issues have moved with their page: the page is gone, and a new one is what it was.

A page that is still there has not moved, whatever copies of it appear: a copy is a new issue. Pages
are paired one to one, the surest first; where two could be the one, nobody guesses.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from checks.finding import Finding, Result
from ledger.issue import ScanInfo
from ledger.lifecycle import Event, State
from ledger.likeness import Seen, judge
from ledger.plan import Known, Plan, page_values
from ledger.standing import Standing

# Two pairs closer than this are not told apart.
MARGIN = 0.2


@dataclass(frozen=True, slots=True)
class Move:
    """An issue whose page has another address now; `fingerprint` is what it will be known by."""

    row: Known
    finding: Finding
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Pair:
    score: float
    old: str
    new: str


def find_moves(
    found: Mapping[str, Finding],
    known: Mapping[str, Known],
    result: Result,
    scan: ScanInfo,
    standing: Standing,
) -> list[Move]:
    """Pair findings that are of no known issue with issues whose page is gone."""
    gone: defaultdict[str, dict[tuple[str, str], Known]] = defaultdict(dict)
    for mark, row in known.items():
        if mark not in found and _may_move(row, result, scan):
            gone[row.subject][row.code, row.key_mark] = row
    if not gone:
        return []
    new: defaultdict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for mark, finding in found.items():
        if mark not in known and not finding.sources:
            new[finding.subject][finding.code, standing.key_mark(finding)] = mark
    series = _series(found.values(), known.values())
    moves = []
    for pair in _chosen(_pairs(gone, new, found, result, series)):
        for fault in gone[pair.old].keys() & new[pair.new].keys():
            mark = new[pair.new][fault]
            moves.append(Move(gone[pair.old][fault], found[mark], mark))
    return sorted(moves, key=lambda move: int(move.row.id))


def _may_move(row: Known, result: Result, scan: ScanInfo) -> bool:
    """Whether the page of an issue is certainly no longer where it was; closed ones stay there."""
    if State(row.state) is State.FIXED or row.sources:
        return False
    # An older scan that is applied late saw an older site.
    if scan.started < max(row.last_seen, row.absent_since or row.last_seen):
        return False
    if row.subject in result.gone:
        return True
    return bool(result.facts(row.subject).leads_to) and row.subject not in result.subjects


def _pairs(
    gone: Mapping[str, Mapping[tuple[str, str], Known]],
    new: Mapping[str, Mapping[tuple[str, str], str]],
    found: Mapping[str, Finding],
    result: Result,
    series: frozenset[str],
) -> list[_Pair]:
    """Return the pages that may be one, by what they say and where the old address leads."""
    where: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for subject, marks in new.items():
        for fault in marks:
            where[fault].append(subject)
    shown = {
        subject: _shown(found[next(iter(marks.values()))], result, series)
        for subject, marks in new.items()
    }
    pairs = []
    for subject, rows in gone.items():
        before = _remembered(rows.values(), result, series)
        for other in sorted({each for fault in rows for each in where.get(fault, ())}):
            is_led = result.facts(subject).leads_to == other
            score = judge(before, shown[other], is_led=is_led)
            if score:
                pairs.append(_Pair(score, subject, other))
    return pairs


def _series(found: Iterable[Finding], known: Iterable[Known]) -> frozenset[str]:
    """Return the titles that several pages have, of those seen now or of those remembered."""
    named = {("now", each.page_title, each.subject) for each in found}
    named |= {("then", row.page_title, row.subject) for row in known}
    counts = Counter((when, title) for when, title, _ in named)
    return frozenset(title for (_, title), count in counts.items() if count > 1)


def _remembered(rows: Iterable[Known], result: Result, series: frozenset[str]) -> Seen:
    """Return the page as the issue that was met last remembers it."""
    row = max(rows, key=lambda row: (row.last_seen, row.page_sketch != "", -row.id))
    return Seen(
        row.page_title,
        row.page_day,
        row.page_sketch,
        result.facts(row.subject).article,
        row.page_length,
        row.page_title in series,
    )


def _shown(finding: Finding, result: Result, series: frozenset[str]) -> Seen:
    facts = result.facts(finding.subject)
    return Seen(
        finding.page_title,
        facts.day,
        facts.sketch,
        facts.article,
        facts.length or 0,
        finding.page_title in series,
    )


def _chosen(pairs: list[_Pair]) -> list[_Pair]:
    """Take the surest pairs, each page once; one that has a rival takes both out."""
    chosen = []
    taken: set[tuple[str, str]] = set()
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.old, pair.new)):
        ends = {("old", pair.old), ("new", pair.new)}
        if ends & taken:
            continue
        taken |= ends
        rivals = [
            other
            for other in pairs
            if other is not pair
            and (other.old == pair.old or other.new == pair.new)
            and other.score > pair.score - MARGIN
        ]
        if not rivals:
            chosen.append(pair)
            continue
        taken |= {("old", other.old) for other in rivals} | {("new", other.new) for other in rivals}
    return chosen


def plan_moves(moves: Iterable[Move], result: Result, now: datetime) -> Plan:
    """Begin a plan with the issues that have moved: state, deadline and cycle stay."""
    plan = Plan()
    for move in moves:
        finding, facts = move.finding, result.facts(move.finding.subject)
        plan.move(
            move.row,
            Event.MOVE,
            now,
            note=f"页面由 {move.row.subject} 迁至现址",
            b_fingerprint=move.fingerprint,
            b_subject=finding.subject,
            b_url=finding.url,
            b_page_title=finding.page_title,
            b_column_id=finding.column,
            b_unit_id=finding.unit,
            **page_values(facts, "b_"),
        )
    return plan
