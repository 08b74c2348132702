"""The 100 points of 国办秘函〔2019〕19号, one row an indicator, and the bonus that people judge."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from crawler.site import ColumnKind
from xunjian.score_basis import Basis
from xunjian.score_parts import (
    Draw,
    Part,
    column_class,
    drawn,
    each,
    find_fault,
    links,
    missing_elements,
    missing_parts,
    once,
    other_columns,
    tags,
)
from xunjian.scorecard import Deduction, HandCheck

HOW_REST = "对应的规则没有运行或者未能判断，请人工检查。"
CLASSES = (ColumnKind.NEWS, ColumnKind.POLICY, ColumnKind.INTERPRETATION)


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator: its points, what rules tell of it, and how a person checks the rest."""

    title: str
    cap: float
    parts: tuple[Part, ...] = ()
    by_hand: str = ""


def _pages(*kinds: ColumnKind) -> Callable[[Basis], int | None]:
    return lambda basis: basis.articles(*kinds)


GUIDES = Draw(5, "份指南", _pages(ColumnKind.SERVICE))
TWO_GUIDES = Draw(2, "份指南", _pages(ColumnKind.SERVICE))
DOCUMENTS = Draw(3, "份文件", _pages(ColumnKind.POLICY))
READINGS = Draw(3, "篇解读", _pages(ColumnKind.INTERPRETATION))
MESSAGES = Draw(5, "条留言", lambda basis: basis.messages())

INDICATORS = (
    Indicator(
        "发布解读·概况信息",
        2,
        by_hand="看是否开设（未开设扣 2 分），人口、面积、生产总值等是否最新、准确（每处扣 1 分）。",
    ),
    Indicator(
        "发布解读·机构职能",
        2,
        by_hand="看是否开设（未开设扣 2 分），与“三定”规定、现行机构名称逐项核对（每处扣 1 分）。",
    ),
    Indicator(
        "发布解读·领导信息",
        2,
        by_hand="看是否开设（未开设扣 2 分），与最近的任免文件核对姓名、简历（每处扣 1 分）。",
    ),
    Indicator("发布解读·动态要闻", 5, (column_class(ColumnKind.NEWS, "两周"),)),
    Indicator("发布解读·政策文件", 5, (column_class(ColumnKind.POLICY, "6 个月"),)),
    Indicator("发布解读·政策解读", 5, (column_class(ColumnKind.INTERPRETATION, "6 个月"),)),
    Indicator(
        "发布解读·解读比例",
        3,
        (drawn("C611", DOCUMENTS, 3, lambda issue: 1.0, "没有解读的文件"),),
        "抽 3 份以本级政府或部门名义印发的文件，看有没有解读（每少 1 份扣 1 分）。",
    ),
    Indicator(
        "发布解读·解读关联",
        3,
        (
            drawn("C612", READINGS, 1.5, lambda issue: 0.5, "没有链接到文件的解读"),
            drawn("C613", DOCUMENTS, 1.5, lambda issue: 0.5, "没有链接到解读的文件"),
        ),
        "抽 3 篇解读，看解读与文件能否互相点开（每处扣 0.5 分）。",
    ),
    Indicator("发布解读·其他栏目", 4, (other_columns(CLASSES),)),
    Indicator("办事服务·事项公开", 3, by_hand="看办事事项是否集中、分类展示（没有的扣 3 分）。"),
    Indicator(
        "办事服务·在线申请",
        5,
        by_hand="用外地身份注册，并实际提交一个事项（不能注册扣 5 分，不能办理扣 5 分）。",
    ),
    Indicator(
        "办事服务·办事统计",
        2,
        by_hand="看办件统计是否公开（未公开扣 2 分）、更新（1 个月未更新扣 1 分，3 个月扣 2 分）。",
    ),
    Indicator(
        "办事服务·办事指南",
        8,
        (
            drawn("C606", GUIDES, 8, missing_elements, "要素不全的指南"),
            drawn("C607", GUIDES, 8, lambda issue: 2.0, "材料表述含糊的指南"),
            drawn("C609", GUIDES, 5, lambda issue: 1.0, "材料份数、形式不明确的指南"),
            drawn("C610", GUIDES, 2.5, lambda issue: 0.5, "依据只有名称的指南"),
        ),
        "抽 5 个事项，看是不是都有指南（没有的每个扣 4 分）。",
    ),
    Indicator(
        "办事服务·内容准确",
        5,
        by_hand="抽 5 份指南，拨打电话，核对地址、材料与窗口实际是否一致（每处扣 1 分）。",
    ),
    Indicator(
        "办事服务·表格样表",
        2,
        (drawn("C608", TWO_GUIDES, 2, lambda issue: 1.0, "要求填表、却没有表格的指南"),),
        "抽 2 份指南，看要求填写的表格能否下载（每个扣 1 分）。",
    ),
    Indicator("互动交流·信息提交", 7, by_hand="用外地身份试交一条留言（不能提交扣 7 分）。"),
    Indicator("互动交流·统一登录", 3, by_hand="看各互动栏目是否一次登录通用（否则扣 3 分）。"),
    Indicator(
        "互动交流·留言公开",
        6,
        (
            drawn("C603", MESSAGES, 6, missing_parts, "时间、单位或内容不全的留言"),
            once("C604", 3, "留言公开超过 2 个月没有更新", MESSAGES),
        ),
        "看是否公开留言（全部未公开扣 6 分）、受理反馈情况统计（未公开扣 3 分）。",
    ),
    Indicator(
        "互动交流·办理答复",
        7,
        by_hand="模拟咨询 2 次，看 5 个工作日内是否答复（未答复每次扣 4 分，推诿敷衍每次扣 4 分）。",
    ),
    Indicator(
        "功能设计·域名名称",
        3,
        (
            once("S507", 1, "域名不合规"),
            each("S514", 1, 2, "网站名称 {n} 处不合要求"),
        ),
    ),
    Indicator(
        "功能设计·网站标识",
        3,
        (
            each("S501", 0.5, 3, "页脚缺 {n} 项标识"),
            each("S516", 0.5, 0.5, "党政机关标识有误 {n} 处"),
        ),
    ),
    Indicator(
        "功能设计·可用性",
        1,
        (Part(("L401", "L402", "L403", "L404", "L406"), 1, links),),
    ),
    Indicator(
        "功能设计·网站找错",
        4,
        (Part(("S506",), 1, find_fault),),
        "在找错平台后台看 6 个月内的留言（超过 3 个工作日未答复、敷衍的每条扣 1 分，最多 3 分）。",
    ),
    Indicator(
        "功能设计·站内搜索",
        4,
        (
            once("S510", 4, "没有站内搜索或者不可用"),
            each("S511", 1, 4, "首屏搜不到 {n} 个标题"),
        ),
        "用 4 个标题搜索，看结果是否分类展示（不分类扣 1 分）。",
    ),
    Indicator("功能设计·一号登录", 2, by_hand="看能否用一个账号登录各功能（不能的扣 2 分）。"),
    Indicator("功能设计·页面标签", 1, (Part(("S502", "S509"), 1, tags),)),
    Indicator(
        "功能设计·兼容性",
        2,
        by_hand="用两种以上主流浏览器打开首页、栏目页、稿件页（显示不正常的每类扣 1 分）。",
    ),
    Indicator("功能设计·IPv6", 1, (once("S522", 1, "IPv6 改造不合要求"),)),
)
BONUS_BY_HAND = (
    HandCheck(
        "加分·数据发布", 4, "3 个月内更新 2 分（6 个月内 1 分），可视化 1 分，可下载或有接口 1 分。"
    ),
    HandCheck("加分·解读回应", 3, "抽 3 篇，有图解、音视频、新闻发布会等解读的每个 1 分。"),
    HandCheck("加分·服务功能", 2, "提供办事评价 1 分，公布评价结果 1 分。"),
    HandCheck("加分·服务内容", 2, "集成服务（一件事）3 项以上 2 分，1 至 2 项 1 分。"),
    HandCheck("加分·服务关联", 2, "抽 2 个事项，政策依据准确关联本站政策文件库的得分。"),
    HandCheck("加分·实时互动", 5, "1 个工作日内准确答复 3 分，实时智能答问 2 分。"),
    HandCheck("加分·调查征集", 3, "1 年内 6 次以上 2 分，结束后 1 个月内反馈结果 1 分。"),
    HandCheck(
        "加分·智能搜索", 4, "模糊搜索 1 分，搜索即服务 1 分，抽下级网站 2 条标题首屏可见各 1 分。"
    ),
    HandCheck("加分·用户空间", 2, "看是否提供网民个人空间。"),
    HandCheck("加分·创新发展", 3, "由检查人员认定。"),
)


