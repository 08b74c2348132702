"""Addresses, papers, plates, contacts, health and minors: told only where a name stands by."""

import pytest

from checks.finding import Severity
from checks.privacy.names import is_name, name_before
from checks.privacy.p204_home_address import home_address
from checks.privacy.p205_other_papers import other_papers
from checks.privacy.p206_number_plate import number_plate
from checks.privacy.p207_private_contact import private_contact
from checks.privacy.p208_health_and_hardship import health_and_hardship
from checks.privacy.p209_minors import minors
from checks.views import Document
from tests.privacy.people import hits, only, page, person, sheet

DOOR = "清河县荷花镇团结路12号3栋2单元501室"


@pytest.mark.parametrize(
    "name", ["张建国", "李明", "欧阳晓明", "诸葛亮", "阿依古丽·买买提", "于洋", "王明月", "李 明"]
)
def test_the_name_of_a_person_is_known(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "word", ["金额", "单位", "时间", "农户", "张某某", "李*", "荷花镇", "高级中学", "方式", "1"]
)
def test_other_words_are_no_names(word: str) -> None:
    assert not is_name(word)


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("张建国，男，家住", "张建国"),
        ("工作人员李明（手机", "李明"),
        ("1 王芳 ", "王芳"),
        ("申请人欧阳晓明，身份证号：", "欧阳晓明"),
        ("全县共发放补贴金额", ""),
        ("咨询电话：", ""),
    ],
)
def test_who_stands_before_a_number(before: str, name: str) -> None:
    assert name_before(before, len(before)) == name


def test_an_address_is_shown_down_to_the_town() -> None:
    hit = only(home_address, sheet(("姓名", "家庭住址"), ("李明", DOOR), ("王芳", DOOR + "东")))
    assert hit.message == "公开了 2 人精确到门牌的家庭住址"
    assert hit.evidence.startswith("工作表“名单” B2–B3：李* 清河县荷花镇******、王* ")
    assert "501" not in hit.evidence
    assert "李明" not in hit.evidence


def test_a_village_group_is_a_hint() -> None:
    hit = only(home_address, sheet(("户主", "家庭住址"), ("李明", "荷花镇荷花村3组")))
    assert hit.severity is Severity.WARNING
    assert not hits(home_address, sheet(("户主", "村组"), ("李明", "荷花镇荷花村3组")))


@pytest.mark.parametrize(
    "doc",
    [
        Document(f"某某有限公司住所：{DOOR}，法定代表人李明。"),
        Document(f"请将材料寄至{DOOR}，李明收。"),
        Document("2024年3月12号，李明到荷花村走访。"),
        Document(f"房屋征收范围：{DOOR}，被征收人李明。"),
        sheet(("姓名", "家庭住址"), ("李*", DOOR)),
        sheet(("姓名", "单位地址"), ("李明", DOOR)),
        sheet(("姓名", "地址"), ("李明", DOOR), title="房屋征收补偿公示"),
        sheet(("姓名", "家庭住址"), ("李明", "荷花镇荷花村**号")),
    ],
)
def test_addresses_of_offices_and_houses_that_must_be_told_are_left_alone(doc: Document) -> None:
    assert not hits(home_address, doc)


@pytest.mark.parametrize("tail", ["43", "12B1", "21"])
def test_the_number_of_a_disability_card_holds_an_id_number(tail: str) -> None:
    hit = only(other_papers, sheet(("姓名", "残疾证号"), ("李明", person(1) + tail)))
    assert hit.severity is Severity.CRITICAL
    assert "其中 1 个含有完整的公民身份号码" in hit.message
    assert person(1)[6:14] not in hit.evidence


def test_a_school_number_holds_an_id_number() -> None:
    assert (
        "学籍" in only(other_papers, sheet(("姓名", "学籍号"), ("李明", f"G{person(2)}"))).message
    )


@pytest.mark.parametrize(
    ("head", "value"),
    [
        ("护照号码", "E" + "2057" + "0001"),
        ("港澳通行证号", "C" + "2057" + "0001"),
        ("军官证号", "南字第" + "2057" + "0001号"),
        ("驾驶证档案编号", "3607" * 3),
        ("社会保障卡号", "A" + "2057" + "0001"),
        ("户口簿号", "3607" + "0001"),
        ("出生医学证明编号", "R36" + "2057" + "001"),
    ],
)
def test_a_head_says_what_paper_it_is(head: str, value: str) -> None:
    assert only(other_papers, sheet(("姓名", head), ("李明", value))).severity is None
    assert not hits(other_papers, sheet(("姓名", head), ("李明", value[:2] + "****" + value[-1])))
    assert not hits(other_papers, sheet(("企业名称", head), ("某某公司", value)))


