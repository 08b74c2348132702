"""Names of places: the official list, names that are nearly on it, and those of somewhere else."""

import re

import pytest

from checks.finding import Hit, Severity
from checks.rule import EXAMPLE_DAY, Context
from checks.views import Document
from checks.words.place_slips import slips
from checks.words.places import LONGEST, Rank, areas, children, codes, named, units_of
from checks.words.w118_misspelt_place import misspelt_place
from checks.words.w119_foreign_place import foreign_place
from wordlists.lists import Allowed, Words, words_of


def misspelt(text: str, region: str = "", words: Words | None = None) -> list[Hit]:
    """Return what W118 says of a text on a site of a region."""
    ctx = Context(EXAMPLE_DAY, words or Words(), region)
    found = list(misspelt_place.check(Document(text, day=EXAMPLE_DAY), ctx))
    return [hit for hit in found if isinstance(hit, Hit)]


def test_the_list_holds_all_of_the_country_with_recent_changes() -> None:
    ranks = [area.rank for area in areas()]
    assert ranks.count(Rank.PROVINCE) == 34
    assert 330 <= ranks.count(Rank.PREFECTURE) <= 336
    assert 2840 <= ranks.count(Rank.COUNTY) <= 2860
    assert {"黄岩区", "龙港市", "米林市", "和康县"} <= set(named())
    assert not {"襄樊市", "九江县", "闸北区"} & set(named())
    assert max(map(len, named())) == LONGEST


def test_every_code_is_given_once_and_begins_with_its_parents() -> None:
    assert len(codes()) == len(areas())
    assert all(re.fullmatch(r"[1-9]\d{5}", code) for code in codes())
    first = {area.name: area.code[:2] for area in areas() if area.rank is Rank.PROVINCE}
    for area in areas():
        assert not area.parents or area.code.startswith(first[area.parents[0]]), area


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("江西省", "江西"),
        ("内蒙古自治区", "内蒙古"),
        ("香港特别行政区", "香港"),
        ("阿坝藏族羌族自治州", "阿坝"),
        ("玉龙纳西族自治县", "玉龙"),
        ("东乡族自治县", "东乡"),
        ("鄂温克族自治旗", "鄂温克"),
        ("忠县", "忠县"),
    ],
)
def test_a_short_name_is_the_proper_one(name: str, short: str) -> None:
    assert named()[name][0].short == short


@pytest.mark.parametrize(
    ("region", "units"),
    [
        ("岭南省青禾市清河县", ("岭南省", "青禾市", "清河县")),
        ("江西省赣州市章贡区", ("江西省", "赣州市", "章贡区")),
        ("湖北省荆州市沙市区", ("湖北省", "荆州市", "沙市区")),
        ("北京市朝阳区", ("北京市", "朝阳区")),
        ("内蒙古自治区锡林郭勒盟东乌珠穆沁旗", ("内蒙古自治区", "锡林郭勒盟", "东乌珠穆沁旗")),
        ("", ()),
    ],
)
def test_a_region_is_taken_apart(region: str, units: tuple[str, ...]) -> None:
    assert units_of(region) == units


def test_no_official_name_is_a_slip_alone_or_behind_its_parents() -> None:
    lines = []
    for area in areas():
        lines += [area.name, area.short, "".join((*area.parents, area.name))]
        lines += [f"{parent}{area.name}" for parent in area.parents]
    assert slips("。\n".join(lines)) == []
    assert slips("、".join(lines)) == []


