"""F301 栏目逾期未更新。"""

from datetime import date, timedelta

from checks.finding import Hit, Severity, Undecided
from checks.rule import EXAMPLE_DAY, Context, Example, Reports, column_rule
from checks.views import ColumnView
from crawler.page import Entry
from crawler.site import Column, ColumnKind

NEWS = Column("zwyw", "政务要闻", "http://a.example/", "", ColumnKind.NEWS, timedelta(days=14))


def _view(*days: date) -> ColumnView:
    return ColumnView(NEWS, tuple(Entry(f"http://a.example/{d}", "要闻", d) for d in days))


@column_rule(
    "F301",
    "stale-column",
    "栏目逾期未更新",
    Severity.CRITICAL,
    clause="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》单项否决指标“站点、栏目不更新”",
    bad=(
        Example("期限14天，最新一条在20天前", _view(EXAMPLE_DAY - timedelta(days=20))),
        Example("期限14天，最新一条在15天前", _view(EXAMPLE_DAY - timedelta(days=15))),
    ),
    good=(
        Example("期限14天，最新一条在14天前", _view(EXAMPLE_DAY - timedelta(days=14))),
        Example(
            "置顶的是旧文，其下有新发布的内容",
            _view(EXAMPLE_DAY - timedelta(days=400), EXAMPLE_DAY - timedelta(days=2)),
        ),
    ),
)
def stale_column(view: ColumnView, ctx: Context) -> Reports:
    """栏目最新一条内容的发布日期，距检测当天超过了该栏目的更新期限。

    更新期限取自栏目责任清单；没有填写的，动态要闻为两周，通知公告、政策文件、政策解读为六个月，
    人事信息、规划计划为一年，其他类别不检查。置顶的旧文不影响判断，日期在未来的条目不计。

    ## 为什么
    检查指标规定：前2周内动态、要闻类，前6个月内通知公告、政策文件类一级栏目累计5个及以上未更新，
    或应更新但长期未更新的栏目达到10个，单项否决。

    ## 怎样改
    补发应公开的内容；确无内容可发的，与主管部门商定后归并或下线栏目；更新期限填写有误的，在栏目责任清单中改正。
    """
    limit = view.column.max_age
    if limit is None or view.is_moved:
        return
    if view.reached and not view.is_list:
        yield Undecided(view.column.id, "栏目页上没有认出列表，无法判断是否逾期")
        return
    days = [entry.published for entry in view.entries if entry.published]
    past = [day for day in days if day <= ctx.today]
    is_fresh = bool(past) and ctx.today - max(past) <= limit
    if not view.reached and not is_fresh:
        yield Undecided(view.column.id, view.reason or "栏目列表未能完整读取")
        return
    if not past:
        if view.entries:
            yield Undecided(view.column.id, "列表中的条目没有注明日期，无法判断是否逾期")
        return
    newest = max(past)
    age = ctx.today - newest
    if age > limit:
        yield Hit(
            message=f"“{view.column.name}”已 {age.days} 天未更新（期限 {limit.days} 天）",
            key="",
            evidence=f"最新一条发布于 {newest:%Y-%m-%d}",
            suggestion="补发应公开的内容；确无内容的，报主管部门同意后归并栏目",
        )
