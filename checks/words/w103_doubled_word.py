"""W103 叠字叠词。"""

import re
from collections.abc import Iterator

from checks.finding import Hit, Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.normal import normalise
from checks.words.report import Occurrence, candidates, hit_at, hits

# Four characters and more do not repeat by chance; shorter repetitions come from the list.
_REPEATED = re.compile(r"([一-鿿]{4,12})\1")
_FEWEST_CHARACTERS = 3


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
    ),
    good=(
        "的的确确解决了群众的难题。",
        "为了了解情况，工作组走村入户。",
        "要看目的是是否达到，一家人和和美美。",
        "达到预期目的的项目，给予奖励。",
        "县人民政府政府信息公开指南。",
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
    yield from (hit for hit in _repetitions(doc) if not any(word in hit.key * 2 for word in known))


def _repetitions(doc: Document) -> Iterator[Hit]:
    normal = normalise(doc.text)
    for match in _REPEATED.finditer(normal.text):
        unit = match[1]
        # “一个问题一个问题跟进解决” says: one after another.
        if unit[0] in "一逐" or len(set(unit)) < _FEWEST_CHARACTERS:
            continue
        start, end = normal.span(*match.span())
        yield hit_at(
            doc,
            start,
            end,
            message=f"“{unit}”重复写了两遍",
            key=unit,
            suggestion=f"改为“{unit}”",
        )


def judged(doc: Document, ctx: Context) -> Iterator[Occurrence]:
    """Yield every candidate with what it came to."""
    return candidates(doc, ctx.words.doubled, ctx, "W103")
