"""ID, mobile and account numbers: found as they are written, counted once, placed by their cell."""

import pytest

from checks.finding import SITE_SUBJECT, Cell, Mark, Severity
from checks.privacy.numbers import card_numbers, id_numbers, mobile_numbers
from checks.privacy.p201_id_number import id_number
from checks.privacy.p202_mobile_number import mobile_number
from checks.privacy.p203_bank_card import bank_card
from checks.views import Document
from crawler.page import Table, Unseen
from tests.privacy.people import TODAY, card, hits, mistyped, mobile, only, page, person, sheet

ONE = person(1)
WRITTEN = [
    ONE,
    # Blanks of every width, what is set between groups, and what nobody sees.
    *(
        f"{ONE[:6]}{gap}{ONE[6:14]}{gap}{ONE[14:]}"
        for gap in (
            " ",
            "\u00a0",
            "\u2003",
            "\u3000",
            "\u200b",
            "\ufeff",
            "-",
            "－",
            "—",
            "·",
            ".",
            "|",
            " - ",
        )
    ),
    # Cells of a PDF wrap, with and without a blank at the end of the line.
    f"{ONE[:10]}\n{ONE[10:]}",
    f"{ONE[:10]} \r\n{ONE[10:]}",
    # One digit to a box.
    " ".join(ONE),
    "|".join(ONE),
    "□".join(ONE),
]


@pytest.mark.parametrize("written", WRITTEN)
def test_an_id_number_is_found_through_its_gaps(written: str) -> None:
    text = f"身份证号：{written}，已受理"
    [number] = id_numbers(text, TODAY)
    assert number.digits == ONE
    assert text[number.start : number.end] == written


@pytest.mark.parametrize(
    "area",
    [
        "110101",  # of today
        "362401",  # a county of a region that was abolished
        "420624",  # a county that was renamed
        "429004",  # governed by its province
        "500224",
    ],
)
def test_no_county_of_the_past_is_lost(area: str) -> None:
    assert hits(id_number, Document(f"身份证号：{person(3, area)}"))


@pytest.mark.parametrize("area", ["990101", "110001"[:4] + "00", "119901", "000101"])
def test_a_place_that_never_was_opens_no_id_number(area: str) -> None:
    assert not hits(id_number, Document(f"身份证号：{person(3, area)}"))


@pytest.mark.parametrize(
    "cells",
    [
        (ONE[:6], ONE[6:14], ONE[14:]),
        (ONE[:14], ONE[14:]),
        tuple(ONE),
        (ONE[:6], "", ONE[6:]),
    ],
)
def test_a_number_spread_over_cells_is_put_together(cells: tuple[str, ...]) -> None:
    doc = sheet(("姓名", "身份证号"), ("赵某", *cells), text="")
    hit = only(id_number, doc)
    assert hit.message == "公开了 1 个完整的公民身份号码（共 1 人）"
    assert hit.evidence.startswith("工作表“名单” B2：110101********")


def test_a_hidden_column_is_named_by_its_cell_though_the_text_repeats_it() -> None:
    rows = (("姓名", "金额", "身份证号"), *((f"赵{n}", "100", person(n)) for n in range(4)))
    hit = only(id_number, sheet(*rows, hidden_columns=frozenset({2})))
    assert hit.message == "公开了 4 个完整的公民身份号码（共 4 人）"
    assert hit.evidence.startswith("工作表“名单” C2–C5（隐藏的 C 列，4 个，如 110101********")
    assert Mark(cell=Cell(0, 1, 2)) in hit.marks
    assert len([mark for mark in hit.marks if mark.cell]) == 4


def test_heads_come_again_and_lists_stand_side_by_side() -> None:
    head = ("姓名", "身份证号", "姓名", "身份证号")
    rows = [(f"赵{n}", person(n), f"钱{n}", person(n + 20)) for n in range(3)]
    doc = sheet(("补贴名单", "", "", ""), head, *rows, head, *rows)
    assert only(id_number, doc).message == "公开了 6 个完整的公民身份号码（共 6 人）"


def test_every_row_is_marked_up_to_a_cap() -> None:
    doc = sheet(("姓名", "身份证号"), *((f"赵{n}", person(n)) for n in range(800)), text="")
    hit = only(id_number, doc)
    assert hit.message == "公开了 800 个完整的公民身份号码（共 800 人）"
    assert len(hit.marks) == 500
    assert hit.evidence.count("********") == 3


def test_a_mistyped_number_counts_under_its_head_only() -> None:
    hit = only(id_number, sheet(("姓名", "身份证号"), ("赵某", mistyped(1))))
    assert hit.severity is Severity.ERROR
    assert "疑似" in hit.message
    both = sheet(("姓名", "身份证号"), ("赵某", mistyped(1)), ("钱某", person(2)))
    assert only(id_number, both).severity is None
    assert only(id_number, both).message.endswith("另有 1 个疑似（校验码不符）")
    assert not hits(id_number, sheet(("姓名", "编号"), ("赵某", mistyped(1))))
    assert not hits(id_number, Document(f"号码 {mistyped(1)}"))


def test_codes_of_area_day_and_serial_are_no_id_numbers_where_one_in_eleven_fits() -> None:
    rows = [("修路", mistyped(n)) for n in range(9)]
    assert not hits(id_number, sheet(("项目名称", "编号"), *rows, ("修桥", person(3))))
    # Nearly all of them fit: whoever made the list misnamed the column.
    people = [(f"赵{n}", person(n)) for n in range(5)]
    assert hits(id_number, sheet(("姓名", "编号"), *people))


