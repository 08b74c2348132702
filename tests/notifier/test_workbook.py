"""The problem list as a workbook."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from checks.finding import Severity
from notifier.notice import NO_UNIT
from notifier.workbook import ANSWERS, FIELDS, GUIDE_SHEET, LIST_SHEET, workbook
from tests.notifier.builders import an_issue

FORMULA = '=HYPERLINK("http://evil.example","点我")'


# openpyxl ships no types: Any.
def sheet_of(content: bytes) -> Any:
    return load_workbook(BytesIO(content))[LIST_SHEET]


def cells(sheet: Any, row: int = 3) -> dict[str, Any]:
    return {str(sheet.cell(2, at).value): sheet.cell(row, at) for at in range(1, len(FIELDS) + 1)}


def test_text_from_a_page_never_becomes_a_formula() -> None:
    texts = (FORMULA, "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1")
    for text in texts:
        issue = an_issue(message=text, evidence=text, suggestion=text, column=text, url=text)
        sheet = sheet_of(workbook([issue], title=text, token="t"))
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row} <= {"s", "n", "d"}
        assert cells(sheet)["问题"].value == text


def test_the_list_has_the_problem_the_deadline_and_a_link() -> None:
    issue = an_issue(7, severity=Severity.CRITICAL, due=date(2026, 11, 30))
    found = cells(sheet_of(workbook([issue], title="清单", token="t")))
    values = {name: cell.value for name, cell in found.items()}
    assert (values["编号"], values["规则"], values["等级"]) == (7, "W101 错别字", "严重")
    assert values["整改期限"] == datetime(2026, 11, 30)  # noqa: DTZ001 - cells have no zone
    assert values["首次发现"] == datetime(2026, 11, 23)  # noqa: DTZ001
    link = found["页面地址"].hyperlink
    assert link.target == "https://www.qinghe.example/art/7.html"


def test_only_safe_addresses_become_links() -> None:
    urls = ["javascript:alert(1)", "https://x.example/" + "a" * 3000, "file:///etc/hosts", ""]
    content = workbook([an_issue(at, url=url) for at, url in enumerate(urls)], title="", token="t")
    sheet = sheet_of(content)
    assert all(cells(sheet, row)["页面地址"].hyperlink is None for row in range(3, 7))


def test_only_the_answer_columns_can_be_changed() -> None:
    sheet = sheet_of(workbook([an_issue()], title="清单", token="t"))
    unlocked = [name for name, cell in cells(sheet).items() if not cell.protection.locked]
    assert unlocked == ["整改情况", "整改说明", "整改日期", "反馈人"]
    assert sheet.protection.sheet
    assert not (sheet.protection.sort or sheet.protection.autoFilter)  # False: allowed
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"' + ",".join(ANSWERS) + '"'


def test_the_workbook_carries_its_token_and_a_guide() -> None:
    book = load_workbook(BytesIO(workbook([], title="清单", token="v1:scan47:mzj:abc")))
    assert book.custom_doc_props["ledger_token"].value == "v1:scan47:mzj:abc"
    assert book.sheetnames == [LIST_SHEET, GUIDE_SHEET]


def test_it_prints_on_a4_landscape_with_the_head_on_every_page() -> None:
    sheet = sheet_of(workbook([an_issue()], title="清单", token="t"))
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.freeze_panes == "B3"
    assert sheet.auto_filter.ref == "A2:R3"


def test_the_same_issues_give_the_same_bytes() -> None:
    issues = [an_issue(at) for at in range(1, 30)]
    stamp = datetime(2026, 11, 23, tzinfo=UTC)
    first, second = (workbook(issues, title="清", token="t", created=stamp) for _ in range(2))
    assert first == second


def test_the_state_is_called_as_everywhere_and_a_problem_of_the_site_has_an_owner() -> None:
    found = cells(sheet_of(workbook([an_issue(unit="")], title="清单", token="t")))
    assert found["状态"].value == "新发现"
    assert found["责任单位"].value == NO_UNIT
