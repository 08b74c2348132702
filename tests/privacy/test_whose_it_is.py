"""Whose a number, address or illness is: by any head, in a remark, in brackets, under a heading."""

import pytest

from checks.privacy.p201_id_number import id_number
from checks.privacy.p202_mobile_number import mobile_number
from checks.privacy.p203_bank_card import bank_card
from checks.privacy.p204_home_address import home_address
from checks.privacy.p205_other_papers import other_papers
from checks.privacy.p206_number_plate import number_plate
from checks.privacy.p207_private_contact import private_contact
from checks.privacy.p208_health_and_hardship import health_and_hardship
from checks.privacy.p209_minors import minors
from checks.rule import Rule
from checks.views import Document
from tests.privacy.people import card, hits, mobile, page, person

PHONE = mobile(1)


@pytest.mark.parametrize(
    "head", ["危改户", "扶助对象", "承租人", "护理人", "签约居民", "作者", "车主姓名"]
)
def test_a_column_of_names_is_one_whatever_its_head(head: str) -> None:
    assert hits(mobile_number, page((head, "联系方式"), ("李大明", PHONE), ("王小芳", mobile(2))))


@pytest.mark.parametrize("head", ["店名", "网点名称", "企业名称"])
def test_a_telephone_of_a_shop_is_public(head: str) -> None:
    assert not hits(mobile_number, page((head, "经营者", "电话"), ("便民农资店", "李大明", PHONE)))


@pytest.mark.parametrize("kind", ["低保对象", "特困人员", "残疾人"])
def test_a_kind_of_people_beside_a_name_is_no_head(kind: str) -> None:
    heads = ("姓名", "类别", "手机号", "开户行")
    first = ("王小芳", kind, "无", "建设银行")
    assert hits(mobile_number, page(heads, first, ("李大明", "一般户", PHONE, "农业银行")))


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        (f"信访人李大明（联系电话：{PHONE}）反映道路未硬化。", True),
        (f"业主王小芳女士（{PHONE}）来电投诉噪音。", True),
        (f"项目联系人李大明（{PHONE}），欢迎咨询。", False),
        (f"有意者请联系村民李大明，电话{PHONE}。", False),
    ],
)
def test_brackets_behind_somebody_who_asks_hold_an_own_number(text: str, *, is_told: bool) -> None:
    assert bool(hits(mobile_number, Document(text))) == is_told


def test_name_id_number_and_telephone_of_a_line_belong_together() -> None:
    names = ("李大明", "王小芳", "陈国富")
    lines = "\n".join(f"{name} {person(at)} {mobile(at)}" for at, name in enumerate(names))
    assert "3 个手机号码" in hits(mobile_number, Document(lines))[0].message


def test_money_is_paid_into_the_account_of_a_person_or_of_an_office() -> None:
    end = f"账户（建设银行，{card(3)}）。"
    assert hits(bank_card, Document(f"请将赔偿款汇入李大明个人{end}"))
    assert not hits(bank_card, Document(f"请将罚款汇入清河县财政局{end}"))


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        (f"缴款码：{person(1)}", False),
        (f"电子监管号：{person(1)}", False),
        (f"公民身份号码：{person(1)}", True),
        (f"身份证号码（18位）：{person(1)}", True),
        (f"身份证号（15位）：{person(1)[:6] + person(1)[8:17]}", True),
    ],
)
def test_the_label_right_before_a_number_decides(text: str, *, is_told: bool) -> None:
    assert bool(hits(id_number, Document(text))) == is_told


@pytest.mark.parametrize(
    ("heads", "row", "is_told"),
    [
        (("姓名", "住址", "备注"), ("李大明", "荷花镇新街", "12号3栋502室"), True),
        (("姓名", "金额", "备注"), ("李大明", "300", "住荷花镇新街12号"), True),
        (("姓名", "住址", "备注"), ("李大明", "荷花镇", "6号领取"), False),
        (("姓名", "住址", "备注"), ("李大明", "荷花镇", "第3号文件已批"), False),
        (("户主姓名", "详细地址", "备注"), ("李大明", "荷花镇荷花村五组", ""), True),
        (("申请人", "李大明"), ("家庭住址", "城关街道民主巷9号2栋503"), True),
    ],
)
def test_a_remark_may_tell_the_door(
    heads: tuple[str, ...], row: tuple[str, ...], *, is_told: bool
) -> None:
    assert bool(hits(home_address, page(heads, row))) == is_told


@pytest.mark.parametrize(
    ("rule", "heads", "row"),
    [
        (other_papers, ("Name", "Nationality", "Passport No."), ("Anna Smith", "UK", "123456789")),
        (other_papers, ("姓名", "退伍证号"), ("李大明", "20570001")),
        (private_contact, ("姓名", "国籍", "邮箱"), ("Anna Smith", "英国", "anna.smith@gmail.com")),
        (private_contact, ("作者", "题目", "E-mail"), ("李大明", "《三题》", "ldm1984@163.com")),
        (health_and_hardship, ("姓名", "备注"), ("李大明", "肢体二级")),
        (health_and_hardship, ("扶助对象", "子女情况"), ("李大明", "独生子女伤残")),
    ],
)
def test_what_belongs_to_somebody(
    rule: Rule[Document], heads: tuple[str, ...], row: tuple[str, ...]
) -> None:
    assert hits(rule, page(heads, row))


def test_the_plate_in_brackets_belongs_to_the_owner() -> None:
    assert hits(number_plate, Document("车主李大明（赣C·12345）违法停车。"))


@pytest.mark.parametrize(
    ("rule", "text", "is_told"),
    [
        (health_and_hardship, "艾滋病感染者补助公示：\n李大明 200元\n王小芳 200元", True),
        (health_and_hardship, "严重精神障碍患者名单：李大明、王小芳", True),
        (health_and_hardship, "精神卫生工作先进个人名单：李大明、王小芳", False),
        (health_and_hardship, "艾滋病感染者名单：共 2 人", False),
        (minors, "困境儿童名单：李小明（荷花村）、王小芳（石桥村）。", True),
        (minors, "留守儿童名册\n1、李小明（荷花村）\n2、王小芳（石桥村）", True),
        (minors, "关爱留守儿童志愿者名单：李大明、王小芳", False),
    ],
)
def test_a_heading_tells_of_the_names_beneath(
    rule: Rule[Document], text: str, *, is_told: bool
) -> None:
    assert bool(hits(rule, Document(text))) == is_told


@pytest.mark.parametrize(
    ("school", "is_told"),
    [("江西工业职业技术学院", False), ("南昌大学", False), ("清河县职业中学", True)],
)
def test_students_of_a_college_are_no_minors(school: str, *, is_told: bool) -> None:
    doc = page(("学生姓名", "院校", "家长"), ("李小明", school, "李大明"), title="雨露计划补助")
    assert bool(hits(minors, doc)) == is_told
