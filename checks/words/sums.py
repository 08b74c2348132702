"""Finds the figures of a sentence that do not add up."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from checks.words.quantities import (
    FIGURE,
    UNITS,
    Quantity,
    agree,
    are_disjoint,
    are_whole,
    names,
    quantities,
    quantity,
    sum_of,
)

# “合计58公里”, “合计检查124家（个）”.
_TOTAL_WORD = re.compile("合计|共计|总计|总共|共(?=[有为]?\\d)")
_TOTAL = re.compile(rf"[^\d，。；、\n（(]{{0,6}}{FIGURE}(?:[（(/]([个户所处件名])[)）]?)?")
# “，共58公里” and “两项共58公里”: elsewhere 共 may count something else.
_CLAUSE = re.compile("(?:[，,；]|[一二两三四五六七八九十][项者类个地镇村方家段])$")
# What makes parts of other parts, or leaves some out.
_UNCLEAR = re.compile(
    r"其中|同比|增长|下降|比上年|占\d|占比|以上|以下|超过|累计|上年|去年|每|平均|分别达|截至|包括|各\d|等\d"
    r"|[%％～—]|(?:[约近逾]|(?<!商)超)\s?\d|\d[万亿千]?[一-鿿]?[余多至]"
)
_STOP = re.compile("[。！？\n]")
_SEMICOLON = re.compile("[；;]")
_MARK = re.compile("[，,；;：:]")
_LIST_OPENED = re.compile("其中[：:，,]?")
_LEAST_PARTS = 2
_REACH = 200
_NEAR = 24
_BROKEN_DOWN = re.compile("其中|分别[为是]|[：:（(]")
_WHOLE_BEFORE = re.compile(
    rf"{FIGURE}(?:[（(][个户所处件名][)）])?[^\d，,。；、：:（()）\n]{{0,6}}[，,；（(：: ]{{0,2}}$"
)
_ADDED_UP = re.compile("[共总合]")
_LIST_ENDS = {"（": re.compile("[）)。\n]"), "": re.compile("[。；;！？\n]")}
_MORE = re.compile("等(?!级|次|额|候)|以及其他")
_MONEY = "元"
# What is told of things that are counted under another name as well.
_STATE = re.compile("已|未|占|完成|整改|上述|同比|新增")
_VALUE = rf"(\d[\d,]*(?:\.\d+)?)(?:([%％])|(万|亿)?({UNITS}))"
_RISE, _FALL = "提高|提升|增加|上升|增长|扩大|增", "减少|下降|降低|压减|压缩|缩短|缩小|降"
_CHANGE = re.compile(
    rf"[由从][^\d，。；\n]{{0,10}}{_VALUE}(?:{_RISE}|{_FALL})(?:至|到|为)了?[^\d，。；\n]{{0,4}}{_VALUE}"
    rf"[，,]净?共?(?:{_RISE}|{_FALL})了?(\d[\d,]*(?:\.\d+)?)(?:(个百分点)|(万|亿)?({UNITS}))"
)
# “投入120万元，比上年的100万元增加25万元”
_COMPARED = re.compile(
    rf"{_VALUE}，(?:同)?(?:比|较)(?:上年|去年|上年度|上年同期|同期|20\d\d年|原来|此前)(?:度)?的?{_VALUE}"
    rf"(?:{_RISE}|{_FALL}|多|少)了?(\d[\d,]*(?:\.\d+)?)(?:(个百分点)|(万|亿)?({UNITS}))"
)
_INDUSTRIES = re.compile(
    r"三次产业[^\d，。；\n]{0,16}?(\d+(?:\.\d+)?)[:：∶](\d+(?:\.\d+)?)[:：∶](\d+(?:\.\d+)?)(?!\d|[:：∶])"
)
# Two shares that are the whole.
_SHARES = re.compile(
    r"占(?<=[一-鿿]占)(?:比)?为?(\d+(?:\.\d+)?)[%％][，、；和]{1,2}([一-鿿]{1,6}?)占比?为?(\d+(?:\.\d+)?)[%％]"
)
_PAIRS = (("男", "女"), ("城镇", "农村"), ("省内", "省外"), ("市内", "市外"), ("公办", "民办"))
_HUNDRED, _ROUNDED = Decimal(100), Decimal("0.2")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Figures at [start, end) of a text that do not agree, and how they do not."""

    start: int
    end: int
    why: str


def mismatches(text: str) -> Iterator[Mismatch]:
    """Yield what does not add up in the sentences of a text."""
    yield from _totals(text)
    yield from _broken_down(text)
    yield from _changes(text)
    yield from _shares(text)
    yield from _industries(text) if "三次产业" in text else ()


