"""Telephones as feet and guides write them: what is right in any spelling, and what is not."""

import pytest

from checks.site.phones import area_fault, form_fault, phones_in

RIGHT = [
    "联系电话：0795-8825601",
    "联系电话: 0795－8825601",
    "电话：(0795)8825601",
    "电话：（0791）88825601",
    "电话：010-66011234",
    "电话：01066011234",
    "电话：07958825601",
    "电话：+86-795-8825601",
    "电话：0795 8825601",
    "电话：0795-882 5601",
    "电话：8825601",
    "电话：0795-8825601-8002",
    "电话：0795-8825601/8825602",
    "电话：12345",
    "电话：0795-12345",
    "电话：400-810-1234",
    "电话：96310",
    "传真：0795-8825602 邮编：336100",
    "电 话：0731-85693001",
    "地址：人民大道200号　邮政编码：200003　电话：23111111",
    "电话：0571-88000000",
    "出入境业务咨询电话：0755-12367",
    "值班电话：0795-8825601 2026-11-23",
]
WRONG = [
    ("电话：0795-882560", "6位"),
    ("电话：0795-882560112", "9位"),
    ("电话：010-6601123", "7位"),
    ("联系电话：0795-12345678", "示例号码"),
    ("联系电话：0795-0000000", "示例号码"),
    ("联系电话：xxxx-xxxxxxx", "示例号码"),
    ("联系电话：0795-*******", "示例号码"),
    ("电话：882560112", "9位"),
]
# Words behind a label that are no number.
NONE = ["电话：8:30-17:30", "联系电话：见各部门页面", "电话 0795", "电话会议：2026年11月"]


@pytest.mark.parametrize("text", RIGHT)
def test_a_number_that_can_be_dialled_is_right(text: str) -> None:
    assert [form_fault(phone) for phone in phones_in(text)] == [""]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_number_that_cannot_be_dialled_is_told(text: str, said: str) -> None:
    faults = [form_fault(phone) for phone in phones_in(text)]
    assert len(faults) == 1
    assert said in faults[0]


@pytest.mark.parametrize("text", NONE)
def test_other_words_behind_a_label_are_no_number(text: str) -> None:
    assert list(phones_in(text)) == []


AREAS = [
    ("0795-8825601", "36", True),
    ("0701-8825601", "36", True),
    ("0731-8825601", "36", False),
    ("010-66011234", "11", True),
    ("010-66011234", "13", False),
    # A number without area code, a hotline, and a place that is not known say nothing.
    ("8825601", "36", True),
    ("12345", "36", True),
    ("0731-8825601", "", True),
    ("0990-5550010", "99", True),
]


@pytest.mark.parametrize(("number", "province", "is_local"), AREAS)
def test_area_codes_are_compared_with_the_province(
    number: str, province: str, is_local: bool
) -> None:
    phones = list(phones_in(f"电话：{number}"))
    assert [area_fault(phone, province) == "" for phone in phones] == [is_local]
