"""No personal number leaves `mask` or `excerpt` whole."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.mask import excerpt, mask

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
GAPS = ("", "", "", " ", "-", "\u3000", "\n")


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    """Draw ID numbers, valid or not, of people born before 1910."""
    area = draw(st.integers(110000, 659999))
    year = draw(st.integers(1900, 1909))
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, 28))
    stem = f"{area}{year}{month:02d}{day:02d}{draw(st.integers(0, 999)):03d}"
    return stem + draw(st.sampled_from("0123456789X"))


mobiles = st.builds(
    lambda head, tail: f"1{head}{tail:08d}", st.integers(30, 99), st.integers(0, 10**8 - 1)
)
surroundings = st.text("姓名张某某：，。 \n1a(（", max_size=40)


def digits_of(text: str) -> list[str]:
    """Return what is left of numbers, read through their gaps."""
    narrow = text.translate({wide: wide - 0xFEE0 for wide in range(0xFF10, 0xFF1A)})
    return re.findall(r"\d+", re.sub(r"(?<=\d)[ \-\u3000\n](?=\d)", "", narrow))


@given(id_numbers(), st.lists(st.sampled_from(GAPS), min_size=17, max_size=17), st.booleans())
def test_nine_digits_of_an_id_number_never_survive(
    number: str, gaps: list[str], is_wide: bool
) -> None:
    grouped = "".join(digit + gap for digit, gap in zip(number, [*gaps, ""], strict=True))
    text = f"身份证号：{grouped.translate(WIDE) if is_wide else grouped}，已受理"
    assert max(map(len, digits_of(mask(text)) or [""])) < 9


@given(st.one_of(id_numbers(), mobiles), surroundings, surroundings, st.data())
def test_no_window_shows_a_whole_number(
    number: str, before: str, after: str, data: st.DataObject
) -> None:
    text = f"{before}号{number}码{after}"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shown = excerpt(text, start, end, radius=data.draw(st.integers(0, 30)))
    assert not any(number[place : place + 7] in shown for place in range(len(number) - 6))


@given(st.text(st.sampled_from("0123456789Xx -\n１８9张，。a@."), max_size=80))
def test_masking_keeps_the_length_and_does_nothing_twice(text: str) -> None:
    once = mask(text)
    assert len(once) == len(text)
    assert mask(once) == once


@pytest.mark.parametrize(
    "text",
    [
        # Dates, office telephones, amounts and document numbers are not personal.
        "发布日期：2026-01-05 10:30",
        "2026-01-05 2026-01-06 2026-01-07",
        "电话：0990-5550390",
        "热线 12345、400-990-5550",
        "青府发〔2026〕3号，共 1200 元、3500 元",
        "120 3500 4200 100 2300 15",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert mask(text) == text


def test_the_forms_of_masked_numbers() -> None:
    number = "110101" + "19050307" + "1230"
    assert mask(number) == "110101********1230"
    assert mask("139" + "00001234") == "139****1234"
    assert mask("6217" * 4 + "123") == "***************7123"
    assert mask("6217 0000 " + "1111 2222") == "**** **** **** 2222"
    assert mask("zhangsan@example.cn") == "z*******@example.cn"


def test_an_excerpt_is_one_line_and_marks_the_hit() -> None:
    text = "第一行\n严禁焚烧秸杆。\n第三行"
    start = text.index("秸杆")
    assert excerpt(text, start, start + 2) == "第一行 严禁焚烧【秸杆】。 第三行"
    assert excerpt(text, start, start + 2, radius=2) == "…焚烧【秸杆】。 …"
