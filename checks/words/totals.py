"""Finds the totals that stand behind their parts, 甲12户、乙15户，共28户, and are not their sum."""

import re
from collections.abc import Iterator

from checks.words.families import are_disjoint, are_parallel, are_whole, names
from checks.words.numerals import integer
from checks.words.quantities import (
    FIGURE,
    Mismatch,
    Quantity,
    agree,
    columns,
    is_part_sum,
    quantities,
    quantity,
    sum_of,
    without_asides,
)

# “合计58公里”, “合计检查124家（个）”, “总户数46户”.
_TOTAL_WORD = re.compile(
    "合计|共计|总计|总共|总(?:数|量|额|人数|户数|件数|金额|面积|长度|产量)(?:为|是|达|达到)?(?= ?\\d)|共(?=[有为]? ?\\d)"
)
_TOTAL = re.compile(rf"[^\d，。；、\n（(]{{0,6}}{FIGURE}(?:[（(/]([个户所处件名])[)）]?)?")
# “，共安排资金550万元”: what was done with the parts, and with nothing else.
_DONE = re.compile(
    rf"(?:共|总(?=分|投资))(投资|安排|完成|新建|分|下达|发放|拨付|投入|筹集|落实|补助|补贴|收到|收集|受理|接待|评出|评选出?|设立?|种植|建成|接收)"
    rf"[^\d，。；、\n（(]{{0,6}}{FIGURE}"
)
# “联合执法12次、专项执法8次，共开展执法20次”: the same noun in all of them.
_OF_NOUN = re.compile(
    rf"共(?:开展|检查|组织|举办|召开|培训|新增|抽检|排查|有)([^\d，。；、\n（(]{{2,6}}){FIGURE}"
)
# “，共58公里” and “两项共58公里”: elsewhere 共 may count something else.
_CLAUSE = re.compile(
    "(?:[，,；](?:前[两二三]季度)?|[二两三四五六七八九十][项者类个地镇村方家段批年乡县区市]|全[班校县镇市村乡区队])$"
)
# What makes parts of other parts, or leaves some out.
UNCLEAR = re.compile(
    r"其中|同比|增长|下降|比上年|占\d|占比|以上|以下|超过|累计|去年|每|平均|分别达|截至|包括|各\d|等\d"
    r"|[%％～—]|(?:[约近逾]|(?<!商)超)\s?\d|\d[万亿千]?[一-鿿]?[余多至]|等[，,；;、：]|上年(?!结转)|套种|间作"
)
_SAID = re.compile("([二两三四五六七八九十])(?:[项者类个地镇村方家段批年乡县区市]|季度)$")
_WHOLE_OF = re.compile("全[班校县镇市村乡区队]$")
_EACH = re.compile("每[一-鿿]{1,2}$")
_STOP = re.compile("[。！？\n]")
_SEMICOLON = re.compile("[；;]")
_MARK = re.compile("[，,；;：:]")
_LIST_OPENED = re.compile("其中[：:，,]?")
LEAST_PARTS = 2
_LEADS = ("人", "人次", "元", "亩", "公里", "公顷", "吨", "平方米")
_REACH = 200
_CLOSE = 6
_SECOND = re.compile(FIGURE)


def behind(text: str) -> Iterator[Mismatch]:
    """Yield the totals that stand behind their parts in one sentence."""
    for word in _TOTAL_WORD.finditer(text):
        match = _TOTAL.match(text, word.end())
        first = max(0, word.start() - _REACH)
        is_joined = bool(_CLAUSE.search(text, first, word.start()))
        is_joined |= text[word.start() - 1 : word.start()] in set("户人件个家元亩吨项名") - {""}
        if match and (word[0] != "共" or is_joined):
            units = {match[3], match[4] or match[3]}
            total = quantity(match[1], match[2], match[3], match.start(1), match.end())
            yield from _judged(text, word.start(), total, units)
    for match in _DONE.finditer(text):
        if _CLAUSE.search(text, max(0, match.start() - _CLOSE), match.start()):
            total = quantity(match[2], match[3], match[4], match.start(2), match.end())
            yield from _judged(text, match.start(), total, {total.unit}, is_sure=False)
    for match in _OF_NOUN.finditer(text):
        if _CLAUSE.search(text, max(0, match.start() - _CLOSE), match.start()):
            total = quantity(match[2], match[3], match[4], match.start(2), match.end())
            yield from _judged(
                text, match.start(), total, {total.unit}, is_sure=False, noun=match[1]
            )


