"""Knows which ways of writing are one character off an official name."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from checks.words.places import Rank, areas, children, named
from wordlists.automaton import Automaton

# A wrong form as long as this is no accident; a shorter one needs its parent directly before it.
LONG = 4
SHORT = 3
KINDS = "县市区旗"
PROVINCE = "省"
AUTONOMOUS = "自治"
_HOLE, _PEOPLE = "□", "族"
# Kinds of likeness in the table; _PART: a part more or less (深川 for 深圳).
_SAME, _SIMILAR, _SHAPE, _PART = 1, 2, 4, 16
# “浙江省小城市”, “杭州市主城区”: before these the first character makes no name.
_WORDS = frozenset(
    (
        "城市 城区 市区 县区 地区 新区 山区 景区 园区 校区 郊区 库区 灾区 牧区 林区 矿区 小区 海区 西区 东区 "
        "南区 北区 中区 采区 水区 县市 市县 区县 市市"
    ).split()
)
# Names that were right in their day, or are in use for something else, beside an official one.
OTHERS = frozenset(
    (
        "广西僮族自治区 广西自治区 石咀山市 波阳县 吴旗县 雒南县 洵阳县 醴泉县 婺川县 长治县 清浦区 北江区 "
        "南市区 金园区 杨凌区"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Forms:
    """What is searched: whole wrong forms, halves of long names with their offsets, parents.

    `wrong` tells the form and what it may mean, `halves` the names with the offset at which the
    half stands in them, `parents` the official name; each in the order of its part of the
    automaton, whose last part is 省.
    """

    wrong: tuple[tuple[str, tuple[str, ...]], ...]
    halves: tuple[tuple[tuple[str, int], ...], ...]
    parents: tuple[str, ...]
    automaton: Automaton


@cache
def forms() -> Forms:
    """Return all wrong forms that stand by themselves, and what leads to the others."""
    wrong: dict[str, set[str]] = defaultdict(set)
    halves: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for name in _long_names():
        for form in _altered(name):
            if len(form) >= LONG and form not in named():
                wrong[form].add(name)
        middle = len(name) // 2
        halves[name[:middle]].add((name, 0))
        halves[name[middle:]].add((name, middle))
    parents = {area.name: area.name for area in areas() if area.rank is not Rank.COUNTY}
    parents |= {area.short: area.name for area in areas() if area.rank is Rank.PROVINCE}
    return Forms(
        tuple((form, tuple(sorted(names))) for form, names in wrong.items()),
        tuple(tuple(sorted(places)) for places in halves.values()),
        tuple(parents.values()),
        Automaton([tuple(wrong), tuple(halves), tuple(parents), (PROVINCE,)]),
    )


def _long_names() -> list[str]:
    """Return the names that are long enough to be known by themselves, some without their kind."""
    short = {area.short for area in areas() if area.rank is not Rank.COUNTY}
    return sorted(name for name in short.union(named()) if len(name) >= LONG)


def _altered(name: str) -> Iterator[str]:
    """Yield a name with a character left out, with two swapped, with 族 where none belongs."""
    last = len(name) - 1
    for at in range(last):
        yield name[:at] + name[at + 1 :]
        if at + 1 < last and name[at] != name[at + 1]:
            yield name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    head, kind, tail = name.partition(AUTONOMOUS)
    if kind and not head.endswith(_PEOPLE):
        yield f"{head}{_PEOPLE}{kind}{tail}"


def is_replaced(shown: str, name: str) -> bool:
    """Whether one character, not the kind of place, was taken for one like it."""
    if len(shown) != len(name) or any(shown[at:] in named() for at in range(1, len(shown) - 1)):
        return False
    wrong = [at for at, pair in enumerate(zip(shown, name, strict=True)) if pair[0] != pair[1]]
    if len(wrong) != 1 or (wrong[0] == len(name) - 1 and name in named()):
        return False
    return is_alike(shown[wrong[0]], name[wrong[0]])


@lru_cache(maxsize=4096)
def meant(parent: str, shown: str) -> tuple[str, ...]:
    """Return what a short form below a parent may mean, nothing where it is known there."""
    keys = _keyed(parent)
    known = children(parent) if parent else named()
    # 江川县 became 江川区: what stands there under another kind is no slip.
    if (
        len(shown) < SHORT
        or shown[1:] in _WORDS
        or any(shown[:-1] + kind in known for kind in PROVINCE + KINDS)
    ):
        return ()
    rights = {*keys.get(shown[1] + shown[0] + shown[2], ()), *keys.get(shown, ())}
    for at in range(SHORT - 1):
        for name in keys.get(shown[:at] + _HOLE + shown[at + 1 :], ()):
            if is_much_alike(shown[at], name[at]):
                rights.add(name)
    return tuple(sorted(rights))


@cache
def _keyed(parent: str) -> Mapping[str, tuple[str, ...]]:
    """Return the names below a parent by themselves and with a hole; provinces below none."""
    found: dict[str, tuple[str, ...]] = {}
    for name in children(parent) if parent else named():
        keys = []
        if len(name) == SHORT and (parent or name[-1] == PROVINCE):
            keys = [name, *(name[:at] + _HOLE + name[at + 1 :] for at in range(SHORT - 1))]
        elif len(name) == LONG and parent:
            keys = [name[:at] + name[at + 1 :] for at in range(LONG - 1)]
        for key in keys:
            found[key] = (*found.get(key, ()), name)
    return found


def is_alike(one: str, other: str) -> bool:
    """Whether people take one character for the other, by its sound or its shape."""
    return bool(_likeness(one, other) & (_SAME | _SIMILAR | _SHAPE | _PART))


def is_much_alike(one: str, other: str) -> bool:
    """Whether two characters sound the same or look alike; a similar sound is not enough."""
    return bool(_likeness(one, other) & (_SAME | _SHAPE | _PART))


@lru_cache(maxsize=4096)
def _likeness(one: str, other: str) -> int:
    # The table costs a fifth of a second, which a text without slips never needs.
    from checks.words.spelling.model import load_confusions

    table = load_confusions()
    kinds = 0
    for here, there in ((one, other), (other, one)):
        first = int(table.first[ord(here)])
        for index in range(first, first + int(table.size[ord(here)])):
            if table.characters[index] == ord(there):
                kinds |= int(table.kinds[index])
    return kinds