def test_a_plate_needs_a_name() -> None:
    assert only(number_plate, Document("李明驾驶赣A12345小型轿车。")).evidence == "李* 赣A****5"
    assert not hits(number_plate, Document("赣A12345小型轿车发生故障。"))
    assert not hits(number_plate, Document("出租车司机李明驾驶赣A12345。"))


@pytest.mark.parametrize(
    "address", ["liming@qinghe.gov.cn", "li***@163.com", "liming@clinic.example.org"]
)
def test_office_mail_is_no_private_mail(address: str) -> None:
    assert not hits(private_contact, sheet(("姓名", "邮箱"), ("李明", address)))


def test_a_private_mail_is_masked() -> None:
    hit = only(private_contact, sheet(("姓名", "邮箱"), ("李明", "liming@163.com")))
    assert hit.evidence.endswith("l*****@163.com")


def test_what_somebody_suffers_from_is_never_shown() -> None:
    hit = only(health_and_hardship, sheet(("姓名", "病种"), ("李明", "尿毒症"), ("王芳", "胃癌")))
    assert hit.message == "名单公开了 2 人的“病种”"
    assert hit.evidence == "工作表“名单” B2–B3：李*｜病种、王*｜病种"


@pytest.mark.parametrize(
    "doc",
    [
        sheet(("乡镇", "病种", "人数"), ("荷花镇", "尿毒症", "3")),
        sheet(("姓名", "病种"), ("李*", "尿毒症")),
        sheet(("户主", "保障人数", "金额"), ("李明", "2", "800"), title="低保公示"),
        sheet(("姓名", "健康状况"), ("李明", "健康"), ("王芳", "良好")),
        sheet(("姓名", "残疾类别"), ("李明", ""), ("王芳", "——")),
        sheet(("医生姓名", "擅长病种"), ("李明", "尿毒症")),
        sheet(("机构名称", "姓名"), ("县医院", "李明"), title="精神障碍定点医疗机构名单"),
    ],
)
def test_statistics_and_what_the_law_wants_public_are_left_alone(doc: Document) -> None:
    assert not hits(health_and_hardship, doc)


def test_a_title_that_tells_makes_the_names_a_fault() -> None:
    rows = (("序号", "姓名"), ("1", "李明"), ("2", "王芳"))
    hit = only(health_and_hardship, page(*rows, title="严重精神障碍患者补助发放名单"))
    assert "2 人" in hit.message


def test_children_in_need_are_not_to_be_named() -> None:
    rows = (("姓名", "金额"), ("李小明", "900"), ("王小芳", "900"))
    assert only(minors, sheet(*rows, title="孤儿基本生活费公示")).severity is None
    assert not hits(minors, sheet(("姓名", "金额"), ("李*", "900"), title="孤儿基本生活费公示"))
    assert not hits(minors, sheet(*rows, title="大学生资助名单"))


def test_prizes_are_a_hint_only_where_they_tell_more_than_the_school() -> None:
    told = (("学生姓名", "出生日期", "奖项"), ("李小明", "2014年3月", "一等奖"))
    bare = (("学生姓名", "班级", "奖项"), ("李小明", "三年级2班", "一等奖"))
    title = "小学生作文竞赛获奖名单"
    assert only(minors, sheet(*told, title=title)).severity is Severity.WARNING
    assert not hits(minors, sheet(*bare, title=title))


@pytest.mark.parametrize(
    "heads",
    [("学生姓名", "班级"), ("幼儿姓名", "监护人"), ("姓名", "出生日期"), ("学生姓名", "家庭住址")],
)
def test_aid_for_pupils_tells_no_class_and_no_parents(heads: tuple[str, str]) -> None:
    doc = sheet(heads, ("李小明", "三年级2班"), title="义务教育阶段困难学生资助名单")
    hit = only(minors, doc)
    assert hit.message == f"公开了 1 名未成年人的姓名和“{heads[1]}”"
    assert "李小明" not in hit.evidence
