"""The simulated inspection: what the open issues would cost by the official indicators."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checks.finding import SITE_SUBJECT, Severity
from crawler.site import ColumnKind, Site
from crawler.urls import canonical
from ledger.issue import Issue, ScanInfo
from notifier.notice import NO_UNIT

STALE, EMPTY, HOME = "F301", "F302", "F307"
FOOTER, TAGS, FIND_FAULT, DOMAIN = "S501", "S502", "S506", "S507"
# 国办秘函〔2019〕19号: “单项否决指标” and, for portals, “扣分指标”.
STALE_FAST_LIMIT, STALE_LONG_LIMIT, EMPTY_LIMIT = 5, 10, 5
FAST_KINDS = frozenset({ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY})
NEAR = 2
CLASS_POINTS, OTHER_CAP = 5.0, 4.0
EMPTY_POINTS, STALE_POINTS = 2.0, 1.0
HOME_LINK, OTHER_LINK, LINK_CAP = 0.2, 0.1, 1.0
FOOTER_POINTS, FOOTER_CAP = 0.5, 3.0
TAG_POINTS, TAG_CAP = 0.1, 1.0
FIND_FAULT_HOME, FIND_FAULT_OTHER, FIND_FAULT_CAP = 1.0, 0.2, 1.0
DOMAIN_POINTS, DOMAIN_CAP = 1.0, 1.0
SCORED_CLASSES = (ColumnKind.NEWS, ColumnKind.POLICY, ColumnKind.INTERPRETATION)
CLASS_TERMS = {
    ColumnKind.NEWS: "两周",
    ColumnKind.POLICY: "6 个月",
    ColumnKind.INTERPRETATION: "6 个月",
}
NOT_JUDGED = (
    "单项否决：站点无法访问（须连续一周拨测）",
    "单项否决：互动回应差、服务不实用",
    "单项否决：弄虚作假、安全事件、严重负面舆情",
    "发布解读：概况信息、机构职能、领导信息、解读比例、解读关联（12 分）",
    "办事服务（25 分）",
    "互动交流（23 分）",
    "功能设计：网站名称、找错答复、站内搜索、一号登录、兼容性、IPv6（14 分）",
    "加分指标（30 分）",
)


class Verdict(StrEnum):
    """How a veto item stands."""

    CLEAR = "未触及"
    NEAR = "临近"
    CONFIRM = "需人工确认"
    VETO = "单项否决"


@dataclass(frozen=True, slots=True)
class Veto:
    """A veto item: how much of it there is, what fails the site, and how far that is away.

    `issues` are what it rests on.
    """

    title: str
    count: int
    threshold: int
    verdict: Verdict
    margin: str
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Deduction:
    """An indicator that a machine can judge; `points` lost never exceed `cap`.

    `issues` are what it rests on.
    """

    title: str
    count: int
    points: float
    cap: float
    reason: str
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitRank:
    """A unit's open issues; `overdue` are past their deadline."""

    unit: str
    name: str
    open: int
    critical: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Score:
    """A simulated inspection of one site on one day.

    `urgent` is what has to be done today: grave issues, and those whose deadline has come.
    """

    site_name: str
    today: date
    scan: ScanInfo | None
    vetoes: tuple[Veto, ...]
    deductions: tuple[Deduction, ...]
    not_judged: tuple[str, ...]
    units: tuple[UnitRank, ...]
    urgent: tuple[Issue, ...] = ()

    @property
    def lost(self) -> float:
        """Points lost of those that a machine can judge."""
        return math.fsum(item.points for item in self.deductions)

    @property
    def judged(self) -> float:
        """Points that a machine can judge at all."""
        return math.fsum(item.cap for item in self.deductions)

    @property
    def verdict(self) -> Verdict:
        """The worst of the veto items."""
        order = list(Verdict)
        return max((veto.verdict for veto in self.vetoes), key=order.index, default=Verdict.CLEAR)


