"""An official document before it has a format: paragraphs, tables, and what is planted in them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from tests.documents.values import Values


class Kind(StrEnum):
    """What a planted value is."""

    ID = "身份证号"
    OLD_ID = "15 位身份证号"
    MOBILE = "手机号"
    CARD = "银行卡号"
    PASSBOOK = "存折账号"
    ADDRESS = "住址"
    PASSPORT = "护照号"
    PLATE = "车牌号"
    EMAIL = "私人邮箱"
    WEAK = "遮蔽不足的身份证号"
    SECRECY = "密级标志"
    INTERNAL = "内部标志"
    CLOSED = "不公开标志"


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that a paper discloses, without white space and full-width digits."""

    kind: Kind
    value: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and what it discloses."""

    text: str
    secrets: tuple[Secret, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A secret in a cell of a table; row and column are counted from 0, the head included."""

    row: int
    column: int
    secret: Secret


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its head; in a form, a number may be spread over the cells of a row."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: title, blocks, and the harmless numbers in it."""

    title: str
    blocks: tuple[Paragraph | Grid, ...]
    traps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planted:
    """A value in a file; each pattern of `place` must be found in the place that is reported."""

    kind: Kind
    value: str
    place: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A file with known contents."""

    name: str
    body: bytes
    planted: tuple[Planted, ...] = ()
    traps: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        """The last part of the name, as a reader is told it."""
        return "." + self.name.rpartition(".")[2].lower() if "." in self.name else ""


@dataclass(frozen=True, slots=True)
class Planting:
    """Collects what a writer puts into a file, and where."""

    paper: Paper
    values: Values
    planted: list[Planted] = field(default_factory=list)

    def note(self, secrets: Iterable[Secret], *place: str) -> None:
        """Note secrets that stand at one place."""
        self.planted.extend(Planted(each.kind, each.value, place) for each in secrets)

    def note_rows(self, grid: Grid, place: Callable[[int], tuple[str, ...]]) -> None:
        """Note the secrets of a table, whose rows stand at places of their own."""
        for spot in grid.spots:
            self.note((spot.secret,), *place(spot.row))

    def hide(self, *place: str) -> str:
        """Return a line that discloses somebody, to be put where people do not look."""
        who = self.values.name()
        if self.values.random.random() < 0.75:
            number = self.values.id()
            self.note((Secret(Kind.ID, number),), *place)
            return f"{who} 身份证号：{number}"
        number = self.values.card()
        self.note((Secret(Kind.CARD, number),), *place)
        return f"{who} 银行卡号：{number}"

    def sample(self, name: str, body: bytes) -> Sample:
        """Return the file."""
        return Sample(name, body, tuple(self.planted), self.paper.traps)
