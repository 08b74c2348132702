"""Finds the totals that are not so many times so much: 每户5000元，共120户，合计50万元."""

import re
from collections.abc import Iterator
from decimal import Decimal

from checks.words.numerals import integer
from checks.words.quantities import FIGURE, UNITS, Mismatch, Quantity, quantity, shown

_PEOPLE = {"名": "人"}
# “每户补助5000元”, “单价5000元/台”, with the period of the rate.
_RATE = re.compile(
    rf"每({UNITS}|支)(?:每(月|年|天|日|次|季度?|学期))?((?:补助|补贴|发放|奖励|奖补|救助|慰问|资助|发|给予|安排)[^\d，。；、\n]{{0,6}})?"
    rf"(?:资金|标准|金额)?(?:为|是)?{FIGURE}(?![/／]|每)"
    rf"|单价(?:为|是)?{FIGURE}[/／]({UNITS})"
)
_FIGURES = re.compile(FIGURE)
_TOTAL = re.compile(
    r"(?:合计|共计|总计|总价|总金额|总额|资金|小计|共(?:需|发放|拨付|补助|补贴|奖励|支付|慰问|资助|救助|兑现|安排)?)"
    r"(?:补助|补贴|奖励|奖补|救助|慰问|发放)?(?:资金|金额|金)?(?:为|是)?$"
)
_COUNTED = re.compile(
    r"(?:共|数量|面积|为|对|给|计|，|按|补助|补贴|发放|奖励|慰问|资助|招|组建|成立)[^\d，。；、\n]{0,6}$"
)
# What makes another sum of it: limits, several rates, other outlays, approximations.
_UNCLEAR = re.compile(
    "最[高低多少]|不超过|不低于|以[上内下]|上限|封顶|至|~|—|[%％]|[约近余多逾]|左右|平均|另|其中|加上|自筹|已|首|先"
    "|累计|上年|同比|增|收|剩|按比例|分别|各|起|差额|预|押"
)
_MONTHS = re.compile(r"(\d{1,2})个月")
_REACH, _NEAR = 90, 12
_SENTENCE = re.compile("[。！？；\n]")
# “三个镇各20万元，合计80万元”
_EACH = re.compile(
    rf"各(?:安排|补助|奖励|拨付|发放|补贴)?"
    rf"{FIGURE}[，,](?:合计|共计|总计|共)(?:安排|补助|奖励|拨付|发放|补贴|有|为)?(?:资金)?{FIGURE}"
)
_EACH_NUMBER = re.compile(
    r"(?<![\d.第一二三四五六七八九十百])(\d{1,3}|[一二两三四五六七八九十]{1,3})(?:个|家|名|户|所|支|位|人)[^\d，。；、：\n]{0,6}$"
)
_EACH_BEFORE = re.compile("各|其中|[；;：:]|和|另")


def products(text: str) -> Iterator[Mismatch]:
    """Yield the sums of money that are not the rate times the number."""
    for match in _RATE.finditer(text) if "每" in text or "单价" in text else ():
        yield from _rated(text, match)
    for match in _EACH.finditer(text) if "各" in text else ():
        counted = _EACH_NUMBER.search(text, max(0, match.start() - _NEAR), match.start())
        number = integer(counted[1]) if counted else None
        if counted is None or number is None:
            continue
        rate = quantity(match[1], match[2], match[3])
        total = quantity(match[4], match[5], match[6])
        head = re.split("[。；\n]", text[max(0, counted.start() - 40) : counted.start()])[-1]
        is_plain = rate.unit == total.unit and not _EACH_BEFORE.search(head)
        if is_plain and abs(rate.value * number - total.value) > total.step / 2:
            yield _said(counted.start(), match.end(), rate.value * number, total)


def _rated(text: str, match: re.Match[str]) -> Iterator[Mismatch]:
    """Judge a rate by the one number and the one sum of its sentence."""
    start = max((m.end() for m in _SENTENCE.finditer(text, max(0, match.start() - 60), match.start())),
                default=max(0, match.start() - 60))  # fmt: skip
    stop = _SENTENCE.search(text, match.end(), match.end() + _REACH)
    if stop is None:
        return
    sentence = text[start : stop.start()]
    is_month = match[2] == "月"
    if sentence.count("每") > 1 + bool(match[2]) or (match[2] and not is_month):
        return
    if _UNCLEAR.search(sentence) or sentence.count("单价") > 1:
        return
    unit, at = (match[1], 4) if match[1] else (match[10], 7)
    rate = quantity(match[at], match[at + 1], match[at + 2], match.start(at), match.end())
    others = [
        quantity(one[1], one[2], one[3], start + one.start(), start + one.end())
        for one in _FIGURES.finditer(sentence)
        if not rate.start <= start + one.start() < rate.end
    ]
    months = [one for one in others if one.unit == "个月"]
    counts = [one for one in others if _PEOPLE.get(one.unit, one.unit) == _PEOPLE.get(unit, unit)]
    sums = [one for one in others if one.unit == rate.unit and one not in counts]
    is_plain = len(counts) == len(sums) == 1 and len(months) == is_month
    if not is_plain or len(others) != 2 + len(months):
        return
    is_told = _TOTAL.search(text, start, sums[0].start) and _COUNTED.search(
        text, start, counts[0].start
    )
    if is_told and counts[0].start < sums[0].start and match.start() < sums[0].start:
        times = counts[0].value * (months[0].value if months else 1)
        slack = sums[0].step / 2 + rate.value * _half(counts[0]) + times * _half(rate)
        if abs(rate.value * times - sums[0].value) > slack:
            last = max(sums[0].end, match.end(), counts[0].end)
            yield _said(min(match.start(), counts[0].start), last, rate.value * times, sums[0])


def _half(figure: Quantity) -> Decimal:
    """Return how far a figure may be rounded: whole numbers are counted."""
    return figure.step / 2 if figure.step < figure.scale or figure.scale > 1 else Decimal(0)


def _said(start: int, end: int, right: Decimal, total: Quantity) -> Mismatch:
    told = shown(total.value, total.unit, total.scale)
    return Mismatch(
        start, end, f"按标准和数量算是{shown(right, total.unit, total.scale)}，与写明的{told}不符"
    )
