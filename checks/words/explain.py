"""Says of each candidate of the word lists why it was reported or let pass."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from checks.mask import excerpt, mask
from checks.rule import Context
from checks.views import Document
from checks.words import (
    suspected,
    w101_wrong_word,
    w102_improper_wording,
    w103_doubled_word,
    w104_withdrawn_institution,
    w117_misquoted_phrase,
    w120_suspected_misspelling,
    w121_tampering_term,
)
from checks.words.report import Occurrence

JUDGES: Mapping[str, Callable[[Document, Context], Iterator[Occurrence]]] = {
    "W101": w101_wrong_word.judged,
    "W102": w102_improper_wording.judged,
    "W103": w103_doubled_word.judged,
    "W104": w104_withdrawn_institution.judged,
    "W117": w117_misquoted_phrase.judged,
    "W121": w121_tampering_term.judged,
}


@dataclass(frozen=True, slots=True)
class Passed:
    """A candidate that was let pass: by which condition of which line, with its place in the text."""

    code: str
    shown: str
    reason: str
    evidence: str
    place: str


def passed(doc: Document, ctx: Context) -> Iterator[Passed]:
    """Yield the candidates that a condition let pass."""
    for code, judged in JUDGES.items():
        for one in judged(doc, ctx):
            match = one.match
            if match.dropped:
                text = doc.title if one.in_title else doc.text
                evidence = excerpt(text, match.start, match.end)
                yield Passed(code, mask(match.shown), match.dropped, evidence, match.term.place)
    for suspect in suspected.judged(doc, ctx, "W120", w120_suspected_misspelling.LEAST):
        # What the lists have judged is told with their own condition.
        if suspect.dropped and suspect.dropped != suspected.LISTED:
            evidence = excerpt(doc.text, suspect.start, suspect.end)
            yield Passed("W120", mask(suspect.suspicion.shown), suspect.dropped, evidence, "")
