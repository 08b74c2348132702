"""The workbook of the assessment has the same figures, and charts that point at them."""

import re
import zipfile
from collections import Counter
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook

from checks.finding import Severity
from tests.assessed import NOVEMBER, SITE, TODAY, spell
from tests.notifier.builders import an_issue
from xunjian.assess import Assessment, assess
from xunjian.assess_excel import COLUMNS, as_excel
from xunjian.assess_periods import Span
from xunjian.assess_words import MEASURES, RULES

EVIL = '=HYPERLINK("http://evil.example","点我")'
MONTH = Span(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture(scope="module")
def told() -> Assessment:
    issues = {number: an_issue(number, message=EVIL, title=EVIL) for number in range(501, 514)}
    issues[513] = an_issue(513, severity=Severity.CRITICAL)
    return assess(SITE, NOVEMBER, MONTH, TODAY, issues=issues)


@pytest.fixture(scope="module")
def content(told: Assessment) -> bytes:
    return as_excel(told, TODAY)


@pytest.fixture(scope="module")
def book(content: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def rows(book: Workbook, sheet: str) -> list[tuple[object, ...]]:
    """Return the rows below the heads."""
    return list(book[sheet].iter_rows(min_row=4, values_only=True))


def test_it_has_its_six_sheets_and_no_formula(book: Workbook) -> None:
    assert book.sheetnames == ["概况", "单位", "类别", "趋势", "明细", "口径说明"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert any(cell.value == EVIL for cell in cells)


def test_the_overview_shows_every_figure_of_both_periods(book: Workbook, told: Assessment) -> None:
    found = {row[0]: row[1:3] for row in rows(book, "概况")}
    now, before = told.total.now, told.total.before
    assert found == {
        each.name: tuple("—" if each.value(of) is None else each.value(of) for of in (now, before))
        for each in MEASURES
    }
    assert found["按期整改率"] == (0.5, 0)


@pytest.mark.parametrize("sheet", ["单位", "类别"])
def test_units_and_families_add_up_to_the_last_row(
    book: Workbook, told: Assessment, sheet: str
) -> None:
    table = {str(row[0]): row for row in rows(book, sheet) if row[0]}
    total = [each.value(told.total.now) for each in COLUMNS]
    assert list(table["合计"][1 : len(COLUMNS) + 1]) == total
    due = [each.name for each in COLUMNS].index("到期") + 1
    names = [row.name for row in (told.units if sheet == "单位" else told.families)]
    parts = [int(str(table[name][due])) for name in names]
    assert sum(parts) == table["合计"][due] == 8


def test_the_details_come_to_the_same_figures(book: Workbook, told: Assessment) -> None:
    heads = [cell.value for cell in book["明细"][3]]
    cases = [dict(zip(heads, row, strict=True)) for row in rows(book, "明细")]
    now = told.total.now
    assert Counter(case["计入到期"] for case in cases)["是"] == now.due
    due = Counter(case["结果"] for case in cases if case["计入到期"] == "是")
    assert due == {"按期整改": now.on_time, "逾期整改": now.late, "已超期": now.missed}
    others = Counter(case["结果"] for case in cases if case["计入到期"] == "否")
    assert others == {
        "不计入（误报）": 1,
        "不计入（规则调整）": 1,
        "未通报": 1,
        "未到期": 2,
        "逾期整改": 1,  # due in October
    }
    claimed = next(case for case in cases if case["编号"] == 503)
    assert claimed["整改之日"] == datetime(2026, 11, 9)  # noqa: DTZ001 - a day in a cell
    assert claimed["销号日期"] == datetime(2026, 11, 12)  # noqa: DTZ001 - a day in a cell


def test_the_trend_ends_where_the_overview_stands(book: Workbook, told: Assessment) -> None:
    weeks = [row for row in rows(book, "趋势") if row[0]]
    assert len(weeks) == len(told.points) == 6
    assert weeks[0][2] is None, "a week with nothing due is a gap and no zero"
    assert sum(int(str(row[3])) for row in weeks) == told.total.now.due
    assert weeks[-1][-2:] == (told.total.now.open, told.total.now.overdue)


def charts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
        return {name: package.read(name).decode() for name in names}


def test_charts_are_excels_own_and_point_at_the_cells(content: bytes, book: Workbook) -> None:
    assert [len(sheet._charts) for sheet in book] == [0, 1, 1, 2, 0, 0]
    texts = "".join(charts(content).values())
    for kind in ('<c:barDir val="bar"/>', '<c:grouping val="stacked"/>', "<c:lineChart>"):
        assert kind in texts
    # The unit without anything due, and the row of totals, are not drawn.
    assert re.search(r"<c:f>单位!\$B\$4:\$B\$6</c:f>", texts)
    assert "趋势!$C$4:$C$9" in texts


def test_every_sheet_is_ready_to_be_printed(book: Workbook) -> None:
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        # One page wide, which goes without saying in the file, and as many high as it takes.
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "第" in str(sheet.oddFooter.right.text)


def test_the_definitions_are_in_the_workbook(book: Workbook) -> None:
    told = [row[:3] for row in rows(book, "口径说明")]
    assert told[: len(MEASURES)] == [(m.name, m.formula, m.meaning) for m in MEASURES]
    assert [row[2] for row in told[len(MEASURES) :]] == list(RULES)


def test_where_a_secret_stands_is_not_written_down() -> None:
    leak = spell("11-02", code="P201", issue=513)
    issues = {513: an_issue(513, url="https://a.example/secret.html", message="张三")}
    content = as_excel(assess(SITE, [leak], MONTH, TODAY, issues=issues), TODAY)
    with zipfile.ZipFile(BytesIO(content)) as package:
        text = package.read("xl/sharedStrings.xml").decode()
    assert "secret.html" not in text and "张三" not in text


def test_the_same_figures_are_the_same_bytes(told: Assessment, content: bytes) -> None:
    assert as_excel(told, TODAY) == content


def test_a_period_in_which_nothing_happened_is_a_workbook_too() -> None:
    empty = assess(SITE, [], MONTH, TODAY)
    found = openpyxl.load_workbook(BytesIO(as_excel(empty, TODAY)))
    assert [len(sheet._charts) for sheet in found] == [0, 0, 0, 2, 0, 0]
