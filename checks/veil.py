"""Masks the addresses of a result whose numbers are somebody's, and keeps them apart.

What a scan reports goes into the ledger, mails and exports; a file may be named after a person and
her ID number. A masked address ends in a keyed tag, so that two files never become one issue.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from checks.finding import Finding, Looks, PageFacts, Result, Trouble, Undecided
from checks.mask import mask, mask_url

_TAG_LENGTH = 12
_TAG = re.compile(rf"\*{{4}}.*[#&]~[0-9a-f]{{{_TAG_LENGTH}}}$")


@dataclass(frozen=True, slots=True)
class Veil:
    """Masks addresses; the secret keeps anybody from trying all numbers against a tag."""

    secret: bytes

    def address(self, url: str) -> str:
        """Return the address, or the masked one with its tag where it holds a person's number."""
        masked = mask_url(url)
        if masked == url:
            return url
        tag = hmac.new(self.secret, url.encode("utf-8", "surrogatepass"), hashlib.sha256)
        return f"{masked}{'&' if '#' in masked else '#'}~{tag.hexdigest()[:_TAG_LENGTH]}"

    def result(self, result: Result) -> Result:
        """Return a result that may be shown and stored."""
        return replace(
            result,
            subjects=self._all(result.subjects),
            gone=self._all(result.gone),
            findings=tuple(self._finding(each) for each in result.findings),
            undecided=tuple(self._undecided(each) for each in result.undecided),
            incomplete=mask(result.incomplete),
            looks=self._looks(result.looks),
            troubles=self._troubles(result.troubles),
            pages={self.address(page): self._facts(each) for page, each in result.pages.items()},
        )

    def _facts(self, facts: PageFacts) -> PageFacts:
        identity, leads_to = self.address(facts.identity), self.address(facts.leads_to)
        return replace(facts, identity=identity, article=mask(facts.article), leads_to=leads_to)

    def _troubles(self, troubles: tuple[Trouble, ...] | None) -> tuple[Trouble, ...] | None:
        if troubles is None:
            return None
        return tuple(replace(each, address=self.address(each.address)) for each in troubles)

    def _looks(self, looks: Looks) -> Looks:
        veiled = (
            each
            if (address := self.address(each.address)) == each.address
            else replace(each, address=address)
            for each in looks.sightings
        )
        return replace(looks, sightings=tuple(veiled))

    def _all(self, urls: Iterable[str]) -> frozenset[str]:
        return frozenset(map(self.address, urls))

    def _finding(self, finding: Finding) -> Finding:
        subject, url = self.address(finding.subject), self.address(finding.url)
        sources, also = (tuple(map(self.address, each)) for each in (finding.sources, finding.also))
        veiled = replace(finding, subject=subject, url=url, sources=sources, also=also)
        return finding if veiled == finding else veiled

    def _undecided(self, doubt: Undecided) -> Undecided:
        subject, url = self.address(doubt.subject), self.address(doubt.url)
        if (subject, url) == (doubt.subject, doubt.url):
            return doubt
        return replace(doubt, subject=subject, url=url)


def is_veiled(url: str) -> bool:
    """Whether this is a masked address, which leads nowhere."""
    return _TAG.search(url) is not None
