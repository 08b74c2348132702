"""What stands on the platform: plain texts, no two alike, with the faults that the story needs."""

from datetime import date, timedelta

from storyline.platform import UNITS, Platform

FIRST = date(2026, 9, 14)
OPENINGS = (
    "为方便群众办事，现将有关事项公告如下。",
    "根据年度工作安排，现将近期情况向社会公开。",
    "按照上级部署，本单位组织开展了专项工作，现将进展公布。",
    "经研究，现就下一阶段的重点任务作如下说明。",
)
MIDDLES = (
    "本次工作覆盖{n}个村和社区，参与人员{m}人次，收到意见建议{k}条，已逐条研究并反馈。",
    "截至目前，已办理各类事项{n}件，走访企业{m}家，解决困难{k}个，群众满意度稳步提高。",
    "各责任科室要对照清单抓好落实，第{k}季度前完成{n}个项目的验收，并公开{m}份档案的目录。",
    "窗口服务时间保持不变，日均接待群众{m}人，预约办理{n}件，平均等候时间{k}分钟。",
)
ENDINGS = (
    "欢迎广大群众监督，并提出宝贵意见。",
    "如有疑问，请在工作时间到服务窗口咨询。",
    "下一步将继续加强管理，提升服务水平。",
    "特此公告。",
)


def body(seed: int, said: str = "") -> str:
    """Return a text of three or four paragraphs; `said` stands in the middle."""
    numbers = {"n": 11 + seed * 7 % 83, "m": 101 + seed * 13 % 797, "k": 2 + seed * 5 % 3}
    middle = MIDDLES[seed % 4].format(**numbers)
    other = MIDDLES[(seed + 1 + seed // 4 % 3) % 4].format(
        n=numbers["n"] + 3, m=numbers["m"] + 17, k=numbers["k"] + 1
    )
    parts = (OPENINGS[seed // 4 % 4], middle, said, other, ENDINGS[(seed + seed // 3) % 4])
    return "\n".join(part for part in parts if part)


# Unit, name of the page, title, the sentence with the fault.
FAULTY = (
    ("jyj", "t01", "关于义务教育阶段新生报名的公告", "请家长登陆区教育服务平台填报信息。"),
    ("mzj", "t01", "关于困难群众临时救助申请的说明", "符合条件的家庭己经完成公示。"),
    ("mzj", "t02", "养老服务机构等级评定结果公告", "截止到2024年底，累计评定机构12家。"),
    ("cgj", "t01", "市容环境专项整治情况", "严禁在城区露天焚烧秸杆。"),
    ("cgj", "t02", "餐饮油烟治理公告", "罚款请缴至对公帐户。"),
    ("zjj", "t01", "保障性住房分配方案", "租金请通过对公帐户缴纳。"),
    ("zjj", "t02", "老旧小区改造进展公告", "楼道整治己经完成过半。"),
    ("wlj", "t01", "布署亭景点恢复开放的公告", "布署亭景点修缮完毕，恢复开放。"),
    ("nyj", "t01", "农机购置补贴申请指南", "请农户登陆补贴系统提交材料。"),
    ("scj", "t01", "食品安全监督抽检信息", "经营者己经整改到位。"),
    ("swj", "t01", "城区供水水质公告", "用户可登陆供水平台查询水质。"),
    ("swj", "t02", "防汛物资储备情况", "截止到2024年底，累计储备物资12类。"),
    ("sfj", "t01", "二〇一九年普法宣传总结", "全区深入推进依法制国的宣传。"),
    ("tjj", "t01", "第三季度主要经济指标解读", "数据己经核实。"),
)


def fill(platform: Platform) -> None:
    """Put up what stands there when the story begins."""
    seed = 0
    for unit in UNITS:
        for number in range(3):
            seed += 1
            day = FIRST - timedelta(days=6 + number * 9)
            if unit.id == "cgj":
                day -= timedelta(days=16)
            title = f"{unit.column}工作动态第{seed}期"
            platform.publish(unit.id, f"d{number}", title, day, body(seed))
    for column, name, title, said in FAULTY:
        seed += 1
        platform.publish(column, name, title, FIRST - timedelta(days=20 + seed), body(seed, said))
    platform.publish(
        "wsj",
        "t01",
        "预防接种门诊一览",
        FIRST - timedelta(days=70),
        body(seed + 1),
        links=(("各门诊开放时间表", "/wsj/kaifang.html"),),
    )


def weekly(platform: Platform, day: date) -> None:
    """Let every unit that keeps its column fresh publish something on a Friday."""
    for number, unit in enumerate(UNITS):
        if unit.id == "cgj":
            continue
        seed = day.toordinal() + number
        title = f"{unit.column}工作简讯（{day.month}月{day.day}日）"
        platform.publish(unit.id, f"w{day:%m%d}", title, day, body(seed))


def number_of(born: date, order: int) -> str:
    """Return a complete identity number, which no file may hold as it stands."""
    head = f"110105{born:%Y%m%d}{order:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(head, weights, strict=True))
    return head + "10X98765432"[total % 11]
