"""Collects what a document discloses of people: each value once, with the places of all."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from checks.finding import Hit, Mark, Severity
from checks.mask import mask
from checks.placed import Group, finest, grouped, joined, order_of, thinned
from checks.privacy.names import is_masked, is_name
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
SHOWN = 3
MOST_MARKS = 500
MOST_PLACES = 20
# The evidence goes into the ledger, mails and workbooks.
LONGEST = 300
MAIN_TEXT = "正文"


@dataclass(slots=True)
class Disclosed:
    """The distinct values of a document, each as shown, with the places where it stands."""

    shown: dict[str, str] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)
    people: dict[str, object] = field(default_factory=dict)
    marks: dict[Mark, str] = field(default_factory=dict)

    def add(
        self, key: str, place: str, mark: Mark | None, person: object = None, as_: str = ""
    ) -> None:
        """Remember a value, shown masked or `as_` is said, and whose row it stands in."""
        self.shown.setdefault(key, as_ or mask(key))
        places = self.places.setdefault(key, [])
        if place not in places and len(places) < MOST_PLACES:
            places.append(place)
        if person is not None:
            self.people.setdefault(key, person)
        if mark is not None and len(self.marks) < MOST_MARKS:
            self.marks.setdefault(mark, key)

    def forget(self, keys: Iterable[str]) -> None:
        """Leave out values that turned out to be public."""
        public = {key for key in keys if key in self.shown}
        for key in public:
            del self.shown[key]
            del self.places[key]
            self.people.pop(key, None)
        if public:
            self.marks = {mark: key for mark, key in self.marks.items() if key not in public}

    def __len__(self) -> int:
        return len(self.shown)

    @property
    def count(self) -> str:
        """How many people they belong to, as a bracket of the message; "" where not all are known."""
        if len(self.people) < len(self.shown):
            return ""
        return f"（共 {len(set(self.people.values()))} 人）"

    def hit(
        self,
        doc: Document,
        message: str,
        suggestion: str,
        severity: Severity | None = None,
        unit: str = "个",
    ) -> Iterator[Hit]:
        """Yield one hit for all of them, none when there are none; `unit` counts values."""
        if self.shown:
            yield Hit(
                message,
                key="",
                evidence=_evidence(self._placed(doc), unit),
                suggestion=suggestion,
                severity=severity,
                marks=tuple(self.marks),
            )

    def _placed(self, doc: Document) -> list[Group]:
        """Return the places in the document's order, hidden ones first."""
        start = order_of(doc.places)
        placed = [
            (start(place), mask(place), key)
            for key, places in self.places.items()
            for place in finest(places)
        ]
        placed.sort(key=itemgetter(0))
        return grouped((place, key, self.shown[key]) for _, place, key in placed)


def _evidence(groups: Sequence[Group], unit: str) -> str:
    """Name every kind of place, with the cells and with values as far as there is room."""
    if len(groups) == 1 and not groups[0].label:
        values = list(groups[0].values.values())
        return "、".join(values[:SHOWN]) + (" 等" if len(values) > SHOWN else "")
    labels = [group.label or MAIN_TEXT for group in groups]
    kinds = [group.kind or MAIN_TEXT for group in groups]
    each = SHOWN if len(groups) == 1 else 1
    ways = ((labels, len(groups)), (labels, SHOWN), (labels, 1), (kinds, 1), (kinds, 0))
    for names, most in ways:
        said = [
            group.told(name, unit, each if number < most else 0)
            for number, (group, name) in enumerate(zip(groups, names, strict=True))
        ]
        text = joined(groups, said)
        if len(text) <= LONGEST:
            return text
    more = f" 等 {len(groups)} 处"
    shown = dict(zip(map(id, groups), said, strict=True))
    kept = thinned(
        groups,
        lambda some: len(joined(some, [shown[id(each)] for each in some]) + more) <= LONGEST,
    )
    return joined(kept, [shown[id(each)] for each in kept]) + more


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
    if roll.is_form and _OF_PERSON.fullmatch(roll.heads[0]) and is_name(roll.cell(0, 0)):
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
