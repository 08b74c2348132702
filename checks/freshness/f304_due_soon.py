"""F304 栏目即将逾期。"""

from datetime import date, timedelta

from checks.finding import Hit, Severity
from checks.rule import EXAMPLE_DAY, Context, Example, Reports, column_rule
from checks.views import ColumnView
from crawler.page import Entry
from crawler.site import Column, ColumnKind

# How long ahead a unit is told, by the length of the column's limit.
SHORT_LIMIT = timedelta(days=31)
SHORT_AHEAD, LONG_AHEAD = timedelta(days=3), timedelta(days=15)
NEWS = Column("zwyw", "政务要闻", "http://a.example/", "", ColumnKind.NEWS, timedelta(days=14))
POLICY = Column("zcwj", "政策文件", "http://a.example/", "", ColumnKind.POLICY, timedelta(days=183))


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
        Example("期限半年，还剩15天", _view(POLICY, EXAMPLE_DAY - timedelta(days=168))),
    ),
    good=(
        Example("期限14天，还剩4天", _view(NEWS, EXAMPLE_DAY - timedelta(days=10))),
        Example("期限半年，还剩16天", _view(POLICY, EXAMPLE_DAY - timedelta(days=167))),
        Example("已经逾期的由 F301 报告", _view(NEWS, EXAMPLE_DAY - timedelta(days=15))),
    ),
)
def due_soon(view: ColumnView, ctx: Context) -> Reports:
    """栏目还没有逾期，但离更新期限已经很近：期限一个月以内的提前3天，更长的提前15天提醒。

    ## 为什么
    逾期未更新是单项否决指标，等到逾期再补发，检查时就已经扣分。

    ## 怎样改
    在期限之前补发应公开的内容。
    """
    limit = view.column.max_age
    if limit is None or view.is_moved or not view.reached or not view.is_list:
        return
    past = [e.published for e in view.entries if e.published and e.published <= ctx.today]
    if not past:
        return
    left = limit - (ctx.today - max(past))
    ahead = SHORT_AHEAD if limit <= SHORT_LIMIT else LONG_AHEAD
    if timedelta(0) <= left <= ahead:
        last = max(past) + limit
        said = "今天是最后一天" if not left else f"还有 {left.days} 天逾期"
        yield Hit(
            message=f"“{view.column.name}”{said}（期限 {limit.days} 天，最迟 {last:%Y-%m-%d} 更新）",
            key="",
            evidence=f"最新一条发布于 {max(past):%Y-%m-%d}",
            suggestion="在期限之前补发应公开的内容",
        )
