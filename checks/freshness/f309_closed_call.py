"""F309 征集、报名已截止仍显示进行中。"""

import re
from datetime import date

from checks.finding import Hit, Mark, Severity, Until
from checks.mask import excerpt
from checks.rule import Context, Reports, page_rule
from checks.views import Document

_CALL = re.compile(r"征集|征求意见|报名|问卷|调查|听证|申报")
_OPEN = re.compile(
    r"(?:状\s*态|征集状态|当前状态|进展)\s*[:：]?\s*(?:正在)?(?:进行中|征集中|报名中|征集|未结束|开放中)"
)
_END = re.compile(
    r"(?:截止|结束)(?:时间|日期)?(?:为|至|到|[:：])?\s*(20\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})(?:\s*日)?"
)
_SPAN_END = re.compile(
    r"(?:征集|征求意见|报名|调查|公示)(?:时间|日期|期限)\s*[:：]?\s*[^。；\n]{4,30}?(?:至|到|—|－|~|-)+\s*"
    r"(20\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})(?:\s*日)?"
)


@page_rule(
    "F309",
    "closed-call",
    "征集、报名已截止仍显示进行中",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号加分指标“调查征集”；国办发〔2017〕47号：征集调查要及时公开结果",
    bad=(
        "关于公共停车收费的意见征集\n状态：进行中\n征集时间：2026-01-05至2026-02-04",
        "技能培训报名\n状态：报名中\n截止时间：2026年2月20日",
    ),
    good=(
        "关于公共停车收费的意见征集\n状态：已结束\n征集时间：2026-01-05至2026-02-04",
        "关于公共停车收费的意见征集\n状态：进行中\n征集时间：2026-02-25至2026-03-25",
        "技能培训报名通知\n报名截止时间：2026年2月20日",
    ),
    frame=False,
)
def closed_call(doc: Document, ctx: Context) -> Reports:
    """意见征集、网上调查、报名的截止日期已过，页面上的状态仍是“进行中”“征集中”“报名中”。

    只看页面上写明状态的征集；普通通知里的截止日期过了不算错。

    ## 为什么
    群众按页面上的状态提交意见或报名，会白跑一趟；征集结束后还应公开结果。

    ## 怎样改
    把状态改成“已结束”，并在一个月内公布意见采纳情况或结果。
    """
    opened = _OPEN.search(doc.text)
    if opened is None or not _CALL.search(f"{doc.title}\n{doc.text}"):
        return
    match = _END.search(doc.text) or _SPAN_END.search(doc.text)
    end = _day(match) if match else None
    if match is None or end is None:
        return
    if end >= ctx.today:
        yield Until(end)
    else:
        yield Hit(
            message=f"截止日期 {end:%Y-%m-%d} 已过，页面仍写“{''.join(opened[0].split())}”",
            key="",
            evidence=excerpt(doc.text, match.start(), match.end()),
            suggestion="把状态改成“已结束”，并公布意见采纳情况或结果",
            marks=(Mark(opened.start(), opened.end()),),
        )


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
