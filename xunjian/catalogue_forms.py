"""Writes the catalogue of normative documents as text, JSON or a workbook."""

from collections.abc import Iterator, Sequence
from io import BytesIO

import msgspec

from xunjian.catalogue import Line, Told

HEADS = (
    "序号",
    "文件名称",
    "文号",
    "印发单位",
    "成文日期",
    "施行日期",
    "有效期至",
    "效力状态",
    "失效日期",
    "依据",
    "依据所在页面",
    "收入理由",
    "本站目录",
    "网址",
)
WIDTHS = (6, 46, 22, 24, 12, 12, 12, 12, 12, 46, 40, 24, 12, 50)
YEAR_HEADS = ("年份", "本年制发", "本年废止（含宣布失效）", "本年有效期届满", "年末现行有效")
YEAR_WIDTHS = (10, 12, 24, 18, 16)


def as_form(told: Told, form: str) -> bytes:
    """Return the catalogue in a form; each form's library is loaded for it alone."""
    if form == "text":
        return ("\n".join(_text(told)) + "\n").encode()
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
    if form == "docx":
        from xunjian.catalogue_word import as_word

        return as_word(told)
    return _workbook(told)


def _text(told: Told) -> Iterator[str]:
    yield f"{told.title}（截至 {told.day}）"
    yield ""
    yield f"现行有效 {len(told.in_force)} 件"
    for number, line in enumerate(told.in_force, 1):
        yield from _entry(number, line)
    yield ""
    yield f"已失效 {len(told.ended)} 件"
    for number, line in enumerate(told.ended, 1):
        yield from _entry(number, line)
    yield ""
    yield "年报表二“行政规范性文件”参考数"
    for year in told.years:
        yield (
            f"  {year.year} 年：制发 {year.issued} 件，废止 {year.repealed} 件，"
            f"有效期届满 {year.run_out} 件，{_when(told, year.year)}现行有效 {year.in_force} 件"
        )
    if told.missing:
        yield ""
        yield f"疑似没有列入本站目录 {len(told.missing)} 件"
        for number, line in enumerate(told.missing, 1):
            yield f"  {number}. 《{line.name}》（{line.number}）"
    yield ""
    yield from (f"说明：{note}" for note in told.notes)


def _entry(number: int, line: Line) -> Iterator[str]:
    until = f"，有效期至 {line.end}" if line.end else ""
    issued = f"　{line.day} 成文" if line.day else ""
    yield f"  {number}. 《{line.name}》（{line.number}）{issued}{until}　{line.status}"
    if line.said and line.status != "有效":
        yield f"     依据：{line.said}"
    yield f"     {line.url}"


def _when(told: Told, year: int) -> str:
    return "目前" if told.day.startswith(str(year)) else "年末"


def row_of(number: int, line: Line) -> tuple[str | int, ...]:
    """Return the cells of a document, in the order of `HEADS`."""
    return (
        number,
        line.name,
        line.number,
        line.office,
        line.day,
        line.start,
        line.end,
        line.status,
        line.ended,
        line.said,
        line.said_at,
        line.ground,
        line.listed,
        line.url,
    )


def _workbook(told: Told) -> bytes:
    import xlsxwriter

    from notifier.workbook import TEXT_LENGTH

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    head = book.add_format({"bold": True, "bg_color": "#EEF3F9", "border": 1, "text_wrap": True})

    def write(
        name: str,
        heads: Sequence[str],
        widths: Sequence[int],
        rows: Sequence[Sequence[str | int]],
    ) -> None:
        sheet = book.add_worksheet(name)
        for column, (width, text) in enumerate(zip(widths, heads, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, text, head)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value[:TEXT_LENGTH], plain)
                else:
                    sheet.write_number(number, column, value, plain)
        sheet.freeze_panes(1, 0)

    for name, lines in (
        ("现行有效", told.in_force),
        ("已失效", told.ended),
        ("疑似漏列", told.missing),
    ):
        write(name, HEADS, WIDTHS, [row_of(n, line) for n, line in enumerate(lines, 1)])
    years = [(y.year, y.issued, y.repealed, y.run_out, y.in_force) for y in told.years]
    write("年报参考数", YEAR_HEADS, YEAR_WIDTHS, years)
    write("说明", ("说明",), (100,), [(note,) for note in told.notes])
    book.close()
    return out.getvalue()
