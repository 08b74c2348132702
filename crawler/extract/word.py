"""Word files (docx): everything a reader could make visible, deleted text and comments too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.merged import Merge, fill_merged
from crawler.extract.ooxml import Package, local
from crawler.extract.package_parts import add_common, add_graphics, tree_or_note
from crawler.extract.word_runs import Kind, Paragraph, read_paragraph
from crawler.extract.word_styles import Styles
from crawler.extract.word_tree import (
    attribute,
    blocks,
    body,
    cells,
    continues,
    is_deleted,
    rows,
    width,
    within,
)
from crawler.page import Table
from crawler.site import FileLimits

PARTS = (
    (r"word/header\d*\.xml", "页眉"),
    (r"word/footer\d*\.xml", "页脚"),
    (r"word/footnotes\d*\.xml", "脚注"),
    (r"word/endnotes\d*\.xml", "尾注"),
    (r"word/comments\d*\.xml", "批注"),
    (r"word/glossary/document\d*\.xml", "文档部件库"),
)
NOTES = ("footnote", "endnote", "comment", "docPartBody")
# What the reader of embedded files finds by itself.
EMBEDDED = re.compile(r"word/(?:embeddings/.+|afchunk[^/]*)", re.IGNORECASE)
# Settings that carry text: variables of macros, and where letters take their addresses from.
SETTINGS = ("docVar", "query", "connectString", "dataSource", "activeRecord")


def read(body: bytes, limits: FileLimits) -> Content:
    """Return paragraphs and tables of all parts, hidden and deleted text named as such."""
    package = Package(body, limits.unpacked)
    if package.kind != "document":
        raise ExtractError("不是有效的 Word 文件")
    builder = ContentBuilder(limits)
    styles = Styles()
    for name in package.find(r"word/styles\d*\.xml"):
        if (root := tree_or_note(package, name, "样式", builder)) is not None:
            styles.take(root)
    _Part(builder, styles, "").read(_body(package))
    for pattern, place in PARTS:
        for name in package.find(pattern):
            if name != package.main:
                root = tree_or_note(package, name, place, builder)
                if root is not None:
                    _Part(builder, styles, place).read(root)
    _add_settings(package, builder)
    add_graphics(package, builder)
    _note_chunks(package, builder)
    add_common(package, builder)
    return builder.build()


def _body(package: Package) -> etree._Element:
    return body(package.tree(package.main))


@dataclass(slots=True)
class _Part:
    """A part on its way into the content; `place` is "" for the body, whose blocks are numbered."""

    builder: ContentBuilder
    styles: Styles
    place: str
    _unseen: list[tuple[str, str]] = field(default_factory=list)
    _fields: dict[str, None] = field(default_factory=dict)
    _tables: int = 0

    def read(self, root: etree._Element) -> None:
        """Read the part: what is shown in its order, then what is not."""
        notes = [*within(root, *NOTES)] if self.place else []
        for note in notes or [root]:
            author = attribute(note, "author")
            self._blocks(note, self.place, f"{author}：" if author else "")
        for place, text in self._unseen:
            self.builder.add(place, text)
        self.builder.add(f"{self.place}域代码和选项", "\n".join(self._fields))

    def _blocks(self, container: etree._Element, place: str, before: str = "") -> None:
        number = 0
        for block in blocks(container):
            if self.builder.is_full:
                return
            if local(block) == "tbl":
                self._tables += 1
                self._table(block, f"{place} 表 {self._tables}".strip())
                continue
            number += 1
            here = place or f"第 {number} 段"
            paragraph = self._paragraph(block, here)
            self.builder.add(here, before + paragraph.shown if paragraph.shown else "")
            before = "" if paragraph.shown else before
            self._boxes(paragraph, here)

    def _paragraph(
        self, block: etree._Element, place: str, *, on_colour: bool = False, deleted: bool = False
    ) -> Paragraph:
        paragraph = read_paragraph(
            block, self.styles.is_hidden, is_on_colour=on_colour, is_deleted=deleted
        )
        if not deleted:
            for piece in paragraph.unseen():
                self._unseen.append((f"{place}（{piece.kind}）", piece.text))
        for text in dict.fromkeys(paragraph.alternatives):
            self._unseen.append((f"{place}（图片说明）", text))
        self._fields.update(dict.fromkeys(paragraph.fields))
        return paragraph

    def _boxes(self, paragraph: Paragraph, place: str) -> None:
        for box in paragraph.boxes:
            self._blocks(box, f"{place}（文本框）")

    def _table(self, table: etree._Element, place: str) -> None:
        read: list[list[str]] = []
        merges: list[Merge] = []
        style = table.find("{*}tblPr/{*}tblStyle")
        for index, row in enumerate(rows(table)):
            if index >= self.builder.limits.rows or self.builder.is_full:
                self.builder.leave_out(f"{place}过长，第 {index + 1} 行起未检查")
                break
            here = f"{place} 第 {index + 1} 行"
            read.append(self._row(row, here, merges, index, has_style=style is not None))
        fill_merged(read, merges)
        if read:
            self.builder.tables.append(Table(tuple(map(tuple, read)), place))

    def _row(
        self,
        row: etree._Element,
        place: str,
        merges: list[Merge],
        index: int,
        *,
        has_style: bool,
    ) -> list[str]:
        """Read a row, and note in `merges` which of its cells cover or continue others."""
        deleted = is_deleted(row)
        grid: list[str] = []
        shown: list[str] = []
        read: list[_Cell] = []
        for element in cells(row):
            cell = self._cell(element, place, has_style=has_style, deleted=deleted)
            read.append(cell)
            shown.append(cell.whole if deleted else cell.shown)
            left, right = len(grid), len(grid) + width(element) - 1
            if right > left:
                merges.append(Merge(index, left, index, right))
            if continues(element) and not cell.whole and index:
                merges.append(Merge(index - 1, left, index, left))
            grid += [cell.whole] + [""] * (right - left)
        if deleted:
            self._unseen.append((f"{place}（{Kind.DELETED}）", "\t".join(shown)))
        else:
            self.builder.add(place, "\t".join(shown))
        for cell in read:
            for paragraph in cell.paragraphs:
                self._boxes(paragraph, place)
            for table in cell.tables:
                self._table(table, f"{place}的内嵌表")
        return grid

    def _cell(
        self, element: etree._Element, place: str, *, has_style: bool, deleted: bool
    ) -> "_Cell":
        on_colour = has_style or element.find("{*}tcPr/{*}shd") is not None
        cell = _Cell()
        for block in blocks(element):
            if local(block) == "tbl":
                cell.tables.append(block)
            else:
                paragraph = self._paragraph(block, place, on_colour=on_colour, deleted=deleted)
                cell.paragraphs.append(paragraph)
        return cell


@dataclass(slots=True)
class _Cell:
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[etree._Element] = field(default_factory=list)

    @property
    def shown(self) -> str:
        return _joined(paragraph.shown for paragraph in self.paragraphs)

    @property
    def whole(self) -> str:
        """What is shown; what was hidden or deleted where nothing is, for rules on columns."""
        return self.shown or _joined(paragraph.whole for paragraph in self.paragraphs)


def _joined(texts: Iterator[str]) -> str:
    return " ".join(text.replace("\n", " ") for text in texts if text)


def _add_settings(package: Package, builder: ContentBuilder) -> None:
    for name in package.find(r"word/settings\d*\.xml"):
        root = tree_or_note(package, name, "文档设置", builder)
        if root is None:
            continue
        for node in within(root, *SETTINGS):
            builder.add("文档设置", f"{attribute(node, 'name')} {attribute(node, 'val')}".strip())
    for name in package.find(r"word/people\d*\.xml"):
        root = tree_or_note(package, name, "审阅者", builder)
        if root is not None:
            authors = (attribute(node, "author") for node in within(root, "person"))
            builder.add("审阅者", "\n".join(filter(None, authors)))


def _note_chunks(package: Package, builder: ContentBuilder) -> None:
    """Note files that Word takes into the text, where they are not among the embedded ones."""
    for link in package.relations(package.main):
        if link.kind == "aFChunk" and not EMBEDDED.fullmatch(link.target):
            builder.leave_out(f"插入的文件“{link.target}”没有检查")
