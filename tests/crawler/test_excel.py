"""Workbooks: cells as people see them, hidden ones named, and what lies behind the sheets."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.datavalidation import DataValidation

from crawler.extract.content import ExtractError
from crawler.extract.excel_dates import is_date_format
from crawler.extract.files import read_file
from crawler.extract.ooxml import Package
from tests.crawler.binary_files import binary_book, binary_sheet
from tests.crawler.office_files import (
    LONG_NUMBER,
    SHEET,
    notice,
    people,
    places_of,
    relations,
    repacked,
    sheet_of,
)


def _read(body: bytes) -> dict[str, str]:
    return places_of(read_file(body, ".xlsx"))


def _rows(xml: str) -> tuple[tuple[str, ...], ...]:
    return read_file(sheet_of(f"<sheetData>{xml}</sheetData>"), ".xlsx").tables[0].rows


def test_everything_in_a_workbook_is_read_and_named() -> None:
    places = _read(people())
    assert places["工作表“名单”"].split("\n") == [
        "姓名\t电话\t说明",
        "张某\t10000000000\t见附件",
        "公式结果",
    ]
    assert places["工作表“名单”（隐藏的 C 列）"] == f"证件号码\n{LONG_NUMBER}"
    assert "隐藏行里的话" in places["工作表“名单”（隐藏的第 3 行）"]
    assert places["隐藏的工作表“底稿”"] == "底稿里的话"
    assert places["隐藏的工作表“深藏”"] == "深藏的话"
    assert places["工作表“名单” 批注 A1"] == "王某：单元格批注"
    assert places["工作表名称"] == "名单\n底稿\n深藏"


def test_a_workbooks_table_keeps_its_columns_and_its_numbers() -> None:
    table = read_file(people(), ".xlsx").tables[0]
    assert table.rows[1] == ("张某", "10000000000", LONG_NUMBER, "见附件")
    assert table.cell_place(1, 2) == "工作表“名单” C2（隐藏的 C 列）"
    assert table.cell_place(2, 0) == "工作表“名单” A3（隐藏的第 3 行）"
    assert table.cell_place(3, 0) == "工作表“名单” A4"


# What a cell holds, and how a person reads it.
CELLS = {
    "long number": (f"<c><v>{LONG_NUMBER}</v></c>", LONG_NUMBER),
    "scientific": ("<c><v>1.0000000001E10</v></c>", "10000000001"),
    "long scientific": ("<c><v>1.10101190001010E+17</v></c>", "110101190001010000"),
    "small": ("<c><v>1.5E-3</v></c>", "1.5E-3"),
    "endless": ("<c><v>1E400</v></c>", "1E400"),
    "inline": ("<c t='inlineStr'><is><t>张</t></is></c>", "张"),
    "inline in runs": ("<c t='inlineStr'><is><r><t>11</t></r><r><t>01</t></r></is></c>", "1101"),
    "reading aid": ("<c t='inlineStr'><is><t>张</t><rPh><t>zhang</t></rPh></is></c>", "张"),
    "string of a formula": ("<c t='str'><f>A1</f><v>张某</v></c>", "张某"),
    "no such string": ("<c t='s'><v>99999</v></c><c><v>1</v></c>", ""),
    "negative string": ("<c t='s'><v>-1</v></c><c><v>1</v></c>", ""),
    "strict day": ("<c t='d'><v>2024-03-05T00:00:00</v></c>", "2024-03-05"),
    "strict moment": ("<c t='d'><v>2024-03-05T08:30:00Z</v></c>", "2024-03-05 08:30"),
}


@pytest.mark.parametrize("case", CELLS)
def test_a_cell_is_read_as_a_person_sees_it(case: str) -> None:
    cell, shown = CELLS[case]
    assert _rows(f"<row>{cell}</row>")[0][0] == shown


FORMATS = {
    "yyyy-mm-dd": True,
    "yyyy/m/d;@": True,
    'yyyy"年"m"月"d"日"': True,
    "[$-804]yyyy年m月": True,
    "h:mm:ss": True,
    "[$-F800]dddd, mmmm dd, yyyy": True,
    "General": False,
    "0.00": False,
    '0"m"': False,
    "#,##0\\d": False,
    "[Red]0.00": False,
    "[h]:mm": False,
    "@": False,
    "_ * #,##0.00_ ;_ * \\-#,##0.00_ ": False,
}


@pytest.mark.parametrize("code", FORMATS)
def test_a_format_that_shows_dates_is_known(code: str) -> None:
    assert is_date_format(code) is FORMATS[code]


@pytest.mark.parametrize("is_mac", [False, True])
def test_a_date_is_read_as_a_date(is_mac: bool) -> None:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": is_mac})
    sheet = book.add_worksheet("名单")
    day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    moment = book.add_format({"num_format": 22})
    offset = 1462 if is_mac else 0
    sheet.write_number(0, 0, 45356 - offset, day)
    sheet.write_number(0, 1, 45356.354166667 - offset, moment)
    sheet.write_number(0, 2, 45356)
    sheet.write_number(0, 3, -1, day)
    book.close()
    table = read_file(buffer.getvalue(), ".xlsx").tables[0]
    assert table.rows == (("2024-03-05", "2024-03-05 08:30", "45356", "-1"),)


def test_whatever_makes_a_row_or_column_invisible_hides_it() -> None:
    xml = (
        '<cols><col min="1" max="1" width="0"/><col min="3" max="4" hidden="1"/></cols><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="D1"><v>4</v></c></row>'
        '<row r="2" ht="0" customHeight="1"><c r="B2"><v>5</v></c></row></sheetData>'
    )
    content = read_file(sheet_of(xml), ".xlsx")
    assert content.tables[0].hidden_columns == {0, 2, 3}
    assert content.tables[0].hidden_rows == {2}
    places = places_of(content)
    assert places["工作表“名单”"] == "2"
    assert places["工作表“名单”（隐藏的 D 列）"] == "4"
    assert places["工作表“名单”（隐藏的第 2 行）"] == "5"


def test_rows_that_a_filter_hides_and_groups_that_are_folded_are_hidden() -> None:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    for number, text in enumerate(("乡镇", "甲", "乙", "丙")):
        sheet.write(number, 0, text)
    sheet.autofilter("A1:A4")
    sheet.filter_column(0, "x == 甲")
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_row(3, None, None, {"level": 1, "hidden": True})
    book.close()
    assert read_file(buffer.getvalue(), ".xlsx").tables[0].hidden_rows == {3, 4}


def test_merged_cells_give_their_head_to_every_column_and_row() -> None:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    sheet.merge_range("A1:D1", "救助对象名单")
    sheet.merge_range("A2:A3", "姓名")
    sheet.merge_range("B2:C2", "联系方式")
    sheet.write("D2", "村")
    sheet.write_row("B3", ["电话", "住址"])
    sheet.merge_range("A4:A6", "张某")
    sheet.write("B4", "1")
    sheet.write("B6", "2")
    book.close()
    assert read_file(buffer.getvalue(), ".xlsx").tables[0].rows == (
        # A title is the head of no column.
        ("救助对象名单",),
        ("姓名", "联系方式", "联系方式", "村"),
        ("姓名", "电话", "住址"),
        ("张某", "1"),
        ("张某", "2"),
    )


MERGES = ("A1:XFD1048576", "B2:A1", "A1", "", "A0:B0", "A9:B9999999", "字1:字2")


@pytest.mark.parametrize("reference", MERGES)
def test_a_strange_merge_does_no_harm(reference: str) -> None:
    xml = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="B2"><v>3</v></c></row></sheetData>'
        f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'
    )
    rows = read_file(sheet_of(xml), ".xlsx").tables[0].rows
    assert (rows[0][:2], rows[1][1]) == (("1", "2"), "3")


def _filled() -> bytes:
    book = openpyxl.load_workbook(BytesIO(people()))
    sheet = book["名单"]
    choice = DataValidation(type="list", formula1='"张三,李四"', prompt="输入提示里的话")
    sheet.add_data_validation(choice)
    choice.add("F1")
    sheet.oddHeader.center.text = "页眉里的话"
    sheet.oddFooter.left.text = "页脚里的话"
    sheet["E1"] = f'=IF(A1="","{LONG_NUMBER}","")'
    sheet["E2"] = "=SUM(A100000:A200000)"
    book.defined_names["暗号"] = openpyxl.workbook.defined_name.DefinedName(
        "暗号", attr_text='"名称里的话"'
    )
    book.properties.keywords = "关键的话"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_what_hangs_on_the_cells_is_read() -> None:
    places = _read(_filled())
    assert places["工作表“名单”（下拉选项）"] == "张三,李四"
    assert "输入提示里的话" in places["工作表“名单”（输入提示）"]
    assert places["工作表“名单”（页眉页脚）"].split() == ["页眉里的话", "页脚里的话"]
    assert places["工作表“名单”（公式）"] == f'E1：IF(A1="","{LONG_NUMBER}","")'
    assert "名称里的话" in places["名称定义"]
    assert "关键词：关键的话" in places["文档属性"]


def test_text_boxes_pictures_and_charts_of_a_sheet_are_read() -> None:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    sheet.write_column(0, 0, [1, 2])
    sheet.insert_textbox("C1", "框里的话")
    chart = book.add_chart({"type": "column"})
    chart.set_title({"name": "图表标题"})
    chart.add_series({"values": "=名单!$A$1:$A$2", "name": "系列名"})
    sheet.insert_chart("C9", chart, {"description": "图的说明"})
    book.close()
    places = _read(buffer.getvalue())
    assert places["工作表“名单”（文本框）"] == "框里的话"
    assert places["工作表“名单”（图片说明）"] == "图的说明"
    assert places["图表"].split() == ["图表标题", "系列名", "1", "2"]


def test_threaded_comments_are_read_with_their_cell_and_author() -> None:
    threads = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            ("threadedComment", "../threadedComments/threadedComment1.xml")
        ),
        "xl/threadedComments/threadedComment1.xml": (
            f'<ThreadedComments xmlns="{threads}"><threadedComment ref="C5" personId="p">'
            "<text>讨论里的话</text></threadedComment></ThreadedComments>"
        ).encode(),
        "xl/persons/person.xml": (
            f'<personList xmlns="{threads}"><person id="p" displayName="王某"/></personList>'
        ).encode(),
    }
    assert _read(repacked(parts, people()))["工作表“名单” 批注 C5"] == "王某：讨论里的话"


def _pivot(records: str) -> bytes:
    parts = {
        "xl/pivotCache/pivotCacheDefinition1.xml": (
            f"<pivotCacheDefinition xmlns={SHEET}><cacheFields>"
            '<cacheField name="姓名"><sharedItems><s v="张某"/><s v="李某"/></sharedItems></cacheField>'
            '<cacheField name="证件号码"><sharedItems/></cacheField>'
            "</cacheFields></pivotCacheDefinition>"
        ).encode(),
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": relations(
            ("pivotCacheRecords", "pivotCacheRecords1.xml")
        ),
        "xl/pivotCache/pivotCacheRecords1.xml": (
            f"<pivotCacheRecords xmlns={SHEET}>{records}</pivotCacheRecords>"
        ).encode(),
    }
    return repacked(parts, people())


def test_the_records_of_a_pivot_tables_cache_are_read_as_a_table() -> None:
    record = f'<r><x v="0"/><s v="{LONG_NUMBER}"/></r><r><x v="77"/><m/></r>'
    content = read_file(_pivot(record), ".xlsx")
    table = next(table for table in content.tables if table.place == "数据透视表缓存")
    assert table.rows == (("姓名", "证件号码"), ("张某", LONG_NUMBER), ("", ""))
    places = places_of(content)
    assert f"张某\t{LONG_NUMBER}" in places["数据透视表缓存"]
    assert places["数据透视表缓存（源数据里已没有的值）"] == "李某"


def test_a_cache_without_records_still_lists_its_values() -> None:
    assert "李某" in _read(_pivot(""))["数据透视表缓存"]


# Parts of the workbook that no sheet shows.
BEHIND = {
    "xl/externalLinks/externalLink1.xml": (
        "<externalLink><sheetData><row><cell><v>背后的话</v></cell></row></sheetData></externalLink>",
        "外部链接缓存",
    ),
    "xl/revisions/revisionLog1.xml": (
        "<revisions><rcc><oc t='inlineStr'><is><t>背后的话</t></is></oc></rcc></revisions>",
        "修订记录",
    ),
    "xl/connections.xml": (
        "<connections><connection name='背后的话'><dbPr connection='Server=a'/></connection>"
        "</connections>",
        "数据连接",
    ),
}


@pytest.mark.parametrize("name", BEHIND)
def test_what_no_sheet_shows_is_read(name: str) -> None:
    part, place = BEHIND[name]
    assert "背后的话" in _read(repacked({name: part.encode()}, people()))[place]


def test_a_string_that_no_cell_shows_any_more_is_read() -> None:
    strings = Package(people()).unpacked("xl/sharedStrings.xml")
    strings = strings.replace(b"</sst>", "<si><t>删去的名字</t></si></sst>".encode())
    places = _read(repacked({"xl/sharedStrings.xml": strings}, people()))
    assert places["工作簿里残留的文字"] == "删去的名字"


def test_a_document_within_a_workbook_is_read() -> None:
    places = _read(repacked({"xl/embeddings/附件.docx": notice()}, people()))
    assert places["内嵌文件“附件.docx” › 第 1 段"] == "关于表彰的通知"


def test_a_data_model_is_said_to_be_unread() -> None:
    content = read_file(repacked({"xl/model/item.data": b"1"}, people()), ".xlsx")
    assert content.unreadable == "工作簿内嵌的数据模型没有检查"


def test_a_sheet_that_breaks_off_keeps_what_came_before() -> None:
    rows = "".join(f'<row r="{n}"><c><v>{n}</v></c></row>' for n in range(1, 5000))
    broken = f"<worksheet xmlns={SHEET}><sheetData>{rows}<row>".encode()
    content = read_file(repacked({"xl/worksheets/sheet1.xml": broken}, people()), ".xlsx")
    assert "工作表“名单”没有读完（文件内容已损坏，无法读取）" in content.unreadable
    assert "底稿里的话" in content.text
    assert content.text.startswith("1\n2\n3\n")


def test_a_sheet_that_is_not_there_is_said() -> None:
    rels = relations(("worksheet", "worksheets/none.xml"))
    content = read_file(repacked({"xl/_rels/workbook.xml.rels": rels}, people()), ".xlsx")
    assert "工作表“名单”的内容不在文件里" in content.unreadable


def test_names_written_as_windows_paths_are_read() -> None:
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(people())) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            info = zipfile.ZipInfo(name)
            info.filename = name.replace("/", "\\")
            new.writestr(info, old.read(name))
    assert "底稿里的话" in read_file(buffer.getvalue(), ".xlsx").text


def test_the_strict_form_of_the_standard_is_read() -> None:
    package = Package(people())
    usual, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    parts = {
        name: package.unpacked(name)
        .replace(usual + b"spreadsheetml/2006/", strict + b"spreadsheetml/")
        .replace(usual + b"officeDocument/2006/", strict + b"officeDocument/")
        for name in package.names
    }
    assert read_file(repacked(parts, people()), ".xlsx").tables[0].rows[1][2] == LONG_NUMBER


def _binary(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("_rels/.rels", relations(("officeDocument", "xl/workbook.bin")))
        links = [("worksheet", f"worksheets/sheet{n}.bin") for n in (1, 2)]
        package.writestr("xl/_rels/workbook.bin.rels", relations(*links))
        own = {
            "xl/workbook.bin": binary_book((("名单", True), ("底稿", False))),
            "xl/worksheets/sheet1.bin": binary_sheet("张某", 13800000000.0),
            "xl/worksheets/sheet2.bin": binary_sheet("底稿里的话"),
        }
        for name, part in (own | parts).items():
            package.writestr(name, part)
    return buffer.getvalue()


def test_a_binary_workbook_is_read_with_its_hidden_sheets() -> None:
    content = read_file(_binary({}), ".xlsb")
    places = places_of(content)
    assert places["工作表“名单”"] == "张某\t13800000000"
    assert places["隐藏的工作表“底稿”"] == "底稿里的话"
    assert content.tables[0].cell_place(0, 1) == "工作表“名单” B1"
    assert content.unreadable == ""


def test_what_of_a_binary_workbook_cannot_be_read_is_said() -> None:
    content = read_file(_binary({"xl/comments1.bin": b"1"}), ".xlsb")
    assert content.unreadable == "xlsb 工作簿的批注没有检查"


def test_a_spoilt_binary_workbook_is_a_reason() -> None:
    with pytest.raises(ExtractError, match="损坏"):
        read_file(_binary({"xl/workbook.bin": b"\xff" * 9}), ".xlsb")
