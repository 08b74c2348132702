"""Reads the files that stand inside an Office file: workbooks of charts, attached documents."""

import struct
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from posixpath import basename, splitext

import olefile

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.ooxml import OLE_MAGIC, SPOILT, Package
from crawler.extract.package_parts import NOWHERE

WORDS = {
    ".xlsx .xlsm .xlsb .xls .et": "嵌入的工作簿",
    ".docx .docm .doc .wps .rtf": "嵌入的文档",
    ".pptx .pptm .ppt .dps": "嵌入的演示文稿",
}
# The streams in which an OLE object keeps a whole file, and those that make it one itself.
HELD = ("Package", "CONTENTS", "EmbeddedOdf")
NATIVE = "\x01Ole10Native"
OWN = {"WordDocument": ".doc", "Workbook": ".xls", "Book": ".xls", "PowerPoint Document": ".ppt"}
# Formulas as drawings hold nothing but the formula.
FORMULA = "Equation Native"


def add_embedded(
    package: Package, builder: ContentBuilder, places: Mapping[str, str] = NOWHERE
) -> None:
    """Add the texts and tables of the embedded files; `places` knows where some of them stand."""
    names = package.find(r"(?:word|xl|ppt)/embeddings/[^/]+")
    for name in names:
        words = (word for suffixes, word in WORDS.items() if splitext(name)[1] in suffixes.split())
        word = next(words, "嵌入的文件")
        place = f"{places[name]} › {word}" if name in places else word
        read_inside(package, name, place, builder, len(names))


def read_inside(
    package: Package, name: str, word: str, builder: ContentBuilder, count: int
) -> None:
    """Read one of `count` files inside; they share what the package may still unpack."""
    # The readers call each other: a document holds a workbook that holds a document.
    from crawler.extract.files import read_file

    place = f"{word}“{basename(name)}”"
    limits = builder.limits
    if limits.levels <= 0:
        builder.leave_out("嵌入的文件层数过多，其余未检查")
        return
    try:
        body, suffix = _unwrapped(package.unpacked(name), splitext(name)[1].lower())
        if body:
            share = replace(limits, levels=limits.levels - 1, unpacked=package.left // count)
            _include(place, read_file(body, suffix, share), builder)
    except ExtractError as error:
        builder.leave_out(f"{place}没有检查（{error}）")


def _unwrapped(body: bytes, suffix: str) -> tuple[bytes, str]:
    """Return the file that an OLE object holds, with its suffix; b"" for a drawn formula."""
    if not body.startswith(OLE_MAGIC):
        return body, suffix
    try:
        with olefile.OleFileIO(BytesIO(body)) as ole:
            if ole.exists(FORMULA):
                return b"", ""
            for stream, own in OWN.items():
                if ole.exists(stream):
                    return body, own
            for stream in HELD:
                if ole.exists(stream):
                    return ole.openstream(stream).read(), ""
            if ole.exists(NATIVE):
                return _native(ole.openstream(NATIVE).read())
    except (*SPOILT, struct.error, IndexError) as error:
        raise ExtractError("嵌入的对象已损坏") from error
    raise ExtractError("暂不支持读取这种嵌入的对象")


def _native(data: bytes) -> tuple[bytes, str]:
    """Unpack what Windows' packager wrote: label, path and temporary path before the file."""
    label, _, rest = data[6:].partition(b"\0")
    _, _, rest = rest.partition(b"\0")
    (length,) = struct.unpack_from("<I", rest, 4)
    start = 8 + length
    (size,) = struct.unpack_from("<I", rest, start)
    name = label.decode("gb18030", "replace")
    return rest[start + 4 : start + 4 + size], splitext(name)[1].lower()


def _include(prefix: str, content: Content, builder: ContentBuilder) -> None:
    starts = [place.start for place in content.places]
    if not starts or starts[0]:
        builder.add(prefix, content.text[: starts[0]] if starts else content.text)
    for place, end in zip(content.places, [*starts[1:], None], strict=True):
        here = f"{prefix} › {place.name}" if place.name else prefix
        builder.add(here, content.text[place.start : end].removesuffix("\n"))
    for table in content.tables:
        builder.tables.append(replace(table, place=f"{prefix} › {table.place}"))
    if content.unreadable:
        builder.leave_out(f"{prefix}：{content.unreadable}")
