"""C605 没有网上咨询建言渠道。"""

import re
from collections.abc import Iterator
from enum import Enum, auto

from checks.content.entrances import doubt_of
from checks.content.examples import HOME, fetch_of, site_of
from checks.finding import SITE_SUBJECT, Hit, Severity, Undecided
from checks.rule import Context, Example, Reports, site_rule
from checks.soft404 import is_soft_404
from checks.views import SiteView
from crawler.page import Link, Outcome, Page, Role
from crawler.urls import canonical

_ENTRY = re.compile(
    r"信箱|咨询|留言|我要(?:写信|提问|建言)|在线(?:提问|写信|问答)|网上(?:提问|建言)|问政|建言|写信|意见建议|互动交流|政民互动"
)
_OTHER = re.compile(
    r"信访|举报|检举|纪检|监察|投诉举报|咨询(?:电话|热线|专家|方式|公司|服务项目|委员会|时间|窗口)|专家|心理|法律咨询|采购|招标|造价|"
    r"找错|纠错|邮箱|公示|公告|通知|关于|会议"
)
# Names of entries are short; titles of articles about mailboxes are not.
LONGEST_NAME = 14
_LOGIN = re.compile(
    r"登\s*录|注\s*册|验证码|提交(?:留言|信件|咨询)?|写信须知|我要写信|我要咨询|我要留言"
)
URL = f"{HOME}xzxx/"


class _Found(Enum):
    """What lies behind an entry."""

    FORM = auto()
    NOTHING = auto()
    DEAD = auto()
    UNKNOWN = auto()


def _home(*links: Link) -> Page:
    return Page(fetch_of(HOME), Role.HOME, "清河县人民政府", "要闻动态", links=links)


def _page(text: str, *, has_form: bool = False) -> Page:
    return Page(fetch_of(URL), title="县长信箱", text=text, has_form=has_form)


@site_rule(
    "C605",
    "missing-consultation",
    "没有网上咨询建言渠道",
    Severity.CRITICAL,
    clause="国办秘函〔2019〕19号单项否决指标“互动回应差”：未提供网上有效咨询建言渠道（网上信访、纪检举报除外）",
    bad=(
        Example("只有网上信访", site_of(_home(Link(f"{HOME}xf/", "网上信访")))),
        Example("信箱的入口打不开", site_of(_home(Link(URL, "县长信箱")), lost=(URL,))),
        Example(
            "信箱页面只有一个电话", site_of(_home(Link(URL, "县长信箱")), _page("电话5554116"))
        ),
    ),
    good=(
        Example(
            "信箱页面可以写信",
            site_of(_home(Link(URL, "县长信箱")), _page("来信标题", has_form=True)),
        ),
        Example("要先登录", site_of(_home(Link(URL, "在线咨询")), _page("请先登录后咨询"))),
        Example("采集未完成", site_of(_home(), incomplete="检测未完成：采集中断")),
    ),
    whole=True,
)
def missing_consultation(site: SiteView, ctx: Context) -> Reports:
    """全站没有找到“咨询”“建言”“领导信箱”“留言”一类的入口，或者入口打不开、打开后不能提交也不能登录。

    网上信访、纪检举报、咨询电话不算。入口通向站外系统、能够打开的，算作提供了渠道。

    ## 为什么
    检查指标把“未提供网上有效咨询建言渠道”列为单项否决指标。

    ## 怎样改
    在首页显著位置设置领导信箱或者咨询留言入口，保证打开后能够提交；已有入口失效的，立即修复。
    """
    entries = dict(_entries(site))
    found = {url: _behind(site, url) for url in entries}
    if _Found.FORM in found.values():
        return
    doubt = doubt_of(site, "网上咨询建言渠道")
    if doubt is None and _Found.UNKNOWN in found.values():
        doubt = Undecided(SITE_SUBJECT, "咨询建言入口没有读到，无法判断能不能提交")
    if doubt is not None:
        yield doubt
        return
    shown = "、".join(f"“{name}”（{url}）" for url, name in list(entries.items())[:3])
    reason = "打不开" if set(found.values()) == {_Found.DEAD} else "打开后没有找到提交或登录的地方"
    yield Hit(
        message=f"咨询建言入口{reason}" if entries else "全站没有找到网上咨询建言渠道",
        key="",
        evidence=shown or "已看过采集到的全部页面的链接文字，没有咨询、建言、信箱、留言一类的入口",
        suggestion="在首页设置领导信箱或者咨询留言入口，保证打开后能够提交",
        subject=SITE_SUBJECT,
        url=site.site.start_url,
    )


def _entries(site: SiteView) -> Iterator[tuple[str, str]]:
    """Yield address and name of each entry."""
    seen: set[Link] = set()
    for page in site.html_pages():
        # The links of the template are the same on each page.
        for link in page.links:
            if len(link.text) <= 2 * LONGEST_NAME and link not in seen:
                seen.add(link)
                name = "".join(link.text.split())
                if _is_entry(name):
                    yield link.url, name
    for column in site.site.columns:
        if _is_entry(column.name):
            yield canonical(column.url), column.name


def _is_entry(name: str) -> bool:
    if len(name) > LONGEST_NAME:
        return False
    return bool(_ENTRY.search(name)) and not _OTHER.search(name)


def _behind(site: SiteView, url: str) -> _Found:
    """Say what an entry leads to; another host's answer is believed."""
    fetch = site.resolve(url)
    if fetch is None or fetch.outcome is Outcome.UNKNOWN:
        return _Found.UNKNOWN
    page = site.pages.get(fetch.url)
    if fetch.outcome is not Outcome.OK or (page is not None and is_soft_404(page)):
        return _Found.DEAD
    if page is None or page.role is Role.PROBE:
        return _Found.FORM
    text = f"{page.text}\n{page.margin_text}"
    if page.has_form or _LOGIN.search(text):
        return _Found.FORM
    # What a script draws is not seen, nor what a page in a frame shows.
    return _Found.NOTHING if site.is_seen(page) else _Found.UNKNOWN
