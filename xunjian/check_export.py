"""The machine-readable forms of `xunjian check`: the JSON contract and a workbook."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import PurePath

import msgspec
import xlsxwriter

from checks.finding import Finding
from checks.mask import mask
from checks.placed import shown_places
from checks.views import Document
from xunjian.check_copies import Copy
from xunjian.check_sources import Sources
from xunjian.prepublish import Basis, Checked
from xunjian.whereabouts import places_of, worst_first

HEADS = {
    "文件": 24,
    "位置": 22,
    "等级": 6,
    "规则": 22,
    "问题": 40,
    "证据": 46,
    "建议": 36,
    "依据": 36,
}
UNDECIDED_HEADS = {"文件": 40, "原因": 70}
TEXT_LENGTH, PLACES_SHOWN = 32_000, 20
# Of one line in points, and the most that a row may have; a Chinese character takes two columns.
LINE_HEIGHT, MOST_HEIGHT = 15, 405


def as_json(checked: Sequence[Checked], sources: Sources, copies: Sequence[Copy]) -> bytes:
    """Return one JSON object as documented in docs/json.md."""
    value = {
        "scan": {
            "documents": [mask(each.document.name) for each in checked],
            "passed_over": [mask(name) for name in (*sources.passed_over, *sources.copies)],
            "copies": [
                {
                    "document": copy.document,
                    "path": mask(str(copy.path)) if copy.path else "",
                    "reason": copy.refused,
                }
                for copy in copies
            ],
        },
        "findings": [
            _finding(finding, each.document) for each in checked for finding in each.result.findings
        ],
        "undecided": [
            {"code": doubt.code, "subject": mask(doubt.subject), "reason": doubt.reason}
            for each in checked
            for doubt in each.result.undecided
        ],
    }
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def _finding(finding: Finding, document: Document) -> dict[str, object]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "subject": mask(finding.subject),
        "url": mask(finding.url),
        "column": "",
        "unit": "",
        "message": finding.message,
        "evidence": finding.evidence,
        "suggestion": finding.suggestion,
        "sources": [],
        "key_hash": "",
        "state": "",
        "first_seen": None,
        "last_seen": None,
        "places": list(places_of(document, finding.marks)),
    }


def as_workbook(checked: Sequence[Checked], by: Basis) -> bytes:
    """Return a workbook with the findings and what could not be judged."""
    clauses = {rule.code: rule.clause for rule in by.rules}
    found = [
        _row(finding, each.document, clauses)
        for each in checked
        for finding in worst_first(each.result.findings)
    ]
    doubts = dict.fromkeys(
        (mask(each.document.name), doubt.reason)
        for each in checked
        for doubt in each.result.undecided
    )
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    _sheet(book, "问题", HEADS, found)
    _sheet(book, "未能判断", UNDECIDED_HEADS, list(doubts))
    book.close()
    return out.getvalue()


def _row(finding: Finding, document: Document, clauses: Mapping[str, str]) -> tuple[str, ...]:
    places = places_of(document, finding.marks)
    return (
        mask(PurePath(document.name).as_posix()),
        shown_places(places, PLACES_SHOWN),
        finding.severity.value,
        f"{finding.code} {finding.title}",
        finding.message,
        finding.evidence,
        finding.suggestion,
        clauses.get(finding.code, ""),
    )


def _sheet(
    book: xlsxwriter.Workbook,
    name: str,
    heads: Mapping[str, int],
    rows: Sequence[tuple[str, ...]],
) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#dddddd", "border": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    for column, (title, width) in enumerate(heads.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    for line, row in enumerate(rows, 1):
        # Not every program makes a row as high as what is in it.
        sheet.set_row(line, min(MOST_HEIGHT, LINE_HEIGHT * _lines(row, heads.values())))
        for column, text in enumerate(row):
            # Never as a formula or an address, whatever a document says.
            sheet.write_string(line, column, text[:TEXT_LENGTH], cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4)


def _lines(row: Sequence[str], widths: Iterable[int]) -> int:
    """Return how many lines the longest of the cells takes."""
    lengths = (sum(1 + (char > "\u2000") for char in text) for text in row)
    # Lines break before they are quite full.
    return max(
        1 + length * 6 // (5 * width - 5) for length, width in zip(lengths, widths, strict=True)
    )
