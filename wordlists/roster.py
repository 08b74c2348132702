"""The roster of leaders that an office keeps: names, posts, order, terms. None is packaged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from wordlists.table import Field, Row, read_alternatives, read_day, read_rows


@dataclass(frozen=True, slots=True)
class Leader:
    """A person in one post; `order` 1 is named first, 0 is no order, an open end is None.

    `regions` as in the word lists: the row counts only where the site's region names one of them.
    """

    name: str
    post: str
    order: int = 0
    since: date | None = None
    until: date | None = None
    regions: tuple[str, ...] = ()
    note: str = ""
    place: str = ""

    def holds(self, day: date) -> bool:
        """Whether the person is in this post on that day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    def serves(self, region: str) -> bool:
        """Whether the row is meant for sites of a region."""
        return not self.regions or any(each in region for each in self.regions)

    def overlaps(self, other: "Leader") -> bool:
        """Whether two terms have a day in common."""
        first, second = sorted((self, other), key=lambda leader: leader.since or date.min)
        return first.until is None or (second.since or date.min) <= first.until


Key = tuple[str, str, date | None]


def read_roster(path: Path, faults: list[str]) -> dict[Key, Leader]:
    """Read a roster; a person may stand in it several times, with different posts or terms."""
    rows = read_rows(path, FIELDS, "姓名", faults, is_unique=False) if path.is_file() else ()
    leaders = [leader for row in rows if (leader := _leader(row, faults))]
    for earlier, later in combinations(leaders, 2):
        is_same = (earlier.name, earlier.post) == (later.name, later.post)
        if is_same and earlier.regions == later.regions and earlier.overlaps(later):
            faults.append(f"{path}：{earlier.place}与{later.place}是同一个人的同一职务，任期重叠")
    return {(leader.name, leader.post, leader.since): leader for leader in leaders}


def _leader(row: Row, faults: list[str]) -> Leader | None:
    values = row.values(FIELDS, faults)
    if "职务" not in row.cells:
        faults.append(f"{row.place}“职务”栏：不能为空")
        return None
    if values is None or "name" not in values:
        return None
    leader = Leader(**values, place=row.short_place)  # type: ignore[arg-type]
    if leader.since and leader.until and leader.until < leader.since:
        faults.append(f"{row.place}“任职止”栏：早于任职起")
        return None
    return leader


def serving(leaders: Iterable[Leader], region: str) -> tuple[Leader, ...]:
    """Return the rows that are meant for sites of a region."""
    return tuple(leader for leader in leaders if leader.serves(region))


def _read_name(cell: str) -> str:
    # A table spaces short names out: 王　伟.
    name = "".join(cell.split())
    if len(name) < _SHORTEST:
        raise ValueError("姓名至少两个字")
    return name


def _read_order(cell: str) -> int:
    if not (cell.isascii() and cell.isdecimal() and int(cell) > 0):
        raise ValueError("应为 1、2、3……这样的数字")
    return int(cell)


_SHORTEST = 2
FIELDS: Mapping[str, Field] = {
    "姓名": Field("name", _read_name),
    "职务": Field("post"),
    "排序": Field("order", _read_order),
    "任职起": Field("since", read_day),
    "任职止": Field("until", read_day),
    "地区": Field("regions", read_alternatives),
    "说明": Field("note"),
}
