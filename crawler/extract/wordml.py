"""Documents of Word 2003 XML: paragraphs, tables, notes, hidden and deleted text."""

from lxml import etree

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.office_xml import WORD_SPACE, properties_of, root_of
from crawler.page import Table
from crawler.site import FileLimits

W = f"{{{WORD_SPACE}}}"
ANNOTATION = "{http://schemas.microsoft.com/aml/2001/core}annotation"
PLACES = {
    f"{W}hdr": "页眉",
    f"{W}ftr": "页脚",
    f"{W}footnote": "脚注",
    f"{W}endnote": "尾注",
    f"{W}txbxContent": "文本框",
}
HIDDEN, DELETED, CODE = "隐藏文字", "修订中已删除的文字", "域代码"
BREAKS = {f"{W}tab": "\t", f"{W}br": "\n"}


def read(body: bytes, limits: FileLimits) -> Content:
    """Return paragraphs and tables, and what stands beside them under its own name."""
    root = root_of(body)
    if root.find(f"{W}body") is None:
        raise ExtractError("不是有效的 Word 文件")
    builder = ContentBuilder(limits)
    asides: dict[str, list[str]] = {}
    paragraphs = tables = 0
    for element in root.iter(f"{W}p", f"{W}tbl"):
        if element.tag == f"{W}tbl":
            tables += 1
            _add_table(element, f"表 {tables}", builder, asides)
            continue
        place = _place(element)
        if place == f"{W}tbl":
            continue
        text = _text(element, asides)
        if place:
            asides.setdefault(place, []).append(text)
        else:
            paragraphs += 1
            builder.add(f"第 {paragraphs} 段", text)
    for place, texts in asides.items():
        builder.add(place, "\n".join(text for text in texts if text.strip()))
    builder.add("文档属性", properties_of(root))
    return builder.build()


def _place(paragraph: etree._Element) -> str:
    """Return what a paragraph stands in: a named place, a table's tag, or "" for the body."""
    for parent in paragraph.iterancestors():
        if parent.tag == ANNOTATION and parent.get(f"{W}type") == "Word.Comment":
            return "批注"
        if parent.tag in PLACES:
            return PLACES[str(parent.tag)]
        if parent.tag == f"{W}tbl":
            return f"{W}tbl"
    return ""


def _add_table(
    table: etree._Element, place: str, builder: ContentBuilder, asides: dict[str, list[str]]
) -> None:
    rows = tuple(
        tuple(
            "\n".join(_text(paragraph, asides) for paragraph in cell.iterchildren(f"{W}p"))
            for cell in row.iterchildren(f"{W}tc")
        )
        for row in table.iterchildren(f"{W}tr")
    )
    for number, row in enumerate(rows, 1):
        builder.add(f"{place} 第 {number} 行", "\t".join(row))
    if any(rows):
        builder.tables.append(Table(rows, place))


def _text(paragraph: etree._Element, asides: dict[str, list[str]]) -> str:
    """Return what a paragraph shows; the rest of it is put aside."""
    shown: list[str] = []
    for run in paragraph.iter(f"{W}r"):
        if next(run.iterancestors(f"{W}p"), None) is not paragraph:
            continue
        text = "".join(
            node.text or "" if node.tag == f"{W}t" else BREAKS.get(str(node.tag), "")
            for node in run
        )
        if run.find(f"{W}rPr/{W}vanish") is not None:
            asides.setdefault(HIDDEN, []).append(text)
        else:
            shown.append(text)
        for tag, place in ((f"{W}delText", DELETED), (f"{W}instrText", CODE)):
            asides.setdefault(place, []).extend(node.text or "" for node in run.iterchildren(tag))
    return "".join(shown)
