"""Walks a Word part: its paragraphs and tables in order, numbered as the places name them."""

from collections.abc import Iterator

from lxml import etree

from crawler.extract.ooxml import local

# A table's cell may claim any width; a row so wide would only fill the memory.
MAX_COLUMNS = 200
NOT_SET = frozenset({"0", "false", "off", "none"})
# Word repeats drawings and text boxes in an older form for other programs.
REPEATED = "Fallback"
PROPERTIES = frozenset({"pPr", "tblPr", "trPr", "tcPr", "sectPr", "tblGrid", REPEATED})


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its name without a namespace, "" if there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def is_on(mark: etree._Element | None) -> bool:
    """Whether a mark such as <w:vanish/> is there and not switched off."""
    return mark is not None and attribute(mark, "val") not in NOT_SET


def within(container: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the nearest elements of these names below, through controls and tracked changes."""
    waiting = [*container.iterchildren("*", reversed=True)]
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name in names:
            yield element
        elif name not in PROPERTIES:
            waiting += element.iterchildren("*", reversed=True)


def blocks(container: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of a body, header, cell or note in their order."""
    return within(container, "p", "tbl")


def body(root: etree._Element) -> etree._Element:
    """Return the body of the main part."""
    found = root.find("{*}body")
    return root if found is None else found


def rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table; those of tables in its cells are not among them."""
    return within(table, "tr")


def is_deleted(row: etree._Element) -> bool:
    """Whether a row is one that a tracked change takes out."""
    return row.find("{*}trPr/{*}del") is not None


def cells(row: etree._Element) -> Iterator[etree._Element]:
    """Yield the cells of a row."""
    return within(row, "tc")


def width(cell: etree._Element) -> int:
    """Return how many columns of the grid a cell covers."""
    span = cell.find("{*}tcPr/{*}gridSpan")
    number = "" if span is None else attribute(span, "val")
    return min(int(number), MAX_COLUMNS) if number.isdecimal() and int(number) > 0 else 1


def continues(cell: etree._Element) -> bool:
    """Whether a cell is the lower part of one that covers several rows."""
    merge = cell.find("{*}tcPr/{*}vMerge")
    return merge is not None and attribute(merge, "val") in ("", "continue")