def deductions(basis: Basis) -> tuple[Deduction, ...]:
    """Judge every indicator of which a rule tells something."""
    return tuple(_judge(basis, each) for each in INDICATORS if each.parts)


def _judge(basis: Basis, indicator: Indicator) -> Deduction:
    losses = [(part, part.judge(basis, part)) for part in indicator.parts]
    known = [(part, loss) for part, loss in losses if not loss.unknown]
    cap = min(indicator.cap, math.fsum(part.cap for part, _ in known))
    points = min(cap, math.fsum(loss.points for _, loss in known))
    worst = min(cap, math.fsum(loss.worst for _, loss in known))
    issues = tuple(issue for _, loss in known for issue in loss.issues)
    said = [loss.reason for _, loss in known if loss.reason]
    unknown = [loss.unknown for _, loss in losses if loss.unknown]
    if known:
        said += [f"有一部分未能判断：{text}" for text in unknown]
    return Deduction(
        title=indicator.title,
        count=len(issues),
        points=round(points, 1),
        cap=cap,
        reason="；".join(said) or ("机器未发现" if known else f"未能判断：{unknown[0]}"),
        issues=issues,
        worst=round(worst, 1),
        full=indicator.cap,
        unknown="" if known else unknown[0],
        doubts=sum(loss.doubts for _, loss in losses),
    )


def by_hand(found: tuple[Deduction, ...]) -> tuple[HandCheck, ...]:
    """List what of the 100 points is left to people, indicator by indicator."""
    judged = {item.title: item for item in found}
    left = []
    for indicator in INDICATORS:
        item = judged.get(indicator.title)
        points = round(indicator.cap - (item.cap if item else 0), 1)
        how = indicator.by_hand
        if item is not None and item.unknown:
            how = f"机器未能判断（{item.unknown}）。{how or '请人工检查。'}"
        if points or how:
            left.append(HandCheck(indicator.title, points, how or HOW_REST))
    return tuple(left)
