"""Makes the packaged template of the formal letter: make_letter.py notifier/templates/letter.docx.

Paper, margins, sizes and places are those of GB/T 9704-2012 for official papers. Fonts are named
only: the offices' computers have them. The same versions of the libraries give the same bytes.
"""

import sys
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from notifier.docx_template import packed

TITLE_FONT, TEXT_FONT, HEAD_FONT, NUMBER_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
# 二号, 三号, 四号, 小五.
TWO, THREE, FOUR, SMALL = Pt(22), Pt(16), Pt(14), Pt(9)
# 五号 for the table of units, 小五 for the list.
TABLE, LIST = Pt(10.5), SMALL
# 22 lines of 28 characters on 225 by 156 mm, in twentieths of a point. Characters are set closer
# instead of on a grid: office programs do not agree on what such a grid means.
LINE_PITCH, CHARACTER_SPACE = 579, -5
# Signature and day are centred on each other, the day four characters from the right edge.
SIGNATURE_INDENT = Mm(71)
LEFT_OUT = ("/thumbnail", "/stylesWithEffects", "/customXml", "/webSettings", "/numbering")
KEPT_STYLES = frozenset({"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid"})
MADE = datetime(2026, 1, 1, tzinfo=UTC)

GENERAL = (
    "{{检测日期}}，{{发文机关}}对“{{站点名称}}”（{{网址}}）进行了{{年份}}年第{{次数}}次巡检，共取得网页"
    "和附件{{网页数}}个。本次巡检以来新增问题{{新增数}}个（其中整改后再次出现的{{复发数}}个），经复核"
    "确认整改{{整改数}}个。截至{{统计止日}}，尚未整改的问题{{未整改数}}个，其中严重{{严重数}}个、一般"
    "{{一般数}}个、提示{{提示数}}个；已超过整改期限的{{超期数}}个。",
    "{{若有 问题}}尚未整改的问题按类别分：{{类别分布}}。",
    "{{若有 豁免数}}另有{{豁免数}}个问题经批准暂缓整改，不计入以上数字。",
    "{{若有 到期数}}{{统计起日}}至{{统计止日}}，应当整改到位的问题{{到期数}}个，按期整改{{按期数}}个，"
    "按期整改率{{按期整改率}}。",
    "{{若无 到期数}}{{统计起日}}至{{统计止日}}没有到期的问题，不计算按期整改率。",
)
UNITS = "各单位的情况如下（按期整改率的统计期为{{统计起日}}至{{统计止日}}，其余截至{{统计止日}}）："
UNIT_HEADS = ("序号", "单位", "新增", "未整改", "其中超期", "到期", "按期整改", "按期整改率")
UNIT_CELLS = ("序号", "名称", "新增", "未整改", "超期", "到期", "按期", "按期整改率")
UNIT_WIDTHS = (11, 44, 14, 16, 18, 14, 18, 21)
DEMANDS = (
    "{{若无 问题}}请各有关单位继续做好信息公开和日常自查，落实信息发布先审后发。",
    "{{若有 问题}}（一）各有关单位要对照问题清单逐项核实、立行立改，于{{整改期限}}前整改到位，并将整改情况反馈"
    "{{发文机关}}。问题清单中已经写明期限的，按写明的期限整改，不因本通报顺延。",
    "{{若有 问题}}（二）在期限内确有困难的，应当在到期前申请延期并说明理由；认为属于误报的，应当写明依据，由"
    "{{发文机关}}核定。",
    "{{若有 问题}}（三）整改情况以复核结果为准：复核通过的予以销号，未通过的退回重新整改，期限不变。",
    "{{若有 问题}}（四）要举一反三，落实信息发布先审后发，防止同类问题再次发生。",
)
PROBLEM_HEADS = ("编号", "责任单位", "等级", "问题", "页面和网址", "整改期限")
PROBLEM_CELLS = (
    "{{问题.编号}}",
    "{{问题.单位}}",
    "{{问题.等级}}",
    "{{问题.问题}}",
    "{{问题.位置}}",
    "{{问题.期限说明}}",
)
PROBLEM_WIDTHS = (10, 25, 10, 39, 52, 20)


def make() -> bytes:
    """Return the template."""
    document = Document()
    _slim(document)
    _page(document)
    _letter(document)
    _attachment(document)
    facts = document.core_properties
    facts.title, facts.author, facts.comments = "关于网站巡检情况的通报（模板）", "", ""
    facts.created = facts.modified = MADE.replace(tzinfo=None)
    out = BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as package:
        return packed({name: package.read(name) for name in package.namelist()})


