"""PDF files: what is hidden in them is read and named, tables keep their columns."""

from io import BytesIO

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from crawler.extract import pdf
from crawler.extract.content import ExtractError
from crawler.extract.files import read_file
from crawler.site import FileLimits
from tests.crawler.pdfs import Draw, changed, drawn, listed, note, picture, texts

LIMITS = FileLimits(ocr=False)
NUMBER = "110101190001010000"


def _line(canvas: Canvas, text: str = f"证号{NUMBER}，住址", up: float = 500) -> None:
    canvas.drawString(72, up, text)


def _box(canvas: Canvas, red: float, green: float, blue: float) -> None:
    canvas.setFillColorRGB(red, green, blue)
    canvas.rect(100, 495, 60, 18, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)


def _black_box(canvas: Canvas) -> None:
    _line(canvas)
    _box(canvas, 0, 0, 0)


def _white_box(canvas: Canvas) -> None:
    _line(canvas)
    _box(canvas, 1, 1, 1)


def _black_on_black(canvas: Canvas) -> None:
    _box(canvas, 0, 0, 0)
    _line(canvas)


def _mosaic(canvas: Canvas) -> None:
    _line(canvas)
    squares = np.random.default_rng(1).integers(0, 255, (6, 20, 3)).astype(np.uint8)
    picture(canvas, Image.fromarray(squares), 96, 495, 120, 18)


def _white_text(canvas: Canvas) -> None:
    _line(canvas, "看得见")
    canvas.setFillColorRGB(1, 1, 1)
    _line(canvas, f"证号{NUMBER}", 400)


def _see_through_text(canvas: Canvas) -> None:
    _line(canvas, "看得见")
    canvas.setFillColor(Color(0, 0, 0, alpha=0))
    _line(canvas, f"证号{NUMBER}", 400)


def _invisible(canvas: Canvas) -> None:
    _line(canvas, "看得见")
    text = canvas.beginText(72, 400)
    text.setTextRenderMode(3)
    text.textLine(f"证号{NUMBER}")
    canvas.drawText(text)


def _off_the_page(canvas: Canvas) -> None:
    _line(canvas, "看得见")
    _line(canvas, f"证号{NUMBER}", -40)


HIDDEN = {
    "black box": (_black_box, "黑块下的文字"),
    "black on black": (_black_on_black, "黑块下的文字"),
    "white box": (_white_box, "色块下的文字"),
    "mosaic": (_mosaic, "图片遮盖的文字"),
    "white text": (_white_text, "与底色相同的文字"),
    "transparent text": (_see_through_text, "与底色相同的文字"),
    "invisible text": (_invisible, "不可见的文字"),
    "off the page": (_off_the_page, "页面范围外的文字"),
}


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize("case", HIDDEN)
def test_hidden_text_is_read_and_its_place_says_how_it_is_hidden(case: str, rotation: int) -> None:
    draw, name = HIDDEN[case]
    found = texts(pdf.read(drawn(draw, rotation=rotation), LIMITS))
    assert NUMBER in found[f"第 1 页（{name}）"]
    assert NUMBER not in found["第 1 页"]


def _white_on_blue(canvas: Canvas) -> None:
    _box(canvas, 0, 0, 0.6)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setFont("Helvetica", 12)
    _line(canvas, "          110101", 500)


def _box_before_text(canvas: Canvas) -> None:
    _box(canvas, 0.8, 0.9, 0.8)
    _line(canvas)


def _seal(canvas: Canvas) -> None:
    _line(canvas)
    pixels = np.zeros((60, 60, 4), np.uint8)
    pixels[:, :, 0] = 220
    pixels[25:35, :, 3] = 120
    picture(canvas, Image.fromarray(pixels), 100, 470, 60, 60)


def _highlight(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 500, NUMBER)
    canvas.setFillColor(Color(1, 1, 0, alpha=0.4))
    canvas.rect(100, 495, 60, 18, stroke=0, fill=1)


def _frame(canvas: Canvas) -> None:
    _line(canvas)
    canvas.rect(60, 490, 400, 30, stroke=1, fill=0)


def _recognised_scan(canvas: Canvas) -> None:
    picture(canvas, Image.new("RGB", (60, 80), "white"), 0, 0, 595, 842)
    text = canvas.beginText(72, 400)
    text.setTextRenderMode(3)
    text.textLine(f"识别出来的文字，共有三十多个字，证号{NUMBER}，其余从略，特此公示")
    canvas.drawText(text)


