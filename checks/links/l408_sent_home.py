"""L408 失效链接跳到首页。"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from checks.finding import Hit, Severity
from checks.links.dead_ends import DeadEnd, dead_ends
from checks.links.examples import site_with_way
from checks.links.l401_broken_link import doubt, quoted
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView
from crawler.page import ARTICLE_PAGE, LEAST_TITLE, Fetch, Outcome
from crawler.urls import host_of, is_root

ARTICLE = "http://b.example/art/2019/3/1/art_12_3456.html"
TITLE = "关于印发清河县旅游条例的通知"
# The link means the site itself, or a part of it that may well be its home page.
SITE_NAME = re.compile(
    r"首页|主页|官网|门户|网站|(?:平台|系统|大厅|中心|网|站|厅|局|委)$|^http", re.I
)


@site_rule(
    "L408",
    "sent-home",
    "失效链接跳到首页",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》扣分指标“可用性”",
    bad=(
        site_with_way("文章链接打开后是对方首页", TITLE, ARTICLE, "http://b.example/"),
        site_with_way(
            "换了协议，还是首页",
            TITLE,
            ARTICLE,
            "https://b.example/art/2019/3/1/art_12_3456.html",
            "https://b.example/index.html",
        ),
        site_with_way("旧域名的文章都转到新域名的首页", TITLE, ARTICLE, "https://www.c.example/"),
    ),
    good=(
        site_with_way("链接说的就是网站", "清河县文旅网", ARTICLE, "http://b.example/"),
        site_with_way("本来就链接首页", TITLE, "http://b.example/index.html", "http://b.example/"),
        site_with_way("短网址", TITLE, "http://t.example/AbC12", "http://b.example/"),
        site_with_way("栏目改到首页", "旅游", "http://b.example/lvyou/", "http://b.example/"),
        site_with_way("转到英文版", TITLE, ARTICLE, "http://b.example/en/"),
        site_with_way("文章搬了家", TITLE, ARTICLE, "https://c.example/art/3456.html"),
    ),
)
def sent_home(site: SiteView, ctx: Context) -> Reports:
    """链接指向一篇文章或一个附件，打开后却是网站首页（跳转过去，或者内容就是首页）：原来的内容多半已经没有了。

    只看文章、附件的地址，而且链接文字是标题；链接文字说的是网站、平台、首页的，栏目、短网址、语言和手机版的跳转都不报。
    旧域名的地址一律转到新域名首页的，整个域名只报一处。这是疑似问题，请打开核对；
    试过该网站一个不存在的地址、也跳到首页的，按“一般”，其余按“提示”。

    ## 为什么
    网民点开文件标题看到的是首页，和打不开没有区别，抽查时按“链接打不开或错误”扣分。

    ## 怎样改
    找到文章的新地址并改正链接；找不到的撤下。
    """
    moved: dict[str, list[DeadEnd]] = {}
    for end in dead_ends(site):
        fetch = site.resolve(end.link.url)
        unknown = doubt(end, fetch)
        if unknown is not None:
            yield unknown
        if fetch is None or not _is_sent_home(site, end, fetch):
            continue
        host, new = _name(end.link.url), _name(fetch.url)
        if host != new:
            moved.setdefault(host, []).append(end)
            continue
        yield _hit(site, end, fetch)
    for host, ends in moved.items():
        yield from _of_host(site, host, ends)


def _is_sent_home(site: SiteView, end: DeadEnd, fetch: Fetch) -> bool:
    link = end.link
    is_home = fetch.url in site.homely or (bool(fetch.chain) and is_root(fetch.url))
    if fetch.outcome is not Outcome.OK or not is_home:
        return False
    if is_root(link.url) or not (link.is_file or ARTICLE_PAGE.search(link.url)):
        return False
    text = link.text.strip()
    return link.is_file or (len(text) >= LEAST_TITLE and not SITE_NAME.search(text))


def _name(url: str) -> str:
    return host_of(url).removeprefix("www.")


def _hit(site: SiteView, end: DeadEnd, fetch: Fetch) -> Hit:
    decoy = site.decoys.get(urlsplit(end.link.url).netloc)
    is_sure = decoy is not None and decoy.fetch.outcome is Outcome.OK and is_root(decoy.fetch.url)
    hit = end.hit(
        f"“{quoted(end.link.text)}”打开后是首页，疑似原来的内容已经没有了，请核对",
        "改为文章现在的地址，或者撤下该链接",
        fetch,
    )
    return replace(hit, severity=Severity.ERROR) if is_sure else hit


def _of_host(site: SiteView, host: str, ends: list[DeadEnd]) -> Iterator[Hit]:
    """Report a domain that has moved as a whole once."""
    first = min(ends, key=lambda end: end.link.url)
    fetch = site.resolve(first.link.url)
    if fetch is not None:
        yield first.hit(
            f"“{quoted(first.link.text)}”等 {len(ends)} 个链接指向的 {host}"
            f" 已整体转到 {host_of(fetch.url)} 的首页，疑似原来的内容已经没有了，请核对",
            "改为新域名上的地址，或者撤下这些链接",
            fetch,
        )
