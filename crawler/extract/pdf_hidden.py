"""Text of a PDF page that is not seen: under boxes and pictures, white, invisible, off the page.

What might be hidden is found by its place and colour; whether it is, by drawing the page with and
without it.
"""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from crawler.extract.pdf_objects import Box, Cover, Drawing, Drawn, Ink
from crawler.extract.pdf_text import Boxes, PageText, ink_boxes

MOST_COVERS = 500
# The smallest thing that can lie over a character, in square points.
SMALLEST = 12.0
DARK, WHITE, PAPER, FAINT = 110, 230, 225, 25
SCALE = 1.5
MOST_PIXELS = 12_000_000
# So much may two drawings of the same differ.
SAME = 12
# A picture of so much of the page is a scan, and the text with it is what was recognised.
SCAN = 0.5
OVER = (
    pdfium.FPDF_ANNOT_SQUARE,
    pdfium.FPDF_ANNOT_FREETEXT,
    pdfium.FPDF_ANNOT_STAMP,
    pdfium.FPDF_ANNOT_INK,
    pdfium.FPDF_ANNOT_POLYGON,
    pdfium.FPDF_ANNOT_HIGHLIGHT,
)
UNDER_BLACK, UNDER_COLOUR, UNDER_PICTURE = "黑块下的文字", "色块下的文字", "图片遮盖的文字"
UNDER_NOTE, TO_REDACT = "批注遮盖的文字", "标记为密文但未删除的文字"
LIKE_PAPER, INVISIBLE, OFF_PAGE = "与底色相同的文字", "不可见的文字", "页面范围外的文字"
LAYER = "隐藏图层上的文字"

Pixels = npt.NDArray[np.int16]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Page:
    page: pypdfium2.PdfPage
    boxes: Boxes
    texts: list[Drawn | None]
    frame: Box

    def within(self, box: Box) -> Flags:
        """Tell of each character whether its middle lies in the box."""
        boxes = self.boxes
        across = (boxes[:, 0] + boxes[:, 2]) / 2
        up = (boxes[:, 1] + boxes[:, 3]) / 2
        inside: Flags = (
            (box.left <= across) & (across <= box.right) & (box.bottom <= up) & (up <= box.top)
        )
        return inside


def hidden_text(
    page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, text: PageText, drawing: Drawing
) -> dict[int, str]:
    """Return why characters are hidden, by their numbers; those that are seen are left out."""
    notes = list(_notes(page))
    frame = Box(*page.get_bbox())
    if not text.characters or not _is_suspect(text, drawing, notes, frame):
        return {}
    texts = _texts(text_page, len(text.characters), drawing)
    found = _Page(page, ink_boxes(text_page, len(texts)), texts, frame)
    certain, doubtful = _suspects(found, drawing, notes)
    doubtful = {index: why for index, why in doubtful.items() if index not in certain}
    return certain | _unseen(found, doubtful)


def _is_suspect(text: PageText, drawing: Drawing, notes: list[tuple[int, Box]], frame: Box) -> bool:
    """Whether anything may be hidden at all; most pages end here."""
    if notes or any(_is_odd(each) for each in drawing.texts.values()):
        return True
    boxes = text.boxes[text.boxes[:, 2] > text.boxes[:, 0]]
    if len(boxes) and (
        boxes[:, 0].min() < frame.left
        or boxes[:, 1].min() < frame.bottom
        or boxes[:, 2].max() > frame.right
        or boxes[:, 3].max() > frame.top
    ):
        return True
    first = min((each.number for each in drawing.texts.values()), default=0)
    return any(
        cover.box.area >= SMALLEST and (cover.number > first or _is_dark(cover))
        for cover in drawing.covers
    )


def _is_odd(text: Drawn) -> bool:
    return text.is_invisible or text.is_layered or _is_pale(text.ink)


def _is_pale(ink: Ink | None) -> bool:
    return ink is not None and (ink.alpha < FAINT or min(ink.red, ink.green, ink.blue) >= WHITE)


def _is_dark(cover: Cover) -> bool:
    return cover.ink is not None and cover.ink.light < DARK


def _notes(page: pypdfium2.PdfPage) -> Iterator[tuple[int, Box]]:
    """Yield the annotations that may lie over text."""
    rect = pdfium.FS_RECTF()
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), MOST_COVERS)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        if (kind in OVER or kind == pdfium.FPDF_ANNOT_REDACT) and pdfium.FPDFAnnot_GetRect(
            note, rect
        ):
            low, high = sorted((rect.bottom, rect.top))
            yield kind, Box(rect.left, low, rect.right, high)
        pdfium.FPDFPage_CloseAnnot(note)


def _texts(text_page: pypdfium2.PdfTextPage, count: int, drawing: Drawing) -> list[Drawn | None]:
    found: list[Drawn | None] = []
    for index in range(count):
        handle = pdfium.FPDFText_GetTextObject(text_page.raw, index)
        found.append(drawing.texts.get(ctypes.addressof(handle.contents)) if handle else None)
    return found


