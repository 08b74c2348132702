"""Finds the references to an annex that the list of annexes does not have."""

import re
from collections.abc import Iterator

from checks.words.counted_names import Count

_LIST = re.compile(
    r"^[ \t\u3000]*附件[:：][ \t\u3000]*1[.．、][^\n]*(?:\n[ \t\u3000]*\d{1,2}[.．、][^\n]*)+", re.M
)
_NUMBER = re.compile(r"(?:^|[:：])[ \t\u3000]*(\d{1,2})[.．、]", re.M)
_REFERENCE = re.compile(r"(?:详见|见|参见|填写)附件(\d{1,2})(?!\d|[.．、-])")


def annexes(text: str) -> Iterator[Count]:
    """Yield the references before a list of annexes to one that is not on it."""
    lists = list(_LIST.finditer(text)) if "附件" in text else []
    # Behind a second list, or with letters forwarded, a number may be of another paper.
    if len(lists) != 1:
        return
    numbers = [int(number) for number in _NUMBER.findall(lists[0][0])]
    if numbers != list(range(1, len(numbers) + 1)):
        return
    for match in _REFERENCE.finditer(text, 0, lists[0].start()):
        if int(match[1]) > len(numbers):
            yield Count(match.start(), match.end(), int(match[1]), len(numbers), is_annex=True)
