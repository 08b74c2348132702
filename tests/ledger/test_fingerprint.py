"""Identity of issues."""

from hypothesis import given
from hypothesis import strategies as st

from ledger.fingerprint import anew, fingerprint, first_fingerprint, key_mark, normalise

PARTS = st.tuples(st.text(), st.text(), st.text(), st.text())


def test_width_and_white_space_do_not_make_another_issue() -> None:
    assert fingerprint(b"s", "a", "W101", "p", "ＡＢ Ｃ") == fingerprint(
        b"s", "a", "W101", "p", "A\u3000BC\n"
    )


def test_the_fingerprint_says_its_version_and_not_the_key() -> None:
    made = fingerprint(b"s", "a", "P201", "p", "key")
    assert made.startswith("2:")
    assert len(made) == 2 + 64


def test_the_fingerprint_of_a_stored_issue_never_changes() -> None:
    made = first_fingerprint(b"secret", "qinghe", "W101", "page-1", "登陆")
    assert made == "1:e76ecd1fc46cbf625d6cbf7bdfa483e5ff9e7604f005753f63ae5fbd493c1d6e"


def test_the_second_version_can_be_made_without_the_key() -> None:
    mark = key_mark(b"secret", "qinghe", "W101", "登陆")
    made = fingerprint(b"secret", "qinghe", "W101", "page-1", "登陆")
    assert made == anew(b"secret", "qinghe", "W101", "page-1", mark)
    assert made == "2:33104265b7707545f99c3e505984e84a0254f550065812b833ba245869718901"
    assert key_mark(b"secret", "qinghe", "W101", " ") == ""


def test_another_secret_makes_another_fingerprint() -> None:
    assert fingerprint(b"s", "a", "W101", "p", "k") != fingerprint(b"t", "a", "W101", "p", "k")


@given(PARTS, PARTS)
def test_fingerprints_are_equal_only_for_equal_faults(
    one: tuple[str, str, str, str],
    other: tuple[str, str, str, str],
) -> None:
    same = (*one[:3], normalise(one[3])) == (*other[:3], normalise(other[3]))
    assert (fingerprint(b"s", *one) == fingerprint(b"s", *other)) is same


@given(st.text(), st.text())
def test_where_a_part_ends_matters(left: str, right: str) -> None:
    joined = fingerprint(b"s", left + right, "", "", "")
    assert (fingerprint(b"s", left, right, "", "") == joined) is (right == "")
