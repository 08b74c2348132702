"""Papers that disclose what they must not: lists of people, forms, sentences."""

from collections.abc import Callable

from tests.documents import columns as of
from tests.documents.columns import Column, people, written
from tests.documents.paper import Grid, Kind, Paper, Paragraph, Secret, Spot
from tests.documents.values import Values

CLOSING = ("清河县农业农村局", "2024年3月15日")


def farm_subsidy(values: Values) -> Paper:
    """Return a list of subsidies with ID numbers and accounts."""
    grid = people(
        "名单",
        (
            of.name(values.random.choice(("姓名", "户主姓名", "农户姓名"))),
            of.ids(values.random.choice(("身份证号", "身份证号码", "公民身份号码", "证件号码"))),
            of.villages(),
            of.areas(),
            of.amounts(),
            values.random.choice((of.cards(), of.passbooks())),
        ),
        values,
        values.random.randint(5, 12),
    )
    phone = values.office_phone()
    return Paper(
        "关于2024年耕地地力保护补贴发放名单的公示",
        (
            Paragraph(
                "根据《财政部办公厅 农业农村部办公厅关于做好2024年耕地地力保护补贴工作的通知》（财办农〔2024〕12号）要求，现将我县补贴发放名单予以公示。"
            ),
            Paragraph(f"公示期为2024年3月15日至2024年3月21日，监督举报电话：{phone}。"),
            grid,
            *map(Paragraph, CLOSING),
        ),
        (phone,),
    )


def house_repair(values: Values) -> Paper:
    """Return a list with addresses, old ID numbers and mobile numbers."""
    old = people(
        "危房改造对象",
        (of.name("户主姓名"), of.old_ids(), of.addresses(), of.amounts("补助金额（元）")),
        values,
        values.random.randint(3, 6),
    )
    new = people(
        "搬迁对象",
        (of.name(), of.ids(), of.addresses("家庭详细住址"), of.mobiles("手机号码")),
        values,
        values.random.randint(4, 8),
    )
    return Paper(
        "清河县2024年农村危房改造拟补助对象公示",
        (
            Paragraph("经个人申请、村级评议、乡镇审核、县级审批，现将拟补助对象名单公示如下："),
            old,
            Paragraph("易地搬迁对象名单如下："),
            new,
            Paragraph("清河县住房和城乡建设局"),
        ),
    )


def going_abroad(values: Values) -> Paper:
    """Return a list of travellers with passports and private mail addresses."""
    grid = people(
        "团组成员",
        (
            of.name(),
            of.chosen("性别", "男", "女"),
            of.chosen("工作单位", "清河县商务局", "清河县招商服务中心", "青禾市农业科学院"),
            of.passports(values.random.choice(("护照号码", "护照号", "因公护照号"))),
            of.emails(values.random.choice(("电子邮箱", "个人邮箱", "邮箱"))),
        ),
        values,
        values.random.randint(3, 6),
    )
    return Paper(
        "因公临时出国（境）团组人员信息公示",
        (Paragraph("按照因公出国管理有关规定，现将团组有关信息公示如下："), grid),
    )


def scrapped_cars(values: Values) -> Paper:
    """Return a list of owners with the plates of their cars."""
    grid = people(
        "车主名单",
        (
            of.name(values.random.choice(("车主姓名", "姓名", "机动车所有人"))),
            of.plates(values.random.choice(("车牌号", "车牌号码", "号牌号码"))),
            of.chosen("车辆类型", "小型轿车", "轻型货车", "中型货车"),
            of.amounts("补贴金额（元）"),
            of.mobiles("联系方式"),
        ),
        values,
        values.random.randint(4, 9),
    )
    return Paper(
        "老旧汽车报废更新补贴发放明细表（第三批）",
        (Paragraph("现将第三批老旧汽车报废更新补贴发放情况公示，公示期5个工作日。"), grid),
    )


def volunteers(values: Values) -> Paper:
    """Return a list that has nothing but names and mobile numbers to hide."""
    grid = people(
        "志愿者",
        (of.name(), of.chosen("性别", "男", "女"), of.villages("所在社区"), of.mobiles()),
        values,
        values.random.randint(5, 12),
    )
    return Paper(
        "2024年防汛抢险志愿者名单",
        (Paragraph("经自愿报名、资格审核，确定以下人员为防汛抢险志愿者。"), grid),
    )


