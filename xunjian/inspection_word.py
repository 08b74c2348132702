"""The simulated inspection as a Word file that can be signed and handed on."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from xunjian.inspection import Inspection
from xunjian.score import Verdict

FONT, HEAD_FONT = "仿宋", "黑体"
RED, AMBER = RGBColor(0xB4, 0x23, 0x18), RGBColor(0xA3, 0x52, 0x00)
COLOURS = {Verdict.VETO: RED, Verdict.CONFIRM: AMBER, Verdict.NEAR: AMBER}


class _Paper:
    """A document that is written from top to bottom."""

    def __init__(self) -> None:
        self.document = Document()
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(12)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.6)

    def heading(self, text: str) -> None:
        """Add the heading of a part."""
        run = self.document.add_paragraph().add_run(text)
        run.font.size, run.bold = Pt(14), True
        run.font.name = HEAD_FONT
        run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEAD_FONT)

    def text(self, text: str, colour: RGBColor | None = None, *, bold: bool = False) -> None:
        """Add a paragraph."""
        run = self.document.add_paragraph().add_run(text)
        run.bold = bold
        if colour is not None:
            run.font.color.rgb = colour

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
    ) -> None:
        """Add a table; `widths` in centimetres."""
        table = self.document.add_table(rows=1, cols=len(heads), style="Table Grid")
        table.autofit = False
        # Word goes by the cells, other programs by the columns.
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for row in (heads, *rows):
            cells = table.rows[0].cells if row is heads else table.add_row().cells
            for cell, text, width in zip(cells, row, widths, strict=True):
                cell.width = Cm(width)
                paragraph = cell.paragraphs[0]
                run = paragraph.add_run(text)
                run.font.size, run.bold = Pt(10.5), row is heads


def as_word(report: Inspection) -> bytes:
    """Return the report as docx."""
    score, paper = report.score, _Paper()
    title = paper.document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(f"{score.site_name}模拟检查报告（{score.today}）")
    run.font.size, run.bold = Pt(20), True
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEAD_FONT)
    for line in report.about:
        paper.text(line)
    paper.text(report.headline, COLOURS.get(score.verdict), bold=True)
    for line in report.summary:
        paper.text(line)
    paper.heading("一、当前最要紧的事")
    rows = [
        (t.unit, str(t.issue.severity), f"{t.issue.message}\n{t.where}", t.due)
        for t in report.tasks
    ]
    if rows:
        paper.table(("责任单位", "等级", "问题", "期限"), rows, (3.2, 1.4, 8.2, 3))
    else:
        paper.text("没有严重问题，也没有到期的问题。")
    if report.more_tasks:
        paper.text(f"另有 {report.more_tasks} 项，见问题清单。")
    paper.heading(f"二、单项否决指标：{score.verdict}")
    vetoes = [
        (v.title, str(v.count), str(v.threshold), str(v.verdict), v.margin) for v in score.vetoes
    ]
    paper.table(("指标", "数量", "否决线", "结论", "说明"), vetoes, (5, 1.4, 1.6, 2.6, 5.2))
    paper.heading(f"三、扣分指标：机器可判断的 {score.judged:g} 分中扣 {score.lost:g} 分")
    items = [(d.title, f"{d.points:g}", f"{d.cap:g}", d.reason) for d in score.deductions]
    paper.table(("指标", "扣分", "上限", "说明"), items, (5, 1.4, 1.4, 8))
    paper.heading("四、责任单位待整改问题")
    units = [
        (str(place), u.name, str(u.open), str(u.critical), str(u.overdue))
        for place, u in enumerate(score.units, 1)
    ]
    paper.table(("排名", "单位", "待整改", "其中严重", "已逾期"), units, (1.4, 7, 2.2, 2.6, 2.6))
    paper.heading("五、机器不能判断、未计分的指标（请人工检查）")
    for item in score.not_judged:
        paper.text(f"· {item}")
    paper.text("依据国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》，结果仅供自查参考。")
    out = BytesIO()
    paper.document.save(out)
    return out.getvalue()
