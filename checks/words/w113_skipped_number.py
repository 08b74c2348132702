"""W113 层次序号跳号。"""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from checks.finding import Hit, Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.numerals import integer
from checks.words.report import placed

_CHINESE = "[一二三四五六七八九十]{1,3}"
_STYLES = (
    re.compile(rf"^[ \t\u3000]*({_CHINESE})、(?=\S)", re.M),
    re.compile(rf"^[ \t\u3000]*[（(]({_CHINESE})[)）](?=\S)", re.M),
)
# Headings after which the outer numbers begin anew: parts, chapters, annexes, the next paper.
_ANEW = re.compile(
    r"^[ \t\u3000]*(?:附件|附表|附录|第[一二三四五六七八九十百]+[编章节部篇条])", re.M
)
_LEAST, _MOST = 3, 40
# More than one number left out is another way of numbering.
_WIDEST = 2
_SHOWN = 14


@dataclass(frozen=True, slots=True)
class _Heading:
    """A numbered heading of one style: its number, and where the line stands."""

    number: int
    start: int
    end: int


@page_rule(
    "W113",
    "skipped-number",
    "层次序号跳号",
    Severity.ERROR,
    clause="GB/T 9704-2012《党政机关公文格式》7.3.3",
    bad=(
        "一、补贴对象\n种粮农民。\n二、补贴标准\n每亩13.5元。\n四、发放方式\n一卡通。",
        "（一）申请表；\n（二）身份证明；\n（三）场所证明；\n（五）其他材料。",
        "一、会议时间\n上午9时。\n二、会议地点\n五号会议室。\n三、参会人员\n分管同志。\n三、有关要求\n按时参会。",
    ),
    good=(
        "一、补贴对象\n（一）农民\n（二）大户\n二、补贴标准\n（一）水稻\n（二）油菜\n三、发放方式\n一卡通。",
        "三、补贴标准\n五、发放方式",
        "一、甲\n二、乙\n附件\n一、丙\n二、丁",
        "第一条 甲。\n第三条 乙。",
    ),
)
def skipped_number(doc: Document, ctx: Context) -> Reports:
    """“一、二、三”或“（一）（二）（三）”的层次序号漏了号或者重了号。

    只看从“一”开始、写在行首的序号；下一级的序号在上一级的每个标题下重新开始，不算跳号。

    ## 为什么
    序号跳了，读者会以为漏登了内容；重号多半是改稿后没有顺号。

    ## 怎样改
    核对原件，补上漏登的内容，或者顺好序号。
    """
    outer, inner = (_headings(doc.text, style) for style in _STYLES)
    breaks = [match.start() for match in _ANEW.finditer(doc.text)]
    for before, after in (
        *_skips(outer, breaks),
        *_skips(inner, sorted([*breaks, *(heading.start for heading in outer)])),
    ):
        line = doc.text[after.start : after.end].strip()
        kind = "重号" if after.number == before.number else "跳号"
        yield Hit(
            message=f"序号{kind}：“{_first(doc.text, before)}”后面是“{_first(doc.text, after)}”",
            key=line,
            evidence=placed(doc, after.start, after.end),
            suggestion="核对原件，补上漏登的内容，或者顺好序号",
        )


def _headings(text: str, style: re.Pattern[str]) -> list[_Heading]:
    found = []
    for match in style.finditer(text):
        number = integer(match[1])
        end = text.find("\n", match.end())
        if number is not None and number <= _MOST:
            found.append(_Heading(number, match.start(), end if end >= 0 else len(text)))
    return found


def _skips(headings: list[_Heading], breaks: list[int]) -> Iterator[tuple[_Heading, _Heading]]:
    """Yield the neighbours, in runs that begin at one, between which a number is missing."""
    run: list[_Heading] = []
    for heading in headings:
        is_anew = bool(run) and bisect(breaks, heading.start) > bisect(breaks, run[-1].start)
        if heading.number == 1 or is_anew:
            yield from _faults(run)
            run = [heading] if heading.number == 1 else []
        elif run:
            run.append(heading)
    yield from _faults(run)


def _faults(run: list[_Heading]) -> Iterator[tuple[_Heading, _Heading]]:
    wrong = [
        (before, after) for before, after in pairwise(run) if after.number != before.number + 1
    ]
    if len(run) < _LEAST or len(wrong) != 1:
        return
    before, after = wrong[0]
    if 0 <= after.number - before.number <= _WIDEST:
        yield before, after


def _first(text: str, heading: _Heading) -> str:
    line = text[heading.start : heading.end].strip()
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
