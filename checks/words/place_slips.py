"""Finds wrong names of places in a text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.words.place_forms import (
    AUTONOMOUS,
    KINDS,
    OTHERS,
    PROVINCE,
    SHORT,
    forms,
    is_replaced,
    meant,
)
from checks.words.places import LONGEST, Rank, named

# “江西省吉林市场”, “河北省蓟州区域”: the kind of place is the beginning of another word.
_GOES_ON = frozenset("场域间长")
# 清溪河|县级河长: the kind belongs to what follows.
_LEVEL = "级"
# Provinces between which places changed, as far as living texts remember it.
_NEIGHBOURS = frozenset(
    frozenset(pair.split("|"))
    for pair in (
        "四川省|重庆市 四川省|西藏自治区 四川省|云南省 广东省|海南省 广东省|广西壮族自治区 河北省|天津市 "
        "河北省|北京市 河北省|内蒙古自治区 河北省|辽宁省 山西省|内蒙古自治区 辽宁省|内蒙古自治区 "
        "吉林省|内蒙古自治区 吉林省|黑龙江省 吉林省|辽宁省 黑龙江省|内蒙古自治区 甘肃省|内蒙古自治区 "
        "甘肃省|宁夏回族自治区 甘肃省|青海省 宁夏回族自治区|内蒙古自治区 江苏省|上海市 江苏省|安徽省 "
        "浙江省|上海市 山东省|河南省 山东省|河北省 山东省|江苏省 河南省|河北省 湖北省|湖南省 "
        "湖北省|河南省 安徽省|江西省 安徽省|河南省 安徽省|湖北省 福建省|江西省 福建省|浙江省"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong form at [start, end), with the official names that may be meant.

    `is_misplaced` when each name is right and only the province before it is not its own.
    """

    start: int
    end: int
    shown: str
    rights: tuple[str, ...]
    is_misplaced: bool = False


def slips(text: str) -> list[Slip]:
    """Return the wrong forms in a text, in order and without overlaps."""
    known = forms()
    wrong, halves, parents, provinces = known.automaton.find(text)
    found = [Slip(start, end, *known.wrong[number]) for number, start, end in wrong]
    for number, start, _ in halves:
        found += _around(text, start, known.halves[number])
    for number, _, end in parents:
        found += _below(text, end, known.parents[number])
    found += (slip for _, _, end in provinces for slip in _below(text, end - SHORT, ""))
    kept = [
        slip
        for slip in found
        if text[slip.end : slip.end + 1] != _LEVEL and not _is_name(text, slip)
    ]
    for number, start, end in parents:
        kept += _misplaced(text, start, end, known.parents[number])
    return list(_apart(kept))


def _around(text: str, start: int, places: Iterable[tuple[str, int]]) -> Iterator[Slip]:
    """Yield the names, at `start` less their offset, of which the other half has a wrong one."""
    for name, offset in places:
        begin = start - offset
        shown = text[begin : begin + len(name)] if begin >= 0 else ""
        if shown != name and is_replaced(shown, name):
            yield Slip(begin, begin + len(name), shown, (name,))


def _below(text: str, start: int, parent: str) -> Iterator[Slip]:
    """Yield the short wrong name at `start`, where the parent ends; provinces have none."""
    shown = text[start : start + SHORT] if start >= 0 else ""
    if shown[-1:] not in (KINDS if parent else PROVINCE) or shown.startswith(PROVINCE):
        return
    is_whole = text[start + SHORT : start + SHORT + 1] not in _GOES_ON
    if is_whole and (rights := meant(parent, shown)):
        yield Slip(start, start + SHORT, shown, rights)


def _misplaced(text: str, start: int, end: int, parent: str) -> Iterator[Slip]:
    """Yield a place directly behind a province that it never belonged to."""
    if text[start:end] != parent or named()[parent][0].rank is not Rank.PROVINCE:
        return
    for length in range(LONGEST, SHORT - 1, -1):
        name = text[end : end + length]
        if len(name) == length and name in named():
            break
    else:
        return
    homes = {area.parents[0] for area in named()[name] if area.parents}
    following = text[end + length : end + length + 1]
    # Districts are set up and given up too often under the same few names.
    if len(homes) != 1 or parent in homes or name[-1] == "区" or following in _GOES_ON:
        return
    (home,) = homes
    if frozenset((home, parent)) not in _NEIGHBOURS:
        rights = tuple(f"{parent}{right}" for right in meant(parent, name)) or (f"{home}{name}",)
        yield Slip(start, end + length, f"{parent}{name}", rights, is_misplaced=True)


def _apart(found: Iterable[Slip]) -> Iterator[Slip]:
    last = 0
    for slip in sorted(found, key=lambda slip: (slip.start, -slip.end)):
        if slip.start >= last:
            yield slip
            last = slip.end


def _is_name(text: str, slip: Slip) -> bool:
    """Whether the form is a name of something, alone or with what stands around it."""
    around = {
        text[max(0, slip.start - before) : slip.end + after]
        for before in range(SHORT)
        for after in range(SHORT)
    }
    return any(name in OTHERS or name in named() for name in around) or _is_bare(text, slip)


def _is_bare(text: str, slip: Slip) -> bool:
    """Whether a character of the proper name is missing and what is left may be another's end.

    路南彝族自治县 was no 南涧彝族自治县.
    """
    right = slip.rights[0]
    is_short = AUTONOMOUS in right and len(right) == len(slip.shown) + 1
    before = text[max(0, slip.start - 1) : slip.start]
    return (
        is_short and right[:2] != slip.shown[:2] and before.isalpha() and before not in "省市州区"
    )
