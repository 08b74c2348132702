"""Words and tables that all forms of a simulated inspection share."""

from collections.abc import Sequence

from xunjian.score_units import UnitRecord
from xunjian.scorecard import Deduction

CLAUSE = (
    "指标和分值依据国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》；扣分指标只适用于门户网站。"
    "结果由机器估算，仅供自查参考。"
)
RECORD_HEADS = ("排名", "单位", "按期整改率", "发现", "整改", "超期未改", "复发", "整改天数中位数")
RECORD_NOTE = (
    "按期整改率 = 期内到期的问题中按期整改的比例；单位反馈整改、复核通过的，以反馈日为准。"
    "误报、豁免的不计；没有到期问题的单位不算整改率。"
)


def points_said(item: Deduction) -> str:
    """Say what an indicator costs; what could not be judged costs nobody knows what."""
    if item.unknown:
        return "未能判断"
    return f"{item.points:g}" + (f"（最坏 {item.worst:g}）" if item.worst > item.points else "")


def cap_said(item: Deduction) -> str:
    """Say what an indicator is worth, and how much of that a machine judges."""
    if item.unknown or item.cap == item.full:
        return f"{item.full:g}"
    return f"{item.full:g}（机器判 {item.cap:g}）"


def rate_said(record: UnitRecord) -> str:
    """Say the share mended on time; nobody who had nothing to mend gets one."""
    if record.rate is None:
        return "无到期问题"
    return f"{record.rate:.0%}（{record.on_time}/{record.due}）"


def record_rows(records: Sequence[UnitRecord]) -> list[tuple[str, ...]]:
    """Return the rows of the table of units, in order."""
    return [
        (
            str(place),
            each.name,
            rate_said(each),
            str(each.found),
            f"{each.closed}" + (f"（{each.removed} 为下线）" if each.removed else ""),
            str(each.overdue),
            str(each.relapsed),
            "—" if each.days is None else f"{each.days:g}",
        )
        for place, each in enumerate(records, 1)
    ]
