"""Presentations (pptx): slides, notes, comments, hidden slides and shapes, by their numbers."""

from lxml import etree

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.merged import Merge, fill_merged
from crawler.extract.ooxml import Package, local
from crawler.extract.package_parts import add_common, add_graphics, paragraphs, texts, tree_or_note
from crawler.extract.word_runs import alternatives
from crawler.page import Table
from crawler.site import FileLimits

FALSE = ("0", "false")
TRUE = ("1", "true")
MAX_SPAN = 100
GRAPHICS = frozenset({"chart", "chartEx", "diagramData"})
TEMPLATES = r"ppt/(?:slideMasters|slideLayouts|notesMasters|handoutMasters)/[^/]*\.xml"


def read(body: bytes, limits: FileLimits) -> Content:
    """Return the texts of all slides in their order, then what stands beside them."""
    package = Package(body, limits.unpacked)
    if package.kind != "presentation":
        raise ExtractError("不是有效的 PowerPoint 文件")
    builder = ContentBuilder(limits)
    authors = _authors(package, builder)
    places: dict[str, str] = {}
    slides = _slides(package)
    if len(slides) > limits.pages:
        builder.leave_out(f"幻灯片超过 {limits.pages} 张，其余未检查")
    for number, part in enumerate(slides[: limits.pages], 1):
        _Slide(package, builder, places, authors).read(part, f"幻灯片 {number}")
    for part in package.find(r"ppt/slides/slide[^/]*\.xml"):
        if part not in slides:
            _Slide(package, builder, places, authors).read(part, "未列入放映的幻灯片")
    for name in package.find(TEMPLATES):
        root = tree_or_note(package, name, "母版", builder)
        if root is not None:
            # The prompts of placeholders are nobody's text.
            for prompt in [
                shape for shape in root.iter("{*}sp") if shape.find(".//{*}ph") is not None
            ]:
                prompt.clear()
            _Shapes(builder, "母版").read(root)
    add_graphics(package, builder, places)
    add_common(package, builder)
    return builder.build()


def _slides(package: Package) -> list[str]:
    """Return the parts of the slides in the order in which they are shown."""
    links = {link.id: link.target for link in package.relations(package.main)}
    root = package.tree(package.main)
    found = []
    for node in root.iterfind("{*}sldIdLst/{*}sldId"):
        keys = (str(value) for key, value in node.attrib.items() if str(key).endswith("}id"))
        part = links.get(next(keys, ""), "")
        if part in package:
            found.append(part)
    return found


def _authors(package: Package, builder: ContentBuilder) -> dict[str, str]:
    found = {}
    for name in package.find(r"ppt/(?:commentAuthors|authors)\d*\.xml"):
        root = tree_or_note(package, name, "批注的作者", builder)
        for node in root.iter("{*}cmAuthor", "{*}author") if root is not None else ():
            found[str(node.get("id"))] = str(node.get("name", ""))
    return found


class _Slide:
    """A slide with its notes and comments, on its way into the content."""

    def __init__(
        self,
        package: Package,
        builder: ContentBuilder,
        places: dict[str, str],
        authors: dict[str, str],
    ) -> None:
        self._package, self._builder = package, builder
        self._places, self._authors = places, authors

    def read(self, part: str, place: str) -> None:
        """Add the slide and remember where its charts stand."""
        root = tree_or_note(self._package, part, place, self._builder)
        if root is None:
            return
        shown = f"隐藏的{place}" if root.get("show") in FALSE else place
        _Shapes(self._builder, shown).read(root)
        for link in self._package.relations(part):
            if link.is_external or link.target not in self._package:
                continue
            if link.kind in GRAPHICS:
                self._places[link.target] = shown
            elif link.kind == "notesSlide":
                notes = tree_or_note(self._package, link.target, f"{shown} 备注", self._builder)
                if notes is not None:
                    _Shapes(self._builder, f"{shown} 备注").read(notes)
            elif link.kind == "comments":
                self._comments(link.target, f"{shown} 批注")

    def _comments(self, part: str, place: str) -> None:
        root = tree_or_note(self._package, part, place, self._builder)
        for comment in root.iter("{*}cm", "{*}reply") if root is not None else ():
            author = self._authors.get(str(comment.get("authorId")), "")
            own = (node for node in comment if local(node) in ("text", "txBody"))
            said = "\n".join(text for node in own for text in _lines(node))
            self._builder.add(place, f"{author}：{said}" if author and said else said)


def _lines(node: etree._Element) -> list[str]:
    return texts(node, "t") or texts(node, "text")


class _Shapes:
    """The shapes of a slide, groups included."""

    def __init__(self, builder: ContentBuilder, place: str) -> None:
        self._builder, self._place = builder, place
        self._tables = 0

    def read(self, root: etree._Element) -> None:
        """Add text shape by shape, tables row by row, hidden shapes by that name."""
        unseen: list[tuple[str, str]] = []
        waiting = [root]
        while waiting:
            element = waiting.pop()
            name = local(element)
            if name == "Fallback":
                continue
            if name == "cNvPr":
                said = "\n".join(alternatives(element))
                unseen.append((f"{self._place}（图片说明）", said))
            elif name == "tbl":
                self._table(element)
            elif name == "txBody" and _is_hidden(element):
                unseen.append((f"{self._place}（隐藏的图形）", "\n".join(paragraphs(element))))
            elif name == "txBody":
                self._builder.add(self._place, "\n".join(paragraphs(element)))
            else:
                waiting += element.iterchildren("*", reversed=True)
        for place, text in unseen:
            self._builder.add(place, text)

    def _table(self, table: etree._Element) -> None:
        self._tables += 1
        place = f"{self._place} 表 {self._tables}"
        rows: list[list[str]] = []
        merges: list[Merge] = []
        for index, row in enumerate(table.iterchildren("{*}tr")):
            if index >= self._builder.limits.rows:
                self._builder.leave_out(f"{place}过长，其余未检查")
                break
            rows.append([])
            for column, cell in enumerate(row.iterchildren("{*}tc")):
                rows[-1].append(" ".join(paragraphs(cell)))
                right, bottom = column + _span(cell, "gridSpan"), index + _span(cell, "rowSpan")
                if (right, bottom) != (column, index):
                    merges.append(Merge(index, column, bottom, right))
            self._builder.add(f"{place} 第 {index + 1} 行", "\t".join(rows[-1]))
        fill_merged(rows, merges)
        if rows:
            self._builder.tables.append(Table(tuple(map(tuple, rows)), place))


def _span(cell: etree._Element, name: str) -> int:
    """Return how many cells more a merged one covers."""
    number = str(cell.get(name, "1"))
    return min(int(number), MAX_SPAN) - 1 if number.isdecimal() and int(number) else 0


def _is_hidden(text: etree._Element) -> bool:
    """Whether the shape that holds the text, or a group around it, is switched off."""
    for shape in text.iterancestors("{*}sp", "{*}grpSp"):
        marks = next(shape.iterfind("./*/{*}cNvPr"), None)
        if marks is not None and marks.get("hidden") in TRUE:
            return True
    return False
