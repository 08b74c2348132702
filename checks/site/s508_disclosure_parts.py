"""S508 “政府信息公开”专栏四项内容不全。"""

import re

from checks.finding import SITE_SUBJECT, Hit, Severity, Undecided
from checks.rule import Context, Reports, site_rule
from checks.site.footers import example, shown_pages
from checks.views import SiteView
from crawler.page import Link
from crawler.urls import canonical

PARTS = {
    "政府信息公开指南": re.compile(r"(?:信息)?公开指南"),
    "政府信息公开制度": re.compile(r"(?:信息)?公开制度"),
    "法定主动公开内容": re.compile(r"(?:法定)?主动公开(?:内容|目录|事项)|(?:信息)?公开目录"),
    "政府信息公开年报": re.compile(r"(?:信息)?公开(?:工作)?年(?:度报告|报)"),
    "依申请公开": re.compile(r"依申请公开"),
}
_LINKS = tuple(Link(f"http://www.qinghe.gov.cn/{n}/", name) for n, name in enumerate(PARTS))


@site_rule(
    "S508",
    "disclosure-parts",
    "“政府信息公开”专栏内容不全",
    Severity.ERROR,
    clause="国办公开办函〔2019〕61号：政府信息公开专栏应有指南、制度、法定主动公开内容、年报四部分",
    bad=(example("没有指南和制度", "", links=_LINKS[2:]),),
    good=(example("各部分齐全", "", links=_LINKS),),
    whole=True,
)
def disclosure_parts(site: SiteView, ctx: Context) -> Reports:
    """全站找不到“政府信息公开指南”“政府信息公开制度”“法定主动公开内容”“政府信息公开年报”或者“依申请公开”的入口。

    看链接文字和栏目名称，不要求字面完全一致（“公开指南”“公开年报”也算）。

    ## 为什么
    《条例》第十二条要求编制、公布指南和目录；国办公开办函〔2019〕61号统一了专栏的四部分内容。

    ## 怎样改
    在“政府信息公开”专栏补上缺少的部分，名称用规定的全称。
    """
    home = site.resolve(canonical(site.site.start_url))
    first = site.pages.get(home.url) if home is not None else None
    if first is None or not site.is_seen(first):
        # Nothing is missing on a site that did not show itself.
        yield Undecided(SITE_SUBJECT, "首页没有正常显示，无法判断专栏内容是否齐全")
        return
    missing = dict(PARTS)
    for page in shown_pages(site):
        # Two entries at one address are one link; the frame still has both.
        texts = [page.title, page.frame_text, *(link.text for link in page.links)]
        for name in [name for name, words in missing.items() if any(map(words.search, texts))]:
            del missing[name]
        if not missing:
            return
    columns = [column.name for column in site.site.columns]
    for name, words in missing.items():
        if not any(map(words.search, columns)):
            yield Hit(
                message=f"全站没有找到“{name}”的入口",
                key=name,
                evidence="已看过采集到的全部页面的链接文字和栏目名称",
                suggestion="在“政府信息公开”专栏补上这一部分",
                subject=SITE_SUBJECT,
                url=site.site.start_url,
            )
