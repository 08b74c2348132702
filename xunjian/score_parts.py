"""How open issues become points: each counted, once, drawn as a sample, by columns, by links."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from checks.finding import SITE_SUBJECT
from crawler.site import ColumnKind
from ledger.issue import Issue
from xunjian.score_basis import Basis, estimate
from xunjian.score_vetoes import EMPTY, STALE

CLASS_POINTS = 5.0
EMPTY_POINTS, STALE_POINTS = 2.0, 1.0
HOME_LINK, OTHER_LINK = 0.2, 0.1
# The ten elements of a guide (办事指南), as the indicators name them, and what each costs.
ELEMENTS = (
    "事项名称",
    "设定依据",
    "申请条件",
    "办理材料",
    "办理地点",
    "办理机构",
    "收费标准",
    "办理时间",
    "联系电话",
    "办理流程",
)
ELEMENT_POINTS, LEAST_MISSING = 0.5, 4
SHARE = re.compile(r"（(\d+)/(\d+) 页）")


@dataclass(frozen=True, slots=True)
class Loss:
    """What a part of an indicator costs; `unknown` says why nobody could tell."""

    points: float = 0.0
    worst: float = 0.0
    reason: str = ""
    issues: tuple[Issue, ...] = ()
    unknown: str = ""
    doubts: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What some rules tell of an indicator: `cap` is the most that it can cost."""

    codes: tuple[str, ...]
    cap: float
    judge: Callable[[Basis, "Part"], Loss]


def each(code: str, points: float, cap: float, said: str) -> Part:
    """Count every issue of a rule; `said` has {n} for their number."""

    def judge(basis: Basis, part: Part) -> Loss:
        issues = basis.of(part.codes)
        points_lost = round(min(cap, points * len(issues)), 1)
        reason = said.format(n=len(issues)) + f"（每处 {points:g} 分）" if issues else ""
        return _doubtful(basis, part, Loss(points_lost, points_lost, reason, issues), points)

    return Part((code,), cap, judge)


def once(code: str, points: float, said: str) -> Part:
    """Take the points once, however many issues there are."""

    def judge(basis: Basis, part: Part) -> Loss:
        issues = basis.of(part.codes)
        lost = points if issues else 0.0
        loss = Loss(lost, lost, f"{said}（{points:g} 分）" if issues else "", issues)
        return _doubtful(basis, part, loss, points)

    return Part((code,), points, judge)


@dataclass(frozen=True, slots=True)
class Draw:
    """Inspectors draw `size` of the things; `population` says how many there are, None unknown."""

    size: int
    noun: str
    population: Callable[[Basis], int | None]


def drawn(
    code: str,
    draw: Draw,
    cap: float,
    cost: Callable[[Issue], float],
    said: str,
) -> Part:
    """Estimate what a sample would cost, for a machine saw all of them."""

    def judge(basis: Basis, part: Part) -> Loss:
        issues = basis.of(part.codes)
        by_subject: dict[str, float] = {}
        for issue in issues:
            by_subject[issue.subject] = by_subject.get(issue.subject, 0.0) + cost(issue)
        found = estimate(by_subject.values(), draw.population(basis), draw.size, cap)
        reason = ""
        if issues:
            reason = f"{said} {len(by_subject)} {draw.noun}" + _sampled(draw, found.of)
        loss = Loss(found.points, found.worst, reason, issues)
        return _doubtful(basis, part, loss, max(by_subject.values(), default=cap / draw.size))

    return Part((code,), cap, judge)


def _sampled(draw: Draw, seen: int) -> str:
    if seen > draw.size:
        return f"（已全查 {seen} {draw.noun}，检查时抽 {draw.size}，按平均数估算）"
    return f"（检查时抽 {draw.size} {draw.noun}）"


def _doubtful(basis: Basis, part: Part, loss: Loss, points: float) -> Loss:
    """Add what the rules could not judge: to the worst case, or as all that is known."""
    if not loss.issues and not basis.ran(part.codes):
        return Loss(unknown="对应的规则没有运行")
    doubts = basis.doubts(part.codes)
    if not doubts:
        return loss
    if not loss.issues and any(doubt.subject == SITE_SUBJECT for doubt in doubts):
        return Loss(unknown=doubts[0].reason, doubts=len(doubts))
    worst = round(min(part.cap, loss.worst + points * len(doubts)), 1)
    reason = "；".join(filter(None, (loss.reason, f"另有 {len(doubts)} 处未能判断")))
    return Loss(loss.points, worst, reason, loss.issues, doubts=len(doubts))


