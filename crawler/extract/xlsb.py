"""Binary workbooks (xlsb) by calamine: the cells of all sheets, hidden ones named."""

from datetime import date, datetime, time
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.ooxml import Package
from crawler.extract.package_parts import add_common, add_graphics
from crawler.page import Table
from crawler.site import FileLimits

UNREAD = (
    (r"xl/comments\d*\.bin", "xlsb 工作簿的批注没有检查"),
    (r"xl/pivotCache/.*\.bin", "xlsb 工作簿的数据透视表缓存没有检查"),
    (r"xl/externalLinks/.*\.bin", "xlsb 工作簿的外部链接缓存没有检查"),
)


def read(body: bytes, limits: FileLimits) -> Content:
    """Return the cells of all sheets; what only Excel can read is noted."""
    package = Package(body, limits.unpacked)
    for name in package.find(r"xl/(?:worksheets/.*|sharedStrings\d*)\.bin"):
        # The library unpacks without a limit; what passes here is safe to give to it.
        package.unpacked(name)
    builder = ContentBuilder(limits)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(body))
        for sheet in workbook.sheets_metadata:
            is_hidden = sheet.visible is not SheetVisibleEnum.Visible
            place = f"隐藏的工作表“{sheet.name}”" if is_hidden else f"工作表“{sheet.name}”"
            _add_sheet(workbook, sheet.name, place, builder)
    except CalamineError as error:
        raise ExtractError("Excel 文件已加密或损坏，无法读取") from error
    for pattern, reason in UNREAD:
        if package.find(pattern):
            builder.leave_out(reason)
    add_graphics(package, builder)
    add_common(package, builder)
    return builder.build()


def _add_sheet(workbook: CalamineWorkbook, name: str, place: str, builder: ContentBuilder) -> None:
    sheet = workbook.get_sheet_by_name(name)
    most = builder.limits.rows
    rows = sheet.to_python(skip_empty_area=False, nrows=most + 1)
    if len(rows) > most:
        builder.leave_out(f"{place}超过 {most} 行，其余未检查")
    texts = tuple(tuple(map(_text, row)) for row in rows[:most])
    builder.add(place, "\n".join("\t".join(filter(None, row)) for row in texts if any(row)))
    if any(map(any, texts)):
        builder.tables.append(Table(texts, place, tuple(range(1, len(texts) + 1))))


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    if isinstance(cell, datetime):
        is_day = cell.time() == time()
        return f"{cell:%Y-%m-%d}" if is_day else f"{cell:%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