def _slim(document: DocumentType) -> None:
    """Leave out what the library's own template brings for other papers, and set the base font."""
    for rels in (document.part.package.rels, document.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(LEFT_OUT)]:
            del rels[key]
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in KEPT_STYLES:
            styles.remove(style)
    for fonts in styles.iter(qn("w:rFonts")):
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name in ("ascii", "hAnsi", "eastAsia"):
            fonts.set(qn(f"w:{name}"), TEXT_FONT)
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    normal = document.styles["Normal"]
    space = OxmlElement("w:spacing")
    space.set(qn("w:val"), str(CHARACTER_SPACE))
    look = normal.element.get_or_add_rPr()
    # Word is strict about the order of such elements.
    look.insert_element_before(space, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
    normal.font.size = THREE
    layout = normal.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = 1.0


def _letter(document: DocumentType) -> None:
    _title(document, "关于{{站点名称}}\n{{年份}}年第{{次数}}次巡检情况的通报")
    _text(document, "")
    _text(document, "{{主送机关}}：", indent=False)
    _head(document, "一、总体情况")
    for line in GENERAL:
        _text(document, line)
    _head(document, "二、各单位情况")
    _text(document, "{{若有 单位}}" + UNITS)
    _text(document, "{{若无 单位}}统计期内各单位均没有需要整改的问题。")
    heads = ("{{若有 单位}}" + UNIT_HEADS[0], *UNIT_HEADS[1:])
    cells = tuple(f"{{{{单位.{name}}}}}" for name in UNIT_CELLS)
    _table(document, heads, cells, UNIT_WIDTHS, centred={0, 2, 3, 4, 5, 6, 7})
    _head(document, "三、拟通报的单位")
    _text(
        document,
        "{{若有 拟通报}}以下单位有问题超过整改期限{{超期天数}}个工作日仍未整改，或者同一问题多次复发：",
    )
    _text(document, "{{拟通报.序号}}．{{拟通报.名称}}：{{拟通报.理由}}。")
    _text(document, "{{若无 拟通报}}本次没有拟通报的单位。")
    _head(document, "四、主要问题")
    _text(
        document,
        "{{若有 主要问题}}以下问题可能导致网站检查单项否决，或者涉及隐私、保密，应当立即处理：",
    )
    _text(
        document,
        "{{主要问题.序号}}．{{主要问题.单位}}：{{主要问题.问题}}（{{主要问题.出处}}），"
        "整改期限{{主要问题.期限}}。",
    )
    _text(document, "{{若无 主要问题}}本次没有发现严重问题。")
    _head(document, "五、整改要求")
    for line in DEMANDS:
        _text(document, line)
    _text(document, "{{若有 问题}}")
    _text(document, "{{若有 问题}}附件：问题清单")
    for line in ("", "", "{{发文机关}}", "{{成文日期}}"):
        paragraph = _text(document, line, indent=False)
        paragraph.paragraph_format.left_indent = SIGNATURE_INDENT
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = line != "{{成文日期}}"
    _text(document, "{{若有 联系电话}}（联系电话：{{联系电话}}）")


def _attachment(document: DocumentType) -> None:
    start = _text(document, "{{若有 问题}}附件", indent=False, font=HEAD_FONT)
    start.paragraph_format.page_break_before = True
    _text(document, "{{若有 问题}}", indent=False)
    _title(document, "{{若有 问题}}问题清单")
    _text(document, "{{若有 问题}}", indent=False)
    heads = ("{{若有 问题}}" + PROBLEM_HEADS[0], *PROBLEM_HEADS[1:])
    _table(document, heads, PROBLEM_CELLS, PROBLEM_WIDTHS, centred={0, 2, 5}, size=LIST)
    _text(
        document,
        "{{若有 未列出数}}另有{{未列出数}}个问题没有列出，见发给各单位的问题清单。",
    )


def _page(document: DocumentType) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The number stands 7 mm below the text.
    section.footer_distance, section.header_distance = Mm(23), Mm(15)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE_PITCH))
    section._sectPr.append(grid)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles["Normal"]
        paragraph.alignment = side
        # One character from the outer edge.
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = FOUR
        for piece in ("— ", None, " —"):
            run = _set(paragraph.add_run(piece or ""), NUMBER_FONT, FOUR)
            if piece is None:
                _page_number(run)


def _page_number(run: Run) -> None:
    for kind in ("begin", None, "end"):
        if kind is None:
            code = OxmlElement("w:instrText")
            code.text = "PAGE"
            run._r.append(code)
            continue
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)


def _title(document: DocumentType, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(33)
    for place, line in enumerate(text.split("\n")):
        if place:
            paragraph.runs[-1].add_break(WD_BREAK.LINE)
        _set(paragraph.add_run(line), TITLE_FONT, TWO)


def _head(document: DocumentType, text: str) -> None:
    _text(document, text, font=HEAD_FONT).paragraph_format.keep_with_next = True


def _text(
    document: DocumentType, text: str, *, font: str = TEXT_FONT, indent: bool = True
) -> Paragraph:
    paragraph = document.add_paragraph()
    _set(paragraph.add_run(text), font, THREE)
    if indent:
        _indent_two(paragraph)
    return paragraph


def _indent_two(paragraph: Paragraph) -> None:
    """Indent the first line by two characters, whatever their size."""
    paragraph.paragraph_format.first_line_indent = THREE * 2
    paragraph._p.pPr.ind.set(qn("w:firstLineChars"), "200")


def _set(run: Run, font: str, size: Length) -> Run:
    run.font.name, run.font.size = font, size
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _table(
    document: DocumentType,
    heads: Sequence[str],
    cells: Sequence[str],
    widths: Sequence[float],
    *,
    centred: set[int],
    size: Length = TABLE,
) -> None:
    table = document.add_table(rows=2, cols=len(heads), style="Table Grid")
    table.autofit = False
    table._tbl.tblPr.insert_element_before(_margins(), "w:tblLook")
    for at, width in enumerate(widths):
        table.columns[at].width = Mm(width)
        for row, texts in enumerate((heads, cells)):
            cell = table.rows[row].cells[at]
            cell.width = Mm(width)
            centre = row == 0 or at in centred
            _cell(cell, texts[at], size, is_head=row == 0, is_centred=centre)
    for at, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))


def _margins() -> BaseOxmlElement:
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 20), ("left", 45), ("bottom", 20), ("right", 45)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(width))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    return margins


def _cell(cell: _Cell, text: str, size: Length, *, is_head: bool, is_centred: bool) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_centred else WD_ALIGN_PARAGRAPH.LEFT
    # A table's lines do not keep to the grid of the text.
    grid = OxmlElement("w:snapToGrid")
    grid.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert(0, grid)
    _set(paragraph.add_run(text), HEAD_FONT if is_head else TEXT_FONT, size)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(make())
