"""What a run was able to see, arranged for asking ten thousand times."""

from collections.abc import Iterable
from dataclasses import dataclass

from checks.finding import Result
from ledger.fingerprint import candidates

GONE = "页面已下线"
CHECKED = "复核通过"
LEAST_LEFT = 0.5


@dataclass(frozen=True, slots=True)
class Sight:
    """A result with its doubts as fingerprints: keys are compared in no other way."""

    result: Result
    blanket: frozenset[tuple[str, str]]
    marks: frozenset[str]

    def absence(self, mark: str, code: str, subject: str, sources: tuple[str, ...]) -> str:
        """Say how an issue that was not found is away: mended, taken down, or "" for unknown.

        One that several pages show is gone when it is on none of them.
        """
        result = self.result
        if result.incomplete or code not in result.codes or mark in self.marks:
            return ""
        if {("", subject), (code, subject)} & self.blanket:
            return ""
        looked_at = sources or (subject,)
        if result.gone.issuperset(looked_at):
            return GONE
        return CHECKED if all(self.has_seen(each) for each in looked_at) else ""

    def has_seen(self, subject: str) -> bool:
        """Whether the subject was looked at, or is there no more."""
        return subject in self.result.subjects or subject in self.result.gone

    def is_cut(self, subject: str, before: int) -> bool:
        """Whether less than half of the text is left that the page had `before`.

        What is gone with the rest of its page, or hidden by whatever stands there now, is not
        mended; people have to look, whoever asked for this look.
        """
        length = self.result.facts(subject).length
        return length is not None and length < LEAST_LEFT * before


def sight(secret: bytes, result: Result) -> Sight:
    """Arrange what could not be decided."""
    marks = set()
    for each in result.undecided:
        if each.key:
            codes: Iterable[str] = (each.code,) if each.code else result.codes
            for code in codes:
                marks.update(candidates(secret, result, each, code))
    blanket = frozenset((each.code, each.subject) for each in result.undecided if not each.key)
    return Sight(result, blanket, frozenset(marks))
