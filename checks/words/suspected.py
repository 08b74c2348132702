"""What the speller suspects on a page, but for what others say already and what is no mistake."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from checks.mask import mask
from checks.rule import Context, Reports
from checks.views import Document
from checks.words import w101_wrong_word, w103_doubled_word, w117_misquoted_phrase
from checks.words.names import may_be_name, may_be_place
from checks.words.normal import normalise
from checks.words.report import hit_at
from checks.words.slips import ACROSS, MAKES_SENSE
from checks.words.spelling.model import load
from checks.words.spelling.speller import Suspicion

# What stands so often on one page is a name or a term there.
OFTEN = 3
# Any of these may stand where another does; which is right, the text beside cannot tell.
SLOTS = (
    "省市县区州盟旗镇乡村",
    "部委办局厅司处科室股所院站队",
    "〇零一二三四五六七八九十百千万亿两几",
    "甲乙丙丁",
    "上中下",
    "东南西北",
    "左右前后",
    "大小",
    "高低",
    "多少",
    "增减",
    "加减",
    "出入",
    "年月日时",
    "学小",  # 八学时, 八小时
    "和或与及同跟",
    "到至",
    "是不有无未非没",
    "他她它其",
    "已未",
    "男女",
    "正副",
    "之的",
)
# Before the year of a document's number stand letters of its own kind (青府办发〔2026〕).
_YEAR_OF_DOCUMENT = re.compile(r"[〔﹝（(\[【]\d")
_ROUND = 5
LISTED = "词表已经判过"


@dataclass(frozen=True, slots=True)
class Suspected:
    """A suspicion at [start, end) of the text.

    `dropped` says in Chinese why it is let pass, "" if it is not.
    """

    suspicion: Suspicion
    start: int
    end: int
    dropped: str


def suspected(
    doc: Document, ctx: Context, code: str, least: float, most: float = float("inf")
) -> Reports:
    """Yield what is suspected with odds from `least` up to `most`, each kind of mistake under one key."""
    text = normalise(doc.text).text
    for one in judged(doc, ctx, code, least, most):
        each = one.suspicion
        if one.dropped:
            continue
        shown, meant = load().in_word(each, text)
        sure = round(each.confidence * 100 / _ROUND) * _ROUND
        yield hit_at(
            doc,
            one.start,
            one.end,
            message=f"“{mask(shown)}”疑为“{mask(meant)}”之误",
            key=f"{each.shown}→{each.meant}",
            suggestion=f"请对照原文核实，有误的改为“{mask(meant)}”（程序推断，把握约 {sure}%）",
        )


def judged(
    doc: Document, ctx: Context, code: str, least: float, most: float = float("inf")
) -> Iterator[Suspected]:
    """Yield every suspicion with these odds, and why it is let pass if it is."""
    normal = normalise(doc.text)
    known: set[int] | None = None
    for each in _suspicions(normal.text):
        if not least <= each.odds < most:
            continue
        start, end = normal.span(each.start, each.end)
        why = _why_none(each, normal.text)
        if not why:
            known = set(_known(doc, ctx)) if known is None else known
            why = "" if known.isdisjoint(range(start, end)) else LISTED
        if not why and (phrase := ctx.words.allowed.allowing(doc.text, code, start, end)):
            why = f"允许的写法“{phrase.phrase}”"
        yield Suspected(each, start, end, why)


@lru_cache(maxsize=4)
def _suspicions(text: str) -> tuple[Suspicion, ...]:
    # Two rules read the same text in turn.
    return tuple(load().suspicions(text))


def _why_none(each: Suspicion, text: str) -> str:
    """Say why another character may stand there as well, or the words are a name; "" if not."""
    pairs = zip(each.shown, each.meant, strict=True)
    if all(any(one in slot and other in slot for slot in SLOTS) for one, other in pairs):
        return f"“{each.shown}”“{each.meant}”都说得通"
    if _YEAR_OF_DOCUMENT.match(text, each.end):
        return "在发文字号里"
    if may_be_name(text, each.start, each.end):
        return "可能是人名"
    if may_be_place(text, each.start, each.end):
        return "可能是地名"
    around = text[max(0, each.start - 1) : each.end + 1]
    is_term = "\n" not in around and text.count(around) >= OFTEN
    return "本页多次出现，当作专名" if is_term else ""


def _known(doc: Document, ctx: Context) -> Iterator[int]:
    """Yield the places of which rules that work from lists have said something already."""
    listed = (w101_wrong_word.judged, w103_doubled_word.judged, w117_misquoted_phrase.judged)
    for judged_by in listed:
        for one in judged_by(doc, ctx):
            if not one.in_title and one.match.dropped not in (ACROSS, MAKES_SENSE):
                yield from range(one.match.start, one.match.end)
