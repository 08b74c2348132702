"""The simulated inspection as one HTML page that needs nothing else."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ledger.issue import Issue
from xunjian.inspection import Inspection
from xunjian.score import Verdict

TEMPLATES = Path(__file__).parent / "templates"
MOST_ISSUES = 30
CLASSES = {
    Verdict.CLEAR: "",
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
    page = environment.get_template("inspection.html").render(
        score=report.score,
        headline=report.headline,
        tone=report.tone,
        summary=report.summary,
        about=report.about,
        tasks=report.tasks,
        more_tasks=report.more_tasks,
        tones=CLASSES,
        basis=_basis,
    )
    return page.encode()


def _basis(issues: Sequence[Issue]) -> Markup:
    """Return the issues behind a line, folded away."""
    if not issues:
        return Markup("")
    items = Markup("").join(
        Markup("<li>#{} {}　<span class=soft>{}</span></li>").format(
            issue.id, issue.message, issue.page_title or issue.url
        )
        for issue in issues[:MOST_ISSUES]
    )
    rest = len(issues) - MOST_ISSUES
    more = Markup("<li>另有 {} 条</li>").format(rest) if rest > 0 else Markup("")
    head = escape(f"依据（{len(issues)}）")
    return Markup("<details><summary>{}</summary><ul>{}{}</ul></details>").format(head, items, more)
