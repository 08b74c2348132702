"""Sketches compare texts and give nothing away."""

import random
from base64 import b64decode

import pytest

from checks.sketch import HASHES, length, likeness, sketch

SECRET = b"a secret for tests"
LETTERS = (
    "政务公开目录指南依申请年报规章文件解读回应关切主动规范统一标准平台栏目更新整改通报督办考核"
)


def text(seed: int, size: int) -> str:
    """Return a text that shares next to nothing with one of another seed."""
    chosen = random.Random(seed)
    return "".join(chr(0x4E00 + chosen.randrange(4000)) for _ in range(size))


def pieces(of: str) -> set[str]:
    """Return the four-character pieces of a text."""
    return {of[start : start + 4] for start in range(len(of) - 3)}


@pytest.mark.parametrize("size", [60, 300, 3000])
@pytest.mark.parametrize("kept", [0.0, 0.3, 0.6, 0.9, 1.0])
def test_likeness_is_about_the_share_of_common_pieces(size: int, kept: float) -> None:
    one = text(size, size)
    part = int(size * kept)
    other = one[:part] + text(size + 1, size - part)
    true = len(pieces(one) & pieces(other)) / len(pieces(one) | pieces(other))
    found = likeness(sketch(one, SECRET), sketch(other, SECRET))
    assert found is not None
    assert abs(found - true) < 0.15


def test_where_a_paragraph_was_put_does_not_matter() -> None:
    body, more = text(1, 1000), text(2, 60)
    above, below = sketch(more + body, SECRET), sketch(body + more, SECRET)
    found = likeness(above, below)
    assert found is not None
    assert found > 0.97


def test_a_sketch_is_small_and_white_space_and_width_do_not_change_it() -> None:
    made = sketch("２０２６年 政务公开\n工作要点", SECRET)
    assert made == sketch("2026年政务公开工作要点", SECRET)
    assert len(made) == 64
    assert len(b64decode(made)) * 2 == HASHES


def test_no_long_number_leaves_a_trace_and_no_other_secret_makes_the_same() -> None:
    before = "经审核，以下人员符合条件：张某某"
    number = "3" + "2" * 17
    assert sketch(f"{before}{number}现予公示", SECRET) == sketch(f"{before}现予公示", SECRET)
    spread = " ".join(number)
    assert sketch(f"{before}{spread}现予公示", SECRET) == sketch(f"{before}现予公示", SECRET)
    found = likeness(sketch(LETTERS, SECRET), sketch(LETTERS, b"another"))
    assert found is not None
    assert found < 0.3


def test_what_says_nothing_has_no_sketch_and_is_like_nothing() -> None:
    assert sketch("通知", SECRET) == ""
    assert likeness("", sketch(LETTERS, SECRET)) is None
    assert length(" 通 知\n") == 2
