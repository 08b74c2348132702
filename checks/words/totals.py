"""Finds the totals of a sentence that its parts do not make up, behind them or before them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.words.families import are_disjoint, are_whole, has_rest, names
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
from checks.words.shares import are_all_shares, wrong_shares

# “合计58公里”, “合计检查124家（个）”, “总户数46户”.
_TOTAL_WORD = re.compile(
    "合计|共计|总计|总共|总(?:数|量|额|人数|户数|件数|金额|面积|长度|产量)(?:为|是|达|达到)?(?= ?\\d)|共(?=[有为]? ?\\d)"
)
_TOTAL = re.compile(rf"[^\d，。；、\n（(]{{0,6}}{FIGURE}(?:[（(/]([个户所处件名])[)）]?)?")
# “，共安排资金550万元”: what was done with the parts, and with nothing else.
_DONE = re.compile(
    rf"共(安排|下达|发放|拨付|投入|筹集|落实|补助|补贴|收到|收集|受理|接待|评出|评选出?|设立?|种植|建成|接收)"
    rf"[^\d，。；、\n（(]{{0,6}}{FIGURE}"
)
# “，共58公里” and “两项共58公里”: elsewhere 共 may count something else.
_CLAUSE = re.compile("(?:[，,；]|[一二两三四五六七八九十][项者类个地镇村方家段批])$")
# What makes parts of other parts, or leaves some out.
_UNCLEAR = re.compile(
    r"其中|同比|增长|下降|比上年|占\d|占比|以上|以下|超过|累计|去年|每|平均|分别达|截至|包括|各\d|等\d"
    r"|[%％～—]|(?:[约近逾]|(?<!商)超)\s?\d|\d[万亿千]?[一-鿿]?[余多至]|等[，,；;、：]|上年(?!结转)"
)
_STOP = re.compile("[。！？\n]")
_SEMICOLON = re.compile("[；;]")
_MARK = re.compile("[，,；;：:]")
_LIST_OPENED = re.compile("其中[：:，,]?")
_LEAST_PARTS = 2
_REACH = 200
_NEAR, _CLOSE = 32, 4
_BROKEN_DOWN = re.compile("其中|分别[为是]|[：:（(]|，(?=男|女|城镇|农村|城市)")
_SECOND = re.compile(FIGURE)
_WHOLE_BEFORE = re.compile(
    rf"{FIGURE}(?:[（(][个户所处件名][)）])?(?: ?{FIGURE})?[^\d，,。；、：:（()）\n]{{0,6}}[，,；（(：:。 ]{{0,2}}$"
)
_ADDED_UP = re.compile("[共总合]|满分|核定|名额")
_LIST_ENDS = {
    "（": re.compile("[）)。\n]"),
    "：": re.compile("[。！？\n]"),
    "": re.compile("[。；;！？\n]"),
}
_MORE = re.compile("等(?!级|次|额|候)|以及其他")
_MONEY, _POINTS = "元", "分"
# What is told of things that are counted under another name as well.
_STATE = re.compile("已|未|占|完成|整改|上述|同比|新增")
# A total that is what is left over may be less than a part.
_NET = re.compile("[增减净差缺亏比较损余]")
_OTHER_TIME = re.compile("累计|年|历|共|日均|原")


@dataclass(frozen=True, slots=True)
class _Whole:
    """A total (of one or two units) that stands before its parts, and what opened them."""

    start: int
    totals: tuple[Quantity, ...]
    lead: str
    opener: str


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


def _judged(
    text: str, at: int, total: Quantity, units: set[str], *, is_sure: bool = True
) -> Iterator[Mismatch]:
    """Judge a total whose word stands at `at`; one that is not sure needs parts of one kind."""
    start = _sentence_start(text, max(0, at - _REACH), at)
    masked = " " * start + without_asides(text[start:at])
    # “青石镇（12户）、白沙镇（15户）”: what stands in the brackets is the parts.
    if len(quantities(masked, start, at)) < _LEAST_PARTS:
        masked = text[:at]
    start = _list_start(masked, start, at, total)
    before = masked[start:at]
    if not before or _UNCLEAR.search(before) or _TOTAL_WORD.search(before):
        return
    parts = quantities(masked, start, at)
    more = _SECOND.match(text, total.end)
    totals = [total, *([quantity(more[1], more[2], more[3], 0, more.end())] if more else [])]
    grouped = columns(parts, totals) if more else [parts]
    units = units if len(totals) == 1 else {each.unit for each in totals}
    if len(parts) < _LEAST_PARTS * len(totals) or not {part.unit for part in parts} <= units:
        return
    gap = text[parts[-1].end : at]
    # In one clause with a part, the total may be one of something else.
    is_apart = not gap or bool(_MARK.search(gap))
    if not is_apart or (not is_sure and not are_disjoint(names(masked, start, parts))):
        return
    for column, whole in zip(grouped, totals, strict=False):
        if not agree(column, whole) and not is_part_sum(column, whole):
            yield Mismatch(parts[0].start, totals[-1].end, sum_of(column, whole))


def _sentence_start(text: str, first: int, end: int) -> int:
    """Return where the sentence of a total begins that stands at `end`."""
    for match in _STOP.finditer(text, first, end):
        first = match.end()
    clause = max((match.end() for match in _SEMICOLON.finditer(text, first, end)), default=first)
    # Behind a semicolon the total is one of all clauses, or of the figures of its own.
    return clause if any(char.isdigit() for char in text[clause:end]) else first


def _list_start(text: str, start: int, end: int, total: Quantity) -> int:
    """Return where the list of parts begins within [start, end)."""
    # At the head of a sentence 其中 opens the list of all parts.
    start += len(opened[0]) if (opened := _LIST_OPENED.match(text, start)) else 0
    colon = max(text.rfind("：", start, end), text.rfind(":", start, end)) + 1
    head = text[start:colon] if colon else ""
    is_opener = bool(head) and "其中" not in head and f"{total.unit}" not in _units(head)
    return colon if is_opener and len(quantities(text, colon, end)) >= _LEAST_PARTS else start


def _units(text: str) -> set[str]:
    return {match[3] for match in _SECOND.finditer(text)}


def before(text: str) -> Iterator[Mismatch]:
    """Yield the totals that stand before their parts."""
    for word in _BROKEN_DOWN.finditer(text):
        whole = _whole(text, word)
        if whole is None:
            continue
        is_colon = word[0] in "：:" or text[word.end() : word.end() + 1] in set("：:")
        opener = "（" if whole.opener in "（(" else "：" if is_colon else ""
        end = _LIST_ENDS[opener].search(text, word.end(), word.end() + _REACH)
        stop = end.start() if end else word.end()
        masked = " " * word.end() + without_asides(text[word.end() : stop])
        listed = masked[word.end() :]
        if not listed or _UNCLEAR.search(listed):
            continue
        parts = quantities(masked, word.end(), stop)
        is_shared = are_all_shares(text[word.end() : stop], len(parts))
        grouped = columns(parts, whole.totals)
        if not parts or not grouped:
            continue
        called = names(masked, word.end(), parts)[:: len(grouped)]
        yield from wrong_shares(text[word.end() : stop], parts, whole.totals[0])
        for column, total in zip(grouped, whole.totals, strict=True):
            if not agree(column, total) and (
                _is_over(column, total, whole, called)
                or (
                    len(column) >= _LEAST_PARTS
                    and (are_disjoint(called) or not is_part_sum(column, total))
                    and (is_shared or _is_certain(whole, listed, called, column, total))
                )
            ):
                yield Mismatch(whole.start, parts[-1].end, sum_of(column, total))
                break


def _whole(text: str, word: re.Match[str]) -> _Whole | None:
    """Return the total that stands right before a word which opens a list."""
    found = _WHOLE_BEFORE.search(text, max(0, word.start() - _NEAR), word.start())
    if found is None or ("。" in found[0] and word[0] != "其中" and word[0][:2] != "分别"):
        return None
    totals = [quantity(found[1], found[2], found[3], found.start(1), found.end(3))]
    if found[4]:
        totals.append(quantity(found[4], found[5], found[6], found.start(4), found.end(6)))
    opener = found[0][-1] if found[0][-1] in "（(" else word[0]
    lead = text[max(0, found.start() - 12) : found.start()]
    return _Whole(found.start(), tuple(totals), lead, opener)


def _is_over(
    parts: Sequence[Quantity], total: Quantity, whole: _Whole, called: Sequence[str]
) -> bool:
    """Whether the first part alone is more than what it is a part of."""
    is_plain = bool(called) and not _OTHER_TIME.search(called[0]) and not _NET.search(called[0])
    return (
        whole.opener == "其中"
        and is_plain
        and not _NET.search(re.split("[，。；]", whole.lead)[-1])
        and bool(_ADDED_UP.search(whole.lead))
        and parts[0].value > total.value
    )


def _is_certain(
    whole: _Whole, listed: str, called: Sequence[str], parts: Sequence[Quantity], total: Quantity
) -> bool:
    """Whether parts that do not make up their total should have."""
    is_all = not _MORE.search(listed)
    is_more = sum(part.value for part in parts) > total.value
    is_told_apart = len(set(called)) == len(called) and not _STATE.search("".join(called))
    if whole.opener.startswith("分别"):
        return is_all
    if whole.opener == "，":
        return is_all and are_whole(called)
    if whole.opener == "其中":
        is_sum = "总" in whole.lead and total.unit in (_MONEY, _POINTS)
        is_budget = is_sum and (listed[0] in "：:" or are_disjoint(called)) and all(called)
        is_rest = has_rest(called) and is_told_apart
        return (is_more and (are_disjoint(called) or is_budget)) or (
            is_all and (are_whole(called) or is_rest)
        )
    is_apart = are_disjoint(called) or (whole.opener in "：:" and is_told_apart)
    return is_all and bool(_ADDED_UP.search(whole.lead)) and is_apart
