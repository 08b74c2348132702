"""Writes a paper as a workbook, with what Excel can hide."""

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from crawler.page import column_letter
from tests.documents.columns import cards, ids, name, people
from tests.documents.paper import Grid, Kind, Paper, Paragraph, Planting, Sample, Spot
from tests.documents.values import Values


def write(paper: Paper, values: Values) -> Sample:
    """Return the workbook: the paper's tables, hidden sheets, rows, columns, notes, boxes."""
    planting = Planting(paper, values)
    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("名单")
        _fill(sheet, paper, planting)
        _hide_parts(sheet, planting)
        for place, state in (("隐藏.*“底稿”", "hide"), ("隐藏.*“备份”", "very_hidden")):
            hidden = book.add_worksheet("底稿" if state == "hide" else "备份")
            _fill_list(hidden, planting, place)
            getattr(hidden, state)()
        _hide_columns(book.add_worksheet("明细"), planting)
        book.set_properties({"title": paper.title, "keywords": planting.hide("属性")})
    return planting.sample(f"{paper.title}.xlsx", out.getvalue())


def _fill(sheet: Worksheet, paper: Paper, planting: Planting) -> None:
    row = 0
    sheet.write_string(row, 0, paper.title)
    for block in paper.blocks:
        row += 1
        if isinstance(block, Paragraph):
            planting.note(block.secrets, "工作表“名单”", f"A{row + 1}")
            sheet.write_string(row, 0, block.text)
        else:
            _write_grid(sheet, block, row)
            for spot in block.spots:
                planting.note((spot.secret,), "工作表“名单”", *_cell(block, spot, row))
            row += len(block.rows) - 1


def _cell(grid: Grid, spot: Spot, first: int) -> tuple[str, ...]:
    """Name the cell, unless the number is spread over a row of boxes."""
    is_spread = len(grid.rows[spot.row][spot.column]) == 1
    return () if is_spread else (f"{column_letter(spot.column)}{first + spot.row + 1}",)


def _write_grid(sheet: Worksheet, grid: Grid, first: int) -> None:
    mobiles = {(spot.row, spot.column) for spot in grid.spots if spot.secret.kind is Kind.MOBILE}
    for number, row in enumerate(grid.rows):
        for column, cell in enumerate(row):
            # Clerks type telephone numbers as numbers.
            if (number, column) in mobiles and number % 2:
                sheet.write_number(first + number, column, int(cell))
            elif cell:
                sheet.write_string(first + number, column, cell)


def _fill_list(sheet: Worksheet, planting: Planting, place: str) -> None:
    grid = people(sheet.name, (name(), ids(), cards()), planting.values, 2)
    _write_grid(sheet, grid, 0)
    planting.note_rows(grid, lambda row: (place,))


def _hide_columns(sheet: Worksheet, planting: Planting) -> None:
    """Fill a sheet whose column C and row 4 are hidden."""
    grid = people("明细", (name(), ids(), cards()), planting.values, 4)
    _write_grid(sheet, grid, 0)
    sheet.set_column(2, 2, None, None, {"hidden": True})
    sheet.set_row(3, None, None, {"hidden": True})
    for spot in grid.spots:
        words = ["工作表“明细”"]
        if spot.row == 3:
            words.append("隐藏的第 4 行|隐藏的 C 列" if spot.column == 2 else "隐藏的第 4 行")
        elif spot.column == 2:
            words.append("隐藏的 C 列")
        planting.note((spot.secret,), *words)


def _hide_parts(sheet: Worksheet, planting: Planting) -> None:
    sheet.write_comment(1, 1, planting.hide("批注"), {"author": "经办人"})
    sheet.insert_textbox(40, 2, planting.hide("文本框"))
    sheet.set_header(f"&C{planting.hide('页眉')}")
    sheet.data_validation(
        60,
        0,
        60,
        0,
        {
            "validate": "any",
            "input_title": "提示",
            "input_message": planting.hide("提示|有效性|验证"),
        },
    )
