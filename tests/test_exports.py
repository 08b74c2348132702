"""The problem list and the ledger as files for other programs."""

import csv
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.cli import xunjian
from tests.sample import Sample
from xunjian.issue_facts import HEADINGS, IssueFacts, as_csv, issue_facts


def test_the_list_is_written_in_the_form_that_its_name_says(own: Sample, tmp_path: Path) -> None:
    issues = own.open_issues()
    written = {}
    for form in ("csv", "json", "sarif"):
        target = tmp_path / f"清单.{form}"
        ran = xunjian("issues", "-c", own.directory, "export", "-o", target)
        assert (ran.code, ran.out) == (0, f"已导出 {len(issues)} 个问题到 {target}\n")
        written[form] = target.read_bytes()
    rows = list(csv.reader(StringIO(written["csv"].decode("utf-8-sig"))))
    assert rows[0] == list(HEADINGS.values())
    assert [int(row[0]) for row in rows[1:]] == [issue.id for issue in issues]
    # A list for people has names, one for programs has ids.
    at = list(HEADINGS).index("unit")
    assert "区农业农村局" in {row[at] for row in rows}
    listed = json.loads(written["json"])["issues"]
    assert "nyj" in {each["unit"] for each in listed}
    assert [each["id"] for each in listed] == [issue.id for issue in issues]
    assert set(listed[0]) == set(IssueFacts.__struct_fields__)
    [run] = json.loads(written["sarif"])["runs"]
    assert {each["baselineState"] for each in run["results"]} == {"new"}
    assert len(run["results"]) == len(issues)


def test_what_was_dismissed_is_suppressed_and_what_was_mended_is_absent(
    own: Sample, tmp_path: Path
) -> None:
    place = ("issues", "-c", own.directory)
    one, two = (str(issue.id) for issue in own.open_issues()[:2])
    assert xunjian(*place, "dismiss", one, "-r", "引文").code == 0
    assert xunjian(*place, "retire", two, "-r", "栏目撤销").code == 0
    target = tmp_path / "all.sarif"
    assert xunjian(*place, "--state", "全部", "export", "-o", target).code == 0
    results = json.loads(target.read_bytes())["runs"][0]["results"]
    by_number = {str(each["properties"]["issue"]): each for each in results}
    assert by_number[one]["suppressions"] == [{"kind": "external", "justification": "误报"}]
    assert by_number[two]["baselineState"] == "absent"


def test_an_unknown_form_is_refused(own: Sample, tmp_path: Path) -> None:
    ran = xunjian("issues", "-c", own.directory, "export", "-o", tmp_path / "清单.doc")
    assert ran.code == 2
    assert "后缀应为 .xlsx、.csv、.json、.sarif 之一" in ran.err.replace("\n", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_csv_is_a_formula(own: Sample, start: str) -> None:
    issue = replace(own.open_issues()[0], message=f"{start}HYPERLINK(1)", evidence="a\n=b")
    [_, row] = csv.reader(StringIO(as_csv([issue]).decode("utf-8-sig"), newline=""))
    assert row[list(HEADINGS).index("message")].startswith(f"'{start}")
    assert row[list(HEADINGS).index("evidence")] == "a =b"
    assert issue_facts(issue).message == issue.message


@pytest.mark.parametrize("name", ["ledger.jsonl", "ledger.jsonl.gz"])
def test_the_ledger_moves_into_another_database(own: Sample, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    assert xunjian("ledger", "export", "-c", own.directory, "-o", target).code == 0
    full = xunjian("ledger", "import", target, "-c", own.directory)
    assert full.code == 3
    assert "须用新的台账" in full.err
    before = own.states()
    with own.ledger() as ledger:
        lines = list(ledger.dump())
    for path in own.directory.glob("ledger.sqlite3*"):
        path.unlink()
    moved = xunjian("ledger", "import", target, "-c", own.directory)
    assert moved.code == 0
    assert f"其中问题 {len(before)} 个" in moved.out
    assert own.states() == before
    with Ledger.open(own.config.ledger, own.config.secret) as ledger:
        assert list(ledger.dump()) == lines


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b\x08broken", b"{}"])
def test_what_is_no_ledger_is_refused(own: Sample, tmp_path: Path, content: bytes) -> None:
    for path in own.directory.glob("ledger.sqlite3*"):
        path.unlink()
    source = tmp_path / "ledger.jsonl.gz"
    source.write_bytes(content)
    ran = xunjian("ledger", "import", source, "-c", own.directory)
    assert ran.code in (2, 3)
    assert ran.err.strip()
    assert "Traceback" not in ran.err
