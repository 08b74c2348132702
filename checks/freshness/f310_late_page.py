"""F310 稿件比注明的日期晚很久才出现。"""

from datetime import date

from checks.finding import Hit, Severity
from checks.freshness.late import MANY, late_pages
from checks.freshness.looks import FIRST, KNOWN, SECOND, looked_at, row, site_of, twice
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView

_LATE = row(9, date(2025, 11, 3))
_MOVED = row(99, date(2025, 9, 3), title=KNOWN[2].title)


@site_rule(
    "F310",
    "late-page",
    "稿件比注明的日期晚很久才出现",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号单项否决指标“弄虚作假”：伪造发稿日期",
    bad=(Example("1月检测时没有，3月出现，注明上年11月发布", twice(KNOWN, (*KNOWN, _LATE))),),
    good=(
        Example("第一次检测，没有可比的记录", looked_at((SECOND, site_of((*KNOWN, _LATE))))),
        Example("注明的日期在两次检测之间", twice(KNOWN, (*KNOWN, row(9, date(2026, 2, 3))))),
        Example("换了网址的旧稿件", twice(KNOWN, (*KNOWN[:2], *KNOWN[3:], _MOVED))),
        Example("网址全部重新生成", twice(KNOWN, [row(50 + n, date(2025, 9, n)) for n in (1, 2)])),
        Example("一直都在", looked_at((FIRST, site_of(KNOWN)), (SECOND, site_of(KNOWN)))),
        Example(
            "列表写的是成文日期",
            twice(KNOWN, (*KNOWN, row(9, date(2025, 11, 3), text="清河县民政局\n2025年11月3日"))),
        ),
    ),
    whole=True,
)
def late_page(site: SiteView, ctx: Context) -> Reports:
    """一篇稿件注明的发布日期，比它第一次出现的时间早30天以上，疑似事后补发、倒填日期。

    依据是本系统历次全站检测的记录：上一次检测把栏目列表读到了末页，没有这一篇；这一次检测出现了，
    注明的日期却在上一次检测30天以前。第一次检测、新栏目、上一次没有读到末页的栏目、改版迁移后
    网址全部变化的栏目，以及换了网址、换了栏目的旧稿件不报；注明的日期早于两年的按历史资料补录处理，
    不报；列表写成文日期的不报。一次出现5篇以上的，按栏目合并报 F311。

    ## 为什么
    检查指标把“伪造发稿日期”列为单项否决。倒填日期会让栏目看起来一直按期更新。本条只是疑似，由人核实后认定。

    ## 怎样改
    查后台的实际发布时间。确属补发的，注明实际发布日期（可以在正文另写成文日期）；确属迁移、恢复的，标为误报并说明。
    """
    for batch in late_pages(site).values():
        for late in batch if len(batch) < MANY else ():
            yield Hit(
                message=f"稿件“{late.title}”注明 {late.day:%Y-%m-%d} 发布，疑似事后补发、倒填日期，请核对",
                key="",
                evidence=f"注明的发布日期：{late.day:%Y-%m-%d}；{late.looks}",
                suggestion="查后台的实际发布时间；确属补发的，注明实际发布日期",
                subject=late.url,
                url=late.url,
            )
