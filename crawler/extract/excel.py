"""Excel files (xlsx): streamed, with hidden rows, columns, sheets and comments named."""

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.excel_beside import add_beside, add_sheet_parts
from crawler.extract.excel_cells import TRUE, Book, Sheet, Strings, read_sheet, string_text
from crawler.extract.excel_dates import MAC_ORIGIN, DateCells
from crawler.extract.excel_pivot import add_pivots
from crawler.extract.ooxml import Package
from crawler.extract.package_parts import add_common, add_graphics, tree_or_note
from crawler.site import FileLimits

STRINGS = r"xl/sharedStrings\d*\.xml"
STYLES = r"xl/styles\d*\.xml"


def read_xlsx(body: bytes, limits: FileLimits) -> Content:
    """Return every cell's text, row by row; hidden parts are named as the place."""
    package = Package(body, limits.unpacked)
    if package.kind != "workbook":
        raise ExtractError("不是有效的 Excel 文件")
    builder = ContentBuilder(limits)
    book = Book(package, builder, _shared_strings(package), _dates(package, builder))
    root = package.tree(package.main)
    properties = root.find("{*}workbookPr")
    if properties is not None and properties.get("date1904") in TRUE:
        book.dates.origin = MAC_ORIGIN
    names: list[str] = []
    links = {link.id: link.target for link in package.relations(package.main)}
    for node in root.iterfind("{*}sheets/{*}sheet"):
        name = str(node.get("name", ""))
        keys = (str(value) for key, value in node.attrib.items() if str(key).endswith("}id"))
        part = links.get(next(keys, ""), "")
        names.append(name)
        sheet = Sheet(name, part, is_hidden=node.get("state", "visible") != "visible")
        if part not in package:
            builder.leave_out(f"{sheet.place}的内容不在文件里")
            continue
        read_sheet(book, sheet)
        add_sheet_parts(package, sheet, builder)
    builder.add("工作表名称", "\n".join(names))
    _add_orphans(book)
    add_pivots(package, builder)
    add_beside(package, root, builder)
    add_graphics(package, builder)
    add_common(package, builder)
    return builder.build()


def _shared_strings(package: Package) -> Strings:
    texts = [
        string_text(item)
        for name in package.find(STRINGS)
        for item in package.elements(name, "{*}si")
    ]
    return Strings(texts, bytearray(len(texts)))


def _add_orphans(book: Book) -> None:
    """Add the strings that no cell shows any more: what was deleted may still be there."""
    strings = book.strings
    kept = (text for text, used in zip(strings.texts, strings.is_used, strict=True) if not used)
    book.builder.add("工作簿里残留的文字", "\n".join(filter(None, kept)))


def _dates(package: Package, builder: ContentBuilder) -> DateCells:
    dates = DateCells()
    for name in package.find(STYLES):
        root = tree_or_note(package, name, "单元格格式", builder)
        if root is not None:
            dates.take(root)
    return dates
