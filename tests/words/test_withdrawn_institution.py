"""W104 tells old names by the day of the article, and says what has become of them."""

from datetime import date
from pathlib import Path

import pytest

from checks.finding import Hit
from checks.rule import EXAMPLE_DAY, Context
from checks.views import Document
from checks.words.w104_withdrawn_institution import withdrawn_institution
from wordlists.lists import PACKAGED, Words, load
from wordlists.table import read_text

TODAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def words() -> Words:
    """Return the packaged lists."""
    return load()


def messages(text: str, words: Words, day: date = TODAY) -> list[str]:
    """Return what the rule says of a text."""
    found = withdrawn_institution.check(Document(text, day=day), Context(EXAMPLE_DAY, words))
    return [hit.message for hit in found if isinstance(hit, Hit)]


OLD = [
    ("请到县环保局办理", "“环保局”已撤并，现为“生态环境局”"),
    ("由县物价局负责解释", "“县物价局”已撤并，现为“县发展和改革委员会（局）”"),
    ("向银保监局投诉", "“银保监局”已撤并，现为“金融监管局”"),
    ("县国税局、税务所", "“国税局”已撤并，现为“税务局”"),
    ("清河公安消防大队检查", "“公安消防大队”已撤并，现为“消防救援大队”"),
    (
        "中国人民银行武汉分行公告",
        "“人民银行武汉分行”已撤并，现为“人民银行湖北省分行”",
    ),
    ("新冠肺炎患者出院后", "“新冠肺炎”已不再使用，现为“新型冠状病毒感染”"),
    ("缴纳新农合费用", "“新农合”已不再使用，现为“城乡居民基本医疗保险”"),
    ("走访慰问五保户", "“五保户”已不再使用，现为“特困人员”"),
    ("申领房产证的居民", "“申领房产证”已不再使用，现为“申领不动产权证书”"),
    ("投诉电话：12331", "“12331”已不再使用，现为“12315”"),
    (
        "依据《婚姻法》的规定",
        "“《婚姻法》”已废止，现为“《中华人民共和国民法典》婚姻家庭编”",
    ),
]


@pytest.mark.parametrize(("text", "message"), OLD)
def test_an_old_name_is_found_and_the_new_one_told(text: str, message: str, words: Words) -> None:
    assert messages(text, words) == [message]


RIGHT = [
    # Institutions whose names have not changed.
    "国家信访局、科技部、国家知识产权局、国家林业和草原局、省林业局、县委编办。",
    "国家税务总局清河县税务局、农业农村部、文化和旅游部、国家海洋局。",
    "县农业农村局（乡村振兴局）、县乡村振兴局、县大数据发展管理局。",
    "国家疾病预防控制局、国家矿山安全监察局、金融监管局、边境管理支队。",
    # Other words that hold the letters of a name.
    "农业部门、文化部署、卫生部分、交通部位、建设部署、县工商所得税。",
    "公司人事部发布招聘信息。",
    "违法违规、法律双规则、电话0791-12331888。",
    "非营业税、营业税金及附加、批准生产、批准生育。",
    # Told of the past.
    "原县卫生局、县原国土资源局、由原环保局验收。",
    "2016年由县农业局组织实施。",
    "县食药监局、工商局、质监局整合组建市场监督管理局。",
    "《环境保护部关于印发通知》《农村五保供养工作条例》。",
    "新冠肺炎疫情期间减免房租。",
    "自民法典施行之日起，《合同法》同时废止。",
    # Laws in force.
    "依据《中华人民共和国劳动合同法》《江西省信访条例》《居住证暂行条例》。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_still_exists_or_is_history_is_left_alone(text: str, words: Words) -> None:
    assert messages(text, words) == []


def test_before_its_day_a_name_is_right(words: Words) -> None:
    assert messages("银保监会通知", words, date(2023, 5, 18)) == []
    assert messages("银保监会通知", words, date(2023, 5, 19))


def test_one_line_of_the_site_moves_the_day_of_all_its_institutions(tmp_path: Path) -> None:
    late = "名称,日期\n2018年地方机构改革,2019-06-30\n"
    (tmp_path / "dates.csv").write_text(late, encoding="utf-8")
    text, day = "县环保局、县国土资源局、县卫计委", date(2019, 5, 1)
    assert len(messages(text, load(), day)) == len(text.split("、"))
    assert messages(text, load(tmp_path), day) == []


def test_every_day_of_a_reform_is_used() -> None:
    listed = read_text(PACKAGED / "withdrawn.csv")
    names = [line.split(",")[0] for line in read_text(PACKAGED / "dates.csv").splitlines()[1:]]
    assert [name for name in names if f",{name}," not in listed] == []
