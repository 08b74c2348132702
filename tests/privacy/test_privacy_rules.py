"""The privacy rules count what is disclosed and never repeat it."""

from datetime import date

import pytest

from checks.privacy.numbers import id_numbers, is_id_number
from checks.privacy.p201_id_number import id_number
from checks.privacy.p202_mobile_number import mobile_number
from checks.privacy.p203_bank_card import bank_card
from checks.views import Document
from crawler.page import Place, Table
from tests.privacy.people import CONTEXT, TODAY, card, mobile, only, person

WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def table(head: tuple[str, ...], *rows: tuple[str, ...], place: str = "") -> Document:
    """Return a document with one table whose text stands in the text once more."""
    text = "\n".join("\t".join(row) for row in (head, *rows))
    places = (Place(0, place),) if place else ()
    return Document(text, tables=(Table((head, *rows), place),), places=places)


@pytest.mark.parametrize(
    "written",
    [
        person(1),
        person(2).translate(WIDE),
        f"{person(3)[:6]} {person(3)[6:14]} {person(3)[14:]}",
        f"{person(4)[:6]}-{person(4)[6:14]}-{person(4)[14:]}",
        f"{person(5)[:10]}\n{person(5)[10:]}",
        f"{person(6)[:10]}\r\n{person(6)[10:]}",
        " ".join(person(7)),
        f"3 {person(8)}",
    ],
)
def test_an_id_number_is_recognised_as_people_write_it(written: str) -> None:
    hit = only(id_number, Document(f"身份证号 {written}，特此公示"))
    assert hit.message == "公开了 1 个完整的公民身份号码"
    assert "********" in hit.evidence


@pytest.mark.parametrize(
    "text",
    [
        # Wrong check digit, impossible birthday, unknown province, born tomorrow.
        "流水号 " + person(1)[:-1] + ("1" if person(1)[-1] != "1" else "2"),
        "110101" + "19051340" + "1230",
        "统一社会信用代码：91360782MA35XXXX1X",
        f"统一社会信用代码：{person(1)}",
        "准考证号 20243607820012003151",
        f"订单 9{person(1)}7",
        f"A{person(1)}",
        person(1)[:6] + "********" + person(1)[14:],
        "身份证号\t\n——",
    ],
)
def test_other_numbers_of_that_length_are_left_alone(text: str) -> None:
    assert list(id_number.check(Document(text), CONTEXT)) == []


def test_numbers_of_a_table_are_counted_once() -> None:
    doc = table(
        ("姓名", "身份证号"), *((f"赵{n}", person(n)) for n in range(5)), place="工作表“名单”"
    )
    hit = only(id_number, doc)
    assert hit.message == "公开了 5 个完整的公民身份号码（共 5 人）"
    assert hit.evidence.startswith("工作表“名单” 第 2–6 行（5 个，如 110101********")
    assert hit.evidence.count("********") == 3


def test_the_cell_is_named_with_its_hidden_column() -> None:
    rows = (("姓名", "身份证号"), ("赵某", person(1)))
    doc = Document(
        f"姓名\n赵某\n{person(1)}",
        tables=(Table(rows, "工作表“名单”", (4, 5), hidden_columns=frozenset({1})),),
        places=(Place(0, "工作表“名单”"), Place(6, "工作表“名单”（隐藏的 B 列）")),
    )
    assert only(id_number, doc).evidence.startswith("工作表“名单” B5（隐藏的 B 列）：")


def test_an_old_number_of_fifteen_digits_counts_only_under_its_head() -> None:
    old = "110101" + "050307" + "123"
    assert only(id_number, table(("姓名", "身份证号"), ("赵某", old)))
    assert not list(id_number.check(table(("姓名", "编号"), ("赵某", old)), CONTEXT))


def test_nobody_is_born_in_the_future() -> None:
    assert is_id_number(person(1), TODAY)
    assert not is_id_number(person(1), date(1900, 1, 1))


def test_a_column_of_mobile_numbers_beside_names_is_reported() -> None:
    doc = table(("序号", "姓名", "手机"), *((str(n), f"赵{n}", mobile(n)) for n in range(12)))
    assert only(mobile_number, doc).message == "名单中公开了 12 个手机号码（共 12 人）"


def test_a_list_in_a_pdf_is_plain_lines() -> None:
    lines = "\n".join(f"{n} 赵某 荷花社区 {mobile(n)}" for n in range(4))
    doc = Document(f"序号 姓名 所在社区 手机号\n{lines}", places=(Place(0, "第 1 页"),))
    hit = only(mobile_number, doc)
    assert hit.message == "名单中公开了 4 个手机号码（共 4 人）"
    assert hit.evidence.startswith("第 1 页（4 个，如 139****")


@pytest.mark.parametrize(
    "doc",
    [
        Document(f"咨询电话：{mobile(1)}、{mobile(2)}、{mobile(3)}、{mobile(4)}"),
        Document(f"采购人联系人：赵先生，联系方式：{mobile(1)}；代理机构：钱女士 {mobile(2)}"),
        Document(f"如有疑问，请找赵某 {mobile(1)}。"),
        Document(f"姓名 电话\n赵某 {mobile(1)[:3]}****0001"),
        table(("科室", "联系人", "电话"), *((f"股{n}", f"赵{n}", mobile(n)) for n in range(5))),
        table(("单位名称", "姓名", "手机"), *((f"局{n}", f"赵{n}", mobile(n)) for n in range(5))),
        table(("姓名", "联系电话"), ("赵某", "0990-5550390"), ("钱某", "12345")),
    ],
)
def test_numbers_that_want_to_be_called_are_left_alone(doc: Document) -> None:
    assert list(mobile_number.check(doc, CONTEXT)) == []


def test_cards_and_passbooks_of_a_list_are_counted() -> None:
    cards = table(("姓名", "银行卡号"), *((f"赵{n}", card(n)) for n in range(3)))
    books = table(("户主", "一卡通账号"), ("赵某", "10990200012345678"), ("钱某", "——"))
    assert only(bank_card, cards).message == "公开了 3 个个人银行账号（共 3 人）"
    assert only(bank_card, books).message == "公开了 1 个个人银行账号（共 1 人）"


@pytest.mark.parametrize(
    "doc",
    [
        Document(f"户名：青禾区财政局，开户行：农商银行，账号：{card(1)}"),
        Document(f"投标保证金缴至账号 {card(1)}。"),
        Document(f"设备序列号 {card(1)}"),
        Document("卡号 " + card(1)[:-1] + str((int(card(1)[-1]) + 1) % 10)),
        table(("企业名称", "户名", "账号"), ("甲公司", "甲公司", card(1))),
        table(("姓名", "银行卡号"), ("赵某", "***************1234")),
    ],
)
def test_public_accounts_and_serial_numbers_are_left_alone(doc: Document) -> None:
    assert list(bank_card.check(doc, CONTEXT)) == []


@pytest.mark.parametrize("unit", ["1", "1 ", "12345678901\n", "赵某 139\t"])
def test_a_million_characters_of_digits_take_no_age(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert list(id_numbers(text, TODAY)) == []
    assert len(list(mobile_number.check(Document(text), CONTEXT))) <= 1
    assert list(bank_card.check(Document(text), CONTEXT)) == []
