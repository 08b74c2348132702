"""Finds the figures of a sentence that do not agree with each other."""

import re
from collections.abc import Iterator

from checks.words.breakdowns import before
from checks.words.changes import changes
from checks.words.conversions import conversions
from checks.words.products import products
from checks.words.quantities import Mismatch
from checks.words.shares import shares
from checks.words.spans import spans
from checks.words.totals import behind

_DIGIT = re.compile(r"\d")


def mismatches(text: str) -> Iterator[Mismatch]:
    """Yield what does not add up in the sentences of a text."""
    if not _DIGIT.search(text):
        return
    yield from behind(text)
    yield from before(text)
    yield from changes(text)
    yield from products(text)
    yield from shares(text)
    yield from conversions(text)
    yield from spans(text)