def _judged(
    text: str, at: int, total: Quantity, units: set[str], *, is_sure: bool = True, noun: str = ""
) -> Iterator[Mismatch]:
    """Judge a total whose word stands at `at`; one that is not sure needs parts of one kind."""
    start = _sentence_start(text, max(0, at - _REACH), at)
    sentence = without_asides(text[start:at])
    # “青石镇（12户）、白沙镇（15户）”: what stands in the brackets is the parts.
    if len(quantities(sentence, 0, at - start)) < LEAST_PARTS:
        sentence = text[start:at]
    opened = _list_start(sentence, total)
    listed = _EACH.sub("", sentence[opened:])
    if not listed or UNCLEAR.search(listed) or _TOTAL_WORD.search(listed):
        return
    parts = _without_lead(quantities(sentence, opened, at - start), units)
    more = _SECOND.match(text, total.end)
    totals = [total, *([quantity(more[1], more[2], more[3], 0, more.end())] if more else [])]
    grouped = columns(parts, totals) if more else [parts]
    units = units if len(totals) == 1 else {each.unit for each in totals}
    if len(parts) < LEAST_PARTS * len(totals) or not {part.unit for part in parts} <= units:
        return
    gap = text[start + parts[-1].end : at]
    # In one clause with a part, the total may be one of something else.
    is_apart = not gap or bool(_MARK.search(gap))
    called = names(sentence, opened, parts)
    is_of_kinds = are_disjoint(called) and "试" not in "".join(called)
    if noun:
        is_of_kinds = are_parallel(called) and all(name.endswith(noun) for name in called)
    # “三项合计”: there must be three, and then they are all there is.
    word = _SAID.search(text, max(0, at - _CLOSE), at)
    is_counted = bool(word) and integer(word[1] if word else "") == len(parts) // len(totals)
    is_of_all = not _WHOLE_OF.search(text, max(0, at - _CLOSE), at) or are_whole(called)
    if not is_apart or not is_of_all or (word and not is_counted):
        return
    if not (is_sure or (is_counted and not noun) or is_of_kinds):
        return
    for column, whole in zip(grouped, totals, strict=False):
        is_meant = is_part_sum(column, whole) and not (is_counted or is_of_kinds)
        if not agree(column, whole) and not is_meant:
            yield Mismatch(start + parts[0].start, totals[-1].end, sum_of(column, whole))


def _without_lead(parts: list[Quantity], units: set[str]) -> list[Quantity]:
    """Leave out the people, money and measures before the parts: 受灾3560人，甲12户、乙15户."""
    for at, part in enumerate(parts):
        if part.unit in units or part.unit not in _LEADS:
            return parts[at:]
    return []


def _sentence_start(text: str, first: int, end: int) -> int:
    """Return where the sentence of a total begins that stands at `end`."""
    for match in _STOP.finditer(text, first, end):
        first = match.end()
    clause = max((match.end() for match in _SEMICOLON.finditer(text, first, end)), default=first)
    # Behind a semicolon the total is one of all clauses, or of the figures of its own.
    return clause if any(char.isdigit() for char in text[clause:end]) else first


def _list_start(text: str, total: Quantity) -> int:
    """Return where the list of parts begins in the sentence before its total."""
    # At the head of a sentence 其中 opens the list of all parts.
    start = len(opened[0]) if (opened := _LIST_OPENED.match(text)) else 0
    colon = max(text.rfind("："), text.rfind(":")) + 1
    head = text[start:colon] if colon else ""
    is_opener = bool(head) and "其中" not in head and f"{total.unit}" not in _units(head)
    return colon if is_opener and len(quantities(text, colon, len(text))) >= LEAST_PARTS else start


def _units(text: str) -> set[str]:
    return {match[3] for match in _SECOND.finditer(text)}