def _suspects(
    page: _Page, drawing: Drawing, notes: list[tuple[int, Box]]
) -> tuple[dict[int, str], dict[int, str]]:
    """Return the characters that are hidden for certain and those that may be, with the reason."""
    certain, doubtful = _odd(page, drawing)
    for cover in [each for each in drawing.covers if each.box.area >= SMALLEST][:MOST_COVERS]:
        doubtful |= dict.fromkeys(_under(page, cover), _name(cover))
    for kind, box in notes:
        inside = np.flatnonzero(page.within(box)).tolist()
        if kind == pdfium.FPDF_ANNOT_REDACT:
            certain |= dict.fromkeys(inside, TO_REDACT)
        else:
            seen = (index for index in inside if not _is_unseen_anyway(page.texts[index]))
            doubtful |= dict.fromkeys(seen, UNDER_NOTE)
    return certain, doubtful


def _odd(page: _Page, drawing: Drawing) -> tuple[dict[int, str], dict[int, str]]:
    """Return the characters that may be hidden by what they are, without any cover."""
    certain: dict[int, str] = {}
    doubtful: dict[int, str] = {}
    on_picture = np.zeros(len(page.texts), bool)
    for picture in drawing.pictures[:MOST_COVERS]:
        on_picture |= page.within(picture)
    on_page = page.within(page.frame)
    for index, text in enumerate(page.texts):
        if text is None:
            continue
        if not on_page[index]:
            certain[index] = OFF_PAGE
        elif text.is_invisible:
            if not on_picture[index]:
                certain[index] = INVISIBLE
        elif text.is_layered:
            doubtful[index] = LAYER
        elif _is_pale(text.ink):
            doubtful[index] = LIKE_PAPER
    return certain, doubtful


def _is_unseen_anyway(text: Drawn | None) -> bool:
    return text is None or text.is_invisible


def _under(page: _Page, cover: Cover) -> Iterator[int]:
    if cover.ink is None and cover.box.shared(page.frame).area >= SCAN * page.frame.area:
        return
    for index in np.flatnonzero(page.within(cover.box)).tolist():
        text = page.texts[index]
        if text is None or text.is_invisible:
            continue
        is_alike = cover.ink is not None and text.ink is not None and cover.ink.is_like(text.ink)
        if text.number < cover.number or (is_alike and not _is_pale(text.ink)):
            yield index


def _name(cover: Cover) -> str:
    if cover.ink is None:
        return UNDER_PICTURE
    return UNDER_BLACK if _is_dark(cover) else UNDER_COLOUR


def _unseen(page: _Page, doubtful: dict[int, str]) -> dict[int, str]:
    """Return those of the doubtful characters that make no difference to the drawn page."""
    if not doubtful:
        return {}
    texts = {text.number: text for index in doubtful if (text := page.texts[index])}
    shown = _draw(page)
    for text in texts.values():
        pdfium.FPDFPageObj_SetIsActive(text.handle, False)
    without = _draw(page)
    for text in texts.values():
        pdfium.FPDFPageObj_SetIsActive(text.handle, True)
    unseen = {}
    for index, why in doubtful.items():
        rows, columns = _pixels(page, index, shown.shape)
        before, after = shown[rows, columns], without[rows, columns]
        if not before.size or int(np.abs(before - after).max()) > SAME:
            continue
        # White text in a font that is not there draws nothing; on a dark ground it is no secret.
        if why != LIKE_PAPER or _is_transparent(page.texts[index]) or after.mean() >= PAPER:
            unseen[index] = why
    return unseen


def _is_transparent(text: Drawn | None) -> bool:
    return text is not None and text.ink is not None and text.ink.alpha < FAINT


def _scale(frame: Box) -> float:
    return min(SCALE, math.sqrt(MOST_PIXELS / max(1.0, frame.area)))


def _draw(page: _Page) -> Pixels:
    bitmap = page.page.render(scale=_scale(page.frame), rotation=-page.page.get_rotation() % 360)
    pixels: Pixels = bitmap.to_numpy()[:, :, :3].astype(np.int16)
    bitmap.close()
    return pixels


def _pixels(page: _Page, index: int, shape: tuple[int, ...]) -> tuple[slice, slice]:
    left, bottom, right, top = page.boxes[index]
    scale = _scale(page.frame)
    # A little less than the box, so that a neighbour's edge does not count.
    across, up = (right - left) * 0.12, (top - bottom) * 0.05
    first = int((left + across - page.frame.left) * scale)
    last = int(np.ceil((right - across - page.frame.left) * scale))
    upper = int((page.frame.top - top + up) * scale)
    lower = int(np.ceil((page.frame.top - bottom - up) * scale))
    return slice(max(0, upper), max(0, lower)), slice(max(0, first), max(0, last))
