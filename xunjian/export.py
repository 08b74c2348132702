"""The machine-readable forms of a scan: the JSON contract of the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from checks.finding import Finding, Undecided
from ledger.issue import Issue, ScanInfo
from ledger.lifecycle import State

SILENCED = (State.FALSE_ALARM, State.WAIVED)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with the identity it has in the ledger and the issue it belongs to, if any."""

    finding: Finding
    fingerprint: str = ""
    issue: Issue | None = None

    @property
    def is_silenced(self) -> bool:
        """Whether a person has dismissed or waived it."""
        return self.issue is not None and self.issue.state in SILENCED


def as_json(
    scan: Mapping[str, object], found: Sequence[Found], undecided: Sequence[Undecided]
) -> bytes:
    """Return one JSON object with scan, findings and undecided, as documented in docs/json.md."""
    value = {
        "scan": dict(scan),
        "findings": [_finding(each) for each in found],
        "undecided": [
            {"code": each.code, "subject": each.subject, "reason": each.reason}
            for each in undecided
        ],
    }
    return msgspec.json.format(msgspec.json.encode(value), indent=2)


def scan_facts(info: ScanInfo) -> dict[str, object]:
    """Return what is said of a scan."""
    return {
        "id": info.id,
        "site": info.site_id,
        "started": info.started,
        "finished": info.finished,
        "full": info.full,
        "pages": info.pages,
        "errors": info.errors,
        "incomplete": info.incomplete,
    }


def _finding(found: Found) -> dict[str, object]:
    finding, issue = found.finding, found.issue
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "subject": finding.subject,
        "url": finding.url,
        "column": finding.column,
        "unit": finding.unit,
        "message": finding.message,
        "evidence": finding.evidence,
        "suggestion": finding.suggestion,
        "sources": list(finding.sources),
        "key_hash": found.fingerprint,
        "state": issue.state.value if issue else "",
        "first_seen": issue.first_seen if issue else None,
        "last_seen": issue.last_seen if issue else None,
    }
