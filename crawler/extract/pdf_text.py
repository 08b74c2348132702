"""The characters of a PDF page with their places, cut into pieces of lines."""

import ctypes
import sys
import unicodedata
from dataclasses import dataclass
from math import pi
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from crawler.extract.layout import Piece

# A hyphen at a line's end that pdfium took out stands as one of these.
TAKEN_OUT = str.maketrans({"\ufffe": None, "\x02": None, "\x00": None})
# A gap of so many heights of a line ends a piece.
GAP = 0.6
MOST_CHARACTERS = 200_000

SAMPLE = 40

Boxes = npt.NDArray[np.float64]
Side = TypeVar("Side", float, npt.NDArray[np.float64])


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's characters; `boxes` has left, bottom, right, top of the room of each."""

    characters: str
    boxes: Boxes

    def pieces(self, turn: int) -> list[Piece]:
        """Return the pieces of lines; `turn` says how many quarters the page is turned back."""
        left, bottom, right, top = turned(
            self.boxes.T[0], self.boxes.T[1], self.boxes.T[2], self.boxes.T[3], turn
        )
        return _pieces(self.characters, np.stack([left, -top, right, -bottom], axis=1).tolist())


def turned(left: Side, bottom: Side, right: Side, top: Side, turn: int) -> tuple[Side, ...]:
    """Return the sides of a box when the page is turned clockwise by quarters."""
    turns = (
        (left, bottom, right, top),
        (bottom, -right, top, -left),
        (-right, -top, -left, -bottom),
        (-top, left, -bottom, right),
    )
    return turns[turn]


def reading_turn(text_page: pypdfium2.PdfTextPage, count: int) -> int:
    """Return by how many quarters the page must be turned clockwise to read its lines."""
    found = [0, 0, 0, 0]
    for index in range(0, count, max(1, count // SAMPLE)):
        angle = pdfium.FPDFText_GetCharAngle(text_page.raw, index)
        if angle >= 0:
            found[round(angle / (pi / 2)) % 4] += 1
    return found.index(max(found))


def page_text(text_page: pypdfium2.PdfTextPage) -> PageText:
    """Return the characters of the page in the order of the file."""
    count = min(text_page.count_chars(), MOST_CHARACTERS)
    characters = text_page.get_text_range(0, count) if count else ""
    handle = text_page.raw
    if len(characters) != count:
        # Characters beyond 16 bits and those that stand for nothing are counted in other ways.
        codes = (pdfium.FPDFText_GetUnicode(handle, index) for index in range(count))
        characters = "".join(map(_character, codes))
    boxes = np.zeros((count, 4))
    box = pdfium.FS_RECTF()
    get = pdfium.FPDFText_GetLooseCharBox
    for index in range(count):
        if get(handle, index, box):
            boxes[index] = box.left, box.bottom, box.right, box.top
    return PageText(characters, boxes)


def ink_boxes(text_page: pypdfium2.PdfTextPage, count: int) -> Boxes:
    """Return the boxes of what is drawn of each character: of a comma, hardly anything."""
    boxes = np.zeros((count, 4))
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    get = pdfium.FPDFText_GetCharBox
    for index in range(count):
        if get(text_page.raw, index, left, right, bottom, top):
            boxes[index] = left.value, bottom.value, right.value, top.value
    return boxes


def _character(code: int) -> str:
    # Half of a pair stands for nothing by itself.
    is_one = 0 < code <= sys.maxunicode and unicodedata.category(chr(code)) != "Cs"
    return chr(code) if is_one else "\x00"


def _pieces(characters: str, places: list[list[float]]) -> list[Piece]:
    pieces: list[Piece] = []
    run: list[int] = []
    for index, character in enumerate(characters):
        if character in "\r\n\x00":
            _close(run, characters, places, pieces)
            continue
        if character.isspace():
            continue
        if run and _is_apart(places, run[-1], index):
            _close(run, characters, places, pieces)
        run.append(index)
    _close(run, characters, places, pieces)
    return pieces


def _is_apart(places: list[list[float]], before: int, here: int) -> bool:
    (left, top, right, bottom), (left2, top2, _, bottom2) = places[before], places[here]
    height = max(bottom - top, bottom2 - top2, 0.7 * (right - left), 1.0)
    gap = left2 - right
    return gap > GAP * height or gap < -2 * height or abs(bottom2 - bottom) > height


def _close(run: list[int], characters: str, places: list[list[float]], pieces: list[Piece]) -> None:
    if run:
        text = characters[run[0] : run[-1] + 1].translate(TAKEN_OUT).strip()
        lefts, tops, rights, bottoms = zip(*(places[index] for index in run), strict=True)
        if text:
            pieces.append(Piece(text, min(lefts), min(tops), max(rights), max(bottoms)))
        run.clear()