def score(site: Site, issues: Sequence[Issue], scan: ScanInfo | None, today: date) -> Score:
    """Judge the site by its open issues; closed ones and other sites' are left out."""
    pending = [issue for issue in issues if issue.is_open and issue.site_id == site.id]
    missing = tuple(
        f"发布解读：{kind}（{CLASS_POINTS:g} 分）：栏目清单中没有这类栏目，请核对是否开设"
        for kind in SCORED_CLASSES
        if not any(column.kind is kind for column in site.columns)
    )
    return Score(
        site_name=site.name,
        today=today,
        scan=scan,
        vetoes=_vetoes(site, pending),
        deductions=_deductions(site, pending),
        not_judged=missing + NOT_JUDGED,
        units=_ranking(site, pending, today),
        urgent=_urgent(pending, today),
    )


def _urgent(issues: Sequence[Issue], today: date) -> tuple[Issue, ...]:
    pressing = [
        issue
        for issue in issues
        if issue.severity is Severity.CRITICAL or (issue.due is not None and issue.due <= today)
    ]
    return tuple(sorted(pressing, key=lambda i: (i.severity.rank, i.due or today, i.unit, i.id)))


def _columns_with(site: Site, issues: Iterable[Issue], code: str) -> dict[str, ColumnKind]:
    """Return the columns that have such an issue; those no longer on the list do not count."""
    ids = {issue.column or issue.subject for issue in issues if issue.code == code}
    return {column.id: column.kind for column in site.columns if column.id in ids}


def _vetoes(site: Site, issues: list[Issue]) -> tuple[Veto, ...]:
    stale = _columns_with(site, issues, STALE)
    fast = [column for column, kind in stale.items() if kind in FAST_KINDS]
    empty = _columns_with(site, issues, EMPTY)
    critical = [issue for issue in issues if issue.severity is Severity.CRITICAL]
    grave = [issue for issue in critical if issue.code.startswith("W")]
    leaks = [issue for issue in critical if issue.code.startswith("P")]
    other = [issue for issue in critical if issue.code[:1] not in "WPF"]
    still = [issue for issue in issues if issue.code == HOME]
    vetoes = [
        _reached("首页不更新", still, "首页超过 2 周没有新信息"),
        _counted(
            "动态要闻、通知公告、政策文件类栏目不更新",
            len(fast),
            STALE_FAST_LIMIT,
            "逾期",
            _of(issues, STALE, fast),
        ),
        _counted(
            "应更新的栏目长期未更新",
            len(stale),
            STALE_LONG_LIMIT,
            "逾期",
            _of(issues, STALE, stale),
        ),
        _counted("空白栏目", len(empty), EMPTY_LIMIT, "空白", _of(issues, EMPTY, empty)),
        _to_confirm("严重表述错误", grave),
        _to_confirm("泄露国家秘密、个人隐私", leaks),
    ]
    if other:
        vetoes.append(_to_confirm("其他严重问题", other))
    return tuple(vetoes)


def _of(issues: Iterable[Issue], code: str, columns: Collection[str]) -> tuple[Issue, ...]:
    """Return the issues of a rule that stand on one of the columns."""
    return tuple(i for i in issues if i.code == code and (i.column or i.subject) in columns)


def _counted(title: str, count: int, threshold: int, fault: str, issues: tuple[Issue, ...]) -> Veto:
    left = threshold - count
    if left <= 0:
        said = f"已达 {threshold} 个的否决线"
        return Veto(title, count, threshold, Verdict.VETO, said, issues)
    verdict = Verdict.NEAR if left <= NEAR else Verdict.CLEAR
    return Veto(title, count, threshold, verdict, f"再有 {left} 个栏目{fault}即单项否决", issues)


def _reached(title: str, issues: Sequence[Issue], reason: str) -> Veto:
    """Judge an item of which one is enough, and which a machine can tell."""
    if issues:
        return Veto(title, len(issues), 1, Verdict.VETO, reason, tuple(issues))
    return Veto(title, 0, 1, Verdict.CLEAR, "机器未发现")


def _to_confirm(title: str, issues: Sequence[Issue]) -> Veto:
    if not issues:
        return Veto(title, 0, 1, Verdict.CLEAR, "机器未发现")
    said = "需人工确认，可能单项否决"
    return Veto(title, len(issues), 1, Verdict.CONFIRM, said, tuple(issues))


