"""What is taken from a list that came back, and why the rest is not."""

from datetime import date, timedelta
from typing import Any

import pytest

from checks.mask import mask
from ledger.answer import Answer
from notifier.answer_files import AnswersError
from notifier.proof import Claim, read_token, row_code, sign
from tests.feedback.builders import (
    CIVIL,
    EDUCATION,
    MONDAY,
    SCAN,
    SECRET,
    TOKEN,
    a_list,
    a_scan,
    a_view,
    edited,
    filled,
    issues,
    numbers,
    planned,
    reasons,
)
from tests.privacy.people import mobile, person

DONE = filled({1: ("已整改",), 2: ("已整改",), 3: ("已整改",)})
# What is written into a row of the list, and why nothing is taken from it.
VOID: list[tuple[tuple[Any, ...], str]] = [
    (("未整改",), "不能确定是哪一种"),
    ((None, "已换附件"), "没有填整改情况"),
    ((None, None, date(2026, 11, 24)), "没有填整改情况"),
    (("申请延期", "忙"), "写明延到哪一天"),
    (("申请延期", "忙", "下个月"), "写明延到哪一天"),
    (("申请延期", None, date(2026, 12, 4)), "写明理由"),
    (("疑似误报",), "写明理由"),
    (("已整改", None, date(2026, 12, 4)), "还没有到"),
]


@pytest.mark.parametrize(("values", "why"), VOID)
def test_a_row_that_leaves_a_doubt_is_reported(values: tuple[Any, ...], why: str) -> None:
    plan = planned(filled({1: values, 2: ("已整改",)}))
    assert numbers(plan) == [2]
    assert len(plan.ignored) == 1
    assert why in reasons(plan)[0]


def write(cell: str, value: Any) -> bytes:
    def edit(sheet: Any) -> None:
        sheet[cell] = value

    return edited(DONE, edit)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (write("A3", "一号"), "编号“一号”不能识别"),
        (write("A3", None), "没有编号"),
        (write("A3", 77), "没有编号为 77"),
        (write("A3", 9), "由其他单位负责"),
        (write("R3", "BBBBBBBB"), "校验码与编号对不上"),
    ],
)
def test_a_row_that_is_not_ours_is_reported(body: bytes, why: str) -> None:
    plan = planned(body)
    assert numbers(plan) == [2, 3]
    assert why in reasons(plan)[0]


def test_numbers_that_were_sorted_without_their_rows_are_noticed() -> None:
    def swap(sheet: Any) -> None:
        sheet["A3"], sheet["A4"] = 2, 1

    plan = planned(edited(DONE, swap))
    assert numbers(plan) == [3]
    assert all("校验码" in why for why in reasons(plan))


def test_rows_of_one_issue_must_agree() -> None:
    def copy(sheet: Any) -> None:
        for column in range(1, 19):
            sheet.cell(6, column).value = sheet.cell(3, column).value
            sheet.cell(7, column).value = sheet.cell(4, column).value
        sheet["N7"] = "整改中"
        sheet["O6"] = "已换附件"

    plan = planned(edited(DONE, copy))
    assert numbers(plan) == [1, 3]
    assert plan.replies[0].note == "已换附件"
    assert sorted(reasons(plan)) == [
        "同一问题在几行里填了不同的整改情况，请只保留一行。",
        "同一问题在几行里填了不同的整改情况，请只保留一行。",
        "同一问题在另一行里已经填写。",
    ]


def test_the_token_tells_whose_list_it_is_and_a_forged_one_is_refused() -> None:
    plan = planned(DONE)
    assert (plan.site_id, plan.unit_id, plan.actor) == ("qinghe", "mzj", "区民政局")
    forged = TOKEN[:-1] + ("0" if TOKEN[-1] != "0" else "1")
    other = sign(b"another secret", Claim(SCAN, "mzj"))
    for token in (forged, other, "v1:x:mzj", "v1:x:mzj:é", TOKEN.replace("mzj", "jyj"), "nonsense"):
        body = filled({1: ("已整改",)}, a_list(token=token))
        with pytest.raises(AnswersError, match="不是本系统发出"):
            planned(body)


