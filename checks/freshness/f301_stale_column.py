"""F301 栏目逾期未更新。"""

from datetime import date, timedelta

from checks.finding import Hit, Severity, Undecided
from checks.rule import EXAMPLE_DAY, Context, Example, Reports, column_rule
from checks.views import ColumnView
from crawler.page import Entry
from crawler.site import Column, ColumnKind

NEWS = Column("zwyw", "政务要闻", "http://a.example/", "", ColumnKind.NEWS, timedelta(days=14))
NOTICE = Column("tzgg", "通知公告", "http://a.example/", "", ColumnKind.NOTICE, max_months=6)


def _view(*days: date, column: Column = NEWS) -> ColumnView:
    return ColumnView(column, tuple(Entry(f"http://a.example/{d}", "要闻", d) for d in days))


@column_rule(
    "F301",
    "stale-column",
    "栏目逾期未更新",
    Severity.CRITICAL,
    clause="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》单项否决指标“站点、栏目不更新”",
    bad=(
        Example("期限14天，最新一条在20天前", _view(EXAMPLE_DAY - timedelta(days=20))),
        Example("期限14天，最新一条在15天前", _view(EXAMPLE_DAY - timedelta(days=15))),
        Example("期限6个月，最新一条在9月1日，今天3月2日", _view(date(2025, 9, 1), column=NOTICE)),
    ),
    good=(
        Example("期限14天，最新一条在14天前", _view(EXAMPLE_DAY - timedelta(days=14))),
        Example("期限6个月，最新一条在9月2日，今天3月2日", _view(date(2025, 9, 2), column=NOTICE)),
        Example(
            "置顶的是旧文，其下有新发布的内容",
            _view(EXAMPLE_DAY - timedelta(days=400), EXAMPLE_DAY - timedelta(days=2)),
        ),
    ),
)
def stale_column(view: ColumnView, ctx: Context) -> Reports:
    """栏目最新一条内容的发布日期，距检测当天超过了该栏目的更新期限。

    更新期限取自栏目责任清单；没有填写的，动态要闻为两周，通知公告、政策文件、政策解读为六个月，
    人事信息、规划计划为一年，其他类别不检查。几个月的期限按日历计算，如8月31日发布、期限6个月的，
    最迟到次年2月的最后一天。置顶的旧文不影响判断，日期在未来或者不存在的条目不计；由子栏目的列表组成的
    汇总页，连同子栏目的内容一起看。上次检测看到的新内容这次不见了的，先不下结论，下次检测再看。

    ## 为什么
    检查指标规定：前2周内动态、要闻类，前6个月内通知公告、政策文件类一级栏目累计5个及以上未更新，
    或应更新但长期未更新的栏目达到10个，单项否决。

    ## 怎样改
    补发应公开的内容；确无内容可发的，与主管部门商定后归并或下线栏目；更新期限填写有误的，在栏目责任清单中改正。
    """
    column = view.column
    if not column.limit or view.is_moved:
        return
    if view.reached and not view.is_list:
        yield Undecided(column.id, view.reason or "栏目页上没有认出列表，无法判断是否逾期")
        return
    newest = view.newest(ctx.today)
    last = column.last_day(newest) if newest else None
    is_fresh = last is not None and ctx.today <= last
    if not view.reached and not is_fresh:
        yield Undecided(column.id, view.reason or "栏目列表未能完整读取")
        return
    if newest is None or last is None:
        if view.entries:
            yield Undecided(column.id, "列表中的条目没有注明日期，无法判断是否逾期")
        return
    if is_fresh:
        return
    known = view.known_newest(ctx.today)
    known_last = column.last_day(known) if known else None
    if known is not None and known_last is not None and known_last >= ctx.today:
        yield Undecided(
            column.id,
            f"上次检测看到 {known:%Y-%m-%d} 发布的内容，这次列表里没有了，可能没有读全，下次检测再判断",
        )
        return
    yield Hit(
        message=f"“{column.name}”已 {(ctx.today - newest).days} 天未更新（期限 {column.limit}，"
        f"最迟应在 {last:%Y-%m-%d} 更新）",
        key="",
        evidence=f"最新一条发布于 {newest:%Y-%m-%d}",
        suggestion="补发应公开的内容；确无内容的，报主管部门同意后归并栏目",
    )