def _deductions(site: Site, issues: list[Issue]) -> tuple[Deduction, ...]:
    stale = _columns_with(site, issues, STALE)
    empty = _columns_with(site, issues, EMPTY)
    counted: set[str] = set()
    items = []
    for kind in SCORED_CLASSES:
        ids = {column.id for column in site.columns if column.kind is kind}
        faulty = ids & (stale.keys() | empty.keys())
        # The class is judged as one: a column of it that is up to date saves it.
        is_lost = bool(ids) and faulty == ids
        if ids:
            reason = f"{CLASS_TERMS[kind]}内未更新" if is_lost else "未发现整类栏目逾期或空白"
            points = CLASS_POINTS if is_lost else 0.0
            found = len(faulty) if is_lost else 0
            basis = (*_of(issues, STALE, faulty), *_of(issues, EMPTY, faulty)) if is_lost else ()
            title = f"发布解读·{kind}"
            items.append(Deduction(title, found, points, CLASS_POINTS, reason, basis))
        if is_lost:
            counted |= ids
    items.append(_other_columns(issues, stale.keys() - counted, empty.keys() - counted))
    items.extend(_template_marks(canonical(site.start_url), issues))
    items.append(_links(site, issues))
    return tuple(items)


def _other_columns(issues: Sequence[Issue], stale: set[str], empty: set[str]) -> Deduction:
    late = stale - empty
    basis = (*_of(issues, EMPTY, empty), *_of(issues, STALE, late))
    points = min(OTHER_CAP, EMPTY_POINTS * len(empty) + STALE_POINTS * len(late))
    reason = f"空白 {len(empty)} 个（每个 2 分），未更新 {len(late)} 个（每个 1 分）"
    count = len(empty) + len(late)
    return Deduction("发布解读·其他栏目", count, points, OTHER_CAP, reason, basis)


def _template_marks(home: str, issues: list[Issue]) -> list[Deduction]:
    marks, tags, domains, entries = (
        tuple(issue for issue in issues if issue.code == code)
        for code in (FOOTER, TAGS, DOMAIN, FIND_FAULT)
    )
    at_home = any(issue.url == home for issue in entries)
    entry_points = FIND_FAULT_HOME if at_home else FIND_FAULT_OTHER * len(entries)
    entry_reason = "首页没有规范的入口" if at_home else f"入口不规范 {len(entries)} 处"
    rows = (
        ("域名", domains, DOMAIN_POINTS * len(domains), DOMAIN_CAP, "应使用 .gov.cn 域名"),
        ("网站找错入口", entries, entry_points, FIND_FAULT_CAP, entry_reason),
        (
            "网站标识",
            marks,
            FOOTER_POINTS * len(marks),
            FOOTER_CAP,
            f"页脚缺 {len(marks)} 项（每项 0.5 分）",
        ),
        (
            "页面标签",
            tags,
            TAG_POINTS * len(tags),
            TAG_CAP,
            f"缺标签的页面模板 {len(tags)} 处（每处按 0.1 分估算）",
        ),
    )
    return [
        Deduction(f"功能设计·{name}", len(found), min(cap, round(lost, 1)), cap, reason, found)
        for name, found, lost, cap, reason in rows
    ]


def _links(site: Site, issues: list[Issue]) -> Deduction:
    start = canonical(site.start_url)
    broken = [issue for issue in issues if issue.code.startswith("L")]
    # A link of the template stands on the home page too.
    home = sum(issue.subject == SITE_SUBJECT or issue.url == start for issue in broken)
    points = round(home * HOME_LINK + (len(broken) - home) * OTHER_LINK, 1)
    reason = f"首页 {home} 处（每处 0.2 分），其他页面 {len(broken) - home} 处（每处 0.1 分）"
    lost = min(LINK_CAP, points)
    return Deduction("功能设计·可用性", len(broken), lost, LINK_CAP, reason, tuple(broken))


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
