"""Pictures (png, jpg, bmp, gif, tif, webp): recognised text and what the file says of itself."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from warnings import catch_warnings, simplefilter

import numpy as np
from PIL import ExifTags, Image

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.encoding import decode
from crawler.extract.ocr import Recogniser
from crawler.extract.ocr_engine import Picture
from crawler.site import FileLimits

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP")
MAGIC = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"BM", b"GIF8", b"II*\x00", b"MM\x00*")
WEBP = slice(8, 12)
BITMAP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
# Pixels of one picture; each takes three bytes, and several copies of them.
MOST_PIXELS = 80_000_000
# Smaller ones are icons and rules.
SMALLEST = 40
SPOILT = (OSError, ValueError, SyntaxError, EOFError, LookupError, struct.error)
TEXTS = ("Title", "Author", "Description", "Comment", "XML:com.adobe.xmp", "comment")
TAGS = frozenset(
    "ImageDescription Artist Copyright UserComment XPTitle XPComment XPAuthor XPKeywords XPSubject "
    "Make Model DateTime".split()
)
MOST_LETTERS = 10_000


def is_picture(body: bytes) -> bool:
    """Whether the first bytes are those of a picture that can be read."""
    if body.startswith(b"RIFF") and body[WEBP] == b"WEBP":
        return True
    # Two letters alone say little: a bitmap has an empty place and a header of a known length.
    if body.startswith(b"BM"):
        return body[6:10] == bytes(4) and int.from_bytes(body[14:18], "little") in BITMAP_HEADERS
    return body.startswith(MAGIC)


def read(body: bytes, limits: FileLimits) -> Content:
    """Return what can be read in the picture, each page of a tif at its place."""
    builder = ContentBuilder(limits)
    recogniser = Recogniser(builder)
    with _opened(body) as image:
        _read_pages(image, recogniser)
        builder.add("图片属性", "\n".join(_properties(image)))
    recogniser.finish()
    return builder.build()


def pixels_of(body: bytes) -> Picture:
    """Return the pixels of a picture inside another file."""
    with _opened(body) as image:
        return _pixels(image)


@contextmanager
def _opened(body: bytes) -> Iterator[Image.Image]:
    too_large = f"图片超过 {MOST_PIXELS // 1_000_000} 百万像素，未检查"
    with catch_warnings():
        # Pillow warns of what is merely odd, and of sizes that are judged here.
        simplefilter("ignore")
        try:
            with Image.open(BytesIO(body), formats=FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise ExtractError(too_large)
                yield image
        except ExtractError:
            raise
        except Image.DecompressionBombError as error:
            raise ExtractError(too_large) from error
        except SPOILT as error:
            raise ExtractError("图片已损坏，无法读取") from error


def _read_pages(image: Image.Image, recogniser: Recogniser) -> None:
    pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    limits = recogniser.builder.limits
    for index in range(min(pages, limits.pages)):
        if pages > 1:
            image.seek(index)
        if min(image.size) >= SMALLEST:
            place = f"第 {index + 1} 页" if pages > 1 else "图片中的文字"
            recogniser.read(index + 1 if pages > 1 else 0, place, lambda: _pixels(image))
    if pages > limits.pages:
        recogniser.builder.leave_out(f"图片超过 {limits.pages} 页，其余未检查")
    if image.format != "TIFF" and getattr(image, "n_frames", 1) > 1:
        recogniser.builder.leave_out("动图只识别了第一帧")
        image.seek(0)


def _pixels(image: Image.Image) -> Picture:
    # Each page of a tif has a size of its own.
    if image.width * image.height > MOST_PIXELS:
        raise ExtractError(f"图片超过 {MOST_PIXELS // 1_000_000} 百万像素，未检查")
    upright = _upright(image)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        see_through = upright.convert("RGBA")
        paper = Image.new("RGBA", see_through.size, "white")
        upright = Image.alpha_composite(paper, see_through)
    pixels: Picture = np.asarray(upright.convert("RGB"), np.uint8)
    return pixels


def _upright(image: Image.Image) -> Image.Image:
    turns = {3: 180, 6: 270, 8: 90}
    turn = turns.get(image.getexif().get(ExifTags.Base.Orientation, 1), 0)
    if image.mode in ("I;16", "I", "F"):
        image = _stretched(image)
    return image.rotate(turn, expand=True) if turn else image


def _stretched(image: Image.Image) -> Image.Image:
    """Return a picture of more than 8 bits with its values spread over 8."""
    values = np.asarray(image, np.float32)
    low, high = float(values.min()), float(values.max())
    return Image.fromarray(((values - low) * (255 / max(high - low, 1e-6))).astype(np.uint8))


def _properties(image: Image.Image) -> Iterator[str]:
    for name in TEXTS:
        value = image.info.get(name)
        if value:
            yield _words(value)
    exif = image.getexif()
    inner = dict(exif) | dict(exif.get_ifd(ExifTags.IFD.Exif))
    for code, value in inner.items():
        name = ExifTags.TAGS.get(code, "")
        if name in TAGS:
            yield _words(value, is_wide=name.startswith("XP"))
    spot = exif.get_ifd(ExifTags.IFD.GPSInfo)
    if spot:
        yield "拍摄地点 " + " ".join(str(spot[code]) for code in (1, 2, 3, 4) if code in spot)


def _words(value: object, *, is_wide: bool = False) -> str:
    if isinstance(value, str) and not value.isascii():
        # Pillow takes every byte for a character of its own.
        with suppress(UnicodeEncodeError):
            value = value.encode("latin-1")
    if isinstance(value, bytes):
        # A comment begins with the name of its code.
        is_wide = is_wide or value.startswith(b"UNICODE\x00")
        value = value.removeprefix(b"UNICODE\x00").removeprefix(b"ASCII\x00\x00\x00")
        value = value.decode("utf-16-le", "replace") if is_wide else decode(value).text
    return str(value).replace("\x00", "")[:MOST_LETTERS].strip()
