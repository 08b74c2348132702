"""Tells many places of a file shortly: what nobody sees first, cells and rows that follow as one."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from crawler.page import Place

# Between the names of a container and of what is in it.
INSIDE = " › "
_CELL = re.compile(r"(?P<around>.*” )(?P<letters>[A-Z]{1,3})(?P<at>\d{1,7})(?P<after>(?:（.*）)?)")
_NUMBERED = re.compile(
    r"(?P<around>.*)(?P<before>第 |幻灯片 |表 )(?P<at>\d{1,7})(?P<after>[^\d”]*)"
)
# A place within another that is told without it: a cell of a sheet, a row of a page's table.
_WITHIN = re.compile(r" ?(?:(?:表 \d+ )?第 \d+ 行|[A-Z]{1,3}\d{1,7}(?:（.*）)?)")
_FINE = re.compile(f".*{_WITHIN.pattern}")
_TAIL = re.compile(r"(.*?)((?:（[^（]*）)?)")
# Whoever opens the file does not see these.
_HIDDEN = re.compile(
    r"隐藏|批注|备注|修订|删除|注释|图片说明|黑块|不可见|底色|属性|脚注|尾注|页眉|页脚|附带文件|内嵌文件"
    r"|文件名|遮盖|色块|白色|极小|密文|残留|没有显示|脚本|较早版本|范围外|图层|提示|数据透视"
)
_NAME = re.compile("“([^“”]{41,})”")
_PIECES = 6


@dataclass(slots=True)
class Group:
    """Places that are told together, with what is shown of the values that stand there.

    `path` names the files around, `around`, `before` and `after` what all the places share.
    """

    path: str
    around: str
    before: str
    after: str
    cells: dict[tuple[str, int], None] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    @property
    def is_hidden(self) -> bool:
        """Whether nobody sees them who just opens the file."""
        return _HIDDEN.search(self.path + self.around + self.before + self.after) is not None

    @property
    def label(self) -> str:
        """All the places: 工作表“名单” C5–C14（隐藏的 C 列）."""
        pieces = list(_runs(self.cells))
        more = " 等" if len(pieces) > _PIECES else ""
        shown = "、".join(pieces[:_PIECES])
        return _short(f"{self.around}{self.before}{shown}{more}{self.after}")

    @property
    def kind(self) -> str:
        """The places without their cells or rows, where something is left then."""
        tail = self.after if self.after.startswith("（") else ""
        return _short(self.around.rstrip() + tail) if self.around.strip() else self.label

    def told(self, label: str, unit: str, most: int) -> str:
        """Return the label with the number of values, and some of them."""
        distinct = list(dict.fromkeys(self.values.values()))[:most]
        shown = "、".join(distinct)
        if shown and len(self.values) == len(distinct):
            return f"{label}：{shown}"
        if not shown and len(self.values) == 1:
            return label
        count = f"{len(self.values)} {unit}{'，如 ' + shown if shown else ''}"
        # One bracket for what is hidden and how much of it.
        return f"{label[:-1]}，{count}）" if label.endswith("）") else f"{label}（{count}）"


def grouped(places: Iterable[tuple[str, str, str]]) -> list[Group]:
    """Group places, each with the key of the value there and how it is shown.

    What is in one file stands together; the files and the places in them with hidden ones first.
    """
    groups: dict[tuple[str, str, str, str], Group] = {}
    for place, key, shown in places:
        path, _, own = place.rpartition(INSIDE)
        match = _CELL.fullmatch(own) or _NUMBERED.fullmatch(own)
        around, after = (match["around"], match["after"]) if match else (own, "")
        before = match["before"] if match and match.re is _NUMBERED else ""
        group = groups.setdefault((path, around, before, after), Group(path, around, before, after))
        if match:
            letters = match["letters"] if match.re is _CELL else ""
            group.cells[letters, int(match["at"])] = None
        group.values.setdefault(key, shown)
    outermost: dict[str, list[Group]] = {}
    for group in groups.values():
        outermost.setdefault(group.path.partition(INSIDE)[0], []).append(group)
    files = sorted(outermost.values(), key=lambda each: not any(one.is_hidden for one in each))
    # What is in a file within the file comes right behind the file's own.
    return [
        one for each in files for one in sorted(each, key=lambda one: (one.path, not one.is_hidden))
    ]


def joined(groups: Sequence[Group], said: Sequence[str]) -> str:
    """Join what is said of groups: the name of a file around them once, then what is in it."""
    text = ""
    around = before = ""
    for group, own in zip(groups, said, strict=True):
        if group.path and group.path == before:
            text += f"，{own}"
            continue
        if group.path and around and group.path.startswith(around + INSIDE):
            path = f"其中{_path(group.path.removeprefix(around + INSIDE))}"
        else:
            path, around = _path(group.path), group.path
        before = group.path
        text += "；" * bool(text) + (f"{path}：{own}" if path else own)
    return text


def thinned(groups: Sequence[Group], fits: Callable[[Sequence[Group]], bool]) -> list[Group]:
    """Return as many groups as fit, of each file around them equally many, at least one."""
    paths: dict[str, list[Group]] = {}
    for group in groups:
        paths.setdefault(group.path, []).append(group)
    kept = list(groups)
    for most in range(max(map(len, paths.values()), default=0), 0, -1):
        kept = [group for each in paths.values() for group in each[:most]]
        if fits(kept):
            return kept
    while len(kept) > 1 and not fits(kept):
        kept.pop()
    return kept


def shown_places(places: Sequence[str], most: int) -> str:
    """Return the places on one line, at most so many groups of them."""
    groups = grouped((place, place, "") for place in places)
    kept = thinned(groups, lambda some: len(some) <= most)
    more = f" 等 {len(groups)} 处" if len(groups) > len(kept) else ""
    return joined(kept, [group.label for group in kept]) + more


def is_told(places: Sequence[str], text: str) -> bool:
    """Whether a text names all the places."""
    groups = grouped((place, place, "") for place in places)
    return all(
        group.label.removesuffix("）") in text and _own_name(group.path) in text for group in groups
    )


def finest(places: Sequence[str]) -> list[str]:
    """Return the places of one value without those that another tells more closely."""
    return [one for one in places if not any(_is_within(other, one) for other in places)]


def _is_within(place: str, outer: str) -> bool:
    match = _TAIL.fullmatch(outer)
    around, tail = (match[1], match[2]) if match else (outer, "")
    if not outer:
        return _FINE.fullmatch(place) is not None
    is_in = place.startswith(around) and _WITHIN.fullmatch(place, len(around)) is not None
    return is_in and place != outer and place.endswith(tail)


def order_of(places: Iterable[Place]) -> Callable[[str], int]:
    """Return what tells where in a document's text a place begins; unknown ones come last."""
    starts: dict[str, int] = {}
    for each in places:
        starts.setdefault(each.name, each.start)
    last = max(starts.values(), default=0) + 1

    def start(place: str) -> int:
        while place and place not in starts:
            place = place.rpartition(" ")[0]
        return starts.get(place, last)

    return start


def _runs(cells: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Yield what follows one another as one: C5–C14, or 5–14 of numbers without a letter."""
    first: tuple[str, int] | None = None
    last = ("", 0)
    for cell in sorted(cells, key=lambda cell: (len(cell[0]), cell)):
        if first is not None and cell == (last[0], last[1] + 1):
            last = cell
            continue
        if first is not None:
            yield _run(first, last)
        first = last = cell
    if first is not None:
        yield _run(first, last)


def _run(first: tuple[str, int], last: tuple[str, int]) -> str:
    one = f"{first[0]}{first[1]}"
    return one if first == last else f"{one}–{last[0]}{last[1]}"


def _own_name(path: str) -> str:
    """Return the last of the files around a place as it is named behind any other."""
    return _short(path.rpartition(INSIDE)[2].removeprefix("压缩包内"))


def _path(path: str) -> str:
    """Shorten the names of files around a place: an archive in an archive is none the less one."""
    return _short(path).replace(f"{INSIDE}压缩包内“", f"{INSIDE}“")


def _short(text: str) -> str:
    """Shorten long names of files in the middle."""
    return _NAME.sub(lambda match: f"“{match[1][:22]}…{match[1][-16:]}”", text)
