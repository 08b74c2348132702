"""L403 链接到“页面不存在”。"""

from checks.finding import Severity
from checks.links.dead_ends import dead_ends
from checks.links.examples import site_with_link
from checks.links.l401_broken_link import doubt, quoted
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView
from crawler.page import Outcome


@site_rule(
    "L403",
    "soft-404",
    "链接到“页面不存在”",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》扣分指标“可用性”",
    bad=(
        site_with_link(
            "返回200，页面却写着已删除", Outcome.OK, 200, text="您访问的页面不存在或已被删除。"
        ),
    ),
    good=(
        site_with_link("正常页面", Outcome.OK, 200, text="全区秋季农业生产现场会召开。"),
        site_with_link(
            "文章里提到“页面不存在”",
            Outcome.OK,
            200,
            text="网站常见问题解答。" + "遇到提示页面不存在时，请核对网址后再试。" * 20,
        ),
    ),
)
def soft_404(site: SiteView, ctx: Context) -> Reports:
    """链接能够打开（返回200），但页面内容是“您访问的页面不存在或已删除”一类的出错提示。

    除了看页面的说法，每次检测还向每个主机要一个不存在的网址：与它的应答标题相同、文字几乎一样的页面也是出错页。
    对不存在的网址也给首页、列表、带日期的文章，或者多数页面都长得一样的网站，不用这个办法；
    外部网站的页面另须写有“不存在”“出错”一类的字样。

    ## 为什么
    对网民来说，这样的链接和打不开没有区别，检查时按“链接打不开或错误”扣分。

    ## 怎样改
    改为正确的地址，或者撤下该链接；并请技术人员让出错页面返回404。
    """
    for end in dead_ends(site):
        fetch = site.resolve(end.link.url)
        unknown = doubt(end, fetch)
        if unknown is not None:
            yield unknown
        if fetch is not None and fetch.url in (site.soft or ()):
            said = f"“{quoted(end.link.text)}”打开后显示页面不存在"
            yield end.hit(said, "改正地址，或者撤下该链接", fetch)
