"""The parts of an OFD package beside its text: pictures, lines, notes, files."""

import posixpath
import re
from collections.abc import Iterator

import ofdkit
from lxml import etree
from ofdkit.package import Package

from crawler.extract.grid import Segment

MOVE = re.compile(r"([MLSCBQAZ])([^MLSCBQAZ]*)")
MOST_LINES = 5_000
# A shape that is thinner, in millimetres, is a line.
THIN = 1.0


def media_of(package: Package) -> dict[str, str]:
    """Return the parts of the pictures by their resource's number."""
    found = {}
    for name in package.names:
        if name.lower().endswith("res.xml"):
            root = tree_of(package, name)
            base = str(root.get("BaseLoc", "")) if root is not None else ""
            for node in named(root, "MultiMedia"):
                for file in named(node, "MediaFile"):
                    path = posixpath.join(base, (file.text or "").strip())
                    part = package.resolve(name, path) or package.resolve(name, file.text)
                    if part and node.get("ID"):
                        found[str(node.get("ID"))] = part
    return found


def documents_of(package: Package, root: etree._Element | None) -> Iterator[etree._Element]:
    for node in named(root, "DocRoot"):
        part = package.resolve("OFD.xml", node.text)
        tree = tree_of(package, part) if part else None
        if tree is not None:
            yield tree


def notes_of(root: etree._Element | None) -> Iterator[list[str]]:
    """Yield what annotations say: their text, remarks and parameters."""
    for name in ("TextCode", "Remark", "Parameter"):
        for node in named(root, name):
            if node.text and node.text.strip():
                yield [node.text.strip()]
    for node in named(root, "Annot"):
        yield [str(value) for key, value in node.attrib.items() if key == "Creator"]


def attachments_of(package: Package) -> Iterator[tuple[str, str]]:
    for name in package.names:
        if not name.lower().endswith("attachments.xml"):
            continue
        for node in named(tree_of(package, name), "Attachment"):
            for file in named(node, "FileLoc"):
                part = package.resolve(name, file.text)
                if part:
                    label = str(node.get("Name") or "")
                    ending = posixpath.splitext(part)[1]
                    whole = label if label.endswith(ending) else label + ending
                    yield whole or posixpath.basename(part), part


def tree_of(package: Package, name: str) -> etree._Element | None:
    """Return a part as a tree; entities are never opened, spoilt parts are nothing."""
    body = package.read(name)
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise ofdkit.OFDLimitError(name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None


def named(root: etree._Element | None, name: str) -> Iterator[etree._Element]:
    if root is not None:
        for node in root.iter(etree.Element):
            if etree.QName(node).localname == name:
                yield node


def ruled_lines(root: etree._Element | None) -> list[Segment]:
    """Return the level and upright lines of a page."""
    lines: list[Segment] = []
    for node in named(root, "PathObject"):
        try:
            left, top = (float(part) for part in str(node.get("Boundary")).split()[:2])
            for data in named(node, "AbbreviatedData"):
                lines += _drawn(data.text or "", left, top)
        except (ValueError, IndexError):
            continue
        if len(lines) > MOST_LINES:
            return []
    return lines


def _drawn(data: str, left: float, top: float) -> Iterator[Segment]:
    first = last = (0.0, 0.0)
    for letter, numbers in MOVE.findall(data):
        places = [float(part) for part in numbers.split()]
        here = first if letter == "Z" else (places[-2], places[-1])
        if letter in "LZ" and min(abs(here[0] - last[0]), abs(here[1] - last[1])) < THIN:
            yield Segment(
                left + min(here[0], last[0]),
                top + min(here[1], last[1]),
                left + max(here[0], last[0]),
                top + max(here[1], last[1]),
            )
        first = here if letter in "MS" else first
        last = here
