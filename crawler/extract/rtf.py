"""Rich text files: paragraphs, tables, notes, and what is hidden or deleted in them."""

import re
from copy import copy
from dataclasses import dataclass, field

from crawler.extract.content import Content, ContentBuilder
from crawler.extract.ole import encoding_of
from crawler.extract.word97 import joined
from crawler.extract.word_grid import Grid, GridRow
from crawler.site import FileLimits

TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n\x00]+"
    rb"|([^\\{}\r\n\x00]+)|.",
    re.S,
)
HIDDEN, DELETED, CODE = "隐藏文字", "修订中已删除的文字", "域代码"
PROPERTIES = "文档属性"
# Groups with text of their own, and the place that names it.
PLACES = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "页眉"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "页脚"),
    **{"footnote": "脚注", "annotation": "批注", "shptxt": "文本框", "dptxbxtext": "文本框"},
    **dict.fromkeys(("fldinst", "xe", "tc", "formfield"), CODE),
    **dict.fromkeys(
        "title subject author manager company operator category keywords comment doccomm docvar "
        "propname staticval".split(),
        PROPERTIES,
    ),
}
# Groups that say how, not what; those of unknown name with an asterisk are left out too.
SKIPPED = frozenset(
    "fonttbl colortbl stylesheet filetbl pict nonshppict nonesttables sn sv ftnsep ftnsepc ftncn "
    "aftnsep aftnsepc aftncn upr atnid atnauthor bkmkstart bkmkend".split()
)
# Groups with an asterisk whose content is shown where they stand.
SHOWN = frozenset(("shpinst", "do", "info", "userprops"))
CHARACTERS = {
    **{"tab": "\t", "line": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–"},
    **{"emspace": " ", "enspace": " ", "qmspace": " ", "bullet": "•", "lquote": "‘"},
    **{"rquote": "’", "ldblquote": "“", "rdblquote": "”"},
}
SYMBOLS = {b"\\": b"\\", b"{": b"{", b"}": b"}", b"~": b" ", b"_": b"-"}
# Code pages of the fonts' character sets; 0 and 1 follow the document's.
CHARSETS = {
    **{2: 1252, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258},
    **{177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250},
}
MAX_DEPTH, MAX_TABLES = 10_000, 20
PAIR = 0x10000


@dataclass(slots=True)
class _Target:
    """Where text goes; the body has no name."""

    place: str = ""
    parts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    """What a group inherits from the group around it."""

    target: _Target | None
    before: _Target | None = None
    is_fonts: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    in_table: bool = False
    is_inner: bool = False
    level: int = 0
    font: int = -1
    skipped: int = 1


@dataclass(slots=True)
class _Row:
    """The definition of a table's row, as far as it is read."""

    edges: list[int] = field(default_factory=lambda: [0])
    below: set[int] = field(default_factory=set)
    beside: set[int] = field(default_factory=set)


def read(body: bytes, limits: FileLimits) -> Content:
    """Return paragraphs, tables, notes and properties, hidden and deleted text named as such."""
    reading = _Reading(ContentBuilder(limits))
    reading.read(body)
    return reading.builder.build()


@dataclass(slots=True)
class _Reading:
    builder: ContentBuilder
    body: _Target = field(default_factory=_Target)
    stack: list[_State] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    page: int = 936
    fonts: dict[int, int] = field(default_factory=dict)
    to_skip: int = 0
    is_starred: bool = False
    asides: dict[str, list[str]] = field(default_factory=dict)
    # The place that text was added to last: what goes on there is one word.
    last: str = ""
    grids: list[Grid] = field(default_factory=list)
    row: _Row = field(default_factory=_Row)
    inner_row: _Row = field(default_factory=_Row)
    paragraphs: int = 0
    tables: int = 0
    state: _State = field(init=False)

    def __post_init__(self) -> None:
        self.state = _State(self.body)

    def read(self, body: bytes) -> None:
        """Walk through the file once."""
        at = 0
        while at < len(body):
            token = TOKEN.match(body, at)
            assert token is not None
            at = token.end()
            word, number, code, symbol, brace, text = token.groups()
            if text is not None:
                self._take(text)
            elif code is not None:
                self._take(bytes([int(code, 16)]))
            elif word is not None:
                self._flush()
                at += self._word(word.decode("ascii"), int(number) if number else None)
            elif symbol is not None:
                self._symbol(symbol)
            elif brace == b"{":
                self._flush()
                if len(self.stack) >= MAX_DEPTH:
                    self.builder.leave_out("文件的层次过深，其余未检查")
                    break
                self._open()
            elif brace == b"}":
                self._flush()
                self._close()
        self._flush()
        self._finish()

    def _finish(self) -> None:
        if self.stack:
            self.builder.leave_out("文件不完整，后面的内容可能缺失")
        while self.stack:
            self._close()
        self._end_paragraph()
        while self.grids:
            self._end_table()
        for place, texts in self.asides.items():
            self.builder.add(place, "\n".join(text for text in map(joined, texts) if text.strip()))

    def _open(self) -> None:
        self.stack.append(self.state)
        self.state = copy(self.state)
        self.is_starred, self.to_skip = False, 0

    def _close(self) -> None:
        target = self.state.target
        if self.stack:
            self.state = self.stack.pop()
        self.is_starred, self.to_skip = False, 0
        if target is not None and target is not self.state.target and target.place:
            self._put_aside(target.place, "".join(target.parts).strip())
            self.last = ""

    def _take(self, text: bytes) -> None:
        if self.to_skip:
            dropped = min(self.to_skip, len(text))
            self.to_skip -= dropped
            text = text[dropped:]
        if self.state.target is not None:
            self.pending += text

    def _flush(self) -> None:
        if self.pending:
            page = self.fonts.get(self.state.font, self.page)
            text = self.pending.decode(encoding_of(page), "replace")
            self.pending.clear()
            self._emit(text)

    def _emit(self, text: str) -> None:
        state = self.state
        if state.target is None:
            return
        if state.target.place == CODE or not (state.is_deleted or state.is_hidden):
            state.target.parts.append(text)
            self.last = ""
            return
        place = DELETED if state.is_deleted else HIDDEN
        if self.last == place:
            self.asides[place][-1] += text
        else:
            self._put_aside(place, text)
        self.last = place

    def _put_aside(self, place: str, text: str) -> None:
        if text.strip():
            self.asides.setdefault(place, []).append(text)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.is_starred = True
        elif symbol in SYMBOLS:
            self._take(SYMBOLS[symbol])
        elif symbol in b"\r\n":
            self._flush()
            self._break()

    def _word(self, word: str, number: int | None) -> int:
        """Obey a control word; return how many bytes of raw data follow it."""
        if self.is_starred or word in PLACES or word in SKIPPED:
            self._enter(word)
        self.is_starred = False
        if word == "bin":
            return max(0, number or 0)
        if word == "u" and number is not None:
            self._emit(chr(number % PAIR))
            self.to_skip = self.state.skipped
            return 0
        self.to_skip = 0
        if word in CHARACTERS:
            self._emit(CHARACTERS[word])
        elif word in ("par", "sect"):
            self._break()
        elif not self._style(word, number) and self.state.target is self.body:
            self._table_word(word, number or 0)
        return 0

    def _enter(self, word: str) -> None:
        """Begin a group that has a name."""
        state = self.state
        if word in PLACES:
            # A note's endless groups of its own kind are one text.
            if state.target is not None and state.target.place != PLACES[word]:
                state.target = _Target(PLACES[word])
        elif word == "ud":
            state.target = state.before
        elif word == "nesttableprops":
            state.is_inner = True
        elif word not in SHOWN:
            state.before, state.target = state.target, None
            state.is_fonts = word == "fonttbl"

    def _style(self, word: str, number: int | None) -> bool:
        """Obey a word about characters; return whether it is one."""
        state, is_on = self.state, number != 0
        if word == "f":
            state.font = number or 0
        elif word in ("fcharset", "cpg") and state.is_fonts:
            page = CHARSETS.get(number or 0) if word == "fcharset" else number
            if page:
                self.fonts[state.font] = page
        elif word == "ansicpg":
            self.page = number or self.page
        elif word == "uc":
            state.skipped = max(0, number or 0)
        elif word == "v":
            state.is_hidden = is_on
        elif word == "deleted":
            state.is_deleted = is_on
        elif word == "plain":
            state.is_hidden = state.is_deleted = False
        elif word == "ftnalt" and state.target is not None and state.target.place == "脚注":
            state.target.place = "尾注"
        else:
            return False
        return True

    def _break(self) -> None:
        """End a line, which in the body is a paragraph."""
        if self.state.target is self.body:
            self._end_paragraph()
        elif self.state.target is not None:
            self.state.target.parts.append("\n")

    def _table_word(self, word: str, number: int) -> None:
        state = self.state
        if word == "pard":
            state.in_table, state.level = False, 0
        elif word == "intbl":
            state.in_table = True
        elif word == "itap":
            state.level = number
        elif word in ("cell", "nestcell"):
            self._at_level(1 if word == "cell" else max(2, state.level))
            self.grids[-1].text.append(self._line())
            self.grids[-1].end_cell()
        elif word in ("row", "nestrow"):
            self._at_level(1 if word == "row" else max(2, len(self.grids)))
            self.grids[-1].text.append(self._line())
            self._end_row()
        else:
            self._define_row(word, number)

    def _define_row(self, word: str, number: int) -> None:
        row = self.inner_row if self.state.is_inner else self.row
        if word == "trowd":
            row.edges[:] = [0]
            row.below.clear()
            row.beside.clear()
        elif word == "trleft":
            row.edges[0] = number
        elif word == "clvmrg":
            row.below.add(len(row.edges) - 1)
        elif word == "clmrg":
            row.beside.add(len(row.edges) - 1)
        elif word == "cellx":
            row.edges.append(number)

    def _line(self) -> str:
        text = joined("".join(self.body.parts))
        self.body.parts.clear()
        self.last = ""
        return text

    def _end_paragraph(self) -> None:
        text = self._line()
        level = self.state.level or int(self.state.in_table)
        if level:
            self._at_level(level)
            self.grids[-1].text.append(text)
            return
        self._at_level(0)
        self.paragraphs += 1
        self.builder.add(f"第 {self.paragraphs} 段", text)

    def _at_level(self, level: int) -> None:
        while len(self.grids) > level:
            self._end_table()
        while len(self.grids) < min(level, MAX_TABLES):
            self.tables += 1
            self.grids.append(Grid(f"表 {self.tables}"))

    def _end_row(self) -> None:
        grid = self.grids[-1]
        row = self.row if len(self.grids) == 1 else self.inner_row
        cells = grid.take_row()
        is_known = len(row.edges) == len(cells) + 1
        most = self.builder.limits.rows
        if len(grid.rows) < most:
            edges = tuple(row.edges) if is_known else ()
            grid.rows.append(GridRow(cells, edges, frozenset(row.below), frozenset(row.beside)))
        else:
            self.builder.leave_out(f"{grid.place} 超过 {most} 行，其余未按表格检查")
        self.builder.add(f"{grid.place} 第 {len(grid.rows)} 行", "\t".join(cells))

    def _end_table(self) -> None:
        grid = self.grids[-1]
        if grid.cells or any(part.strip() for part in grid.text):
            self._end_row()
        self.grids.pop()
        if any(row.cells for row in grid.rows):
            self.builder.tables.append(grid.table())