BAD = [
    # A character is missing.
    ("齐齐哈市人民政府", "齐齐哈尔市"),
    ("乌鲁木市", "乌鲁木齐市"),
    ("阿坝藏族羌自治州", "阿坝藏族羌族自治州"),
    ("内蒙自治区", "内蒙古自治区"),
    ("广西壮自治区", "广西壮族自治区"),
    ("宁夏回自治区", "宁夏回族自治区"),
    ("延边朝鲜自治州（以下简称延边州）", "延边朝鲜族自治州"),
    ("辽宁省葫芦市", "葫芦岛市"),
    ("大理州洱源县和恩施土家族苗自治州", "恩施土家族苗族自治州"),
    # Another character that sounds or looks alike.
    ("呼和浩忒市", "呼和浩特市"),
    ("连云岗市", "连云港市"),
    ("防城巷市", "防城港市"),
    ("巴颜淖尔市", "巴彦淖尔市"),
    ("井岗山市", "井冈山市"),
    ("呼伦贝儿市", "呼伦贝尔市"),
    ("马安山市", "马鞍山市"),
    ("西双板纳", "西双版纳"),
    ("淅江省", "浙江省"),
    ("贵洲省", "贵州省"),
    # Two have changed places.
    ("连港云市", "连云港市"),
    ("黑江龙省", "黑龙江省"),
    # One too many.
    ("新疆维吾尔族自治区", "新疆维吾尔自治区"),
    ("内蒙古族自治区", "内蒙古自治区"),
    ("博尔塔拉蒙古族自治州", "博尔塔拉蒙古自治州"),
    # Short names, directly behind their parent.
    ("江西省赣洲市", "赣州市"),
    ("江西赣洲市", "赣州市"),
    ("湖北省黄岗市", "黄冈市"),
    ("湖北省黄冈市祁春县", "蕲春县"),
    ("安徽省毫州市", "亳州市"),
    ("广东省深川市", "深圳市"),
    ("湖南省湘谭市", "湘潭市"),
    ("四川省南冲市", "南充市"),
    # In the wrong province.
    ("江西省杭州市", "浙江省杭州市"),
    ("河北省青河县", "河北省清河县"),
    ("湖南省义乌市", "浙江省义乌市"),
]


@pytest.mark.parametrize(("text", "right"), BAD, ids=[text for text, _ in BAD])
def test_a_name_one_character_off_is_told_with_the_right_one(text: str, right: str) -> None:
    found = misspelt(f"他来自{text}。")
    assert [hit.suggestion for hit in found] == ([f"核对后改为“{right}”"])


GOOD = [
    # Invented, and nobody's child.
    "岭南省青禾市清河县、青禾市、清禾县",
    "黄岗市",
    # Once right.
    "江西省波阳县、陕西省吴旗县、湖北省襄樊市、江西省九江县、福建省崇安县",
    "云南省路南彝族自治县、云南省普洱哈尼族彝族自治县、鄂西土家族苗族自治州",
    "云南省江川县、四川省重庆市、广东省海口市、黑龙江省呼伦贝尔盟",
    "广西僮族自治区",
    # Words that only begin or end like a name.
    "征求西湖区人民政府意见",
    "建设连云港核电站、乌鲁木齐石油化工总厂、黑龙江相隔、克拉玛依是一座城",
    "河南省城市人民警察巡察条例",
    "江西省吉林市场",
    "湖北省利用市场机制、云南省代理市长、浙江省小城市、四川省大城市、上海市一定区域",
    "江苏省市县、浙江省县域、贵州省山区、杭州市主城区、南京市辖区",
    # Told as what it was or is elsewhere.
    "淅江省应为浙江省",
    "韩国光州市与广东省广州市",
    # Official somewhere else, or in several places.
    "山东省鼓楼区",
]


@pytest.mark.parametrize("text", GOOD)
def test_what_is_right_somewhere_is_not_told(text: str) -> None:
    assert misspelt(f"{text}。") == []


def test_the_name_of_a_province_is_severe() -> None:
    severities = {hit.key: hit.severity for hit in misspelt("内蒙自治区、齐齐哈市")}
    assert severities == {"内蒙自治区": Severity.CRITICAL, "齐齐哈市": Severity.ERROR}


def test_a_site_misspells_its_own_name_before_an_institution() -> None:
    own = "湖北省黄冈市英山县"
    assert [hit.key for hit in misspelt("黄岗市人民政府", own)] == ["黄岗市"]
    assert misspelt("黄岗市人民政府") == []
    assert misspelt("黄岗市今天下雨；赣州市人民政府", own) == []
    assert misspelt("清禾市人民政府", "岭南省青禾市清河县")
    assert not misspelt("清河市人民政府、青禾市人民政府", "岭南省青禾市清河县")


def test_one_wrong_name_is_told_once_with_its_number() -> None:
    (hit,) = misspelt("齐齐哈市的孩子到了齐齐哈市。")
    assert hit.message == "“齐齐哈市”应为“齐齐哈尔市”（2 处）"


def test_a_name_with_blanks_put_in_is_found_and_an_allowed_one_is_not() -> None:
    assert [hit.key for hit in misspelt("齐 齐 哈 市")] == ["齐齐哈市"]
    assert misspelt("齐齐哈市报", words=words_of({}, [Allowed("齐齐哈市报", "W118")])) == []


