"""The word rules tell mistakes from words that merely look like them."""

import subprocess
import sys
from datetime import date

import pytest

from checks.finding import Hit, Severity
from checks.rule import EXAMPLE_DAY, Context, Rule
from checks.views import Document
from checks.words.w101_wrong_word import wrong_word
from checks.words.w102_improper_wording import improper_wording
from checks.words.w103_doubled_word import doubled_word
from checks.words.w104_withdrawn_institution import withdrawn_institution
from checks.words.w105_document_number import document_number
from crawler.page import Place
from wordlists.lists import Words, load, words_of
from wordlists.term import Term

RULES = (wrong_word, improper_wording, doubled_word, withdrawn_institution, document_number)
TODAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def words() -> Words:
    """Return the packaged lists."""
    return load()


def hits(rule: Rule[Document], doc: Document | str, words: Words) -> list[Hit]:
    """Run one rule over a text published today."""
    view = Document(doc, day=TODAY) if isinstance(doc, str) else doc
    found = list(rule.check(view, Context(EXAMPLE_DAY, words)))
    assert all(isinstance(hit, Hit) for hit in found)
    return [hit for hit in found if isinstance(hit, Hit)]


FALSE_ALARMS = [
    # Two words meet.
    "农户可以自己经营或者自己经历一次流转。",
    "欢迎周末来、月末来、期末来咨询。",
    "孩子一周未到校，四周未返。周未成年人活动。",
    "承包人土地、个人土地、农村人土地意识。",
    "依法入驻、合法入境、非法入侵、方法入手、立法入法。",
    "申请入学、申请入会、申请入党、申请入住。",
    "把群众的事当做为民办实事的抓手，做为了群众的事。",
    "公布署名文章，颁布署名办法，发布署名文件。",
    "校园满意度测评，公园满目青翠，花园满园春色。",
    "讲座落幕后，大家在座落泪。",
    "不良反应情况、化学反应情况、市场反应情况。",
    "水平米制、办公分工。",
    "环卫计划、护卫计划和防卫计策。",
    "农业部门、文化部署、纪检监察部门、文体旅游局、旅游局面。",
    "农村长期规划，乡村长效机制，村长远发展。",
    "数据中台、业务中台建设，其中港口两座、空中港湾。",
    "东北朝鲜族村落。",
    "思维族群、纤维族。",
    "平台独立运行，电视台独家播出，舞台独特。",
    "科学发展现状、科学发展现代农业。",
    "检查院内消防设施和检查院落卫生。",
    "扶贫办法、扶贫办事指南。",
    "清河县人民政府政府信息公开指南，人民政府政府网站，人民政府政府采购。",
    "立即然后上报。按装机容量收费。过渡假设、过渡假期。",
    "防疫请示、检疫请求、免疫请关注。不防讯问。",
    "民主集中治理，办公市场改造，通过份额转让，拒绝定期检查。",
    # Names, quotations and titles.
    "依据《关于印发环境保护部职责的通知》执行。",
    "环发〔2015〕12号由环境保护部印发。",
    "判决案号（2024）赣07民终1号。",
    "坚决反对“台独”分裂势力。",
    "大学生“村官”座谈会。",
    "试卷标注“绝密★启用前”。",
    # Right already.
    "《A》（2019）、《B》均有效；广义货币M2增长；1、2月份。",
    "报名截止到5月31日。",
    "的的确确、不甚了了、是是非非、和和美美。",
    "为了了解目的的实现，看是是否。",
    "平等、公正、法治。道路自信、理论自信、制度自信、文化自信。",
    "省人大环资委副主任。中国共产党江西省第十五次代表大会。",
]


@pytest.mark.parametrize("text", FALSE_ALARMS)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_what_only_looks_like_a_mistake_is_left_alone(
    rule: Rule[Document], text: str, words: Words
) -> None:
    assert hits(rule, text, words) == []


MISTAKES = [
    (wrong_word, "农户露天焚烧秸杆", "秸杆"),
    (wrong_word, "抓好部暑", "部暑"),
    (wrong_word, "重新布署工作", "布署"),
    (wrong_word, "把任务贯彻落时到位", "贯彻落时"),
    (wrong_word, "请转入对公帐户", "帐户"),
    (wrong_word, "项目座落于县城东郊", "座落"),
    (wrong_word, "召开坐谈会", "坐谈会"),
    (wrong_word, "申请入须本人到场", "申请入"),
    (wrong_word, "我县己经完成目标任务", "己经"),
    (wrong_word, "定于本周未举行", ""),
    (wrong_word, "周未和节假日照常上班", "周未"),
    (wrong_word, "做好防讯抗旱工作", "防讯"),
    (wrong_word, "古桥修茸一新", "修茸"),
    (wrong_word, "截止到2025年底，全县累计建成36座", "截止到"),
    (wrong_word, "齐齐哈市", "齐齐哈市"),
    (wrong_word, "县检查院提起公诉", "检查院"),
    (wrong_word, "平等、公正、法制", "公正、法制"),
    (wrong_word, "坚定理论自信、道路自信、制度自信、文化自信", "道路自信"),
    (wrong_word, "党的十九次全国代表大会", "次全国代表大会"),
    (wrong_word, "在社会各界人土的支持下", "人土"),
    (wrong_word, "放眼末来，再创佳绩", "末来"),
    (wrong_word, "认真听取群众反应情况", "反应情况"),
    (improper_wording, "县残废人联合会", "残废人"),
    (improper_wording, "县人大副主任出席", "人大副主任"),
    (improper_wording, "鼓吹台独的势力", "台独"),
    (improper_wording, "中港两地往来", "中港"),
    (doubled_word, "关于关于召开会议的通知", "关于关于"),
    (doubled_word, "重要的的一环", "的的"),
    (withdrawn_institution, "由县环境保护局受理", "环境保护局"),
    (withdrawn_institution, "向农业部报告", "农业部"),
    (withdrawn_institution, "县卫计委通知", "卫计委"),
    (document_number, "青府办发〔2026〕第8号", "青府办发〔2026〕8号"),
]


