"""F305 发布日期在未来。"""

from datetime import timedelta

from checks.finding import Hit, Severity
from checks.freshness.f304_due_soon import NEWS
from checks.rule import EXAMPLE_DAY, Context, Example, Reports, column_rule
from checks.views import ColumnView
from crawler.page import Entry

# Clocks and time zones differ by less.
SLACK = timedelta(days=1)
SHOWN = 3


def _view(days: int) -> ColumnView:
    entry = Entry("http://a.example/1", "关于放假的通知", EXAMPLE_DAY + timedelta(days=days))
    return ColumnView(NEWS, (entry,))


@column_rule(
    "F305",
    "future-date",
    "发布日期在未来",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号单项否决指标“弄虚作假”：伪造发稿日期",
    bad=(Example("列表上的日期比检测当天晚10天", _view(10)),),
    good=(Example("当天发布", _view(0)), Example("时区差一天", _view(1))),
)
def future_date(view: ColumnView, ctx: Context) -> Reports:
    """栏目列表里稿件的发布日期晚于检测当天，多半是年份或者月份填错，也可能是置顶用的假日期。

    ## 为什么
    日期不真实会被认定为伪造发稿日期；填成未来日期的稿件还会让栏目看起来一直在更新。

    ## 怎样改
    改成真实的发布日期；需要置顶的，使用后台的置顶功能。
    """
    late = [e for e in view.entries if e.published and e.published > ctx.today + SLACK]
    if late:
        shown = "；".join(f"{e.published:%Y-%m-%d}《{e.title}》" for e in late[:SHOWN])
        yield Hit(
            message=f"“{view.column.name}”有 {len(late)} 篇稿件的发布日期在未来",
            key="",
            evidence=shown,
            suggestion="改成真实的发布日期；需要置顶的，使用后台的置顶功能",
        )
