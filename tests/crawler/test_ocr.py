"""Scans and pictures: numbers are recognised at their place, what was not read is noted."""

import importlib.util
import re
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from crawler.extract import ofd, picture
from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.files import read_file
from crawler.extract.layout import Piece, tables_of
from crawler.extract.ocr import Recogniser, page_ranges
from crawler.extract.ocr_engine import readings_of
from crawler.extract.ocr_page import slices_of
from crawler.extract.ocr_repair import repaired
from crawler.extract.sandbox import Sandbox
from crawler.site import FileLimits
from tests.crawler import ofds
from tests.crawler.pdfs import drawn, texts
from tests.crawler.pdfs import picture as drawn_picture
from tests.crawler.scans import Person, encoded, fonts, noisy, page, people, sealed, skewed

ROWS = 10


def _page(seed: int, dpi: int = 100) -> tuple[Image.Image, list[Person]]:
    """Return the upper part of a scanned page: each row costs time."""
    rows = people(ROWS, seed)
    image = page(rows, dpi)
    return image.crop((0, 0, image.width, round(image.height * 0.46))), rows


def _found(content: Content, rows: Sequence[Person]) -> int:
    return sum(
        re.search(rf"(?<!\d){each.number}(?![\dX])", content.text) is not None for each in rows
    )


def test_a_scanned_pdf_is_read_in_the_sandbox_with_its_table() -> None:
    image, rows = _page(1)

    def scanned(canvas: Canvas) -> None:
        drawn_picture(canvas, image, 0, 400, 595, 387)

    body = drawn(lambda canvas: canvas.drawString(72, 500, "第一页有字"), scanned)
    with Sandbox() as sandbox:
        content = sandbox.read(body, ".pdf")
    assert content.unreadable == ""
    assert _found(content, rows) == ROWS
    assert all(each.number in texts(content)["第 2 页"] for each in rows)
    [table] = content.tables
    assert table.place == "第 2 页"
    assert table.rows[0] == ("序号", "姓名", "身份证号码", "联系电话", "住址")
    assert [row[1:4] for row in table.rows[1:]] == [(p.name, p.number, p.mobile) for p in rows]


def test_numbers_under_a_seal_on_a_skewed_noisy_page_are_read() -> None:
    image, rows = _page(2, 120)
    content = read_file(encoded(noisy(skewed(sealed(image)))), ".jpg")
    assert _found(content, rows) >= ROWS - 1
    joined = [row for table in content.tables for row in table.rows]
    told = sum(any(each.number in row and each.name in row for row in joined) for each in rows)
    assert told >= ROWS - 2


@pytest.mark.parametrize("quarters", [1, 2])
def test_a_turned_page_is_read_in_order(quarters: int) -> None:
    image, rows = _page(3 + quarters, 100)
    turned = image.rotate(90 * quarters, expand=True)
    content = read_file(encoded(turned), ".png")
    assert _found(content, rows) == ROWS
    order = [content.text.index(each.number) for each in rows]
    assert order == sorted(order)


def test_a_long_picture_is_read_in_slices_up_to_the_limit() -> None:
    image, rows = _page(6, 90)
    small = image.resize((700, round(image.height * 700 / image.width)))
    long = Image.new("RGB", (700, 3000), "white")
    long.paste(small, (0, 300))
    content = picture.read(encoded(long), FileLimits(ocr_pages=1))
    assert _found(content, rows) == ROWS
    assert content.unreadable == "图片是扫描件，超过文字识别的上限（1 页），未检查"


def test_two_numbers_side_by_side_stay_two_and_a_photograph_says_nothing() -> None:
    [someone] = people(1, 9)
    image = Image.new("RGB", (560, 90), "white")
    letters = ImageFont.truetype(fonts()[0], 22)
    draw = ImageDraw.Draw(image)
    draw.text((20, 20), someone.number, "black", letters)
    end = 20 + draw.textlength(someone.number, letters)
    draw.text((end + 13, 20), someone.mobile, "black", letters)
    content = read_file(encoded(image), ".png")
    assert re.findall(r"\w+", content.text) == [someone.number, someone.mobile]
    nothing = read_file(encoded(Image.new("RGB", (300, 300), "grey")), ".jpg")
    assert (nothing.text, nothing.unreadable) == ("", "")


