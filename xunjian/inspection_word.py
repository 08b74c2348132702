"""The simulated inspection as a Word file that can be signed and handed on."""

from io import BytesIO

from docx.enum.text import WD_ALIGN_PARAGRAPH

from xunjian.disclosure_tables import told
from xunjian.inspection import MOST_ISSUES, Inspection
from xunjian.inspection_paper import AMBER, GREEN, RED, Paper
from xunjian.inspection_words import (
    CLAUSE,
    RECORD_HEADS,
    RECORD_NOTE,
    cap_said,
    points_said,
    record_rows,
)
from xunjian.scorecard import Verdict

COLOURS = {
    Verdict.VETO: RED,
    Verdict.CONFIRM: AMBER,
    Verdict.NEAR: AMBER,
    Verdict.UNKNOWN: AMBER,
}
TONES = {"bad": RED, "warn": AMBER, "good": GREEN}


def as_word(report: Inspection) -> bytes:
    """Return the report as docx."""
    paper = Paper()
    _head(paper, report)
    _tasks(paper, report)
    _changes(paper, report)
    _indicators(paper, report)
    _units(paper, report)
    _published(paper, report)
    _by_hand(paper, report)
    _appendix(paper, report)
    paper.text(CLAUSE)
    out = BytesIO()
    paper.document.save(out)
    return out.getvalue()


def _head(paper: Paper, report: Inspection) -> None:
    score = report.score
    paper.title(f"{score.site_name}模拟检查报告")
    paper.small(
        f"{score.today:%Y 年 %-m 月 %-d 日}" + (f"　只看{score.part}" if score.part else ""),
        WD_ALIGN_PARAGRAPH.CENTER,
    )
    paper.text(report.headline, COLOURS.get(score.verdict, GREEN), bold=True, size=15)
    paper.figures(
        [(each.title, each.number, each.note, TONES[each.tone]) for each in report.figures]
    )
    for line in report.summary:
        paper.text(line)
    for line in report.about:
        paper.small(line)


def _tasks(paper: Paper, report: Inspection) -> None:
    paper.heading("一、最要紧的事：谁、什么时候之前")
    rows = [
        (
            duty.due,
            duty.unit,
            "\n".join(f"#{t.issue.id} {t.issue.message}　{t.where}" for t in duty.tasks),
        )
        for duty in report.duties
    ]
    if rows:
        paper.table(("期限", "责任单位", "要整改的问题"), rows, (2.6, 3.4, 9.8))
    else:
        paper.text("没有严重问题，也没有到期的问题。")
    if report.more_tasks:
        paper.small(f"另有 {report.more_tasks} 项，见问题清单。")


def _changes(paper: Paper, report: Inspection) -> None:
    compared = report.extras.comparison
    paper.heading("二、与上次报告相比")
    if compared is None:
        paper.text(report.not_compared)
        return
    paper.text(
        f"上次报告 {compared.day}，此后新出现 {compared.opened} 个问题，整改 {compared.mended} 个；"
        f"变差 {compared.worse} 项，变好 {compared.better} 项。"
    )
    words = {True: "变差", False: "变好", None: "有一次未能判断"}
    rows = [(c.title, c.before, c.now, words[c.is_worse]) for c in compared.changes]
    if rows:
        paper.table(("项目", "上次", "本次", "变化"), rows, (8.2, 2.4, 2.4, 2.8))


def _indicators(paper: Paper, report: Inspection) -> None:
    score = report.score
    paper.heading(f"三、单项否决指标：{score.verdict}")
    vetoes = [(v.title, f"{v.count}/{v.threshold}", str(v.verdict), v.margin) for v in score.vetoes]
    if vetoes:
        colours = [COLOURS.get(veto.verdict) for veto in score.vetoes]
        heads = ("指标", "数量/否决线", "结论", "说明")
        paper.table(heads, vetoes, (5, 2.3, 2.5, 6), coloured=2, colours=colours)
    else:
        paper.text("没有发现。")
    paper.heading(f"四、扣分指标：机器可判断的 {score.judged:g} 分中扣 {score.lost:g} 分")
    items = [(d.title, points_said(d), cap_said(d), d.reason) for d in score.deductions]
    if items:
        marks = [AMBER if d.unknown else RED if d.points else None for d in score.deductions]
        paper.table(
            ("指标", "扣分", "分值", "说明"), items, (4.4, 2, 2, 7.4), coloured=1, colours=marks
        )
    else:
        paper.text("没有发现。")
    if score.remarks:
        said = "；".join(f"{each.title} {len(each.issues)} 处" for each in score.remarks)
        paper.text(f"不计分、但应整改：{said}。")


def _units(paper: Paper, report: Inspection) -> None:
    extras, score = report.extras, report.score
    when = f"（{extras.period.since} 至 {extras.period.until}）" if extras.period else ""
    paper.heading(f"五、单位整改{when}")
    if extras.records:
        widths = (1.1, 3.4, 2.9, 1.2, 2.2, 1.6, 1.2, 2.2)
        paper.table(RECORD_HEADS, record_rows(extras.records), widths)
        paper.small(RECORD_NOTE)
    if not score.units:
        paper.text("没有待整改的问题。")
        return
    paper.text("现在待整改的问题：")
    units = [
        (str(place), u.name, str(u.open), str(u.critical), str(u.overdue))
        for place, u in enumerate(score.units, 1)
    ]
    paper.table(("排名", "单位", "待整改", "其中严重", "已逾期"), units, (1.4, 7, 2.2, 2.6, 2.6))


def _published(paper: Paper, report: Inspection) -> None:
    if report.extras.disclosure is None:
        return
    stats = told(report.extras.disclosure)
    paper.heading(f"六、{stats.year} 年公开统计")
    for line in stats.lines:
        paper.text(line)
    for table in stats.tables:
        paper.text(table.title, bold=True)
        numbers = len(table.heads) - table.texts
        number = min(2.0, 9.0 / numbers)
        word = (15.8 - number * numbers) / table.texts
        widths = (word,) * table.texts + (number,) * numbers
        paper.table(table.heads, [tuple(map(str, row)) for row in table.rows], widths)


def _by_hand(paper: Paper, report: Inspection) -> None:
    if not report.score.by_hand:
        return
    paper.heading("七、机器不能判断、未计分的指标（请人工检查）")
    rows = [(item.title, item.stake, item.how) for item in report.score.by_hand]
    paper.table(("指标", "分值", "怎样检查"), rows, (5, 1.4, 9.4))


def _appendix(paper: Paper, report: Inspection) -> None:
    if report.lines:
        paper.heading("附一、依据")
    for line in report.lines:
        paper.text(f"{line.title}（{len(line.issues)}）", bold=True)
        rows = [
            (f"#{issue.id}", f"{issue.message}\n{issue.url}", issue.evidence)
            for issue in line.shown
        ]
        paper.table(("编号", "问题", "证据"), rows, (1.5, 8, 6.3))
        if line.more:
            paper.small(f"另有 {line.more} 条，见问题清单或 Excel 格式的报告。")
    if report.doubts:
        paper.heading(f"附二、未能判断的（{len(report.doubts)} 处，不算问题，也不算没有问题）")
        doubts = [(each.reason, each.url or each.subject) for each in report.doubts[:MOST_ISSUES]]
        paper.table(("原因", "对象"), doubts, (8, 7.8))
        if len(report.doubts) > MOST_ISSUES:
            paper.small(f"另有 {len(report.doubts) - MOST_ISSUES} 处，见 Excel 格式的报告。")
