"""Reads a sample as the product does and compares what was reported with what was planted."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checks.finding import Finding, Mark
from checks.mask import mask
from checks.rule import AnyRule, Context
from checks.run import run_document
from checks.views import Document
from crawler.extract.sandbox import Sandbox
from tests.documents.paper import Planted, Sample
from wordlists.lists import load
from xunjian.active import active_rules
from xunjian.prepublish import Basis, check_bytes

TODAY = date(2026, 3, 1)
_IGNORED = re.compile(r"[\s\-－–—·]+")
# A rule may mark an address without its county, or a whole line with it.
_LEAST_PART = 8
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
    document, findings, undecided = _judged(sample, sandbox, basis)
    reported = [each for finding in findings for each in _reported(finding, document)]
    found, missed, strayed = [], [], []
    for planted in sample.planted:
        places = [each.place for each in reported if _names(each, planted)]
        places += _places_in_evidence(findings, planted)
        if not places:
            missed.append(planted)
        elif any(_is_at(place, planted) for place in places):
            found.append(planted)
        else:
            strayed.append((planted, places[0]))
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
    return Score(sample, tuple(found), tuple(missed), tuple(strayed), tuple(false), undecided)


def _judged(
    sample: Sample, sandbox: Sandbox, basis: Basis
) -> tuple[Document, tuple[Finding, ...], str]:
    if sample.suffix == ".html":
        checked = check_bytes(sample.body, sample.suffix, basis, name=sample.name)
        undecided = "；".join(each.reason for each in checked.result.undecided)
        return checked.document, checked.result.findings, undecided
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
    result = run_document(document, basis.rules, basis.ctx)
    return document, result.findings, content.unreadable


def _reported(finding: Finding, document: Document) -> Iterator[Reported]:
    for mark in finding.marks:
        yield Reported(finding.code, *_passage(mark, document))


def _passage(mark: Mark, document: Document) -> tuple[str, str]:
    if mark.cell is None:
        return _bare(document.text[mark.start : mark.end]), document.place(mark.start)
    table = document.tables[mark.cell.table]
    text = table.rows[mark.cell.row][mark.cell.column]
    return _bare(text), table.cell_place(mark.cell.row, mark.cell.column)


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


def _is_about(finding: Finding, sample: Sample) -> bool:
    return any(_shown(each) and _shown(each) in _bare(finding.evidence) for each in sample.planted)


def _shown(planted: Planted) -> str:
    masked = mask(planted.value)
    return _bare(masked) if "*" in masked else ""
