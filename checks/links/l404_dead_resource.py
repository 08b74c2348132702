"""L404 图片、样式、脚本或框架打不开。"""

from collections import Counter
from dataclasses import replace

from checks.finding import Hit, Severity, Undecided
from checks.links.dead_ends import dead_ends
from checks.links.examples import page_with
from checks.links.l401_broken_link import judge, quoted
from checks.links.spots import Spot, where
from checks.links.tied import tied
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView
from crawler.page import EMPTY, Fetch, Kind, Link, Outcome
from crawler.urls import file_name, suffix_of

PICTURE = "https://www.qinghe.gov.cn/zwgk/W020260101.jpg"
NAMES = {
    Kind.IMAGE: "图片",
    Kind.SCRIPT: "脚本",
    Kind.STYLE: "样式表",
    Kind.ICON: "网站图标",
    Kind.MEDIA: "音视频",
}
# What counts as a link that does not open; the rest is for those who keep the site.
SHOWN = (Kind.IMAGE, Kind.MEDIA)
# An answer of another kind at these addresses is an error page; others may be made by programs,
# whose answers are often labelled as pages.
STATIC = frozenset(
    ".jpg .jpeg .png .gif .bmp .webp .svg .ico .css .js .mp4 .mp3 .webm .flv .wmv .swf".split()
)
ADVICE = "重新上传文件并改正引用的地址，或者撤下"
NOT_ASKED = "页面引用的图片、样式、脚本等有 {} 个未检测"


@site_rule(
    "L404",
    "dead-resource",
    "图片、样式、脚本或框架打不开",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》扣分指标“可用性”",
    bad=(
        page_with("图片返回404", resources=((PICTURE, Kind.IMAGE, Outcome.GONE, ""),)),
        page_with(
            "图片的地址打开是网页", resources=((PICTURE, Kind.IMAGE, Outcome.OK, "text/html"),)
        ),
        page_with(
            "样式表返回404",
            resources=(("https://www.qinghe.gov.cn/css/a.css", Kind.STYLE, Outcome.GONE, ""),),
        ),
    ),
    good=(
        page_with("图片正常", resources=((PICTURE, Kind.IMAGE, Outcome.OK, "image/jpeg"),)),
        page_with(
            "图片超时，只记为“未能判断”", resources=((PICTURE, Kind.IMAGE, Outcome.UNKNOWN, ""),)
        ),
        page_with(
            "程序生成的验证码图片，没有标明类型",
            resources=(
                ("https://www.qinghe.gov.cn/code.jsp", Kind.IMAGE, Outcome.OK, "text/html"),
            ),
        ),
    ),
)
def dead_resource(site: SiteView, ctx: Context) -> Reports:
    """页面上的图片、音视频、框架，或者页面引用的样式表、脚本、网站图标打不开：地址不存在、内容为空，或者得到的是出错网页。

    同一个文件，一个栏目只算一处，并列出用到它的页面数；模板里的全站只算一处。延迟加载的占位图、统计用的一像素图片、
    写在页面里的图片（data:）不检测。样式表、脚本、图标不是网民点的链接，按“提示”上报。
    超时、服务器报错、拒绝访问的列入“未能判断”。检测多少由站点配置的 crawl.resources、crawl.most_resources 决定。

    ## 为什么
    检查指标规定：首页上的链接（包括图片、附件、外部链接等）打不开或错误的，每个扣0.2分；
    其他页面的每个扣0.1分。样式表、脚本打不开，页面会错版，功能失灵。

    ## 怎样改
    重新上传文件并改正引用的地址；不再需要的，从页面或模板里撤下。
    """
    for end in dead_ends(site):
        if end.link.kind is Kind.FRAME:
            report = judge(site, end)
            if isinstance(report, Hit):
                yield replace(report, message=f"框架{report.message}", suggestion=ADVICE)
            elif report is not None:
                yield report
    left: Counter[str] = Counter()
    for spot in site.once(tied).resources:
        fetch = site.resolve(spot.thing.url)
        if fetch is None:
            left[spot.subject] += 1
        elif fetch.outcome is Outcome.UNKNOWN:
            yield _doubt(spot, fetch)
        elif fault := fault_of(spot.thing, fetch):
            yield _hit(spot, fault)
    for subject, number in left.items():
        yield Undecided(subject, NOT_ASKED.format(number))


def fault_of(link: Link, fetch: Fetch) -> str:
    """Say what is wrong with the answer for a resource, "" if nothing is."""
    if fetch.outcome is not Outcome.OK:
        return fetch.error or f"HTTP {fetch.status}"
    if fetch.error == EMPTY:
        return EMPTY if link.kind in (*SHOWN, Kind.ICON) else ""
    is_page = "html" in fetch.media and suffix_of(link.url) in STATIC
    return "得到的是网页，不是文件" if is_page else ""


def _doubt(spot: Spot[Link], fetch: Fetch) -> Undecided:
    link = spot.thing
    reason = f"{NAMES[link.kind]}疑似打不开：{fetch.error}（{link.url}）"
    return Undecided(spot.subject, reason, link.url, url=spot.pages[0])


def _hit(spot: Spot[Link], fault: str) -> Hit:
    link = spot.thing
    name = quoted(link.text or file_name(link.url) or link.url)
    return spot.hit(
        f"{NAMES[link.kind]}“{name}”打不开：{fault}",
        link.url,
        f"{link.url}{where(link.place)}",
        ADVICE,
        None if link.kind in SHOWN else Severity.WARNING,
    )
