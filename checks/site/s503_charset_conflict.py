"""S503 字符编码声明不一致。"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.rule import Context, Example, Reports, site_rule
from checks.soft404 import is_soft_404
from checks.views import SiteView
from crawler.page import Fetch, Outcome, Page, Role
from crawler.site import Site

# The fixed form of `Page.charset`; parts that say nothing are left out.
SAID = re.compile(r"(服务器声明|网页声明|实际为) ([^\s，]+)")
# Names of one family; servers send the last one by default, whatever the page holds.
GB, DEFAULT = "gb", "default"
FAMILIES = (
    (re.compile(r"x-gbk|gb.*|cp936|ms936|windows-936|chinese|csgb.*|euc[-_]cn", re.I), GB),
    (re.compile(r"utf[-_]?8(?:[-_]sig)?|unicode-1-1-utf-8", re.I), "utf-8"),
    (re.compile(r"utf[-_]?16.*|unicode", re.I), "utf-16"),
    (re.compile(r"big5.*|cp950|x-x-big5|cn-big5", re.I), "big5"),
    (
        re.compile(r"iso[-_]?8859[-_]1|latin-?1|l1|windows-1252|cp1252|us-ascii|ascii", re.I),
        DEFAULT,
    ),
)
SHOWN_PAGES = 3
URL = "http://a.example/tzgg/"


class Kind(StrEnum):
    """Who is wrong; the value is part of the issue's identity.

    HEADER is the server; ALONE the page's tag where the server says nothing, so that browsers
    obey it; META the tag where the server is right, which browsers then ignore.
    """

    HEADER = "header"
    ALONE = "alone"
    META = "meta"


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a kind of contradiction."""

    severity: Severity
    message: str
    suggestion: str


WORDS = {
    Kind.HEADER: Words(
        Severity.ERROR,
        "服务器声明的字符编码与网页内容不符，浏览器以服务器声明为准，会显示乱码",
        "请技术人员把服务器响应头 Content-Type 中的 charset 改成网页实际使用的编码",
    ),
    Kind.ALONE: Words(
        Severity.ERROR,
        "网页声明的字符编码与内容不符，服务器又没有声明，浏览器会显示乱码",
        "请技术人员把网页模板 meta 标签中的 charset 改成网页实际使用的编码",
    ),
    Kind.META: Words(
        Severity.WARNING,
        "网页声明的字符编码与内容不符，目前靠服务器声明才能正常显示",
        "请技术人员把网页模板 meta 标签中的 charset 改成网页实际使用的编码",
    ),
}


@dataclass(slots=True)
class _Found:
    """How many pages show a kind of contradiction, with the first of them."""

    count: int = 0
    examples: list[Page] = field(default_factory=list)

    def add(self, page: Page) -> None:
        """Count a page."""
        self.count += 1
        if len(self.examples) < SHOWN_PAGES:
            self.examples.append(page)


def _example(label: str, charset: str) -> Example:
    fetch = Fetch(URL, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
    page = Page(fetch, Role.COLUMN, title="通知公告", text="通知公告", charset=charset)
    return Example(
        label, SiteView(Site("a", "示例", "http://a.example/"), {URL: page}, {URL: fetch})
    )


@site_rule(
    "S503",
    "charset-conflict",
    "字符编码声明不一致",
    Severity.ERROR,
    clause="WHATWG《HTML Standard》“Specifying the document's character encoding”："
    "声明的字符编码必须与网页实际使用的一致",
    bad=(
        _example(
            "服务器声明 gbk，网页声明 utf-8，内容是 utf-8",
            "服务器声明 gbk，网页声明 utf-8，实际为 utf-8",
        ),
        _example("服务器没有声明，网页声明 gb2312，内容是 utf-8", "网页声明 gb2312，实际为 utf-8"),
        _example(
            "服务器声明 utf-8，网页声明 gbk，内容是 utf-8",
            "服务器声明 utf-8，网页声明 gbk，实际为 utf-8",
        ),
    ),
    good=(
        _example("服务器、网页的声明都与内容一致", ""),
        _example(
            "服务器声明 gbk，网页声明 gb2312，内容是 gb18030（同一系列）",
            "服务器声明 gbk，网页声明 gb2312，实际为 gb18030",
        ),
        _example(
            "服务器发出默认的 iso-8859-1，网页声明 utf-8，内容是 utf-8",
            "服务器声明 iso-8859-1，网页声明 utf-8，实际为 utf-8",
        ),
    ),
    whole=True,
)
def charset_conflict(site: SiteView, ctx: Context) -> Reports:
    """服务器或网页声明的字符编码与网页实际使用的编码不一致。

    服务器声明写在响应头 Content-Type 中，网页声明写在 meta 标签中。同一种不一致在多少个页面上出现都只算一处，
    并列出页数和例子。gb2312、gbk、gb18030 属于同一系列，不算不一致；服务器默认发出的 iso-8859-1 也不算。

    ## 为什么
    浏览器先看服务器声明，再看网页声明；声明错了，群众看到的就是乱码，检索和归档也读不出内容。

    ## 怎样改
    请技术人员改正服务器配置或网页模板中的 charset，全站最好统一使用 UTF-8。
    """
    found = {kind: _Found() for kind in Kind}
    for page in site.html_pages():
        if not page.charset or page.fetch.outcome is not Outcome.OK or page.fetch.location:
            continue
        kind = _kind(page.charset)
        if kind is not None and not is_soft_404(page):
            found[kind].add(page)
    for kind, pages in found.items():
        if pages.count:
            words = WORDS[kind]
            shown = "；".join(f"{page.url}（{page.charset}）" for page in pages.examples)
            yield Hit(
                message=f"{words.message}（{pages.count} 个页面）",
                key=kind.value,
                evidence=f"例如：{shown}",
                suggestion=words.suggestion,
                severity=words.severity,
                subject=SITE_SUBJECT,
                url=pages.examples[0].url,
            )


def _kind(charset: str) -> Kind | None:
    """Say which declaration is wrong, None if they only spell one family in different ways."""
    said = {who: _family(name) for who, name in SAID.findall(charset)}
    actual = said.get("实际为")
    header, meta = said.get("服务器声明", ""), said.get("网页声明", "")
    header = "" if header == DEFAULT else header
    # A tag that can be read is not in UTF-16: browsers take it for UTF-8.
    meta = {DEFAULT: "", "utf-16": "utf-8"}.get(meta, meta)
    if not actual:
        return None
    if header and header != actual:
        return Kind.HEADER
    if meta and meta != actual:
        return Kind.META if header else Kind.ALONE
    return None


def _family(name: str) -> str:
    families = (family for pattern, family in FAMILIES if pattern.fullmatch(name))
    return next(families, name.lower())
