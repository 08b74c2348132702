"""Writes notes to the cells of one sheet: the comments and the old drawings that show them."""

import math
import re
from collections.abc import Mapping

from lxml import etree

from xunjian.annotate.note import AUTHOR
from xunjian.annotate.package import Parts, R, S

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
VML = "urn:schemas-microsoft-com:vml"
VML_OFFICE = "urn:schemas-microsoft-com:office:office"
VML_EXCEL = "urn:schemas-microsoft-com:office:excel"
# What may stand behind the reference to the old drawing in a sheet, in the schema's order.
BEHIND = frozenset(
    "legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst".split()
)
ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
LONGEST = 30_000
# A note is so many columns wide, in which so many Chinese characters fit in a line.
WIDTH, LINE, LOWEST, HIGHEST = 4, 17, 4, 30
NEW_DRAWING = f"""<xml xmlns:v="{VML}" xmlns:o="{VML_OFFICE}" xmlns:x="{VML_EXCEL}">
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>
<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>"""


def write_notes(parts: Parts, sheet: str, texts: Mapping[str, str]) -> None:
    """Add a note to each cell; one that has a note already gets more text in it."""
    comments = _comments(parts, sheet)
    drawing = _drawing(parts, sheet)
    authors, listed = comments.find(f"{S}authors"), comments.find(f"{S}commentList")
    assert authors is not None and listed is not None
    author = str(len(authors))
    etree.SubElement(authors, f"{S}author").text = AUTHOR
    there = {str(each.get("ref")): each for each in listed}
    for reference, text in sorted(texts.items(), key=_position):
        shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}……"
        known = there.get(reference)
        if known is not None:
            _say_more(known, f"\n\n{AUTHOR}：\n{shown}")
            continue
        comment = etree.SubElement(listed, f"{S}comment", ref=reference, authorId=author)
        _say(etree.SubElement(comment, f"{S}text"), shown)
        drawing.append(_shape(reference, shown, len(drawing)))


def _comments(parts: Parts, sheet: str) -> etree._Element:
    name = parts.related(sheet, "comments")
    if name:
        return parts.tree(name)
    name = parts.free_name("xl/comments{}.xml")
    root = etree.Element(f"{S}comments", nsmap={None: S.strip("{}")})
    etree.SubElement(root, f"{S}authors")
    etree.SubElement(root, f"{S}commentList")
    parts.add(name, root, COMMENTS_TYPE)
    parts.relate(sheet, name, f"{OFFICE}/comments")
    return root


def _drawing(parts: Parts, sheet: str) -> etree._Element:
    root = parts.tree(sheet)
    reference = root.find(f"{S}legacyDrawing")
    if reference is not None:
        name = parts.targets(sheet).get(str(reference.get(f"{R}id")), "")
        if name in parts:
            return parts.tree(name, recover=True)
    name = parts.free_name("xl/drawings/vmlDrawing{}.vml")
    drawing = etree.fromstring(NEW_DRAWING)
    parts.add(name, drawing, VML_TYPE)
    if reference is None:
        reference = etree.Element(f"{S}legacyDrawing")
        place = next((each for each in root if _is_behind(each)), None)
        if place is None:
            root.append(reference)
        else:
            place.addprevious(reference)
    reference.set(f"{R}id", parts.relate(sheet, name, f"{OFFICE}/vmlDrawing"))
    return drawing


def _is_behind(element: etree._Element) -> bool:
    # An alternative wraps controls and embedded objects.
    return element.tag == ALTERNATIVE or str(element.tag).rpartition("}")[2] in BEHIND


def _say(text: etree._Element, words: str) -> None:
    run = etree.SubElement(etree.SubElement(text, f"{S}r"), f"{S}t")
    run.text = words
    run.set(SPACE, "preserve")


def _say_more(comment: etree._Element, words: str) -> None:
    text = comment.find(f"{S}text")
    if text is None:
        text = etree.SubElement(comment, f"{S}text")
    plain = text.find(f"{S}t")
    if plain is not None:
        # Plain text and runs do not stand side by side.
        text.remove(plain)
        _say(text, plain.text or "")
    _say(text, words)


def _position(item: tuple[str, str]) -> tuple[int, int]:
    row, column = _row_and_column(item[0])
    return row, column


def _row_and_column(reference: str) -> tuple[int, int]:
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", reference).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1


def _shape(reference: str, text: str, number: int) -> etree._Element:
    """Return the box of a note: beside its cell, high enough for its text, hidden until pointed at."""
    row, column = _row_and_column(reference)
    lines = sum(max(1, math.ceil(len(line) / LINE)) for line in text.splitlines())
    height = min(max(lines, LOWEST), HIGHEST)
    top = max(0, row - 1)
    anchor = f"{column + 1}, 15, {top}, 4, {column + 1 + WIDTH}, 15, {top + height}, 4"
    return etree.fromstring(
        f'<v:shape xmlns:v="{VML}" xmlns:o="{VML_OFFICE}" xmlns:x="{VML_EXCEL}" id="_x0000_s{9000 + number}"'
        ' type="#_x0000_t202" style="position:absolute;z-index:1;visibility:hidden"'
        ' fillcolor="#fff2cc" o:insetmode="auto"><v:fill color2="#fff2cc"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
