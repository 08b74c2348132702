"""What the speller suspects on a page, but for what others say already and what is no mistake."""

import re
from collections.abc import Iterator
from functools import lru_cache

from checks.finding import Hit
from checks.mask import mask
from checks.rule import Context, Reports
from checks.views import Document
from checks.words import w101_wrong_word, w103_doubled_word, w117_misquoted_phrase
from checks.words.names import may_be_name, may_be_place
from checks.words.normal import normalise
from checks.words.report import placed
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


def suspected(
    doc: Document, ctx: Context, code: str, least: float, most: float = float("inf")
) -> Reports:
    """Yield what is suspected with odds from `least` up to `most`, each kind of mistake once."""
    normal = normalise(doc.text)
    known: set[int] | None = None
    told: set[str] = set()
    for each in _suspicions(normal.text):
        key = f"{each.shown}→{each.meant}"
        if not least <= each.odds < most or key in told or _is_none(each, normal.text):
            continue
        start, end = normal.span(each.start, each.end)
        known = set(_known(doc, ctx)) if known is None else known
        if not known.isdisjoint(range(start, end)):
            continue
        if ctx.words.allowed.allowing(doc.text, code, start, end):
            continue
        told.add(key)
        shown, meant = load().in_word(each, normal.text)
        sure = round(each.confidence * 100 / _ROUND) * _ROUND
        yield Hit(
            message=f"“{mask(shown)}”疑为“{mask(meant)}”之误",
            key=key,
            evidence=placed(doc, start, end),
            suggestion=f"请对照原文核实，有误的改为“{mask(meant)}”（程序推断，把握约 {sure}%）",
        )


@lru_cache(maxsize=4)
def _suspicions(text: str) -> tuple[Suspicion, ...]:
    # Two rules read the same text in turn.
    return tuple(load().suspicions(text))


def _is_none(each: Suspicion, text: str) -> bool:
    """Whether another character may stand there as well, or the words are a name on this page."""
    pairs = zip(each.shown, each.meant, strict=True)
    if all(any(one in slot and other in slot for slot in SLOTS) for one, other in pairs):
        return True
    if _YEAR_OF_DOCUMENT.match(text, each.end):
        return True
    if may_be_name(text, each.start, each.end) or may_be_place(text, each.start, each.end):
        return True
    around = text[max(0, each.start - 1) : each.end + 1]
    return "\n" not in around and text.count(around) >= OFTEN


def _known(doc: Document, ctx: Context) -> Iterator[int]:
    """Yield the places of which rules that work from lists have said something already."""
    for judged in (w101_wrong_word.judged, w103_doubled_word.judged, w117_misquoted_phrase.judged):
        for one in judged(doc, ctx):
            if not one.in_title:
                yield from range(one.match.start, one.match.end)
