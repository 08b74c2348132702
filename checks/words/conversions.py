"""Finds a figure whose other unit, in brackets behind it, says something else: 300亩（合30公顷）."""

import re
from collections.abc import Iterator
from decimal import Decimal

from checks.words.quantities import FIGURE, Mismatch, Quantity, quantity

_KINDS = {
    "公里": ("length", Decimal(1000)),
    "千米": ("length", Decimal(1000)),
    "米": ("length", Decimal(1)),
    "公顷": ("area", Decimal(10_000)),
    "亩": ("area", Decimal(2000) / 3),
    "平方公里": ("area", Decimal(1_000_000)),
    "平方千米": ("area", Decimal(1_000_000)),
    "平方米": ("area", Decimal(1)),
    "吨": ("mass", Decimal(1000)),
    "公斤": ("mass", Decimal(1)),
    "千克": ("mass", Decimal(1)),
    "元": ("money", Decimal(1)),
}
_BRACKET = re.compile(rf"[（(](合|即|折合|折|等于|相当于)?(?:人民币)?{FIGURE}[)）]")
_BEFORE = re.compile(rf"(?<![\d.,约近超至—-]){FIGURE}$")
_REACH = 20
# A tenth of what rounding to one figure may do.
_SLACK = Decimal("0.01")


def conversions(text: str) -> Iterator[Mismatch]:
    """Yield the pairs of figures in two units that are not worth the same."""
    for match in _BRACKET.finditer(text):
        first = _BEFORE.search(text, max(0, match.start() - _REACH), match.start())
        if first is None:
            continue
        one = quantity(first[1], first[2], first[3])
        other = quantity(match[2], match[3], match[4])
        kind, worth = _KINDS.get(one.unit, ("", Decimal(0)))
        other_kind, other_worth = _KINDS.get(other.unit, ("-", Decimal(0)))
        # Without a word for it, a sum in brackets may be a part.
        if kind != other_kind or (one.unit == other.unit and not match[1]):
            continue
        if not _are_equal(one, worth, other, other_worth):
            right = (one.value * worth / other_worth / other.scale).quantize(Decimal("0.01"))
            why = f"换算后是{right.normalize():f}{match[3] or ''}{other.unit}，与写明的{match[2]}{match[3] or ''}{other.unit}不符"
            yield Mismatch(first.start(), match.end(), why)


def _are_equal(one: Quantity, worth: Decimal, other: Quantity, other_worth: Decimal) -> bool:
    """Whether two figures may be the same, each rounded by half of its last digit."""
    first, second = one.value * worth, other.value * other_worth
    slack = (one.step * worth + other.step * other_worth) / 2
    # 300亩 may be 296亩, rounded to the hundred.
    return abs(first - second) <= max(slack, _SLACK * max(first, second))
