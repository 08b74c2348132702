"""Reads quantities (12.5公里, 3000万元) and adds them up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

UNITS = (
    "元|个工作日|工作日|个小时|个月|平方公里|平方千米|平方米|立方米|公里|千米|公顷|公斤|千克|人次|户次|家次|件次|批次|台套|千瓦时"
    "|千瓦|课时|小时|亩|吨|人|户|家|个|件|项|处|座|套|条|所|名|辆|只|头|台|场|起|宗|篇|次|株|枚|本|册"
    "|张|盏|羽|艘|架次|架|栋|幢|间|例|批|份|期|支|盒|瓶|箱|袋|部|块|米|票|分|天|车次|学时|幅|笔|封|类|种|组|轮"
    "|门|款|道|根|口|眼|桶|颗|粒|尾|堂|岗|首|节"
)
_SCALES = {
    "": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000),
    "百万": Decimal(1_000_000), "千万": Decimal(10_000_000), "亿": Decimal(100_000_000),
}  # fmt: skip
FIGURE = rf"(\d[\d,]*(?:\.\d+)?) ?(百万|千万|百|千|万|亿)?({UNITS})"
_PART = re.compile(
    rf"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)(?: ?(百万|千万|百|千|万|亿)?({UNITS})|(?=[、和及与]\d))"
)
_DIGITS = re.compile(r"\d[\d,.]*")
_NAMES = {worth: name for name, worth in _SCALES.items()}
# Figures that count nothing here: days, ordinals, what is quoted.
_NO_COUNT = re.compile(
    r"(?:19|20)\d\d年(?:度|\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|\d{1,2}月份?|第\d+|\d+[A-Za-z]+|〔\d+〕\d+号|[A-Za-z]+\d[\w.]*"
)
_MOST_SIGNS = 3


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Figures at [start, end) of a text that do not agree, and how they do not."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit at [start, end) of a text; `scale` is that of its unit (万元)."""

    figure: Decimal
    scale: Decimal
    unit: str
    start: int = 0
    end: int = 0

    @property
    def value(self) -> Decimal:
        """Return what the figure is worth in the plain unit."""
        return self.figure * self.scale

    @property
    def step(self) -> Decimal:
        """Return what its last digit is worth."""
        return Decimal(1).scaleb(int(self.figure.as_tuple().exponent)) * self.scale


def quantity(digits: str, scale: str | None, unit: str, start: int = 0, end: int = 0) -> Quantity:
    """Make a quantity of what was written."""
    return Quantity(Decimal(digits.replace(",", "")), _SCALES[scale or ""], unit, start, end)


def quantities(text: str, start: int, end: int) -> list[Quantity]:
    """Return the quantities of text[start:end], none if one of its figures is something else."""
    part = _NO_COUNT.sub(lambda match: "□" * len(match[0]), text[start:end])
    found = list(_PART.finditer(part))
    if len(_DIGITS.findall(part)) != len(found):
        return []
    made: list[Quantity] = []
    scale, unit = "", ""
    for match in reversed(found):
        if match[3] is not None:
            scale, unit = match[2], match[3]
        elif not unit:
            return []
        # “12、18和25公里”: a figure without its unit has the next one's.
        made.append(quantity(match[1], scale, unit, start + match.start(), start + match.end()))
    return made[::-1]


# What is said beside a figure: in brackets, or how it compares.
_ASIDE = re.compile(
    r"[（(][^（）()\n]{1,40}[)）]|第\d+(?:[至、—-]\d+)+"
    r"|[，,]?(?:同比|环比|比上年|较上年|占|增|下降|上升|降)[^，,。；;、\n\d]{0,12}\d+(?:\.\d+)?[%％]"
)


def without_asides(text: str) -> str:
    """Return text of the same length with blanks for brackets and comparisons."""
    return _ASIDE.sub(lambda match: " " * len(match[0]), text)


def columns(parts: Sequence[Quantity], totals: Sequence[Quantity]) -> list[list[Quantity]]:
    """Return the parts of each total (“12户35人、15户40人，共27户75人”), none if they are mixed up."""
    count = len(totals)
    if len(parts) % count or any(
        part.unit != totals[at % count].unit for at, part in enumerate(parts)
    ):
        return []
    is_close = all(
        parts[at].start - parts[at - 1].end <= 1 for at in range(len(parts)) if at % count
    )
    return [list(parts[at::count]) for at in range(count)] if is_close else []


def is_part_sum(parts: Sequence[Quantity], total: Quantity) -> bool:
    """Whether the total is that of some of the parts, or a difference: it may be meant so."""
    values = [part.value for part in parts]
    sums = [sum(values[:end]) for end in range(1, len(values))]
    sums += [sum(values[start:]) for start in range(1, len(values))]
    if len(values) <= _MOST_SIGNS:
        sums += [
            values[0] + sum(sign * value for sign, value in zip(signs, values[1:], strict=True))
            for signs in product((1, -1), repeat=len(values) - 1)
            if -1 in signs
        ]
    return total.value in (*sums, *(values)) or sum(values) == 2 * total.value


def agree(parts: Sequence[Quantity], total: Quantity) -> bool:
    """Whether parts make up a total, as exactly as the coarsest of them is written."""
    # Whole numbers are counted, all others may be rounded, each by half of its last digit.
    rounded = (each.step for each in (*parts, total) if each.step < each.scale)
    slack = sum(rounded, Decimal(0)) / 2
    away = abs(sum(each.value for each in parts) - total.value)
    return away == 0 or away < slack


def sum_of(parts: Sequence[Quantity], total: Quantity) -> str:
    """Say what the parts add up to, in the unit of the total."""
    shown = "＋".join(_plain(part.value / total.scale) for part in parts)
    added = _plain(sum((part.value for part in parts), Decimal(0)) / total.scale)
    unit = f"{_NAMES[total.scale]}{total.unit}"
    return f"各项{shown}＝{added}{unit}，与写明的{_plain(total.figure)}{unit}不符"


def shown(value: Decimal, unit: str, scale: Decimal = Decimal(1)) -> str:
    """Write a value in a unit and its scale."""
    return f"{_plain((value / scale).quantize(Decimal('0.0001')))}{_NAMES[scale]}{unit}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
