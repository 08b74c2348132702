"""S501 页脚标识缺失。"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.rule import Context, Example, Reports, site_rule
from checks.soft404 import is_soft_404
from checks.views import SiteView
from crawler.page import Fetch, Link, Outcome, Page, Role
from crawler.site import Site

MARKS = {
    "党政机关标识": re.compile(r"党政机关"),
    "网站标识码": re.compile(r"标识码\s*[:：]?\s*(?:bm\d{8}|\d{10})", re.I),
    "ICP备案号": re.compile(r"ICP备[\s:：]*\d+号", re.I),
    "公安备案标识": re.compile(
        r"公网安备[\s:：]*\d{10,14}|公安(?:机关)?(?:联网)?备案号?[\s:：]*\d{14}"
    ),
    "主办单位": re.compile(
        r"主\s*办(?:\s*单\s*位)?\s*[:：]|(?:政府|办公[厅室]|[局委部厅院会]|中心)\s*主\s*办"
    ),
    "联系方式": re.compile(r"(?:联\s*系\s*(?:方\s*式|我\s*们)|电\s*话|邮\s*箱)\s*[:：]"),
}
CONAC = re.compile(r"conac\.cn", re.I)
SHOWN_PAGES = 3
FULL_FOOTER = (
    "主办：青禾区人民政府办公室 联系电话：0990-5550010 网站标识码：9901020001"
    " 岭ICP备12003456号-1 岭公网安备 99010202000105号"
)


def _example(label: str, footer: str) -> Example:
    url = "http://a.example/"
    fetch = Fetch(url, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
    conac = Link("https://bszs.conac.cn/sitename?id=1", "党政机关", is_frame=True)
    page = Page(fetch, Role.HOME, text="首页", frame_text=footer, links=(conac,))
    return Example(label, SiteView(Site("a", "示例", url), {url: page}, {url: fetch}))


@site_rule(
    "S501",
    "missing-footer-mark",
    "页脚标识缺失",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》扣分指标“网站标识”",
    bad=(
        _example("页脚没有公安备案号", FULL_FOOTER.partition(" 岭公网安备")[0]),
        _example("页脚没有网站标识码", FULL_FOOTER.replace("网站标识码：9901020001", "")),
    ),
    good=(
        _example("六项标识齐全", FULL_FOOTER),
        _example(
            "写法不同",
            "青禾区人民政府主办 电 话：0990-5550010 网站标识码： 9901020001"
            " ICP备案号： 岭ICP备12003456号 公安机关备案号：99010202000105",
        ),
    ),
    whole=True,
)
def missing_footer_mark(site: SiteView, ctx: Context) -> Reports:
    """页面底部缺少六项标识之一：党政机关标识、网站标识码、ICP备案号、公安备案标识、主办单位、联系方式。

    同一项标识在多少个页面上缺少都只算一处，并列出页数和例子。

    ## 为什么
    检查指标规定：全站页面底部功能区应清晰列明上述六项，每缺少一项扣0.5分。

    ## 怎样改
    在网站模板的页脚补上缺少的标识；个别栏目使用单独模板的，一并更新。
    """
    missing: dict[str, list[str]] = {mark: [] for mark in MARKS}
    for page in site.html_pages():
        if page.fetch.outcome is not Outcome.OK or page.fetch.location or is_soft_404(page):
            continue
        for mark in _missing(page):
            missing[mark].append(page.url)
    for mark, urls in missing.items():
        if urls:
            examples = "、".join(urls[:SHOWN_PAGES])
            yield Hit(
                message=f"页脚缺少“{mark}”（{len(urls)} 个页面）",
                key=mark,
                evidence=f"例如：{examples}",
                suggestion="在页脚模板中补上",
                subject=SITE_SUBJECT,
                url=urls[0],
            )


def _missing(page: Page) -> Iterator[str]:
    text = f"{page.text}\n{page.margin_text}\n{page.frame_text}"
    addresses = [link.url for link in page.links] + list(page.scripts)
    for mark, pattern in MARKS.items():
        if pattern.search(text):
            continue
        if mark == "党政机关标识" and any(CONAC.search(address) for address in addresses):
            continue
        yield mark
