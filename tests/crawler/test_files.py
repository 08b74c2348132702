"""Attachments: what a reader could make visible is read, and bombs cost one file."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

import docx
import pytest
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from checks.views import Document
from crawler.extract.content import Content, ExtractError
from crawler.extract.files import read_file
from crawler.extract.ooxml import OLE_MAGIC
from crawler.extract.sandbox import Sandbox
from crawler.site import FileLimits
from tests.crawler.pdfs import drawn

# The check digit is wrong, the length is what matters.
SHEET = '"http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LONG_NUMBER = "110101190001010000"


def _pdf(*pages: str, password: str = "") -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = BytesIO()
    encryption = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(buffer, encrypt=encryption)
    for text in pages:
        canvas.setFont("STSong-Light", 12)
        for number, line in enumerate(text.split("\n")):
            canvas.drawString(72, 760 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _docx() -> bytes:
    document = docx.Document()
    document.core_properties.author = "属性作者"
    document.sections[0].header.paragraphs[0].text = "页眉文字"
    document.sections[0].footer.paragraphs[0].text = "页脚文字"
    run = document.add_paragraph("关于").add_run("表彰的通知")
    document.add_comment(run, text="批注文字")
    hidden = document.add_paragraph("正文").add_run("隐藏的话")
    hidden.font.hidden = True
    shown = document.add_paragraph().add_run("并未隐藏")
    shown.font.hidden = False
    _delete(document.add_paragraph("保留"), "删掉的话")
    _text_box(document.add_paragraph("框外"), "框内文字")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("姓名", "电话", "张某", "无"), strict=True):
        cell.text = text
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _delete(paragraph: Paragraph, text: str) -> None:
    deletion = parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>{text}</w:delText></w:r></w:del>")
    paragraph._p.insert_element_before(deletion)


def _text_box(paragraph: Paragraph, text: str) -> None:
    # Word writes a text box twice: for itself, and in an older form for others.
    box = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    run = parse_xml(
        f'<w:r {nsdecls("w")} xmlns:mc="{compatible}"><mc:AlternateContent>'
        f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    )
    assert run.tag == qn("w:r")
    paragraph._p.insert_element_before(run)


def _xlsx() -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, ["姓名", "电话", "证件号码", "说明"])
    sheet.write_row(1, 0, ["张某", 10000000000, LONG_NUMBER, "见附件"])
    sheet.write_row(2, 0, ["李某", 1.5, "无", "隐藏行里的话"])
    sheet.write_formula(3, 0, '="公式"&"结果"', value="公式结果")
    sheet.set_column("C:C", None, None, {"hidden": True})
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.write_comment("A1", "单元格批注")
    book.add_worksheet("底稿").hide()
    book.get_worksheet_by_name("底稿").write(0, 0, "底稿里的话")
    book.add_worksheet("深藏").very_hidden()
    book.get_worksheet_by_name("深藏").write(0, 0, "深藏的话")
    book.close()
    return buffer.getvalue()


def _package(parts: dict[str, bytes], base: bytes) -> bytes:
    """Replace parts of a package."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(base)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
    return buffer.getvalue()


def _places(content: Content) -> dict[str, str]:
    """Return the text at each place."""
    document = Document(content.text, places=content.places)
    found: dict[str, str] = {}
    for offset, character in enumerate(content.text):
        place = document.place(offset)
        found[place] = found.get(place, "") + character
    return {place: text.strip() for place, text in found.items()}


def test_a_pdf_is_read_page_by_page() -> None:
    content = read_file(_pdf("关于放假的通知\n各单位：", "第二页的话"), ".pdf")
    places = _places(content)
    assert places["第 1 页"] == "关于放假的通知\n各单位："
    assert places["第 2 页"] == "第二页的话"


def test_a_pdf_is_known_by_its_bytes() -> None:
    assert "通知" in read_file(b"\r\n" + _pdf("通知"), ".doc").text


