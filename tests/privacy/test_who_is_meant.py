"""Who is meant by a head, a label or a sentence, and what is there for everybody."""

import pytest

from checks.finding import Severity
from checks.privacy.p201_id_number import id_number
from checks.privacy.p202_mobile_number import mobile_number
from checks.privacy.p203_bank_card import bank_card
from checks.privacy.p204_home_address import home_address
from checks.privacy.p205_other_papers import other_papers
from checks.privacy.p207_private_contact import private_contact
from checks.privacy.p208_health_and_hardship import health_and_hardship
from checks.privacy.p209_minors import minors
from checks.privacy.p222_internal_mark import internal_mark
from checks.rule import Rule
from checks.views import Document
from tests.privacy.people import CONTEXT, card, hits, mobile, only, page, person

PHONE = mobile(1)
CARD = card(3)
GROUPED = " ".join(CARD[at : at + 4] for at in range(0, len(CARD), 4))


@pytest.mark.parametrize("head", ["致贫返贫原因", "主要致贫返贫原因", "返贫原因", "风险原因"])
@pytest.mark.parametrize("place", ["村", "组", "所在村"])
def test_why_somebody_is_poor(head: str, place: str) -> None:
    doc = page(("姓名", place, head, "措施"), ("李大明", "荷花村", "突发重病", "低保"))
    assert hits(health_and_hardship, doc)


@pytest.mark.parametrize("head", ["姓名/身份证号", "（户主）姓名及身份证号码", "姓名（身份证号）"])
@pytest.mark.parametrize("cell", [f"李大明{person(4)}", f"李大明 {person(4)}"])
def test_a_column_of_names_with_numbers_is_one_of_people(head: str, cell: str) -> None:
    doc = page((head, "患病名称"), (cell, "冠心病"))
    assert hits(id_number, doc)
    assert hits(health_and_hardship, doc)


@pytest.mark.parametrize(
    ("heads", "row", "title", "is_told"),
    [
        (("姓名", "职称", "微信号"), ("李大明", "高级工程师", "lidaming_77"), "", True),
        (("姓名", "QQ"), ("李大明", "10203040"), "评审专家库名单", True),
        (("姓名", "职称", "工作微信"), ("李大明", "高级工程师", "lidaming_77"), "", False),
        (("姓名", "职称", "邮箱"), ("李大明", "高级工程师", "ldm1984@163.com"), "", False),
        (("姓名", "邮箱"), ("李大明", "ldm1984@163.com"), "评审专家库名单", False),
    ],
)
def test_the_chats_of_experts_are_their_own(
    heads: tuple[str, ...], row: tuple[str, ...], title: str, *, is_told: bool
) -> None:
    assert bool(hits(private_contact, page(heads, row, title=title))) == is_told


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("歌手：李大明，微信号ldm_singer", True),
        ("歌手：李大明，QQ号10203040", True),
        ("单位公众号：微信号qinghe_fabu", False),
        ("李大明，微信iphone16版", False),
    ],
)
def test_a_chat_right_behind_its_label(text: str, *, is_told: bool) -> None:
    assert bool(hits(private_contact, Document(text))) == is_told


@pytest.mark.parametrize(
    ("title", "is_told"),
    [
        ("公开招聘面试入围人员名单", True),
        ("事业单位招聘资格复审合格考生", True),
        ("招聘公告", False),
        ("人才招聘会企业名录", False),
    ],
)
def test_who_applied_called_nobody_to_call(title: str, *, is_told: bool) -> None:
    doc = page(("姓名", "岗位", "联系电话"), ("谌明", "护士", PHONE), title=title)
    assert bool(hits(mobile_number, doc)) == is_told


def test_the_mobile_of_whoever_is_on_duty_is_a_hint() -> None:
    rows = (("2月1日", "李局长", "李大明", PHONE), ("2月2日", "王局长", "王小芳", mobile(2)))
    heads = ("日期", "带班领导", "值班人员")
    own = page((*heads, "手机"), *rows, title="春节值班安排表")
    assert only(mobile_number, own).severity is Severity.WARNING
    assert not hits(mobile_number, page((*heads, "值班电话"), *rows, title="春节值班安排表"))
    assert not hits(mobile_number, page((*heads, "联系电话"), *rows, title="春节值班安排表"))


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        (f"投诉人：李大明，身份证号：{person(2)}，联系电话：{PHONE}。反映噪音。", True),
        (f"申请人：王小芳，女，住荷花镇，电话：{PHONE}", True),
        (f"申请人：王小芳，女。咨询电话：{PHONE}", False),
        (f"申请人：王小芳，经办人陈国富，电话：{PHONE}，受理时间两天", False),
    ],
)
def test_the_telephone_of_who_complains(text: str, *, is_told: bool) -> None:
    assert bool(hits(mobile_number, Document(text))) == is_told


