"""What is said of an issue to other programs: the JSON of the API, of exports, and of CSV."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import StringIO

import msgspec

from ledger.issue import Issue, Transition
from ledger.questions import Question
from ledger.requests import Request

# Programs that open a CSV file take what begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEADINGS = {
    "id": "编号",
    "site": "平台",
    "code": "规则",
    "title": "问题类型",
    "severity": "等级",
    "state": "状态",
    "unit": "责任单位",
    "column": "栏目",
    "page_title": "页面",
    "url": "页面地址",
    "message": "问题",
    "evidence": "证据",
    "suggestion": "建议",
    "pages": "涉及页面数",
    "first_seen": "首次发现",
    "last_seen": "最近发现",
    "due": "整改期限",
    "claimed_at": "单位反馈整改",
    "closed_at": "销号时间",
    "close_reason": "销号原因",
    "met_due": "按期",
    "cycle": "第几次",
    "returns": "退回次数",
    "key_hash": "问题标识",
}
Value = str | int | bool | date | datetime | None


class IssueFacts(msgspec.Struct, frozen=True, omit_defaults=False):
    """An issue as other programs see it; see docs/api.md."""

    id: int
    site: str
    code: str
    name: str
    title: str
    severity: str
    state: str
    subject: str
    url: str
    column: str
    unit: str
    message: str
    evidence: str
    suggestion: str
    page_title: str
    sources: tuple[str, ...]
    pages: int
    first_seen: datetime
    last_seen: datetime
    told_at: datetime | None
    due: date | None
    due_provisional: bool
    extended_from: date | None
    claimed_at: datetime | None
    returns: int
    absences: int
    closed_at: datetime | None
    close_reason: str
    met_due: bool | None
    waived_until: date | None
    cycle: int
    held_by: int | None
    version: int
    key_hash: str


class StepFacts(msgspec.Struct, frozen=True):
    """A step in the life of an issue."""

    at: datetime
    event: str
    state: str
    cycle: int
    actor: str
    note: str
    scan: str | None
    due: date | None


def issue_facts(issue: Issue) -> IssueFacts:
    """Return what other programs may know of the issue."""
    same = {
        name: getattr(issue, name)
        for name in IssueFacts.__struct_fields__
        if name not in ("site", "severity", "state", "key_hash")
    }
    return IssueFacts(
        site=issue.site_id,
        severity=issue.severity.value,
        state=issue.state.value,
        key_hash=issue.fingerprint,
        **same,
    )


def step_facts(step: Transition) -> StepFacts:
    """Return what other programs may know of the step."""
    return StepFacts(
        step.at,
        step.event.value,
        step.new.value,
        step.cycle,
        step.actor,
        step.note,
        step.scan_id,
        step.due,
    )


def request_facts(request: Request) -> dict[str, object]:
    """Return a request as JSON shows it."""
    return {
        "id": request.id,
        "issue": request.issue_id,
        "kind": request.kind.value,
        "applicant": request.applicant,
        "unit": request.unit,
        "reason": request.reason,
        "until": request.until,
        "at": request.at,
        "state": request.state.value,
        "decided_by": request.decided_by,
        "decided_at": request.decided_at,
        "decision_note": request.decision_note,
    }


def question_facts(question: Question) -> dict[str, object]:
    """Return a question as JSON shows it."""
    return {
        "id": question.id,
        "site": question.site_id,
        "code": question.code,
        "subject": question.subject.value,
        "scan": question.scan_id,
        "at": question.at,
        "issues": list(question.issue_ids),
    }


def as_csv(issues: Sequence[Issue]) -> bytes:
    """Return the issues as CSV that Excel and WPS open rightly: with a BOM, nothing a formula."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(HEADINGS.values())
    for row in _rows(issues):
        writer.writerow(row)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _rows(issues: Iterable[Issue]) -> Iterable[list[str]]:
    for issue in issues:
        facts = issue_facts(issue)
        yield [_cell(getattr(facts, name)) for name in HEADINGS]


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case datetime() | date():
            return value.isoformat()
        case int():
            return str(value)
    text = " ".join(value.split("\n"))
    return f"'{text}" if text.startswith(FORMULA) else text
