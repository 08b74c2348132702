"""Finds the differences that are not those of the figures beside them, and wrong rates of growth."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from checks.words.quantities import (
    FIGURE,
    UNITS,
    Mismatch,
    Quantity,
    agree,
    quantity,
    shown,
)

_VALUE = rf"(\d[\d,]*(?:\.\d+)?) ?(?:([%％])|(万|亿)?({UNITS}))"
_RISE, _FALL = "提高|提升|增加|上升|增长|扩大|增", "减少|下降|降低|压减|压缩|缩短|缩小|降"
_WHEN = r"(?:20\d\d年(?:度|底|末|初)?)?"
_TO = rf"(?:{_RISE}|{_FALL})(?:至|到|为)了?{_WHEN}[^\d，。；\n]{{0,4}}"
_BY = rf"(\d[\d,]*(?:\.\d+)?) ?(?:(个百分点)|(万|亿)?({UNITS}))"
_CHANGE = re.compile(
    rf"[由从]{_WHEN}[^\d，。；\n]{{0,10}}{_VALUE}{_TO}{_VALUE}[，,]净?共?(?:{_RISE}|{_FALL})了?{_BY}"
)
# “投入120万元，比上年的100万元增加25万元”
_COMPARED = re.compile(
    rf"，(?:同)?(?:比|较)(?:上年|去年|上年度|上年同期|同期|20\d\d年|原来|此前)(?:度)?的?{_VALUE}"
    rf"(?:{_RISE}|{_FALL}|多|少)了?{_BY}"
)
_NOW = re.compile(rf"(?<![\d.,]){_VALUE}$")
_CLOSE = 24
# “由600张增加到660张，增长12%”
_GROWTH = re.compile(
    rf"[由从]{_WHEN}([^\d，。；\n]{{0,10}}){FIGURE}{_TO}{FIGURE}"
    rf"[，,](?:共|累计)?((?:{_RISE}|{_FALL})|[增降]幅(?:为|达)?)了?(\d+(?:\.\d+)?)[%％]"
)
# Growth at constant prices, or of something else.
_OTHER_GROWTH = re.compile("生产总值|增加值|可比|实际|GDP|居民|可支配|产值")
_PAST = "上年|去年|上年度|上年同期|20\\d\\d年"
_F, _GAP = FIGURE, "[^\\d，。；、：\\n（(]{0,8}"
# What makes the first figure up: of groups 1-3 (4-6, 7-9) the first is the sum of both others, or
# the last is the sum of the first two.
_PARTED = (
    rf"应(?:到|出席|参会|参加|考|检|收|缴|交)会?{_GAP}{_F}[，,、]实(?:际)?(?:到|出席|参会|参加|考|检|收|缴|交)会?{_GAP}{_F}"
    rf"[，,、](?:缺席|缺考|缺勤|未到|未检|未缴|未交|请假){_GAP}{_F}(?![，,、；和及](?:另|因|请|缺|未|病|事)|[（(])",
    rf"(?:预算|控制|限)价{_GAP}{_F}[，,](?:中标|成交)(?:价|金额){_GAP}{_F}[，,](?:共)?节[约省](?:资金)?{_F}",
    rf"(?:发放|发出|下发)(?:调查)?问卷{_GAP}{_F}[，,](?:实际)?(?:收回|回收){_GAP}{_F}[，,]未(?:收回|回收){_GAP}{_F}",
    rf"新增{_GAP}{_F}[，,](?:注销|减少|撤销|退出|核减|清退){_GAP}{_F}[，,]净增(?:加)?{_GAP}{_F}",
    rf"(?:收入|(?:接收|筹集|募集)[^\d，。；、\n]{{0,8}})(?:为)?{_F}[，,](?:总)?支出(?:为)?{_F}[，,](?:收支)?(?:结余|盈余)(?:资金)?(?:为)?{_F}(?![（(])",
)
_RISEN = (
    rf"(?:较|比)(?:{_PAST})(?:同期)?的?{_F}(?:增加|增长|新增|多)了?{_F}[，,](?:共|总数)?(?:达到|达|增至|为){_F}",
    rf"在(?:原有|原来|现有|{_PAST})(?:的)?{_F}的?基础上[，,]?(?:再)?(?:新增|增加|增设|扩建|新建)(?:了)?{_F}[，,](?:总数|共)?(?:达到|达|增至|增加到|为){_F}",
    rf"20\d\d年(?:为|是|有|共)?{_F}[，,]20\d\d年(?:为|是|有|共)?{_F}[，,](?:同比)?(?:增加|增长)了?{_F}",
    rf"(?:中标|成交)(?:价|金额){_GAP}{_F}[，,](?:预算|控制|限)价{_GAP}{_F}[，,](?:共)?节[约省](?:资金)?{_F}",
)
_PARTED_FORMS = tuple(re.compile(each) for each in _PARTED)
_RISEN_FORMS = tuple(re.compile(each) for each in _RISEN)
_ANCHORS = ("应", "节", "问卷", "净增", "余")
_RISEN_ANCHORS = ("年", "基础上", "年", "节")
_CARRIED = re.compile("上年|结转|年初|期初|调入|动用|滚存|累计|借款|贷款|补助")
# “新收22件，上年结转3件，办结23件，结转下年度2件”
_HANDLED = re.compile(
    rf"(?:新收|收到)[^\d，。；、\n]{{0,12}}{_F}[，,、]上年(?:度)?结转[^\d，。；、\n]{{0,8}}{_F}[，,；](?:本年度?|全年)?(?:共)?(?:办结|办理|答复)[^\d，。；、\n]{{0,8}}{_F}"
    rf"[，,、]结转(?:至)?(?:下年|下一年|20\d\d年)度?(?:继续)?(?:办理)?{_F}"
)
_BALANCE = re.compile(
    rf"收入总计(?:为)?{_F}[，,；](?:20\d\d年度?)?支出总计(?:为)?{_F}(?![^。\n]{{0,20}}(?:结余|结转|赤字))"
)
_HUNDRED = Decimal(100)


def changes(text: str) -> Iterator[Mismatch]:
    """Yield the changes that are not the difference of what was and what is."""
    yield from _written(text)
    yield from _grown(text)
    for anchor, form in zip(_ANCHORS, _PARTED_FORMS, strict=True):
        for match in form.finditer(text) if anchor in text else ():
            if anchor != "余" or not _CARRIED.search(_sentence_before(text, match.start())):
                first, second, third = _three(match)
                yield from _judge(match, (second, third), first)
    for anchor, form in zip(_RISEN_ANCHORS, _RISEN_FORMS, strict=True):
        for match in form.finditer(text) if anchor in text else ():
            if match[0][0] in "2中成":
                was, now, more = _three(match)
                yield from _judge(match, (was, more), now)
            else:
                was, more, now = _three(match)
                yield from _judge(match, (was, more), now)
    for match in _HANDLED.finditer(text) if "结转" in text else ():
        come, kept, done, left = (_figure(match, at) for at in (1, 4, 7, 10))
        if come.value + kept.value != done.value + left.value:
            right = come.value + kept.value - done.value
            why = f"新收加结转减去办结是{shown(right, left.unit)}，与写明的{shown(left.value, left.unit)}不符"
            yield Mismatch(match.start(), match.end(), why)
    for match in _BALANCE.finditer(text) if "支出总计" in text else ():
        if _figure(match, 1).value != _figure(match, 4).value:
            yield Mismatch(match.start(), match.end(), "收入总计与支出总计不相等")


def _written(text: str) -> Iterator[Mismatch]:
    for match in _CHANGE.finditer(text):
        yield from _moved(match, match.groups())
    for match in _COMPARED.finditer(text):
        now = _NOW.search(text, max(0, match.start() - _CLOSE), match.start())
        if now:
            yield from _moved(match, now.groups() + match.groups())


def _moved(match: re.Match[str], told: Sequence[str | None]) -> Iterator[Mismatch]:
    """Judge two values and the change between them, each as digits, %, scale and unit."""
    is_share = bool(told[1])
    units = (told[1] or told[3], told[5] or told[7])
    if units[0] != units[1] or is_share is not bool(told[9]):
        return
    if is_share or told[11] == told[3]:
        unit = told[3] or "个百分点"
        was, now, change = (quantity(told[at] or "", told[at + 2], unit) for at in (0, 4, 8))
        smaller, larger = sorted((was, now), key=lambda each: each.value)
        yield from _judge(match, (smaller, change), larger, change)


def _judge(
    match: re.Match[str],
    parts: Sequence[Quantity],
    whole: Quantity,
    change: Quantity | None = None,
) -> Iterator[Mismatch]:
    """Say that two figures do not make up a third, if they are of one unit."""
    if len({each.unit for each in (*parts, whole)}) == 1 and not agree(parts, whole):
        told = change or parts[-1]
        right = whole.value - parts[0].value
        difference = shown(right, told.unit, told.scale)
        written = shown(told.value, told.unit, told.scale)
        why = f"前后相差{difference}，与写明的{written}不符"
        yield Mismatch(match.start(), match.end(), why)


def _three(match: re.Match[str]) -> tuple[Quantity, Quantity, Quantity]:
    return _figure(match, 1), _figure(match, 4), _figure(match, 7)


def _figure(match: re.Match[str], at: int) -> Quantity:
    return quantity(match[at], match[at + 1], match[at + 2], match.start(at), match.end(at + 2))


def _grown(text: str) -> Iterator[Mismatch]:
    for match in _GROWTH.finditer(text):
        was, now, said = _figure(match, 2), _figure(match, 5), Decimal(match[9])
        lead = text[max(0, match.start() - 16) : match.start()] + match[1]
        if was.unit != now.unit or not was.value or _OTHER_GROWTH.search(lead):
            continue
        rates = [
            abs((now.value + one * now.step / 2) / (was.value + two * was.step / 2) - 1) * _HUNDRED
            for one in (-1, 1)
            for two in (-1, 1)
        ]
        # Counted things are exact, measured ones rounded; a rate may be cut off as well as rounded.
        exact = abs(now.value / was.value - 1) * _HUNDRED
        is_exact = all(each.scale == 1 and each.step == 1 for each in (was, now))
        low, high = (exact, exact) if is_exact else (min(rates), max(rates))
        step = Decimal(1).scaleb(int(said.as_tuple().exponent))
        if not low - step <= said <= high + step:
            why = f"按前后两个数算是{exact.quantize(Decimal('0.1'))}%，与写明的{match[9]}%不符"
            yield Mismatch(match.start(), match.end(), why)


def _sentence_before(text: str, at: int) -> str:
    start = max(text.rfind(mark, max(0, at - 80), at) for mark in "。\n；")
    return text[max(start, at - 80, 0) : at]
