"""The offices' workbook of columns and units: what is read, and how its faults are told."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from crawler.site import Site
from tests.test_config import SITE, faults_of, written
from xunjian.config import load

Cell = str | int | float | date | None
Sheets = Mapping[str, Sequence[Sequence[Cell]]]
HEAD = ("栏目编号", "栏目名称", "网址", "责任单位", "类别", "更新期限(天)")
UNIT_HEAD = ("单位编号", "单位名称", "联系人", "邮箱")
URL = "https://www.qinghe.example/tzgg/"
ROW = ("tzgg", "通知公告", URL, "区政府办公室", "通知公告", 30)
UNIT = ("zfb", "区政府办公室", "王科长", "zfb@qinghe.example；xxgk@qinghe.example")


def saved(folder: Path, sheets: Sheets) -> Path:
    """Write a configuration whose columns stand in a workbook."""
    written(folder, site=f'{SITE}columns = "columns.xlsx"\n')
    book = xlsxwriter.Workbook(
        folder / "sites/columns.xlsx",
        {"strings_to_urls": False, "default_date_format": "yyyy-mm-dd"},
    )
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    book.close()
    return folder


def read(folder: Path, columns: Sequence[Sequence[Cell]], units: Sequence[Sequence[Cell]]) -> Site:
    return load(saved(folder, {"栏目": columns, "单位": units})).sites[0]


def test_columns_and_units_are_read(tmp_path: Path) -> None:
    site = read(tmp_path, [HEAD, ROW], [UNIT_HEAD, UNIT])
    (column,) = site.columns
    assert (column.id, column.url, column.unit) == ("tzgg", URL, "zfb")
    assert column.max_age == timedelta(days=30)
    assert site.units[0].emails == ("zfb@qinghe.example", "xxgk@qinghe.example")
    assert site.units[0].contact == "王科长"


def test_a_title_above_the_head_blank_rows_and_columns_of_ones_own_do_no_harm(
    tmp_path: Path,
) -> None:
    head = ("备注", *reversed(HEAD))
    row = ("每周五更新", *reversed(ROW))
    site = read(
        tmp_path,
        [("青禾区栏目责任清单",), (), head, (), row],
        [("单位",), UNIT_HEAD, UNIT],
    )
    assert [column.name for column in site.columns] == ["通知公告"]


def test_a_number_for_an_id_reads_as_it_is_shown(tmp_path: Path) -> None:
    site = read(
        tmp_path,
        [HEAD, (1001.0, "通知公告", URL, 7, None, None)],
        [UNIT_HEAD, (7, "区政府办公室", None, None)],
    )
    assert (site.columns[0].id, site.columns[0].unit) == ("1001", "7")
    assert site.columns[0].max_age is None


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("03-31", [(3, 31, "")]),
        ("3月31日", [(3, 31, "")]),
        ("3月15日前 预算；9月30日前 决算", [(3, 15, "预算"), (9, 30, "决算")]),
        ("03-15 预算\n09-30 决算", [(3, 15, "预算"), (9, 30, "决算")]),
        # Excel makes a date of what looks like one.
        (date(2026, 3, 31), [(3, 31, "")]),
        ("无", []),
        ("", []),
    ],
)
def test_the_days_by_which_a_yearly_column_is_due_are_read(
    tmp_path: Path, cell: str | date, days: list[tuple[int, int, str]]
) -> None:
    rows = [(*HEAD, "预警天数", "每年应发布日"), (*ROW[:5], "6个月", 20, cell)]
    (column,) = read(tmp_path, rows, [UNIT_HEAD, UNIT]).columns
    assert (column.limit, column.warn_days) == ("6 个月", 20)
    assert [(due.month, due.day, due.topic) for due in column.due] == days


@pytest.mark.parametrize(
    ("columns", "units", "told"),
    [
        ([HEAD[:3], ROW[:3]], [UNIT_HEAD, UNIT], "工作表“栏目”缺少列：责任单位、类别"),
        ([ROW], [UNIT_HEAD, UNIT], "工作表“栏目”没有表头（栏目编号、"),
        ([], [UNIT_HEAD, UNIT], "工作表“栏目”没有表头"),
        ([HEAD, ROW], [("单位编号", "邮箱"), UNIT], "工作表“单位”缺少列：单位名称"),
        # Cells.
        ([HEAD, ROW, ("", *ROW[1:])], [UNIT_HEAD, UNIT], "栏目第 3 行：“栏目编号”是空的"),
        ([HEAD, (ROW[0], "", *ROW[2:])], [UNIT_HEAD, UNIT], "栏目第 2 行：“栏目名称”是空的"),
        ([HEAD, (*ROW[:2], "见首页", *ROW[3:])], [UNIT_HEAD, UNIT], "第 2 行：网址“见首页”"),
        ([HEAD, (*ROW[:3], "环保局", *ROW[4:])], [UNIT_HEAD, UNIT], "第 2 行：责任单位“环保局”"),
        ([HEAD, (*ROW[:4], "公告", 30)], [UNIT_HEAD, UNIT], "第 2 行：类别“公告”"),
        ([HEAD, (*ROW[:5], "不定期")], [UNIT_HEAD, UNIT], "第 2 行：更新期限“不定期”应为天数"),
        ([(*HEAD, "预警天数"), (*ROW, "早")], [UNIT_HEAD, UNIT], "第 2 行：预警天数“早”应为天数"),
        ([(*HEAD, "每年应发布日"), (*ROW, "春")], [UNIT_HEAD, UNIT], "第 2 行：每年应发布日“春”"),
        ([HEAD, (*ROW[:5], -3)], [UNIT_HEAD, UNIT], "第 2 行：更新期限“-3”应为天数"),
        ([HEAD, (*ROW[:5], 1.5)], [UNIT_HEAD, UNIT], "第 2 行：更新期限“1.5”应为天数"),
        ([HEAD, (*ROW[:5], "²")], [UNIT_HEAD, UNIT], "第 2 行：更新期限“²”应为天数"),
        ([HEAD, (*ROW[:5], 0)], [UNIT_HEAD, UNIT], "第 2 行：更新期限“0”：应在 1 和"),
        ([HEAD, ROW, ROW], [UNIT_HEAD, UNIT], "栏目第 3 行：栏目编号“tzgg”重复"),
        ([HEAD, ROW], [UNIT_HEAD, (*UNIT[:3], "见通讯录")], "邮箱“见通讯录”：不是邮箱地址"),
        ([HEAD, ROW], [UNIT_HEAD, UNIT, UNIT[:2]], "单位编号“zfb”重复"),
    ],
)
def test_a_fault_in_the_workbook_names_sheet_row_and_value(
    tmp_path: Path,
    columns: Sequence[Sequence[Cell]],
    units: Sequence[Sequence[Cell]],
    told: str,
) -> None:
    faults = faults_of(saved(tmp_path, {"栏目": columns, "单位": units}))
    assert all(str(tmp_path / "sites") in fault for fault in faults)
    assert told in faults[0]


def test_a_missing_sheet_is_told_once_for_all_its_rows(tmp_path: Path) -> None:
    faults = faults_of(saved(tmp_path, {"栏目": [HEAD, ROW]}))
    assert faults == [f"{tmp_path / 'sites/columns.xlsx'}：缺少工作表“单位”"]


def test_all_faults_of_a_workbook_come_together(tmp_path: Path) -> None:
    rows = [HEAD, ("", "甲", URL, None, None, "x"), ("b", "乙", "ftp://b/", None, "公告", None)]
    text = "\n".join(faults_of(saved(tmp_path, {"栏目": rows, "单位": [UNIT_HEAD]})))
    for told in ("“栏目编号”是空的", "更新期限“x”", "网址“ftp://b/”", "类别“公告”"):
        assert told in text


def test_a_missing_workbook_is_named(tmp_path: Path) -> None:
    written(tmp_path, site=f'{SITE}columns = "columns.xlsx"\n')
    assert faults_of(tmp_path) == [f"{tmp_path / 'sites/columns.xlsx'}：无法打开（没有这个文件）"]


def test_a_file_that_is_no_workbook_is_named(tmp_path: Path) -> None:
    written(tmp_path, site=f'{SITE}columns = "columns.xlsx"\n')
    (tmp_path / "sites/columns.xlsx").write_text("栏目编号,栏目名称\n", encoding="utf-8")
    (fault,) = faults_of(tmp_path)
    assert fault.startswith(f"{tmp_path / 'sites/columns.xlsx'}：无法打开（不是工作簿")
