"""Fills the tags of a Word template, which an office makes in Word with words of its own.

`{{字段}}` stands for a text, `{{清单.字段}}` repeats its table row or paragraph for each item of a
list, `{{若有 名称}}` and `{{若无 名称}}` keep the row or paragraph only where there is some or none.
Tags are looked up, never computed, and what is put in is not searched for tags again.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
from io import BytesIO

from lxml import etree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROW, TABLE, CELL, PARAGRAPH, TEXT, BREAK = (
    f"{WORD}{name}" for name in ("tr", "tbl", "tc", "p", "t", "br")
)
PROPERTIES, SECTION = f"{WORD}pPr", f"{WORD}sectPr"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
FILLED = re.compile(r"word/(?:document|header|footer|footnotes|endnotes)\d*\.xml")
# Chinese keyboards write wide brackets, and Word is no place to see the difference.
TAG = re.compile(r"[{｛]{2}([^{}｛｝]*)[}｝]{2}")
LEFT = re.compile(r"[{｛]{2}|[}｝]{2}")
CONDITION = re.compile(r"(若[有无])[\s：:]*(.*)")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NOTHING = frozenset({"", "0", "—"})
# What Python says of a damaged or encrypted file, or of one that is no package of XML.
NO_PACKAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, etree.XMLSyntaxError)
# Zip files know no earlier day; the same input gives the same bytes.
STAMP = (1980, 1, 1, 0, 0, 0)

Item = Mapping[str, str]


class TemplateError(ValueError):
    """The template cannot be filled; each fault names it and what is wrong in it."""


@dataclass(frozen=True, slots=True)
class Values:
    """What the tags stand for: texts, and lists of which each item has the same fields."""

    texts: Item
    lists: Mapping[str, Sequence[Item]]
    list_fields: Mapping[str, Sequence[str]]

    def has(self, name: str) -> bool:
        """Whether there is any of it."""
        return bool(self.lists[name]) if name in self.lists else self.texts[name] not in NOTHING

    def fault(self, tag: str) -> str:
        """Say what is wrong with a tag, "" if nothing is."""
        condition = CONDITION.fullmatch(tag)
        name = condition[2] if condition else tag
        if name in self.list_fields and not condition:
            return f"“{name}”是清单，要写明其中的一项，如“{name}.{self.list_fields[name][0]}”"
        of_items = [f"{one}.{field}" for one, of in self.list_fields.items() for field in of]
        known = [*self.texts, *(self.list_fields if condition else of_items)]
        near = [] if name in known else get_close_matches(name, known, n=1, cutoff=0.4)
        guess = f"，是不是“{near[0]}”？" if near else ""
        return "" if name in known else f"没有字段“{name}”{guess}"


def fill(template: bytes, name: str, values: Values) -> bytes:
    """Return the filled docx; `TemplateError` lists every fault of the template at once."""
    try:
        with zipfile.ZipFile(BytesIO(template)) as package:
            parts = {each: package.read(each) for each in package.namelist()}
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        trees = {
            part: etree.fromstring(content, parser)
            for part, content in parts.items()
            if FILLED.fullmatch(part)
        }
    except NO_PACKAGE as error:
        raise TemplateError(_not_word(name)) from error
    if "word/document.xml" not in trees:
        raise TemplateError(_not_word(name))
    faults = [fault for tree in trees.values() for fault in _faults(tree, values)]
    if faults:
        told = "\n".join(f"{name}：{fault}" for fault in dict.fromkeys(faults))
        raise TemplateError(f"{told}\n可用的字段见 docs/letter.md")
    for part, tree in trees.items():
        for paragraph, item in _plan(tree, values):
            _write(paragraph, values, item)
        parts[part] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return packed(parts)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts as a zip file that is the same each time."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _not_word(name: str) -> str:
    return f"{name}：不是没有加密的 Word 文档（.docx），请在 Word 或 WPS 中另存为 .docx"


def _faults(tree: etree._Element, values: Values) -> Iterator[str]:
    for block in _blocks(tree):
        tags = _tags(block)
        yield from (fault for tag in tags if (fault := values.fault(tag)))
        lists = {name for tag in tags if (name := _list_of(tag, values))}
        if len(lists) > 1:
            where = "同一表格行" if block.tag == ROW else "同一段"
            yield f"{where}里有几个清单（{'、'.join(sorted(lists))}），只能有一个"
    for paragraph in tree.iter(PARAGRAPH):
        if LEFT.search(TAG.sub("", text := _text(paragraph))):
            yield f"“{text.strip()[:30]}”中有没写完整的标记，应形如 {{{{字段}}}}"


def _plan(tree: etree._Element, values: Values) -> list[tuple[etree._Element, Item]]:
    """Repeat and remove rows and paragraphs; return what is left to be written, each once."""
    jobs: list[tuple[etree._Element, Item]] = []
    # While the list holds a paragraph, lxml hands out the same object for it.
    done: set[etree._Element] = set()
    for block in _blocks(tree):
        tags = _tags(block)
        if not tags or block in done or not any(each is tree for each in block.iterancestors()):
            continue
        wanted = next((name for tag in tags if (name := _list_of(tag, values))), "")
        items = values.lists[wanted] if wanted else ({},)
        if not items or not all(_holds(tag, values) for tag in tags):
            _remove(block)
        elif wanted:
            for item in items:
                block.addprevious(copy := deepcopy(block))
                jobs += [(paragraph, item) for paragraph in copy.iter(PARAGRAPH)]
            done.update(block.iter(PARAGRAPH))
            _drop(block)
        elif block.tag == PARAGRAPH:
            jobs.append((block, {}))
    return jobs


def _blocks(tree: etree._Element) -> list[etree._Element]:
    """Return what is kept, removed or repeated as a whole: rows first, then paragraphs."""
    return [*tree.iter(ROW), *tree.iter(PARAGRAPH)]


def _tags(block: etree._Element) -> list[str]:
    """Return the tags of a paragraph, or of a row without those of a table inside it."""
    own = [block]
    if block.tag == ROW:
        own = [each for each in block.iter(PARAGRAPH) if next(each.iterancestors(ROW)) is block]
    return [found.strip() for each in own for found in TAG.findall(_text(each))]


def _text(paragraph: etree._Element) -> str:
    return "".join(piece.text or "" for piece in _pieces(paragraph))


def _pieces(paragraph: etree._Element) -> list[etree._Element]:
    """Return the texts of a paragraph, without those of a text box that hangs in it."""
    return [
        piece for piece in paragraph.iter(TEXT) if next(piece.iterancestors(PARAGRAPH)) is paragraph
    ]


def _list_of(tag: str, values: Values) -> str:
    name, dot, _ = tag.partition(".")
    return name if dot and name in values.list_fields else ""


def _holds(tag: str, values: Values) -> bool:
    condition = CONDITION.fullmatch(tag)
    return not condition or values.has(condition[2]) == (condition[1] == "若有")


def _remove(block: etree._Element) -> None:
    """Take a row or paragraph out, as far as Word can do without it."""
    parent = block.getparent()
    assert parent is not None
    is_last = parent.tag == CELL and len(parent.findall(PARAGRAPH)) == 1
    if block.tag == PARAGRAPH and (is_last or block.find(f"{PROPERTIES}/{SECTION}") is not None):
        for child in [child for child in block if child.tag != PROPERTIES]:
            block.remove(child)
        return
    _drop(block)
    if block.tag == ROW and parent.find(ROW) is None:
        _drop(parent)


def _drop(block: etree._Element) -> None:
    parent = block.getparent()
    assert parent is not None
    parent.remove(block)


def _write(paragraph: etree._Element, values: Values, item: Item) -> None:
    """Put the values in; each takes the look of its tag's first character."""
    pieces = _pieces(paragraph)
    starts, whole = [], ""
    for piece in pieces:
        starts.append(len(whole))
        whole += piece.text or ""
    # From the end, so that what stands before keeps its place.
    for match in reversed(list(TAG.finditer(whole))):
        value = _value(match[1].strip(), values, item)
        for piece, start in reversed(list(zip(pieces, starts, strict=True))):
            text = piece.text or ""
            before, after = max(match.start() - start, 0), match.end() - start
            if after <= 0 or before >= len(text) or match.start() >= start + len(text):
                continue
            own = value if match.start() >= start else ""
            piece.text = text[:before] + own + text[after:]
    for piece in pieces:
        _break_lines(piece)


def _value(tag: str, values: Values, item: Item) -> str:
    if CONDITION.fullmatch(tag):
        return ""
    wanted = _list_of(tag, values)
    value = item[tag.partition(".")[2]] if wanted else values.texts[tag]
    return NOT_XML.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def _break_lines(piece: etree._Element) -> None:
    piece.set(SPACE, "preserve")
    first, *rest = (piece.text or "").split("\n")
    piece.text = first
    for line in reversed(rest):
        text = etree.Element(TEXT, {SPACE: "preserve"})
        text.text = line
        piece.addnext(text)
        piece.addnext(etree.Element(BREAK))