def test_a_list_of_the_supervisor_answers_nothing() -> None:
    token = sign(SECRET, Claim(SCAN, "supervisor"))
    with pytest.raises(AnswersError, match="汇总"):
        planned(filled({1: ("已整改",)}, a_list(token=token)))


def test_a_list_whose_token_got_lost_is_proven_by_its_rows() -> None:
    view = a_view(qinghe=(a_scan("later", MONDAY + timedelta(days=7)), a_scan()))
    bare = without_token(DONE)
    plan = planned(bare, view)
    assert (plan.unit_id, numbers(plan)) == ("mzj", [1, 2, 3])

    def cut(sheet: Any) -> None:
        sheet["R4"] = None
        sheet["R5"] = "BBBBBBBB"

    plan = planned(without_token(edited(DONE, cut)), view)
    assert numbers(plan) == [1]
    assert [why[:8] for why in reasons(plan)] == ["这一行没有校验码", "校验码与编号对不上"[:8]]


def test_a_list_without_any_proof_needs_a_person_who_names_the_unit() -> None:
    bare = without_token(edited(DONE, lambda sheet: sheet.delete_cols(18)))
    with pytest.raises(AnswersError, match="--unit"):
        planned(bare)
    assert numbers(planned(bare, named=(CIVIL,))) == [1, 2, 3]
    assert reasons(planned(bare, named=(EDUCATION,))) == ["问题由其他单位负责。"] * 3
    with pytest.raises(AnswersError, match="发给区民政局的，不是发给区教育局的"):
        planned(DONE, named=(EDUCATION,))


def test_a_unit_cannot_answer_for_another_with_its_own_list() -> None:
    taken = a_view(*issues(1, unit="jyj"), *issues(2, 3))
    plan = planned(DONE, taken)
    assert numbers(plan) == [2, 3]
    assert reasons(plan) == ["问题由其他单位负责。"]


def test_a_row_speaks_of_the_round_in_which_it_went_out() -> None:
    known = (*issues(1, cycle=2), *issues(2, 3))
    assert [one.cycle for one in planned(DONE, a_view(*known)).replies] == [1, 1, 1]
    # Without codes the time of the list tells.
    bare = edited(DONE, lambda sheet: sheet.delete_cols(18))
    later = a_scan("later", MONDAY + timedelta(days=7))
    before, after = MONDAY + timedelta(days=1), MONDAY + timedelta(days=8)
    for renewed, cycle in ((before, 2), (after, 1)):
        view = a_view(*known, renewed={1: renewed}, qinghe=(later, a_scan()))
        assert planned(bare, view).replies[0].cycle == cycle


def test_personal_data_in_what_people_write_is_masked() -> None:
    number, phone = person(1), mobile(1)
    said = f"已删除{number}的信息，联系{phone}"
    plan = planned(filled({1: ("已整改", said, None, f"张三{phone}"), 2: (number,)}))
    assert plan.replies[0].note == mask(said)
    assert number not in repr(plan)
    assert phone not in repr(plan)
    assert plan.replies[0].answer is Answer.MENDED


def test_codes_are_letters_that_no_program_takes_for_something_else() -> None:
    codes = {row_code(TOKEN, number, 1) for number in range(1, 2000)}
    assert len(codes) == 1999
    assert all(len(code) == 8 and set(code) <= set("BCDFGHJKLMNPQRSTVWXZ") for code in codes)
    assert row_code("", 1, 1) == ""
    assert read_token(SECRET, TOKEN) == Claim(SCAN, "mzj")


def without_token(body: bytes) -> bytes:
    """Return the list as a program saves it that does not keep the properties."""
    import openpyxl

    def forget(sheet: Any) -> None:
        properties = sheet.parent.custom_doc_props
        assert isinstance(sheet.parent, openpyxl.Workbook)
        for name in list(properties.names):
            del properties[name]

    return edited(body, forget)
