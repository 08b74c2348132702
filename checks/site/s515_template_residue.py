"""S515 页面上露出没有执行的模板代码。"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from checks.finding import Severity
from checks.rule import Context, Example, Reports, site_rule
from checks.site.footers import Seen, shown_pages, text_of
from checks.views import SiteView
from crawler.page import Fetch, Markup, Outcome, Page
from crawler.site import Site

# Placeholders that the server fills in; {{…}} may be filled in by the browser and is none.
SHOWN_CODE = re.compile(r"\$\{[A-Za-z_][\w.]{0,60}\}|\[!--[\w.]{1,40}--\]")
URL = "http://www.qinghe.gov.cn/tzgg/1.html"


def _example(label: str, text: str, *residue: str) -> Example:
    fetch = Fetch(URL, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
    page = Page(fetch, title="关于防汛的通知", text=text, markup=Markup(residue=residue))
    site = Site("a", "示例", "http://www.qinghe.gov.cn/")
    return Example(label, SiteView(site, {URL: page}, {URL: fetch}))


@site_rule(
    "S515",
    "template-residue",
    "页面上露出没有执行的模板代码",
    Severity.WARNING,
    clause="国办发〔2017〕47号《政府网站发展指引》附件《网页设计规范》",
    bad=(
        _example("来源没有取到", "关于防汛的通知 来源：${article.source}"),
        _example("包含的页头没有执行", "关于防汛的通知", '<jsp:include page="/head.jsp" />'),
    ),
    good=(
        _example("正常的页面", "关于防汛的通知 来源：县应急管理局"),
        _example("由浏览器填写的占位", "共 {{total}} 条"),
        _example("金额", "合计 $ {2,300} 元"),
    ),
    whole=True,
)
def template_residue(site: SiteView, ctx: Context) -> Reports:
    """页面上露出服务器没有执行的代码，例如 ${…}、<%…%>、<jsp:include>、<!--#include-->，应在该处显示的内容因而缺失。

    同一段代码在多少个页面上出现都只算一处。脚本里的代码和由浏览器填写的 {{…}} 不算。

    ## 为什么
    代码没有执行，说明页头、页脚、来源、日期之类的内容没有显示出来，还会暴露网站的内部结构。

    ## 怎样改
    请技术人员检查页面模板：动态代码不能放进静态页面，静态包含（SSI）要在服务器上开启。
    """
    found: dict[str, Seen] = {}
    for page in shown_pages(site):
        for code in _codes(page):
            found.setdefault(code, Seen()).add(page.url)
    for code, seen in found.items():
        said = f"页面上有没有执行的模板代码“{code}”"
        yield seen.hit(said, code, "请技术人员检查页面模板，让这段代码在生成页面时执行")


def _codes(page: Page) -> Iterator[str]:
    yield from page.markup.residue
    text = text_of(page)
    if "${" in text or "[!--" in text:
        yield from {match[0] for match in SHOWN_CODE.finditer(text)}
