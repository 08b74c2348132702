"""The simulated inspection as text for a terminal."""

import unicodedata
from collections.abc import Iterable, Sequence

from xunjian.disclosure_tables import told
from xunjian.inspection import Inspection
from xunjian.inspection_words import (
    CLAUSE,
    RECORD_HEADS,
    RECORD_NOTE,
    cap_said,
    points_said,
    record_rows,
)
from xunjian.scorecard import Score, UnitRank, Verdict

# What every terminal has, one cell wide.
MARKS = {
    Verdict.CLEAR: "-",
    Verdict.UNKNOWN: "?",
    Verdict.NEAR: "!",
    Verdict.CONFIRM: "?",
    Verdict.VETO: "X",
}


def render_text(report: Inspection) -> str:
    """Return the inspection as Chinese text for a terminal, its columns aligned."""
    score = report.score
    lines = [
        f"{score.site_name}　模拟检查（{score.today:%Y-%m-%d}）",
        *report.about,
        "",
        report.headline,
        *report.summary,
        *(f"  {each.title}：{each.number}（{each.note}）" for each in report.figures),
        "",
        "一、最要紧的事：谁、什么时候之前",
        *_tasks(report),
        "",
        "二、与上次报告相比",
        *_changes(report),
        "",
        f"三、单项否决指标：{score.verdict}",
        *_vetoes(score),
        "",
        f"四、扣分指标：机器可判断的 {score.judged:g} 分中扣 {score.lost:g} 分",
        *_deductions(score),
        *(f"  不计分、但应整改：{each.title} {len(each.issues)} 处" for each in score.remarks),
        "",
        *_units(report),
        *_published(report),
        *_by_hand(score),
        CLAUSE,
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _tasks(report: Inspection) -> list[str]:
    if not report.tasks:
        return ["  没有严重问题，也没有到期的问题。"]
    rows = [(t.unit, str(t.issue.severity), t.due, t.issue.message) for t in report.tasks]
    more = [f"  另有 {report.more_tasks} 项，见问题清单。"] if report.more_tasks else []
    return [*_table(("责任单位", "等级", "期限", "问题"), rows), *more]


def _changes(report: Inspection) -> list[str]:
    compared = report.extras.comparison
    if compared is None:
        return [f"  {report.not_compared}"]
    said = (
        f"  上次报告 {compared.day}，此后新出现 {compared.opened} 个问题，整改 {compared.mended} 个；"
        f"变差 {compared.worse} 项，变好 {compared.better} 项。"
    )
    words = {True: "变差", False: "变好", None: "有一次未能判断"}
    rows = [(c.title, c.before, c.now, words[c.is_worse]) for c in compared.changes]
    return [said, *(_table(("项目", "上次", "本次", ""), rows) if rows else ())]


def _vetoes(score: Score) -> list[str]:
    rows = [
        (
            MARKS[veto.verdict],
            veto.title,
            f"{veto.count}/{veto.threshold}",
            veto.verdict,
            veto.margin,
        )
        for veto in score.vetoes
    ]
    return _table(("", "指标", "数量", "结论", "说明"), rows) if rows else ["  没有发现。"]


def _deductions(score: Score) -> list[str]:
    rows = [(d.title, points_said(d), cap_said(d), d.reason) for d in score.deductions]
    return _table(("指标", "扣分", "分值", "说明"), rows) if rows else ["  没有发现。"]


def _units(report: Inspection) -> list[str]:
    chosen = report.extras.period
    lines = [f"五、单位整改（{chosen.since} 至 {chosen.until}）" if chosen else "五、单位整改"]
    if report.extras.records:
        lines += [*_table(RECORD_HEADS, record_rows(report.extras.records)), f"  {RECORD_NOTE}", ""]
    return [*lines, "  现在待整改的问题：", *_unit_table(report.score.units), ""]


def _published(report: Inspection) -> list[str]:
    if report.extras.disclosure is None:
        return []
    stats = told(report.extras.disclosure)
    lines = [f"六、{stats.year} 年公开统计", *(f"  {line}" for line in stats.lines)]
    for table in stats.tables[:1]:
        lines += _table(table.heads, [tuple(map(str, row)) for row in table.rows])
    return [*lines, "  按单位、按月份的统计见 html、docx、xlsx 格式的报告。", ""]


def _by_hand(score: Score) -> Iterable[str]:
    if not score.by_hand:
        return ()
    rows = [(item.title, item.stake, item.how) for item in score.by_hand]
    head = "七、机器不能判断、未计分的指标（请人工检查）"
    return (head, *_table(("指标", "分值", "怎样检查"), rows), "")


def _unit_table(units: Sequence[UnitRank]) -> list[str]:
    if not units:
        return ["  没有待整改的问题。"]
    rows = [
        (str(place), unit.name, str(unit.open), str(unit.critical), str(unit.overdue))
        for place, unit in enumerate(units, 1)
    ]
    return _table(("排名", "单位", "待整改", "其中严重", "已逾期"), rows)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(_width(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    return [
        "  "
        + "  ".join(
            text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)
        )
        for row in (heads, *rows)
    ]


def _width(text: str) -> int:
    """Count terminal cells: Chinese characters and full-width punctuation take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
