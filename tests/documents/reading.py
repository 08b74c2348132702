"""Reads a sample as the product does and compares what was reported with what was planted."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from checks.finding import Cell, Finding, Mark
from checks.mask import mask
from checks.rule import AnyRule, Context
from checks.run import run_document
from checks.views import Document
from crawler.extract.sandbox import Sandbox
from tests.documents.paper import Kind, Planted, Sample
from wordlists.lists import Words, load
from xunjian.active import active_rules
from xunjian.prepublish import Basis, check_bytes

TODAY = date(2026, 3, 1)
_IGNORED = re.compile(r"[\s,，\-－–—·]+")
# A rule may mark an address without its county, or a whole line with it.
_LEAST_PART = 8
_IDS, _ACCOUNTS = frozenset({Kind.ID, Kind.OLD_ID}), frozenset({Kind.CARD, Kind.PASSBOOK})
_COUNTED = {Kind.ID: ("P201", _IDS), Kind.CARD: ("P203", _ACCOUNTS)}
# Where the evidence names one place after the other.
_NEXT = re.compile("[；\n]")


@dataclass(frozen=True, slots=True)
class Reported:
    """A passage that a rule marks, without white space, and where it says that it stands."""

    code: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Score:
    """What came of a sample; `strayed` was found and is said to stand elsewhere."""

    sample: Sample
    found: tuple[Planted, ...]
    missed: tuple[Planted, ...]
    strayed: tuple[tuple[Planted, str], ...]
    false: tuple[str, ...]
    undecided: str


def privacy_basis() -> Basis:
    """Return the privacy rules, all that are on by themselves."""
    rules: tuple[AnyRule, ...] = active_rules()
    chosen = tuple(rule for rule in rules if rule.code.startswith("P"))
    return Basis(chosen, Context(TODAY, load()))


def score(sample: Sample, sandbox: Sandbox, basis: Basis) -> Score:
    """Read the sample, let the rules judge it, and compare."""
    document, unreadable = _read(sample, sandbox)
    findings = run_document(document, basis.rules, basis.ctx).findings
    reported = [each for finding in findings for each in _reported(finding, document)]
    false = [
        f"{each.code} {each.place} {mask(each.text[:40])}"
        for each in reported
        if not any(_names(each, planted) for planted in sample.planted)
    ]
    false += [
        f"{finding.code} {finding.evidence or finding.message}"
        for finding in findings
        if not finding.marks and not _is_about(finding, sample)
    ]
    places = {
        planted: [each.place for each in reported if _names(each, planted)]
        + _places_in_evidence(findings, planted)
        + _places_by_count(findings, planted, sample, document)
        for planted in sample.planted
    }
    return _compared(sample, places, tuple(false), unreadable)


def read_score(sample: Sample, sandbox: Sandbox) -> Score:
    """Read the sample and look where its text holds what was planted, whatever rules say."""
    document, unreadable = _read(sample, sandbox)
    starts = [place.start for place in document.places] or [0]
    passages = [
        Reported("", _bare(document.text[start:end]), document.place(start))
        for start, end in pairwise([*starts, len(document.text)])
    ]
    passages += [Reported("", _bare(each.text), each.place) for each in document.unseen]
    passages += [
        Reported("", _bare("".join(cells)), table.cell_place(row, column))
        for table in document.tables
        for row, texts in enumerate(table.rows)
        for column, cells in enumerate([*texts, texts])
        if column < len(texts) or not table.numbers
    ]
    places = {
        planted: [each.place for each in passages if _bare(planted.value) in each.text]
        for planted in sample.planted
    }
    return _compared(sample, places, (), unreadable)


def _compared(
    sample: Sample, places: dict[Planted, list[str]], false: tuple[str, ...], undecided: str
) -> Score:
    found = tuple(p for p, said in places.items() if any(_is_at(place, p) for place in said))
    strayed = tuple((p, said[0]) for p, said in places.items() if said and p not in found)
    missed = tuple(p for p, said in places.items() if not said)
    return Score(sample, found, missed, strayed, false, undecided)


def _read(sample: Sample, sandbox: Sandbox) -> tuple[Document, str]:
    """Return the document with what could not be read of it."""
    if sample.suffix == ".html":
        no_rules = Basis((), Context(TODAY, Words()))
        return check_bytes(sample.body, sample.suffix, no_rules, name=sample.name).document, ""
    content = sandbox.read(sample.body, sample.suffix)
    document = Document(
        text=content.text,
        title=content.title,
        tables=content.tables,
        places=content.places,
        day=TODAY,
        url=sample.name,
        subject=sample.name,
        name=sample.name,
    )
    return document, content.unreadable


def _reported(finding: Finding, document: Document) -> Iterator[Reported]:
    boxes: list[Mark] = []
    for mark in (*finding.marks, None):
        # A number that is spread over the boxes of a form is marked box by box.
        if boxes and not (mark and _is_box(mark, document) and _follows(mark, boxes[-1])):
            yield Reported(finding.code, *_passage(boxes, document))
            boxes = []
        if mark:
            boxes.append(mark)


def _follows(mark: Mark, before: Mark) -> bool:
    return (
        mark.cell is not None
        and before.cell is not None
        and mark.cell == replace(before.cell, column=before.cell.column + 1)
    )


def _is_box(mark: Mark, document: Document) -> bool:
    return mark.cell is not None and len(_cell(mark.cell, document)) == 1


def _cell(cell: Cell, document: Document) -> str:
    return document.tables[cell.table].rows[cell.row][cell.column]


def _passage(marks: list[Mark], document: Document) -> tuple[str, str]:
    first = marks[0]
    if first.cell is None:
        return _bare(document.text[first.start : first.end]), document.place(first.start)
    text = "".join(_cell(mark.cell, document) for mark in marks if mark.cell)
    place = document.tables[first.cell.table].cell_place(first.cell.row, first.cell.column)
    return _bare(text), place


def _bare(text: str) -> str:
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).upper()


def _names(reported: Reported, planted: Planted) -> bool:
    value = _bare(planted.value)
    is_part = len(reported.text) >= _LEAST_PART and reported.text in value
    return value in reported.text or is_part


def _is_at(place: str, planted: Planted) -> bool:
    return all(re.search(rf"(?:{word})(?!\d)", place) for word in planted.place)


def _places_in_evidence(findings: tuple[Finding, ...], planted: Planted) -> list[str]:
    """Return the parts of the evidence that show the value, masked: not all can be marked."""
    shown = _shown(planted)
    parts = (part for finding in findings for part in _NEXT.split(finding.evidence))
    return [part for part in parts if shown and shown in _bare(part)]


def _places_by_count(
    findings: tuple[Finding, ...], planted: Planted, sample: Sample, document: Document
) -> list[str]:
    """Say where a page carries the value unseen, if the rule counts as many as there are.

    What a page does not show cannot be marked, and the evidence names the first few alone.
    """
    code, kinds = _COUNTED.get(planted.kind, ("", frozenset()))
    known = sum(each.kind in kinds for each in sample.planted)
    messages = [finding.message for finding in findings if finding.code == code]
    if not any(re.search(rf"(?<!\d){known} 个", message) for message in messages):
        return []
    value = _bare(planted.value)
    return [each.place for each in document.unseen if value in _bare(each.text)]


def _is_about(finding: Finding, sample: Sample) -> bool:
    return any(_shown(each) and _shown(each) in _bare(finding.evidence) for each in sample.planted)


def _shown(planted: Planted) -> str:
    masked = mask(planted.value)
    return _bare(masked) if "*" in masked else ""
