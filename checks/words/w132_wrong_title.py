"""W132 领导职务不符。"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from checks.finding import Severity
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from checks.words.leaders import (
    Titled,
    ends_here,
    is_quoted,
    posts_of,
    roster_of,
    sentence,
    titled,
    years,
)
from checks.words.normal import normalise
from checks.words.report import hit_at
from wordlists.roster import Leader

# Sentences that speak of the change of posts, or of what was.
_CHANGES = (
    "原任 时任 前任 曾任 历任 现任职 拟任 拟提名 提名 候选 任命 当选 选举 决定任 免去 辞去 辞职 接任 卸任 "
    "调任 任职 简历 出生 回忆 当年 当时 逝世 年鉴 年志 大事记"
).split()
# An article may follow what it tells by some days, and a post is taken up before it is published.
_GRACE = timedelta(days=15)
_DAY = date(2026, 2, 1)


@page_rule(
    "W132",
    "wrong-title",
    "领导职务不符",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：内容准确；本单位的领导名录（roster.csv）",
    bad=(
        Example("已经卸任", Document("县长夏侯范例到会讲话。", day=_DAY)),
        Example("职务写成了别人的", Document("县长诸葛样本到会讲话。", day=_DAY)),
        Example("还没有上任", Document("县长司马例文到会讲话。", day=date(2023, 6, 1))),
    ),
    good=(
        Example("职务相符", Document("县长司马例文、副县长诸葛样本到会。", day=_DAY)),
        Example("当时相符", Document("县长夏侯范例到会讲话。", day=date(2022, 5, 1))),
        Example("说的是从前", Document("原县长夏侯范例、时任县长夏侯范例。", day=_DAY)),
        Example("提到任职的年份", Document("2022年，县长夏侯范例到会。", day=_DAY)),
        Example("任免", Document("免去夏侯范例县长职务，县长夏侯范例辞职。", day=_DAY)),
        Example("刚刚卸任", Document("县长夏侯范例到会讲话。", day=date(2024, 1, 5))),
        Example("别处的职务", Document("云桥镇镇长夏侯范例、邻县县长夏侯范例。", day=_DAY)),
        Example("没有日期", Document("县长夏侯范例到会讲话。")),
    ),
)
def wrong_title(doc: Document, ctx: Context) -> Reports:
    """领导姓名前后的职务，按领导名录（roster.csv）在文章发布那天不成立：还没有上任、已经卸任，或者那是别人的职务。

    没有名录、没有发布日期的不检查；任职起止前后各宽限15天。“原”“时任”“拟任”“提名”、任免、简历，
    以及提到任职年份的句子都不报。

    ## 为什么
    领导职务写错，或者换届以后仍用旧职务，属于内容不准确，容易被网民截图传播。

    ## 怎样改
    核对发布那天的职务后改正；叙述过去的，写明“时任”。
    """
    leaders = roster_of(ctx)
    if doc.day is None or not leaders:
        return
    text = normalise(doc.text)
    posts = sorted({post for leader in leaders for post in posts_of(leader)})
    for name in sorted({leader.name for leader in leaders}):
        for post in posts if name in text.text else ():
            reason = _fault(name, post, leaders, doc.day)
            rows = [leader for leader in leaders if leader.name == name]
            for one in _beside(text.text, post, name, ctx.region) if reason else ():
                start, end = text.span(one.start, one.end)
                is_allowed = ctx.words.allowed.allowing(doc.text, "W132", start, end)
                if not is_allowed and not _is_told(text.text, one.start, one.end, rows):
                    yield hit_at(
                        doc,
                        start,
                        end,
                        message=f"“{name}”的职务写作“{post}”，与名录不符：{reason}",
                        key=f"{name}：{post}",
                        suggestion="核对发布那天的职务后改正；叙述过去的，写明“时任”",
                    )


def _beside(text: str, post: str, name: str, region: str) -> Iterator[Titled]:
    found = titled(text, post, len(name), region, is_last=True)
    return (one for one in found if text[one.start : one.end] == name)


def _fault(name: str, post: str, leaders: Iterable[Leader], day: date) -> str:
    """Say why somebody does not hold a post on a day, "" where he does or nobody can tell."""
    rows = [leader for leader in leaders if leader.name == name]
    same = [leader for leader in rows if post in posts_of(leader)]
    if any(_nearly(leader).holds(day) for leader in same):
        return ""
    if same:
        ended = [leader for leader in same if leader.until and leader.until < day]
        last = max(ended, key=lambda leader: leader.until or date.min, default=None)
        if last:
            return f"任职到 {last.until} 为止（{last.place}）"
        return f"{same[0].since} 才任职（{same[0].place}）"
    is_serving = any(leader.holds(day) for leader in rows)
    holder = next((each for each in leaders if _is_only(each, post) and each.holds(day)), None)
    if is_serving and holder and "副" not in post:
        return f"那天担任“{post}”的是“{holder.name}”（{holder.place}）"
    return ""


def _is_only(leader: Leader, post: str) -> bool:
    """Whether a post is one that a single person holds."""
    return post in posts_of(leader) and post.endswith(("书记", "长", "主任", "主席"))


def _nearly(leader: Leader) -> Leader:
    since = leader.since and leader.since - _GRACE
    return replace(leader, since=since, until=leader.until and leader.until + _GRACE)


def _is_told(text: str, start: int, end: int, rows: Iterable[Leader]) -> bool:
    """Whether the sentence speaks of a change, of the past, or in somebody's words."""
    said = sentence(text, start, end)
    if any(word in said for word in _CHANGES) or is_quoted(text, start):
        return True
    if not ends_here(text, text[start:end], end):
        return True
    return any(
        (row.since is None or row.since.year <= year)
        and (row.until is not None and year <= row.until.year)
        for row in rows
        for year in years(said)
    )
