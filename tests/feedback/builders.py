"""Lists as they go out and come back, and what the ledger knows of them."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from ledger.feedback import FeedbackPlan
from ledger.issue import Issue, ScanInfo
from ledger.lifecycle import State
from notifier.answers import read_answers
from notifier.proof import Claim, sign
from notifier.workbook import LIST_SHEET, workbook
from tests.notifier.builders import an_issue
from xunjian.feedback_plan import Owner, View, plan_feedback

SECRET = b"a secret for tests"
TODAY = date(2026, 11, 25)
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
CIVIL = Owner("qinghe", "mzj", "区民政局", ("minzheng@qinghe.example",))
EDUCATION = Owner("qinghe", "jyj", "区教育局", ("jiaoyu@qinghe.example",))
SCAN = "qinghe-20261123"
TOKEN = sign(SECRET, Claim(SCAN, "mzj"))
# openpyxl ships no types: Any.
Edit = Callable[[Any], None]


def a_scan(name: str = SCAN, started: datetime = MONDAY) -> ScanInfo:
    return ScanInfo(name, "qinghe", started, started + timedelta(hours=1), True, 100)


def issues(*numbers: int, **values: object) -> list[Issue]:
    told = {"state": State.NOTIFIED, "due": date(2026, 11, 30)}
    return [an_issue(number, **(told | values)) for number in numbers]


def a_list(*listed: Issue, token: str = TOKEN) -> bytes:
    """Return the workbook as it goes out."""
    return workbook(listed or issues(1, 2, 3), title="区民政局问题清单", token=token)


def edited(body: bytes, *edits: Edit) -> bytes:
    """Return the workbook after somebody has worked on the sheet of the list."""
    book = load_workbook(BytesIO(body))
    for edit in edits:
        edit(book[LIST_SHEET])
    return saved(book)


def saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def filled(rows: dict[int, tuple[Any, ...]], body: bytes = b"") -> bytes:
    """Return the list with answers: 整改情况, 整改说明, 整改日期, 反馈人 by row of the list."""

    def fill(sheet: Any) -> None:
        for row, values in rows.items():
            for at, value in enumerate(values):
                sheet.cell(row + 2, 14 + at).value = value

    return edited(body or a_list(), fill)


def a_view(*known: Issue, renewed: dict[int, datetime] | None = None, **scans: Any) -> View:
    """Return what the ledger knows; issue 9 is another unit's."""
    foreign = an_issue(9, unit="jyj", state=State.NOTIFIED)
    found = {one.id: one for one in (*(known or issues(1, 2, 3)), foreign)}
    return View(found, renewed or {}, scans or {"qinghe": (a_scan(),)}, owners=(CIVIL, EDUCATION))


def planned(body: bytes, view: View | None = None, **values: Any) -> FeedbackPlan:
    """Return what would be taken from the workbook."""
    answers = read_answers(body, "清单.xlsx")
    return plan_feedback(answers, view or a_view(), secret=SECRET, today=TODAY, **values)


def wherever(plan: FeedbackPlan) -> FeedbackPlan:
    """Return the plan without what tells one file or row from another."""
    return replace(
        plan,
        digest="",
        name="",
        replies=tuple(replace(one, place="") for one in plan.replies),
        ignored=tuple(replace(one, place="") for one in plan.ignored),
    )


def reasons(plan: FeedbackPlan) -> list[str]:
    return [one.reason for one in plan.ignored]


def numbers(plan: FeedbackPlan) -> list[int]:
    return [one.issue_id for one in plan.replies]


def rearranged(body: bytes, rows: Iterable[int], columns: Iterable[int]) -> bytes:
    """Return the list with its rows and columns in another order."""
    old = load_workbook(BytesIO(body))
    sheet = old[LIST_SHEET]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    head, *rest = cells
    for at, row in enumerate([head, *(rest[number] for number in rows)], 2):
        for place, column in enumerate(columns, 1):
            sheet.cell(at, place).value = row[column]
    return saved(old)
