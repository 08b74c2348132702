"""F315 列表日期不存在。"""

from datetime import date

from checks.finding import Hit, Severity
from checks.freshness.f304_due_soon import NEWS
from checks.rule import Context, Example, Reports, column_rule
from checks.views import ColumnView
from crawler.page import Entry

# What content systems store where nobody has entered a date.
UNSET = frozenset({date(1900, 1, 1), date(1970, 1, 1)})
SHOWN = 3


def _view(published: date | None, misdated: str = "") -> ColumnView:
    return ColumnView(NEWS, (Entry("http://a.example/1", "关于放假的通知", published, misdated),))


@column_rule(
    "F315",
    "impossible-row-date",
    "列表日期不存在",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号：“稿件页面未注明发布时间的视为不更新”；单项否决指标“弄虚作假”：伪造发稿日期",
    bad=(
        Example("列表上写着2026-02-30", _view(None, "2026-02-30")),
        Example("列表上写着1970-01-01，是系统的默认值", _view(date(1970, 1, 1))),
    ),
    good=(
        Example("闰年的2月29日", _view(date(2024, 2, 29))),
        Example("没有写日期的，由 F301 说明未能判断", _view(None)),
    ),
)
def impossible_row_date(view: ColumnView, ctx: Context) -> Reports:
    """栏目列表里稿件的日期在日历上不存在（如2月30日、13月），年份位数不对，或者是系统的默认日期。

    这样的稿件不计入栏目的更新情况。日期晚于检测当天的，由 F305 报告。

    ## 为什么
    没有真实的发布日期，检查时按没有更新计算；日期明显不真实的，容易被认为是伪造发稿日期。

    ## 怎样改
    在后台改成真实的发布日期，重新发布栏目页。
    """
    wrong = [
        (each.misdated or f"{each.published:%Y-%m-%d}", each.title)
        for each in view.entries
        if each.misdated or each.published in UNSET
    ]
    if wrong:
        yield Hit(
            message=f"“{view.column.name}”有 {len(wrong)} 篇稿件的日期不存在",
            key="",
            evidence="；".join(f"{day}《{title}》" for day, title in wrong[:SHOWN]),
            suggestion="在后台改成真实的发布日期，重新发布栏目页",
        )
