"""What a unit is told of its requests: granted or refused, and what follows."""

from dataclasses import dataclass
from datetime import date

from ledger.decided import Decided
from ledger.issue import Issue
from ledger.requests import RequestKind
from notifier.subject import chinese_date

VERDICTS = {
    RequestKind.FALSE_ALARM: ("认定为误报", "不认定为误报"),
    RequestKind.EXTENSION: ("准予延期", "不予延期"),
    RequestKind.WAIVER: ("准予豁免", "不予豁免"),
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A request and what was decided: `verdict` in a few characters, `says` what follows from it."""

    issue: Issue
    asked: str
    verdict: str
    says: str
    note: str
    is_granted: bool


def reply_of(one: Decided) -> Reply:
    """Return what the unit that asked is told."""
    request = one.request
    verdict = VERDICTS[request.kind][0 if one.is_granted else 1]
    until = f"到{chinese_date(request.until)}" if request.until else ""
    is_alarm = request.kind is RequestKind.FALSE_ALARM
    return Reply(
        issue=one.issue,
        asked="反映疑似误报" if is_alarm else f"申请{request.kind}{until}",
        verdict=verdict,
        says=_granted(one) if one.is_granted else _refused(one),
        note=request.decision_note,
        is_granted=one.is_granted,
    )


def _granted(one: Decided) -> str:
    match one.request.kind:
        case RequestKind.FALSE_ALARM:
            return "不需要整改"
        case RequestKind.EXTENSION:
            return _until(one, one.issue.due, "期限改为")
        case RequestKind.WAIVER:
            return _until(one, one.issue.waived_until, "豁免到")


def _refused(one: Decided) -> str:
    # It may have been mended while the request was looked at.
    return _until(one, one.issue.due, "请整改，期限仍为") if one.issue.is_open else ""


def _until(one: Decided, day: date | None, words: str) -> str:
    return f"{words}{chinese_date(day)}" if day and one.is_current else ""
