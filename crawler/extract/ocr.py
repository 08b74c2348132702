"""Reads scanned pages and pictures into a document's text, within the limits."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from crawler.extract.content import ContentBuilder
from crawler.extract.layout import Found, carried_head, lines_of, tables_of, unsaid
from crawler.extract.ocr_engine import Picture, is_installed
from crawler.extract.ocr_repair import repaired
from crawler.extract.patience import ask_for
from crawler.page import Table

# More readings than this share of a page that are guesses: it can hardly be read.
DOUBTFUL = 0.3
# What a page may take on a slow machine, the loading of the models included.
SECONDS = 60.0


@dataclass(slots=True)
class Recogniser:
    """Recognises the pages of one document and notes those that it could not."""

    builder: ContentBuilder
    _pages: int = 0
    _began: float = 0.0
    _before: Found | None = None
    _missing: list[int] = field(default_factory=list)
    _beyond: list[int] = field(default_factory=list)
    _late: list[int] = field(default_factory=list)
    _faint: list[int] = field(default_factory=list)

    @property
    def is_there(self) -> bool:
        """Whether anything can be recognised."""
        return self.builder.limits.ocr and is_installed()

    def read(self, number: int, place: str, draw: Callable[[], Picture]) -> None:
        """Recognise the picture that stands at `place` on page `number`."""
        if not self.is_there:
            self._missing.append(number)
            return
        from crawler.extract.ocr_page import scan_of, slices_of

        limits = self.builder.limits
        self._began = self._began or time.monotonic()
        for part in slices_of(draw()):
            if self._pages >= limits.ocr_pages:
                self._beyond.append(number)
                return
            if time.monotonic() - self._began > limits.ocr_seconds:
                self._late.append(number)
                return
            self._pages += 1
            ask_for(SECONDS)
            scan = scan_of(part)
            if scan.doubtful > DOUBTFUL:
                self._faint.append(number)
            lines = lines_of(scan.pieces)
            text = "\n".join("\t".join(piece.text for piece in line) for line in lines)
            found = tables_of(scan.pieces, scan.segments)
            self.builder.add(place, repaired("\n".join([text, *unsaid(found, text)])))
            for table in found:
                self._add_table(table, place)

    def _add_table(self, table: Found, place: str) -> None:
        head = carried_head(table, self._before)
        rows = (head, *table.rows) if head else table.rows
        text = repaired("\n".join("\t".join(row) for row in rows))
        fixed = tuple(tuple(line.split("\t")) for line in text.split("\n"))
        self._before = Found(fixed, table.columns, table.top, table.bottom)
        self.builder.tables.append(Table(fixed, place))

    def finish(self) -> None:
        """Note which pages were not read, and why."""
        limits = self.builder.limits
        why = "文字识别已关闭" if not limits.ocr else "没有安装文字识别（xunjian[ocr]）"
        notes = (
            (self._missing, f"{{}}是扫描件，{why}，未检查"),
            (self._beyond, f"{{}}是扫描件，超过文字识别的上限（{limits.ocr_pages} 页），未检查"),
            (self._late, f"{{}}是扫描件，文字识别超过 {limits.ocr_seconds:g} 秒，未检查"),
            (self._faint, "{}字迹不清，文字识别可能不完整"),
        )
        for numbers, note in notes:
            if numbers:
                self.builder.leave_out(note.format(page_ranges(numbers)))


def page_ranges(numbers: Iterable[int]) -> str:
    """Name pages: 第 1–3、5 页; a picture alone has the number 0."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    if runs == [[0]]:
        return "图片"
    names = (f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"第 {'、'.join(names)} 页"
