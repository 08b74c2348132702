"""S505 备案号或备案链接有误。"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

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
from crawler.page import Link, Page, Role
from crawler.site import Site

# “ICP备案号：” is a label, and some write a colon before the number.
ICP = re.compile(r"(\S)?ICP备(?!案)[\s:：]*(\d*)\s*号?", re.I)
POLICE = re.compile(r"(\S)?公网安备(?!案)[\s:：]*(\d*)\s*号?")
ICP_HOSTS = frozenset({"beian.miit.gov.cn"})
OLD_ICP_HOSTS = frozenset(
    {"www.beian.miit.gov.cn", "www.miitbeian.gov.cn", "miitbeian.gov.cn", "www.miibeian.gov.cn"}
)
POLICE_HOSTS = frozenset({"www.beian.gov.cn", "beian.gov.cn", "beian.mps.gov.cn"})
ICP_PLACES = r"beian\.miit|mii?tbeian|miibeian"
ICP_DIGITS = frozenset({6, 8, 10})
POLICE_DIGITS = 14
CODE = 6
# A gateway that rewrites links keeps the old name in front of its own: beian.miit.gov.cn.v6.x.com.
REWRITTEN = re.compile(r"(?:beian\.miit|beian\.mps|(?:www\.)?beian)\.gov\.cn\..+")
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
# No prefecture of its own: bodies of a province, counties that a province governs itself.
NO_PREFECTURE = frozenset({"00", "90"})
JIANGXI = Site("a", "示例", URL, "3609220011", region="江西省宜春市万载县")
_GOOD = "赣ICP备11002306号-1 赣公网安备 36092202000105号"
_POLICE = "http://www.beian.gov.cn/portal/registerSystemInfo?recordcode="
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
        example(
            "备案图标的链接被网关改写",
            _GOOD,
            links=(_LINK, Link("http://beian.mps.gov.cn.v6.example.com/", "备案图标")),
            site=JIANGXI,
        ),
        example(
            "公安备案链接查的是别的网站",
            _GOOD,
            links=(
                _LINK,
                Link(f"{_POLICE}36092202000777", "赣公网安备 36092202000105号", is_frame=True),
            ),
            site=JIANGXI,
        ),
        example("公安备案号是外市的", "赣公网安备 36012202000105号", site=JIANGXI),
        example("首页的备案号没有链接", _GOOD, site=JIANGXI),
    ),
    good=(
        example("备案号和链接都对", _GOOD, links=(_LINK,), site=JIANGXI),
        example(
            "号码前有说明和冒号",
            "ICP备案号： 赣ICP备11002306号 赣公网安备： 36092202000105",
            links=(_LINK,),
            site=JIANGXI,
        ),
        example("没有写备案号的另有规则", "主办：清河县人民政府", site=JIANGXI),
        example(
            "公安备案链接查的是本站",
            _GOOD,
            links=(
                _LINK,
                Link(f"{_POLICE}36092202000105", "赣公网安备 36092202000105号", is_frame=True),
            ),
            site=JIANGXI,
        ),
        example(
            "省直单位的备案号由驻地公安机关核发",
            "赣ICP备11002306号-1 赣公网安备 36010202000105号",
            links=(_LINK,),
            site=Site("a", "示例", URL, "3600000011"),
        ),
    ),
    whole=True,
)
def record_number(site: SiteView, ctx: Context) -> Reports:
    """页脚的 ICP 备案号、公安备案号位数不对、与属地不符，或者备案链接没有指向备案系统、查的是别的网站。

    ICP 备案链接应为 https://beian.miit.gov.cn，公安备案链接应为 beian.mps.gov.cn；有的 IPv6 网关会把外链改写成别的域名。
    属地按网站标识码判断：省份不符是差错，同省不同市的只作提示；没有标识码的不判。首页的 ICP 备案号没有链接的也作提示。

    ## 为什么
    备案号应当准确并链接到备案系统供公众核对，被改写的链接还可能被人利用。

    ## 怎样改
    核对备案证上的号码，改正页脚模板；链接被网关改写的，请运维单位把备案域名加入不改写名单。
    """
    found: dict[tuple[str, bool], Seen] = {}
    for page in shown_pages(site):
        for fault in {*_numbers(page, site.site), *_links(site, page), *_unlinked(page)}:
            found.setdefault(fault, Seen()).add(page.url)
    for (said, is_minor), seen in found.items():
        severity = Severity.WARNING if is_minor else None
        yield seen.hit(said, said, "核对备案信息后改正页脚模板", severity)


def _numbers(page: Page, site: Site) -> Iterator[tuple[str, bool]]:
    text = text_of(page)
    home = site.id_code[:CODE] if site.id_code[:CODE].isdecimal() else ""
    for match in ICP.finditer(text):
        shown = f"{match[1] or ''}ICP备{match[2]}号"
        if len(match[2]) not in ICP_DIGITS:
            yield f"ICP 备案号“{shown}”位数不对", False
        elif home and PROVINCES.get(match[1] or "", home[:2]) != home[:2]:
            yield f"ICP 备案号“{shown}”的省份与属地不符", False
    # The number is as long as those of people and starred out in messages: it is told in words.
    for match in POLICE.finditer(text):
        if len(match[2]) != POLICE_DIGITS:
            yield f"公安备案号有 {len(match[2])} 位数字，应为 {POLICE_DIGITS} 位", False
        elif home and match[2][:2] != home[:2]:
            yield f"公安备案号以 {match[2][:2]} 开头，属地的区划代码是 {home[:2]}", False
        elif home and _is_elsewhere(match[2], home):
            code, right = match[2][:4], home[:4]
            yield f"公安备案号以 {code} 开头，疑似不是本市的（{right}），请核对", True


def _is_elsewhere(number: str, home: str) -> bool:
    """Whether the number was given in another prefecture of the province."""
    pair = {number[2:4], home[2:4]}
    return len(pair) > 1 and not pair & NO_PREFECTURE and home[:2] not in MUNICIPALITIES


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
    numbers = {match[2] for match in POLICE.finditer(text_of(page))}
    for link in page.links:
        host = host_of(link.url)
        if REWRITTEN.fullmatch(host) and not (ICP.search(link.text) or POLICE.search(link.text)):
            yield f"备案链接被改写，指向了 {host}", False
        told = _record_code(link) if host in POLICE_HOSTS else ""
        if told and numbers and told not in numbers:
            yield f"公安备案链接查的是 {told}，与页脚写的备案号不一致", False


def _record_code(link: Link) -> str:
    query = parse_qs(urlsplit(link.url).query)
    return "".join([*query.get("recordcode", []), *query.get("code", [])][:1]).strip()


def _unlinked(page: Page) -> Iterator[tuple[str, bool]]:
    """Tell of a number on the home page that leads nowhere, not even to a wrong place."""
    if page.role is not Role.HOME or not ICP.search(text_of(page)):
        return
    if not any(
        ICP.search(link.text) or re.search(ICP_PLACES, host_of(link.url)) for link in page.links
    ):
        yield "首页的 ICP 备案号没有链接到备案系统", True