def _totals(text: str) -> Iterator[Mismatch]:
    """Yield the totals that stand behind their parts in one sentence."""
    for word in _TOTAL_WORD.finditer(text):
        match = _TOTAL.match(text, word.end())
        first = max(0, word.start() - _REACH)
        if match is None or (word[0] == "共" and not _CLAUSE.search(text, first, word.start())):
            continue
        start = _sentence_start(text, first, word.start())
        # At the head of a sentence it opens the list of all parts.
        start += len(opened[0]) if (opened := _LIST_OPENED.match(text, start)) else 0
        before = text[start : word.start()]
        if not before or _UNCLEAR.search(before) or _TOTAL_WORD.search(before):
            continue
        total = quantity(match[1], match[2], match[3], match.start(1), match.end())
        parts = quantities(text, start, word.start())
        units = {match[3], match[4] or match[3]}
        if len(parts) < _LEAST_PARTS or not {part.unit for part in parts} <= units:
            continue
        gap = text[parts[-1].end : word.start()]
        # In one clause with a part, the total may be one of something else.
        is_apart = not gap or bool(_MARK.search(gap))
        if is_apart and not agree(parts, total):
            yield Mismatch(parts[0].start, match.end(), sum_of(parts, total))


def _sentence_start(text: str, first: int, end: int) -> int:
    """Return where the parts of a total begin that stands at `end`."""
    for match in _STOP.finditer(text, first, end):
        first = match.end()
    clause = max((match.end() for match in _SEMICOLON.finditer(text, first, end)), default=first)
    # Behind a semicolon the total is one of all clauses, or of the figures of its own.
    return clause if any(char.isdigit() for char in text[clause:end]) else first


def _broken_down(text: str) -> Iterator[Mismatch]:
    """Yield the totals that stand before their parts."""
    for word in _BROKEN_DOWN.finditer(text):
        whole = _WHOLE_BEFORE.search(text, max(0, word.start() - _NEAR), word.start())
        if whole is None:
            continue
        opening = "（" if whole[0][-1] in "（(" or word[0] in "（(" else ""
        end = _LIST_ENDS[opening].search(text, word.end(), word.end() + _REACH)
        listed = text[word.end() : end.start()] if end else ""
        if not listed or _UNCLEAR.search(listed):
            continue
        total = quantity(whole[1], whole[2], whole[3], whole.start(1), whole.end())
        parts = quantities(text, word.end(), word.end() + len(listed))
        if len(parts) < _LEAST_PARTS or {part.unit for part in parts} != {total.unit}:
            continue
        lead = text[max(0, whole.start() - 10) : whole.start()]
        if not agree(parts, total) and _is_certain(text, word, lead, listed, parts, total):
            yield Mismatch(whole.start(), parts[-1].end, sum_of(parts, total))


def _is_certain(
    text: str,
    word: re.Match[str],
    lead: str,
    listed: str,
    parts: Sequence[Quantity],
    total: Quantity,
) -> bool:
    """Whether parts that do not make up their total should have."""
    called = names(text, word.end(), parts)
    is_all = not _MORE.search(listed)
    is_more = sum(part.value for part in parts) > total.value
    if word[0].startswith("分别"):
        return is_all
    if word[0] == "其中":
        is_budget = total.unit == _MONEY and "总" in lead and listed[0] in "：:"
        is_apart = are_disjoint(called) or (is_budget and all(called))
        return (is_more and is_apart) or (is_all and are_whole(called))
    is_apart = are_disjoint(called) or (
        word[0] in "：:" and len(set(called)) == len(called) and not _STATE.search("".join(called))
    )
    return is_all and bool(_ADDED_UP.search(lead)) and is_apart


def _changes(text: str) -> Iterator[Mismatch]:
    """Yield the changes that are not the difference of what was and what is."""
    found = (
        *_CHANGE.finditer(text),
        *(_COMPARED.finditer(text) if "比" in text or "较" in text else ()),
    )
    for match in found:
        if (match[2] or match[4]) != (match[6] or match[8]) or bool(match[2]) is not bool(
            match[10]
        ):
            continue
        if not match[10] and match[12] != match[4]:
            continue
        unit = match[4] or "个百分点"
        was = quantity(match[1], match[3], unit)
        now = quantity(match[5], match[7], unit)
        change = quantity(match[9], match[11], unit)
        larger, smaller = sorted((was, now), key=lambda each: each.value, reverse=True)
        if not agree((smaller, change), larger):
            right = larger.value - smaller.value
            why = f"前后相差{right.normalize():f}{unit}，与写明的{change.value.normalize():f}{unit}不符"
            yield Mismatch(match.start(), match.end(), why)


def _shares(text: str) -> Iterator[Mismatch]:
    for match in _SHARES.finditer(text):
        first = text[max(0, match.start() - 8) : match.start()]
        first = re.split("[，。；：、]", first)[-1]
        is_whole = any(
            (one in first and other in match[2]) or (other in first and one in match[2])
            for one, other in _PAIRS
        )
        added = Decimal(match[1]) + Decimal(match[3])
        if is_whole and abs(added - _HUNDRED) > _ROUNDED:
            yield Mismatch(
                match.start() - len(first), match.end(), f"两项占比相加是{added}%，不是100%"
            )


def _industries(text: str) -> Iterator[Mismatch]:
    for match in _INDUSTRIES.finditer(text):
        added = sum((Decimal(match[number]) for number in (1, 2, 3)), Decimal(0))
        if abs(added - _HUNDRED) > _ROUNDED:
            yield Mismatch(match.start(), match.end(), f"三次产业的比重相加是{added}，不是100")
