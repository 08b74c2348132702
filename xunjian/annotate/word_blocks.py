"""The blocks of text of a Word file, each with the characters' elements and what can be anchored."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from docx.document import Document as WordDocument
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Word repeats drawings and text boxes in an older form for other programs.
REPEATED = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOT_SET = frozenset({"0", "false", "off"})
BREAKS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
TEXT_BOX = f"{W}txbxContent"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Parts that Word cannot comment on, in the order in which the reader takes them.
UNMARKABLE = (r"header\d*\.xml", r"footer\d*\.xml", r"comments\.xml")
NOTES = (
    (r"footnotes\.xml", f"{W}footnote", f"{W}footnoteReference"),
    (r"endnotes\.xml", f"{W}endnote", f"{W}endnoteReference"),
)


@dataclass(slots=True)
class Atom:
    """An element of a run with the characters that it stands for."""

    element: etree._Element
    text: str


@dataclass(slots=True)
class Block:
    """A paragraph's text, or a piece of it that is hidden or deleted.

    `carrier` is the run to which a comment goes where the words themselves can have none;
    `is_listed` where there is no such run either.
    """

    atoms: list[Atom] = field(default_factory=list)
    carrier: etree._Element | None = None
    is_listed: bool = False

    @property
    def text(self) -> str:
        """The characters of the block."""
        return "".join(atom.text for atom in self.atoms)

    def runs(self, start: int, end: int) -> tuple[etree._Element, etree._Element]:
        """Return the first and the last run of [start, end), after splitting runs there."""
        self._cut(end)
        self._cut(start)
        at, first, last = 0, None, None
        for atom in self.atoms:
            if atom.text and start <= at < end:
                run = atom.element.getparent()
                first, last = (run if first is None else first), run
            at += len(atom.text)
        assert first is not None and last is not None
        return first, last

    def _cut(self, offset: int) -> None:
        """Make a run begin at this offset of the block."""
        at = 0
        for index, atom in enumerate(self.atoms):
            if at < offset < at + len(atom.text):
                self.atoms.insert(index + 1, _halve(atom, offset - at))
                _break_run(self.atoms[index + 1].element)
                return
            if at == offset and atom.text:
                _break_run(atom.element)
                return
            at += len(atom.text)


def _halve(atom: Atom, length: int) -> Atom:
    """Leave `length` characters in a text element and return the rest as the next one."""
    rest = deepcopy(atom.element)
    for element, text in ((atom.element, atom.text[:length]), (rest, atom.text[length:])):
        element.text = text
        element.set(SPACE, "preserve")
    atom.element.addnext(rest)
    half = Atom(rest, atom.text[length:])
    atom.text = atom.text[:length]
    return half


def _break_run(element: etree._Element) -> None:
    """Move the element and what follows it in its run to a run of their own, formatted alike."""
    run = element.getparent()
    assert run is not None
    before = [each for each in run if each.tag != f"{W}rPr"]
    if before[0] is element:
        return
    new = etree.Element(run.tag, dict(run.attrib), run.nsmap)
    if (style := run.find(f"{W}rPr")) is not None:
        new.append(deepcopy(style))
    for each in before[before.index(element) :]:
        new.append(each)
    run.addnext(new)


def blocks_of(word: WordDocument) -> Iterator[Block]:
    """Yield the blocks of the body, then those of the other parts."""
    body = word.element
    yield from _blocks(body)
    parts = sorted(
        (rel.target_part for rel in word.part.rels.values() if not rel.is_external),
        key=lambda part: str(part.partname),
    )
    for pattern in UNMARKABLE:
        for part in parts:
            if re.fullmatch(pattern, part.partname.filename):
                for block in _blocks(_parsed(part.blob)):
                    block.is_listed = True
                    yield block
    for pattern, note, reference in NOTES:
        for part in parts:
            if re.fullmatch(pattern, part.partname.filename):
                yield from _note_blocks(_parsed(part.blob), note, reference, body)


def _parsed(part: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(part, parser)


def _note_blocks(
    root: etree._Element, note: str, reference: str, body: etree._Element
) -> Iterator[Block]:
    carriers = {str(each.get(f"{W}id")): each.getparent() for each in body.iter(reference)}
    for each in root.iter(note):
        carrier = carriers.get(str(each.get(f"{W}id")))
        for block in _blocks(each):
            block.carrier = carrier
            block.is_listed = carrier is None
            yield block


def _blocks(root: etree._Element) -> Iterator[Block]:
    """Yield the visible text of each paragraph, then what is deleted or hidden in it."""
    for paragraph in root.iter(f"{W}p"):
        if next(paragraph.iterancestors(REPEATED), None) is not None:
            continue
        visible = Block(carrier=_carrier(paragraph))
        others: list[Block] = []
        for run in paragraph.iter(f"{W}r"):
            if next(run.iterancestors(f"{W}p"), None) is not paragraph:
                continue
            deleted = [Atom(each, each.text or "") for each in run.findall(f"{W}delText")]
            if deleted:
                others.append(Block(deleted, visible.carrier))
            atoms = [atom for each in run if (atom := _atom(each)).text]
            if _is_hidden(run):
                others.append(Block(atoms, is_listed=True))
            else:
                visible.atoms += atoms
        yield visible
        yield from others


def _atom(element: etree._Element) -> Atom:
    if element.tag == f"{W}t":
        return Atom(element, element.text or "")
    return Atom(element, BREAKS.get(str(element.tag), ""))


def _carrier(paragraph: etree._Element) -> etree._Element | None:
    """Return the run of the body that holds the text box in which the paragraph stands."""
    boxes = list(paragraph.iterancestors(TEXT_BOX))
    return next(boxes[-1].iterancestors(f"{W}r"), None) if boxes else None


def _is_hidden(run: etree._Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and str(mark.get(f"{W}val", "1")) not in NOT_SET
