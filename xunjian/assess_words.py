"""What the figures of an assessment are called, what they mean, and how they are said."""

from collections.abc import Callable
from dataclasses import dataclass

from xunjian.assess import Assessment
from xunjian.assess_figures import Figures

NONE = "—"
NONE_DUE = "无到期问题"


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: its name, its formula and meaning in Chinese, and where it stands.

    `is_share` figures are shares of one; None means that there is nothing to count.
    """

    name: str
    formula: str
    meaning: str
    value: Callable[[Figures], float | None]
    is_share: bool = False


MEASURES = (
    Measure(
        "新发现",
        "期内开始的、不是复发的问题次数",
        "检测第一次发现的，以及误报、豁免被撤销或者到期后重新计的。",
        lambda it: it.found,
    ),
    Measure(
        "复发",
        "期内开始的、整改后再次出现的问题次数",
        "已经销号的问题又被检测到，另计一次，有自己的整改期限。",
        lambda it: it.relapsed,
    ),
    Measure(
        "整改",
        "期内销号的问题次数",
        "以复核通过之日为准；单位反馈不等于整改，不销号。",
        lambda it: it.closed,
    ),
    Measure(
        "其中下线",
        "整改中，原页面已经撤下的",
        "撤下页面也算整改，单列出来供核对。",
        lambda it: it.removed,
    ),
    Measure(
        "到期",
        "整改期限在期内、并且期限已过或者已经销号的问题次数",
        "期限就是今天、还没有整改的，今天还不算到期；没有通报、因而没有期限的不算。",
        lambda it: it.due,
    ),
    Measure(
        "按期整改",
        "到期中，整改之日不晚于期限的",
        "整改之日是最早一次检测不再发现它的那天；单位在那以前反馈、此后检测没有再发现的，是反馈之日。期限当天 24 时前都算按期。",
        lambda it: it.on_time,
    ),
    Measure(
        "逾期整改",
        "到期中，整改之日晚于期限的",
        "以后整改的也算在这里，所以往期的数字会从“未整改”移到“逾期整改”，按期整改率不变。",
        lambda it: it.late,
    ),
    Measure(
        "到期未整改",
        "到期 − 按期整改 − 逾期整改",
        "到出表之日仍然没有整改的。",
        lambda it: it.missed,
    ),
    Measure(
        "期限暂定",
        "逾期整改和到期未整改中，期限还可能顺延的",
        "当年放假安排公布以前算出的期限是暂定的，公布后只会往后移。",
        lambda it: it.provisional,
    ),
    Measure(
        "按期整改率",
        "按期整改 ÷ 到期",
        "没有到期问题的不计算，不算 100%，也不参加排名。",
        lambda it: it.rate,
        is_share=True,
    ),
    Measure(
        "整改用时中位数",
        "期内销号的问题，从发现到整改之日的工作日数的中位数",
        "发现当天不计；个数为偶数时取中间两个的平均。用中位数，是因为少数拖得很久的会把平均数拉高。",
        lambda it: it.days,
    ),
    Measure(
        "整改后复发",
        "期内销号的问题中，到出表之日又出现过的",
        "看的是这一期整改得扎实不扎实；离得越近的时期，复发的机会越少。",
        lambda it: it.came_back,
    ),
    Measure(
        "复发率",
        "整改后复发 ÷ 整改",
        "期内没有整改的不计算。",
        lambda it: it.relapse_rate,
        is_share=True,
    ),
    Measure(
        "退回",
        "期内反馈已整改、复核时仍然发现而退回的次数",
        "退回几次算几次。",
        lambda it: it.returned,
    ),
    Measure(
        "期末未整改",
        "期末还没有销号的问题次数",
        "期间还没有结束的，是出表之日的数字。本期第一天以前未整改的 + 新发现 + 复发 − 整改 = 期末未整改。",
        lambda it: it.open,
    ),
    Measure(
        "期末超期",
        "期末未整改中，整改期限已过的",
        "不论期限在不在期内。",
        lambda it: it.overdue,
    ),
    Measure(
        "不计入",
        "期内发现或者到期的问题中，被认定不需要整改的次数",
        "误报、豁免，以及因规则调整、停测销号的：不算发现，不算到期，也不算整改。",
        lambda it: it.excluded,
    ),
)
RULES = (
    "一个问题从被发现到销号算一次；销号后再次出现的，另算一次。各单位、各类别、各周（月）的次数相加等于合计。",
    "问题归现在的责任单位：单位改名的，按新名称合并统计；转给别的单位的，全部次数随之转过去。",
    "以出表之日所知为准：事后认定的误报、豁免，会从往期的数字中去掉。",
    "日期都是北京时间的日历日；工作日按国务院办公厅公布的放假安排，含调休上班的周末。",
    "上期：整月、整季、整年的，与前一个同样长的时期比；其他的，与紧挨着的同样多的天数比。"
    "期间还没有结束的，上期也只算到同样的天数。",
)


def said(measure: Measure, figures: Figures) -> str:
    """Write a figure for people."""
    value = measure.value(figures)
    if value is None:
        return NONE
    if measure.is_share:
        # 100% is all of it, not nearly all.
        return f"{value:.0%}" if value in (0, 1) else f"{min(max(value, 0.001), 0.999):.1%}"
    return f"{value:g}"


def changed(measure: Measure, now: Figures, then: Figures) -> str:
    """Write how a figure changed, "" where there is nothing to compare."""
    new, old = measure.value(now), measure.value(then)
    if new is None or old is None:
        return NONE
    if measure.is_share:
        return "持平" if round(new - old, 3) == 0 else f"{(new - old) * 100:+.1f} 个百分点"
    return "持平" if new == old else f"{new - old:+g}"


def headline(told: Assessment) -> str:
    """Say the period, and how far it has come."""
    whole = f"{told.asked.since} 至 {told.asked.until}"
    return whole if told.is_over else f"{whole}（未结束，统计到 {told.span.until}）"


def compared(told: Assessment) -> str:
    """Say what the period is compared with."""
    return f"{told.previous.since} 至 {told.previous.until}"
