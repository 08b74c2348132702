"""Puts what was recognised in a picture into reading order: turned, skewed, cut, under seals."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import atan2, degrees
from statistics import median

import cv2
import numpy as np

from crawler.extract.grid import Segment
from crawler.extract.layout import Piece
from crawler.extract.ocr_engine import SURE, Picture, Points, Reading, readings_of

# Everything is measured in such parts of a line's height, as PDF pages are in points.
LINE = 11.0
# Red ink on so much of the picture is a seal or a red head.
# With less between its darkest and its lightest, there is nothing to read.
FAINTEST = 40
RED, REDNESS = 0.0008, 70
LONGEST_SIDE, LONG, SLICE, WIDEST = 2000, 2.5, 1600, 1200
BAND, LAP = 320, 40
# Only long lines tell how a page hangs, and beyond some degrees it is drawn so.
LONG_LINE, LONGEST_SKEW = 100, 10.0
RULE_PIXELS, THICKEST = 40, 10


@dataclass(frozen=True, slots=True)
class Scan:
    """Recognised pieces and ruled lines, in parts of a line's height; `doubtful` is a share."""

    pieces: tuple[Piece, ...] = ()
    segments: tuple[Segment, ...] = ()
    doubtful: float = 0.0


def slices_of(picture: Picture) -> Iterator[Picture]:
    """Yield the picture in a size that can be recognised; a long one in several pieces."""
    height, width = picture.shape[:2]
    if height <= LONG * width:
        yield _shrunk(picture, min(1.0, LONGEST_SIDE / max(height, width)))
        return
    picture = _shrunk(picture, min(1.0, WIDEST / width))
    start, height = 0, picture.shape[0]
    while start < height:
        end = min(start + SLICE, height)
        if end < height:
            end = _blank_row(picture, end - BAND, end)
        yield picture[max(0, start - LAP) : min(height, end + LAP)]
        start = end


def _shrunk(picture: Picture, scale: float) -> Picture:
    if scale >= 1:
        return picture
    size = (max(1, int(picture.shape[1] * scale)), max(1, int(picture.shape[0] * scale)))
    small: Picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    return small


def _blank_row(picture: Picture, first: int, last: int) -> int:
    """Return the row between two that cuts through the least ink."""
    band = picture[first:last].astype(np.float32).mean(axis=2)
    ink = np.convolve(band.std(axis=1), np.ones(9) / 9, "same")
    return first + int(ink.argmin())


def scan_of(picture: Picture) -> Scan:
    """Recognise one picture: black text under seals, then what is red."""
    plain = _channel(picture)
    if np.ptp(plain) < FAINTEST:
        return Scan()
    readings = readings_of(plain)
    if _red(picture).mean() > RED:
        known = [each.corners.mean(axis=0) for each in readings]
        ink = np.where(_red(picture), 0, 255).astype(np.uint8)
        red = readings_of(np.repeat(ink[:, :, None], 3, axis=2))
        readings += [each for each in red if each.score >= SURE and not _is_known(each, known)]
    sure = [each for each in readings if each.score >= SURE]
    if not sure:
        return Scan(doubtful=1.0 if readings else 0.0)
    quarters = _quarters(sure)
    matrix = _turning(sure, quarters, plain.shape)
    unit = median(_placed(each, quarters, matrix, plain.shape)[3] for each in sure) / LINE
    pieces = [piece for each in sure for piece in _pieces(each, quarters, matrix, plain, unit)]
    segments = _segments(np.rot90(plain, quarters), matrix, unit)
    return Scan(tuple(pieces), tuple(segments), 1 - len(sure) / len(readings))


def _channel(picture: Picture) -> Picture:
    """Return the red channel alone: red seals are white in it, and black text is black."""
    return np.repeat(picture[:, :, :1], 3, axis=2)


def _red(picture: Picture) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    red, green, blue = (picture[:, :, n].astype(np.int16) for n in range(3))
    return (red - np.maximum(green, blue)) > REDNESS


