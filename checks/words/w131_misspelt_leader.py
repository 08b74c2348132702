"""W131 领导姓名写错。"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checks.finding import Hit, Severity
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from checks.words.leaders import (
    ends_here,
    is_quoted,
    names_of,
    roster_of,
    sentence,
    titled,
    titles_of,
    years,
)
from checks.words.normal import Normal, normalise
from checks.words.place_forms import is_much_alike
from checks.words.report import hit_at
from wordlists.roster import Leader

# With two characters one wrong one leaves only the surname: such a name must be said in full.
_SHORT = 2
# Others with nearly the same name: “云桥村党支部书记某某”, “教师某某”.
_OTHERS = (
    "村 社区 镇 乡 街道 支部 学校 中学 小学 医院 公司 村民 居民 农户 教师 医生 学生 职工".split()
)
_APART = 10


@page_rule(
    "W131",
    "misspelt-leader",
    "领导姓名写错",
    Severity.CRITICAL,
    clause="《政府网站与政务新媒体检查指标》：严重表述错误；本单位的领导名录（roster.csv）",
    bad=(
        "县委书记欧阳示列主持会议。",
        "县长司马例闻出席，县委副书记、县长司马例闻讲话。",
        "欧阳试例书记到云桥镇调研。",
        "清河县人民政府县长司马文例签署。",
    ),
    good=(
        "县委书记欧阳示例主持会议，县长司马例文出席。",
        "欧 阳 示 例书记到云桥镇调研。",
        "云桥村党支部书记欧阳示列介绍情况。",
        "云桥镇欧阳示列书记介绍情况。",
        "教师欧阳示列、医生司马例闻获奖。",
        "原县委书记欧阳示列，时任县长司马例闻。",
        "副县长司马例闻到会。",
        "2010年，县长司马例闻到会。",
        "县委书记欧阳（示）例主持会议。",
        Example("任职以前的文章", Document("县长司马例闻出席。", day=date(2019, 5, 1))),
    ),
)
def misspelt_leader(doc: Document, ctx: Context) -> Reports:
    """紧挨着领导本人职务的姓名，与领导名录（roster.csv）里的姓名只差一个同音、形近的字，或者名字颠倒。

    没有名录就不检查。只判任职期间的文章，没有日期的按今天算；“原”“时任”“副”和别的单位的同名职务、
    引号和书名号里的话、讲以前年份的句子都不报，名录里另有其人的也不报。

    ## 为什么
    领导姓名写错是严重表述错误，通报过的单项否决案例就有这一种。

    ## 怎样改
    按名录改正；确是另一个人的，标为误报，或者把他也写进名录。
    """
    leaders = roster_of(ctx)
    text = normalise(doc.text)
    names = names_of(leaders)
    day = doc.day or ctx.today
    for leader in leaders if text.text else ():
        if not leader.holds(day):
            continue
        for slip in _slips(text.text, leader, names, ctx.region):
            start, end = text.span(slip.start, slip.end)
            is_allowed = ctx.words.allowed.allowing(doc.text, "W131", start, end)
            if not is_allowed:
                yield _hit(doc, text, slip, leader)


@dataclass(frozen=True, slots=True)
class _Slip:
    shown: str
    post: str
    start: int
    end: int


def _slips(text: str, leader: Leader, names: frozenset[str], region: str) -> Iterator[_Slip]:
    for post in titles_of(leader):
        for one in titled(text, post, len(leader.name), region):
            shown = text[one.start : one.end]
            if shown in names or shown[:-1] in names or not _is_near(shown, leader.name):
                continue
            if not ends_here(text, shown, one.end) or is_quoted(text, one.start):
                continue
            if _is_somebody_else(text, shown):
                continue
            before = leader.since.year if leader.since else 0
            if all(year >= before for year in years(sentence(text, one.start, one.end))):
                yield _Slip(shown, post, one.start, one.end)


def _is_near(shown: str, name: str) -> bool:
    """Whether one character is wrong, or two of the given name have changed places."""
    wrong = [at for at, pair in enumerate(zip(shown, name, strict=True)) if pair[0] != pair[1]]
    if len(wrong) == 1:
        at = wrong[0]
        return (at > 0 or len(name) > _SHORT) and is_much_alike(shown[at], name[at])
    is_swapped = wrong[1:] == [wrong[0] + 1] and shown[wrong[0]] == name[wrong[1]]
    return bool(is_swapped and wrong[0] > 0 and shown[wrong[1]] == name[wrong[0]])


def _is_somebody_else(text: str, shown: str) -> bool:
    """Whether the text introduces somebody of another unit by this name."""
    starts = (match.start() for match in re.finditer(re.escape(shown), text))
    return any(
        word in re.split("[。！？；\n]", text[max(0, start - _APART) : start])[-1]
        for start in starts
        for word in _OTHERS
    )


def _hit(doc: Document, text: Normal, slip: _Slip, leader: Leader) -> Hit:
    start, end = text.span(slip.start, slip.end)
    return hit_at(
        doc,
        start,
        end,
        message=f"“{slip.post}”的姓名“{slip.shown}”应为“{leader.name}”",
        key=f"{slip.shown}→{leader.name}",
        suggestion=f"核对后改为“{leader.name}”（{leader.post}，{leader.place}）",
    )
