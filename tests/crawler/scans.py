"""Draws scanned lists with known ID numbers: clean, noisy, skewed, sealed, small, turned."""

import random
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "建国秀英桂兰玉珍志强丽华"
HEAD = ("序号", "姓名", "身份证号码", "联系电话", "住址")
COLUMNS = (0.06, 0.13, 0.23, 0.5, 0.69, 0.94)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who never lived: born before 1910."""

    name: str
    number: str
    mobile: str


def people(count: int, seed: int) -> list[Person]:
    """Return people with valid ID numbers, different ones for each seed."""
    draw = random.Random(seed)
    found = []
    for _ in range(count):
        stem = f"4401061{draw.randrange(850, 909)}{draw.randrange(1, 13):02d}"
        stem += f"{draw.randrange(1, 29):02d}{draw.randrange(1000):03d}"
        total = sum(int(digit) * weight for digit, weight in zip(stem, WEIGHTS, strict=True))
        name = draw.choice(SURNAMES) + "".join(draw.sample(GIVEN, 2))
        mobile = "139" + f"{draw.randrange(10**8):08d}"
        found.append(Person(name, stem + "10X98765432"[total % 11], mobile))
    return found


def fonts() -> list[Path]:
    """Return the Chinese fonts of this machine that are known."""
    return [path for path in FONTS if path.exists()]


def page(
    rows: list[Person], dpi: int = 150, font: int = 0, *, ruled: bool = True, points: float = 11
) -> Image.Image:
    """Draw an A4 page with a list of people."""
    width, height = round(8.27 * dpi), round(11.69 * dpi)
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    letters = ImageFont.truetype(fonts()[font], round(points * dpi / 72))
    title = ImageFont.truetype(fonts()[font], round(18 * dpi / 72))
    draw.text((width * 0.28, height * 0.05), "临时救助对象花名册公示", "black", title)
    step = round(26 * dpi / 72)
    top = round(height * 0.1)
    lines = [HEAD]
    lines += [
        (str(n), each.name, each.number, each.mobile, "青禾镇") for n, each in enumerate(rows, 1)
    ]
    for number, cells in enumerate(lines):
        for left, text in zip(COLUMNS, cells, strict=False):
            draw.text((width * left + 6, top + number * step + 5), text, "black", letters)
    if ruled:
        for number in range(len(lines) + 1):
            y = top + number * step
            draw.line((width * COLUMNS[0], y, width * COLUMNS[-1], y), "black", 2)
        for left in COLUMNS:
            draw.line((width * left, top, width * left, top + len(lines) * step), "black", 2)
    return image


def noisy(image: Image.Image, seed: int = 1) -> Image.Image:
    """Blur the picture, strew specks over it and pack it badly."""
    grain = np.random.default_rng(seed)
    pixels = np.asarray(image.filter(ImageFilter.GaussianBlur(0.8)), np.int16)
    pixels = pixels + grain.normal(0, 18, pixels.shape).astype(np.int16)
    specks = grain.random(pixels.shape[:2])
    pixels[specks < 0.002] = 0
    pixels[specks > 0.998] = 255
    buffer = BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=40)
    return Image.open(buffer).convert("RGB")


def skewed(image: Image.Image, degrees: float = 1.5) -> Image.Image:
    """Lay the page a little askew."""
    return image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")


def sealed(image: Image.Image) -> Image.Image:
    """Set a red seal over the list."""
    sized = image.width * 0.24
    stamp = Image.new("RGBA", image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(stamp)
    left, top = image.width * 0.42, image.height * 0.2
    red = (210, 30, 30, 215)
    draw.ellipse((left, top, left + sized, top + sized), outline=red, width=round(sized / 22))
    letters = ImageFont.truetype(fonts()[0], round(sized / 8))
    draw.text((left + sized * 0.12, top + sized * 0.6), "青禾县民政局专用", red, letters)
    draw.regular_polygon((left + sized / 2, top + sized * 0.4, sized / 7), 5, fill=red)
    return Image.alpha_composite(image.convert("RGBA"), stamp).convert("RGB")


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """Return the picture's file."""
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()
