"""Reads a paragraph of Word: what is shown, what is deleted or hidden, what stands beside it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

from crawler.extract.ooxml import local
from crawler.extract.word_tree import attribute, is_on

# Whether a style of this type and name hides its text, None if it leaves that open.
IsHidden = Callable[[str, str], bool | None]

BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
TEXTS = frozenset({"t", "delText"})
INSTRUCTIONS = frozenset({"instrText", "delInstrText"})
DELETIONS = frozenset({"del", "moveFrom"})
INSERTIONS = frozenset({"ins", "moveTo"})
PROPERTIES = frozenset({"pPr", "rPr", "tcPr"})
PICTURES = frozenset({"docPr", "cNvPr"})
# Fields that number pages and repeat what stands elsewhere.
DULL_FIELD = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|TOC|PAGEREF|REF|NOTEREF|SEQ|STYLEREF|EQ|FORM\w+)\b[^\"“”]*",
    re.IGNORECASE,
)
# Half-points; nobody reads letters of two points.
TINY = 4
WHITE = "FFFFFF"
PART_OF_NUMBER = re.compile(r"[0-9A-Za-z０-９*＊]")


class Kind(StrEnum):
    """What became of a piece of text; the value names the place of what is not shown."""

    SHOWN = ""
    INSERTED = "修订中插入的文字"
    DELETED = "修订中已删除的文字"
    HIDDEN = "隐藏文字"
    WHITE = "白色文字"
    TINY = "极小的文字"


SEEN = (Kind.SHOWN, Kind.INSERTED)
UNSEEN = (Kind.DELETED, Kind.HIDDEN, Kind.WHITE, Kind.TINY)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one kind."""

    text: str
    kind: Kind


@dataclass(slots=True)
class Paragraph:
    """A paragraph taken apart; `asides` are texts that stand at no place of their own.

    `fields` are the instructions of its fields, `boxes` the contents of its text boxes.
    """

    pieces: list[Piece] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """The text as it is printed."""
        return "".join(piece.text for piece in self.pieces if piece.kind in SEEN)

    @property
    def whole(self) -> str:
        """All text, whatever became of it."""
        return "".join(piece.text for piece in self.pieces)

    def unseen(self) -> Iterator[Piece]:
        """Yield what is not shown, with the digits and letters that it was joined to."""
        for kind in UNSEEN:
            if any(piece.kind is kind for piece in self.pieces):
                without = Kind.INSERTED if kind is Kind.DELETED else Kind.DELETED
                kept = [piece for piece in self.pieces if piece.kind is not without]
                yield Piece("\n".join(_stretches(kept, kind)), kind)


def _stretches(pieces: Iterable[Piece], kind: Kind) -> Iterator[str]:
    """Yield the stretches of one kind, each widened until no number is cut."""
    text, spans = "", []
    for piece in pieces:
        if piece.kind is kind and piece.text:
            spans.append((len(text), len(text) + len(piece.text)))
        text += piece.text
    start, end = -1, -1
    for first, last in spans:
        while first > max(end, 0) and PART_OF_NUMBER.fullmatch(text[first - 1]):
            first -= 1  # noqa: PLW2901 - the span grows
        while last < len(text) and PART_OF_NUMBER.fullmatch(text[last]):
            last += 1  # noqa: PLW2901
        if start >= 0 and first > end:
            yield text[start:end]
            start = first
        start, end = (first if start < 0 else start), max(end, last)
    if start >= 0:
        yield text[start:end]


