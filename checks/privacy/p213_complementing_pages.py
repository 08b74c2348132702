"""P213 不同页面或附件的名单遮蔽互补。"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime

from checks.finding import Hit, Severity
from checks.mask import mask_url
from checks.privacy.complement import Completed, MaskedRow, completed, masked_rows
from checks.rule import Context, Example, Reports, site_rule
from checks.views import SiteView
from crawler.page import Fetch, Outcome, Page, Role, Table
from crawler.site import Site

_AT = datetime(2026, 3, 2, tzinfo=UTC)
_SITE = Site("qinghe", "清河县人民政府", "http://www.qinghe.example/")


def _page(name: str, number: str) -> Page:
    url = f"http://www.qinghe.example/{name}.xlsx"
    table = Table((("姓名", "身份证号", "村"), ("赵一", number, "荷花村")), "工作表“名单”")
    return Page(Fetch(url, Outcome.OK, _AT), Role.FILE, tables=(table,))


def _view(*pages: Page) -> SiteView:
    return SiteView(_SITE, {page.url: page for page in pages})


@site_rule(
    "P213",
    "complementing-pages",
    "不同页面或附件的名单遮蔽互补",
    Severity.ERROR,
    clause="《个人信息保护法》第七十三条（去标识化）；《政府信息公开条例》第十五条",
    bad=(
        Example(
            "公示遮后六位，公告遮前六位",
            _view(_page("gs", "110101190503******"), _page("gg", "******190503071230")),
        ),
    ),
    good=(
        Example(
            "遮的是同样几位",
            _view(_page("gs", "110101********1230"), _page("gg", "110101********1230")),
        ),
        Example(
            "同名不同人",
            _view(_page("gs", "110101190503******"), _page("gg", "******196012121230")),
        ),
    ),
    whole=True,
)
def complementing_pages(site: SiteView, ctx: Context) -> Reports:
    """同一平台的两个页面或附件里，同一个人的身份证号码遮的位置不同，拼起来只剩三位以内不知道。

    办法与 P211 相同。要看过全站才能判断，整改回头看时不查。

    ## 为什么
    公示、公告、补贴发放表各自遮得够，合起来等于公开了完整号码。

    ## 怎样改
    全部名单按同一办法遮蔽：身份证号码都遮住出生年月日八位，重新发布。
    """
    pairs: dict[tuple[str, str], list[Completed]] = defaultdict(list)
    for pair in completed(_rows(site)):
        urls = (_url(pair.first), _url(pair.second))
        if urls[0] != urls[1]:
            pairs[urls].append(pair)
    for (first, second), found in pairs.items():
        people = len({each.second.name for each in found})
        yield Hit(
            f"与 {mask_url(first)} 的名单遮的位置不同，可以拼出 {people} 人的身份证号码",
            key=first,
            evidence=f"{found[0].first.place} 与 {found[0].second.place}",
            suggestion="全部名单按同一办法遮住出生年月日八位，重新发布",
            subject=second,
            url=second,
        )


def _rows(site: SiteView) -> Iterator[MaskedRow]:
    for page in site.pages.values():
        if page.tables and page.role not in (Role.PROBE, Role.DATA):
            yield from masked_rows(page.tables, page.url)


def _url(row: MaskedRow) -> str:
    return row.list_id.rpartition("#")[0]
