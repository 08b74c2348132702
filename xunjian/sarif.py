"""Findings as SARIF 2.1.0, the exchange format of code and content scanners."""

from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from checks.finding import Finding, Severity
from checks.rule import AnyRule
from ledger.issue import Issue
from ledger.lifecycle import State

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "xunjian/v1"
# What has become of an issue since it was told last, in the words of the standard (§3.27.24).
BASELINE = {State.NEW: "new", State.RELAPSED: "new", State.FIXED: "absent"}
LEVELS = {Severity.CRITICAL: "error", Severity.ERROR: "warning", Severity.WARNING: "note"}


def sarif(
    findings: Sequence[Finding],
    rules: Sequence[AnyRule],
    fingerprints: Mapping[Finding, str],
) -> dict[str, object]:
    """Return one SARIF log with one run; a finding without a fingerprint is left without."""
    places = {rule.code: place for place, rule in enumerate(rules)}
    results = [
        _result(finding, places.get(finding.code), fingerprints.get(finding, ""))
        for finding in findings
    ]
    return _log(rules, {"results": results})


def issues_sarif(
    issues: Sequence[Issue], rules: Sequence[AnyRule], *, day: date
) -> dict[str, object]:
    """Return the issues of the ledger as one SARIF log: what is new, known, gone or set aside."""
    places = {rule.code: place for place, rule in enumerate(rules)}
    details = {"id": f"xunjian/ledger/{day}"}
    results = [_issue(issue, places.get(issue.code)) for issue in issues]
    return _log(rules, {"automationDetails": details, "results": results})


def _log(rules: Sequence[AnyRule], rest: Mapping[str, object]) -> dict[str, object]:
    driver: dict[str, object] = {
        "name": "Xunjian",
        "fullName": "Xunjian 巡检",
        "language": "zh-CN",
        "rules": [_rule(rule) for rule in rules],
    }
    number = _version()
    if number:
        driver["version"] = number
    run = {
        "tool": {"driver": driver},
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        **rest,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _issue(issue: Issue, rule_place: int | None) -> dict[str, object]:
    finding = Finding(
        code=issue.code,
        name=issue.name,
        title=issue.title,
        severity=issue.severity,
        subject=issue.subject,
        key="",
        url=issue.url,
        message=issue.message,
        evidence=issue.evidence,
        suggestion=issue.suggestion,
        column=issue.column,
        unit=issue.unit,
    )
    result = _result(finding, rule_place, issue.fingerprint)
    result["baselineState"] = BASELINE.get(issue.state, "unchanged")
    if issue.state in (State.FALSE_ALARM, State.WAIVED):
        result["suppressions"] = [{"kind": "external", "justification": issue.state.value}]
    properties = result["properties"]
    assert isinstance(properties, dict)
    properties |= {
        "issue": issue.id,
        "state": issue.state.value,
        "due": issue.due.isoformat() if issue.due else None,
        "firstSeen": issue.first_seen.isoformat(),
        "lastSeen": issue.last_seen.isoformat(),
    }
    return result


def _version() -> str:
    try:
        return version("xunjian")
    except PackageNotFoundError:
        return ""


def _rule(rule: AnyRule) -> dict[str, object]:
    summary = rule.doc.partition("\n")[0]
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": summary or rule.title},
        "help": {"text": rule.doc or rule.title, "markdown": rule.doc or rule.title},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"severity": rule.severity.value, "clause": rule.clause},
    }


def _result(finding: Finding, rule_place: int | None, fingerprint: str) -> dict[str, object]:
    # The finding's key may be an ID number: it stays out, as everywhere.
    evidence = f"\n依据：{finding.evidence}" if finding.evidence else ""
    advice = f"\n建议：{finding.suggestion}" if finding.suggestion else ""
    result: dict[str, object] = {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "kind": "fail",
        "message": {"text": f"{finding.message}{evidence}{advice}"},
        "properties": {
            "severity": finding.severity.value,
            "title": finding.title,
            "subject": finding.subject,
            "column": finding.column,
            "unit": finding.unit,
        },
    }
    if rule_place is not None:
        result["ruleIndex"] = rule_place
    if finding.url:
        result["locations"] = [_location(finding)]
    if fingerprint:
        result["partialFingerprints"] = {FINGERPRINT: fingerprint}
    return result


def _location(finding: Finding) -> dict[str, object]:
    location: dict[str, object] = {
        "physicalLocation": {"artifactLocation": {"uri": finding.url}},
    }
    if finding.column:
        location["logicalLocations"] = [{"name": finding.column, "kind": "column"}]
    return location
