"""W103 叠字叠词。"""

import re
from collections.abc import Iterator

from checks.finding import Hit, Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.normal import normalise
from checks.words.report import Occurrence, candidates, hit_at, hits
from checks.words.segment import frequency, on_boundaries
from wordlists.lists import AllowedList

_REPEATED = re.compile(r"([一-鿿]{2,12})\1")
# Four characters and more do not repeat by chance; fewer do where words meet (天主教|主教).
_SHORT, _LONG, _FEWEST_CHARACTERS = 2, 4, 3
# 一个问题一个问题跟进解决; shorter ones say more too: 很多很多人，大片大片的草地.
_ONE_BY_ONE, _MORE = "一逐", "一二两几逐每各半多很好大小老越边又有这那怎"
# 该备案备案，该支持支持: as each needs it.
_EACH = "该"
# A word that is so rare is more likely a name.
_WORD = 50


@page_rule(
    "W103",
    "doubled-word",
    "叠字叠词",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：错别字",
    bad=(
        "关于关于印发实施方案的通知。",
        "这是我县的的重点工程。",
        "清河县人民政府人民政府办公室。",
        "请各乡镇认真组织实施认真组织实施。",
        "防汛物资全数全数调配到位。",
        "各级人民政府各级人民政府应当加强领导。",
    ),
    good=(
        "的的确确解决了群众的难题。",
        "为了了解情况，工作组走村入户。",
        "要看目的是是否达到，一家人和和美美。",
        "达到预期目的的项目，给予奖励。",
        "县人民政府政府信息公开指南。",
        "断点一个一个记下来，大家再研究研究。",
        "完善监测预测预警，构建共建共治共享的格局。",
    ),
)
def doubled_word(doc: Document, ctx: Context) -> Reports:
    """同一个字或词连写了两遍，例如“关于关于”“的的”，或四个字以上的一段话重复粘贴。

    ## 为什么
    叠字叠词是复制、改稿时留下的差错，属于错别字的一种。

    ## 怎样改
    删去重复的一个。正常的叠词（的的确确、为了了解）不会报出；仍有误报的，在台账里标为误报。
    """
    listed = list(judged(doc, ctx))
    yield from hits(doc, listed, "重复，应为")
    known = {one.match.term.word for one in listed if not one.match.dropped}
    for hit in _repetitions(doc, ctx.words.allowed):
        if not any(word in hit.key * 2 for word in known):
            yield hit


def _repetitions(doc: Document, allowed: AllowedList) -> Iterator[Hit]:
    normal = normalise(doc.text)
    for match in _REPEATED.finditer(normal.text):
        unit = match[1]
        if not _is_slip(normal.text, match):
            continue
        start, end = normal.span(*match.span())
        if allowed.allowing(doc.text, "W103", start, end):
            continue
        yield hit_at(
            doc,
            start,
            end,
            message=f"“{unit}”重复写了两遍",
            key=unit,
            suggestion=f"改为“{unit}”",
        )


def _is_slip(text: str, match: re.Match[str]) -> bool:
    unit, start, end = match[1], *match.span()
    if len(unit) >= _LONG:
        return unit[0] not in _ONE_BY_ONE and len(set(unit)) >= _FEWEST_CHARACTERS
    if unit[0] in _MORE or text[start - 1 : start] == _EACH:
        return False
    # Three characters are mostly a name, at the end of one line and the beginning of the next.
    middle = start + len(unit)
    return (
        len(unit) == _SHORT
        and frequency(unit) >= _WORD
        and on_boundaries(text, start, middle)
        and on_boundaries(text, middle, end)
    )


def judged(doc: Document, ctx: Context) -> Iterator[Occurrence]:
    """Yield every candidate with what it came to."""
    return candidates(doc, ctx.words.doubled, ctx, "W103")
