"""L405 页内定位链接点了没有反应。"""

from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.links.examples import ARTICLE, HOME, page_with
from checks.links.l401_broken_link import quoted
from checks.links.spots import Spot, where
from checks.links.tied import tied
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView
from crawler.links import Jump
from crawler.page import Outcome, Role


@site_rule(
    "L405",
    "dead-fragment",
    "页内定位链接失效",
    Severity.WARNING,
    clause="《政府网站发展指引》（国办发〔2017〕47号）对链接有效性的要求；国办秘函〔2019〕19号“可用性”",
    bad=(
        page_with(
            "目录里的“第三章”指向不存在的位置",
            jumps=(Jump(ARTICLE, "d3z", "第三章"),),
            parts=("d1z", "d2z"),
        ),
    ),
    good=(
        page_with("目录指向的位置存在", jumps=(Jump(ARTICLE, "d1z", "第一章"),), parts=("d1z",)),
        page_with(
            "位置的名称是汉字，网址里写成了转义",
            jumps=(Jump(ARTICLE, "%E7%AC%AC%E4%B8%80%E7%AB%A0", "第一章"),),
            parts=("第一章",),
        ),
        page_with("回到顶部", jumps=(Jump(ARTICLE, "top", "回到顶部"),)),
        page_with("由脚本生成页内位置的页面", jumps=(Jump(ARTICLE, "a1", "目录"),), parts=None),
        page_with("指向没有检测的页面", jumps=(Jump(f"{HOME}2.html", "a1", "目录"),)),
    ),
)
def dead_fragment(site: SiteView, ctx: Context) -> Reports:
    """链接指向页面中的某个位置（网址里“#”后面的部分），而那个页面没有这个位置，点了没有反应或者停在页首。

    本页和站内其他页面都核对；“#top”和空的“#”总能用，不报。页面的内容或位置由脚本生成的（“#/”、“#!”），
    脚本里用到的标签页、弹窗，以及没有检测的页面，不判断。

    ## 为什么
    目录、分章导航和“跳到附件”点了没有反应，网民找不到要看的内容，与链接失效无异。

    ## 怎样改
    在目标位置加上对应的 id，或者改正链接里“#”后面的名称；从旧页面复制来的目录要一并改。
    """
    for spot in site.once(tied).jumps:
        if is_dead(site, spot.thing):
            yield _hit(spot)


def is_dead(site: SiteView, jump: Jump) -> bool:
    """Whether the page that a link leads to is known and has no such part."""
    fetch = site.resolve(jump.url)
    if fetch is None or fetch.outcome is not Outcome.OK or fetch.url in (site.soft or ()):
        return False
    page = site.pages.get(fetch.url)
    if page is None or page.role not in (Role.HOME, Role.COLUMN, Role.PAGE) or page.unreadable:
        return False
    return site.is_seen(page) and not page.has_part(jump.part)


def _hit(spot: Spot[Jump]) -> Hit:
    jump = spot.thing
    is_own = jump.url in spot.pages
    address = f"{'' if is_own and spot.subject == SITE_SUBJECT else jump.url}#{jump.part}"
    what = "本页" if is_own else "所指页面"
    return spot.hit(
        f"“{quoted(jump.text or address)}”点了没有反应：{what}没有“{quoted(jump.part)}”这个位置",
        address,
        f"{address}{where(jump.place)}",
        "在目标位置加上同名的 id，或者改正链接里“#”后面的名称",
    )
