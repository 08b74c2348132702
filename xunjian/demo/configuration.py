"""Write the sample platform's site file and its workbook of columns and units."""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from xunjian.demo.addresses import column_address
from xunjian.demo.content import Content
from xunjian.demo.files import FIXED_TIME
from xunjian.demo.press import SiteFacts

_SITE_FILE = """\
id = "qinghe"
name = "{name}"
start_url = "{base_url}/"
id_code = "{id_code}"
region = "南岭省云岭市青禾区"
columns = "columns.xlsx"
private_hosts = ["127.0.0.1", "localhost"]
demo = ".."

[crawl]
delay = 0.0
"""
_COLUMN_HEAD = ("栏目编号", "栏目名称", "网址", "责任单位", "类别", "更新期限(天)")
_COLUMN_WIDTHS = (12, 22, 52, 30, 16, 14)
_UNIT_HEAD = ("单位编号", "单位名称", "联系人", "邮箱")
_UNIT_WIDTHS = (12, 30, 14, 44)


def write_configuration(folder: Path, content: Content, site: SiteFacts, base_url: str) -> None:
    """Write qinghe.toml and columns.xlsx."""
    folder.mkdir(parents=True, exist_ok=True)
    text = _SITE_FILE.format(name=site.name, base_url=base_url, id_code=site.id_code)
    (folder / "qinghe.toml").write_text(text, encoding="utf-8")
    columns = [
        (
            column.id,
            column.name,
            base_url + column_address(column),
            content.unit(column.unit).name,
            column.kind,
            column.max_age,
        )
        for column in content.columns
    ]
    units = [(unit.id, unit.name, unit.contact, unit.email) for unit in content.units]
    book = xlsxwriter.Workbook(folder / "columns.xlsx", {"strings_to_urls": False})
    book.set_properties({"title": f"{site.name}栏目责任清单", "created": FIXED_TIME})
    _write_sheet(book, "栏目", _COLUMN_HEAD, _COLUMN_WIDTHS, columns)
    _write_sheet(book, "单位", _UNIT_HEAD, _UNIT_WIDTHS, units)
    book.close()


def _write_sheet(
    book: xlsxwriter.Workbook,
    name: str,
    head: tuple[str, ...],
    widths: tuple[int, ...],
    rows: Sequence[Sequence[str | int | None]],
) -> None:
    sheet = book.add_worksheet(name)
    border = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter", "font_size": 11}
    head_format = book.add_format(
        {**border, "bold": True, "bg_color": "#F8E5E1", "align": "center"}
    )
    cell_format = book.add_format(border)
    sheet.set_row(0, 24)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.write_row(0, 0, head, head_format)
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            sheet.write(line, place, value, cell_format)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(head) - 1)
