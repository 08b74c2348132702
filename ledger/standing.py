"""What a scan has to respect besides the issues: who asked, what was ruled, which rules changed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from checks.finding import Finding
from ledger.fingerprint import key_mark, normalise

# From so many issues of one rule on, a change of the rule asks before it opens or closes them.
MASS = 5


# In place of a key mark: every fault of the rule.
WHOLE_RULE = "*"


@dataclass(frozen=True, slots=True)
class Opened:
    """An issue that a scan opens, for the first time or once more."""

    code: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Standing:
    """`asked` are issues for which a person wanted this very look; they need no second one.

    `ruled_out` are (code, key mark) that people called no fault, on the whole site.
    `marks` are the versions of the rules that ran; `changed` the codes whose version the last
    complete scan did not have; `unanswered` those with an open question about new issues, and
    `asked_about` the issues in open questions about closing.
    """

    secret: bytes = b""
    site_id: str = ""
    asked: frozenset[int] = frozenset()
    ruled_out: frozenset[tuple[str, str]] = frozenset()
    marks: Mapping[str, str] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    unanswered: frozenset[str] = frozenset()
    asked_about: frozenset[int] = frozenset()

    def key_mark(self, finding: Finding) -> str:
        """Return what names the fault on whatever page it stands; "" where nothing does."""
        if not normalise(finding.key):
            return ""
        return key_mark(self.secret, self.site_id, finding.code, finding.key)

    def is_ruled_out(self, code: str, mark: str) -> bool:
        """Whether people called it no fault, there or anywhere on the site."""
        return bool({(code, mark), (code, WHOLE_RULE)} & self.ruled_out)

    # Any: a row's columns are known to the tables only.
    def has_changed_since(self, row: Any) -> bool:
        """Whether another version of the rule met the issue last."""
        mark = self.marks.get(row.code, "")
        return bool(mark and row.rule_mark and mark != row.rule_mark)

    def held(self, opened: Sequence[Opened]) -> dict[str, list[str]]:
        """Return the fingerprints that changed rules would open in great number, by code."""
        counts = Counter(each.code for each in opened)
        found: dict[str, list[str]] = {}
        for each in opened:
            is_mass = each.code in self.changed and counts[each.code] >= MASS
            if is_mass or each.code in self.unanswered:
                found.setdefault(each.code, []).append(each.fingerprint)
        return found
