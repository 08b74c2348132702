"""How open issues become points: each counted, once, drawn as a sample, by columns, by links."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from checks.finding import SITE_SUBJECT, Severity
from crawler.site import ColumnKind
from ledger.issue import Issue
from xunjian.score_basis import Basis, estimate
from xunjian.score_vetoes import EMPTY, STALE, YEARLY

CLASS_POINTS = 5.0
EMPTY_POINTS, STALE_POINTS = 2.0, 1.0
HOME_LINK, OTHER_LINK, TAG = 0.2, 0.1, 0.1
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
ELEMENT_POINTS = 0.5
# Rules word what they are not sure of so; it counts in the worst case only.
SUSPECTED = "疑似"
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


@dataclass(frozen=True, slots=True)
class Draw:
    """Inspectors draw `size` of the things; `population` says how many there are, None unknown."""

    size: int
    noun: str
    population: Callable[[Basis], int | None]

    @property
    def unseen(self) -> Loss:
        """What is said where there are none: nothing was found because there was nothing."""
        return Loss(unknown=f"没有看到{self.noun[1:]}")


def each(code: str, points: float, cap: float, said: str) -> Part:
    """Count every issue of a rule; `said` has {n} for their number."""

    def judge(basis: Basis, part: Part) -> Loss:
        issues = basis.of(part.codes)
        lost = round(min(cap, points * len(_certain(issues))), 1)
        worst = round(min(cap, points * len(issues)), 1)
        reason = said.format(n=len(issues)) + f"（每处 {points:g} 分）" if issues else ""
        return _doubtful(basis, part, Loss(lost, worst, reason + _doubt(issues), issues), points)

    return Part((code,), cap, judge)


def once(code: str, points: float, said: str, draw: Draw | None = None) -> Part:
    """Take the points once, however many issues there are; `draw` is what there has to be."""

    def judge(basis: Basis, part: Part) -> Loss:
        issues = basis.of(part.codes)
        lost = points if issues else 0.0
        if not issues and draw and draw.population(basis) == 0 and basis.ran(part.codes):
            return draw.unseen
        loss = Loss(lost, lost, f"{said}（{points:g} 分）" if issues else "", issues)
        return _doubtful(basis, part, loss, points)

    return Part((code,), points, judge)


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
        sure, all_ = _by_subject(_certain(issues), cost), _by_subject(issues, cost)
        population = draw.population(basis)
        if not issues and population == 0 and basis.ran(part.codes):
            return draw.unseen
        found = estimate(sure.values(), population, draw.size, cap)
        worst = estimate(all_.values(), population, draw.size, cap).worst
        reason = ""
        if issues:
            reason = f"{said} {len(all_)} {draw.noun[0]}" + _sampled(draw, population or 0)
        loss = Loss(found.points, worst, reason + _doubt(issues), issues)
        return _doubtful(basis, part, loss, max(all_.values(), default=cap / draw.size))

    return Part((code,), cap, judge)


def _by_subject(issues: Iterable[Issue], cost: Callable[[Issue], float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for issue in issues:
        # One issue of a column stands for all its pages that show it.
        for subject in issue.sources or (issue.subject,):
            found[subject] = found.get(subject, 0.0) + cost(issue)
    return found


def _certain(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    return tuple(issue for issue in issues if SUSPECTED not in issue.message)


def _doubt(issues: Sequence[Issue]) -> str:
    """Say how many are suspicions."""
    count = len(issues) - len(_certain(issues))
    return f"，其中 {count} 处是疑似，只计入最坏情况" if count else ""


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
            issues = basis.on_columns((STALE, EMPTY), ids)
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
    return set(basis.columns_with(STALE, EMPTY))


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
        late = basis.columns_with(STALE, YEARLY).keys() - counted - empty
        issues = basis.on_columns((EMPTY,), empty) + basis.on_columns((STALE, YEARLY), late)
        lost = EMPTY_POINTS * len(empty) + STALE_POINTS * len(late)
        void = basis.columns_in_doubt(EMPTY).keys() - empty - late
        old = basis.columns_in_doubt(STALE, YEARLY).keys() - empty - late - void
        worst = lost + EMPTY_POINTS * len(void) + STALE_POINTS * len(old)
        said = f"空白 {len(empty)} 个（每个 2 分），未更新 {len(late)} 个（每个 1 分）"
        doubts = len(void) + len(old)
        reason = (said if issues else "") + (f"；另有 {doubts} 个未能判断" if doubts else "")
        points = min(part.cap, lost)
        return Loss(points, min(part.cap, worst), reason.lstrip("；"), issues, doubts=doubts)

    return Part((STALE, YEARLY, EMPTY), 4.0, judge)


def links(basis: Basis, part: Part) -> Loss:
    """Count broken links: a link of the template stands on the home page too."""
    # What is only a hint (styles, scripts) is no link that does not open.
    told = basis.of(part.codes)
    issues = tuple(issue for issue in told if issue.severity is not Severity.WARNING)
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
    """Estimate samples of five column pages and five articles at 0.1 a page, by what was seen.

    A tag that is there with a doubtful value (S509) counts in the worst case only.
    """
    issues = basis.of(part.codes)
    articles: dict[str, int] = {}
    columns: set[str] = set()
    for issue in issues:
        if basis.site.column(issue.subject) is None:
            continue
        if "稿件页" in issue.message:
            share = SHARE.search(issue.message)
            articles[issue.subject] = int(share[1]) if share else 1
        else:
            columns.add(issue.subject)
    lacking = sum(articles.values())
    lists = estimate([TAG] * len(columns), len(basis.site.columns), 5, 0.5)
    texts = estimate([TAG] * lacking, basis.articles(), 5, 0.5)
    wrong = any(issue.code == "S509" for issue in issues)
    worst = part.cap if wrong else round(lists.worst + texts.worst, 1)
    reason = ""
    if issues:
        reason = f"缺标签的栏目页 {len(columns)} 个、稿件页 {lacking} 个" + (
            "（已全查，检查时各抽 5 个，按平均数估算）" if basis.looked else "（检查时各抽 5 个）"
        )
    points = round(lists.points + texts.points, 1)
    return _doubtful(basis, part, Loss(points, worst, reason, issues), TAG)


def missing_elements(issue: Issue) -> float:
    """Return the points for the elements that the finding names as missing."""
    return ELEMENT_POINTS * max(1, sum(element in issue.message for element in ELEMENTS))


def missing_parts(issue: Issue) -> float:
    """Return the points for what the finding says that a message lacks: one each."""
    return 1.0 + issue.message.count("、")
