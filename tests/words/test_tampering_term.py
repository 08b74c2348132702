"""W121 tells what hackers plant in a page from what offices write against it."""

from datetime import date

import pytest

from checks.finding import Hit, Severity
from checks.rule import EXAMPLE_DAY, Context
from checks.views import Document
from checks.words.explain import passed
from checks.words.w121_tampering_term import tampering_term
from wordlists.lists import Words, load


@pytest.fixture(scope="module")
def words() -> Words:
    """Return the packaged lists."""
    return load()


def hits(doc: Document | str, words: Words) -> list[Hit]:
    """Run the rule over a text."""
    view = doc if isinstance(doc, Document) else Document(doc, day=date(2026, 3, 1))
    found = tampering_term.check(view, Context(EXAMPLE_DAY, words))
    return [hit for hit in found if isinstance(hit, Hit)]


PLANTED = [
    # As search engines see it.
    "澳门新葡京官网_澳门新葡京娱乐平台注册",
    "真人百家乐在线,百家乐玩法技巧",
    "办证刻章加微信13X",
    "时时彩平台注册送彩金",
    "代孕公司联系方式",
    "全套上门 加微信",
    "新葡京&#23448;&#32593;",
    "皇冠体育手机版登录",
    "2024新澳门开奖结果查询",
    "今晚特码一肖一码期期准",
    "同城约炮软件下载",
    "传奇私服发布网新开传奇网站",
    "黑户必下款口子无视黑白户",
    "AV在线观看 无码高清在线",
    "毕业证样本购买，国外文凭办理",
    "国产自拍在线 三级片在线",
    "花呗套现 信用卡套现秒到",
    "ＰＫ１０开奖直播",
    "亚博体育app官方下载",
    "开云体育官网入口",
    "中文字幕一级片_欧美黄_AV网站在线播放_手机av片",
    "日本不卡久久_开心五月激情综合婷婷色_色吊丝视频_日韩人妻中文在线视频",
    "开元体育官网最新版下载",
    "PG电子试玩平台",
    # In disguise.
    "代*开*发*票*加*微*信",
    "新\u200b葡\u200b京\u200b官\u200b网",
    "真 人 百 家 乐 在 线",
    "时时&#24425;平台注册",
    "无视黑\n白户",
]


@pytest.mark.parametrize("text", PLANTED)
def test_what_is_planted_is_found(text: str, words: Words) -> None:
    assert [hit.key for hit in hits(text, words)] == [""]


