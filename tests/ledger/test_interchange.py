"""The whole ledger, written and read."""

import json
from pathlib import Path

import pytest

from ledger.errors import LedgerError
from ledger.ledger import Ledger
from ledger.lifecycle import Event
from ledger.requests import RequestKind
from tests.ledger.builders import DAY, MONDAY, SECRET, Weeks, finding, result
from tests.ledger.test_desk import many


def fill(ledger: Ledger) -> Ledger:
    """Let a good deal happen in a ledger."""
    weeks = Weeks(ledger)
    weeks.scan(many(3, "1"))
    weeks.notify()
    one, two, three = weeks.ledger.issues()
    weeks.ledger.decide(one.id, Event.CLAIM, actor="单位", now=weeks.now)
    weeks.ledger.desk.request(
        two.id, RequestKind.FALSE_ALARM, applicant="王", reason="=1+1\n“引文”", now=weeks.now
    )
    weeks.scan(many(9, "2"))
    weeks.scan(result(finding(three.subject)))
    return ledger


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    return fill(ledger)


def test_what_is_read_is_what_was_written(full: Ledger, tmp_path: Path) -> None:
    lines = list(full.dump())
    with Ledger.open(f"sqlite:///{tmp_path}/other.sqlite3", SECRET) as other:
        moved = other.load(lines)
        assert (moved.rows, moved.issues) == (len(lines) - 2, 9)
        assert list(other.dump()) == lines
        assert other.issues() == full.issues()
        assert other.desk.verify_audit() == full.desk.verify_audit()


def test_a_ledger_that_was_read_goes_on(ledger: Ledger, tmp_path: Path) -> None:
    with Ledger.open(f"sqlite:///{tmp_path}/other.sqlite3", SECRET) as other:
        lines = list(fill(other).dump())
    ledger.load(lines)
    weeks = Weeks(ledger)
    weeks.scans, weeks.now = 50, MONDAY + 30 * DAY
    weeks.scan(result(finding("page-77"), subjects=("page-77",)))
    weeks.notify()
    assert len(ledger.issues()) == 10
    assert ledger.desk.verify_audit().fault == ""


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda lines: lines[:-1], "没有结尾行"),
        (lambda lines: lines[:5] + lines[6:], "行数或校验码不符"),
        (lambda lines: [line.replace("单位".encode(), b"X") for line in lines], "校验码不符"),
        (lambda lines: [*lines[:3], b"{", *lines[3:]], "第 4 行不能识别"),
        (lambda lines: [*lines[:3], b'{"table":"nowhere","row":{}}', *lines[3:]], "第 4 行"),
        (lambda lines: [*lines, lines[1]], "不能识别"),
        (lambda lines: lines[1:], "第 1 行|不是巡检台账"),
        (
            lambda lines: [lines[0].replace(b'"revision":"', b'"revision":"9'), *lines[1:]],
            "结构版本",
        ),
        (lambda lines: [lines[0].replace(b'"secret":"', b'"secret":"9'), *lines[1:]], "密钥"),
        (lambda lines: [], "没有结尾行"),
    ],
)
def test_a_spoilt_file_is_refused_and_nothing_is_kept(
    full: Ledger, tmp_path: Path, spoil: object, said: str
) -> None:
    lines = list(full.dump())
    assert callable(spoil)
    spoilt = spoil(lines)
    assert spoilt != lines
    with Ledger.open(f"sqlite:///{tmp_path}/other.sqlite3", SECRET) as other:
        with pytest.raises(LedgerError, match=said):
            other.load(spoilt)
        assert other.issues() == []
        assert len(list(other.dump())) == 2


def test_only_an_empty_ledger_is_filled(full: Ledger) -> None:
    with pytest.raises(LedgerError, match="须用新的台账"):
        full.load(list(full.dump()))


def test_no_secret_leaves_with_it(full: Ledger) -> None:
    written = b"\n".join(full.dump())
    assert SECRET not in written
    head = json.loads(written.splitlines()[0])
    assert set(head) == {"format", "version", "revision", "secret"}
