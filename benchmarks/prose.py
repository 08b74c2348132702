"""Writes Chinese official prose for the generated site: sentences that hardly ever repeat."""

from random import Random

UNITS = (
    "区政府办公室 区发展和改革委员会 区教育局 区科学技术局 区工业和信息化局 区民政局 区司法局 区财政局"
    " 区人力资源和社会保障局 区自然资源局 区生态环境局 区住房和城乡建设局 区交通运输局 区水务局"
    " 区农业农村局 区商务局 区文化和旅游局 区卫生健康委员会 区退役军人事务局 区应急管理局 区审计局"
    " 区市场监督管理局 区统计局 区医疗保障局 区城市管理局 区行政审批局 青禾街道 云溪街道 松岭镇 柳河镇"
).split()
TOPICS = (
    "老旧小区改造 农村饮水安全 义务教育招生 城乡居民医疗保险 高标准农田建设 安全生产专项检查 森林防火"
    " 河道清淤 优化营商环境 政务服务事项办理 中小企业融资 公共文化设施开放 食品安全抽检 大气污染防治"
    " 就业技能培训 养老服务设施建设 城市道路养护 农村公路建设 财政预算执行 法治宣传教育 防汛备汛"
    " 特种设备监管 春季植树 生活垃圾分类 电动自行车充电设施 退役军人就业 学前教育普惠 传染病防控"
    " 知识产权保护 粮食收购 招商引资 统计调查 土地征收 工程项目审批 慈善救助 残疾人康复服务 科技成果转化"
    " 地质灾害隐患排查 燃气管道更新 公共租赁住房分配"
).split()
VERBS = "推进 开展 落实 完成 部署 调度 检查 总结 规范 加强".split()
MEANS = (
    "召开专题会议 建立工作台账 深入一线走访 组织联合检查 逐项对照任务清单 听取群众意见 公开办理流程"
    " 压缩办理时限 加大资金投入 完善配套制度 细化责任分工 加强部门协同 委托第三方评估 邀请代表委员视察"
    " 举办业务培训 开通咨询电话 设置服务窗口 引入社会力量 强化日常监测 推行网上办理"
).split()
RESULTS = (
    "办理各类事项{n}件 惠及群众{m}人 完成投资{d}万元 排查问题{n}处 整改到位{n}处 覆盖村（社区）{k}个"
    " 发放资金{d}万元 新增就业{m}人 受理咨询{n}次 改造面积{d}平方米 培训人员{m}人次 抽检样品{n}批次"
    " 新建道路{f}公里 服务企业{n}家 群众满意度达到{p}% 同比增长{p2}% 办理时限缩短{k}个工作日"
).split()
OPENERS = (
    "{y}年{mo}月以来，",
    "截至{mo}月{da}日，",
    "今年第{q}季度，",
    "按照年度工作安排，",
    "根据区政府第{k}次常务会议部署，",
    "为切实保障群众利益，",
    "针对前期反映的{n}条意见，",
    "在{s}组织下，",
    "",
)
ENDINGS = (
    "下一步，{s}将继续{v}{t}工作，确保{mo}月底前见到成效。",
    "{s}负责人表示，{t}关系民生，要{a}，把工作做细做实。",
    "有关单位要在{mo}月{da}日前将{t}情况报送{s}。",
)
SHAPES = (
    "{o}{s}围绕{t}，{a}，{b}，{r}，{r2}。",
    "{o}{s}会同{s2}{v}{t}工作，{a}，共{r}。",
    "{o}在{t}方面，{s}{a}，{r}；在{t2}方面，{s2}{b}，{r2}。",
    "{o}{s2}{a}，{v}{t}和{t2}，目前已{r}。",
)


def sentence(random: Random, year: int, *, shapes: tuple[str, ...] = SHAPES) -> str:
    """Return one sentence of a report on some unit's work."""
    numbers = {
        "n": random.randint(12, 999),
        "m": random.randint(1000, 98000),
        "d": f"{random.uniform(20, 9000):.2f}",
        "f": f"{random.uniform(1, 60):.1f}",
        "k": random.randint(2, 48),
        "p": f"{random.uniform(90, 99.9):.1f}",
        "p2": f"{random.uniform(0.5, 18):.1f}",
        "y": year,
        "mo": random.randint(1, 12),
        "da": random.randint(1, 28),
        "q": random.choice("一二三四"),
    }
    means = random.sample(MEANS, 2)
    units, topics = random.sample(UNITS, 2), random.sample(TOPICS, 2)
    words = {
        "s": units[0],
        "s2": units[1],
        "t": topics[0],
        "t2": topics[1],
        "a": means[0],
        "b": means[1],
        "v": random.choice(VERBS),
        "r": random.choice(RESULTS).format(**numbers),
        "r2": random.choice(RESULTS).format(**numbers),
    }
    opener = random.choice(OPENERS).format(**numbers, **words)
    return random.choice(shapes).format(o=opener, **numbers, **words)


def title(random: Random, number: int) -> str:
    """Return the title of an article; the number keeps titles apart."""
    topic, verb = random.choice(TOPICS), random.choice(VERBS)
    return f"{random.choice(UNITS)}{verb}{topic}工作情况（第{number}期）"


def paragraphs(random: Random, year: int, length: int) -> list[str]:
    """Return paragraphs of about `length` characters together."""
    found: list[str] = []
    while sum(map(len, found)) < length:
        found.append("".join(sentence(random, year) for _ in range(random.randint(1, 4))))
    return [*found, sentence(random, year, shapes=ENDINGS)]


def table(random: Random, rows: int) -> list[list[str]]:
    """Return a table of units and figures, its heading first."""
    body = [
        [
            random.choice(UNITS),
            random.choice(TOPICS),
            str(random.randint(1, 999)),
            f"{random.uniform(1, 5000):.2f}",
        ]
        for _ in range(rows)
    ]
    return [["单位", "事项", "数量（件）", "金额（万元）"], *body]
