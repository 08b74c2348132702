"""A sheet of the assessment's workbook: formats, rows, and how it is printed."""

from collections.abc import Sequence
from datetime import date
from math import ceil

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from notifier.workbook import TEXT_LENGTH

Value = str | float | date | None
HEAD_ROW = 2
A4 = 9
# In points: a line of text, the rows above the table, the heads.
LINE, TITLE, NOTE, HEADS = 16.0, 26.0, 18.0, 32.0
# A character of the sheet's width in points, and how high a printed page is for its width.
CHARACTER, PAGE_SHAPE = 5.6, 0.64
# Short words stand in the middle of their cell, as numbers do.
SHORT, NARROW, WIDE, MOST_LINES = 10, 16, 0x2000, 20


class Formats:
    """The cell formats of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        plain = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
        cell = {**plain, "border": 1, "border_color": "#C9D3DF"}
        number = {**cell, "align": "center"}
        head = {"bold": True, "bg_color": "#2B5C99", "font_color": "#FFFFFF", "align": "center"}
        self.title: Format = book.add_format({**plain, "bold": True, "font_size": 15})
        self.note: Format = book.add_format({**plain, "font_color": "#5C6975"})
        self.head: Format = book.add_format({**cell, **head, "text_wrap": True})
        self.text: Format = book.add_format({**cell, "text_wrap": True})
        self.short: Format = book.add_format(number)
        self.number: Format = book.add_format({**number, "num_format": "0.0"})
        self.count: Format = book.add_format({**number, "num_format": "0"})
        self.share: Format = book.add_format({**number, "num_format": "0.0%"})
        self.date: Format = book.add_format({**number, "num_format": "yyyy-mm-dd"})


class Page:
    """A sheet that is filled row by row; nothing written into it becomes a formula or a link."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        formats: Formats,
        name: str,
        title: str,
        heads: Sequence[str],
        widths: Sequence[float],
    ) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        self.name, self.formats, self.widths = name, formats, widths
        self.next, self.height = HEAD_ROW + 1, TITLE + NOTE + HEADS
        # Charts are placed by rows; without this each program takes a height of its own.
        self.sheet.set_default_row(LINE)
        self.sheet.write_string(0, 0, title, formats.title)
        self.sheet.set_row(0, TITLE)
        self.sheet.set_row(1, NOTE)
        for at, (head, width) in enumerate(zip(heads, widths, strict=True)):
            self.sheet.set_column(at, at, width)
            self.sheet.write_string(HEAD_ROW, at, head, formats.head)
        self.sheet.set_row(HEAD_ROW, HEADS)
        self.sheet.freeze_panes(HEAD_ROW + 1, 1)
        self.sheet.set_paper(A4)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.sheet.set_footer("&L&A&R第 &P 页，共 &N 页")

    @property
    def width(self) -> float:
        """How wide the table is, in points."""
        return sum(self.widths) * CHARACTER

    @property
    def page_height(self) -> float:
        """How much of the sheet fits on a printed page, in points."""
        return self.width * PAGE_SHAPE

    def end(self) -> None:
        """Print the heads on every page if the table is longer than one."""
        if self.height > self.page_height:
            self.sheet.repeat_rows(HEAD_ROW)

    def note(self, text: str) -> None:
        """Write the line under the title."""
        self.sheet.write_string(1, 0, text, self.formats.note)

    def head(self, heads: Sequence[str]) -> None:
        """Begin another table below, after an empty row."""
        self.next += 1
        self.height += LINE + HEADS
        self.sheet.set_row(self.next, HEADS)
        for at, head in enumerate(heads):
            self.sheet.write_string(self.next, at, head, self.formats.head)
        self.next += 1

    def filter(self, columns: int) -> None:
        """Let the rows be filtered."""
        self.sheet.autofilter(HEAD_ROW, 0, max(self.next - 1, HEAD_ROW + 1), columns - 1)

    def add(self, values: Sequence[Value], shares: frozenset[int] = frozenset()) -> None:
        """Write a row; the columns in `shares` are shares of one."""
        for at, value in enumerate(values):
            self._write(at, value, is_share=at in shares)
        # Not every office program fits the height of rows by itself.
        texts = [
            (value, width)
            for value, width in zip(values, self.widths, strict=False)
            if isinstance(value, str)
        ]
        lines = max((ceil(_cells(text) / (width - 1)) for text, width in texts), default=1)
        height = LINE * max(min(lines, MOST_LINES), 1) + 3
        self.sheet.set_row(self.next, height)
        self.height += height
        self.next += 1

    def _write(self, at: int, value: Value, *, is_share: bool) -> None:
        formats = self.formats
        if value is None:
            # A chart leaves a gap where a cell is empty.
            self.sheet.write_blank(self.next, at, None, formats.text)
        elif isinstance(value, str):
            is_short = at > 0 and len(value) <= SHORT and self.widths[at] <= NARROW
            shape = formats.short if is_short else formats.text
            self.sheet.write_string(self.next, at, value[:TEXT_LENGTH], shape)
        elif isinstance(value, date):
            self.sheet.write_datetime(self.next, at, value, formats.date)
        else:
            number = formats.count if value == int(value) else formats.number
            self.sheet.write_number(self.next, at, value, formats.share if is_share else number)


def _cells(text: str) -> int:
    return sum(2 if ord(char) > WIDE else 1 for char in text)