def test_a_picture_page_of_an_ofd_file_is_read() -> None:
    image, rows = _page(7, 90)
    package = ofds.Package((ofds.Sheet(picture=encoded(image)),))
    content = ofd.read(package.build(), FileLimits())
    assert _found(content, rows) == ROWS
    assert {place.name for place in content.places} == {"第 1 页", "书签"}


def test_slices_never_cut_a_line() -> None:
    image, _ = _page(8, 90)
    long = Image.new("RGB", (image.width, 5000), "white")
    for top in range(0, 5000, image.height):
        long.paste(image, (0, top))

    pixels = np.asarray(long)
    heights = [part.shape[0] for part in slices_of(pixels)]
    assert max(heights) <= 1700
    assert sum(heights) >= 5000


def test_without_recognition_pages_are_named() -> None:
    body = encoded(Image.new("RGB", (100, 100), "white"), "TIFF")
    content = picture.read(body, FileLimits(ocr=False))
    assert (content.text, content.unreadable) == ("", "图片是扫描件，文字识别已关闭，未检查")


def test_without_the_extra_the_user_is_told_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr("crawler.extract.ocr_engine.find_spec", lambda name: None)
    builder = ContentBuilder(FileLimits())
    recogniser = Recogniser(builder)
    for number in (1, 2, 3):
        recogniser.read(number, f"第 {number} 页", lambda: pytest.fail("drawn in vain"))
    recogniser.finish()
    assert builder.build().unreadable == (
        "第 1–3 页是扫描件，没有安装文字识别（xunjian[ocr]），未检查"
    )


def test_nothing_but_the_wheel_is_asked_for_models(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("a download was attempted")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("rapidocr.utils.download_file.DownloadFile.run", refuse)

    assert readings_of(np.full((64, 64, 3), 255, np.uint8)) == []


def test_a_picture_too_large_to_unpack_is_refused() -> None:
    body = encoded(Image.new("1", (20_000, 20_000)), "PNG")
    with pytest.raises(ExtractError, match="百万像素"):
        read_file(body, ".png", FileLimits())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP"])
def test_a_cut_picture_is_a_reason(kind: str) -> None:
    body = encoded(noisy(Image.new("RGB", (300, 300), "white")), kind)
    with pytest.raises(ExtractError, match="已损坏"):
        read_file(body[: len(body) // 3], ".png")


def test_what_a_picture_says_of_itself_is_read() -> None:
    image = Image.new("RGB", (20, 20), "white")
    exif = Image.Exif()
    exif[0x010E] = "图片说明里的话".encode()
    exif[0x9C9B] = "标题里的话".encode("utf-16-le")
    exif.get_ifd(0x8825)[1] = "N"
    body = encoded(image, "JPEG", exif=exif)
    found = texts(picture.read(body, FileLimits()))
    assert set(found["图片属性"].split("\n")) == {"图片说明里的话", "标题里的话", "拍摄地点 N"}


def _id(seed: int) -> str:
    return people(1, seed)[0].number


def test_letters_read_for_digits_are_put_right_where_the_check_digit_agrees() -> None:
    number = _id(1)
    spoilt = number.replace("0", "O", 1).replace("1", "l", 1)
    assert repaired(f"身份证号 {spoilt}") == f"身份证号 {number}"
    # Nothing tells that this is an ID number.
    assert repaired(f"编号 {spoilt}") == f"编号 {spoilt}"
    wrong = spoilt[:-1] + ("1" if spoilt[-1] != "1" else "2")
    assert repaired(f"身份证号 {wrong}") == f"身份证号 {wrong}"


@pytest.mark.parametrize(
    ("numbers", "name"),
    [([3, 1, 2, 2], "第 1–3 页"), ([1, 4, 5, 9], "第 1、4–5、9 页"), ([0], "图片")],
)
def test_pages_are_named_in_ranges(numbers: list[int], name: str) -> None:
    assert page_ranges(numbers) == name


def test_pieces_in_line_make_rows() -> None:
    pieces = [
        Piece(text, left, 20.0 * row, left + 10.0 * len(text), 20.0 * row + 10)
        for row, cells in enumerate((("姓名", "住址"), ("张某", "青禾镇"), ("李某", "东街")))
        for text, left in zip(cells, (0.0, 100.0), strict=True)
    ]
    assert [table.rows for table in tables_of(pieces)] == [
        (("姓名", "住址"), ("张某", "青禾镇"), ("李某", "东街"))
    ]