OFFICIAL = [
    "严厉打击网络赌博、电信网络诈骗等违法犯罪活动。",
    "市公安局捣毁一个利用“百家乐”开设赌场的犯罪团伙。",
    "纳税人可以到办税服务厅代开发票，也可以通过电子税务局自然人代开发票。",
    "自然人代开发票，携带身份证到税务所办理。",
    "临时从事经营的个人可向税务机关申请代开增值税专用发票。",
    "请通过官方微信公众号预约代开发票业务，咨询电话12366。",
    "六合彩属于非法赌博，参与者将受到处罚。",
    "中国福利彩票双色球开奖结果公告，体育彩票竞猜足球比赛销售额增长。",
    "澳门特别行政区新葡京酒店、澳门威尼斯人度假村举办会展活动。",
    "金沙江、金沙县人民政府官网、金沙遗址博物馆。",
    "澳门银河娱乐集团与我市签署旅游合作协议。",
    "公安机关提醒：兼职刷单就是诈骗，不要轻信日赚千元的广告。",
    "征信修复是骗局，不看征信的贷款广告不可信，谨防受骗。",
    "信用卡套现行为将被追究法律责任。",
    "禁止任何单位和个人组织代孕，严厉打击代孕机构和代孕中介。",
    "专项整治私服外挂侵犯著作权行为。",
    "被告人李某出售假币，被判处有期徒刑三年。",
    "缴获冰毒三千克，查获出售毒品嫌疑人。",
    "考试组织作弊、代考枪手将被追究刑事责任。",
    "毕业证办理流程：学生凭身份证到教务处办理毕业证。",
    "办理结婚证、驾驶证、身份证、居住证的窗口地址和电话。",
    "结婚证、离婚证补办须知。驾驶证扣分情况查询。",
    "娱乐场所管理条例，网吧和棋牌室专项检查。",
    "博彩业是澳门的支柱产业，特区政府规范博彩公司经营。",
    "棋牌室、麻将馆噪声扰民投诉的处理。",
    "私家侦探、非法调查公司涉嫌侵犯公民个人信息罪。",
    "公积金提取代办中介不可信，公积金提取不收费。",
    "成人高考、成人教育、成人用品店检查。",
    "推拿按摩店、足浴会所消防安全检查。",
    "妇女参加技能培训后外出务工，家政服务员提供上门服务。",
    "为行动不便的老人提供全套上门服务，社区医生上门。",
    "品茶会、茶楼、喝茶聊天、品茶论道活动。",
    "无码视频会议系统、条码无码商品检查。",
    "外围工程、外围女儿墙、外围环境整治，商务模特大赛。",
    "传奇人物、复古传奇故事、传奇色彩。",
    "申博人数增加，硕士生申博途径，申博成功。",
    "世界杯赛事直播，欧洲杯期间加强巡逻。",
    "分分合合，时时刻刻彩旗飘扬，时时彩排。",
    "极速赛车场开工建设，卡丁车极速赛车比赛。",
    "贷款不看征信、黑户贷款都是陷阱。",
    "农户凭身份证贷款，无须担保，利率优惠政策。",
    "人才公寓租金、私人借钱纠纷调解。",
    "执法人员查获听话水、催情药等违禁品。",
    "代写论文、买卖论文属于学术不端行为。",
    "医保套现、骗取医保基金案件。",
    "删帖公司、网络水军扰乱网络秩序，纳入清朗行动。",
    "气枪、弩属于管制器具，请主动上缴。",
    "宾馆、酒店开具餐饮、住宿发票。税务机关代开运输发票。",
    "先验收后付款，验收合格后付款，验货后付款。",
    "回收手机卡、银行卡，出租出售银行卡属于违法行为。",
    "通报出售枪支、出售大麻案件。",
    "按规定代开住宿发票须提供合同。",
    "网络游戏外挂、辅助外挂属侵权。",
    "持境外驾驶证免考换证，驾照免考科目二。",
    "该局原局长多次赴澳门威尼斯人赌场赌博，受到开除党籍处分。",
    "等待肾源联系医院，捐献器官移植登记。",
    "球迷网上买球票、世界杯买球衣。",
    "结婚证办理微信公众号预约。各类证件办理微信小程序上线。",
    "护士上门服务，为老人测血压。",
    "米兰体育用品公司、星空体育公园、半岛体育中心。",
    "五月丁香花开，国产avi格式视频，PG电子秤。",
    "天天操劳、夜夜守护，天天操练不停。",
    "江南体育中心平台，江南体育馆网上预约。",
]


@pytest.mark.parametrize("text", OFFICIAL)
def test_what_an_office_writes_is_left_alone(text: str, words: Words) -> None:
    assert [hit.message for hit in hits(text, words)] == []


def test_a_page_is_one_finding_however_many_phrases_it_carries(words: Words) -> None:
    [hit] = hits("新葡京官网。皇冠体育下载。时时彩平台。办证刻章。全套上门。", words)
    assert hit.severity is Severity.CRITICAL
    assert hit.message == (
        "疑似网页被篡改：出现“新葡京官网”“皇冠体育下载”“时时彩平台”等 5 种赌博、假证、色情广告语"
    )


def test_what_is_only_suspicious_is_graded_by_company(words: Words) -> None:
    [alone] = hits("花呗套现秒到账。", words)
    [joined] = hits("花呗套现秒到账，信用卡套现。", words)
    assert (alone.severity, joined.severity) == (Severity.WARNING, Severity.ERROR)


def test_a_title_is_read_too(words: Words) -> None:
    [hit] = hits(Document("关于召开会议的通知", title="澳门新葡京官网"), words)
    assert hit.evidence.startswith("标题：")


def test_it_is_told_why_a_phrase_was_let_pass(words: Words) -> None:
    doc = Document("民警捣毁“时时彩平台”。")
    reasons = [one.reason for one in passed(doc, Context(EXAMPLE_DAY, words))]
    assert reasons == ["同句有“民警”"]
