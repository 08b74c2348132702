"""S505 备案号或备案链接有误。"""

import re
from collections.abc import Iterator

from checks.finding import Severity
from checks.rule import Context, Reports, site_rule
from checks.site.footers import (
    PROVINCES,
    URL,
    Seen,
    example,
    host_of,
    outside_links,
    shown_pages,
    text_of,
)
from checks.views import SiteView
from crawler.page import Link, Page
from crawler.site import Site

ICP = re.compile(r"(\S)?ICP备\s*(\d*)\s*号?", re.I)
POLICE = re.compile(r"(\S)?公网安备\s*(\d*)\s*号?")
ICP_HOSTS = frozenset({"beian.miit.gov.cn"})
OLD_ICP_HOSTS = frozenset({"www.miitbeian.gov.cn", "miitbeian.gov.cn", "www.miibeian.gov.cn"})
POLICE_HOSTS = frozenset({"www.beian.gov.cn", "beian.gov.cn", "beian.mps.gov.cn"})
ICP_DIGITS = frozenset({6, 8, 10})
POLICE_DIGITS = 14
CODE = 6
JIANGXI = Site("a", "示例", URL, "3609220011", region="江西省宜春市万载县")
_GOOD = "赣ICP备11002306号-1 赣公网安备 36092202000105号"
_LINK = Link("https://beian.miit.gov.cn/", "赣ICP备11002306号-1", is_frame=True)


@site_rule(
    "S505",
    "record-number",
    "备案号或备案链接有误",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号“网站标识”；《非经营性互联网信息服务备案管理办法》第十三条",
    bad=(
        example(
            "备案链接被网关改写",
            _GOOD,
            links=(Link("http://beian.miit.gov.cn.ipv6.example.com/", "赣ICP备11002306号-1"),),
            site=JIANGXI,
        ),
        example("备案号是外省的", "湘ICP备11002306号-1", site=JIANGXI),
        example("公安备案号位数不对", "赣公网安备 3609220200010号", site=JIANGXI),
        example("公安备案号不是本地的", "赣公网安备 43092202000105号", site=JIANGXI),
    ),
    good=(
        example("备案号和链接都对", _GOOD, links=(_LINK,), site=JIANGXI),
        example("没有写备案号的另有规则", "主办：清河县人民政府", site=JIANGXI),
    ),
    whole=True,
)
def record_number(site: SiteView, ctx: Context) -> Reports:
    """页脚的 ICP 备案号、公安备案号位数不对、省份与属地不符，或者备案链接没有指向备案系统。

    ICP 备案链接应为 https://beian.miit.gov.cn，公安备案链接应为 beian.mps.gov.cn；有的 IPv6 网关会把外链改写成别的域名。
    属地按网站标识码前两位判断；没有标识码的不判省份。

    ## 为什么
    备案号应当准确并链接到备案系统供公众核对，被改写的链接还可能被人利用。

    ## 怎样改
    核对备案证上的号码，改正页脚模板；链接被网关改写的，请运维单位把备案域名加入不改写名单。
    """
    found: dict[tuple[str, bool], Seen] = {}
    for page in shown_pages(site):
        faults = {*((said, False) for said in _numbers(page, site.site)), *_links(site, page)}
        for fault in faults:
            found.setdefault(fault, Seen()).add(page.url)
    for (said, is_old), seen in found.items():
        severity = Severity.WARNING if is_old else None
        yield seen.hit(said, said, "核对备案信息后改正页脚模板", severity)


def _numbers(page: Page, site: Site) -> Iterator[str]:
    text = text_of(page)
    home = site.id_code[:2] if site.id_code[:CODE].isdecimal() else ""
    for match in ICP.finditer(text):
        shown = f"{match[1] or ''}ICP备{match[2]}号"
        if len(match[2]) not in ICP_DIGITS:
            yield f"ICP 备案号“{shown}”位数不对"
        elif home and PROVINCES.get(match[1] or "", home) != home:
            yield f"ICP 备案号“{shown}”的省份与属地不符"
    for match in POLICE.finditer(text):
        shown = f"{match[1] or ''}公网安备{match[2]}号"
        if len(match[2]) != POLICE_DIGITS:
            yield f"公安备案号“{shown}”位数不对"
        elif home and match[2][:2] != home:
            yield f"公安备案号“{shown}”的区划与属地不符"


def _links(site: SiteView, page: Page) -> Iterator[tuple[str, bool]]:
    for link in outside_links(site, page, ICP):
        host = host_of(link.url)
        if host in OLD_ICP_HOSTS:
            yield f"ICP 备案链接用的是旧域名 {host}", True
        elif host not in ICP_HOSTS:
            yield f"ICP 备案链接指向了 {host}，不是 beian.miit.gov.cn", False
    for link in outside_links(site, page, POLICE):
        host = host_of(link.url)
        if host not in POLICE_HOSTS:
            yield f"公安备案链接指向了 {host}，不是公安备案系统", False
