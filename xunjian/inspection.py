"""What a head of office reads of a simulated inspection, before it is laid out in any form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from checks.finding import Undecided
from checks.workdays import LOCAL
from crawler.site import Site
from ledger.issue import Issue, ScanInfo
from notifier.notice import NO_UNIT
from xunjian.disclosure import Disclosure
from xunjian.looked import Looked
from xunjian.score_compare import Comparison
from xunjian.score_units import Period, UnitRecord
from xunjian.scorecard import Deduction, Score, Verdict, Veto

MOST_TASKS = 20
# Of the issues behind one line, a page or a paper shows so many; the workbook shows all.
MOST_ISSUES, MOST_REMARKED = 30, 5
HEADLINES = {
    Verdict.CLEAR: "机器可判断的单项否决指标都没有触及。",
    Verdict.UNKNOWN: "没有发现触及单项否决，但有几项未能判断。",
    Verdict.NEAR: "没有触及单项否决，但已经临近。",
    Verdict.CONFIRM: "有可能触及单项否决，请立即人工确认。",
    Verdict.VETO: "已触及单项否决，现在检查不合格。",
}
TONES = {
    Verdict.CLEAR: "good",
    Verdict.UNKNOWN: "warn",
    Verdict.NEAR: "warn",
    Verdict.CONFIRM: "warn",
    Verdict.VETO: "bad",
}


@dataclass(frozen=True, slots=True)
class Task:
    """An issue that cannot wait: who has to do something, where, until when."""

    issue: Issue
    unit: str
    where: str
    due: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What one unit has to do until one day."""

    unit: str
    due: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is read before anything else, and what it counts."""

    title: str
    number: str
    note: str
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of the indicators rests on; a page or a paper shows `most` issues of it."""

    title: str
    issues: tuple[Issue, ...]
    most: int = MOST_ISSUES

    @property
    def shown(self) -> tuple[Issue, ...]:
        """The issues that a page or a paper shows."""
        return self.issues[: self.most]

    @property
    def more(self) -> int:
        """How many are left out."""
        return max(0, len(self.issues) - self.most)


@dataclass(frozen=True, slots=True)
class Extras:
    """What a report says besides the score, as far as it is known."""

    looked: Looked | None = None
    later: tuple[ScanInfo, ...] = ()
    comparison: Comparison | None = None
    period: Period | None = None
    records: tuple[UnitRecord, ...] = ()
    disclosure: Disclosure | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """A score put into words."""

    score: Score
    headline: str
    tone: str
    figures: tuple[Figure, ...]
    summary: tuple[str, ...]
    about: tuple[str, ...]
    tasks: tuple[Task, ...]
    duties: tuple[Duty, ...]
    more_tasks: int
    lines: tuple[Line, ...]
    doubts: tuple[Undecided, ...] = ()
    extras: Extras = field(default_factory=Extras)

    @property
    def not_compared(self) -> str:
        """Say why there is no comparison."""
        if self.score.part:
            return "只看一部分的报告不与以前的比较。"
        return "没有更早的报告可以比较。"


def inspection(score: Score, site: Site, extras: Extras | None = None) -> Inspection:
    """Put a score into the words that all forms of the report share."""
    extras = extras or Extras()
    names = {unit.id: unit.name for unit in site.units}
    shown = score.urgent[:MOST_TASKS]
    judged: tuple[Veto | Deduction, ...] = (*score.vetoes, *score.deductions)
    lines = [Line(each.title, each.issues) for each in judged if each.issues]
    lines += [Line(each.title, each.issues, MOST_REMARKED) for each in score.remarks]
    tasks = tuple(_task(issue, score, names) for issue in shown)
    return Inspection(
        score=score,
        headline=HEADLINES[score.verdict],
        tone=TONES[score.verdict],
        figures=_figures(score),
        summary=_summary(score),
        about=about(score, extras),
        tasks=tasks,
        duties=_duties(tasks),
        more_tasks=len(score.urgent) - len(shown),
        lines=tuple(lines),
        doubts=_distinct(extras.looked.doubts if extras.looked else ()),
        extras=extras,
    )


def _duties(tasks: Iterable[Task]) -> tuple[Duty, ...]:
    """Put together what one unit has to do until one day, the nearest day first."""
    groups: dict[tuple[str, str], list[Task]] = {}
    for task in tasks:
        groups.setdefault((task.due, task.unit), []).append(task)
    return tuple(Duty(unit, due, tuple(found)) for (due, unit), found in groups.items())