def column_class(kind: ColumnKind, term: str) -> Part:
    """Judge a class of columns as one: a column of it that is up to date saves it."""

    def judge(basis: Basis, part: Part) -> Loss:
        ids = {column.id for column in basis.site.columns if column.kind is kind}
        if not ids:
            return Loss(unknown=f"栏目清单中没有“{kind}”类栏目，请核对是否开设（未开设扣 5 分）")
        faulty = ids & lost_columns(basis)
        if faulty == ids:
            issues = basis.on_columns(STALE, ids) + basis.on_columns(EMPTY, ids)
            said = f"{len(ids)} 个栏目{term}内都未更新"
            return Loss(CLASS_POINTS, CLASS_POINTS, said, issues)
        in_doubt = ids & basis.columns_in_doubt(STALE).keys()
        if in_doubt and faulty | in_doubt == ids:
            return Loss(unknown="这类栏目的更新日期未能判断", doubts=len(in_doubt))
        if not basis.ran(part.codes):
            return Loss(unknown="对应的规则没有运行")
        return Loss()

    return Part((STALE, EMPTY), CLASS_POINTS, judge)


def lost_columns(basis: Basis) -> set[str]:
    """Return the columns that are stale or empty."""
    return {*basis.columns_with(STALE), *basis.columns_with(EMPTY)}


def other_columns(classes: tuple[ColumnKind, ...]) -> Part:
    """Count stale and empty columns, but not those of a class that is lost as a whole."""

    def judge(basis: Basis, part: Part) -> Loss:
        if not basis.ran(part.codes):
            return Loss(unknown="对应的规则没有运行")
        counted: set[str] = set()
        for kind in classes:
            ids = {column.id for column in basis.site.columns if column.kind is kind}
            if ids <= lost_columns(basis):
                counted |= ids
        empty = basis.columns_with(EMPTY).keys() - counted
        late = basis.columns_with(STALE).keys() - counted - empty
        issues = basis.on_columns(EMPTY, empty) + basis.on_columns(STALE, late)
        lost = EMPTY_POINTS * len(empty) + STALE_POINTS * len(late)
        void = basis.columns_in_doubt(EMPTY).keys() - empty - late
        old = basis.columns_in_doubt(STALE).keys() - empty - late - void
        worst = lost + EMPTY_POINTS * len(void) + STALE_POINTS * len(old)
        said = f"空白 {len(empty)} 个（每个 2 分），未更新 {len(late)} 个（每个 1 分）"
        doubts = len(void) + len(old)
        reason = (said if issues else "") + (f"；另有 {doubts} 个未能判断" if doubts else "")
        points = min(part.cap, lost)
        return Loss(points, min(part.cap, worst), reason.lstrip("；"), issues, doubts=doubts)

    return Part((STALE, EMPTY), 4.0, judge)


def links(basis: Basis, part: Part) -> Loss:
    """Count broken links: a link of the template stands on the home page too."""
    issues = tuple(issue for issue in basis.issues if issue.code.startswith("L"))
    home = sum(issue.subject == SITE_SUBJECT or issue.url == basis.home for issue in issues)
    rest = len(issues) - home
    lost = min(part.cap, round(home * HOME_LINK + rest * OTHER_LINK, 1))
    reason = f"首页 {home} 处（每处 0.2 分），其他页面 {rest} 处（每处 0.1 分）" if issues else ""
    return _doubtful(basis, part, Loss(lost, lost, reason, issues), OTHER_LINK)


def find_fault(basis: Basis, part: Part) -> Loss:
    """Judge the entry for telling of faults: a fault of the home page costs all of the point."""
    issues = basis.of(part.codes)
    at_home = any(issue.url == basis.home for issue in issues)
    lost = 1.0 if at_home else min(part.cap, round(0.2 * len(issues), 1))
    said = (
        "首页没有规范的入口（1 分）" if at_home else f"入口不规范 {len(issues)} 处（每处 0.2 分）"
    )
    return _doubtful(basis, part, Loss(lost, lost, said if issues else "", issues), 1.0)


def tags(basis: Basis, part: Part) -> Loss:
    """Estimate samples of five column pages and five articles at 0.1 a page, by what was seen."""
    issues = basis.of(part.codes)
    articles: dict[str, int] = {}
    columns: set[str] = set()
    for issue in issues:
        if basis.site.column(issue.subject) is None:
            continue
        share = SHARE.search(issue.message)
        if "稿件页" in issue.message:
            lacking = int(share[1]) if share else 1
            articles[issue.subject] = max(lacking, articles.get(issue.subject, 0))
        else:
            columns.add(issue.subject)
    seen = basis.articles() or 0
    lists = estimate([0.1] * len(columns), len(basis.site.columns), 5, 0.5)
    texts = estimate([0.1] * sum(articles.values()), seen or None, 5, 0.5)
    reason = ""
    if issues:
        reason = (
            f"缺标签的栏目页 {len(columns)} 个、稿件页 {sum(articles.values())} 个"
            "（已全查，检查时各抽 5 个，按平均数估算）"
        )
    points, worst = lists.points + texts.points, lists.worst + texts.worst
    return _doubtful(basis, part, Loss(round(points, 1), round(worst, 1), reason, issues), 0.1)


def missing_elements(issue: Issue) -> float:
    """Count the elements that the finding says are missing; four at least, or it was none."""
    named = sum(element in issue.message for element in ELEMENTS)
    return ELEMENT_POINTS * max(named, LEAST_MISSING)
