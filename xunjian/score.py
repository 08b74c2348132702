"""The simulated inspection: what the open issues would cost by the official indicators."""

from collections.abc import Sequence
from datetime import date

from checks.finding import Severity
from crawler.site import Site
from ledger.issue import Issue, ScanInfo
from notifier.notice import NO_UNIT
from xunjian import score_vetoes
from xunjian.availability import Availability
from xunjian.looked import Looked
from xunjian.score_basis import Basis
from xunjian.score_points import BONUS_BY_HAND, by_hand, deductions
from xunjian.score_remarks import remarks
from xunjian.score_vetoes import vetoes
from xunjian.scorecard import Score, UnitRank


def score(
    site: Site,
    issues: Sequence[Issue],
    scan: ScanInfo | None,
    today: date,
    *,
    looked: Looked | None = None,
    watch: Availability | None = None,
    part: str = "",
) -> Score:
    """Judge the site by its open issues; closed ones and other sites' are left out.

    `part` names in Chinese the part of the site that `site` and `issues` were narrowed to.
    """
    pending = [issue for issue in issues if issue.is_open and issue.site_id == site.id]
    basis = Basis(site, pending, today, looked, watch)
    lost, barred = deductions(basis), vetoes(basis)
    left = score_vetoes.BY_HAND + by_hand(lost) + BONUS_BY_HAND
    if part:
        # Of a part only what was found can be said; the other lines are about the whole site.
        lost = tuple(item for item in lost if item.issues)
        barred, left = tuple(item for item in barred if item.count), ()
    return Score(
        site_name=site.name,
        today=today,
        scan=scan,
        vetoes=barred,
        deductions=lost,
        by_hand=left,
        units=_ranking(site, pending, today),
        urgent=_urgent(pending, today),
        remarks=remarks(basis),
        open=len(pending),
        part=part,
    )


def _urgent(issues: Sequence[Issue], today: date) -> tuple[Issue, ...]:
    pressing = [
        issue
        for issue in issues
        if issue.severity is Severity.CRITICAL or (issue.due is not None and issue.due <= today)
    ]
    return tuple(sorted(pressing, key=lambda i: (i.severity.rank, i.due or today, i.unit, i.id)))


def _ranking(site: Site, issues: list[Issue], today: date) -> tuple[UnitRank, ...]:
    by_unit: dict[str, list[Issue]] = {}
    for issue in issues:
        by_unit.setdefault(issue.unit, []).append(issue)
    ranks = []
    for unit_id, owned in by_unit.items():
        unit = site.unit(unit_id)
        critical = sum(issue.severity is Severity.CRITICAL for issue in owned)
        overdue = sum(issue.due is not None and issue.due < today for issue in owned)
        name = unit.name if unit else unit_id or NO_UNIT
        ranks.append(UnitRank(unit_id, name, len(owned), critical, overdue))
    return tuple(sorted(ranks, key=lambda r: (-r.open, -r.critical, -r.overdue, r.name)))
