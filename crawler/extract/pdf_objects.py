"""What a PDF page draws, in order: texts, filled shapes, pictures, ruled lines."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from crawler.extract.grid import Segment

MOST_OBJECTS = 20_000
MOST_LEVELS = 8
MOST_PARTS = 2_000
# Thinner shapes are lines, in points.
THIN = 3.0
OPAQUE, ALIKE = 250, 40
# A rectangle has four corners, and may name the first one again.
CORNERS = range(4, 7)

LAYER = (ctypes.c_ushort * 3)(ord("O"), ord("C"), 0)

Matrix = tuple[float, float, float, float, float, float]
AS_IT_IS: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points; as in the file, places grow upwards."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        """Its size."""
        return max(0.0, self.right - self.left) * max(0.0, self.top - self.bottom)

    def shared(self, other: "Box") -> "Box":
        """Return what both cover; it has no area if that is nothing."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour with its opacity, each up to 255."""

    red: int
    green: int
    blue: int
    alpha: int

    @property
    def light(self) -> int:
        """How bright it is."""
        return (self.red * 30 + self.green * 59 + self.blue * 11) // 100

    def is_like(self, other: "Ink") -> bool:
        """Whether the eye can hardly tell them apart."""
        pairs = ((self.red, other.red), (self.green, other.green), (self.blue, other.blue))
        return all(abs(a - b) < ALIKE for a, b in pairs)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A text: its number in the order of drawing, how it is drawn, and pdfium's handle."""

    number: int
    handle: object
    ink: Ink | None
    is_invisible: bool
    is_layered: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """A filled shape or a picture that may lie over texts drawn before it; pictures have no ink."""

    number: int
    box: Box
    ink: Ink | None


@dataclass(slots=True)
class Drawing:
    """All that a page draws; `texts` are known by the address of pdfium's object."""

    texts: dict[int, Drawn] = field(default_factory=dict)
    covers: list[Cover] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    paths: int = 0
    is_cut: bool = False


def drawing_of(page: pypdfium2.PdfPage) -> Drawing:
    """Return what the page draws, from the first to the last."""
    drawing = Drawing()
    for number, (handle, matrix) in enumerate(_objects(page)):
        if number > MOST_OBJECTS:
            drawing.is_cut = True
            break
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            _add_text(drawing, handle, number)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_path(drawing, handle, matrix, number)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = _box(handle, matrix)
            drawing.pictures.append(box)
            drawing.covers.append(Cover(number, box, None))
    return drawing


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[object, Matrix]]:
    count = pdfium.FPDFPage_CountObjects(page.raw)
    for index in range(count):
        handle = pdfium.FPDFPage_GetObject(page.raw, index)
        yield from _with_parts(handle, AS_IT_IS, 0)


def _with_parts(handle: object, matrix: Matrix, level: int) -> Iterator[tuple[object, Matrix]]:
    if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_FORM:
        yield handle, matrix
        return
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, own)
    inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    if level < MOST_LEVELS:
        for index in range(pdfium.FPDFFormObj_CountObjects(handle)):
            part = pdfium.FPDFFormObj_GetObject(handle, index)
            yield from _with_parts(part, inner, level + 1)


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _placed(box: Box, m: Matrix) -> Box:
    if m is AS_IT_IS:
        return box
    corners = ((x, y) for x in (box.left, box.right) for y in (box.bottom, box.top))
    points = [(x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]) for x, y in corners]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _box(handle: object, matrix: Matrix) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
    return _placed(Box(left.value, bottom.value, right.value, top.value), matrix)


def ink_of(handle: object) -> Ink | None:
    """Return the colour that fills the object, None for a pattern."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha):
        return None
    return Ink(red.value, green.value, blue.value, alpha.value)


def _add_text(drawing: Drawing, handle: object, number: int) -> None:
    mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
    address = ctypes.addressof(handle.contents)  # type: ignore[attr-defined]
    drawing.texts[address] = Drawn(
        number,
        handle,
        ink_of(handle),
        mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE,
        _is_layered(handle),
    )


def _is_layered(handle: object) -> bool:
    """Whether the text belongs to a layer, which a viewer may switch off."""
    for index in range(min(pdfium.FPDFPageObj_CountMarks(handle), MOST_LEVELS)):
        mark = pdfium.FPDFPageObj_GetMark(handle, index)
        name, length = (pdfium.FPDF_WCHAR * 4)(), ctypes.c_ulong()
        known = pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        # Its length is given in bytes, with the zero at the end.
        if known and length.value == ctypes.sizeof(LAYER) and list(name[:3]) == list(LAYER):
            return True
    return False


def _add_path(drawing: Drawing, handle: object, matrix: Matrix, number: int) -> None:
    drawing.paths += 1
    fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    count = pdfium.FPDFPath_CountSegments(handle)
    box = _box(handle, matrix)
    is_thin = min(box.right - box.left, box.top - box.bottom) <= THIN
    if is_thin:
        drawing.segments.append(_segment(box))
        return
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, own)
    inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    shapes = list(_shapes(handle, min(count, MOST_PARTS), inner))
    if stroke.value or not fill.value:
        drawing.segments += [line for shape in shapes for line in _edges(shape)]
    boxes = [shape for shape in map(_rectangle, shapes) if shape]
    drawing.segments += [_segment(part) for part in boxes if fill.value and _is_rule(part)]
    if fill.value and not pdfium.FPDFPageObj_HasTransparency(handle):
        ink = ink_of(handle)
        if ink is not None and ink.alpha >= OPAQUE:
            thick = [part for part in boxes if not _is_rule(part)]
            drawing.covers += [Cover(number, part, ink) for part in thick]


def _is_rule(box: Box) -> bool:
    return min(box.right - box.left, box.top - box.bottom) <= THIN


def _segment(box: Box) -> Segment:
    # Lines have no width of their own here: places grow downwards.
    across, down = (box.left + box.right) / 2, -(box.top + box.bottom) / 2
    if box.right - box.left >= box.top - box.bottom:
        return Segment(box.left, down, box.right, down)
    return Segment(across, -box.top, across, -box.bottom)


def _shapes(handle: object, count: int, m: Matrix) -> Iterator[list[tuple[float, float]]]:
    points: list[tuple[float, float]] = []
    across, up = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        part = pdfium.FPDFPath_GetPathSegment(handle, index)
        pdfium.FPDFPathSegment_GetPoint(part, across, up)
        x, y = across.value, up.value
        if pdfium.FPDFPathSegment_GetType(part) == pdfium.FPDF_SEGMENT_MOVETO:
            if points:
                yield points
            points = []
        points.append((x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]))
        if pdfium.FPDFPathSegment_GetClose(part) and points[-1] != points[0]:
            points.append(points[0])
    if points:
        yield points


def _edges(points: list[tuple[float, float]]) -> Iterator[Segment]:
    for (x, y), (x2, y2) in pairwise(points):
        if abs(x - x2) < 1 or abs(y - y2) < 1:
            yield _segment(Box(min(x, x2), min(y, y2), max(x, x2), max(y, y2)))


def _rectangle(points: list[tuple[float, float]]) -> Box | None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = Box(min(xs), min(ys), max(xs), max(ys))
    corners = all(
        min(abs(x - box.left), abs(x - box.right)) < 1
        and min(abs(y - box.bottom), abs(y - box.top)) < 1
        for x, y in points
    )
    return box if corners and len(points) in CORNERS else None
