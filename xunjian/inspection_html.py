"""The simulated inspection as one HTML page that needs nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ledger.issue import Issue
from notifier.workbook import safe_url
from xunjian.disclosure_tables import told
from xunjian.inspection import MOST_ISSUES, Inspection, Line
from xunjian.inspection_words import (
    CLAUSE,
    RECORD_HEADS,
    RECORD_NOTE,
    cap_said,
    points_said,
    record_rows,
)
from xunjian.scorecard import Verdict

TEMPLATES = Path(__file__).parent / "templates"
CLASSES = {
    Verdict.CLEAR: "",
    Verdict.UNKNOWN: "unknown",
    Verdict.NEAR: "near",
    Verdict.CONFIRM: "confirm",
    Verdict.VETO: "veto",
}


def as_html(report: Inspection) -> bytes:
    """Return the page; everything that came from the site is escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("inspection.html").render(_values(report))
    return page.encode()


def _values(report: Inspection) -> dict[str, object]:
    """Return what the template is filled with."""
    extras = report.extras
    return dict(
        score=report.score,
        headline=report.headline,
        tone=report.tone,
        figures=report.figures,
        summary=report.summary,
        about=report.about,
        duties=report.duties,
        more_tasks=report.more_tasks,
        lines=report.lines,
        doubts=report.doubts,
        extras=extras,
        not_compared=report.not_compared,
        told=told(extras.disclosure) if extras.disclosure else None,
        record_heads=RECORD_HEADS,
        record_rows=record_rows(extras.records),
        record_note=RECORD_NOTE,
        most=MOST_ISSUES,
        clause=CLAUSE,
        tones=CLASSES,
        points=points_said,
        cap=cap_said,
        link=_Links(report.lines),
        address=_address,
    )


@dataclass(frozen=True, slots=True)
class _Links:
    """Leads from a line of the indicators to what it rests on."""

    lines: Sequence[Line]

    def __call__(self, title: str) -> Markup:
        """Return the link, nothing where the line rests on no issue."""
        for place, line in enumerate(self.lines, 1):
            if line.title == title:
                return Markup(' <a class="basis" href="#basis-{}">依据（{}）</a>').format(
                    place, len(line.issues)
                )
        return Markup("")


def _address(issue: Issue) -> Markup:
    """Return the address as a link, as text where it is none to follow."""
    url = safe_url(issue.url)
    if not url:
        return escape(issue.url)
    return Markup('<a href="{}" rel="noreferrer">{}</a>').format(url, issue.url)
