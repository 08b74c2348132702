"""S511 站内搜索找不到已发布的稿件。"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from checks.finding import SITE_SUBJECT, Hit, Severity, Undecided
from checks.rule import Context, Example, Reports, site_rule
from checks.site.footers import text_of
from checks.site.values import squeezed
from checks.views import SiteView
from crawler.page import Fetch, Link, Outcome, Page, Search
from crawler.site import Site

# Lists of results cut long titles.
SHOWN_PART = 14
# The page repeats what was asked for.
ECHO = re.compile(r"搜索|检索|关键[词字]|查询|您(?:要|想)?(?:找|搜)|当前位置")
NOTHING = re.compile(
    r"(?:没有|未|无法)(?:找到|搜索到|检索到|查询到|查到|搜到)|无(?:相关|匹配|搜索|检索)?(?:结果|记录|数据)|"
    r"(?:共|约|找到|搜索到|检索到|有)\D{0,6}(?<!\d)0\s*(?:条|个|篇|项)|暂无(?:数据|相关|内容|结果|记录)"
)
COUNTED = re.compile(
    r"(?:共|约|找到|搜索到|检索到|为您)\D{0,8}[1-9][\d,]*\s*(?:条|个|篇|项)|用时\D{0,4}[\d.]+\s*(?:秒|毫秒)"
)
URL = "http://www.qinghe.gov.cn/"
_TITLE = "清河县2026年防汛抗旱应急预案"
_ARTICLE = f"{URL}tzgg/1.html"


def _example(label: str, text: str, *links: Link, outcome: Outcome = Outcome.OK) -> Example:
    address = f"{URL}search?q=1"
    fetch = Fetch(address, outcome, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
    page = Page(fetch, text=text, links=links) if outcome is Outcome.OK else None
    searches = (Search(_TITLE, _ARTICLE, fetch, page),)
    return Example(label, SiteView(Site("a", "示例", URL), searches=searches))


@site_rule(
    "S511",
    "unfound-title",
    "站内搜索找不到已发布的稿件",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号扣分指标“站内搜索”：抽查4个标题，首屏找不到的每条扣1分",
    bad=(
        _example("没有结果", f"搜索“{_TITLE}” 没有找到相关内容"),
        _example("结果都是别的稿件", "共找到 25 条结果", Link(f"{URL}2.html", "防汛知识问答")),
    ),
    good=(
        _example("结果里有", "共找到 3 条结果", Link(_ARTICLE, _TITLE)),
        _example("标题被截断", "共找到 3 条结果", Link(f"{URL}v?id=1", f"{_TITLE[:15]}…")),
        _example("经跳转地址链接", "共找到 3 条结果\n清河县2026年防汛抗旱应急预案"),
        _example("结果由脚本载入", "首页 政务公开"),
        _example("检索平台没有应答", "", outcome=Outcome.UNKNOWN),
        Example("没有试搜", SiteView(Site("a", "示例", URL))),
    ),
    whole=True,
)
def unfound_title(site: SiteView, ctx: Context) -> Reports:
    """用已经发布一周以上的稿件标题试搜，结果的首页里找不到这篇稿件。

    站点文件填了 search 才试，每次全站检测最多试4个标题，遵守 robots 和采集间隔。检索平台没有应答的、结果由脚本载入看不到的，列为未能判断。

    ## 为什么
    检查指标规定：随机抽取4条信息标题测试，在搜索结果首屏无法找到的，每条扣1分。

    ## 怎样改
    请技术人员检查检索平台的索引范围和更新周期，按标题搜索时把标题相同的排在最前面。
    """
    if site.site.search and not site.searches:
        # Perhaps the scan was cut off, or nothing is old enough: an old fault is not mended by it.
        yield Undecided(SITE_SUBJECT, "本次检测没有试搜站内搜索")
        return
    unfound: list[Search] = []
    reasons: list[str] = []
    for search in site.searches:
        reason = _doubt(search)
        if reason:
            reasons.append(reason)
        elif not _is_found(search):
            unfound.append(search)
    if unfound:
        asked = len(site.searches)
        yield Hit(
            message=f"用 {asked} 个标题试搜，有 {len(unfound)} 个在站内搜索的结果首页找不到",
            key="",
            evidence="；".join(f"《{each.title}》{each.url}" for each in unfound),
            suggestion="检查检索平台的索引范围和更新周期",
            subject=SITE_SUBJECT,
            url=unfound[0].fetch.url if unfound[0].fetch else site.site.start_url,
        )
    elif reasons:
        yield Undecided(SITE_SUBJECT, f"站内搜索试搜未能判断：{reasons[0]}")


def _doubt(search: Search) -> str:
    """Say why the answer tells nothing, "" if it does."""
    if search.page is None or search.fetch is None or search.fetch.outcome is not Outcome.OK:
        error = search.fetch.error if search.fetch is not None else ""
        return error or "检索平台没有应答"
    if search.page.unreadable:
        return search.page.unreadable
    text = text_of(search.page)
    if _is_found(search) or NOTHING.search(text) or COUNTED.search(text):
        return ""
    return "搜索结果由脚本载入，没有看到"


def _is_found(search: Search) -> bool:
    part = squeezed(search.title)[:SHOWN_PART]
    page = search.page
    if page is None:
        return False
    if any(link.url == search.url or part in squeezed(link.text) for link in page.links):
        return True
    return any(part in squeezed(line) for line in _lines(page))


def _lines(page: Page) -> Iterator[str]:
    for line in text_of(page).split("\n"):
        if not ECHO.search(line):
            yield line
