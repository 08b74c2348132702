"""Finds the shares that are more or less than a whole, and the rates that are not those of their figures."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from checks.words.quantities import FIGURE, Mismatch, Quantity, quantity

_INDUSTRIES = re.compile(
    r"三次产业[^\d，。；\n]{0,16}?(\d+(?:\.\d+)?)[:：∶](\d+(?:\.\d+)?)[:：∶](\d+(?:\.\d+)?)(?!\d|[:：∶])"
)
# Two shares that are the whole.
_SHARES = re.compile(
    r"占(?<=[一-鿿]占)(?:比)?为?(\d+(?:\.\d+)?)[%％][，、；和]{1,2}([一-鿿]{1,6}?)占比?为?(\d+(?:\.\d+)?)[%％]"
)
_PAIRS = (
    ("男", "女"),
    ("城镇", "农村"),
    ("省内", "省外"),
    ("市内", "市外"),
    ("公办", "民办"),
    ("笔试", "面试"),
)
_HUNDRED, _ROUNDED = Decimal(100), Decimal("0.2")
# “笔试成绩×60%+面试成绩×40%”, “按笔试60%、面试40%的比例”
_WEIGHT = r"(?:成绩)?(?:[×*xX]|占总成绩的?|占|按|的)?(\d{1,2})[%％]"
_WEIGHTS = re.compile(rf"笔试{_WEIGHT}[，、；和+＋及与]{{1,2}}面试{_WEIGHT}")
_WEIGHED = re.compile("成绩|合成|权重|比例|折合|占")
_MORE_WEIGHTS = re.compile(r"[，、；和+＋]{1,2}[^\d，。；、]{1,10}\d{1,2}[%％]")
# “共100户，其中已完成80户，完成率80%”
_RATE = re.compile(
    r"(完成|整改|办结|合格|到会|出勤|参会|回收|收回|通过|及格|签约|达标|检出|脱贫|化解|调解|入住|竣工|开工|完工|录用|就业)率"
    r"(?:为|达到?|是)?(\d+(?:\.\d+)?)[%％]"
)
_TWO = re.compile(
    rf"{FIGURE}[^\d。；，,、：（(\n]{{0,8}}[，,、](?:其中)?([^\d，。；、\n（(]{{0,8}}){FIGURE}(?:次)?([^\d，。；、\n（(]{{0,4}})[，,、]$"
)
# “新增就业5200人，完成年度目标5000人的104%”
_GOAL = re.compile(
    rf"(?:目标|任务|计划|面积|总数|总量)(?:数)?(?:的)?{FIGURE}的(\d+(?:\.\d+)?)[%％]"
)
_REACHED = re.compile(rf"{FIGURE}[，,](?:已)?(?:完成|占)[^\d，。；、\n]{{0,6}}$")
_FIGURES = re.compile(FIGURE)
_REACH = 120
_APPROXIMATE = re.compile("约|余|多|近|左右|以上|计划|目标|上年|累计|[—~至]")
_STOPS = "。；\n"
_SHARE = re.compile(r"占[^，。；、\n\d]{0,8}(\d+(?:\.\d+)?)[%％]")
_LEAST_PARTS, _EACH_ROUNDED = 2, Decimal("0.1")


def shares(text: str) -> Iterator[Mismatch]:
    """Yield the shares and rates that cannot be."""
    if "%" in text or "％" in text:
        yield from _halves(text)
        yield from _weights(text)
        yield from _rates(text)
        yield from _goals(text)
    if "三次产业" in text:
        yield from _industries(text)


def are_all_shares(listed: str, count: int) -> bool:
    """Whether each of so many parts has its share beside it and these are all there is."""
    found = [Decimal(share) for share in _SHARE.findall(listed)]
    away = abs(sum(found, Decimal(0)) - _HUNDRED)
    return len(found) == count >= _LEAST_PARTS and away <= _EACH_ROUNDED * count


def wrong_shares(listed: str, parts: Sequence[Quantity], total: Quantity) -> Iterator[Mismatch]:
    """Yield the share that is not that of its part, where those of all other parts are."""
    found = list(_SHARE.finditer(listed))
    if len(found) != len(parts) or not total.value or len(parts) < _LEAST_PARTS:
        return
    rights = [part.value / total.value * _HUNDRED for part in parts]
    steps = [Decimal(1).scaleb(-len(match[1].partition(".")[2])) for match in found]
    wrong = [
        at for at, match in enumerate(found) if abs(rights[at] - Decimal(match[1])) > steps[at]
    ]
    if len(wrong) == 1:
        part, match = parts[wrong[0]], found[wrong[0]]
        why = f"占比是{rights[wrong[0]].quantize(Decimal('0.1'))}%，与写明的{match[1]}%不符"
        yield Mismatch(part.start, part.end, why)


def _halves(text: str) -> Iterator[Mismatch]:
    for match in _SHARES.finditer(text):
        first = text[max(0, match.start() - 8) : match.start()]
        first = re.split("[，。；：、]", first)[-1]
        is_whole = any(
            (one in first and other in match[2]) or (other in first and one in match[2])
            for one, other in _PAIRS
        )
        added = Decimal(match[1]) + Decimal(match[3])
        is_open = _MORE_WEIGHTS.match(text, match.end())
        if is_whole and not is_open and abs(added - _HUNDRED) > _ROUNDED:
            start = match.start() - len(first)
            yield Mismatch(start, match.end(), f"两项占比相加是{added}%，不是100%")


def _weights(text: str) -> Iterator[Mismatch]:
    for match in _WEIGHTS.finditer(text) if "笔试" in text and "面试" in text else ():
        added = int(match[1]) + int(match[2])
        around = text[max(0, match.start() - 20) : match.end() + 12]
        before = re.split("[。；\n]", text[max(0, match.start() - 20) : match.start()])[-1]
        is_all = not _MORE_WEIGHTS.match(text, match.end()) and "%" not in before
        if added != _HUNDRED and is_all and _WEIGHED.search(around):
            yield Mismatch(
                match.start(), match.end(), f"笔试、面试所占的比例相加是{added}%，不是100%"
            )


def _rates(text: str) -> Iterator[Mismatch]:
    for match in _RATE.finditer(text):
        start = max(text.rfind(stop, 0, match.start()) for stop in _STOPS) + 1
        start = max(start, match.start() - _REACH)
        two = _TWO.search(text, start, match.start())
        if two is None or match[1][:2] not in f"{two[4]}{two[8]}":
            continue
        if _APPROXIMATE.search(text, start, match.start()):
            continue
        figures = [
            quantity(one[1], one[2], one[3])
            for one in _FIGURES.finditer(text, start, match.start())
        ]
        is_alike = two[3] == two[7] and two[3] != "个百分点"
        said = Decimal(match[2])
        if is_alike and not _is_possible(figures, two[3], said, match[2]):
            whole, part = quantity(two[1], two[2], two[3]), quantity(two[5], two[6], two[7])
            if 0 < part.value <= whole.value:
                right = (part.value / whole.value * _HUNDRED).quantize(Decimal("0.1"))
                why = f"按前面两个数算是{right}%，与写明的{match[2]}%不符"
                yield Mismatch(two.start(), match.end(), why)


def _goals(text: str) -> Iterator[Mismatch]:
    """Yield the shares of a goal that are not those of what was reached."""
    for match in _GOAL.finditer(text):
        reached = _REACHED.search(text, max(0, match.start() - _REACH), match.start())
        if reached is None or reached[3] != match[3] or _APPROXIMATE.search(reached[0]):
            continue
        part, goal = (quantity(one[1], one[2], one[3]) for one in (reached, match))
        said = Decimal(match[4])
        figures, step = [part, goal], Decimal(1).scaleb(-len(match[4].partition(".")[2]))
        right = part.value / goal.value * _HUNDRED if goal.value else said
        loose = (right * each.step / each.value for each in figures if each.value)
        slack = step + sum(loose, Decimal(0)) / 2
        if abs(right - said) > slack:
            why = f"按前后两个数算是{right.quantize(Decimal('0.1'))}%，与写明的{match[4]}%不符"
            yield Mismatch(reached.start(), match.end(), why)


def _is_possible(figures: list[Quantity], unit: str, said: Decimal, written: str) -> bool:
    """Whether any two of the figures before have this rate; it may be cut off as well as rounded."""
    step = Decimal(1).scaleb(-len(written.partition(".")[2]))
    values = [(each.value, each.step) for each in figures if each.unit == unit]
    return any(
        abs(part / whole * _HUNDRED - said)
        < step + (_HUNDRED * step_of / whole if step_of != 1 else 0)
        for part, step_of in values
        for whole, _ in values
        if whole and part <= whole and (part, whole) != (whole, part)
    ) or (said == _HUNDRED and len({value for value, _ in values}) < len(values))


def _industries(text: str) -> Iterator[Mismatch]:
    for match in _INDUSTRIES.finditer(text):
        added = sum((Decimal(match[number]) for number in (1, 2, 3)), Decimal(0))
        if abs(added - _HUNDRED) > _ROUNDED:
            yield Mismatch(match.start(), match.end(), f"三次产业的比重相加是{added}，不是100")
