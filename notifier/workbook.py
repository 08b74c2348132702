"""The problem list as a workbook that a unit fills in and sends back."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from urllib.parse import urlsplit

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from checks.finding import Severity
from checks.workdays import local_day
from ledger.issue import Issue
from notifier.notice import NO_UNIT
from notifier.proof import row_code

LIST_SHEET, GUIDE_SHEET = "问题清单", "填写说明"
ANSWERS = ("已整改", "整改中", "申请延期", "疑似误报")
TOKEN_PROPERTY = "ledger_token"
# Excel's own limits; beyond them it drops the link or repairs the file.
LINK_LENGTH, LINKS_PER_SHEET, TEXT_LENGTH = 2000, 65_000, 32_000
HEADER_ROW = 1
# Points; Excel allows no row above 409. Characters above WIDE take two columns.
LINE_HEIGHT, HIGHEST_ROW, WIDE = 15, 200, 0x2000
FIXED_STAMP = datetime(2020, 1, 1, tzinfo=UTC)


def safe_url(url: str) -> str:
    """Return the address if it may be clicked on, else nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the sheet: heading, width in characters, what stands in it."""

    heading: str
    width: float
    value: Callable[[Issue], str | int | date | None]
    answer: bool = False


FIELDS = (
    Field("编号", 6, lambda issue: issue.id),
    Field("规则", 13, lambda issue: f"{issue.code} {issue.title}"),
    Field("等级", 6, lambda issue: str(issue.severity)),
    Field("状态", 7, lambda issue: str(issue.state)),
    Field("责任单位", 11, lambda issue: issue.unit or NO_UNIT),
    Field("栏目", 11, lambda issue: issue.column),
    Field("页面", 22, lambda issue: issue.page_title),
    Field("页面地址", 22, lambda issue: issue.url),
    Field("问题", 22, lambda issue: issue.message),
    Field("证据", 28, lambda issue: issue.evidence),
    Field("建议", 14, lambda issue: issue.suggestion),
    Field("首次发现", 10.5, lambda issue: local_day(issue.first_seen)),
    Field("整改期限", 10.5, lambda issue: issue.due),
    Field("整改情况", 9, lambda issue: None, answer=True),
    Field("整改说明", 18, lambda issue: None, answer=True),
    Field("整改日期", 11, lambda issue: None, answer=True),
    Field("反馈人", 8, lambda issue: None, answer=True),
)
CODE_HEADING = "校验码"
FIRST_ANSWER = next(at for at, one in enumerate(FIELDS) if one.answer)
ADDRESS = next(at for at, one in enumerate(FIELDS) if one.heading == "页面地址")

GUIDE = (
    ("怎样填写", ""),
    ("1", "只需填写黄色的四列：整改情况、整改说明、整改日期、反馈人。其他列已锁定，请勿改动。"),
    ("2", "整改情况请从下拉列表中选择：已整改、整改中、申请延期、疑似误报。"),
    ("3", "选择“申请延期”或“疑似误报”的，请在整改说明中写明理由，由主管部门决定。"),
    ("4", "整改日期的写法如 2026-11-30 或 2026年11月30日。"),
    ("5", "同一问题出现在多个页面的，各占一行，请逐行填写。"),
    ("怎样反馈", ""),
    (
        "6",
        "填好后保存，直接回复本邮件并附上本表，由主管部门的工作人员查收。不要修改“编号”和“校验码”两列。",
    ),
    ("7", "是否已整改，以系统自动复查为准；确已改正的，在下一次清单中列为“已确认整改”。"),
    ("等级含义", ""),
    ("严重", "可能导致网站检查单项否决，或涉及个人隐私、不良信息，请立即处理。"),
    ("一般", "不符合网站检查指标，请在期限内整改。"),
    ("提示", "建议改进，请核实后处理。"),
    ("其他", ""),
    ("证据", "“【】”中的文字是问题所在，个人信息已隐去部分数字。"),
)


def workbook(
    issues: Sequence[Issue], *, title: str, token: str, created: datetime = FIXED_STAMP
) -> bytes:
    """Return the xlsx file; the same issues, title, token and time give the same bytes."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        formats = _Formats(book)
        # XlsxWriter writes the time as it is given and wants no zone.
        naive = created.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": title, "author": "巡检系统", "created": naive})
        book.set_custom_property(TOKEN_PROPERTY, token)
        fields = _fields(token)
        _list_sheet(book.add_worksheet(LIST_SHEET), issues, title, formats, fields)
        _guide_sheet(book.add_worksheet(GUIDE_SHEET), formats)
    return buffer.getvalue()


def _fields(token: str) -> tuple[Field, ...]:
    """Return the columns; the code proves each row where the file's own token gets lost."""
    if not token:
        return FIELDS
    return (*FIELDS, Field(CODE_HEADING, 11, lambda issue: row_code(token, issue.id, issue.cycle)))


