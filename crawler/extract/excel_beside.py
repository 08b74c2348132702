"""What a workbook holds besides its cells: comments, drawings, names, connections, old values."""

from lxml import etree

from crawler.extract.content import ContentBuilder
from crawler.extract.excel_cells import Sheet, string_text
from crawler.extract.ooxml import Package, Relation
from crawler.extract.package_parts import paragraphs, texts, tree_or_note
from crawler.extract.word_runs import alternatives

# Names that Excel gives itself: print areas, filters.
OWN_NAME = "_xlnm."


def add_sheet_parts(package: Package, sheet: Sheet, builder: ContentBuilder) -> None:
    """Add the comments and drawings of a sheet."""
    people = _people(package, builder)
    for link in package.relations(sheet.part):
        if link.is_external or link.target not in package:
            continue
        match link.kind:
            case "comments":
                _add_comments(package, link, sheet, builder)
            case "threadedComment":
                _add_threads(package, link, sheet, builder, people)
            case "drawing":
                _add_drawing(package, link, sheet, builder)
            case "vmlDrawing":
                root = tree_or_note(
                    package, link.target, f"{sheet.place}的图形", builder, is_sloppy=True
                )
                if root is not None:
                    boxes = (" ".join(map(str, box.itertext())) for box in root.iter("{*}textbox"))
                    builder.add(f"{sheet.place}（文本框）", "\n".join(filter(str.strip, boxes)))


def _add_comments(package: Package, link: Relation, sheet: Sheet, builder: ContentBuilder) -> None:
    root = tree_or_note(package, link.target, f"{sheet.place}的批注", builder)
    if root is None:
        return
    authors = [node.text or "" for node in root.iter("{*}author")]
    for comment in root.iter("{*}comment"):
        said = "".join(string_text(node) for node in comment.iterchildren("{*}text"))
        number = str(comment.get("authorId", ""))
        is_known = number.isdecimal() and int(number) < len(authors)
        builder.add(*_comment(sheet, comment, said, authors[int(number)] if is_known else ""))


def _comment(sheet: Sheet, node: etree._Element, said: str, author: str) -> tuple[str, str]:
    # Excel writes the author's name into the comment; a program's mark is no name.
    is_named = not author.strip() or said.startswith(author) or author.startswith("tc={")
    place = f"{sheet.place} 批注 {node.get('ref', '')}".rstrip()
    return place, said if is_named or not said else f"{author}：{said}"


def _add_threads(
    package: Package, link: Relation, sheet: Sheet, builder: ContentBuilder, people: dict[str, str]
) -> None:
    root = tree_or_note(package, link.target, f"{sheet.place}的批注", builder)
    for comment in root.iter("{*}threadedComment") if root is not None else ():
        author = people.get(str(comment.get("personId")), "")
        builder.add(*_comment(sheet, comment, "\n".join(texts(comment, "text")), author))


def _people(package: Package, builder: ContentBuilder) -> dict[str, str]:
    found = {}
    for name in package.find(r"xl/persons/[^/]*\.xml"):
        root = tree_or_note(package, name, "批注的作者", builder)
        for person in root.iter("{*}person") if root is not None else ():
            found[str(person.get("id"))] = str(person.get("displayName", ""))
    return found


def _add_drawing(package: Package, link: Relation, sheet: Sheet, builder: ContentBuilder) -> None:
    root = tree_or_note(package, link.target, f"{sheet.place}的图形", builder)
    if root is not None:
        builder.add(f"{sheet.place}（文本框）", "\n".join(paragraphs(root)))
        said = [text for node in root.iter("{*}cNvPr") for text in alternatives(node)]
        builder.add(f"{sheet.place}（图片说明）", "\n".join(said))


def add_beside(package: Package, workbook: etree._Element, builder: ContentBuilder) -> None:
    """Add what belongs to the workbook as a whole."""
    names = (
        f"{node.get('name', '')}={node.text or ''} {node.get('comment', '')}".strip()
        for node in workbook.iterfind("{*}definedNames/{*}definedName")
        if not str(node.get("name", "")).startswith(OWN_NAME)
    )
    builder.add("名称定义", "\n".join(names))
    _add_texts(package, r"xl/externalLinks/externalLink\d*\.xml", "外部链接缓存", builder)
    _add_texts(package, r"xl/revisions/revisionLog\d*\.xml", "修订记录", builder)
    for name in package.find(r"xl/connections\d*\.xml"):
        root = tree_or_note(package, name, "数据连接", builder)
        for node in root.iter("{*}connection", "{*}dbPr", "{*}webPr") if root is not None else ():
            for key in ("name", "description", "connection", "command", "url"):
                builder.add("数据连接", str(node.get(key, "")))
    if package.find(r"xl/model/.*"):
        builder.leave_out("工作簿内嵌的数据模型没有检查")


def _add_texts(package: Package, pattern: str, place: str, builder: ContentBuilder) -> None:
    """Add the cells that a part remembers, one row a line."""
    for name in package.find(pattern):
        root = tree_or_note(package, name, place, builder)
        if root is None:
            continue
        lines = [texts(row, "v", "t") for row in root.iter("{*}row", "{*}rcc", "{*}rrc", "{*}rsnm")]
        sheets = [str(node.get("val", "")) for node in root.iter("{*}sheetName")]
        builder.add(place, "\n".join((*sheets, *("\t".join(line) for line in lines if line))))