def test_a_pdf_with_pages_of_pictures_says_so() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, 595, 842)

    body = drawn(lambda canvas: canvas.drawString(72, 500, "有字"), draw, draw)
    content = read_file(body, ".pdf", FileLimits(ocr=False))
    assert _places(content)["第 1 页"] == "有字"
    assert content.unreadable == "第 2–3 页是扫描件，文字识别已关闭，未检查"


def test_everything_in_a_word_file_is_read_and_named() -> None:
    places = _places(read_file(_docx(), ".docx"))
    assert places["页眉"] == "页眉文字"
    assert places["页脚"] == "页脚文字"
    assert places["批注"] == "批注文字"
    assert places["隐藏文字"] == "隐藏的话"
    assert places["修订中已删除的文字"] == "删掉的话"
    assert "属性作者" in places["文档属性"]
    assert "关于表彰的通知\n正文\n并未隐藏\n保留\n" in places[""]
    assert (places[""].count("框外"), places[""].count("框内文字")) == (1, 1)


def test_a_word_files_tables_are_read() -> None:
    assert read_file(_docx(), ".docx").tables[0].rows == (("姓名", "电话"), ("张某", "无"))


def test_everything_in_a_workbook_is_read_and_named() -> None:
    places = _places(read_file(_xlsx(), ".xlsx"))
    assert places["工作表“名单”"].split("\n") == [
        "姓名\t电话\t说明",
        "张某\t10000000000\t见附件",
        "公式结果",
    ]
    assert places["工作表“名单”（隐藏的 C 列）"] == f"证件号码\n{LONG_NUMBER}"
    assert "隐藏行里的话" in places["工作表“名单”（隐藏的第 3 行）"]
    assert places["隐藏的工作表“底稿”"] == "底稿里的话"
    assert places["隐藏的工作表“深藏”"] == "深藏的话"
    assert "单元格批注" in places["批注"]


def test_a_workbooks_table_keeps_its_columns_and_its_numbers() -> None:
    table = read_file(_xlsx(), ".xlsx").tables[0]
    assert table.rows[1] == ("张某", "10000000000", LONG_NUMBER, "见附件")
    assert table.cell_place(1, 2) == "工作表“名单” C2（隐藏的 C 列）"
    assert table.cell_place(2, 0) == "工作表“名单” A3（隐藏的第 3 行）"
    assert table.cell_place(3, 0) == "工作表“名单” A4"


def test_a_number_in_scientific_notation_is_written_out() -> None:
    sheet = (
        f'<worksheet xmlns={SHEET}><sheetData><row r="1"><c r="A1"><v>1.0000000001E10</v></c>'
        "</row></sheetData></worksheet>"
    ).encode()
    content = read_file(_package({"xl/worksheets/sheet1.xml": sheet}, _xlsx()), ".xlsx")
    assert content.tables[0].rows == (("10000000001",),)


def test_a_csv_file_is_read_in_its_encoding() -> None:
    content = read_file("姓名,电话\n张某,无\n".encode("gbk"), ".csv")
    assert "张某,无" in content.text
    assert content.tables[0].rows == (("姓名", "电话"), ("张某", "无"))


# Word and Excel open web pages under these names, and systems export them so.
@pytest.mark.parametrize("suffix", [".doc", ".xls"])
def test_a_web_page_under_an_office_name_is_read(suffix: str) -> None:
    html = "<html><body><table><tr><td>姓名</td></tr><tr><td>张某</td></tr></table></body></html>"
    content = read_file(html.encode("gbk"), suffix)
    assert content.text == "姓名\n张某"
    assert content.tables[0].rows == (("姓名",), ("张某",))


def _zip(name: str, data: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)
    return buffer.getvalue()


def _flat_bomb() -> bytes:
    return _package({"xl/sharedStrings.xml": b" " * 60_000_000}, _xlsx())


def _entity_bomb() -> bytes:
    entities = ['<!ENTITY a0 "哈">']
    entities += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    text = f"<!DOCTYPE sst [{''.join(entities)}]><sst xmlns={SHEET}><si><t>&a11;</t></si></sst>"
    return _package({"xl/sharedStrings.xml": text.encode()}, _xlsx())


