"""L413 外链域名失效、停放或被他人利用。"""

from collections.abc import Iterator
from dataclasses import dataclass

from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.links.dead_ends import dead_ends, way
from checks.links.examples import page_saying, site_with_way
from checks.links.l401_broken_link import doubt, quoted
from checks.links.parked import parked, parking_host
from checks.links.trust import WELL_KNOWN, is_below
from checks.rule import Context, Reports, site_rule
from checks.views import Document, SiteView
from checks.words.w121_tampering_term import judged
from crawler.page import Fetch, Link, Outcome, Page
from crawler.urls import host_of, is_in_scope, scope_of
from wordlists.term import Level

OUT = "http://b.example/"
TEXT = "友情链接"


@dataclass(frozen=True, slots=True)
class Lost:
    """What an outside page shows instead of what it was linked for."""

    severity: Severity
    what: str


@site_rule(
    "L413",
    "lost-domain",
    "外链域名失效或被他人利用",
    Severity.CRITICAL,
    clause="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》单项否决指标“安全、泄密事故等严重问题”："
    "发布或链接反动、暴力、色情等内容",
    bad=(
        site_with_way(
            "域名到期后成了赌博网站",
            TEXT,
            OUT,
            page=page_saying("澳门新葡京官网-真人百家乐在线", "时时彩平台注册就送彩金。"),
        ),
        site_with_way(
            "跳到别人的赌博网站",
            TEXT,
            OUT,
            "http://c.example/reg",
            page=page_saying("2026新澳门开奖结果一肖一码"),
        ),
        site_with_way("域名正在出售", TEXT, OUT, page=page_saying("b.example 域名出售")),
        site_with_way(
            "英文停放页", TEXT, OUT, page=page_saying("b.example", "This domain is for sale.")
        ),
    ),
    good=(
        site_with_way("正常网站", TEXT, OUT, page=page_saying("清河县文旅网", "旅游资讯")),
        site_with_way(
            "新闻网站报道打击赌博",
            TEXT,
            OUT,
            page=page_saying("清河新闻网", "警方严厉打击网络赌博，捣毁“百家乐在线”窝点。"),
        ),
        site_with_way(
            "福彩、体彩网站",
            TEXT,
            OUT,
            page=page_saying("中国福利彩票", "双色球开奖结果公告，体彩大乐透开奖公告。"),
        ),
        site_with_way(
            "反赌宣传",
            TEXT,
            OUT,
            page=page_saying("反诈中心", "警惕“注册就送彩金”的骗局，参与赌博违法。"),
        ),
        site_with_way(
            "网站介绍怎样出售域名",
            TEXT,
            OUT,
            page=page_saying("某域名服务商", "产品与服务：域名注册、域名转让。" * 20),
        ),
    ),
    aging=True,
)
def lost_domain(site: SiteView, ctx: Context) -> Reports:
    """外部链接的域名已经易主：打开是赌博、色情一类的页面（或转到这样的页面），或者域名正在出售、停放、被停用。

    广告语按 W121 的词表（wordlists/tampering.csv）判断：标题里有一种，或者正文里有两种以上且至少一种是级别 S 的，
    才报为“严重”；同句说打击、查处、防范的不算。出售、停放、停用的页面按“一般”。
    域名已不存在的由 L401 报告。站点文件 trust 名单里的网站和常见的中央媒体、公共服务网站不看；
    指向 block 名单里的域名的链接一律按“一般”报告。

    ## 为什么
    关停的网站域名常被他人抢注，政府网站上的旧链接就成了赌博、色情网站的入口，历年通报多次点名。

    ## 怎样改
    立即撤下该链接，并查一遍全站还有没有指向同一域名的链接；本单位弃用的域名不要在别处留链接。
    """
    scope = scope_of(site.site.start_url, site.site.scope)
    spared = (*site.site.trust, *WELL_KNOWN)
    lost: dict[str, Lost] = {}
    for url, fetch in site.fetches.items():
        if fetch.location or fetch.outcome is not Outcome.OK or is_in_scope(url, scope):
            continue
        page = None if is_below(host_of(url), spared) else site.pages.get(url)
        if page is not None and (found := _lost(page, ctx)):
            lost[url] = found
    if site.has_unknown:
        for end in dead_ends(site):
            unknown = doubt(end, site.resolve(end.link.url))
            if unknown is not None and not is_in_scope(end.link.url, scope):
                yield unknown
    if lost or site.site.block or _leads_to_parking(site):
        yield from _hits(site, lost, scope)


def _lost(page: Page, ctx: Context) -> Lost | None:
    """Say what is wrong with an outside page."""
    document = Document(page.text, title=page.title)
    terms = [one for one in judged(document, ctx) if not one.match.dropped]
    strong = [one for one in terms if one.match.term.level is Level.S]
    in_title = [one for one in strong if one.match.shown in page.title]
    kinds = {one.match.term.word for one in terms}
    if in_title or (strong and len(kinds) > 1):
        shown = "".join(f"“{one.match.shown}”" for one in (in_title or strong)[:2])
        return Lost(Severity.CRITICAL, f"出现{shown}广告语，疑似已被他人利用")
    sign = parked(page.title, page.text)
    return Lost(Severity.ERROR, f"{sign}，疑似已经失效") if sign else None


def _leads_to_parking(site: SiteView) -> bool:
    return any(parking_host(fetch.location) for fetch in site.fetches.values() if fetch.location)


def _hits(site: SiteView, lost: dict[str, Lost], scope: tuple[str, ...]) -> Iterator[Hit]:
    told: set[tuple[str, str]] = set()
    for edge in site.edges():
        url = edge.link.url
        if is_in_scope(url, scope):
            continue
        fetch = site.resolve(url)
        found = _at_end(fetch, url, lost)
        if is_below(host_of(url), site.site.block):
            found = Lost(Severity.ERROR, "在站点文件的 block 名单里")
        if fetch is None or found is None:
            continue
        subject = SITE_SUBJECT if edge.link.is_frame else site.area(edge.url)
        if (subject, url) not in told:
            told.add((subject, url))
            yield _hit(edge.link, edge.url, subject, fetch, found)


def _at_end(fetch: Fetch | None, url: str, lost: dict[str, Lost]) -> Lost | None:
    if fetch is None:
        return None
    if fetch.url in lost:
        return lost[fetch.url]
    host = parking_host(fetch.url)
    if host and fetch.chain and not parking_host(url):
        return Lost(Severity.ERROR, f"转到了域名交易网站 {host}，疑似已经失效")
    return None


def _hit(link: Link, page: str, subject: str, fetch: Fetch, found: Lost) -> Hit:
    host, end = host_of(link.url), host_of(fetch.url)
    led = f"转到 {end}，" if end != host else ""
    return Hit(
        message=f"外链“{quoted(link.text)}”（{host}）{led}{found.what}，请核对",
        key=link.url,
        evidence=way(fetch),
        suggestion="立即撤下该链接，并检查全站指向同一域名的其他链接",
        subject=subject,
        url=page,
        severity=found.severity,
    )
