"""Lists that were really saved by an office program, in every format that units send."""

import shutil
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from ledger.answer import Answer
from notifier.answers import read_answers
from tests.feedback.builders import (
    TOKEN,
    a_list,
    a_view,
    edited,
    filled,
    issues,
    numbers,
    planned,
    reasons,
    wherever,
)
from tests.feedback.office import FORMATS, saved_copies

ROWS: dict[int, tuple[Any, ...]] = {
    1: ("已改", "换了附件，“登陆”改为“登录”\n并已复核", datetime(2026, 11, 24), "张三"),  # noqa: DTZ001
    2: ("申请延期", "人手不足", "2026年12月3日", "李四"),
    3: ("疑似误报", "=引文如此", None, "李四"),
    4: ('=IF(A6>1,"已整改","整改中")',),
    5: ("不清楚", None, None, None),
}


def rearrange(sheet: Any) -> None:
    sheet["O5"].data_type = "s"
    sheet.insert_rows(1)
    sheet["A1"] = "青禾区民政局"
    sheet.delete_cols(10, 3)


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed here")
    body = edited(filled(ROWS, a_list(*issues(1, 2, 3, 4, 5, 6))), rearrange)
    return saved_copies(tmp_path_factory.mktemp("office"), body)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_saved_copy_means_what_was_filled_in(copies: Mapping[str, bytes], suffix: str) -> None:
    answers = read_answers(copies[suffix], f"清单.{suffix}")
    assert answers.blank == 1
    assert answers.token == (TOKEN if suffix == "xlsx" else "")
    plan = planned(copies[suffix], a_view(*issues(1, 2, 3, 4, 5, 6)))
    assert (plan.unit_id, numbers(plan)) == ("mzj", [1, 2, 3, 4])
    assert [one.answer for one in plan.replies] == [
        Answer.MENDED,
        Answer.EXTENSION,
        Answer.FALSE_ALARM,
        Answer.MENDED,
    ]
    assert [one.day for one in plan.replies[:2]] == [date(2026, 11, 24), date(2026, 12, 3)]
    assert plan.replies[0].note == "换了附件，“登陆”改为“登录” 并已复核"
    assert plan.replies[2].note == "=引文如此"
    assert reasons(plan) == ["整改情况“不清楚”不能确定是哪一种，请从下拉列表中选择。"]


def test_all_saved_copies_mean_the_same(copies: Mapping[str, bytes]) -> None:
    view = a_view(*issues(1, 2, 3, 4, 5, 6))
    plans = {wherever(planned(body, view)) for body in copies.values()}
    assert len(plans) == 1
