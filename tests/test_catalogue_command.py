"""`xunjian catalogue` on the sample platform, in every form."""

import json
from io import BytesIO

import openpyxl
import pytest
from docx import Document

from tests.cli import xunjian
from tests.sample import Sample

TODAY = ("--today", "2026-11-23")
ENDED = {
    "青禾区户外广告管理规定": "已废止",
    "青禾区店招标牌设置规范": "已废止",
    "青禾区鼓励总部企业落户若干措施": "有效期届满",
    "青禾区促进夜间消费若干措施（试行）": "有效期届满",
    "青禾区扶持农民工返乡创业若干措施": "有效期届满",
}


def test_the_catalogue_says_what_holds_what_has_ended_and_why(scanned: Sample) -> None:
    ran = xunjian("catalogue", "-c", scanned.directory, *TODAY, "-f", "json")
    assert ran.code == 0
    said = json.loads(ran.raw)
    assert {line["name"]: line["status"] for line in said["ended"]} == ENDED
    held = {line["name"]: line for line in said["in_force"]}
    assert len(held) == 13
    # Renewed by another document, to be repealed by one that is not yet in force.
    assert "有效期延长至" in held["青禾区农贸市场管理办法"]["said"]
    assert held["青禾区农贸市场管理办法"]["end"] > "2029"
    assert held["青禾区城区犬只管理办法"]["status"] == "有效"
    assert held["青禾区应急避难场所管理办法"]["listed"] == "未列入"
    assert held["青禾区公共停车场管理办法"]["listed"] == "已列入"
    assert [line["name"] for line in said["missing"]] == ["青禾区应急避难场所管理办法"]
    years = {year["year"]: year for year in said["years"]}
    assert years[2026] == {"year": 2026, "issued": 11, "repealed": 2, "run_out": 3, "in_force": 13}


def test_the_text_is_read_by_people(scanned: Sample) -> None:
    ran = xunjian("catalogue", "-c", scanned.directory, *TODAY)
    assert "青禾区行政规范性文件目录（截至 2026-11-23）" in ran.out
    assert "现行有效 13 件" in ran.out
    assert "已失效 5 件" in ran.out
    assert "2026 年：制发 11 件，废止 2 件，有效期届满 3 件，目前现行有效 13 件" in ran.out
    assert "已与本站目录比对：《青禾区人民政府现行有效行政规范性文件目录》" in ran.out


def test_the_workbook_has_a_sheet_for_each_question(own: Sample) -> None:
    target = own.directory / "目录.xlsx"
    assert xunjian("catalogue", "-c", own.directory, *TODAY, "-f", "xlsx", "-o", target).code == 0
    book = openpyxl.load_workbook(BytesIO(target.read_bytes()))
    assert book.sheetnames == ["现行有效", "已失效", "疑似漏列", "年报参考数", "说明"]
    rows = list(book["已失效"].iter_rows(values_only=True))
    assert rows[0][:4] == ("序号", "文件名称", "文号", "印发单位")
    assert {row[1]: row[7] for row in rows[1:]} == ENDED
    assert len(list(book["现行有效"].iter_rows())) == 14


def test_the_word_file_can_be_published(own: Sample) -> None:
    target = own.directory / "目录.docx"
    assert xunjian("catalogue", "-c", own.directory, *TODAY, "-f", "docx", "-o", target).code == 0
    document = Document(str(target))
    assert document.paragraphs[0].text == "青禾区行政规范性文件目录（截至 2026-11-23）"
    valid, ended = document.tables
    assert (len(valid.rows), len(ended.rows)) == (14, 6)


def test_without_a_scan_there_is_nothing_to_say(sample: Sample) -> None:
    ran = xunjian("catalogue", "-c", sample.directory, *TODAY)
    assert (ran.code, ran.err) == (3, "还没有完整的检测结果，请先运行 xunjian scan\n")


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_a_missing_folder_is_told_before_anything_is_made(scanned: Sample, form: str) -> None:
    target = scanned.directory / "没有" / f"a.{form}"
    ran = xunjian("catalogue", "-c", scanned.directory, *TODAY, "-f", form, "-o", target)
    assert ran.code == 2
    assert "没有文件夹" in ran.err