def test_a_wrong_name_in_the_title_is_told() -> None:
    document = Document("正文", title="内蒙自治区通知", day=EXAMPLE_DAY)
    (hit,) = misspelt_place.check(document, Context(EXAMPLE_DAY, Words()))
    assert isinstance(hit, Hit)
    assert hit.evidence.startswith("标题：")


def test_children_are_told_at_any_depth() -> None:
    assert {"赣州市", "章贡区"} <= children("江西省")
    assert "章贡区" in children("赣州市")
    assert children("青禾市") == frozenset()


OWN = "岭南省青禾市清河县"
NOTICE = "清河县人民政府关于加强水库管理的通知\n"
BODY = "各乡镇人民政府，县直各单位：\n为加强水库管理，现将有关事项通知如下。\n"
RULES = "清河县河道管理办法\n第一条 为加强清河县河道管理，制定本办法。\n"


def foreign(text: str, region: str = OWN, title: str = "") -> list[str]:
    """Return the foreign places that W119 finds."""
    document = Document(text, title=title, day=EXAMPLE_DAY)
    found = list(foreign_place.check(document, Context(EXAMPLE_DAY, Words(), region)))
    return [hit.key for hit in found if isinstance(hit, Hit)]


LEFT_OVER = [
    # Who signs.
    NOTICE + BODY + "兴国县人民政府\n2026年2月1日",
    NOTICE + BODY + "江西省赣州市兴国县人民政府\n2026年2月1日",
    NOTICE + BODY + "中共兴国县委办公室\n2026年2月1日",
    NOTICE + BODY + "兴国县水利局\n2026年2月1日\n（此件公开发布）",
    NOTICE + BODY + "兴国县水利局\n于都县财政局\n2026年2月1日",
    NOTICE + BODY + "　　　　兴国县人民政府办公室　　\n　　　二〇二六年二月一日",
    "清河县水利局关于印发防汛方案的通知\n" + BODY + "兴国县水利局\n2026年2月1日",
    # Who explains.
    RULES + "第二十条 本办法由兴国县人民政府负责解释。",
    RULES + "第二十条 本办法由兴国县水利局负责解释，自印发之日起施行。",
    RULES + "第二十条 本办法由江西省赣州市兴国县水利局负责解释。",
    RULES + "第二十条 本办法由杭州市人民政府办公室负责解释。",
    RULES + "第二十条 本办法由浙江省水利厅会同兴国县负责解释。",
    # Where it holds.
    RULES + "第二条 本办法适用于兴国县行政区域内的河道。",
    RULES + "第二条 本办法适用于石城县境内的河道。",
    RULES + "第二条 在兴国县行政区域内从事采砂活动的，应当遵守本办法。",
    RULES + "第二条 在于都县境内采砂，适用本办法。",
    # “My county”.
    RULES + "我县（于都县）河网密布。",
    RULES + "本县（于都县，下同）河网密布。",
    RULES + "于都县（以下简称“我县”）河网密布。",
    RULES + "于都县（以下简称全县）河网密布。",
    # To whom it is addressed.
    NOTICE + "宁都县各乡镇人民政府、县直各单位：\n现通知如下。",
    NOTICE + "宁都县直属各单位：\n现通知如下。",
    NOTICE + "江西省赣州市宁都县各乡（镇）人民政府：\n现通知如下。",
]


@pytest.mark.parametrize("text", LEFT_OVER)
def test_a_document_that_calls_itself_another_places_is_told(text: str) -> None:
    assert foreign(text)
    assert foreign(text, region="") == []


