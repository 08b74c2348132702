"""F304 栏目即将逾期。"""

from datetime import date, timedelta

from checks.finding import Hit, Severity
from checks.rule import EXAMPLE_DAY, Context, Example, Reports, column_rule
from checks.views import ColumnView
from crawler.page import Entry
from crawler.site import Column, ColumnKind

NEWS = Column("zwyw", "政务要闻", "http://a.example/", "", ColumnKind.NEWS, timedelta(days=14))
POLICY = Column("zcwj", "政策文件", "http://a.example/", "", ColumnKind.POLICY, max_months=6)


def _view(column: Column, *days: date) -> ColumnView:
    return ColumnView(column, tuple(Entry(f"http://a.example/{d}", "标题", d) for d in days))


@column_rule(
    "F304",
    "due-soon",
    "栏目即将逾期",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》单项否决指标“站点、栏目不更新”",
    bad=(
        Example("期限14天，最新一条在11天前", _view(NEWS, EXAMPLE_DAY - timedelta(days=11))),
        Example("期限14天，今天是最后一天", _view(NEWS, EXAMPLE_DAY - timedelta(days=14))),
        Example("期限6个月，9月17日发布，还剩15天", _view(POLICY, date(2025, 9, 17))),
    ),
    good=(
        Example("期限14天，还剩4天", _view(NEWS, EXAMPLE_DAY - timedelta(days=10))),
        Example("期限6个月，9月18日发布，还剩16天", _view(POLICY, date(2025, 9, 18))),
        Example("已经逾期的由 F301 报告", _view(NEWS, EXAMPLE_DAY - timedelta(days=15))),
    ),
)
def due_soon(view: ColumnView, ctx: Context) -> Reports:
    """栏目还没有逾期，但离更新期限已经很近：期限一个月以内的提前3天，更长的提前15天提醒。
    提前的天数可以在栏目责任清单里填写“预警天数”，填0则最后一天才提醒。

    ## 为什么
    逾期未更新是单项否决指标，等到逾期再补发，检查时就已经扣分。

    ## 怎样改
    在期限之前补发应公开的内容。
    """
    column = view.column
    if view.is_moved or not view.reached or not view.is_list:
        return
    newest = view.newest(ctx.today)
    last = column.last_day(newest) if newest else None
    if newest is None or last is None or not timedelta(0) <= last - ctx.today <= column.ahead:
        return
    left = (last - ctx.today).days
    said = f"还有 {left} 天逾期" if left else "今天是最后一天"
    yield Hit(
        message=f"“{column.name}”{said}（期限 {column.limit}，最迟 {last:%Y-%m-%d} 更新）",
        key="",
        evidence=f"最新一条发布于 {newest:%Y-%m-%d}",
        suggestion="在期限之前补发应公开的内容",
    )
