"""The catalogue of normative documents as a Word file to be checked, signed and published."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from xunjian.catalogue import Line, Told

FONT = "仿宋"
VALID_HEADS = ("序号", "文件名称", "文号", "印发单位", "成文日期", "有效期至", "备注")
VALID_WIDTHS = (1.4, 9.2, 4.4, 4.6, 2.6, 2.6, 2.0)
ENDED_HEADS = ("序号", "文件名称", "文号", "效力状态", "失效日期", "依据")
ENDED_WIDTHS = (1.4, 8.0, 4.4, 2.4, 2.6, 6.0)


def as_word(told: Told) -> bytes:
    """Return the catalogue as docx: documents in force, documents that ended, how it was made."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.8)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(f"{told.title}（截至 {told.day}）")
    run.font.size, run.bold = Pt(18), True
    document.add_paragraph(f"一、现行有效 {len(told.in_force)} 件").runs[0].bold = True
    valid = [_valid(n, line) for n, line in enumerate(told.in_force, 1)]
    _table(document, VALID_HEADS, valid, VALID_WIDTHS)
    document.add_paragraph(f"二、已失效 {len(told.ended)} 件").runs[0].bold = True
    ended = [_ended(n, line) for n, line in enumerate(told.ended, 1)]
    _table(document, ENDED_HEADS, ended, ENDED_WIDTHS)
    document.add_paragraph("三、说明").runs[0].bold = True
    for note in told.notes:
        document.add_paragraph(note)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _valid(number: int, line: Line) -> tuple[str, ...]:
    remark = line.listed if line.listed == "未列入" else ""
    if line.status != "有效":
        remark = line.status
    return (str(number), line.name, line.number, line.office, line.day, line.end, remark)


def _ended(number: int, line: Line) -> tuple[str, ...]:
    return (str(number), line.name, line.number, line.status, line.ended, line.said)


def _table(
    document: DocumentType,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
) -> None:
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.autofit = False
    # Word goes by the cells, other programs by the columns.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in (heads, *rows):
        cells = table.rows[0].cells if row is heads else table.add_row().cells
        for cell, text, width in zip(cells, row, widths, strict=True):
            cell.width = Cm(width)
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.bold = Pt(10.5), row is heads