UNREADABLE = {
    "empty file": (b"", ".pdf", "文件是空的"),
    "empty text file": (b"", ".txt", "文件是空的"),
    "encrypted pdf": (_pdf("密件", password="secret"), ".pdf", "加密"),
    "encrypted workbook": (OLE_MAGIC + bytes(600), ".xlsx", "加密"),
    "truncated pdf": (_pdf("通知" * 20)[:300], ".pdf", "损坏"),
    "truncated docx": (_docx()[:9000], ".docx", "损坏"),
    "truncated xlsx": (_xlsx()[:2000], ".xlsx", "损坏"),
    "page named pdf": (b"<!DOCTYPE html><html><p>404</p>", ".pdf", "网页"),
    "spoilt xls": (OLE_MAGIC + bytes(600), ".xls", "损坏"),
    "unknown": (b"\x00\x01\x02", ".dwg", "暂不支持读取 .dwg 文件"),
    "flat bomb": (_flat_bomb(), ".xlsx", "过大"),
    "entity bomb": (_entity_bomb(), ".xlsx", "损坏"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_cannot_be_read_says_why(case: str) -> None:
    body, suffix, reason = UNREADABLE[case]
    with pytest.raises(ExtractError, match=reason):
        read_file(body, suffix)


def test_spoilt_bytes_in_a_package_are_a_reason_and_no_crash() -> None:
    whole = _xlsx()
    for position in range(40, len(whole), 211):
        body = bytearray(whole)
        body[position : position + 4] = b"\xff\x00\xff\x00"
        try:
            read_file(bytes(body), ".xlsx")
        except ExtractError as error:
            assert "文件" in str(error)


def test_an_outside_entity_is_never_opened() -> None:
    text = (
        '<!DOCTYPE sst [<!ENTITY leak SYSTEM "file:///etc/hostname">]>'
        f"<sst xmlns={SHEET}><si><t>前&leak;后</t></si></sst>"
    )
    body = _package({"xl/sharedStrings.xml": text.encode()}, _xlsx())
    assert read_file(body, ".xlsx").text.startswith("前\n")


def test_a_cell_in_the_farthest_corner_is_read_and_costs_nothing() -> None:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    sheet.write(1048575, 16383, "角落里的话")
    sheet.write(0, 0, "开头")
    book.close()
    content = read_file(buffer.getvalue(), ".xlsx")
    assert content.text == "开头\n角落里的话"
    assert max(len(row) for row in content.tables[0].rows) <= 1000


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def test_the_sandbox_reads_what_the_reader_reads(sandbox: Sandbox) -> None:
    for body, suffix in ((_docx(), ".docx"), (_xlsx(), ".xlsx"), (_pdf("通知"), ".pdf")):
        assert sandbox.read(body, suffix) == read_file(body, suffix)


def test_the_sandbox_turns_an_error_into_a_reason(sandbox: Sandbox) -> None:
    assert sandbox.read(b"", ".pdf").unreadable == "文件是空的"


def _pdf_bomb(size: int) -> bytes:
    """A page whose drawing instructions unfold to `size` bytes of text."""
    stream = zlib.compress(b"BT /F1 1 Tf " + b"(a) Tj\n" * (size // 7) + b"ET", 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    numbered = (b"%d 0 obj%s endobj\n" % (n, each) for n, each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + b"".join(numbered) + b"trailer<</Root 1 0 R>>"


def test_a_bomb_that_fills_the_memory_costs_one_file(sandbox: Sandbox) -> None:
    content = sandbox.read(_pdf_bomb(300_000_000), ".pdf")
    assert content.unreadable in (
        "文件无法读取（读取程序异常退出）",
        "文件展开后占用内存过大，未检查",
    )
    assert "通知" in sandbox.read(_pdf("通知"), ".pdf").text


def test_a_file_that_takes_too_long_costs_one_file() -> None:
    with Sandbox(FileLimits(seconds=1.0)) as hurried:
        assert hurried.read(_pdf_bomb(60_000_000), ".pdf").unreadable == "文件读取超过 1 秒，未检查"
    with Sandbox() as patient:
        assert "通知" in patient.read(_pdf("通知"), ".pdf").text
