"""W133 领导排序有误。"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from checks.finding import Severity
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from checks.words.leaders import ends_here, is_quoted, roster_of, sentence
from checks.words.normal import CJK, normalise
from checks.words.report import hit_at
from wordlists.roster import Leader

# Between two names that are listed together: 张三、副县长李四; 张三（县长）和李四; perhaps others between.
_TITLES = "书记|主席|长|主任|常委|委员|成员|同志|检察长|领导"
_LISTED = re.compile(
    rf"(?:（[^（）\n]{{1,20}}）)?(?:同志)?(?:、|和|及|与|以及)(?:[{CJK}]{{2,4}}(?:、|和|及|与)){{0,6}}"
    rf"(?:(?:[{CJK}]{{1,14}}(?:{_TITLES})、){{0,3}}[{CJK}]{{0,14}}(?:{_TITLES})[：:]?)?"
)
# An order that is not that of the posts.
_NOTES = ("姓氏", "笔画", "笔划", "拼音", "音序", "不分先后")
_OTHERWISE = (
    *_NOTES,
    *"得票 票数 先后 依次 分别 轮流 顺序 文/ 图/ 作者 记者 摄影 供图 夫妇".split(),
)
_NOTE_REACH = 80
_DAY = date(2026, 2, 1)


@page_rule(
    "W133",
    "wrong-order",
    "领导排序有误",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：严重表述错误；本单位的领导名录（roster.csv）",
    bad=(
        Example("并列的姓名", Document("司马例文、欧阳示例出席会议。", day=_DAY)),
        Example("带职务", Document("副县长诸葛样本、县长司马例文参加。", day=_DAY)),
        Example("中间隔着别人", Document("司马例文、某甲乙、欧阳示例出席。", day=_DAY)),
    ),
    good=(
        Example("排序相符", Document("欧阳示例、司马例文、诸葛样本出席会议。", day=_DAY)),
        Example("不在一处并列", Document("司马例文主持会议，欧阳示例讲话。", day=_DAY)),
        Example("写明排序办法", Document("司马例文、欧阳示例（按姓氏笔画为序）。", day=_DAY)),
        Example("发言先后", Document("司马例文、欧阳示例先后发言。", day=_DAY)),
        Example("任职以前", Document("司马例文、欧阳示例出席会议。", day=date(2019, 1, 1))),
        Example("没有日期", Document("司马例文、欧阳示例出席会议。")),
    ),
)
def wrong_order(doc: Document, ctx: Context) -> Reports:
    """一句话里并列的两位以上领导，次序与领导名录（roster.csv）的“排序”相反。

    没有名录、没有发布日期的不检查；只比较用“、”“和”等连在一起、那天都在任的人。按姓氏笔画、
    按发言先后排列，或者写明“排名不分先后”的，不报。

    ## 为什么
    领导排序有误属于严重表述错误。

    ## 怎样改
    按名录的次序改正；名录的排序变了的，先改名录。
    """
    leaders = roster_of(ctx)
    if doc.day is None or not leaders:
        return
    text = normalise(doc.text)
    orders = _orders(leaders, doc.day)
    for first, second in _pairs(text.text, orders):
        start, end = text.span(first.start, second.end)
        key = f"{first.name}、{second.name}"
        is_allowed = ctx.words.allowed.allowing(doc.text, "W133", start, end)
        is_wrong = min(orders[first.name]) > max(orders[second.name])
        if is_wrong and not is_allowed and not _is_otherwise(text.text, first):
            yield hit_at(
                doc,
                start,
                end,
                message=f"“{second.name}”应排在“{first.name}”之前",
                key=key,
                suggestion="按领导名录的次序改正",
            )


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    start: int
    end: int


def _orders(leaders: tuple[Leader, ...], day: date) -> Mapping[str, set[int]]:
    """Return the numbers that everybody in office bears."""
    found: dict[str, set[int]] = {}
    for leader in leaders:
        if leader.order and leader.holds(day):
            found.setdefault(leader.name, set()).add(leader.order)
    return found


def _pairs(text: str, orders: Mapping[str, set[int]]) -> Iterator[tuple[_Named, _Named]]:
    """Yield those who are listed side by side."""
    if len(orders) <= 1:
        return
    names = "|".join(map(re.escape, sorted(orders, key=len, reverse=True)))
    found = [_Named(match[0], *match.span()) for match in re.finditer(names, text)]
    for first, second in pairwise(found):
        is_whole = ends_here(text, second.name, second.end)
        between = text[first.end : second.start]
        if first.name != second.name and is_whole and _LISTED.fullmatch(between):
            yield first, second


def _is_otherwise(text: str, first: _Named) -> bool:
    said = sentence(text, first.start, first.end)
    after = text[first.end : first.end + _NOTE_REACH]
    is_noted = any(word in after for word in _NOTES) or any(word in said for word in _OTHERWISE)
    return is_noted or is_quoted(text, first.start)
