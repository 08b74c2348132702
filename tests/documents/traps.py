"""Papers full of long numbers in which there is nothing to hide."""

from collections.abc import Callable

from tests.documents import columns as of
from tests.documents.columns import Column, people
from tests.documents.paper import Grid, Paper, Paragraph
from tests.documents.values import Values


def masked_list(values: Values) -> Paper:
    """Return a list that is masked as it should be."""

    def star_id(values: Values) -> str:
        number = values.id()
        return number[:6] + values.random.choice("*＊×") * 8 + number[14:]

    def star_mobile(values: Values) -> str:
        number = values.mobile()
        return number[:3] + "****" + number[7:]

    def star_card(values: Values) -> str:
        return "*" * 15 + values.card()[-4:]

    def star_name(values: Values) -> str:
        return values.name()[0] + "*" + values.random.choice(("", "某"))

    columns = (
        Column("姓名", star_name),
        Column("身份证号", star_id),
        of.villages(),
        Column("联系电话", star_mobile),
        Column("银行账号", star_card),
        of.amounts(),
    )
    grid = people("名单", columns, values, values.random.randint(5, 12))
    return Paper(
        "关于2024年高龄津贴发放名单的公示",
        (Paragraph("现将3月份高龄津贴发放名单予以公示，接受社会监督。"), grid),
        tuple(cell for row in grid.rows[1:] for cell in row if "*" in cell),
    )


def tender(values: Values) -> Paper:
    """Return a tender: codes, contacts who want to be called, an account to pay into."""
    project, code, account = values.digits(18), values.credit_code(), values.account()
    buyer, agent = values.office_phone(), values.mobile()
    plan, office = values.digits(12), values.office_code()
    return Paper(
        "清河县人民医院医疗设备采购项目公开招标公告",
        (
            Paragraph(f"项目编号：{project}（采购计划编号：QHCG2024-{plan}）"),
            Paragraph("预算金额：12345678.90元，最高限价：12300000.00元。"),
            Paragraph("获取招标文件时间：2024年3月15日09:00:00至2024年3月22日17:30:00（北京时间）"),
            Paragraph(
                f"投标保证金缴至：户名：清河县公共资源交易中心，开户行：清河农商银行城关支行，账号：{account}"
            ),
            Paragraph(
                f"采购人：清河县人民医院，统一社会信用代码：{office}，地址：清河县城关镇人民路118号，联系人：{values.name()}，联系电话：{buyer}"
            ),
            Paragraph(
                f"采购代理机构：岭南宏达招标代理有限公司（统一社会信用代码 {code}），地址：青禾市滨河路18号2栋1单元1203室，项目联系人：{values.name()}，联系方式：{agent}"
            ),
            Paragraph(
                "公告网址：http://www.qinghe.gov.cn/art/2024/3/15/art_"
                + values.digits(16)
                + ".html"
            ),
        ),
        (project, code, account, buyer, agent, plan, office),
    )


def recruits(values: Values) -> Paper:
    """Return a list of recruits: names with admission numbers, as the law wants it."""
    columns = (
        of.name(),
        of.chosen("性别", "男", "女"),
        of.numbers("准考证号", values.random.choice((12, 15, 18))),
        of.chosen("毕业院校", "岭南大学", "青禾师范学院", "岭南农业大学"),
        of.chosen("工作单位", "清河县第一中学", "无", "清河县税务局"),
        of.chosen("职位代码", "300110001", "300110002"),
    )
    grid = people("拟录用人员", columns, values, values.random.randint(4, 10))
    phone = values.office_phone()
    return Paper(
        "清河县2024年度拟录用公务员公示",
        (Paragraph(f"公示期间如有问题，请向县委组织部反映，电话：{phone}、12380。"), grid),
        tuple(row[3] for row in grid.rows[1:]),
    )


def penalties(values: Values) -> Paper:
    """Return the public record of penalties: firms, codes, their heads by name."""
    columns = (
        of.chosen(
            "行政相对人名称", "清河县宏远建材有限公司", "青禾市佳味餐饮店", "清河县顺达运输有限公司"
        ),
        Column("统一社会信用代码", Values.credit_code),
        of.name("法定代表人"),
        Column("处罚决定书文号", lambda v: f"清市监处罚〔2024〕{v.random.randint(1, 400)}号"),
        of.amounts("罚款金额（元）"),
        Column("录入时间", lambda v: f"2024031{v.random.randrange(10)}{v.digits(6)}"),
    )
    grid = people("行政处罚", columns, values, values.random.randint(4, 9))
    return Paper(
        "行政处罚信息公开表（2024年3月）",
        (Paragraph("根据《行政处罚法》有关规定，现将行政处罚信息公开如下："), grid),
        tuple(cell for row in grid.rows[1:] for cell in (row[2], row[6])),
    )


