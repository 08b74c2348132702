"""Word files (docx): everything a reader could make visible, deleted text and comments too."""

from lxml import etree

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.ooxml import Package
from crawler.page import Table
from crawler.site import FileLimits

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARTS = (
    (r"word/document\.xml", ""),
    (r"word/header\d*\.xml", "页眉"),
    (r"word/footer\d*\.xml", "页脚"),
    (r"word/footnotes\.xml", "脚注"),
    (r"word/endnotes\.xml", "尾注"),
    (r"word/comments\.xml", "批注"),
)
# Word repeats drawings and text boxes in an older form for other programs.
REPEATED = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOT_SET = frozenset({"0", "false", "off"})
BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}


def read(body: bytes, limits: FileLimits) -> Content:
    """Return paragraphs and tables of all parts, hidden and deleted text named as such."""
    package = Package(body)
    builder = ContentBuilder(limits)
    if not package.find(r"word/document\.xml"):
        raise ExtractError("不是有效的 Word 文件")
    for pattern, place in PARTS:
        for name in package.find(pattern):
            _read_part(package.tree(name), place, builder)
    for name in package.find(r"docProps/core\.xml"):
        words = " ".join(text.strip() for text in package.tree(name).itertext() if text.strip())
        builder.add("文档属性", words)
    return builder.build()


def _read_part(root: etree._Element, place: str, builder: ContentBuilder) -> None:
    deleted: list[str] = []
    hidden: list[str] = []
    for paragraph in root.iter(f"{W}p"):
        if next(paragraph.iterancestors(REPEATED), None) is not None:
            continue
        builder.add(place, _paragraph(paragraph, deleted, hidden))
    builder.add("修订中已删除的文字", "\n".join(deleted))
    builder.add("隐藏文字", "\n".join(hidden))
    for table in root.iter(f"{W}tbl"):
        rows = tuple(
            tuple(_cell(cell) for cell in row.findall(f"{W}tc")) for row in table.findall(f"{W}tr")
        )
        builder.tables.append(Table(rows, place))


def _paragraph(paragraph: etree._Element, deleted: list[str], hidden: list[str]) -> str:
    parts: list[str] = []
    for run in paragraph.iter(f"{W}r"):
        if next(run.iterancestors(f"{W}p"), None) is not paragraph:
            continue
        removed = "".join(node.text or "" for node in run.findall(f"{W}delText"))
        if removed:
            deleted.append(removed)
        text = "".join(
            node.text or "" if node.tag == f"{W}t" else BREAKS.get(str(node.tag), "")
            for node in run
        )
        if _is_hidden(run):
            hidden.append(text)
        else:
            parts.append(text)
    return "".join(parts)


def _is_hidden(run: etree._Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and str(mark.get(f"{W}val", "1")) not in NOT_SET


def _cell(cell: etree._Element) -> str:
    texts = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in cell.iter(f"{W}p"))
    return " ".join(text for text in texts if text)
