"""S504 网站标识码不一致。"""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from checks.finding import Severity
from checks.rule import Context, Reports, site_rule
from checks.site.footers import SITE_CODE, URL, Seen, example, shown_pages, text_of
from checks.views import SiteView
from crawler.page import Link, Page
from crawler.site import Site

ENTRY = re.compile(r"zfwzgl\.www\.gov\.cn/exposure/jiucuo", re.I)
FORM = re.compile(r"\d{10}|bm\d{8}")
FOOT, TAG, SCRIPT = "页脚", "网页标签 SiteIDCode", "“找错”代码 sitecode"


def _entry(code: str) -> Link:
    address = f"https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={code}&url=http%3A%2F%2Fa"
    return Link(address, "政府网站找错")


@site_rule(
    "S504",
    "site-code-mismatch",
    "网站标识码不一致",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》“网站标识”；国办发〔2017〕47号附件《网页设计规范》",
    bad=(
        example(
            "页脚与网页标签不一致",
            "网站标识码：3609220011",
            meta={"siteidcode": "3609220012"},
        ),
        example(
            "与站点配置不一致", "网站标识码：3609220012", site=Site("a", "示例", URL, "3609220011")
        ),
        example("位数不对", "网站标识码：360922001"),
        example("“找错”用了别人的标识码", "网站标识码：3609220011", fault_code="3609220099"),
        example(
            "“找错”链接用了别人的标识码", "网站标识码：3609220011", links=(_entry("3609220099"),)
        ),
    ),
    good=(
        example(
            "三处一致",
            "网站标识码：3609220011",
            meta={"siteidcode": "3609220011"},
            fault_code="3609220011",
        ),
        example("“找错”是链接", "网站标识码：3609220011", links=(_entry("3609220011"),)),
        example("部委的标识码", "网站标识码：bm01000001", meta={"siteidcode": "bm01000001"}),
    ),
    whole=True,
)
def site_code_mismatch(site: SiteView, ctx: Context) -> Reports:
    """页脚、网页标签 SiteIDCode、“找错”代码里的网站标识码不一致，与站点配置的不一致，或者格式不对。

    标识码应为10位数字（前6位是行政区划代码），部委为 bm 加8位数字。站点配置了标识码的以配置为准，没有配置的以多数页面为准。

    ## 为什么
    标识码是网站的身份证，写错后“找错”留言会转给别的单位，检查系统也认不出网站。

    ## 怎样改
    在网站模板里把三处改成本站的标识码；栏目使用单独模板的一并改。
    """
    found: dict[tuple[str, str], Seen] = {}
    total: Counter[str] = Counter()
    for page in shown_pages(site):
        for where, code in set(_codes(page)):
            found.setdefault((where, code), Seen()).add(page.url)
            total[code] += 1
    right = site.site.id_code.lower() or next((code for code, _ in total.most_common(1)), "")
    for (where, code), seen in found.items():
        key = f"{where} {code}"
        shown = f"{where} " if where[-1].isascii() else where
        if code != right:
            said = f"{shown}的网站标识码是 {code}，应为 {right}"
            yield seen.hit(said, key, "在网站模板里改成本站的标识码")
        elif not FORM.fullmatch(code):
            said = f"{shown}的网站标识码 {code} 格式不对"
            yield seen.hit(said, key, "标识码应为10位数字，部委为 bm 加8位数字，请核对后改正")


def _told_by_link(link: Link) -> list[str]:
    """Return the code that an entry made of a link tells the find-a-fault service."""
    if not ENTRY.search(link.url):
        return []
    return parse_qs(urlsplit(link.url).query).get("site_code", [])


def _codes(page: Page) -> Iterator[tuple[str, str]]:
    for match in SITE_CODE.finditer(text_of(page)):
        yield FOOT, match[1].lower()
    told = [(TAG, page.meta.get("siteidcode", "")), (SCRIPT, page.fault_code)]
    told += [(SCRIPT, code) for link in page.links for code in _told_by_link(link)]
    for where, code in told:
        if code.strip():
            yield where, code.strip().lower()
