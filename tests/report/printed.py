"""Prints an annual report as offices publish it: web page, Word and PDF, with merged cells."""

from html import escape
from io import BytesIO

from docx import Document as WordDocument
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate
from reportlab.platypus import Table as PdfTable

from checks.report.cells import DENIED, OTHERWISE, REFUSED, UNABLE, Applicant, Row
from checks.report.figures import Values
from checks.views import Document
from crawler.page import Table

GROUPS = {
    "（三）不予公开": DENIED,
    "（四）无法提供": UNABLE,
    "（五）不予处理": REFUSED,
    "（六）其他处理": OTHERWISE,
}
# The tables stand at the end of the parts of these names.
AFTER = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议",
)
WIDTHS = (60, 60, 130, 45, 40, 40, 45, 45, 35, 35)


def labels(row: Row) -> tuple[str, str, str]:
    """Return the three label cells of a row of table three, as the official form has them."""
    if row in (Row.NEW, Row.CARRIED_IN, Row.CARRIED_OUT):
        return (
            f"{row.value}政府信息公开申请数量" if row is not Row.CARRIED_OUT else row.value,
            "",
            "",
        )
    group = next((name for name, rows in GROUPS.items() if row in rows), "")
    rest = row.value.partition("）")[2] if group else row.value.removeprefix("三")
    return "三、本年度办理结果", group or rest, rest if group else ""


def form(table: Table) -> list[Values]:
    """Return the rows of a table with labels spread over three cells, if it is table three."""
    if not any(cell == Applicant.PERSON for cell in table.rows[0]):
        return list(table.rows)
    rows: list[Values] = [("申请人情况", "", "", *table.rows[0][1:])]
    known = {row.value: row for row in Row}
    known |= {f"{row.value}政府信息公开申请数量": row for row in (Row.NEW, Row.CARRIED_IN)}
    for row in table.rows[1:]:
        rows.append((*labels(known[row[0]]), *row[1:]))
    return rows


def html_page(doc: Document) -> str:
    """Return the report as a web page; equal label cells that follow each other are merged."""
    parts = []
    tables = iter(doc.tables)
    for line in doc.text.split("\n"):
        parts.append(f"<p>{escape(line)}</p>")
        if line.startswith(AFTER):
            parts.append(_html_table(form(next(tables))))
    body = "".join(parts)
    return f"<html><head><title>{escape(doc.title)}</title></head><body><h1>{escape(doc.title)}</h1><div class='TRS_Editor'>{body}</div></body></html>"


def _html_table(rows: list[Values]) -> str:
    lines = []
    above: dict[int, str] = {}
    for row in rows:
        cells = []
        for place, cell in enumerate(row):
            is_repeated = place < 2 and len(row) > 9 and cell and above.get(place) == cell
            above[place] = cell
            if is_repeated:
                continue
            span = 0
            if place < 2 and len(row) > 9 and cell:
                at = next(index for index, each in enumerate(rows) if each is row)
                span = sum(1 for _ in _same(rows[at:], place, cell))
            mark = f' rowspan="{span}"' if span > 1 else ""
            cells.append(f"<td{mark}>{escape(cell)}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _same(rows: list[Values], place: int, cell: str) -> list[Values]:
    found = []
    for row in rows:
        if len(row) <= place or row[place] != cell:
            break
        found.append(row)
    return found


def word_file(doc: Document) -> bytes:
    """Return the report as a Word file, its label cells merged."""
    word = WordDocument()
    tables = iter(doc.tables)
    for line in doc.text.split("\n"):
        word.add_paragraph(line)
        if line.startswith(AFTER):
            rows = form(next(tables))
            width = max(len(row) for row in rows)
            table = word.add_table(rows=len(rows), cols=width)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    table.rows[number].cells[place].text = cell
                if len(row) < width:
                    table.cell(number, len(row) - 1).merge(table.cell(number, width - 1))
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def pdf_file(doc: Document) -> bytes:
    """Return the report as a PDF, labels wrapped in their narrow cells."""
    registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("text", fontName="STSong-Light", fontSize=10.5, leading=16)
    small = ParagraphStyle("cell", fontName="STSong-Light", fontSize=8, leading=10)
    flow: list[Flowable] = []
    tables = iter(doc.tables)
    for line in doc.text.split("\n"):
        flow.append(Paragraph(escape(line), style))
        if line.startswith(AFTER):
            rows = form(next(tables))
            cells = [[Paragraph(escape(cell), small) for cell in row] for row in rows]
            wide = len(rows[-1])
            widths = WIDTHS if wide == len(WIDTHS) else [520 / wide] * wide
            width = max(len(row) for row in rows)
            filled = [row + [""] * (width - len(row)) for row in cells]
            flow.append(PdfTable(filled, colWidths=list(widths)[:width] if wide == width else None))
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4, leftMargin=30, rightMargin=30).build(flow)
    return out.getvalue()
