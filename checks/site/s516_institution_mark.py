"""S516 党政机关标识有误。"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from checks.finding import Severity
from checks.rule import Context, Reports, site_rule
from checks.site.footers import Seen, example, host_of, shown_pages
from checks.site.templates import is_private
from checks.views import SiteView
from crawler.page import Link, Markup, Page
from crawler.site import Site

RED_ERROR = re.compile(r"red_?error\w*\.(?:png|gif|jpg)", re.I)
BLUE = re.compile(r"/blue\w*\.(?:png|gif|jpg)", re.I)
GOVERNMENT = re.compile(r"人民政府|政府(?:门户)?网")
FAILED = "党政机关标识显示为未通过（red_error）"
OTHER_KIND = "政府网站疑似用了事业单位的蓝色标识，请核对"
HOST = "bszs.conac.cn"
CONAC = re.compile(r"(?:^|\.)bszs\.conac\.cn(?:\.|$)", re.I)
URL = "http://www.qinghe.gov.cn/"
_RIGHT = Link("https://bszs.conac.cn/sitename?method=show&id=0A1B2C3D4E5F", "党政机关")
_SITE = Site("a", "清河县人民政府", URL)


@site_rule(
    "S516",
    "institution-mark",
    "党政机关标识有误",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号扣分指标“网站标识”：全站页面底部应列明党政机关标识",
    bad=(
        example(
            "标识显示为未通过",
            "主办：清河县人民政府",
            markup=Markup(marks=("https://dcs.conac.cn/image/red_error.png",)),
        ),
        example(
            "政府网站用了事业单位标识",
            "主办：清河县人民政府",
            markup=Markup(marks=("https://dcs.conac.cn/image/blue.png",)),
            site=_SITE,
        ),
        example(
            "链接被网关改写",
            "",
            links=(
                Link(
                    "http://bszs.conac.cn.ipv6.example.com/sitename?method=show&id=0A", "党政机关"
                ),
            ),
        ),
        example(
            "链接没有编号",
            "",
            links=(Link("https://bszs.conac.cn/sitename?method=show", "党政机关"),),
        ),
    ),
    good=(
        example(
            "标识正常",
            "",
            links=(_RIGHT,),
            markup=Markup(marks=("https://dcs.conac.cn/image/red.png",)),
        ),
        example(
            "事业单位的网站用蓝色标识",
            "",
            links=(_RIGHT,),
            markup=Markup(marks=("https://dcs.conac.cn/image/blue.png",)),
            site=Site("a", "清河县图书馆", URL),
        ),
        example("没有标识的另有规则", "主办：清河县人民政府"),
    ),
    whole=True,
)
def institution_mark(site: SiteView, ctx: Context) -> Reports:
    """页脚的党政机关标识显示为未通过（red_error），政府网站用了事业单位的蓝色标识，或者标识的链接没有指向 bszs.conac.cn 的本站证书。

    没有标识的见 S501。标识由脚本显示，采集时没有执行脚本的只查链接。

    ## 为什么
    标识用来证明网站是党政机关开办的；显示为未通过或者链接不对，公众查不到开办单位，检查时按缺少标识扣0.5分。

    ## 怎样改
    到网站标识管理系统核对单位名称、域名和有效期，重新取得标识代码后放进页脚模板；链接被网关改写的，加入不改写名单。
    """
    found: dict[tuple[str, bool], Seen] = {}
    is_government = GOVERNMENT.search(site.site.name) is not None
    for page in shown_pages(site):
        marks = page.markup.marks
        if any(RED_ERROR.search(mark) for mark in marks):
            found.setdefault((FAILED, False), Seen()).add(page.url)
        elif is_government and any(BLUE.search(mark) for mark in marks):
            found.setdefault((OTHER_KIND, True), Seen()).add(page.url)
        for said in _links(site, page):
            found.setdefault((said, False), Seen()).add(page.url)
    for (said, is_guess), seen in found.items():
        severity = Severity.WARNING if is_guess else None
        yield seen.hit(said, said, "核对标识的登记信息，把新的标识代码放进页脚模板", severity)


def _links(site: SiteView, page: Page) -> Iterator[str]:
    hosts = ((host_of(link.url), link.url) for link in page.links)
    found = {(host, url) for host, url in hosts if CONAC.search(host)}
    for host, url in sorted(found):
        if is_private(site, host):
            continue
        if host != HOST:
            yield f"党政机关标识的链接指向了 {host}，不是 {HOST}"
        elif not parse_qs(urlsplit(url).query).get("id"):
            yield "党政机关标识的链接没有证书编号（id）"
