"""The simulated inspection as one HTML page that needs nothing else."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ledger.issue import Issue
from notifier.workbook import safe_url
from xunjian.disclosure_tables import told
from xunjian.inspection import (
    CLAUSE,
    MOST_ISSUES,
    RECORD_HEADS,
    RECORD_NOTE,
    Inspection,
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
    places = {line.title: place for place, line in enumerate(report.lines, 1)}
    counts = {line.title: len(line.issues) for line in report.lines}

    def link(title: str) -> Markup:
        if title not in places:
            return Markup("")
        return Markup(' <a class="basis" href="#basis-{}">依据（{}）</a>').format(
            places[title], counts[title]
        )

    extras = report.extras
    page = environment.get_template("inspection.html").render(
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
        link=link,
        address=_address,
    )
    return page.encode()


def _address(issue: Issue) -> Markup:
    """Return the address as a link, as text where it is none to follow."""
    url = safe_url(issue.url)
    if not url:
        return escape(issue.url)
    return Markup('<a href="{}" rel="noreferrer">{}</a>').format(url, issue.url)