@pytest.mark.parametrize(
    "draw", [_white_on_blue, _box_before_text, _seal, _highlight, _frame, _recognised_scan]
)
def test_text_that_is_seen_is_not_called_hidden(draw: Draw) -> None:
    assert set(texts(pdf.read(drawn(draw), LIMITS))) == {"第 1 页", "文档属性"}


# Drawn by people who think that it is gone then.
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (pdfium.FPDF_ANNOT_SQUARE, "批注遮盖的文字"),
    ],
)
def test_text_under_an_annotation_is_still_there(kind: int, name: str) -> None:
    body = changed(drawn(_line), lambda document: note(document, kind, (90, 490, 400, 520)))
    assert NUMBER in texts(pdf.read(body, LIMITS))[f"第 1 页（{name}）"]


def test_a_redaction_that_was_only_marked_is_named() -> None:
    kind = pdfium.FPDF_ANNOT_HIGHLIGHT
    body = changed(drawn(_line), lambda document: note(document, kind, (90, 490, 400, 520)))
    found = texts(pdf.read(body.replace(b"/Highlight", b"/Redact   "), LIMITS))
    assert NUMBER in found["第 1 页（标记为密文但未删除的文字）"]


def test_notes_fields_bookmarks_properties_and_files_are_read() -> None:
    def draw(canvas: Canvas) -> None:
        _line(canvas)
        canvas.setAuthor("属性作者")
        canvas.bookmarkPage("one")
        canvas.addOutlineEntry("书签里的话", "one")
        canvas.acroForm.textfield(name="phone", value="13900000000", x=72, y=500)
        canvas.linkURL("mailto:someone@example.invalid", (72, 400, 200, 420))

    def change(document: pypdfium2.PdfDocument) -> None:
        note(document, pdfium.FPDF_ANNOT_TEXT, (300, 300, 320, 320), "批注里的话")
        document.new_attachment("底稿.csv").set_data("姓名,电话".encode())

    body = changed(drawn(draw), change)
    found = texts(pdf.read(body, LIMITS))
    assert found["第 1 页 批注"] == "批注里的话"
    assert found["第 1 页 表单"] == "phone：13900000000"
    assert found["第 1 页 链接地址"] == "mailto:someone@example.invalid"
    assert found["书签"] == "书签里的话"
    assert "属性作者" in found["文档属性"]
    whole = texts(read_file(body, ".pdf", LIMITS))
    assert whole["附带文件“底稿.csv”"] == "姓名,电话"


def test_xmp_properties_are_read() -> None:
    xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><author>隐名的人</author></x:xmpmeta>'
    body = drawn(_line) + xmp.encode()
    assert "隐名的人" in texts(pdf.read(body, LIMITS))["文档属性"]


def test_what_an_earlier_version_said_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        _line(canvas, "关于名单的公示", 600)
        _line(canvas)

    document = pypdfium2.PdfDocument(drawn(draw))
    page = document[0]
    page.remove_obj(list(page.get_objects())[1])
    page.gen_content()
    buffer = BytesIO()
    document.save(buffer, flags=pdfium.FPDF_INCREMENTAL)
    found = texts(pdf.read(buffer.getvalue(), LIMITS))
    assert found["第 1 页"] == "关于名单的公示"
    assert found["第 1 页（较早版本中的文字）"] == f"证号{NUMBER}，住址"


HEAD = ["序号", "姓名", "身份证号", "住址"]


def _rows(count: int) -> list[list[str]]:
    return [HEAD] + [[str(n), f"张{n}", f"1101011900010{n:05d}", "青禾镇"] for n in range(1, count)]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_over_pages_keeps_its_head(ruled: bool) -> None:
    content = pdf.read(listed(_rows(120), [40, 60, 140, 120], ruled=ruled), LIMITS)
    assert len(content.tables) == len({table.place for table in content.tables}) > 1
    assert {table.rows[0] for table in content.tables} == {tuple(HEAD)}
    told = [list(row) for table in content.tables for row in table.rows[1:]]
    assert told == _rows(120)[1:]


