"""S508 “政府信息公开”专栏四项内容不全。"""

import re

from checks.finding import SITE_SUBJECT, Hit, Severity, Undecided
from checks.rule import Context, Reports, site_rule
from checks.site.footers import example, shown_pages
from checks.views import SiteView
from crawler.page import Link
from crawler.urls import canonical

Parts = dict[str, re.Pattern[str]]
EVIDENCE = "已看过采集到的全部页面的链接文字和栏目名称"
PARTS = {
    "政府信息公开指南": re.compile(r"(?:信息)?公开指南"),
    "政府信息公开制度": re.compile(r"(?:信息)?公开制度"),
    "法定主动公开内容": re.compile(r"(?:法定)?主动公开(?:内容|目录|事项)|(?:信息)?公开目录"),
    "政府信息公开年报": re.compile(r"(?:信息)?公开(?:工作)?年(?:度报告|报)"),
    "依申请公开": re.compile(r"依申请公开"),
}
# The names that all columns shall bear alike; other words for the same thing are a hint.
COLUMN = "政府信息公开"
NAMES = {
    COLUMN: re.compile(r"(?<!\S)政府信息公开(?!\S)|政府信息公开(?:专栏|平台|栏目|网)"),
    "政府信息公开指南": re.compile(r"政府信息公开指南"),
    "政府信息公开制度": re.compile(r"政府信息公开(?:工作|相关)?制度"),
    "法定主动公开内容": re.compile(r"法定主动公开内容"),
    "政府信息公开年报": re.compile(r"政府信息公开(?:工作)?年(?:度报告|报)"),
}
_LINKS = tuple(
    Link(f"http://www.qinghe.gov.cn/{n}/", name) for n, name in enumerate((COLUMN, *PARTS))
)


@site_rule(
    "S508",
    "disclosure-parts",
    "“政府信息公开”专栏内容不全",
    Severity.ERROR,
    clause="国办公开办函〔2019〕61号：政府信息公开专栏应有指南、制度、法定主动公开内容、年报四部分",
    bad=(
        example("没有指南和制度", "", links=(_LINKS[0], *_LINKS[3:])),
        example(
            "名称不统一",
            "",
            links=(*_LINKS[:4], Link("http://www.qinghe.gov.cn/n/", "公开年报"), _LINKS[5]),
        ),
        example(
            "专栏名称不统一", "", links=(Link("http://www.qinghe.gov.cn/", "信息公开"), *_LINKS[1:])
        ),
    ),
    good=(
        example("各部分齐全", "", links=_LINKS),
        example("年报写作年度报告", "政府信息公开工作年度报告", links=_LINKS),
    ),
    whole=True,
)
def disclosure_parts(site: SiteView, ctx: Context) -> Reports:
    """全站找不到“政府信息公开指南”“政府信息公开制度”“法定主动公开内容”“政府信息公开年报”或者“依申请公开”的入口。

    看链接文字和栏目名称，“公开指南”“公开年报”也算有，但是只作名称不统一的提示：专栏名称统一为“政府信息公开”，四部分也用统一的名称。

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
    columns = [column.name for column in site.site.columns]
    missing, unnamed = _without(PARTS, columns), _without(NAMES, columns)
    for page in shown_pages(site):
        # Two entries at one address are one link; the frame still has both.
        texts = [page.title, page.frame_text, *(link.text for link in page.links)]
        missing, unnamed = _without(missing, texts), _without(unnamed, texts)
        if not missing and not unnamed:
            return
    for name in missing:
        yield Hit(
            message=f"全站没有找到“{name}”的入口",
            key=name,
            evidence=EVIDENCE,
            suggestion="在“政府信息公开”专栏补上这一部分",
            subject=SITE_SUBJECT,
            url=site.site.start_url,
        )
    for name in unnamed:
        if name not in missing:
            yield Hit(
                message=f"没有用统一的名称“{name}”，请核对",
                key=f"名称 {name}",
                evidence=EVIDENCE,
                suggestion=f"把名称改为“{name}”",
                severity=Severity.WARNING,
                subject=SITE_SUBJECT,
                url=site.site.start_url,
            )


def _without(parts: Parts, texts: list[str]) -> Parts:
    """Return the parts that none of the texts names."""
    return {name: words for name, words in parts.items() if not any(map(words.search, texts))}
