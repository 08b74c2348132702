"""Word files before 2007 (doc, dot, wps): all parts, deleted and hidden text named as such."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.ole import Compound
from crawler.extract.word97 import (
    CODE,
    COMMENTS,
    DELETED,
    HEADERS,
    HIDDEN,
    TABLE_CELLS,
    WORD_97,
    WordText,
    head_flags,
    joined,
    properties_of,
    read_word,
)
from crawler.extract.word_grid import Grid, GridRow
from crawler.site import FileLimits

STREAM = "WordDocument"
ENCRYPTED, WIDE = 0x0100, 0x1000
PARAGRAPH = re.compile("[^\r\x07\x0c]*[\r\x07\x0c]?")
SAME_KIND = re.compile(rb"(.)\1*", re.S)
# Marks of notes, pictures, fields and optional hyphens; 0x0B ends a line, 0x1E is a hyphen.
MARKS = {number: None for number in range(32) if chr(number) not in "\t\n"} | {
    0x0B: "\n",
    0x1E: "-",
}
IN_TABLE, ROW_END, DEPTH, INNER_CELL, INNER_ROW = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
MAX_DEPTH = 20
CELL_SIZE = 20
# The stories of headers: six of notes' lines, then for each section three of either kind.
NOTE_LINES = 6
HEADER_NAMES = ("页眉", "页眉", "页脚", "页脚", "页眉", "页脚")
PLACES = {
    "footnotes": "脚注",
    "endnotes": "尾注",
    "boxes": "文本框",
    "header_boxes": "页眉中的文本框",
}
ASIDES = {HIDDEN: "隐藏文字", DELETED: "修订中已删除的文字", CODE: "域代码"}


def read(body: bytes, limits: FileLimits) -> Content:
    """Return paragraphs and tables of all parts, and the properties."""
    builder = ContentBuilder(limits)
    compound = Compound(body)
    read_compound(compound, builder)
    builder.add("文档属性", compound.properties())
    return builder.build()


def read_compound(compound: Compound, builder: ContentBuilder) -> None:
    """Read the document in a container, or in a storage of one."""
    head = compound.stream(STREAM)
    try:
        flags = head_flags(head)
    except struct.error as error:
        raise ExtractError("Word 文件已损坏，无法读取") from error
    if flags & ENCRYPTED:
        raise ExtractError("文件已加密，需要密码才能打开")
    if int.from_bytes(head[:2], "little") < WORD_97:
        _read_word95(head, flags, builder)
        return
    word = read_word(compound, builder.limits.text)
    if word.is_cut:
        builder.leave_out(f"文字超过 {builder.limits.text // 10_000} 万字，其余未检查")
    _Reading(word, builder).read()


def _read_word95(head: bytes, flags: int, builder: ContentBuilder) -> None:
    """Take the text as it lies in a file of Word 6 or 95; quick saves may have torn it."""
    try:
        start, end = struct.unpack_from("<II", head, 24)
    except struct.error as error:
        raise ExtractError("Word 文件已损坏，无法读取") from error
    encoding = "utf-16-le" if flags & WIDE else "gb18030"
    text = head[start:end].decode(encoding, "replace")
    builder.add("", re.sub("[\r\x07\x0c]", "\n", text).translate(MARKS))
    builder.leave_out("Word 95 或更早的文件，隐藏的和已删除的文字无法分辨")


@dataclass(slots=True)
class _Reading:
    word: WordText
    builder: ContentBuilder
    asides: dict[int, list[str]] = field(default_factory=lambda: {kind: [] for kind in ASIDES})
    grids: list[Grid] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0

    def read(self) -> None:
        """Read all parts in the order in which people look for them."""
        self._read_main()
        parts = self.word.parts
        for name, place in PLACES.items():
            self.builder.add(place, self._lines(parts[name]))
        self._read_headers(parts["headers"])
        self._read_comments(parts["comments"])
        for kind, place in ASIDES.items():
            self.builder.add(place, "\n".join(self.asides[kind]))

    def _read_main(self) -> None:
        for start, end in self._paragraphs(self.word.parts["main"]):
            depth, ends_cell, ends_row, properties = self._table_marks(end - 1)
            while len(self.grids) > depth:
                self._end_table()
            text = self._shown(start, end)
            if not depth:
                self.paragraphs += 1
                self.builder.add(f"第 {self.paragraphs} 段", text)
                continue
            while len(self.grids) < depth:
                self.tables += 1
                self.grids.append(Grid(f"表 {self.tables}"))
            grid = self.grids[-1]
            if ends_row:
                self._end_row(grid, properties)
            else:
                grid.text.append(text)
                if ends_cell:
                    grid.end_cell()
        while self.grids:
            self._end_table()

    def _end_row(self, grid: Grid, properties: bytes) -> None:
        cells = grid.take_row()
        most = self.builder.limits.rows
        if len(grid.rows) < most:
            grid.rows.append(_row(cells, properties))
        else:
            self.builder.leave_out(f"{grid.place} 超过 {most} 行，其余未按表格检查")
        self.builder.add(f"{grid.place} 第 {len(grid.rows)} 行", "\t".join(cells))

    def _end_table(self) -> None:
        grid = self.grids.pop()
        if grid.cells or grid.text:
            self._end_row(grid, b"")
        if any(row.cells for row in grid.rows):
            self.builder.tables.append(grid.table())

    def _table_marks(self, position: int) -> tuple[int, bool, bool, bytes]:
        """Return depth, whether a cell or row ends here, and the paragraph's properties."""
        properties = self.word.properties(position)
        marks = {code: operand for code, operand in properties_of(properties)}
        depth = int.from_bytes(marks.get(DEPTH, b""), "little") or any(marks.get(IN_TABLE, b""))
        is_cell = self.word.text[position] == "\x07" or any(marks.get(INNER_CELL, b""))
        is_row = any(marks.get(ROW_END, b"")) or any(marks.get(INNER_ROW, b""))
        return min(int(depth), MAX_DEPTH), is_cell, is_row, properties

    def _read_headers(self, part: range) -> None:
        stories = self.word.positions(HEADERS, 0)
        for number, (start, end) in enumerate(pairwise(stories)):
            name = HEADER_NAMES[number % len(HEADER_NAMES)] if number >= NOTE_LINES else "脚注"
            self.builder.add(name, self._lines(_within(part, start, end)))
        if len(stories) <= 1:
            self.builder.add("页眉", self._lines(part))

    def _read_comments(self, part: range) -> None:
        starts = self.word.positions(COMMENTS, 0) or [0, len(part)]
        for start, end in pairwise(starts):
            self.builder.add("批注", self._lines(_within(part, start, end)))

    def _lines(self, part: range) -> str:
        lines = (self._shown(start, end) for start, end in self._paragraphs(part))
        return "\n".join(line for line in lines if line.strip())

    def _paragraphs(self, part: range) -> Iterator[tuple[int, int]]:
        for match in PARAGRAPH.finditer(self.word.text, part.start, part.stop):
            if match[0]:
                yield match.span()

    def _shown(self, start: int, end: int) -> str:
        """Return what a paragraph shows; the rest of it is put aside."""
        kinds = self.word.kinds[start:end]
        if not any(kinds):
            return self._clean(start, end)
        shown = []
        for run in SAME_KIND.finditer(kinds):
            text = self._clean(start + run.start(), start + run.end())
            kind = run[0][0]
            if kind not in self.asides:
                shown.append(text)
            elif text.strip():
                self.asides[kind].append(text.strip())
        return "".join(shown)

    def _clean(self, start: int, end: int) -> str:
        return joined(self.word.text[start:end]).translate(MARKS)


def _within(part: range, start: int, end: int) -> range:
    return range(*(min(part.start + max(0, at), part.stop) for at in (start, end)))


def _row(cells: tuple[str, ...], properties: bytes) -> GridRow:
    """Add to a row what its definition says of edges and merged cells."""
    definition = b""
    for code, operand in properties_of(properties):
        definition = operand if code == TABLE_CELLS else definition
    count = definition[2] if len(definition) > 2 else 0  # noqa: PLR2004 - after the length
    if count != len(cells) or len(definition) < 5 + 2 * count:
        return GridRow(cells)
    edges = struct.unpack_from(f"<{count + 1}h", definition, 3)
    flags = definition[5 + 2 * count :: CELL_SIZE].ljust(count, b"\0")[:count]
    below = frozenset(index for index, flag in enumerate(flags) if flag >> 5 & 3 == 1)
    beside = frozenset(index for index, flag in enumerate(flags) if flag & 3 == 2)  # noqa: PLR2004
    return GridRow(cells, edges, below, beside)
