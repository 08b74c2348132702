"""W102 knows the published rules, and leaves alone what only looks like a breach of them."""

from datetime import date

import pytest

from checks.finding import Hit, Severity
from checks.rule import EXAMPLE_DAY, Context
from checks.views import Document
from checks.words.w102_improper_wording import improper_wording
from wordlists.lists import Words, load


@pytest.fixture(scope="module")
def words() -> Words:
    """Return the packaged lists."""
    return load()


def hits(text: str, words: Words) -> list[Hit]:
    """Run the rule over a text published today."""
    doc = Document(text, day=date(2026, 3, 1))
    return [
        hit
        for hit in improper_wording.check(doc, Context(EXAMPLE_DAY, words))
        if isinstance(hit, Hit)
    ]


RIGHT = [
    # Countries and regions told apart.
    "展会吸引了日本、韩国、中国香港等十个国家和地区的客商。",
    "留学生来自美国、英国、中国香港、中国台湾等20多个国家（地区）。",
    "产品远销日本、韩国、台湾等国家和地区。",
    "在港澳台侨和外国投资者中，香港、澳门等地区企业占八成。",
    "香港、澳门等国家统一大业的实践取得成功。",
    "美国、日本等国家对我国香港事务说三道四。",
    "世界上只有一个中国，大陆和台湾同属一个中国。",
    "大陆与台湾、内地与香港的交流日益密切。",
    "台商来华东地区考察，港商来华南投资，台胞来华侨城游览。",
    "大陆居民赴台旅游，内地居民赴港澳须办理通行证。",
    "吸毒犯罪、因涉嫌犯罪被立案，涉嫌犯危害国家安全罪。",
    "中国（海南）自由贸易港，中国香港，中国澳门，中国台湾。",
    "境外（含港澳台地区）人员、外国人和港澳台居民。",
    "国籍：中国。中国国籍。香港特别行政区国籍法实施。",
    # Other words that hold the letters of a term.
    "引进香港、新加坡等国家级检测机构。",
    "我省与香港、澳门、新加坡等地经贸往来密切。",
    "新疆独特的自然风光、西藏独有的高原生态、香港独特的优势。",
    "台湾独立音乐人、台湾独立书店负责人参加交流。",
    "台湾同胞来大陆投资，港澳同胞来内地旅游。",
    "台湾教育部分内容、台湾经济部门负责人。",
    "其中港口两座，其中港澳居民五人，空中港湾，数据中台关系清晰。",
    "中澳自由贸易协定促进中国与澳大利亚中澳贸易往来。",
    "平台语音播报，后台语言设置，讲台语境。",
    "钓鱼台国宾馆、满洲里市、黑瞎子岛、印度支那半岛。",
    "一支那样的队伍，每支那么长。",
    "古尔邦节穆斯林群众宰羊宰牛。",
    "挽回教训，返回教室，收回教学楼，召回教师。",
    "县政府书记员、区政府、书记处。",
    "农村长期规划，大学生村官座谈会，村官方网站。",
    "减弱智能化影响，薄弱智库建设，示弱智者。",
    "装傻子，抹黑户外广告，长老赖以生存。",
    "倒逼格局重塑，倒逼改革，苦苦逼近，扯鸡蛋疼爱。",
    "妈妈做的鸡妈蛋糕，我靠近窗户，给我靠边停。",
    "达菲鸡尾酒、滚粗纱机、爆菊花茶。",
    "收藏独具匠心，馆藏独特；边疆独山子；渔港独立运营。",
    "在京港澳高速、中港大道、内港码头、城市内港。",
    # The correct names.
    "台湾少数民族统称高山族，包括阿美人、泰雅人等。",
    "内蒙古自治区、新疆维吾尔自治区、广西壮族自治区、宁夏回族自治区、西藏自治区。",
    "北京朝鲜族、东北朝鲜族、生鲜族、海鲜族。",
    "土家族、护士家族、女士家族、骑士家族、道士家族文化。",
    "达斡尔族、傈僳族、仡佬族、仫佬族、布依族、畲族、拉祜族、景颇族、柯尔克孜族、撒拉族、锡伯族。",
    "普米族、塔吉克族、鄂温克族、德昂族、裕固族、塔塔尔族、独龙族、鄂伦春族、赫哲族、门巴族、珞巴族、基诺族。",
    "维吾尔族、哈萨克族、羌族、壮族、侗族、瑶族、佤族、黎族、彝族、乌孜别克族、毛南族、怒族、京族、水族。",
    "乘客家族、顾客家族、客家人。",
    "世界贸易组织成员、亚太经合组织成员、上海合作组织成员国、欧盟成员国、RCEP成员国。",
    "省人大常委会副主任、省人大环资委副主任委员、县人大常委会主任会议。",
    "全国人大常委会副委员长、全国人大常委会会议、省人大常委会组成人员。",
    "人民法院院长、人民检察院检察长列席。最高人民法院院长、最高人民检察院检察长作报告。",
    "中共清河市委书记、云桥县委书记，各县县委书记、各市市委书记参加。",
    "当选政协委员会主席，政协委员提出建议。",
    "融入“一带一路”战略支点建设，高质量共建“一带一路”。",
    "香港特别行政区行政长官、澳门特别行政区立法会。",
    "民族支系摩梭人、撒尼人、穿青人、僜人、夏尔巴人。",
    "该校附设聋人学校、盲人按摩中心，服务智力残疾人。",
    "清真寺、清真食品、清真餐饮。",
    # Quoted, told of the past, or spoken against.
    "坚决反对任何形式的“台湾独立”和“藏独”“疆独”“港独”活动。",
    "台湾“立法院”和台湾“清华大学”有关人士来访。",
    "1937年国立中央大学西迁，国立清华大学与北京大学、南开大学组成西南联大。",
    "民国二十六年，民国时期，民国三十八年修建的老宅。",
    "辛亥革命后，中华民国临时政府在南京成立。",
    "打击虚假广告，药品广告不得含有“药到病除”“无效退款”等内容。",
    "不得使用“两岸三地”等表述。",
    "《残疾人保障法》禁止歧视残疾人，不得使用残废人等歧视性称呼。",
    "巴基斯坦建国七十周年，新加坡建国50周年。",
    "朝鲜战争爆发后，南朝鲜军被志愿军击退。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_way_of_writing_is_left_alone(text: str, words: Words) -> None:
    assert [hit.message for hit in hits(text, words)] == []


WRONG = [
    ("来自日本、泰国、中国香港等十个国家的客商", "个国家", Severity.CRITICAL),
    ("产品销往韩国、台湾等国家", "等国家", Severity.CRITICAL),
    ("出口美国、香港、德国等国，", "等国", Severity.CRITICAL),
    ("台湾政府宣布", "台湾政府", Severity.CRITICAL),
    ("国籍：中国台湾", "国籍：中国台湾", Severity.CRITICAL),
    ("中国与台湾的贸易", "中国与台湾", Severity.CRITICAL),
    ("斯普拉特利群岛附近海域", "斯普拉特利群岛", Severity.CRITICAL),
    ("新疆维吾尔族自治区", "新疆维吾尔族自治区", Severity.CRITICAL),
    ("民国七十二年设立", "民国", Severity.ERROR),
    ("台商来华投资", "台商来华", Severity.ERROR),
    ("“两岸三地”青年论坛", "“两岸三地”", Severity.ERROR),
    ("《关于残废人事业的意见》", "残废人", Severity.ERROR),
    ("埃及、摩洛哥等穆斯林国家", "穆斯林国家", Severity.ERROR),
    ("走访傈傈族群众", "傈傈族", Severity.ERROR),
    ("镇上有士家族同胞二百人", "士家族", Severity.ERROR),
    ("当选政协委员", "当选政协委员", Severity.ERROR),
    ("街道办事处书记带队", "街道办事处书记", Severity.ERROR),
    ("县人大主任带队", "人大主任", Severity.WARNING),
]


@pytest.mark.parametrize(("text", "key", "severity"), WRONG)
def test_a_breach_of_a_published_rule_is_found(
    text: str, key: str, severity: Severity, words: Words
) -> None:
    assert [(hit.key, hit.severity) for hit in hits(text, words)] == [(key, severity)]


def test_every_term_names_the_rule_that_it_follows(words: Words) -> None:
    assert [term.word for term in words.improper.terms if not term.source] == []


def test_what_may_fail_a_site_speaks_of_sovereignty_or_of_the_state(words: Words) -> None:
    grave = {term.category for term in words.improper.terms if term.level.value == "S"}
    assert grave == {"港澳台和领土", "机构职务"}