@pytest.mark.parametrize(
    "text",
    [
        f"受理编号：{ONE}",
        f"项目代码 {ONE}",
        f"http://www.example.gov.cn/art/{ONE}.html",
        f"https://www.example.gov.cn/info?id={ONE}",
        f"art_{ONE}",
        f"{ONE}abc",
        f"1{ONE}",
    ],
)
def test_a_number_that_is_called_something_else_is_none(text: str) -> None:
    assert not hits(id_number, Document(text))


def test_what_a_page_does_not_show_and_file_names_are_read() -> None:
    doc = Document(
        "公示", name=f"/tmp/{person(2)}.txt", unseen=(Unseen("网页注释", f"赵某 {person(1)}"),)
    )
    hit = only(id_number, doc)
    assert hit.evidence.startswith("网页注释：110101********")
    assert "文件名：110101********" in hit.evidence


def test_a_form_says_at_the_left_what_stands_at_the_right() -> None:
    rows = (
        ("姓名", "赵明", "性别", "男"),
        ("联系电话", mobile(1), "民族", "汉"),
        ("卡号", card(1)),
    )
    assert hits(mobile_number, sheet(*rows))
    assert hits(bank_card, sheet(*rows))


@pytest.mark.parametrize(
    "written",
    [
        mobile(1),
        f"+86 {mobile(1)}",
        f"0086{mobile(1)}",
        f"86-{mobile(1)}",
        f"{mobile(1)[:3]} {mobile(1)[3:7]} {mobile(1)[7:]}",
        f"{mobile(1)[:3]}-{mobile(1)[3:7]}-{mobile(1)[7:]}",
        mobile(1).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ],
)
def test_a_mobile_number_is_found_as_it_is_written(written: str) -> None:
    assert [number.digits for number in mobile_numbers(f"手机：{written}。")] == [mobile(1)]


@pytest.mark.parametrize(
    "text", [f"1{mobile(1)}", f"A{mobile(1)}", f"{mobile(1)}5", "0139-1001", "139****0000"]
)
def test_longer_numbers_and_masked_ones_are_no_mobile_numbers(text: str) -> None:
    assert not list(mobile_numbers(text))


def test_the_number_of_somebody_in_the_text_is_a_hint() -> None:
    hit = only(mobile_number, Document(f"材料由工作人员李明（手机{mobile(1)}）汇总。"))
    assert hit.severity is Severity.WARNING
    staff = sheet(("姓名", "职务", "手机"), ("李明", "副科长", mobile(1)))
    assert only(mobile_number, staff).severity is Severity.WARNING
    assert not hits(mobile_number, Document(f"李明 {mobile(1)}", subject=SITE_SUBJECT))


@pytest.mark.parametrize(
    "heads",
    [
        ("户主", "帮扶责任人", "联系电话"),
        ("村名", "驻村干部姓名", "电话"),
        ("企业名称", "法定代表人", "电话"),
        ("路段", "路长姓名", "路长电话"),
    ],
)
def test_who_holds_an_office_wants_to_be_called(heads: tuple[str, ...]) -> None:
    assert not hits(mobile_number, sheet(heads, ("甲", "李明", mobile(1))))


@pytest.mark.parametrize(
    "number", [card(1), card(2, "955880"), card(3, "622848"), card(4, "436742")]
)
def test_cards_of_chinese_banks_are_known_by_their_first_digits(number: str) -> None:
    grouped = " ".join(number[place : place + 4] for place in range(0, 19, 4))
    assert [found.digits for found in card_numbers(f"卡号 {number}。")] == [number]
    assert [found.digits for found in card_numbers(f"卡号 {grouped}。")] == [number]


def test_two_lines_of_heads_name_the_account() -> None:
    grid = (
        ("序号", "户主姓名", "银行信息", ""),
        ("", "", "开户行", "账号"),
        ("1", "赵明", "农商行", "1099020001" + "2345678"),
    )
    merged = (("序号", "户主姓名", "银行信息", "备注"), ("开户行", "账号"), (*grid[2], "无"))
    for rows in (grid, merged):
        hit = only(bank_card, page(*rows))
        assert hit.message == "公开了 1 个个人银行账号（共 1 人）"


def test_accounts_of_a_list_in_plain_lines_are_told_by_the_head() -> None:
    lines = "\n".join(f"{n} 赵明 10990200012345{n}" for n in range(100, 104))
    hit = only(bank_card, Document(f"序号 姓名 账号\n{lines}"))
    assert hit.message == "公开了 4 个个人银行账号（共 4 人）"


def test_an_account_of_an_office_in_a_list_of_people_is_left_out() -> None:
    rows = (("户名", "账号"), ("清河县荷花种植专业合作社", card(1)), ("李明", card(2)))
    assert only(bank_card, sheet(*rows)).message == "公开了 1 个个人银行账号（共 1 人）"


def test_a_long_sheet_is_read_to_its_end() -> None:
    rows = tuple((f"赵{n}", person(n, "360782"), "100") for n in range(5_000))
    doc = Document("", tables=(Table((("姓名", "身份证号", "金额"), *rows)),))
    assert "完整的公民身份号码" in only(id_number, doc).message
