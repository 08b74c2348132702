"""Draws a paper on paper: pictures and scanned PDFs, clean, noisy, skewed, sealed, coarse."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.documents.paper import Grid, Paper, Paragraph, Planting, Sample
from tests.documents.values import Values

FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
)
_INCHES = (8.27, 11.69)


class Look(StrEnum):
    """How a page went through the scanner."""

    CLEAN = "清晰"
    NOISY = "噪点"
    SKEWED = "歪斜"
    SEALED = "盖章"
    COARSE = "100 dpi"


@cache
def font_file() -> Path | None:
    """Return a font with Chinese characters, None if there is none (apt install fonts-wqy-microhei)."""
    return next((path for path in map(Path, FONTS) if path.is_file()), None)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Lengths in dots: the page's width and height, margin, letter, line."""

    dpi: int

    def dots(self, points: float) -> int:
        return round(points * self.dpi / 72)


def write_picture(paper: Paper, values: Values, look: Look) -> Sample:
    """Return the first page as a picture; the paper must fit on it."""
    planting = Planting(paper, values)
    picture = _scanned(paper, planting, look)
    out = BytesIO()
    if look is Look.NOISY:
        picture.save(out, "JPEG", quality=40)
    else:
        picture.save(out, "PNG")
    suffix = "jpg" if look is Look.NOISY else "png"
    return planting.sample(f"{paper.title}-{look}.{suffix}", out.getvalue())


def write_pdf(paper: Paper, values: Values, look: Look) -> Sample:
    """Return a scan of one page; the paper must fit on it."""
    planting = Planting(paper, values)
    picture = _scanned(paper, planting, look, "第 1 页")
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.save()
    return planting.sample(f"{paper.title}-{look}.pdf", out.getvalue())


def _scanned(paper: Paper, planting: Planting, look: Look, *place: str) -> Image.Image:
    picture = _drawn(paper, planting, _Scale(100 if look is Look.COARSE else 150), *place)
    random = planting.values.random
    if look is Look.SEALED:
        return _sealed(picture, random)
    if look is Look.SKEWED:
        return picture.rotate(
            random.uniform(1.0, 2.0), fillcolor="white", resample=Image.Resampling.BICUBIC
        )
    return _noisy(picture, random) if look is Look.NOISY else picture


def _drawn(paper: Paper, planting: Planting, scale: _Scale, *place: str) -> Image.Image:
    width, height = (round(inches * scale.dpi) for inches in _INCHES)
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(font_file()), scale.dots(10.5))
    margin, leading = scale.dots(45), scale.dots(19)
    top = margin
    for block in (Paragraph(paper.title), *paper.blocks):
        if isinstance(block, Paragraph):
            planting.note(block.secrets, *place)
            for line in _broken(block.text, font, width - 2 * margin):
                draw.text((margin, top), line, "black", font)
                top += leading
        else:
            planting.note_rows(block, lambda row: place)
            top = _draw_table(draw, block, font, margin, top, width - 2 * margin, leading)
    assert top < height - margin, "the paper is too long for one page"
    # A picture in an article is cut to what stands on it, a page of a scan is not.
    return picture if place else picture.crop((0, 0, width, max(top + margin, height // 3)))


def _draw_table(
    draw: ImageDraw.ImageDraw,
    grid: Grid,
    font: ImageFont.FreeTypeFont,
    left: int,
    top: int,
    room: int,
    leading: int,
) -> int:
    """Draw a table with lines, columns as wide as they need; return where it ends."""
    columns = list(zip(*grid.rows, strict=True))
    needs = [max(font.getlength(cell) for cell in column) + leading / 2 for column in columns]
    shrink = min(1.0, room / sum(needs))
    edges = [left]
    for need in needs:
        edges.append(edges[-1] + round(need * shrink))
    for row in grid.rows:
        cells = [
            _broken(cell, font, edges[n + 1] - edges[n] - leading // 3)
            for n, cell in enumerate(row)
        ]
        height = leading * max(1, *map(len, cells)) + leading // 4
        for n, lines in enumerate(cells):
            draw.rectangle((edges[n], top, edges[n + 1], top + height), outline="black")
            for place, line in enumerate(lines):
                at = (edges[n] + leading // 6, top + leading // 8 + place * leading)
                draw.text(at, line, "black", font)
        top += height
    return top + leading // 2


def _broken(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    lines, line = [], ""
    for sign in text:
        if line and font.getlength(line + sign) > room:
            lines.append(line)
            line = ""
        line += sign
    return [*lines, line] if line else lines


def _noisy(picture: Image.Image, random: Random) -> Image.Image:
    width, height = picture.size
    noise = Image.frombytes("L", picture.size, random.randbytes(width * height)).convert("RGB")
    return Image.blend(picture, noise, 0.18).filter(ImageFilter.GaussianBlur(0.6))


def _sealed(picture: Image.Image, random: Random) -> Image.Image:
    """Press a red seal on the middle of the page, where the table is."""
    width, height = picture.size
    radius = width // 9
    x = random.randint(width // 5, width // 2)
    y = random.randint(height // 6, height // 3)
    seal = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(seal)
    red = (222, 41, 36)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=red, width=radius // 14)
    star = ImageFont.truetype(str(font_file()), radius // 2)
    draw.text((x, y), "★", red, star, anchor="mm")
    draw.text(
        (x, y + radius // 2),
        "清河县民政局",
        red,
        ImageFont.truetype(str(font_file()), radius // 5),
        anchor="mm",
    )
    return ImageChops.multiply(picture, seal)
