"""C615 概况数据陈旧。"""

import re
from datetime import date

from checks.content.examples import HOME, fetch_of
from checks.content.messages import text_of
from checks.finding import Hit, Severity, Until
from checks.mask import excerpt
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from crawler.page import Page, Role

_PROFILE = re.compile(r"概况|概览|[省市县区镇乡州旗]情|走进|基本情况|人口民族|经济社会发展$")
_NO_PROFILE = re.compile(
    r"关于|公告|通知|公报|年鉴|统计|项目|决算|预算|单位|部门|机构|历史|沿革|大事记"
)
_FIGURE = re.compile(
    r"(20\d\d)\s*年(?:底|末|度|\d{1,2}月(?:底|末)?)?[^。；\n\d]{0,16}?"
    r"(?:常住人口|户籍人口|总人口|人口|地区生产总值|生产总值|GDP|财政收入|可支配收入)"
)
# The census is taken once in ten years and cited all the while.
_CENSUS = re.compile(r"普查")
NEAR = 16
# The figures of a year are published in the course of the next.
OLDEST = 3


def _profile(text: str, title: str = "清河概况") -> Document:
    url = f"{HOME}zjqh/"
    page = Page(fetch_of(url), title=title, text=text)
    return Document(text, title, url=url, subject=url, page=page)


@page_rule(
    "C615",
    "stale-profile",
    "概况数据陈旧",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号扣分指标“发布解读－概况信息”：更新不及时或不准确的每处扣分",
    bad=(Example("还是2019年的人口", _profile("截至2019年末，全县常住人口32.5万人。")),),
    good=(
        Example("上一年的人口", _profile("截至2024年末，全县常住人口32.5万人。")),
        Example(
            "新旧都有，以新的为准",
            _profile("2015年地区生产总值突破百亿元。2025年地区生产总值210亿元。"),
        ),
        Example("人口普查数据", _profile("2020年第七次全国人口普查，常住人口32.5万人。")),
        Example("年份是历史", _profile("2010年撤县设区。")),
        Example("统计公报", _profile("2019年末，全县常住人口32.5万人。", "2019年统计公报")),
    ),
    frame=False,
)
def stale_profile(doc: Document, ctx: Context) -> Reports:
    """概况、县情、走进某地一类页面里，人口、生产总值等数据最新的年份已在三年以前，疑似没有更新，供核对。

    页面上有多个年份的，以最新的为准；人口普查数据不算。

    ## 为什么
    检查指标规定，概况信息更新不及时或不准确的，每处扣1分。

    ## 怎样改
    每年统计公报发布后，更新概况中的人口、经济数据和年份。
    """
    page = doc.page
    if page is None or page.role in (Role.FILE, Role.HOME):
        return
    name = doc.column.name if doc.column is not None else ""
    if not _PROFILE.search(f"{doc.title} {name}") or _NO_PROFILE.search(f"{doc.title} {name}"):
        return
    text = text_of(doc)
    found = [match for match in _FIGURE.finditer(text) if not _is_census(text, match)]
    newest = max(found, key=lambda match: int(match[1]), default=None)
    if newest is None:
        return
    if ctx.today.year - int(newest[1]) < OLDEST:
        yield Until(date(int(newest[1]) + OLDEST - 1, 12, 31))
        return
    yield Hit(
        message=f"概况中的数据最新为 {newest[1]} 年，疑似没有更新，请核对",
        key="",
        evidence=excerpt(text, newest.start(), newest.end()),
        suggestion="按最新的统计公报更新数据和年份",
    )


def _is_census(text: str, match: re.Match[str]) -> bool:
    return bool(_CENSUS.search(text, max(0, match.start() - NEAR), match.end() + NEAR))
