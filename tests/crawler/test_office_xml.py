"""What Office 2003 and many systems save as XML or as one web page, mostly under old names."""

from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from lxml import etree

from crawler.extract.content import Content, ExtractError
from crawler.extract.files import read_file
from crawler.extract.flat_package import PACKAGE_SPACE
from crawler.extract.office_xml import OFFICE_SPACE, SHEET_SPACE, WORD_SPACE
from crawler.site import FileLimits
from tests.crawler.people import person
from tests.crawler.reading import by_place, spoilt

SHEET = "工作表“名单”"


def _sheet(declared: str = "UTF-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{declared}"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{SHEET_SPACE}" xmlns:ss="{SHEET_SPACE}" '
        f'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:o="{OFFICE_SPACE}">'
        "<o:DocumentProperties><o:Author>王某</o:Author></o:DocumentProperties>"
        '<Worksheet ss:Name="名单"><Table><Column/><Column ss:Index="3" ss:Hidden="1"/>'
        '<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">基本情况</Data></Cell>'
        '<Cell><Data ss:Type="String">证件号码</Data></Cell></Row>'
        '<Row ss:Index="4"><Cell><Data ss:Type="String">张某</Data></Cell>'
        '<Cell ss:Index="3"><Data ss:Type="Number">1.1E+17</Data><Comment ss:Author="王某">'
        f"<ss:Data>批注{person(1)}</ss:Data></Comment></Cell>"
        '<Cell><Data ss:Type="DateTime">2026-01-05T00:00:00.000</Data></Cell></Row>'
        f'<Row ss:Hidden="1"><Cell><Data ss:Type="String">{person(2)}</Data></Cell></Row>'
        '</Table></Worksheet><Worksheet ss:Name="底稿"><Table><Row><Cell>'
        '<Data ss:Type="String">底稿里的话</Data></Cell></Row></Table><x:WorksheetOptions>'
        "<x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"
    )


@pytest.mark.parametrize(("declared", "encoding"), [("UTF-8", "utf-8"), ("gb2312", "gb18030")])
def test_a_workbook_in_xml_is_read_as_a_table(declared: str, encoding: str) -> None:
    content = read_file(_sheet(declared).encode(encoding), ".xls")
    table, _ = content.tables
    assert table.rows == (
        ("基本情况", "基本情况", "证件号码"),
        ("张某", "", "110000000000000000", "2026-01-05"),
        (person(2),),
    )
    assert table.cell_place(1, 2) == f"{SHEET} C4（隐藏的 C 列）"
    found = by_place(content)
    assert found[f"{SHEET} 批注 C4"] == f"批注{person(1)}"
    assert found[f"{SHEET}（隐藏的第 5 行）"] == person(2)
    assert found["隐藏的工作表“底稿”"] == "底稿里的话"
    assert found["文档属性"] == "王某"


def test_far_cells_and_wide_merges_cost_nothing() -> None:
    text = _sheet().replace('ss:Index="3"', 'ss:Index="9999999"')
    text = text.replace('MergeAcross="1"', 'MergeAcross="9999999" ss:MergeDown="9999999"')
    assert max(len(row) for row in read_file(text.encode(), ".xls").tables[0].rows) <= 1000


WORD = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    f'<w:wordDocument xmlns:w="{WORD_SPACE}" xmlns:o="{OFFICE_SPACE}" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core">'
    "<o:DocumentProperties><o:Author>王某</o:Author></o:DocumentProperties><w:body>"
    "<w:p><w:r><w:t>关于</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的话</w:t></w:r>"
    '<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>删掉的话</w:delText></w:r>'
    "</aml:content></aml:annotation><w:r><w:t>补助</w:t></w:r>"
    '<aml:annotation w:type="Word.Comment"><aml:content><w:p><w:r><w:t>批注文字</w:t></w:r></w:p>'
    "</aml:content></aml:annotation></w:p>"
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc>"
    f"<w:tc><w:p><w:r><w:t>{person(3)}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    "<w:sectPr><w:hdr><w:p><w:r><w:t>页眉文字</w:t></w:r></w:p></w:hdr></w:sectPr>"
    "</w:body></w:wordDocument>"
)


def test_a_document_in_xml_is_read_by_place() -> None:
    content = read_file(WORD.encode(), ".doc")
    assert by_place(content) == {
        "第 1 段": "关于补助",
        "表 1 第 1 行": f"姓名\t{person(3)}",
        "隐藏文字": "隐藏的话",
        "修订中已删除的文字": "删掉的话",
        "批注": "批注文字",
        "页眉": "页眉文字",
        "文档属性": "王某",
    }
    assert content.tables[0].rows == (("姓名", person(3)),)


def _flat() -> bytes:
    document = docx.Document()
    document.add_paragraph("关于补助的通知")
    buffer = BytesIO()
    document.save(buffer)
    parts = []
    with ZipFile(buffer) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                tree = etree.tostring(etree.fromstring(package.read(name))).decode()
                parts.append(
                    f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{tree}</pkg:xmlData></pkg:part>'
                )
    return f'<pkg:package xmlns:pkg="{PACKAGE_SPACE}">{"".join(parts)}</pkg:package>'.encode()


def test_a_package_in_one_file_is_read_as_the_package() -> None:
    assert "关于补助的通知" in read_file(_flat(), ".xml").text


def _page(text: str) -> str:
    return f"<html><body><p>{text}</p><table><tr><td>姓名</td></tr><tr><td>张某</td></tr></table>"


def _mhtml(*pages: str) -> bytes:
    whole = MIMEMultipart("related")
    for page in pages:
        whole.attach(MIMEText(page, "html", "gb2312"))
    # Word and Excel begin with this line.
    return b"MIME-Version: 1.0\n" + whole.as_bytes()


def test_a_web_page_in_one_file_is_read() -> None:
    content = read_file(_mhtml(_page("补助名单")), ".doc")
    assert content.text == "补助名单\n姓名\n张某"
    assert content.tables[0].rows == (("姓名",), ("张某",))


def test_each_sheet_saved_as_a_page_has_its_place() -> None:
    found: Content = read_file(_mhtml(_page("一月"), _page("二月")), ".xls")
    assert [place.name for place in found.places] == ["第 1 个网页", "第 2 个网页"]


def test_parts_within_parts_are_no_bomb() -> None:
    nested = b"".join(
        b'Content-Type: multipart/related; boundary="%d"\n\n--%d\n' % (level, level)
        for level in range(3000)
    )
    with pytest.raises(ExtractError, match="网页文件已损坏"):
        read_file(b"MIME-Version: 1.0\n" + nested, ".mht")


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
HOSTILE = {
    "entity bomb": f'<?xml version="1.0"?><!DOCTYPE Workbook [<!ENTITY a0 "哈">{ENTITIES}]>'
    f'<Workbook xmlns="{SHEET_SPACE}">&a11;</Workbook>',
    "cut": _sheet()[:900],
    "deep": f'<w:wordDocument xmlns:w="{WORD_SPACE}"><w:body>' + "<w:p>" * 100_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_xml_is_a_reason(case: str) -> None:
    with pytest.raises(ExtractError):
        read_file(HOSTILE[case].encode(), ".xls", FileLimits())


def test_spoilt_files_are_a_reason_and_no_crash() -> None:
    for whole in (_sheet().encode(), WORD.encode(), _flat(), _mhtml(_page("补助"))):
        for body in spoilt(whole, 60):
            try:
                read_file(body, ".doc")
            except ExtractError as error:
                assert str(error)
