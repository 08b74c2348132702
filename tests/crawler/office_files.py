"""Office files for the tests: whole ones by the common writers, and single parts by hand."""

import zipfile
from copy import deepcopy
from io import BytesIO

import docx
import pptx
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from checks.views import Document
from crawler.extract.content import Content

# The check digit is wrong, the length is what matters.
LONG_NUMBER = "110101190001010000"
TYPES = "http://schemas.openxmlformats.org"
SHEET = f'"{TYPES}/spreadsheetml/2006/main"'
WORD = f'"{TYPES}/wordprocessingml/2006/main"'
RELATIONS = f"{TYPES}/package/2006/relationships"
AREA = (Cm(1), Cm(1), Cm(9), Cm(3))


def repacked(parts: dict[str, bytes], base: bytes) -> bytes:
    """Replace parts of a package, and add those that it does not have."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(base)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in dict.fromkeys((*old.namelist(), *parts)):
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return buffer.getvalue()


def relations(*links: tuple[str, str]) -> bytes:
    """Write a .rels part: each link by the last word of its type and its target."""
    written = "".join(
        f'<Relationship Id="x{n}" Type="{TYPES}/officeDocument/2006/relationships/{kind}"'
        f' Target="{target}" TargetMode="{"External" if ":" in target else "Internal"}"/>'
        for n, (kind, target) in enumerate(links)
    )
    return f'<Relationships xmlns="{RELATIONS}">{written}</Relationships>'.encode()


def places_of(content: Content) -> dict[str, str]:
    """Return the text at each place."""
    document = Document(content.text, places=content.places)
    ends = [place.start for place in content.places[1:]] + [len(content.text)]
    found: dict[str, str] = {}
    for place, end in zip(content.places, ends, strict=True):
        name = document.place(place.start)
        found[name] = found.get(name, "") + content.text[place.start : end]
    return {place: text.strip() for place, text in found.items()}


def word_body(xml: str) -> bytes:
    """Return a Word file whose body is this."""
    spaces = (
        f'xmlns:w={WORD} xmlns:mc="{TYPES}/markup-compatibility/2006"'
        f' xmlns:wp="{TYPES}/drawingml/2006/wordprocessingDrawing"'
    )
    document = f"<w:document {spaces}><w:body>{xml}</w:body></w:document>".encode()
    return repacked({"word/document.xml": document}, saved(docx.Document()))


def saved(document: object) -> bytes:
    """Save what python-docx or python-pptx have made."""
    buffer = BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def notice() -> bytes:
    """Return a Word file with something at every common place."""
    document = docx.Document()
    document.core_properties.author = "属性作者"
    document.sections[0].header.paragraphs[0].text = "页眉文字"
    document.sections[0].footer.paragraphs[0].text = "页脚文字"
    run = document.add_paragraph("关于").add_run("表彰的通知")
    document.add_comment(run, text="批注文字", author="王某")
    hidden = document.add_paragraph("正文").add_run("隐藏的话")
    hidden.font.hidden = True
    shown = document.add_paragraph().add_run("并未隐藏")
    shown.font.hidden = False
    _delete(document.add_paragraph("保留"), "删掉的话")
    _text_box(document.add_paragraph("框外"), "框内文字")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("姓名", "电话", "张某", "无"), strict=True):
        cell.text = text
    return saved(document)


def _delete(paragraph: Paragraph, text: str) -> None:
    deletion = parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>{text}</w:delText></w:r></w:del>")
    paragraph._p.insert_element_before(deletion)


def _text_box(paragraph: Paragraph, text: str) -> None:
    # Word writes a text box twice: for itself, and in an older form for others.
    box = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    run = parse_xml(
        f'<w:r {nsdecls("w")} xmlns:mc="{TYPES}/markup-compatibility/2006">'
        f'<mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    paragraph._p.insert_element_before(run)


def people() -> bytes:
    """Return a workbook with hidden rows, columns and sheets, and a comment."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, ["姓名", "电话", "证件号码", "说明"])
    sheet.write_row(1, 0, ["张某", 10000000000, LONG_NUMBER, "见附件"])
    sheet.write_row(2, 0, ["李某", 1.5, "无", "隐藏行里的话"])
    sheet.write_formula(3, 0, '="公式"&"结果"', value="公式结果")
    sheet.set_column("C:C", None, None, {"hidden": True})
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.write_comment("A1", "单元格批注", {"author": "王某"})
    book.add_worksheet("底稿").hide()
    book.get_worksheet_by_name("底稿").write(0, 0, "底稿里的话")
    book.add_worksheet("深藏").very_hidden()
    book.get_worksheet_by_name("深藏").write(0, 0, "深藏的话")
    book.close()
    return buffer.getvalue()


def sheet_of(xml: str, base: bytes = b"") -> bytes:
    """Return a workbook whose first sheet is this; the contents of <worksheet>."""
    sheet = f"<worksheet xmlns={SHEET}>{xml}</worksheet>".encode()
    return repacked({"xl/worksheets/sheet1.xml": sheet}, base or people())


def _box(shapes: object, text: str) -> object:
    box = shapes.add_textbox(*AREA)  # type: ignore[attr-defined]
    box.text_frame.text = text
    return box


def talk() -> bytes:
    """Return slides with notes, a hidden one, a table, a chart and shapes in groups."""
    show = pptx.Presentation()
    blank = show.slide_layouts[6]
    first = show.slides.add_slide(show.slide_layouts[0])
    first.shapes.title.text = "标题"
    box = _box(first.shapes, "")
    for part in (LONG_NUMBER[:9], LONG_NUMBER[9:]):
        box.text_frame.paragraphs[0].add_run().text = part  # type: ignore[attr-defined]
    _box(first.shapes.add_group_shape().shapes.add_group_shape().shapes, "组里的话")
    first.notes_slide.notes_text_frame.text = "备注里的话"
    second = show.slides.add_slide(blank)
    second._element.set("show", "0")
    _box(second.shapes, "隐藏页的话")
    third = show.slides.add_slide(blank)
    table = third.shapes.add_table(3, 3, *AREA).table
    for row, texts in enumerate((("名单", "", ""), ("姓名", "电话", ""), ("张某", "无", "有"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(0, 2))
    table.cell(1, 1).merge(table.cell(1, 2))
    hidden = _box(third.shapes, "看不见的话")
    hidden._element.nvSpPr.cNvPr.set("hidden", "1")  # type: ignore[attr-defined]
    hidden._element.nvSpPr.cNvPr.set("descr", "图的说明")  # type: ignore[attr-defined]
    data = CategoryChartData()
    data.categories = ["甲乡"]
    data.add_series("系列名", (7,))
    third.shapes.add_chart(XL_CHART_TYPE.PIE, *AREA, data)
    master = deepcopy(hidden._element)  # type: ignore[attr-defined]
    master.nvSpPr.cNvPr.attrib.pop("descr")
    master.nvSpPr.cNvPr.attrib.pop("hidden")
    master.txBody.p_lst[0].r_lst[0].text = "母版里的话"
    show.slide_master.shapes._spTree.append(master)
    show.core_properties.author = "属性作者"
    return saved(show)
