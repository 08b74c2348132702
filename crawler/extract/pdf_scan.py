"""Tells scanned PDF pages from pages with text, and draws them for recognition."""

import pypdfium2
import pypdfium2.raw as pdfium

from crawler.extract.ocr import Recogniser
from crawler.extract.ocr_engine import Picture
from crawler.extract.pdf_objects import Box, Drawing, drawing_of
from crawler.extract.pdf_text import PageText

DPI = 150
POINTS = 72
# Longer sides are drawn smaller: recognition cuts them down to 2000 anyway.
LONGEST_SIDE = 2600
# A page with fewer characters and a picture of such a share of it is a scan.
FEW, SCAN = 30, 0.3
# Characters drawn as shapes.
SHAPES = 50
# A picture among text that may hold a table.
LARGE = 0.2
# More text than this lies on a background, not beside a picture.
SAMPLE = 60
GARBLED = 0.4
FIRST_HAN, LAST_HAN = 0x3400, 0x9FFF
KNOWN = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x2010, 0x206F),
    (0x2460, 0x257F),
    (0x25A0, 0x26FF),
    (0x3000, 0x30FF),
    (0xF900, 0xFAFF),
    (0xFF00, 0xFFEF),
    (0x20000, 0x3FFFF),
)


def is_garbled(text_page: pypdfium2.PdfTextPage, text: PageText) -> bool:
    """Whether the characters are codes of a font that does not tell what they mean."""
    shown = [n for n, character in enumerate(text.characters) if not character.isspace()]
    sample = shown[:: max(1, len(shown) // SAMPLE)]
    if len(sample) < FEW:
        return False
    unknown = sum(
        not _is_known(text.characters[index])
        or pdfium.FPDFText_HasUnicodeMapError(text_page.raw, index) > 0
        for index in sample
    )
    return bool(unknown > GARBLED * len(sample))


def _is_known(character: str) -> bool:
    code = ord(character)
    if FIRST_HAN <= code <= LAST_HAN:
        # Papers hardly use others; a font's codes taken for characters hit any of them.
        return any(_has(each, character) for each in ("gb2312", "big5"))
    return any(first <= code <= last for first, last in KNOWN)


def _has(encoding: str, character: str) -> bool:
    try:
        return bool(character.encode(encoding))
    except UnicodeEncodeError:
        return False


def is_scan(page: pypdfium2.PdfPage, text: PageText, drawing: Drawing) -> bool:
    """Whether the page shows a picture, or letters drawn as shapes, and hardly any text."""
    characters = len("".join(text.characters.split()))
    if characters >= FEW:
        return False
    shapes = characters == 0 and drawing.paths >= SHAPES
    return shapes or _share(page, drawing) >= SCAN or (characters == 0 and bool(drawing.pictures))


def has_picture(page: pypdfium2.PdfPage, text: PageText, drawing: Drawing) -> bool:
    """Whether a large picture stands beside the text, not under it."""
    frame = Box(*page.get_bbox())
    return any(
        picture.shared(frame).area >= LARGE * frame.area and _is_beside(text, picture)
        for picture in drawing.pictures
    )


def _is_beside(text: PageText, picture: Box) -> bool:
    boxes = text.boxes
    across, up = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    over = (picture.left < across) & (across < picture.right)
    over &= (picture.bottom < up) & (up < picture.top)
    return int(over.sum()) < FEW


def _share(page: pypdfium2.PdfPage, drawing: Drawing) -> float:
    frame = Box(*page.get_bbox())
    # Scanners cut a page into stripes.
    covered = sum(picture.shared(frame).area for picture in drawing.pictures)
    return covered / frame.area if frame.area else 0.0


def picture_of(page: pypdfium2.PdfPage) -> Picture:
    """Draw the page for recognition."""
    width, height = page.get_size()
    scale = min(DPI / POINTS, LONGEST_SIDE / max(width, height, 1))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    pixels: Picture = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    return pixels


def add_picture(page: pypdfium2.PdfPage, number: int, recogniser: Recogniser) -> None:
    """Recognise the large pictures of a page that has text besides."""
    frame = Box(*page.get_bbox())
    large = [
        shared
        for picture in drawing_of(page).pictures
        if (shared := picture.shared(frame)).area >= LARGE * frame.area
    ]
    if not large:
        return
    area = Box(
        min(box.left for box in large),
        min(box.bottom for box in large),
        max(box.right for box in large),
        max(box.top for box in large),
    )
    recogniser.read(number, f"第 {number} 页（图片中的文字）", lambda: _part_of(page, area))


def _part_of(page: pypdfium2.PdfPage, area: Box) -> Picture:
    # A turned page is drawn as a whole: then its text is read a second time.
    if page.get_rotation():
        return picture_of(page)
    frame = Box(*page.get_bbox())
    pixels = picture_of(page)
    scale = pixels.shape[1] / max(1.0, frame.right - frame.left)
    left, right = int((area.left - frame.left) * scale), int((area.right - frame.left) * scale)
    upper, lower = int((frame.top - area.top) * scale), int((frame.top - area.bottom) * scale)
    part: Picture = pixels[max(0, upper) : lower + 1, max(0, left) : right + 1].copy()
    return part
