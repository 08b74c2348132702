"""Lists, forms and sentences in plain lines: what belongs together does, what does not is apart."""

import pytest

from checks.finding import Mark
from checks.privacy.p201_id_number import id_number
from checks.privacy.p202_mobile_number import mobile_number
from checks.privacy.p203_bank_card import bank_card
from checks.privacy.p204_home_address import home_address
from checks.privacy.p205_other_papers import other_papers
from checks.privacy.people import Disclosed
from checks.views import Document
from crawler.page import Place, Table, Unseen
from tests.privacy.people import card, hits, mobile, only, page, person

DOOR = "清河县荷花镇团结路12号3栋2单元501室"


def grouped(number: str) -> str:
    """Set an ID number as many clerks do."""
    return f"{number[:6]} {number[6:14]} {number[14:]}"


@pytest.mark.parametrize("gap", ["\t", "  ", " ", "　　"])
@pytest.mark.parametrize("form", [str, grouped, " ".join])
def test_blanks_in_a_number_do_not_part_the_columns_of_a_row(gap: str, form: type[str]) -> None:
    rows = [
        ("序号", "姓名", "身份证号", "家庭住址", "手机号码"),
        ("1", "李明", form(person(1)), DOOR, mobile(1)),
        ("2", "王芳", form(person(2)), "荷花镇", mobile(2)),
    ]
    doc = Document("\n".join(gap.join(row) for row in rows))
    assert "公开了 2 个" in only(id_number, doc).message
    assert "公开了 2 个" in only(mobile_number, doc).message
    assert "公开了 1 人" in only(home_address, doc).message


@pytest.mark.parametrize("gap", ["\t", "  ", " "])
def test_a_form_in_plain_lines_names_whose_the_values_are(gap: str) -> None:
    lines = [
        ("姓名", "李明", "性别", "男"),
        ("家庭住址", DOOR),
        ("手机号码", mobile(1), "开户银行", "清河农商银行"),
    ]
    doc = Document("申请表\n" + "\n".join(gap.join(line) for line in lines))
    assert only(home_address, doc).marks
    assert only(mobile_number, doc).marks


def test_labels_without_a_name_are_no_form() -> None:
    doc = Document(f"单位 清河县医院\n地址 {DOOR}\n电话 {mobile(1)}")
    assert not hits(home_address, doc)
    assert not hits(mobile_number, doc)


@pytest.mark.parametrize("head", ["准考证号", "统一社会信用代码", "档案编号"])
def test_a_line_below_a_list_of_codes_is_none_of_its_rows(head: str) -> None:
    listed = f"序号\t姓名\t性别\t{head}\t单位\n1\t李明\t男\t344977051164702374\t县医院"
    assert not hits(id_number, Document(listed))
    doc = Document(f"{listed}\n王芳 身份证号：{person(1)}\n李强 身份证编号：{person(2)}")
    assert "公开了 2 个" in only(id_number, doc).message


@pytest.mark.parametrize("cut", range(4, len(DOOR) - 1))
def test_an_address_goes_on_behind_a_line_end(cut: int) -> None:
    first = f"一、李明，男，汉族，申请临时救助，住{DOOR[:cut]}"
    text = f"现告知如下：\n{first}\n{DOOR[cut:]}，情况属实。"
    hit = only(home_address, Document(text))
    [mark] = hit.marks
    assert text[mark.start : mark.end].replace("\n", "") == DOOR


PAID = f"竞买保证金汇入账户：清河县财政局，账号{card(1)}，以到账为准。"


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_what_excuses_one_account_does_not_excuse_the_next_line(between: str) -> None:
    doc = Document(f"{PAID}{between}李明 银行卡号：{card(2)}\n收款单位：清河县财政局")
    hit = only(bank_card, doc)
    assert hit.marks == (Mark(doc.text.index(card(2)), doc.text.index(card(2)) + 19),)


def test_what_excuses_an_account_on_a_page_does_not_excuse_one_in_a_comment() -> None:
    text = f"{PAID}\n银行卡号：{card(2)}"
    comment = Place(text.index("银行卡号"), "批注")
    assert not hits(bank_card, Document(text, places=(Place(0, "第 1 段"),)))
    doc = Document(text, places=(Place(0, "第 1 段"), comment))
    assert only(bank_card, doc).evidence.startswith("批注")


def test_the_lines_above_an_account_say_whose_it_is() -> None:
    text = f"户名：清河县财政局\n开户行：清河农商银行\n账号：{card(1)}"
    lines = [text.index(word) for word in ("户名", "开户行", "账号")]
    places = tuple(Place(start, f"第 {n} 段") for n, start in enumerate(lines, 1))
    assert not hits(bank_card, Document(text, places=places))


def test_what_is_public_is_not_marked() -> None:
    found = Disclosed()
    found.add("甲", "", Mark(0, 1))
    found.add("乙", "", Mark(1, 2))
    found.add("甲", "", Mark(2, 3))
    found.forget({"甲", "丙"})
    assert list(found.marks) == [Mark(1, 2)]


@pytest.mark.parametrize(
    ("head", "number"),
    [
        *(("护照号码", number) for number in ("E20570001", "EB2057001", "G20570001", "145700012")),
        *(("往来港澳通行证号", number) for number in ("C20570001", "CA2057001", "H205700012")),
    ],
)
def test_papers_of_today_and_of_before_are_known(head: str, number: str) -> None:
    assert only(other_papers, page(("姓名", head), ("李明", number))).marks
    assert not hits(other_papers, page(("姓名", head), ("李明", "EI2057001"[: len(number) - 1])))


def test_a_mobile_number_broken_over_the_lines_of_a_cell_is_one() -> None:
    table = Table((("姓名", "联系电话"), ("李明", f"{mobile(1)[:7]}\n{mobile(1)[7:]}")))
    assert "公开了 1 个" in only(mobile_number, Document("", tables=(table,))).message


def test_a_list_in_a_comment_of_the_page_is_told_and_a_single_number_is_not() -> None:
    people = [f"{name} {mobile(n)}" for n, name in enumerate(("李明", "王芳", "赵强"))]
    unseen = Unseen("网页注释", " ".join(people))
    assert only(mobile_number, Document("", unseen=(unseen,))).evidence.startswith("网页注释")
    assert not hits(mobile_number, Document("", unseen=(Unseen("网页注释", people[0]),)))


def test_title_and_file_name_tell_too() -> None:
    assert "标题" in only(mobile_number, Document("", title=f"李明 {mobile(1)}")).evidence
    name = f"李明 卡号{card(1)}.pdf"
    assert "文件名" in only(bank_card, Document("", name=name)).evidence
