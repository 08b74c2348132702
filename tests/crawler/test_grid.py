"""The lines of a cell are joined as they were wrapped."""

import pytest

from crawler.extract.grid import join_lines


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("name@sina.co", "m"), "name@sina.com"),
        (("name@sina.", "com"), "name@sina.com"),
        (("na", "me@sina.com"), "name@sina.com"),
        (("EB6536", "983"), "EB6536983"),
        (("91360782M", "A1B2C3D4E"), "91360782MA1B2C3D4E"),
        (("赣C", "N3643"), "赣CN3643"),
        (("1390000", "0000"), "13900000000"),
        (("13900000000", "13900000001"), "13900000000 13900000001"),
        (("Ministry of", "Finance"), "Ministry of Finance"),
        (("Windows", "Server 2019"), "Windows Server 2019"),
        (("name@sina.com", "other@sina.com"), "name@sina.com other@sina.com"),
        (("青禾市农业科学", "院"), "青禾市农业科学院"),
    ],
)
def test_full_lines_are_joined(lines: tuple[str, ...], joined: str) -> None:
    assert join_lines(lines, [True] * len(lines)) == joined


def test_lines_that_were_not_full_stay_apart() -> None:
    assert join_lines(("EB6536", "983"), [False, False]) == "EB6536 983"
    # Where nobody knows whether a line was full, a word before an address is a word.
    assert join_lines(("Tom", "tom@sina.com")) == "Tom tom@sina.com"