def test_a_number_wrapped_in_a_narrow_cell_is_whole() -> None:
    content = pdf.read(listed(_rows(4), [40, 60, 62, 120], ruled=True), LIMITS)
    assert content.tables[0].rows[2] == tuple(_rows(4)[2])
    assert all(row[2] in content.text for row in _rows(4)[1:])


def test_a_wrapped_number_written_line_by_line_is_whole() -> None:
    def draw(canvas: Canvas) -> None:
        for n in range(3):
            top = 700 - 40 * n
            _line(canvas, "姓名" if n == 0 else f"张{n}", top)
            canvas.drawString(150, top, "证件号码" if n == 0 else NUMBER[:10])
            canvas.drawString(220, top, "住址" if n == 0 else "青禾镇东街")
            canvas.drawString(150, top - 14, "" if n == 0 else NUMBER[10:17] + str(n))
            canvas.drawString(220, top - 14, "" if n == 0 else "村三组")
        for up in (717, 677, 637, 597):
            canvas.line(70, up, 284, up)
        for across in (70, 148, 218, 284):
            canvas.line(across, 717, across, 597)

    content = pdf.read(drawn(draw), LIMITS)
    assert content.tables[0].rows[1] == ("张1", NUMBER[:17] + "1", "青禾镇东街村三组")
    assert NUMBER[:17] + "2" in content.text


def test_two_numbers_in_one_cell_stay_two() -> None:
    rows = [["姓名", "电话"], ["张某", "13900000001<br/>13900000002"], ["李某", "13900000003"]]
    content = pdf.read(listed(rows, [60, 70], ruled=True), LIMITS)
    assert content.tables[0].rows[1] == ("张某", "13900000001 13900000002")


def test_prose_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        for n in range(12):
            _line(
                canvas, "为进一步做好有关工作，现将有关事项通知如下，请认真遵照执行。", 700 - 20 * n
            )

    assert pdf.read(drawn(draw), LIMITS).tables == ()


def _scanned(canvas: Canvas) -> None:
    picture(canvas, Image.new("RGB", (60, 80), "white"), 0, 0, 595, 842)


@pytest.mark.parametrize("pages", [(_scanned, _line, _scanned, _scanned)])
def test_scanned_pages_that_are_not_recognised_are_named(pages: Draw) -> None:
    content = pdf.read(drawn(*pages), LIMITS)
    assert content.unreadable == "第 1、3–4 页是扫描件，文字识别已关闭，未检查"
    assert NUMBER in content.text


def test_an_empty_page_among_others_is_nothing_to_note() -> None:
    assert pdf.read(drawn(_line, lambda _: None), LIMITS).unreadable == ""


def test_a_file_with_nothing_on_it_says_so() -> None:
    empty = pypdfium2.PdfDocument.new()
    empty.new_page(595, 842)
    buffer = BytesIO()
    empty.save(buffer)
    content = pdf.read(buffer.getvalue(), LIMITS)
    assert content.unreadable == "PDF 各页都是空白，没有可检查的文字"


def test_characters_without_meaning_are_a_scan() -> None:
    # A font may tell which shapes it draws and not which characters they are.
    def draw(canvas: Canvas) -> None:
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
        canvas.setFont("Vera", 12)
        _line(canvas, "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêë")

    blind = drawn(draw).replace(b"/ToUnicode", b"/ToNothing")
    assert "第 1 页是扫描件" in pdf.read(blind, LIMITS).unreadable


def test_characters_of_a_wrong_table_are_a_scan() -> None:
    body = drawn(lambda canvas: _line(canvas, "关于公布临时救助对象花名册的公示" * 2))
    blind = body.replace(b"/UniGB-UCS2-H", b"/Identity-H  ")
    assert "第 1 页是扫描件" in pdf.read(blind, LIMITS).unreadable


@pytest.mark.parametrize("length", [60, 400, 900])
def test_a_cut_file_is_a_reason(length: int) -> None:
    with pytest.raises(ExtractError, match="损坏"):
        pdf.read(drawn(_line)[:length], LIMITS)


def test_pages_beyond_the_limit_are_noted() -> None:
    content = pdf.read(drawn(_line, _line, _line), FileLimits(pages=2))
    assert content.unreadable == "PDF 超过 2 页，其余未检查"
    assert set(texts(content)) == {"第 1 页", "第 2 页", "文档属性"}
