"""Attachments: what a reader could make visible is read, and bombs cost one file."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from crawler.extract.content import ExtractError
from crawler.extract.files import read_file
from crawler.extract.ooxml import OLE_MAGIC
from crawler.extract.sandbox import Sandbox
from crawler.site import FileLimits
from tests.crawler.containers import container
from tests.crawler.office_files import SHEET, notice, people, places_of, repacked
from tests.crawler.pdfs import drawn


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


def test_a_pdf_is_read_page_by_page() -> None:
    content = read_file(_pdf("关于放假的通知\n各单位：", "第二页的话"), ".pdf")
    places = places_of(content)
    assert places["第 1 页"] == "关于放假的通知\n各单位："
    assert places["第 2 页"] == "第二页的话"


def test_a_pdf_is_known_by_its_bytes() -> None:
    assert "通知" in read_file(b"\r\n" + _pdf("通知"), ".doc").text


def test_a_pdf_with_pages_of_pictures_says_so() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, 595, 842)

    body = drawn(lambda canvas: canvas.drawString(72, 500, "有字"), draw, draw)
    content = read_file(body, ".pdf", FileLimits(ocr=False))
    assert places_of(content)["第 1 页"] == "有字"
    assert content.unreadable == "第 2–3 页是扫描件，文字识别已关闭，未检查"


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
    return repacked({"xl/sharedStrings.xml": b" " * 60_000_000}, people())


def _entity_bomb() -> bytes:
    entities = ['<!ENTITY a0 "哈">']
    entities += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    text = f"<!DOCTYPE sst [{''.join(entities)}]><sst xmlns={SHEET}><si><t>&a11;</t></si></sst>"
    return repacked({"xl/sharedStrings.xml": text.encode()}, people())


UNREADABLE = {
    "empty file": (b"", ".pdf", "文件是空的"),
    "empty text file": (b"", ".txt", "文件是空的"),
    "encrypted pdf": (_pdf("密件", password="secret"), ".pdf", "加密"),
    "encrypted workbook": (container({"EncryptedPackage": b"1"}), ".xlsx", "加密"),
    "truncated pdf": (_pdf("通知" * 20)[:300], ".pdf", "损坏"),
    "truncated docx": (notice()[:9000], ".docx", "损坏"),
    "truncated xlsx": (people()[:2000], ".xlsx", "损坏"),
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


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def test_the_sandbox_reads_what_the_reader_reads(sandbox: Sandbox) -> None:
    for body, suffix in ((notice(), ".docx"), (people(), ".xlsx"), (_pdf("通知"), ".pdf")):
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