def read_paragraph(
    paragraph: etree._Element,
    is_hidden_style: IsHidden,
    *,
    is_on_colour: bool = False,
    is_deleted: bool = False,
) -> Paragraph:
    """Take a paragraph apart; on a coloured ground white letters are nothing hidden."""
    found = Paragraph()
    mark = paragraph.find("{*}pPr/{*}pStyle")
    style = "" if mark is None else attribute(mark, "val")
    on_colour = is_on_colour or paragraph.find("{*}pPr/{*}shd") is not None
    hidden_by_paragraph = bool(is_hidden_style("paragraph", style))
    start = Kind.DELETED if is_deleted else Kind.SHOWN
    instruction: list[str] = []
    waiting = [(child, start) for child in paragraph.iterchildren("*", reversed=True)]
    while waiting:
        element, kind = waiting.pop()
        name = local(element)
        if name in TEXTS or name in BREAKS:
            text = (element.text or "") if name in TEXTS else BREAKS[name]
            found.pieces.append(Piece(text, Kind.DELETED if name == "delText" else kind))
        elif name in INSTRUCTIONS:
            instruction.append(element.text or "")
        elif name == "txbxContent":
            found.boxes.append(element)
        elif name not in PROPERTIES:
            if name == "r":
                kind = _kind_of_run(element, kind, is_hidden_style, on_colour, hidden_by_paragraph)
            elif name in DELETIONS:
                kind = Kind.DELETED
            elif name in INSERTIONS and kind is Kind.SHOWN:
                kind = Kind.INSERTED
            _note_asides(element, name, found, instruction)
            waiting += [(child, kind) for child in _children(element, name)]
    _end_field(found, instruction)
    return found


def _children(element: etree._Element, name: str) -> Iterable[etree._Element]:
    """Return the children, last first; of a drawing kept in two forms the first alone."""
    if name != "AlternateContent":
        return element.iterchildren("*", reversed=True)
    forms = [*element.iterchildren("*")]
    said = _text(forms[0]) if forms else ""
    return [*(form for form in forms[:0:-1] if _text(form) not in said), *forms[:1]]


def _text(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter("{*}t"))


def _note_asides(
    element: etree._Element, name: str, found: Paragraph, instruction: list[str]
) -> None:
    if name == "fldChar":
        _end_field(found, instruction)
    elif name == "fldSimple":
        _end_field(found, [attribute(element, "instr")])
    elif name in PICTURES:
        found.alternatives += alternatives(element)
    elif name == "textpath":
        found.alternatives.append(attribute(element, "string"))
    elif name in ("shape", "imagedata"):
        found.alternatives += filter(None, (attribute(element, "alt"), attribute(element, "title")))
    elif name in ("listItem", "listEntry"):
        found.fields.append(attribute(element, "displayText") or attribute(element, "val"))


def alternatives(picture: etree._Element) -> list[str]:
    """Return what a picture says to those who do not see it."""
    texts = (attribute(picture, "title"), attribute(picture, "descr"))
    return [text for text in texts if text.strip()]


def _end_field(found: Paragraph, instruction: list[str]) -> None:
    text = "".join(instruction).strip()
    if text and not DULL_FIELD.fullmatch(text):
        found.fields.append(text)
    instruction.clear()


def _kind_of_run(
    run: etree._Element,
    kind: Kind,
    is_hidden_style: IsHidden,
    is_on_colour: bool,
    hidden_by_paragraph: bool,
) -> Kind:
    marks = run.find("{*}rPr")
    if kind is Kind.DELETED:
        return kind
    if marks is None:
        return Kind.HIDDEN if hidden_by_paragraph else kind
    known = {local(mark): mark for mark in marks.iterchildren("*")}
    hidden: bool | None = hidden_by_paragraph
    if "rStyle" in known:
        by_style = is_hidden_style("character", attribute(known["rStyle"], "val"))
        hidden = hidden if by_style is None else by_style
    if "vanish" in known:
        hidden = is_on(known["vanish"])
    if hidden:
        return Kind.HIDDEN
    size = attribute(known["sz"], "val") if "sz" in known else ""
    if size.isdecimal() and int(size) <= TINY:
        return Kind.TINY
    is_on_paper = not is_on_colour and not {"shd", "highlight"} & known.keys()
    is_white = "color" in known and attribute(known["color"], "val").upper() == WHITE
    return Kind.WHITE if is_white and is_on_paper else kind
