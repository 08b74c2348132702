"""S506 “我为政府网站找错”入口不规范。"""

import re

from checks.finding import Severity
from checks.rule import Context, Reports, site_rule
from checks.site.footers import Seen, example, host_of, shown_pages
from checks.views import SiteView
from crawler.page import Link, Page, Role

ENTRY = re.compile(r"jiucuo|zfwzgl\.www\.gov\.cn/exposure", re.I)
WORDS = re.compile(r"网站找错|为政府网站找错")
REWRITTEN = re.compile(r"zfwzgl\.www\.gov\.cn\..+")
OLD = re.compile(r"pucha\.kaipuyun\.cn", re.I)
_SCRIPT = "https://zfwzgl.www.gov.cn/exposure/jiucuo.js"


@site_rule(
    "S506",
    "find-fault-entry",
    "“我为政府网站找错”入口不规范",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号扣分指标“网站找错”：首页底部未规范添加入口扣1分，其他页面每处扣0.2分",
    bad=(
        example("首页没有入口", "主办：清河县人民政府"),
        example("用的是旧域名", "", scripts=("http://pucha.kaipuyun.cn/exposure/jiucuo.js",)),
        example(
            "入口的域名被网关改写",
            "",
            scripts=("http://zfwzgl.www.gov.cn.v6.example.com/exposure/jiucuo.js",),
        ),
        example(
            "https 页面引用 http 脚本，浏览器不会加载",
            "",
            scripts=("http://zfwzgl.www.gov.cn/exposure/jiucuo.js",),
            url="https://www.qinghe.gov.cn/",
        ),
    ),
    good=(
        example("由脚本添加", "", scripts=(_SCRIPT,)),
        example(
            "由链接添加",
            "",
            links=(Link("https://zfwzgl.www.gov.cn/exposure/jiucuo.html", "我为政府网站找错"),),
        ),
    ),
    whole=True,
)
def find_fault_entry(site: SiteView, ctx: Context) -> Reports:
    """页面底部没有“我为政府网站找错”入口，入口用的是已停用的旧域名、被网关改写，或者在 https 页面上引用了 http 脚本而失效。

    ## 为什么
    检查指标规定：首页底部功能区未规范添加“我为政府网站找错”入口的扣1分，其他页面未添加的每处扣0.2分。

    ## 怎样改
    在页脚模板加入统一的“找错”代码 https://zfwzgl.www.gov.cn/exposure/jiucuo.js，并填写本站标识码。
    """
    found: dict[str, Seen] = {}
    for page in shown_pages(site):
        fault = _fault(page)
        if fault:
            found.setdefault(fault, Seen()).add(page.url)
    for fault, seen in found.items():
        yield seen.hit(fault, fault, "在页脚模板加入统一的“找错”代码，并填写本站标识码")


def _fault(page: Page) -> str:
    addresses = [address for address in page.scripts if ENTRY.search(address)]
    addresses += [
        link.url for link in page.links if WORDS.search(link.text) or ENTRY.search(link.url)
    ]
    if not addresses and not page.fault_code:
        return "首页没有“找错”入口" if page.role is Role.HOME else "内页没有“找错”入口"
    if any(OLD.search(address) for address in addresses):
        return f"“找错”入口用的是旧域名 {host_of(addresses[0])}"
    rewritten = [host for host in map(host_of, addresses) if REWRITTEN.fullmatch(host)]
    if rewritten:
        return f"“找错”入口被改写，指向了 {rewritten[0]}"
    scripts = [address for address in page.scripts if ENTRY.search(address)]
    if page.url.startswith("https:") and scripts and all(s.startswith("http:") for s in scripts):
        return "https 页面用 http 引用“找错”脚本，浏览器不加载"
    return ""
