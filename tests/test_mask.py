"""No personal number leaves `mask` or `excerpt` whole."""

import re
import time
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.mask import excerpt, mask, mask_url
from xunjian.demo.numbers import id_number

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
        "1382.50 1200.00 5000 4000 3000 2000",
        "2019-12-31 2020-01-01 12:30:22",
        "附件 P0202403123456" + "78901234.xls",
        "http://www.qinghe.example/art/2024/3/12/art_1229_58912345678901.html",
        "统一社会信用代码 91360782MA35XXXX1X，国药准字H20240012，GB18030，粤ICP备12345678号",
        "微信公众号：qinghe_gov，QQ群：123456789，人民路12号",
        "板材 1300×1500×80，规格 1500*123456",
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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # Whatever stands between the digits, as far as a rule reads over it.
        ("+86 139-" + "0000-1234", "+86 139-****-1234"),
        ("1 3 9 0 0 0 " + "0 1 2 3 4", "1 3 9 * * * * 1 2 3 4"),
        ("139" + "\u200b0000\u20031234", "139\u200b****\u20031234"),
        ("1|1|0|1|0|1|1|9|0|5|0|3|0|7|" + "1|2|3|0", "1|1|0|1|0|1|*|*|*|*|*|*|*|*|1|2|3|0"),
        ("110101" + "\t19050307\t1230", "110101\t********\t1230"),
        # Other papers and accounts.
        ("残疾证号 110101" + "19050307123012", "残疾证号 ****************3012"),
        ("账号：1099 0200 " + "0123 4567 8", "账号：**** **** **** *567 8"),
        ("护照号码：E12345678", "护照号码：E1*******"),
        ("E12345678", "E*****678"),
        ("微信号：zhangsan_88", "微信号：zh*********"),
        ("QQ 123456789", "QQ 12*******"),
        ("京A12345", "京A****5"),
        ("阳光小区3栋2单元501室", "阳光小区*栋*单元***室"),
        # Numbers of which too little is starred out.
        ("1381234567*", "138***4567*"),
        ("110101****" + "03071230", "110101********1230"),
    ],
)
def test_what_a_rule_recognises_is_masked_wherever_it_is_quoted(text: str, shown: str) -> None:
    assert mask(text) == shown
    assert mask(shown) == shown


def test_an_address_keeps_the_numbers_of_its_content_system() -> None:
    whole = id_number(3)
    masked = f"{whole[:6]}********{whole[14:]}"
    assert mask_url(f"http://a.example/x.html?id={whole}&m=139" + "00001234") == (
        f"http://a.example/x.html?id={masked}&m=139****1234"
    )
    wide = quote(f"赵某{whole.translate(WIDE)}.pdf")
    assert unquote(mask_url(f"/{wide}")) == f"/赵某{masked.translate(WIDE)}.pdf"
    article = "/art/2024/3/12/P020240312345678901234_110101190503071233.pdf"
    assert mask_url(article) == article


@pytest.mark.parametrize(
    "unit", ["1", "1 ", "12345678901\n", "6217 ", "6 ", "赵某 139\t", "a@", "1\u200b", "3栋", "*1"]
)
def test_masking_takes_as_long_as_the_text(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    mask(text)
    assert time.process_time() - started < 20