OF_ONES_OWN = [
    # One's own names, and those above.
    NOTICE + BODY + "清河县人民政府\n2026年2月1日",
    NOTICE + BODY + "岭南省青禾市清河县人民政府\n2026年2月1日",
    NOTICE + BODY + "青禾市水利局\n清河县人民政府\n2026年2月1日",
    NOTICE + BODY + "国家税务总局清河县税务局\n2026年2月1日",
    RULES + "第二十条 本办法由清河县人民政府负责解释。",
    RULES + "第二十条 本办法由县水利局负责解释。",
    RULES + "第二十条 本办法由青禾市水利局负责解释。",
    RULES + "第二条 本办法适用于清河县行政区域内的河道。",
    RULES + "我县（清河县）河网密布。",
    "青禾市人民政府关于防汛的通知\n各县（市、区）人民政府：\n请清河县落实。\n青禾市人民政府\n2026年2月1日",
    # Two places have signed together.
    NOTICE + BODY + "清河县水利局\n兴国县水利局\n2026年2月1日",
    "清河县、兴国县关于联合防汛的合作协议\n甲方乙方如下。\n兴国县人民政府\n2026年2月1日",
    # Letters from somewhere else.
    "清河县人民政府：\n来函收悉。\n兴国县人民政府\n2026年2月1日",
    "关于商请支援的函\n清河县人民政府：\n请予支持。\n兴国县人民政府\n2026年2月1日",
    "清河县水利局关于转发防汛经验的通知\n现转发如下。\n兴国县水利局\n2026年2月1日",
    # Reposts.
    "来源：兴国发布\n清河县游客很多。我县（兴国县）河网密布。",
    "我县（兴国县）河网密布，清河县也是。（摘自：江西日报）\n转载：兴国县融媒体中心",
    "兴国县河道管理办法\n第一条 为学习清河县。\n第二十条 本办法由兴国县人民政府负责解释。",
    "兴国县河道管理办法\n第二条 本办法适用于兴国县行政区域内的河道。",
    "附件：兴国县河道管理办法\n供清河县参考\n本办法由兴国县水利局负责解释。",
    # News, visits, people, firms, courts.
    "清河县党政代表团赴兴国县考察。",
    "兴国县党政代表团来清河县考察，我县领导陪同。",
    "清河县与兴国县相比，水资源更丰富。",
    "王某，江西省兴国县人，任清河县水利局副局长。",
    "清河县采购公告\n供应商：兴国县建筑公司，地址：江西省赣州市兴国县。",
    "清河县中标公示\n由兴国县招标公司负责解释。",
    "清河县人民法院公告：由兴国县人民法院执行。",
    "清河县特产远销杭州市、宁波市、兴国县。",
    "清河县籍企业家在兴国县投资兴业。",
    "清河县疫情通报：患者从杭州市来，由兴国县疾控中心负责流调。",
    "清河县居民可在兴国县境内异地就医。",
    "清河县水库在兴国县境内的部分由上级管理。",
    RULES + "第二条 本办法不适用于兴国县行政区域内的河道。",
    RULES + "第二条 在兴国县境内的河段不适用本办法。",
    "感谢信\n兴国县各有关单位：\n感谢对清河县的支援。",
    # Quoted.
    RULES + "有人问：“由兴国县人民政府负责解释”是什么意思？",
    RULES + "参照《在兴国县行政区域内施行本办法的规定》。",
    # Names that are only kinds.
    RULES + "我区（城区）河网密布。",
    # No document of one's own at all.
    "我县（兴国县）河网密布。",
    "本办法由兴国县人民政府负责解释。",
    "兴国县各乡镇人民政府：\n现通知如下。\n兴国县人民政府\n2026年2月1日",
    # Talks of the other place throughout.
    "清河县援助兴国县纪实\n兴国县是友邻，兴国县多山。由兴国县水利局负责解释。",
    # Only a day, no signature.
    NOTICE + BODY + "2026年2月1日",
    NOTICE + BODY + "联系人：县水利局\n2026年2月1日",
]


@pytest.mark.parametrize("text", OF_ONES_OWN)
def test_what_may_be_said_of_another_place_is_not_told(text: str) -> None:
    assert foreign(text) == []


def test_the_places_below_and_above_are_ones_own() -> None:
    city = "赣州市河道管理办法\n本办法由兴国县水利局负责解释。"
    assert foreign(city, "江西省赣州市") == []
    assert foreign(city.replace("兴国", "义乌").replace("县", "市"), "江西省赣州市") == ["义乌市"]
    county = "兴国县河道管理办法\n本办法由赣州市水利局负责解释。"
    assert foreign(county, "兴国县") == []
    assert foreign(county.replace("赣州", "吉安"), "兴国县") == ["吉安市"]


def test_the_title_says_whose_the_document_is() -> None:
    text = BODY + "兴国县人民政府\n2026年2月1日"
    assert foreign(text, title="清河县人民政府关于加强水库管理的通知") == ["兴国县"]
    assert foreign(text, title="兴国县人民政府关于加强水库管理的通知") == []
