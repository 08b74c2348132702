"""Lists that come back, however they were rearranged."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ledger.answer import Answer
from notifier.answers import read_answers
from notifier.workbook import LIST_SHEET
from tests.feedback.builders import (
    Edit,
    a_list,
    edited,
    filled,
    issues,
    numbers,
    planned,
    rearranged,
    reasons,
    saved,
    wherever,
)

ROWS: dict[int, tuple[Any, ...]] = {
    1: ("已整改", "换了附件", date(2026, 11, 24), "张三"),
    2: ("申请延期", "人手不足", "2026年12月3日", "李四"),
    3: ("疑似误报", "引文如此", None, "李四"),
}
FILLED = filled(ROWS)
EXPECTED = wherever(planned(FILLED))


def test_a_list_that_was_filled_in_is_read() -> None:
    answers = read_answers(FILLED, "清单.xlsx")
    assert answers.blank == 0
    assert [row.number for row in answers.rows] == [1, 2, 3]
    first = answers.rows[0]
    assert (first.place, first.answer, first.day) == ("第 3 行", Answer.MENDED, "2026-11-24")
    assert numbers(EXPECTED) == [1, 2, 3]
    assert [one.day for one in EXPECTED.replies] == [date(2026, 11, 24), date(2026, 12, 3), None]
    assert reasons(EXPECTED) == []


def test_rows_that_nobody_filled_in_are_counted_and_nothing_else() -> None:
    answers = read_answers(
        filled({2: ("已整改", None, None, "张三"), 3: (None, None, None, "张三")}), ""
    )
    assert [row.number for row in answers.rows] == [2]
    assert answers.blank == 2


def an_edit(name: str) -> Edit:
    """Return what people do to the sheet."""

    def edit(sheet: Any) -> None:
        match name:
            case "columns deleted":
                for column in "LKJIHGFEDCB":
                    sheet.delete_cols(ord(column) - ord("A") + 1)
            case "column inserted":
                sheet.insert_cols(5)
                sheet["E2"] = "科室"
                sheet["E3"] = "办公室"
            case "rows inserted":
                sheet.insert_rows(1, amount=4)
                sheet["A1"] = "青禾区民政局关于整改情况的报告"
                sheet["A2"] = "填报日期：2026年11月25日"
                sheet.insert_rows(8)
            case "rows below":
                sheet["A7"] = "合计"
                sheet["B8"] = "填报人：张三　审核人：李四"
            case "code deleted":
                sheet.delete_cols(18)
            case "head with notes":
                sheet["A2"] = " 编　号 "
                sheet["N2"] = "整改情况\n（必填）"
                sheet["P2"] = "整改日期："
            case "head repeated":
                sheet.insert_rows(4)
                for column in range(1, 19):
                    sheet.cell(4, column).value = sheet.cell(2, column).value
            case "numbers as text":
                for row in range(3, 6):
                    sheet.cell(row, 1).value = f"　＃{chr(0xFF10 + row - 2)} "
            case "filtered and hidden":
                sheet.row_dimensions[4].hidden = True
                sheet.column_dimensions["R"].hidden = True

    return edit


EDITS = (
    "columns deleted,column inserted,rows inserted,rows below,code deleted,head with notes,head repeated,"
    "numbers as text,filtered and hidden"
).split(",")


@pytest.mark.parametrize("name", EDITS)
def test_what_people_do_to_the_sheet_changes_nothing(name: str) -> None:
    assert wherever(planned(edited(FILLED, an_edit(name)))) == EXPECTED


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(3)), st.permutations(range(18)))
def test_any_order_of_rows_and_columns_means_the_same(rows: list[int], columns: list[int]) -> None:
    assert wherever(planned(rearranged(FILLED, rows, columns))) == EXPECTED


def test_sheets_beside_the_list_are_ignored_and_hidden_ones_are_not_read() -> None:
    book = load_workbook(BytesIO(FILLED))
    extra = book.create_sheet("汇总", 0)
    extra["A1"], extra["B1"] = "编号", "单位"
    copy = book.copy_worksheet(book[LIST_SHEET])
    copy.title, copy.sheet_state = "问题清单 (2)", "hidden"
    copy["N3"] = "整改中"
    assert wherever(planned(saved(book))) == EXPECTED


def test_a_copy_of_the_list_that_says_otherwise_makes_both_void() -> None:
    book = load_workbook(BytesIO(FILLED))
    copy = book.copy_worksheet(book[LIST_SHEET])
    copy["N3"] = "整改中"
    plan = planned(saved(book))
    assert numbers(plan) == [2, 3]
    assert sum("不同的整改情况" in why for why in reasons(plan)) == 2
    assert sum("另一行里已经填写" in why for why in reasons(plan)) == 2


def test_an_answer_in_merged_cells_holds_for_all_their_rows() -> None:
    def merge(sheet: Any) -> None:
        for column in "NOPQ":
            sheet.merge_cells(f"{column}3:{column}5")

    body = edited(filled({1: ("已整改", "一并换了", "2026/11/24", "张三")}), merge)
    plan = planned(body)
    assert numbers(plan) == [1, 2, 3]
    assert {(one.note, one.day, one.who) for one in plan.replies} == {
        ("一并换了", date(2026, 11, 24), "张三")
    }


def test_a_formula_counts_by_its_value_and_not_at_all_without_one() -> None:
    plan = planned(filled({1: ("已整改",), 2: ('=IF(A4>1,"已整改","")',)}))
    assert numbers(plan) == [1]
    assert reasons(plan) == ["整改情况是公式，没有计算结果；请从下拉列表中选择。"]


def test_day_cells_and_spoilt_day_cells_are_days() -> None:
    rows: dict[int, tuple[Any, ...]] = {
        1: ("已整改", "", datetime(2026, 11, 24, 9, 30)),  # noqa: DTZ001 - cells have no zone
        2: ("已整改", "", 46350),
        3: ("已整改", "", "上周"),
    }

    def spoil(sheet: Any) -> None:
        sheet["P4"].number_format = "General"

    plan = planned(edited(filled(rows), spoil))
    assert [one.day for one in plan.replies] == [date(2026, 11, 24), date(2026, 11, 24), None]
    assert plan.replies[2].note == "（整改日期写作“上周”）"


def test_a_long_list_is_read() -> None:
    listed = issues(*range(1, 101))
    body = filled({row: ("已整改",) for row in range(1, 101)}, a_list(*listed))
    answers = read_answers(body, "")
    assert [row.number for row in answers.rows] == list(range(1, 101))
