"""Annotates xlsx files: a note and a colour on each cell that a finding is about.

The parts are edited in place: openpyxl would drop charts, pictures and shapes that it does not know.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from checks.finding import Mark, Severity
from checks.views import Document
from crawler.page import column_letter
from xunjian.annotate.excel_notes import write_notes
from xunjian.annotate.excel_style import Paint
from xunjian.annotate.note import AnnotateError, Note, without_place
from xunjian.annotate.package import Parts, R, S
from xunjian.annotate.spans import is_inside
from xunjian.whereabouts import places_of

WORKBOOK = "xl/workbook.xml"
TOP = "A1"
OLD_NOTE = re.compile(r" 批注 ([A-Z]{1,3}\d{1,7})$")


@dataclass(slots=True)
class _Sheet:
    """A sheet with what is said of its cells, and how bad it is, by reference."""

    part: str
    name: str
    is_hidden: bool
    texts: dict[str, list[str]] = field(default_factory=dict)
    severities: dict[str, Severity] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """How the places of its cells name the sheet."""
        return f"工作表“{self.name}”"

    def add(self, reference: str, note: Note) -> None:
        """Say something of a cell; the worst comes first."""
        texts = self.texts.setdefault(reference, [])
        if note.text not in texts:
            texts.append(note.text)
        self.severities.setdefault(reference, note.severity)


def annotate(body: bytes, document: Document, notes: Sequence[Note]) -> bytes:
    """Return the workbook with notes on its cells; what is not in sight is listed at the top."""
    parts = Parts(body)
    sheets = _sheets(parts)
    if not sheets:
        raise AnnotateError("文件结构特殊，无法加批注")
    left_over: list[str] = []
    for note in notes:
        missed = []
        for mark in note.marks:
            if is_inside(document, mark) or not _say(document, sheets, mark, note):
                missed.append(mark)
        if missed or not note.marks:
            left_over.append(note.listed(places_of(document, missed)))
    if left_over:
        front = next((sheet for sheet in sheets if not sheet.is_hidden), sheets[0])
        front.texts[TOP] = [without_place(left_over), *front.texts.get(TOP, ())]
    paint = Paint(parts)
    for sheet in sheets:
        if sheet.texts:
            texts = {cell: "\n\n".join(said) for cell, said in sheet.texts.items()}
            write_notes(parts, sheet.part, texts)
            _colour(parts.tree(sheet.part), sheet.severities, paint)
    return parts.build()


def _sheets(parts: Parts) -> list[_Sheet]:
    targets = parts.targets(WORKBOOK)
    found = []
    for node in parts.tree(WORKBOOK).iter(f"{S}sheet"):
        part = targets.get(str(node.get(f"{R}id")), "")
        if part in parts and part.startswith("xl/worksheets/"):
            is_hidden = node.get("state", "visible") != "visible"
            found.append(_Sheet(part, str(node.get("name", "")), is_hidden))
    return found


def _say(document: Document, sheets: Sequence[_Sheet], mark: Mark, note: Note) -> bool:
    """Put a note on the cell of a mark; False where nobody would see it."""
    cell = mark.cell or document.cell(mark.start)
    if cell is None:
        return _say_beside(document.place(mark.start), sheets, note)
    table = document.tables[cell.table]
    sheet = next((each for each in sheets if table.place.endswith(each.place)), None)
    if sheet is None or not table.numbers:
        return False
    number = table.numbers[cell.row]
    sheet.add(f"{column_letter(cell.column)}{number}", note)
    is_hidden = number in table.hidden_rows or cell.column in table.hidden_columns
    return not (sheet.is_hidden or is_hidden)


def _say_beside(place: str, sheets: Sequence[_Sheet], note: Note) -> bool:
    """Put a note on the cell of a note that is there already."""
    found = OLD_NOTE.search(place)
    head = place[: found.start()] if found else ""
    sheet = next((each for each in sheets if found and head.endswith(each.place)), None)
    if sheet is None or found is None:
        return False
    sheet.add(found[1], note)
    return not sheet.is_hidden


def _colour(root: etree._Element, severities: dict[str, Severity], paint: Paint) -> None:
    number = 0
    for row in root.iter(f"{S}row"):
        reference = str(row.get("r", ""))
        number = int(reference) if reference.isdecimal() else number + 1
        for position, cell in enumerate(row.iter(f"{S}c")):
            place = str(cell.get("r", "")) or f"{column_letter(position)}{number}"
            if severity := severities.get(place):
                cell.set("s", str(paint.style(int(cell.get("s", "0")), severity)))
