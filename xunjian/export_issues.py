"""The problem list as a file: the form follows from the file's name."""

from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from checks.registry import load_rules
from ledger.issue import Issue
from notifier.workbook import workbook
from xunjian.issue_facts import as_csv, issue_facts
from xunjian.sarif import issues_sarif


def exported(issues: Sequence[Issue], form: str, day: date) -> bytes:
    """Return the issues in the form that the suffix names."""
    return FORMS[form](issues, day)


def _xlsx(issues: Sequence[Issue], day: date) -> bytes:
    return workbook(issues, title=f"问题清单（{day}）", token="")


def _csv(issues: Sequence[Issue], _day: date) -> bytes:
    return as_csv(issues)


def _json(issues: Sequence[Issue], _day: date) -> bytes:
    value = {"issues": [issue_facts(each) for each in issues]}
    return msgspec.json.format(msgspec.json.encode(value), indent=2)


def _sarif(issues: Sequence[Issue], day: date) -> bytes:
    log = issues_sarif(issues, load_rules(), day=day)
    return msgspec.json.format(msgspec.json.encode(log), indent=2)


FORMS: dict[str, Callable[[Sequence[Issue], date], bytes]] = {
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".json": _json,
    ".sarif": _sarif,
}
# In these units and columns have names, in the others ids.
FOR_PEOPLE = (".xlsx", ".csv")
