"""F302 空白栏目。"""

from datetime import date

from checks.finding import Hit, Severity, Undecided
from checks.rule import Context, Example, Reports, column_rule
from checks.views import ColumnView
from crawler.page import Entry
from crawler.site import Column

COLUMN = Column("ygk", "决策预公开", "http://a.example/ygk/", "")


@column_rule(
    "F302",
    "empty-column",
    "空白栏目",
    Severity.CRITICAL,
    clause="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》单项否决指标“站点、栏目不更新”",
    bad=(Example("列表中一条内容也没有", ColumnView(COLUMN)),),
    good=(
        Example(
            "列表中有一条内容",
            ColumnView(COLUMN, (Entry("http://a.example/1", "公告", date(2026, 1, 5)),)),
        ),
        Example("静态页面、链接汇总页或跳转页", ColumnView(COLUMN, is_list=False)),
    ),
)
def empty_column(view: ColumnView, ctx: Context) -> Reports:
    """栏目打开后列表里没有任何内容。

    跳转到子栏目的空壳页、静态页面、由链接组成的汇总页、内容写在脚本里的列表都不算空白。

    ## 为什么
    检查指标规定：空白栏目达到5个及以上，单项否决；不足5个的，每个扣2分。

    ## 怎样改
    补充内容；暂无内容的栏目应先下线，待有内容时再开设，不得以“建设中”占位。
    """
    if view.is_moved or view.entries:
        return
    if not view.reached:
        yield Undecided(view.column.id, view.reason or "栏目列表未能完整读取")
        return
    if not view.is_list:
        return
    if view.known and not view.says_empty:
        yield Undecided(
            view.column.id,
            f"上次检测列表里有 {len(view.known)} 条，这次一条也没有读到，下次检测再判断",
        )
        return
    yield Hit(
        message=f"“{view.column.name}”是空白栏目",
        key="",
        evidence="栏目页上写明没有内容" if view.says_empty else "栏目页可以打开，列表中没有内容",
        suggestion="补充内容，或在有内容之前下线该栏目",
    )