def work_report(values: Values) -> Paper:
    """Return a report with statistics and what surrounds it."""
    serial, unit = values.digits(17), "360782001001GB" + values.digits(5) + "F" + values.digits(8)
    item = f"2403-360782-04-01-{values.digits(6)}"
    return Paper(
        "2024年清河县政府工作报告",
        (
            Paragraph(
                "全年地区生产总值完成1286543万元，增长6.2%；一般公共预算收入完成83645.27万元，常住人口412356人。"
            ),
            Paragraph(f"全县发放各类惠民补贴123456789.12元，惠及群众98765户。流水号：{serial}。"),
            Paragraph(f"重点项目（项目代码：{item}）已完成投资；不动产单元号：{unit}。"),
            Paragraph("案号：（2023）岭0782民初1234号，仲裁裁决书青劳人仲裁字〔2023〕第56号。"),
            Paragraph(
                f"统计时间20240315093015，条形码6901234567892，设备序列号SN{values.digits(12)}。"
            ),
            Paragraph(
                f"咨询电话：{values.office_phone()}、400-810-1234、12345；监督邮箱：qhxzfb@163.com；邮编341700。"
            ),
        ),
        (serial, unit, item),
    )


def river_chiefs(values: Values) -> Paper:
    """Return a list of river chiefs, who are there to be called."""
    columns = (
        of.chosen("河流名称", "清河", "龙潭溪", "白石河"),
        of.name("河长姓名"),
        of.chosen("职务", "县委常委", "副县长", "镇长"),
        Column("联系电话", Values.mobile),
    )
    grid = people("河长", columns, values, values.random.randint(4, 8))
    return Paper(
        "清河县县级河长名单及联系方式公告",
        (Paragraph("根据河湖长制工作要求，现将县级河长名单及联系方式公告如下："), grid),
        tuple(row[4] for row in grid.rows[1:]),
    )


def assets(values: Values) -> Paper:
    """Return the auction of an office's cars and houses."""
    rows = tuple(
        (
            str(n),
            "公务用车",
            values.plate(),
            values.digits(17),
            f"{values.random.randint(2, 9)}0000",
        )
        for n in range(1, 6)
    )
    account = values.account()
    grid = Grid("资产清单", (("序号", "资产名称", "车牌号", "车架号", "起拍价（元）"), *rows))
    return Paper(
        "清河县机关事务管理中心国有资产公开拍卖公告",
        (
            Paragraph("受委托，定于2024年4月2日上午9时对下列资产公开拍卖："),
            grid,
            Paragraph(f"竞买保证金汇入账户：清河县财政局，账号{account}，以到账为准。"),
        ),
        (account, *(cell for row in rows for cell in row[2:4])),
    )


def guide(values: Values) -> Paper:
    """Return a guide that speaks of secrets and of what is not disclosed."""
    phone = values.office_phone()
    return Paper(
        "清河县政府信息公开指南",
        (
            Paragraph("政府信息的公开属性分为主动公开、依申请公开、不予公开三种。"),
            Paragraph("国家秘密的密级分为绝密、机密、秘密三级，如“机密★1年”。"),
            Paragraph("拟制公文时，应当注明“此件公开发布”“此件依申请公开”或者“此件不公开”。"),
            Paragraph("涉及商业秘密、个人隐私的，依法不予公开；内部事务信息可以不予公开。"),
            Paragraph("申请人应当提供身份证件（身份证号码18位，手机号码11位），填写申请表。"),
            Paragraph(f"受理机构：清河县政务公开办公室，电话：{phone}，邮箱：qhxzwgk@163.com。"),
        ),
        (phone,),
    )


def exam(values: Values) -> Paper:
    """Return the paper of an examination, secret until it began."""
    return Paper(
        "2024年清河县事业单位公开招聘工作人员考试试卷",
        (
            Paragraph("绝密★启用前"),
            Paragraph(f"准考证号：{values.digits(18)}　姓名：　　　　座位号：12"),
            Paragraph("一、某工厂生产360782件产品，其中合格110101件，求合格率。"),
            Paragraph("二、已知手机厂商销售13800部、13900部手机，卡号升位后为19位，求平均数。"),
        ),
    )


def archive(values: Values) -> Paper:
    """Return a catalogue of documents and devices, numbers of all lengths."""
    columns = (
        of.chosen("文件名称", "关于印发工作方案的通知", "关于做好防汛工作的通知"),
        Column("文号", lambda v: f"青政办发〔2024〕{v.random.randint(1, 99)}号"),
        Column("索引号", lambda v: f"11360782{v.digits(9)}/2024-{v.digits(5)}"),
        of.numbers("档案编号", 15),
        of.numbers("条形码", 13),
        of.numbers("设备序列号", 19),
        Column(
            "生成时间",
            lambda v: f"2024-03-1{v.random.randrange(10)} 09:{v.random.randint(10, 59)}:15",
        ),
    )
    grid = people("目录", columns, values, values.random.randint(5, 10))
    return Paper(
        "清河县档案馆开放档案目录",
        (Paragraph("现将2024年第一批开放档案目录公布如下。"), grid),
        tuple(cell for row in grid.rows[1:] for cell in row[3:7]),
    )


TRAPS: tuple[Callable[[Values], Paper], ...] = (
    masked_list,
    tender,
    recruits,
    penalties,
    work_report,
    river_chiefs,
    assets,
    guide,
    exam,
    archive,
)
