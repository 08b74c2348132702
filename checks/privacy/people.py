"""Collects what a document discloses of people: each value once, with the places of all."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from checks.finding import Hit, Mark, Severity
from checks.mask import mask
from checks.privacy.names import is_masked
from checks.privacy.rolls import Roll, rolls, squeezed
from checks.privacy.text_rolls import text_rolls
from checks.views import Document

# A list of offices or enterprises; its numbers are there to be called or paid into.
ORGANISATION = re.compile(
    r"(?:(?:申请|申报|用人|建设|施工|监理|采购|中标|成交|收款|开户|参保|缴费|受理|服务|责任|主管|承办|报名|被处罚)?单位"
    r"|公司|医院|学校|部门|村卫生室|项目|商标)名称?|单位（?全称）?"
    r"|(?:(?:申请|申报|用人|备案|中标|施工)?企业|机构|供应商|合作社|中标人|投标人|竞买人|社会组织|商户|门店|药店|网点|维修点|市场主体|经营主体|个体工商户|代理机构"
    r"|服务网点|维修网点|业户)(?:名称)?|责任单位|主管部门|法定代表人|统一社会信用代码|营业执照.*|许可证.*|店名|字号"
)
_NOT_OF_PEOPLE = re.compile(r"(?:工作|所在|毕业|就读|报考|录用|招聘|现|原)(?:单位|学校|院校|部门)")
_OF_PERSON = re.compile(r"(?:申请人|本人|学员|学生|患者|残疾人|户主|农户)?姓名|申请人|户主|本人")
# People who are listed so that they can be called.
SHOWN = 3
MOST_MARKS = 500


@dataclass(slots=True)
class Disclosed:
    """The distinct values of a document, each as shown at the place of its first appearance."""

    shown: dict[str, tuple[str, str]] = field(default_factory=dict)
    people: dict[str, object] = field(default_factory=dict)
    marks: dict[Mark, str] = field(default_factory=dict)
    _in_sheets: set[str] = field(default_factory=set)

    def add(
        self, key: str, place: str, mark: Mark | None, person: object = None, as_: str = ""
    ) -> None:
        """Remember a value, shown masked or `as_` is said, and whose row it stands in."""
        if key not in self.shown:
            self.shown[key] = (place, as_ or mask(key))
        if person is not None:
            self.people.setdefault(key, person)
        if mark is not None and len(self.marks) < MOST_MARKS:
            self.marks.setdefault(mark, key)

    def forget(self, keys: Iterable[str]) -> None:
        """Leave out values that turned out to be public."""
        public = {key for key in keys if key in self.shown}
        for key in public:
            del self.shown[key]
            self.people.pop(key, None)
        if public:
            self.marks = {mark: key for mark, key in self.marks.items() if key not in public}

    def __len__(self) -> int:
        return len(self.shown)

    @property
    def count(self) -> str:
        """How many people they belong to, as a bracket of the message; "" where no name stands by."""
        number = len(set(self.people.values()))
        return f"（共 {number} 人）" if number else ""

    def hit(self, message: str, suggestion: str, severity: Severity | None = None) -> Iterator[Hit]:
        """Yield one hit for all of them, none when there are none."""
        if self.shown:
            parts = [
                f"{place}：{_listed(group)}" if place else _listed(group)
                for place, group in groupby(list(self.shown.values())[:SHOWN], key=itemgetter(0))
            ]
            more = " 等" if len(self.shown) > SHOWN else ""
            yield Hit(
                message,
                key="",
                evidence="；".join(parts) + more,
                suggestion=suggestion,
                severity=severity,
                marks=tuple(self.marks),
            )


def _listed(values: Iterable[tuple[str, str]]) -> str:
    return "、".join(shown for _, shown in values)


def all_rolls(doc: Document) -> Iterator[Roll]:
    """Yield the lists of the tables, then those that are plain lines of text."""
    yield from rolls(doc.tables) if doc.tables else ()
    yield from text_rolls(doc.text)


def place_of(doc: Document, mark: Mark) -> str:
    """Say where in the file a mark stands."""
    if mark.cell is not None:
        return doc.tables[mark.cell.table].cell_place(mark.cell.row, mark.cell.column)
    return doc.place(mark.start)


def person_of(roll: Roll, row: int) -> tuple[str, ...] | None:
    """Return what tells the person of a row from others, None where no name stands."""
    names = roll.people(row)
    return tuple(roll.rows[row]) if names else None


def whole_names(roll: Roll, row: int) -> list[str]:
    """Return the names of a row that are not masked."""
    return [
        name for name in roll.people(row) if not is_masked(name) and not any(map(str.isdigit, name))
    ]


def is_about_organisations(roll: Roll, but: str = "") -> bool:
    """Whether a column of the list names offices or enterprises; a form that opens with a person is theirs.

    `but` is the head of a column that tells where these people belong.
    """
    if roll.is_form and _OF_PERSON.fullmatch(roll.heads[0]):
        return False
    return any(
        ORGANISATION.fullmatch(head) and not _NOT_OF_PEOPLE.match(head) and head != but
        for head in map(squeezed, roll.heads)
    )


def starred(text: str, head: int, tail: int) -> str:
    """Return `text` with all but its first and last characters starred."""
    hidden = max(0, len(text) - head - tail)
    return text[:head] + "*" * hidden + (text[len(text) - tail :] if tail and hidden else "")


def short_name(name: str) -> str:
    """Return a name as evidence shows it: 赵**."""
    bare = squeezed(name)
    return bare[:1] + "*" * (len(bare) - 1)
