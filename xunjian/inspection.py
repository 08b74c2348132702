"""What a head of office reads of a simulated inspection, before it is laid out in any form."""

from collections.abc import Mapping
from dataclasses import dataclass

from checks.workdays import LOCAL
from crawler.site import Site
from ledger.issue import Issue
from notifier.notice import NO_UNIT
from xunjian.score import Score, Verdict

MOST_TASKS = 20
HEADLINES = {
    Verdict.CLEAR: "机器可判断的单项否决指标都没有触及。",
    Verdict.NEAR: "没有触及单项否决，但已经临近。",
    Verdict.CONFIRM: "有可能触及单项否决，请立即人工确认。",
    Verdict.VETO: "已触及单项否决，现在检查不合格。",
}
TONES = {
    Verdict.CLEAR: "good",
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
class Inspection:
    """A score put into words."""

    score: Score
    headline: str
    tone: str
    summary: tuple[str, ...]
    about: tuple[str, ...]
    tasks: tuple[Task, ...]
    more_tasks: int


def inspection(score: Score, site: Site) -> Inspection:
    """Put a score into the words that all forms of the report share."""
    names = {unit.id: unit.name for unit in site.units}
    shown = score.urgent[:MOST_TASKS]
    return Inspection(
        score=score,
        headline=HEADLINES[score.verdict],
        tone=TONES[score.verdict],
        summary=_summary(score),
        about=about(score),
        tasks=tuple(_task(issue, score, names) for issue in shown),
        more_tasks=len(score.urgent) - len(shown),
    )


def _summary(score: Score) -> tuple[str, ...]:
    counts = {verdict: [v for v in score.vetoes if v.verdict is verdict] for verdict in Verdict}
    lines = [
        f"{said}：{'、'.join(f'{veto.title}（{veto.count}）' for veto in counts[verdict])}"
        for verdict, said in (
            (Verdict.VETO, "已触及"),
            (Verdict.CONFIRM, "待确认"),
            (Verdict.NEAR, "临近"),
        )
        if counts[verdict]
    ]
    worst = max(score.deductions, key=lambda item: item.points, default=None)
    said = f"扣分指标：机器可判断的 {score.judged:g} 分中扣 {score.lost:g} 分"
    if worst is not None and worst.points:
        said += f"，扣得最多的是{worst.title}（{worst.points:g} 分）"
    return (*lines, said)


def about(score: Score) -> tuple[str, ...]:
    """Say which scan a score rests on."""
    if score.scan is None:
        return ("还没有完整的检测记录，以下只反映台账中已有的问题。",)
    finished = score.scan.finished.astimezone(LOCAL)
    said = f"依据 {finished:%Y-%m-%d %H:%M} 完成的检测，访问 {score.scan.pages} 个地址。"
    return (said, f"注意：{score.scan.incomplete}") if score.scan.incomplete else (said,)


def _task(issue: Issue, score: Score, names: Mapping[str, str]) -> Task:
    if issue.due is None:
        due = "立即"
    elif issue.due < score.today:
        due = f"{issue.due:%m-%d}（已逾期 {(score.today - issue.due).days} 天）"
    else:
        due = f"{issue.due:%m-%d}" + ("（今天）" if issue.due == score.today else "")
    where = issue.page_title or issue.url
    return Task(issue, names.get(issue.unit, issue.unit) or NO_UNIT, where, due)