@pytest.mark.parametrize(("rule", "text", "key"), MISTAKES)
def test_a_mistake_is_found(rule: Rule[Document], text: str, key: str, words: Words) -> None:
    assert [hit.key for hit in hits(rule, text, words)] == ([key] if key else [])


@pytest.mark.parametrize(
    "text",
    ["严禁焚烧秸 杆", "严禁焚烧秸\u200b杆", "严禁焚烧秸\u00a0杆", "严禁焚烧秸\u3000杆"],
)
def test_a_word_torn_apart_is_found_where_it_stands(text: str, words: Words) -> None:
    [hit] = hits(wrong_word, text, words)
    assert "【秸" in hit.evidence
    assert hit.evidence.endswith("杆】")


def test_cells_of_a_table_do_not_join_to_a_word(words: Words) -> None:
    assert hits(wrong_word, "承包 人\t土地\n姓名 周\n未婚", words) == []


def test_one_word_is_one_hit_that_counts(words: Words) -> None:
    [hit] = hits(wrong_word, "秸杆还田。秸杆饲料。秸杆发电。", words)
    assert hit.message == "“秸杆”应为“秸秆”（3 处）"
    assert hit.severity is Severity.ERROR


def test_a_slip_in_the_name_of_the_state_is_grave(words: Words) -> None:
    [hit] = hits(wrong_word, "中华人民共合国", words)
    assert hit.severity is Severity.CRITICAL
    assert hit.message.startswith("严重表述错误：")


def test_the_title_is_read_once(words: Words) -> None:
    alone = Document("正文。", title="秸杆禁烧通告", day=TODAY)
    repeated = Document("秸杆禁烧通告\n正文。", title="秸杆禁烧通告", day=TODAY)
    assert hits(wrong_word, alone, words)[0].evidence == "标题：【秸杆】禁烧通告"
    assert hits(wrong_word, repeated, words)[0].message == "“秸杆”应为“秸秆”"


def test_a_term_for_titles_is_not_looked_for_in_the_text() -> None:
    words = words_of({"wrong_words": (Term("启示", "启事", title_only=True),)})
    assert hits(wrong_word, Document("招聘启示", title="人才招聘启示"), words)
    assert not hits(wrong_word, Document("他得到招聘启示"), words)


def test_the_place_in_a_file_is_told(words: Words) -> None:
    doc = Document("第一页\n秸杆", places=(Place(0, "第 1 页"), Place(4, "第 2 页")))
    assert hits(wrong_word, doc, words)[0].evidence.startswith("第 2 页：")


def test_evidence_never_carries_a_personal_number(words: Words) -> None:
    number = "110101" + "19050307" + "1230"
    [hit] = hits(wrong_word, f"秸杆补贴对象{number}", words)
    assert number not in hit.evidence


def test_an_old_name_is_no_fault_without_a_date(words: Words) -> None:
    assert hits(withdrawn_institution, Document("县环保局"), words) == []
    assert hits(withdrawn_institution, Document("县环保局", day=date(2018, 1, 1)), words) == []
    assert hits(withdrawn_institution, Document("县环保局", day=date(2020, 1, 1)), words)


def test_a_document_number_is_named_as_it_should_be(words: Words) -> None:
    hit, again = hits(document_number, "根据青府发[2026]3号和青府发[2026]3号文件", words)
    assert hit.key == again.key
    assert hit.suggestion == "改为“青府发〔2026〕3号”"


def test_a_text_without_candidates_does_not_load_the_dictionary() -> None:
    program = (
        "import sys; from datetime import date; from wordlists.lists import load;"
        "from checks.rule import Context; from checks.views import Document;"
        "from checks.words.w101_wrong_word import wrong_word;"
        "ctx = Context(date(2026, 3, 1), load());"
        "assert list(wrong_word.check(Document('严禁焚烧秸杆。'), ctx));"
        "assert 'jieba' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
