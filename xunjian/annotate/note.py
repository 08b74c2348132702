"""What an annotated copy says beside the words that a finding is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checks.finding import Finding, Mark, Severity
from checks.placed import shown_places
from checks.rule import AnyRule
from checks.views import Document
from xunjian.whereabouts import on_one_line, places_of, worst_first

AUTHOR, INITIALS = "巡检", "巡"
# Nobody reads more comments about one fault; the last one says how many there are besides.
MOST = 300
MOST_PLACES = 8
LISTED = "以下问题不能在原处标注："


class AnnotateError(ValueError):
    """A file of which no annotated copy can be made; the message is a Chinese sentence part."""


@dataclass(frozen=True, slots=True)
class Note:
    """One finding: the comment's text, the same on one line, where it stands, what was found."""

    text: str
    line: str
    severity: Severity
    marks: tuple[Mark, ...]
    places: tuple[str, ...]
    evidence: str = ""

    def listed(self, places: Sequence[str] = ()) -> str:
        """Return the line of a list, headed by the places, if any are known."""
        return f"{shown_places(places, MOST_PLACES)}：{self.line}" if places else self.line


def without_place(lines: Sequence[str]) -> str:
    """Return the text of the comment that lists what could not be marked where it stands."""
    shown = [f"{number}. {line}" for number, line in enumerate(lines[:MOST], 1)]
    if len(lines) > MOST:
        shown.append(f"……共 {len(lines)} 个，详见检查结果")
    return "\n".join((LISTED, *shown))


def notes_of(
    document: Document, findings: Iterable[Finding], rules: Sequence[AnyRule]
) -> tuple[Note, ...]:
    """Return a note for each finding, the worst first."""
    clauses = {rule.code: rule.clause for rule in rules}
    ordered = worst_first(findings)
    return tuple(_note(document, each, clauses.get(each.code, "")) for each in ordered)


def _note(document: Document, finding: Finding, clause: str) -> Note:
    head = f"[{finding.severity}] {finding.code} {finding.title}"
    places = places_of(document, finding.marks)
    lines = [head, finding.message]
    if finding.suggestion:
        lines.append(f"建议：{finding.suggestion}")
    if clause:
        lines.append(f"依据：{clause}")
    if len(finding.marks) > MOST:
        lines.append(f"（共 {len(finding.marks)} 处，只标出前 {MOST} 处）")
    line = f"{head}：{finding.message}"
    if finding.suggestion:
        line += f"；建议：{finding.suggestion}"
    evidence = on_one_line(finding.evidence)
    if not places and evidence:
        line += f"（{evidence}）"
    return Note("\n".join(lines), line, finding.severity, finding.marks[:MOST], places, evidence)
