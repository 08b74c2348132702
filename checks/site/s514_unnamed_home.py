"""S514 网站名称没有显示出来。"""

import re
from datetime import UTC, datetime

from checks.finding import SITE_SUBJECT, Hit, Severity, Undecided
from checks.rule import Context, Example, Reports, site_rule
from checks.site.templates import home_page, template_pages
from checks.site.values import RESIDUE, is_akin
from checks.views import SiteView
from crawler.page import Fetch, Look, Markup, Outcome, Page, Role
from crawler.site import Column, Site

# What editors and frameworks write where nobody has written a title.
NO_TITLE = re.compile(
    r"(?:无标题(?:文档|页)?|未命名|新建网页.*|网站首页|首页|主页|欢迎(?:访问|光临)?|标题|test|测试|index|home|title|"
    r"document|untitled(?:[-\s]?(?:document|page|\d+))?|new page.*|vite app|(?:react|vue) app|页面标题)",
    re.I,
)
SHOWN = 3
URL = "http://www.qinghe.gov.cn/"


def _example(
    label: str, title: str, head: str = "清河县人民政府", *, logo: bool = False
) -> Example:
    fetch = Fetch(URL, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
    page = Page(fetch, Role.HOME, markup=Markup(title, look=Look(head=head, has_logo=logo)))
    site = Site("a", "清河县人民政府", URL, columns=(Column("a", "要闻", URL, ""),))
    return Example(label, SiteView(site, {URL: page}, {URL: fetch}))


@site_rule(
    "S514",
    "unnamed-home",
    "网站名称没有显示出来",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号扣分指标“域名名称”：未以本地区本部门名称命名扣1分，名称未在全站头部显著展示扣1分",
    bad=(
        _example("首页标题是编辑软件的默认标题", "无标题文档"),
        _example("首页标题为空", ""),
        _example("首页标题只有“首页”", "首页"),
        _example("首页标题是别的网站的", "云岭市公共资源交易中心"),
        _example("页头没有名称", "清河县人民政府", "首页 政务公开 办事服务 互动交流"),
    ),
    good=(
        _example("标题和页头都有名称", "清河县人民政府门户网站"),
        _example("标题写在后面", "首页-清河县人民政府"),
        _example("名称在标志图片里", "清河县人民政府", "首页 政务公开", logo=True),
        _example("站点文件里是别的写法", "岭南省发展和改革委员会", "岭南省发展和改革委员会 首页"),
        _example("写了简称", "清河政府网"),
    ),
    whole=True,
)
def unnamed_home(site: SiteView, ctx: Context) -> Reports:
    """首页的网页标题（title）为空、是默认标题或者与网站名称无关，或者首页、栏目页的头部看不到网站名称。

    网站名称以站点文件为准，写简称、全称都可以。名称可能做在标志图片里的，不判头部。

    ## 为什么
    检查指标规定：网站未以本地区本部门名称命名的扣1分，名称未在全站页面头部区域显著展示的扣1分。浏览器标签页、收藏夹和搜索结果显示的都是网页标题。

    ## 怎样改
    把首页的网页标题写成网站的规范名称；在页头模板写上网站名称，用图片的加上 alt。
    """
    home = home_page(site)
    if home is None or home.markup.look is None:
        yield Undecided(SITE_SUBJECT, "首页没有正常显示，无法判断网站名称有没有显示")
        return
    names = f"{site.site.name} {site.site.region} {ctx.region}"
    # A site may go by a short name in its file, and by its full one on its pages.
    known = f"{names} {home.meta.get('sitename', '')} {home.markup.look.head}"
    said = _title_fault(home.markup.window_title, known)
    if said:
        yield Hit(
            message=said,
            key="title",
            evidence=f"{home.url} 的网页标题是“{home.markup.window_title}”",
            suggestion="把首页的网页标题写成网站的规范名称",
            subject=SITE_SUBJECT,
            url=home.url,
        )
    nameless = [page.url for page in template_pages(site) if _is_nameless(page, names)]
    if nameless:
        yield Hit(
            message=f"页面头部疑似没有显示网站名称，请核对（首页和栏目页中的 {len(nameless)} 个页面）",
            key="head",
            evidence=f"例如：{'、'.join(nameless[:SHOWN])}",
            suggestion="在页头模板写上网站名称，用图片的加上 alt",
            severity=Severity.WARNING,
            subject=SITE_SUBJECT,
            url=nameless[0],
        )


def _title_fault(title: str, names: str) -> str:
    bare = title.strip(" \t-_|—–")
    if not bare:
        return "首页的网页标题是空的"
    if NO_TITLE.fullmatch(bare) or RESIDUE.search(bare):
        return f"首页的网页标题是“{bare}”，不是网站名称"
    return "" if is_akin(title, names) else "首页的网页标题与网站名称疑似不符，请核对"


def _is_nameless(page: Page, names: str) -> bool:
    look = page.markup.look
    if look is None or look.has_logo or look.is_assembled or not look.head:
        return False
    own = f"{names} {page.meta.get('sitename', '')}"
    return not is_akin(own, look.head)
