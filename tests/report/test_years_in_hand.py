"""Annual reports of several years in hand: `xunjian check` holds one against the other."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from checks.report.cells import Paper, Row
from checks.report.sample import YEAR, sample
from checks.rule import Example
from checks.views import Document
from tests.cli import xunjian
from tests.report.printed import html_page, pdf_file, word_file

FORMATS: dict[str, Callable[[Document], bytes]] = {
    ".html": lambda doc: html_page(doc).encode(),
    ".docx": word_file,
    ".pdf": pdf_file,
}
LAST_FITS = sample(
    "",
    year=YEAR - 1,
    applications={Row.CARRIED_OUT: ("1", "0", "0", "0", "0", "0", "1")},
    papers={Paper.NORMATIVE: ("3", "1", "10")},
)
LAST_DOES_NOT = sample(
    "",
    year=YEAR - 1,
    applications={
        Row.NEW: ("5", "1", "0", "0", "0", "0", "6"),
        Row.CARRIED_OUT: ("2", "0", "0", "0", "0", "0", "2"),
    },
    papers={Paper.NORMATIVE: ("3", "1", "20")},
)
TODAY = ("--today", "2026-01-25", "-f", "json")


def write(folder: Path, example: Example, name: str) -> Path:
    assert isinstance(example.view, Document)
    path = folder / name
    path.write_bytes(FORMATS[path.suffix](example.view))
    return path


def across_years(*words: str | Path) -> list[tuple[str, str, str]]:
    said = json.loads(xunjian("check", *words, *TODAY).raw)
    return [
        (each["code"], Path(each["subject"]).name, each["message"])
        for each in said["findings"]
        if each["code"] in ("A713", "A714")
    ]


@pytest.mark.parametrize("suffix", FORMATS)
def test_two_years_that_do_not_fit_are_told_with_the_name_of_the_file(
    tmp_path: Path, suffix: str
) -> None:
    before = write(tmp_path, LAST_DOES_NOT, f"年报{YEAR - 1}{suffix}")
    after = write(tmp_path, sample(""), f"年报{YEAR}{suffix}")
    assert across_years(before, after) == [
        (
            "A713",
            after.name,
            f"清河县民政局{YEAR} 年年报的上年结转数与上年年报“{before.name}”不符",
        ),
        (
            "A714",
            after.name,
            f"清河县民政局{YEAR} 年年报“行政规范性文件”现行有效件数应为 22，填的是 12，"
            f"上年年报是“{before.name}”",
        ),
    ]


@pytest.mark.parametrize("suffix", FORMATS)
def test_two_years_that_fit_are_not_told(tmp_path: Path, suffix: str) -> None:
    before = write(tmp_path, LAST_FITS, f"年报{YEAR - 1}{suffix}")
    after = write(tmp_path, sample(""), f"年报{YEAR}{suffix}")
    assert across_years(before, after) == []


def test_the_order_and_the_kinds_of_files_do_not_matter_and_a_folder_will_do(
    tmp_path: Path,
) -> None:
    write(tmp_path, sample(""), "a.pdf")
    write(tmp_path, LAST_DOES_NOT, "b.docx")
    assert [(code, name) for code, name, _ in across_years(tmp_path)] == [
        ("A713", "a.pdf"),
        ("A714", "a.pdf"),
    ]


def test_one_report_alone_and_reports_of_two_offices_are_not_compared(tmp_path: Path) -> None:
    before = write(tmp_path, LAST_DOES_NOT, "a.docx")
    other = write(tmp_path, sample("", office="清河县教育局"), "b.docx")
    assert across_years(before) == []
    assert across_years(before, other) == []


def test_the_annotated_copy_tells_it_too(tmp_path: Path) -> None:
    before = write(tmp_path, LAST_DOES_NOT, "前.docx")
    after = write(tmp_path, sample(""), "后.docx")
    copies = tmp_path / "copies"
    ran = xunjian("check", before, after, "--today", "2026-01-25", "--annotate", copies)
    assert "与上年年报“前.docx”不符" in ran.flat
    assert (copies / "后（标注）.docx").is_file()


def test_a_number_in_the_name_of_a_file_is_masked(tmp_path: Path) -> None:
    number = "139" + "0000" + "1234"
    before = write(tmp_path, LAST_DOES_NOT, f"年报{number}.docx")
    after = write(tmp_path, sample(""), "b.docx")
    said = across_years(before, after)
    assert said
    assert not any(number in message for _, _, message in said)