def _is_known(reading: Reading, known: list[Points]) -> bool:
    # What is read of a seal's remains around black text was read there already.
    x, y = reading.corners.mean(axis=0)
    height = np.ptp(reading.corners[:, 1])
    return any(abs(y - b) < height / 2 and abs(x - a) < 2 * height for a, b in known)


def _quarters(readings: list[Reading]) -> int:
    """Return how many quarters the picture must be turned counter-clockwise to be read."""
    votes = [0, 0, 0, 0]
    for each in readings:
        votes[{(0, 0): 0, (1, 0): 1, (0, 1): 2, (1, 1): 3}[each.is_tall, each.is_flipped]] += (
            each.length
        )
    return votes.index(max(votes))


def _rotated(points: Points, quarters: int, shape: tuple[int, ...]) -> Points:
    height, width = shape[:2]
    x, y = points[:, 0], points[:, 1]
    turned = ((x, y), (y, width - x), (width - x, height - y), (height - y, x))
    return np.stack(turned[quarters], axis=1)


def _turning(readings: list[Reading], quarters: int, shape: tuple[int, ...]) -> Points:
    """Return the matrix that sets the lines level."""
    angles = []
    for each in readings:
        points = _rotated(each.corners, quarters, shape)
        first, last = _ends(points)
        across = last - first
        if abs(across[0]) > LONG_LINE:
            angles.append(degrees(atan2(across[1], across[0])))
    skew = median(angles) if angles else 0.0
    if abs(skew) > LONGEST_SKEW:
        skew = 0.0
    height, width = shape[:2] if quarters % 2 == 0 else shape[1::-1]
    return np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0), np.float64)


def _ends(points: Points) -> tuple[Points, Points]:
    """Return the middles of the left and of the right edge."""
    ordered = points[np.argsort(points[:, 0])]
    return ordered[:2].mean(axis=0), ordered[2:].mean(axis=0)


def _placed(
    reading: Reading, quarters: int, matrix: Points, shape: tuple[int, ...]
) -> tuple[float, float, float, float]:
    """Return left, right, middle and height of a line in the upright picture."""
    points = _rotated(reading.corners, quarters, shape)
    points = points @ matrix[:, :2].T + matrix[:, 2]
    ordered = points[np.argsort(points[:, 0])]
    heights = abs(ordered[0, 1] - ordered[1, 1]), abs(ordered[2, 1] - ordered[3, 1])
    left, right = ordered[:2, 0].mean(), ordered[2:, 0].mean()
    return float(left), float(right), float(points[:, 1].mean()), max(1.0, float(np.mean(heights)))


def _pieces(
    reading: Reading, quarters: int, matrix: Points, picture: Picture, unit: float
) -> Iterator[Piece]:
    left, right, middle, height = _placed(reading, quarters, matrix, picture.shape)
    for text, first, last in reading.parts:
        piece = Piece(
            text,
            (left + (right - left) * first) / unit,
            (middle - height / 2) / unit,
            (left + (right - left) * last) / unit,
            (middle + height / 2) / unit,
        )
        yield piece


def _segments(picture: Picture, matrix: Points, unit: float) -> list[Segment]:
    """Return the ruled lines of an upright picture, set level."""
    height, width = picture.shape[:2]
    grey = cv2.warpAffine(
        np.ascontiguousarray(picture[:, :, 0]), matrix, (width, height), borderValue=(255,)
    )
    dark = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12
    )
    segments = []
    for size in ((RULE_PIXELS, 1), (1, RULE_PIXELS)):
        # A rule that was scanned has gaps and is not quite straight: thicken it across first.
        thick = cv2.dilate(dark, np.ones((1, 3) if size[1] > 1 else (3, 1), np.uint8))
        lines = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((size[1], size[0]), np.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(lines)
        for x, y, across, down, _ in stats[1:].tolist():
            if min(across, down) <= THICKEST:
                middle_x, middle_y = x + across / 2, y + down / 2
                if across >= down:
                    line = Segment(x / unit, middle_y / unit, (x + across) / unit, middle_y / unit)
                else:
                    line = Segment(middle_x / unit, y / unit, middle_x / unit, (y + down) / unit)
                segments.append(line)
    return segments
