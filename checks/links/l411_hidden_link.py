"""L411 暗链。"""

from collections.abc import Iterator, Sequence

from checks.finding import Hit, Severity
from checks.links.examples import page_with
from checks.links.spots import Spot, where
from checks.links.tied import Tied, tied
from checks.mask import mask
from checks.rule import Context, Reports, site_rule
from checks.views import Document, SiteView
from checks.words.report import Occurrence
from checks.words.w121_tampering_term import judged
from crawler.links import Concealed, Hidden, Trick
from crawler.urls import host_of
from wordlists.term import Level

# Nobody hides a menu in these ways.
STRONG = (
    Trick.OFF_SCREEN,
    Trick.INDENT,
    Trick.TINY,
    Trick.FONT,
    Trick.COLOUR,
    Trick.MARQUEE,
    Trick.OPACITY,
    Trick.FRAME,
)
# Menus, tabs and windows wait like this, in elements that a script can find.
WEAK = (Trick.DISPLAY, Trick.VISIBILITY, Trick.ATTRIBUTE)
# A single empty link is what an editor left behind.
LEAST_EMPTY = 3
SHOWN = 3
# A host that the pages link to openly, on more than half of them, is no secret.
OPENLY = 0.5
ADVICE = "核对是不是本单位所加；不是的，立即删除，排查入侵途径，检查同一时间被改动的其他文件"
GAMBLING = Concealed(
    Trick.OFF_SCREEN, "新葡京官网", (Hidden("http://a.example/", "新葡京官网"),), "div.x"
)


@site_rule(
    "L411",
    "hidden-link",
    "暗链",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号单项否决指标“安全、泄密事故等严重问题”：对安全攻击（如挂马、篡改等）没有及时有效处置",
    bad=(
        page_with("移到屏幕之外的赌博广告", concealed=(GAMBLING,)),
        page_with(
            "注释里的赌博广告",
            concealed=(Concealed(Trick.COMMENT, "澳门新葡京官网，真人百家乐在线"),),
        ),
        page_with(
            "高度为零的滚动条里有外部链接",
            concealed=(Concealed(Trick.MARQUEE, "好站", (Hidden("http://a.example/", "好站"),)),),
        ),
        page_with(
            "尺寸为零的外部框架（挂马）",
            concealed=(Concealed(Trick.FRAME, "", (Hidden("http://a.example/x.htm", ""),)),),
        ),
    ),
    good=(
        page_with(
            "下拉菜单里的友情链接，平时不显示",
            concealed=(
                Concealed(
                    Trick.DISPLAY,
                    "市属媒体",
                    (Hidden("http://news.example/", "市属媒体"),),
                    "ul.links",
                    is_named=True,
                ),
            ),
        ),
        page_with(
            "无障碍跳转链接移到屏幕之外",
            concealed=(Concealed(Trick.OFF_SCREEN, "跳到正文", (), "a.skip", is_named=True),),
        ),
        page_with(
            "不显示的分享按钮",
            concealed=(
                Concealed(
                    Trick.DISPLAY,
                    "微博",
                    (Hidden("https://service.weibo.com/share/share.php", "微博"),),
                ),
            ),
        ),
        page_with(
            "别处公开链接的网站，文字缩进隐藏",
            concealed=(
                Concealed(Trick.INDENT, "新闻网", (Hidden("http://news.example/a", "新闻网"),)),
            ),
            links=("http://news.example/",),
        ),
    ),
)
def hidden_link(site: SiteView, ctx: Context) -> Reports:
    """页面里藏着网民看不见的链接或框架：不显示、完全透明、移到屏幕之外、尺寸或字号为零、与背景同色，或者写在注释、noscript 里。

    藏着赌博、色情、代开发票一类广告语的（词表 wordlists/tampering.csv），按“严重”上报；
    没有这类词，但用搜索引擎作弊的手法藏着不认识的外部网站的，按“疑似”上报，请核对。

    下拉菜单、标签页、弹窗、手机导航、打印样式、无障碍跳转、分享按钮本来就会藏起来，指向本站、政府网站、
    常用公共服务和站点配置 trust 所列网站的，以及多数页面公开链接的网站，都不报。

    ## 为什么
    暗链是网站被入侵后植入的，替赌博、色情网站骗取搜索排名。网站被挂马、篡改而没有及时有效处置的，
    检查指标列为单项否决。

    ## 怎样改
    保留证据后立即删除，清除后门，修补漏洞，更换管理口令，请搜索引擎删除快照；确属本单位所加的，
    在站点配置的 trust 里写明该网站，或者标记误报。
    """
    found = site.once(tied)
    for spot in found.concealed:
        terms = [one for one in _terms(spot.thing, ctx) if not one.match.dropped]
        if terms:
            yield _advert(spot, terms)
        else:
            yield from _suspicion(found, spot)


def _terms(each: Concealed, ctx: Context) -> Iterator[Occurrence]:
    if each.text:
        yield from judged(Document(each.text), ctx)


def _advert(spot: Spot[Concealed], terms: Sequence[Occurrence]) -> Hit:
    """Report links that are hidden and advertise."""
    each = spot.thing
    words = list(dict.fromkeys(one.match.shown for one in terms))
    kinds = dict.fromkeys(one.match.term.category for one in terms if one.match.term.category)
    is_sure = len(words) > 1 or any(one.match.term.level is Level.S for one in terms)
    named = "".join(f"“{word}”" for word in words[:SHOWN])
    return spot.hit(
        f"发现暗链：用“{each.trick}”藏着{named}{'、'.join(kinds)}广告链接",
        _key(each),
        _evidence(each),
        "立即删除并保留证据，排查入侵途径，检查同一时间被改动的其他文件",
        Severity.CRITICAL if is_sure else Severity.ERROR,
    )


def _suspicion(found: Tied, spot: Spot[Concealed]) -> Iterator[Hit]:
    """Report links to hosts that nobody vouches for, hidden as nobody hides what shall be shown."""
    each = spot.thing
    strangers = [link for link in each.links if _is_strange(found, link)]
    hosts = list(dict.fromkeys(host_of(link.url) for link in strangers))
    if not hosts or not _is_odd(each, len(hosts)):
        return
    named = "、".join(hosts[:SHOWN]) + (f" 等 {len(hosts)} 个网站" if len(hosts) > SHOWN else "")
    what = (
        "看不见的框架，内容来自" if each.trick is Trick.FRAME else f"用“{each.trick}”藏着链接，指向"
    )
    weak = each.trick in WEAK or each.trick is Trick.EMPTY
    yield spot.hit(
        f"疑似暗链：{what} {named}，请核对",
        _key(each),
        _evidence(each),
        ADVICE,
        Severity.WARNING if weak else None,
    )


def _is_odd(each: Concealed, hosts: int) -> bool:
    if each.trick is Trick.EMPTY:
        return hosts >= LEAST_EMPTY
    return each.trick in STRONG or (each.trick in WEAK and not each.is_named)


def _is_strange(found: Tied, link: Hidden) -> bool:
    if found.trust.is_blocked(link.url):
        return True
    is_open = found.shown[host_of(link.url)] > OPENLY * found.pages
    return not is_open and not found.trust.is_trusted(link.url)


def _key(each: Concealed) -> str:
    hosts = sorted({host_of(link.url) for link in each.links})
    return " ".join([each.trick, *(hosts or [each.text[:40]])])


def _evidence(each: Concealed) -> str:
    shown = [mask(f"{link.text} {link.url}".strip()) for link in each.links[:SHOWN]]
    lines = shown or [mask(line) for line in each.text.split("\n")[:SHOWN]]
    return "；".join(lines) + where(each.place)
