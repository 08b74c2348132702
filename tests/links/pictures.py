"""Finds colours in pictures."""

from io import BytesIO

from PIL import Image

RED = (230, 0, 18)


def red_box(png: bytes) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of all that is red in a picture."""
    return box_of(png, RED)


def box_of(png: bytes, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of all that has a colour."""
    image = Image.open(BytesIO(png)).convert("RGB")
    pixels = image.load()
    assert pixels is not None
    found = [
        (x, y) for x in range(image.width) for y in range(image.height) if pixels[x, y] == colour
    ]
    assert found, "nothing of that colour"
    columns, rows = zip(*found, strict=True)
    return min(columns), min(rows), max(columns), max(rows)