class _Formats:
    """The cell formats of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        plain = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
        cell = {**plain, "text_wrap": True, "border": 1, "border_color": "#C9D3DF"}
        head = {**cell, "bold": True, "align": "center", "font_color": "#FFFFFF"}
        self.title: Format = book.add_format({**plain, "bold": True, "font_size": 15})
        self.head: Format = book.add_format({**head, "bg_color": "#2B5C99"})
        self.answer_head: Format = book.add_format({**head, "bg_color": "#B8860B"})
        self.text: Format = book.add_format(cell)
        self.centre: Format = book.add_format({**cell, "align": "center"})
        self.date: Format = book.add_format({**cell, "align": "center", "num_format": "yyyy-mm-dd"})
        self.link: Format = book.add_format({**cell, "font_color": "#1A56A0", "underline": 1})
        yellow = {**cell, "bg_color": "#FFF8D6", "locked": False}
        self.answer: Format = book.add_format(yellow)
        self.answer_date: Format = book.add_format({**yellow, "num_format": "yyyy-mm-dd"})
        critical = {**cell, "align": "center", "bold": True, "font_color": "#B42318"}
        self.critical: Format = book.add_format(critical)
        self.section: Format = book.add_format({**plain, "bold": True, "font_size": 12})
        self.guide: Format = book.add_format({**plain, "text_wrap": True})


def _list_sheet(
    sheet: Worksheet,
    issues: Sequence[Issue],
    title: str,
    formats: _Formats,
    fields: Sequence[Field],
) -> None:
    last_row, last_column = HEADER_ROW + len(issues), len(fields) - 1
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, title, formats.title)
    sheet.set_row(HEADER_ROW, 24)
    for at, one in enumerate(fields):
        sheet.set_column(at, at, one.width)
        sheet.write_string(
            HEADER_ROW, at, one.heading, formats.answer_head if one.answer else formats.head
        )
    for row, issue in enumerate(issues, HEADER_ROW + 1):
        sheet.set_row(row, _height(issue))
        for at, one in enumerate(fields):
            _write(sheet, row, at, one, issue, formats)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.autofilter(HEADER_ROW, 0, max(last_row, HEADER_ROW + 1), last_column)
    _answers(sheet, HEADER_ROW + 1, max(last_row, HEADER_ROW + 1))
    sheet.protect(
        "",
        {
            "sort": True,
            "autofilter": True,
            "format_columns": True,
            "format_rows": True,
            "insert_hyperlinks": False,
        },
    )
    _page_setup(sheet)


def _write(
    sheet: Worksheet, row: int, at: int, one: Field, issue: Issue, formats: _Formats
) -> None:
    value = one.value(issue)
    if one.answer:
        is_date = one.heading == "整改日期"
        sheet.write_blank(row, at, None, formats.answer_date if is_date else formats.answer)
    elif isinstance(value, int):
        sheet.write_number(row, at, value, formats.centre)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, formats.date)
    elif at == ADDRESS and _linkable(issue.url) and row < LINKS_PER_SHEET:
        sheet.write_url(row, at, issue.url, formats.link, issue.url)
    else:
        short = formats.centre if one.width <= FIELDS[0].width + 1 else formats.text
        is_critical = one.heading == "等级" and issue.severity is Severity.CRITICAL
        # Only write_string: a page's “=HYPERLINK(…)” must stay text.
        text = (value or "")[:TEXT_LENGTH]
        sheet.write_string(row, at, text, formats.critical if is_critical else short)


def _height(issue: Issue) -> float:
    """Estimate the row height in points: not every office program fits rows by itself."""
    texts = ((one.width, one.value(issue)) for one in FIELDS if not one.answer)
    lines = max(
        math.ceil(sum(2 if ord(char) > WIDE else 1 for char in text) / (width - 1))
        for width, text in texts
        if isinstance(text, str)
    )
    return min(max(lines, 1) * LINE_HEIGHT + 6, HIGHEST_ROW)


def _linkable(url: str) -> bool:
    # XlsxWriter splits at “#” and refuses a long second half.
    return bool(safe_url(url)) and len(url) <= LINK_LENGTH and "#" not in url


def _answers(sheet: Worksheet, first: int, last: int) -> None:
    sheet.data_validation(
        first,
        FIRST_ANSWER,
        last,
        FIRST_ANSWER,
        {
            "validate": "list",
            "source": list(ANSWERS),
            "input_title": "整改情况",
            "input_message": "请从列表中选择",
            "error_title": "请从列表中选择",
            "error_message": "可填：" + "、".join(ANSWERS),
        },
    )


def _page_setup(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _guide_sheet(sheet: Worksheet, formats: _Formats) -> None:
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 90)
    sheet.hide_gridlines(2)
    for row, (label, text) in enumerate(GUIDE):
        sheet.set_row(row, 26)
        sheet.write_string(row, 0, label, formats.guide if text else formats.section)
        sheet.write_string(row, 1, text, formats.guide)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
