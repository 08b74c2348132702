"""S510 首页没有站内搜索。"""

import re
from datetime import UTC, datetime

from checks.finding import SITE_SUBJECT, Hit, Severity, Undecided
from checks.rule import Context, Example, Reports, site_rule
from checks.site.footers import text_of
from checks.site.templates import home_page, template_pages
from checks.views import SiteView
from crawler.page import Fetch, Link, Look, Markup, Outcome, Page, Role
from crawler.site import Site

# A line of its own, or a link, that offers a search without any markup that shows it.
WORDS = re.compile(r"^\W*(?:站内|全站|高级|智能|全文)*(?:搜\s*索|检\s*索)\W*$", re.M)
URL = "http://www.qinghe.gov.cn/"


def _example(label: str, look: Look | None, *links: Link, text: str = "") -> Example:
    fetch = Fetch(URL, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
    frame = f"清河县人民政府\n首页\n政务公开\n互动交流\n{text}"
    page = Page(fetch, Role.HOME, frame_text=frame, links=links, markup=Markup(look=look))
    return Example(label, SiteView(Site("a", "示例", URL), {URL: page}, {URL: fetch}))


@site_rule(
    "S510",
    "missing-search",
    "首页没有站内搜索",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号扣分指标“站内搜索”：无或不可用扣4分；《政府信息公开条例》第二十四条",
    bad=(_example("没有检索框，也没有入口", Look(lang="zh-CN")),),
    good=(
        _example("有检索框", Look(search="检索框")),
        _example("有检索入口", Look(search="检索入口")),
        _example("页头由脚本载入，看不到", Look(is_assembled=True)),
        _example("检索按钮是一段文字", Look(), text="搜 索"),
        _example("链接到检索平台", Look(), Link("https://search.qinghe.gov.cn/", "高级检索")),
        _example("读不到页面结构的不判", None),
    ),
    whole=True,
)
def missing_search(site: SiteView, ctx: Context) -> Reports:
    """首页没有检索框，也没有通往检索平台的入口。

    看页面上的输入框、按钮、链接和它们的名称、提示语；栏目页有检索框的也算有。首页没有正常显示，或者页头由脚本、框架载入的，列为未能判断。

    ## 为什么
    检查指标规定：未提供站内搜索或者功能不可用的扣4分。《条例》第二十四条要求公开平台具备检索、查阅、下载功能。

    ## 怎样改
    在首页和各页的页头加上检索框，检索本站的稿件、栏目和附件。
    """
    home = home_page(site)
    if home is None or home.markup.look is None:
        yield Undecided(SITE_SUBJECT, "首页没有正常显示，无法判断有没有站内搜索")
        return
    for page in template_pages(site):
        look = page.markup.look
        texts = [text_of(page), *(link.text for link in page.links)]
        if (look is not None and look.search) or any(map(WORDS.search, texts)):
            return
    if home.markup.look.is_assembled:
        yield Undecided(SITE_SUBJECT, "首页有脚本或者框架载入的部分，无法判断有没有站内搜索")
        return
    yield Hit(
        message="首页没有站内搜索",
        key="",
        evidence="首页和各栏目页上都没有检索框，也没有“搜索”“检索”入口",
        suggestion="在页头加上检索框",
        subject=SITE_SUBJECT,
        url=home.url,
    )