@pytest.mark.parametrize("head", ["救援电话", "抢险联系电话", "应急电话"])
def test_the_telephone_of_a_rescue_is_public(head: str) -> None:
    rows = (("李大明", PHONE), ("王小芳", mobile(2)), ("陈国富", mobile(3)))
    assert not hits(mobile_number, page(("救援队员", head), *rows))
    lines = "\n".join("\t".join(row) for row in (("救援队员", head), *rows))
    assert not hits(mobile_number, Document(lines))


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        (f"赔款转入本人账户：户名李大明，建行卡号{CARD}。", True),
        (f"赔款转入本人账户：开户名李大明，建行卡号{GROUPED}。", True),
        (f"患者李大明，捐款请打入李大明工商银行卡 {CARD}。", True),
        (f"爱心款请汇至王小芳（农行卡号{CARD}）", True),
        (f"捐款请汇至清河县红十字会，农行卡号{CARD}。", False),
        (f"户名：清河县慈善总会，捐款账号{CARD}", False),
        (f"罚款汇入国库建设银行卡 {CARD}", False),
    ],
)
def test_whose_account_the_money_goes_to(text: str, *, is_told: bool) -> None:
    assert bool(hits(bank_card, Document(text))) == is_told


@pytest.mark.parametrize(
    ("holder", "is_told"),
    [("清河县人民法院", False), ("清河县住建局", False), ("李大明", True), ("李*明", True)],
)
def test_the_holder_of_an_account_may_be_an_office(holder: str, *, is_told: bool) -> None:
    doc = page(("账户名称", "开户银行", "账号"), (holder, "建行清河支行", CARD))
    assert bool(hits(bank_card, doc)) == is_told


@pytest.mark.parametrize(
    ("title", "text", "is_told"),
    [
        ("孤儿认定公示", "拟认定孤儿：李小明，男，2017年3月2日出生，随祖母生活。", True),
        ("困境儿童救助公示", "李小明，男，监护人王小芳。", True),
        ("关爱困境儿童", "李大明，男，1971年3月出生，中共党员。", False),
        ("关爱困境儿童", "李大明，男，荷花村支部书记。", False),
        ("救助公示", "李小明，男，2017年3月2日出生。", False),
    ],
)
def test_a_sentence_tells_of_a_child_in_need(title: str, text: str, *, is_told: bool) -> None:
    assert bool(hits(minors, Document(text, title=title))) == is_told


@pytest.mark.parametrize(("name", "is_told"), [("亓小蝶", True), ("合计", False), ("不详", False)])
def test_a_rare_surname_under_a_head_of_names(name: str, *, is_told: bool) -> None:
    doc = page(("姓名", "监护人"), (name, "李大明"), title="孤儿名单公示")
    assert bool(hits(minors, doc)) == is_told


@pytest.mark.parametrize("label", ["台胞证号", "台胞证：", "回乡证号码", "来往大陆通行证编号为"])
@pytest.mark.parametrize("end", ["", "B"])
def test_a_permit_of_eight_digits(label: str, end: str) -> None:
    number = "20570001"
    assert hits(other_papers, Document(f"李大明，台湾居民，{label}{number}{end}，来我县投资。"))


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("家住清河县荷花镇新街小区2栋3单元501室的孤寡老人李大明，今年九十岁。", True),
        ("家住清河县荷花镇新街小区2栋3单元501室的李大明因病住院。", True),
        ("家住清河县荷花镇新街12号的老党员李大明说很满意。", True),
        ("清河县荷花镇新街12号的包子铺，味道很好。", False),
    ],
)
def test_who_lives_there_follows_the_address(text: str, *, is_told: bool) -> None:
    assert bool(hits(home_address, Document(text))) == is_told


def test_where_an_examination_is_held_is_no_home() -> None:
    heads = ("考生", "考场", "地址")
    assert not hits(home_address, page(heads, ("李大明", "3", "二中（新街12号）")))
    assert not hits(home_address, page(heads, ("李大明", "3", "荷花镇新街12号")))
    assert hits(home_address, page((*heads[:2], "家庭住址"), ("李大明", "3", "荷花镇新街12号")))


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("会议材料，会后收回", True),
        ("讨论稿 会后退还", True),
        ("阅后即退", True),
        ("阅后收回", True),
        ("会议材料由办公室收回", False),
        ("会议材料，请自行打印", False),
    ],
)
def test_papers_that_are_collected_after_the_meeting(line: str, *, is_told: bool) -> None:
    found = list(internal_mark.check(Document(f"{line}\n清河县有关工作汇报"), CONTEXT))
    assert bool(found) == is_told


@pytest.mark.parametrize("rule", [mobile_number, health_and_hardship])
def test_a_list_of_villages_alone_tells_of_nobody(rule: Rule[Document]) -> None:
    assert not hits(rule, page(("村", "户数", "风险原因"), ("荷花村", "3", "因病")))
