"""F312 已发布稿件的日期被改动。"""

from dataclasses import replace
from datetime import date

from checks.finding import Hit, Severity
from checks.freshness.looks import KNOWN, row, twice
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView
from checks.workdays import local_day
from crawler.page import DateSource, Published

_FRESHENED, _BACK_DATED = row(2, date(2026, 2, 20)), row(2, date(2025, 6, 2))
_REWRITTEN = replace(_FRESHENED, text="第2号事项有了新的安排。")
_BY_TEXT = replace(KNOWN[1], published=Published(date(2025, 8, 1), DateSource.TEXT))


@site_rule(
    "F312",
    "altered-date",
    "已发布稿件的日期被改动",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号单项否决指标“弄虚作假”：伪造发稿日期",
    bad=(
        Example("正文没有变，日期改新了", twice(KNOWN, (KNOWN[0], _FRESHENED, *KNOWN[2:]))),
        Example("日期改早了", twice(KNOWN, (KNOWN[0], _BACK_DATED, *KNOWN[2:]))),
    ),
    good=(
        Example("日期没有变", twice(KNOWN, KNOWN)),
        Example("正文更新了，日期跟着更新", twice(KNOWN, (KNOWN[0], _REWRITTEN, *KNOWN[2:]))),
        Example("只差一天", twice(KNOWN, (KNOWN[0], row(2, date(2025, 9, 3)), *KNOWN[2:]))),
        Example("改正写错的年份", twice(KNOWN, (KNOWN[0], row(2, date(2024, 9, 2)), *KNOWN[2:]))),
        Example(
            "多数稿件的日期一起变了，像是改版",
            twice(KNOWN, [row(n, date(2026, 2, 20)) for n in range(1, 6)]),
        ),
    ),
    whole=True,
)
def altered_date(site: SiteView, ctx: Context) -> Reports:
    """一篇稿件注明的发布日期，前后两次检测不一样：往前改了，或者正文没有变而日期改新了。

    依据是本系统历次全站检测的记录，两次的日期取自同一个地方（都是列表，或者都是正文）。相差3天以内、
    正文或者附件更新过、年份写错后改正、把倒填的日期改成实际日期的不报；指南、目录、制度、办事服务和静态页面的
    更新日期变新不报；一个栏目多数稿件的日期一起变化，按改版迁移处理，不报。

    ## 为什么
    检查指标把“伪造发稿日期”列为单项否决。把旧稿件的日期改新，会让栏目看起来按期更新；往前改，会掩盖迟发。
    本条只是疑似，由人核实后认定。

    ## 怎样改
    查后台的修改记录，恢复原来的发布日期；内容确有更新的，在正文注明“更新时间”和更新了什么。
    """
    for sighting in site.sightings.values():
        old, old_at, changed_at = sighting.old_day, sighting.old_at, sighting.changed_at
        if old is None or old_at is None or changed_at is None or sighting.day is None:
            continue
        page = site.pages.get(sighting.address)
        if page is None or not site.is_seen(page):
            continue
        new = sighting.day
        yield Hit(
            message=(
                f"稿件“{page.title or page.url}”的日期由 {old:%Y-%m-%d} 改成 {new:%Y-%m-%d}，"
                f"疑似{'改新' if new > old else '倒填'}日期，请核对"
            ),
            key="",
            evidence=(
                f"{local_day(old_at):%Y-%m-%d} 检测时{sighting.source}上注明 {old:%Y-%m-%d}；"
                f"{local_day(changed_at):%Y-%m-%d} 检测时已不是这个日期，现在注明 {new:%Y-%m-%d}"
            ),
            suggestion="查后台的修改记录；没有正当理由的，恢复原来的发布日期",
            subject=page.url,
            url=page.url,
        )