def sentences(values: Values) -> Paper:
    """Return a notice whose paragraphs disclose people."""
    first, second, third, fourth = (values.id() for _ in range(4))
    home, card = values.address(), values.card()
    texts = (
        Paragraph(
            f"一、{values.name()}，男，汉族，公民身份号码{first}，住{home}。",
            (Secret(Kind.ID, first), Secret(Kind.ADDRESS, home)),
        ),
        Paragraph(
            f"二、{values.name()}（身份证号：{written(values.random, second)}）申请低保，经核查不符合条件。",
            (Secret(Kind.ID, second),),
        ),
        Paragraph(
            f"三、申请人{values.name()}，身份证号码为 {third[:10]} {third[10:]}，请于3月31日前补正材料。",
            (Secret(Kind.ID, third),),
        ),
        Paragraph(
            f"四、补发{values.name()}2023年度生态护林员工资9600元，银行卡号{card}。",
            (Secret(Kind.CARD, card),),
        ),
        Paragraph(f"附：{values.name()}{fourth}", (Secret(Kind.ID, fourth),)),
    )
    return Paper("关于有关申请事项办理情况的告知书", (Paragraph("经研究，现告知如下："), *texts))


def form(values: Values) -> Paper:
    """Return a form with a box for each digit and labels beside their values."""
    owner, mobile, home = values.id(), values.mobile(), values.address()
    card = values.card()
    rows = (
        ("姓名", values.name(), "性别", "男", "民族", "汉族"),
        ("公民身份号码", *owner),
        ("家庭住址", home),
        ("手机号码", mobile, "开户银行", "清河农商银行"),
        ("银行卡号", card),
    )
    spots = (
        Spot(1, 1, Secret(Kind.ID, owner)),
        Spot(2, 1, Secret(Kind.ADDRESS, home)),
        Spot(3, 1, Secret(Kind.MOBILE, mobile)),
        Spot(4, 1, Secret(Kind.CARD, card)),
    )
    width = max(map(len, rows))
    filled = tuple((*row, *[""] * (width - len(row))) for row in rows)
    return Paper("清河县城乡居民最低生活保障申请表", (Grid("申请表", filled, spots),))


def weakly_masked(values: Values) -> Paper:
    """Return a list whose masks hide next to nothing."""

    def starred(values: Values) -> str:
        number = values.id()
        return number[:14] + "****" if values.random.random() < 0.5 else number[:15] + "***"

    columns = (of.name(), Column("身份证号", starred, Kind.WEAK), of.villages(), of.amounts())
    grid = people("名单", columns, values, values.random.randint(4, 9))
    return Paper(
        "2024年城乡居民临时救助对象公示",
        (Paragraph("现将2024年第一季度临时救助对象名单公示如下，公示期7天。"), grid),
    )


def classified(values: Values) -> Paper:
    """Return a document that was never meant for the public."""
    mark = values.random.choice(("机密★1年", "秘密★5年", "秘密★长期"))
    inner = values.random.choice(("内部资料 注意保存", "内部文件，不得外传"))
    closed = values.random.choice(("（此件不公开）", "（此件不予公开）"))
    return Paper(
        "关于2024年度信访稳定工作有关情况的报告",
        (
            Paragraph(mark, (Secret(Kind.SECRECY, mark),)),
            Paragraph(inner, (Secret(Kind.INTERNAL, inner),)),
            Paragraph("清河信〔2024〕8号"),
            Paragraph("县委、县政府：现将2024年度信访稳定工作有关情况报告如下。"),
            Paragraph("一季度共受理来信来访126件次，同比下降8.7%，办结率98.4%。"),
            Paragraph(closed, (Secret(Kind.CLOSED, closed),)),
            Paragraph("清河县信访局2024年4月2日印发"),
        ),
    )


LEAKS: tuple[Callable[[Values], Paper], ...] = (
    farm_subsidy,
    house_repair,
    going_abroad,
    scrapped_cars,
    volunteers,
    sentences,
    form,
    weakly_masked,
    classified,
)