def _distinct(doubts: Iterable[Undecided]) -> tuple[Undecided, ...]:
    seen: dict[tuple[str, str, str], Undecided] = {}
    for each in doubts:
        seen.setdefault((each.subject, each.key, each.reason), each)
    return tuple(seen.values())


def _figures(score: Score) -> tuple[Figure, ...]:
    worst = f"，最坏扣 {score.worst:g} 分" if score.worst > score.lost else ""
    today = len(score.urgent)
    return (
        _veto_figure(score),
        Figure(
            "扣分指标",
            f"扣 {score.lost:g} 分",
            f"机器可判断 {score.judged:g} 分{worst}",
            "warn" if score.lost else "good",
        ),
        Figure(
            "待整改问题",
            f"{score.open} 个",
            f"最要紧的 {today} 个，见下" if today else "没有严重的、到期的",
            "bad" if today else "warn" if score.open else "good",
        ),
    )


def _veto_figure(score: Score) -> Figure:
    """Show the gravest kind of veto item as the number, the others as its note."""
    counts = {verdict: sum(v.verdict is verdict for v in score.vetoes) for verdict in Verdict}
    kinds = [
        f"{counts[verdict]} 项{said}"
        for verdict, said in (
            (Verdict.VETO, "已触及"),
            (Verdict.CONFIRM, "待确认"),
            (Verdict.NEAR, "临近"),
            (Verdict.UNKNOWN, "未能判断"),
        )
        if counts[verdict]
    ]
    number, *rest = kinds or ["0 项"]
    return Figure("单项否决", number, "，".join(rest) or "任一项触及即不合格", TONES[score.verdict])


def _summary(score: Score) -> tuple[str, ...]:
    counts = {verdict: [v for v in score.vetoes if v.verdict is verdict] for verdict in Verdict}
    lines = [
        f"{said}：{'、'.join(_brief(veto) for veto in counts[verdict])}"
        for verdict, said in (
            (Verdict.VETO, "已触及"),
            (Verdict.CONFIRM, "待确认"),
            (Verdict.NEAR, "临近"),
        )
        if counts[verdict]
    ]
    if score.part:
        return (*lines, f"只看{score.part}，不代表全站的结论。")
    return (*lines, score.outcome)


def _brief(veto: Veto) -> str:
    of = f"{veto.count}/{veto.threshold}" if veto.threshold > 1 else f"{veto.count}"
    return f"{veto.title}（{of}）"


def about(score: Score, extras: Extras) -> tuple[str, ...]:
    """Say which scan a score rests on, how much that looked at, and what came later."""
    if score.scan is None:
        return ("还没有完整的检测记录，以下只反映台账中已有的问题。",)
    said = f"依据 {_time(score.scan)} 完成的全站检测（全查，不是抽样）"
    looked = extras.looked
    if looked is None:
        lines = [f"{said}，访问 {score.scan.pages} 个地址。"]
    else:
        missed = f"；{looked.unread} 个地址没有取到" if looked.unread else ""
        doubts = len(_distinct(looked.doubts))
        missed += f"；{doubts} 处未能判断，不算没有问题" if doubts else ""
        lines = [
            f"{said}：栏目 {looked.columns} 个、网页 {looked.pages} 个、"
            f"附件 {looked.files} 个{missed}。"
        ]
    if extras.later:
        newest = max(extras.later, key=lambda scan: scan.finished)
        lines.append(
            f"此后又做过 {len(extras.later)} 次部分检测或复查（最近一次 {_time(newest)}），"
            "问题的状态已按它们更新。"
        )
    if score.scan.incomplete:
        lines.append(f"注意：{score.scan.incomplete}")
    return tuple(lines)


def _time(scan: ScanInfo) -> str:
    return f"{scan.finished.astimezone(LOCAL):%Y-%m-%d %H:%M}"


def _task(issue: Issue, score: Score, names: Mapping[str, str]) -> Task:
    if issue.due is None:
        due = "立即"
    elif issue.due < score.today:
        due = f"{issue.due:%m-%d}（已逾期 {(score.today - issue.due).days} 天）"
    else:
        due = f"{issue.due:%m-%d}" + ("（今天）" if issue.due == score.today else "")
    where = issue.page_title or issue.url
    return Task(issue, names.get(issue.unit, issue.unit) or NO_UNIT, where, due)
