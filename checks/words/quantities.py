"""Reads quantities (12.5公里, 3000万元), and tells which of them can never overlap."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

UNITS = (
    "元|个工作日|工作日|个小时|个月|平方公里|平方千米|平方米|立方米|公里|千米|公顷|公斤|千克|人次|户次|家次|件次|批次|台套|千瓦时"
    "|千瓦|课时|小时|亩|吨|人|户|家|个|件|项|处|座|套|条|所|名|辆|只|头|台|场|起|宗|篇|次|株|枚|本|册"
    "|张|盏|羽|艘|架|栋|幢|间|例|批|份|期|支|盒|瓶|箱|袋|部|块|米|票|分|天"
)
_SCALES = {
    "": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000),
    "百万": Decimal(1_000_000), "千万": Decimal(10_000_000), "亿": Decimal(100_000_000),
}  # fmt: skip
FIGURE = rf"(\d[\d,]*(?:\.\d+)?)(百万|千万|百|千|万|亿)?({UNITS})"
_PART = re.compile(
    rf"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)(?:(百万|千万|百|千|万|亿)?({UNITS})|(?=[、和及与]\d))"
)
_DIGITS = re.compile(r"\d[\d,.]*")
_NAMES = {worth: name for name, worth in _SCALES.items()}
# Figures that count nothing here: days, ordinals, what is quoted.
_NO_COUNT = re.compile(
    r"(?:19|20)\d\d年(?:度|\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|第\d+|〔\d+〕\d+号|[A-Za-z]+\d[\w.]*"
)
# Names of which nothing bears two; what stands before them in a name does not matter.
FAMILIES = tuple(
    tuple(line.split())
    for line in (
        "城镇 农村 乡村",
        "自然人 法人 其他组织",
        "幼儿园 小学 初中 高中 九年一贯制学校 完全中学 中职",
        "国道 省道 县道 乡道 村道",
        "中央 省级 市级 县级 自筹 省 市 县",
        "早稻 中稻 晚稻 旱粮 小麦 玉米 大豆",
        "耕地 林地 园地 草地 建设用地 未利用地",
        "滑坡 崩塌 泥石流 地面塌陷",
        "新建 改建 扩建 续建",
        "优秀 良好 中等 一般 较差 合格 不合格",
        "满意 基本满意 不满意",
        "采纳 部分采纳 不予采纳 未采纳",
        "办结 未办结 正在办理",
        "予以公开 部分公开 不予公开 无法提供 不予处理",
        "一级 二级 三级 四级 甲级 乙级 丙级",
        "一等奖 二等奖 三等奖 优秀奖",
        "博士 硕士 本科 大专 中专",
        "一般隐患 重大隐患",
        "财政拨款 其他收入 事业收入 经营收入",
        "复查 新发现",
        "笔试 面试",
        "文字 图片 视频",
        "镇 乡 街道",
        "村 社区",
        "议案 建议",
        "公办 民办",
        "线上 线下",
    )
)
# Families that are all there is.
_WHOLES = tuple(
    tuple(line.split())
    for line in (
        "男性 女性",
        "男 女",
        "城镇 农村",
        "城镇 乡村",
        "城市 农村",
        "税收 非税收入",
        "基本支出 项目支出",
        "人员经费 公用经费",
        "第一产业 第二产业 第三产业",
        "因公出国 公务用车 公务接待",
    )
)
_PLACE = re.compile(
    r"[一-鿿\w]{1,6}(?:县|区|市|镇|乡|村|街道|社区|科|室|期|轮|标段|班|年级|中队)|第?[一二三四]季度|[一-鿿]{1,2}类"
)
_LEAST_PLACES = 2
_FILLER = "的为有是约到共达：:、，,；;（( \u3000和及以与"
_CLAUSE_END = re.compile("[、，,；;。和及（(\n]")


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


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def names(text: str, start: int, parts: Sequence[Quantity]) -> list[str]:
    """Return what stands before each part, from `start` on, or after it: what it is a number of."""
    edges = [start, *(part.end for part in parts)]
    before = [
        text[edge : part.start].strip(_FILLER) for edge, part in zip(edges, parts, strict=False)
    ]
    if before[:1] != [""]:
        return before
    ends = (_CLAUSE_END.search(text, part.end) for part in parts)
    return [
        text[part.end : end.start() if end else len(text)]
        for part, end in zip(parts, ends, strict=True)
    ]


def are_disjoint(found: Sequence[str]) -> bool:
    """Whether nothing is counted under two of these names."""
    if len(set(found)) != len(found):
        return False
    if len(found) >= _LEAST_PLACES and all(_PLACE.fullmatch(name) for name in found):
        return True
    return any(_are_of(family, found) for family in (*FAMILIES, *_WHOLES))


def are_whole(found: Sequence[str]) -> bool:
    """Whether these names are all there is of something: men and women, town and country."""
    return any(len(found) == len(family) and _are_of(family, found) for family in _WHOLES)


def _are_of(family: Sequence[str], found: Sequence[str]) -> bool:
    members = [
        max(
            (each for each in family if name.startswith(each) or name.endswith(each)),
            key=len,
            default="",
        )
        for name in found
    ]
    return all(members) and len(set(members)) == len(members)
