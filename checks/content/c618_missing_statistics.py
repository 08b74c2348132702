"""C618 没有公开留言受理反馈统计。"""

import re

from checks.content.entrances import doubt_of, missing_entrances
from checks.content.examples import HOME, fetch_of, letters
from checks.content.talks import talks
from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView
from crawler.page import Page

STATISTICS = {
    "留言统计": re.compile(
        r"(?:来信|信件|留言|咨询|受理|办理|答复|回复|互动|诉求|热线|信箱|办件|政务网站|网民)[^。；\n]{0,10}(?:统计|情况|通报|分析|月报|数据)"
        r"|统计(?:分析|信息|通报|查询|结果)"
    )
}


def _with_statistics() -> SiteView:
    site = letters("2026-02-20 已答复", "2026-02-21 已答复")
    page = Page(
        fetch_of(f"{HOME}xzxx/tj.html"), title="2026年1月县长信箱办理情况统计", text="共收到"
    )
    return SiteView(
        site.site, {**site.pages, page.url: page}, {**site.fetches, page.url: page.fetch}
    )


@site_rule(
    "C618",
    "missing-statistics",
    "没有公开留言受理反馈统计",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号扣分指标“互动交流－留言公开”：未公开留言受理反馈情况统计数据的扣分",
    bad=(Example("有信箱而没有统计", letters("2026-02-20 已答复", "2026-02-21 已答复")),),
    good=(
        Example("公开了统计", _with_statistics()),
        Example("没有公开的信箱", letters("2026-02-20 未答复", name="网上信访")),
    ),
    whole=True,
)
def missing_statistics(site: SiteView, ctx: Context) -> Reports:
    """网站公开了领导信箱、咨询等留言，却疑似没有公开留言受理、答复情况的统计，供核对。

    ## 为什么
    检查指标规定，未公开留言受理反馈情况统计数据的扣3分。

    ## 怎样改
    按月或按季公开收到、答复留言的数量、分类和办结率。
    """
    if not talks(site) or not missing_entrances(site, STATISTICS):
        return
    doubt = doubt_of(site, "留言受理反馈统计")
    if doubt is not None:
        yield doubt
        return
    yield Hit(
        message="疑似没有公开留言受理反馈情况的统计，请核对",
        key="",
        evidence="已看过采集到的全部页面的标题、链接文字和栏目名称",
        suggestion="按月或按季公开收到、答复留言的数量、分类和办结率",
        subject=SITE_SUBJECT,
        url=site.site.start_url,
    )
