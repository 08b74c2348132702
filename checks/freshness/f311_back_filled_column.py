"""F311 栏目集中补发旧稿件。"""

from datetime import date

from checks.finding import Hit, Severity
from checks.freshness.late import MANY, late_pages
from checks.freshness.looks import KNOWN, row, twice
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView
from checks.workdays import local_day

SHOWN = 3
_FILLED = [row(20 + month, date(2025, month, 15)) for month in range(5, 12)]


@site_rule(
    "F311",
    "back-filled-column",
    "栏目集中补发旧稿件",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号单项否决指标“弄虚作假”：伪造发稿日期",
    bad=(Example("一次出现7篇，注明的日期分布在过去7个月", twice(KNOWN, (*KNOWN, *_FILLED))),),
    good=(
        Example("只有一篇", twice(KNOWN, (*KNOWN, _FILLED[0]))),
        Example(
            "都是近期的稿件",
            twice(KNOWN, (*KNOWN, *(row(60 + n, date(2026, 2, n)) for n in range(1, 9)))),
        ),
        Example("网址全部重新生成", twice(KNOWN, _FILLED)),
        Example(
            "补录多年前的历史资料",
            twice(KNOWN, (*KNOWN, *(row(40 + n, date(2012 + n, 5, 4)) for n in range(8)))),
        ),
    ),
    whole=True,
)
def back_filled_column(site: SiteView, ctx: Context) -> Reports:
    """两次检测之间，一个栏目一下子多出5篇以上注明旧日期的稿件，疑似检查前集中补发。

    判断每一篇的办法与 F310 相同：上一次检测把列表读到了末页，没有这些稿件，而注明的日期早在那以前
    30天以上。网站、栏目改版迁移（原有网址多数消失，或者多出的旧稿件占全站一半以上）不报。每个栏目的每一批报一处。

    ## 为什么
    检查指标把“伪造发稿日期”列为单项否决；为应付检查而集中补发、把日期分摊到过去几个月，是其中的典型做法。
    本条只是疑似，由人核实后认定。

    ## 怎样改
    查后台的实际发布时间。确属补发的，注明实际发布日期；确属恢复、迁移旧稿件的，标为误报并说明。
    """
    for batch in late_pages(site).values():
        if len(batch) < MANY:
            continue
        column, first, last = batch[0].column, batch[0].day, batch[-1].day
        came, missed = local_day(batch[0].first_at), local_day(batch[0].missed_at)
        titles = "；".join(f"{late.day:%Y-%m-%d}《{late.title}》" for late in batch[:SHOWN])
        yield Hit(
            message=f"“{column.name}”一次多出 {len(batch)} 篇注明旧日期的稿件，疑似集中补发，请核对",
            key=came.isoformat(),
            evidence=(
                f"{missed:%Y-%m-%d} 检测时把列表读到了末页，没有这些稿件；{came:%Y-%m-%d} 检测时首次出现；"
                f"注明的发布日期从 {first:%Y-%m-%d} 到 {last:%Y-%m-%d}；例如 {titles}"
            ),
            suggestion="查后台的实际发布时间；确属补发的，注明实际发布日期",
            subject=column.id,
            url=column.url,
        )
