"""Writes a paper as a Word document, with what Word can hide."""

from io import BytesIO
from itertools import count
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph as WordParagraph
from PIL import Image

from tests.documents.embedded import workbook
from tests.documents.paper import Grid, Paper, Paragraph, Planting, Sample
from tests.documents.values import Values

_NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_TEXT_BOX = """<w:r {spaces} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape
 style="width:200pt;height:50pt"><v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p>
</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"""


def write(paper: Paper, values: Values) -> Sample:
    """Return the document."""
    planting = Planting(paper, values)
    document = Document()
    document.add_paragraph(paper.title)
    numbers, tables = count(2), count(1)
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            planting.note(block.secrets, f"第 {next(numbers)} 段")
            _add_in_runs(document, block.text)
        else:
            _add_table(document, block)
            _note_rows(planting, block, next(tables))
    _hide_in_text(document, planting)
    _hide_around(document, planting)
    out = BytesIO()
    document.save(out)
    return planting.sample(f"{paper.title}.docx", out.getvalue())


def _note_rows(planting: Planting, grid: Grid, table: int) -> None:
    planting.note_rows(grid, lambda row: (f"表 {table} 第 {row + 1} 行",))


def _add_in_runs(document: WordDocument, text: str) -> None:
    """Add a paragraph in pieces, as Word leaves them after some editing."""
    paragraph = document.add_paragraph()
    for start in range(0, len(text), 13):
        paragraph.add_run(text[start : start + 13])


def _add_table(document: WordDocument, grid: Grid) -> None:
    table = document.add_table(len(grid.rows), len(grid.rows[0]))
    for row, texts in zip(table.rows, grid.rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def _hide_in_text(document: WordDocument, planting: Planting) -> None:
    last = document.add_paragraph("以上名单如有异议，请在公示期内反映。")
    document.add_comment(last.runs, planting.hide("批注"), author="经办人")
    hidden = document.add_paragraph().add_run(planting.hide("隐藏文字"))
    hidden.font.hidden = True
    spaces = nsdecls("w")
    _append(
        document.add_paragraph(),
        f'<w:del {spaces} w:id="901" w:author="a" w:date="2024-03-15T00:00:00Z"><w:r>'
        f"<w:delText>{planting.hide('删除')}</w:delText></w:r></w:del>",
    )
    _append(
        document.add_paragraph(),
        f'<w:ins {spaces} w:id="902" w:author="a" w:date="2024-03-15T00:00:00Z"><w:r>'
        f"<w:t>{planting.hide()}</w:t></w:r></w:ins>",
    )
    _append(document.add_paragraph(), _TEXT_BOX.format(spaces=spaces, text=planting.hide("文本框")))
    picture = document.add_paragraph().add_run().add_picture(BytesIO(_dot()))
    picture._inline.docPr.set("descr", planting.hide("说明|替代"))
    _add_footnote(document, planting.hide("脚注"))


def _hide_around(document: WordDocument, planting: Planting) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = planting.hide("页眉")
    section.footer.paragraphs[0].text = planting.hide("页脚")
    document.core_properties.title = planting.paper.title
    document.core_properties.comments = planting.hide("属性")
    _embed_workbook(document, planting)


def _append(paragraph: WordParagraph, xml: str) -> None:
    # Any: the library's own types know nothing of what stands in no schema of theirs.
    element: Any = parse_xml(xml)
    paragraph._p.append(element)


def _add_footnote(document: WordDocument, text: str) -> None:
    xml = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r>'
        "</w:p></w:footnote></w:footnotes>"
    )
    package = document.part.package
    part = Part(PackURI("/word/footnotes.xml"), _NOTES, xml.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    mark = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
    _append(document.add_paragraph("见脚注"), mark)


def _embed_workbook(document: WordDocument, planting: Planting) -> None:
    """Put the workbook of a chart or table into the document."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    body = workbook(planting, "嵌入|内嵌|内“")
    name = PackURI("/word/embeddings/Microsoft_Excel_Sheet1.xlsx")
    part = Part(name, kind, body, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.PACKAGE)


def _dot() -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4), "white").save(out, "PNG")
    return out.getvalue()
