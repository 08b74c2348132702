"""L414 给搜索引擎看的是另一副面孔。"""

from dataclasses import replace

from checks.finding import SITE_SUBJECT, Hit, Severity, Undecided
from checks.links.dead_ends import way
from checks.links.examples import AT, SITE
from checks.rule import Context, Example, Reports, site_rule
from checks.views import Document, SiteView
from checks.words.w121_tampering_term import judged
from crawler.page import Faces, Fetch, Hop, Outcome, Page
from crawler.urls import host_of, is_in_scope, scope_of
from wordlists.term import Level

HOME = "http://a.example/"
OWN = Page(Fetch(HOME, Outcome.OK, AT, 200), title="清河县人民政府", text="清河县人民政府门户网站")
BET = Page(OWN.fetch, title="澳门新葡京官网", text="真人百家乐在线，时时彩平台注册就送彩金。")
AWAY = Page(
    Fetch("http://c.example/reg", Outcome.OK, AT, 200, chain=(Hop(HOME, AT, 302),)),
    title="2026新澳门开奖结果一肖一码",
)
KEEP_OUT = Page(Fetch(HOME, Outcome.UNKNOWN, AT, 403))
OFF = replace(SITE, limits=replace(SITE.limits, cloaking=False))


def _example(label: str, visitor: Page, engine: Page) -> Example:
    return Example(label, SiteView(SITE, faces=(Faces(HOME, visitor, engine),)))


@site_rule(
    "L414",
    "cloaking",
    "给搜索引擎看的是另一副面孔",
    Severity.CRITICAL,
    clause="《政府网站与政务新媒体检查指标》：对安全攻击（如挂马、篡改等）没有及时有效处置的单项否决",
    bad=(
        _example("只给搜索引擎看的赌博页面", OWN, BET),
        _example("从搜索引擎来的转到别的网站", OWN, AWAY),
        _example("只给网民看的赌博页面", BET, OWN),
    ),
    good=(
        _example("两边一样", OWN, OWN),
        _example("拒绝冒名的搜索引擎", OWN, KEEP_OUT),
        _example("两边都是同样的词，由 W121 报告", BET, BET),
        _example(
            "文字有出入，没有可疑的词",
            OWN,
            replace(OWN, text="清河县人民政府门户网站 今日访问 1024 人次"),
        ),
    ),
    aging=True,
)
def cloaking(site: SiteView, ctx: Context) -> Reports:
    """同一个网页，给普通浏览器和给搜索引擎蜘蛛（从搜索结果点进来）看的不一样：只有一方有广告语，或被转到别处。

    本站的首页、栏目页、文章页里抽几页，用两种身份各看一次：只有一方能看到赌博、色情一类的广告语（W121 的词表），
    按“严重”；只有一方被转到别的网站，按“提示”。外链指向的网站，每个用蜘蛛的身份看一次，最多 30 个，只看广告语。

    每次检测本站最多多访问十次，间隔与采集相同；站点文件 [crawl] 里写 cloaking = false 可以关闭。

    ## 为什么
    入侵者常让管理员看到正常页面，只给搜索引擎和从搜索结果点进来的人看赌博页面，平时打开网站发现不了。

    ## 怎样改
    立即报告网信、公安部门并保留证据；检查网站程序、服务器配置和统一的脚本，清除后门，修补漏洞，
    更换管理口令，请搜索引擎删除快照。
    """
    if not site.site.limits.cloaking:
        yield Undecided(SITE_SUBJECT, "站点文件关闭了搜索引擎身份的对比（cloaking = false）")
        return
    if site.host is not None and not site.faces:
        yield Undecided(SITE_SUBJECT, "没有问到网页给搜索引擎看的样子")
    scope = scope_of(site.site.start_url, site.site.scope)
    found = {faces.url: hit for faces in site.faces if (hit := _hit(faces, scope, ctx))}
    if all(is_in_scope(url, scope) for url in found):
        yield from found.values()
        return
    for edge in site.edges():
        # A page elsewhere is told of where it is linked.
        hit = found.get(edge.link.url)
        if hit is not None and hit.url == hit.key and not is_in_scope(hit.key, scope):
            found[hit.key] = replace(hit, url=edge.url)
    yield from found.values()


def _hit(faces: Faces, scope: tuple[str, ...], ctx: Context) -> Hit | None:
    sides = ((faces.engine, faces.visitor, "搜索引擎"), (faces.visitor, faces.engine, "普通浏览器"))
    is_own = is_in_scope(faces.url, scope)
    for page, other, who in sides:
        said = _only(page, other, scope, ctx) if _is_seen(page) and _is_seen(other) else None
        if said is None or not (is_own or said[0] is Severity.CRITICAL):
            continue
        severity, what = said
        whose = "" if is_own else f"外链 {faces.url} "
        return Hit(
            message=f"{whose}疑似被篡改：以{who}的身份打开，{what}，换一种身份则没有，请核对",
            key=faces.url,
            evidence=way(page.fetch),
            suggestion="立即排查入侵途径，清除后门" if is_own else "撤下该链接，并告知对方",
            subject=SITE_SUBJECT,
            url=faces.url,
            severity=severity,
        )
    return None


def _is_seen(page: Page) -> bool:
    return page.fetch.outcome is Outcome.OK and not page.unreadable


def _only(
    page: Page, other: Page, scope: tuple[str, ...], ctx: Context
) -> tuple[Severity, str] | None:
    """Say what only `page` shows; None if nothing that matters."""
    terms = {
        one: level for one, level in _terms(page, ctx).items() if one not in _terms(other, ctx)
    }
    end = host_of(page.fetch.url)
    is_away = not is_in_scope(page.fetch.url, scope) and end != host_of(other.fetch.url)
    if terms and (is_away or Level.S in terms.values() or len(terms) > 1):
        shown = "".join(f"“{each}”" for each in list(terms)[:3])
        return Severity.CRITICAL, f"{f'转到 {end}，' if is_away else ''}出现{shown}广告语"
    return (Severity.WARNING, f"转到了别的网站 {end}") if is_away else None


def _terms(page: Page, ctx: Context) -> dict[str, Level]:
    meta = "。".join(page.meta.get(name, "") for name in ("keywords", "description"))
    parts = (page.margin_text, page.text, page.frame_text, meta)
    document = Document("\n".join(parts), title=page.title)
    found = (one.match for one in judged(document, ctx) if not one.match.dropped)
    return {match.shown: match.term.level for match in found}
