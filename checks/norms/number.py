"""Reads the numbers of official documents: 青府办发〔2024〕3号."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FORM = (
    r"(?P<code>[\u4e00-\u9fff]{2,12})\s*[〔﹝\[［【(（]\s*(?P<year>(?:19|20)\d{2})\s*年?\s*"
    r"[〕﹞\]］】)）]\s*第?\s*0{0,3}(?P<serial>[1-9]\d{0,3})\s*号"
)
# A number of its own, not the end of a sentence that speaks of one.
_APART = re.compile(rf"(?<![\u4e00-\u9fff]){_FORM}")
_LABEL = re.compile(r"^[【\[]?(?:发文字号|发文文号|文件编号|文\s*号|字\s*号)[】\]]?\s*[:：]?\s*")
_WHOLE = re.compile(_FORM)
# 沪府规、政办规、民规字: what many places number their normative documents with.
_NORMATIVE = re.compile(r"规(?:字|发)?$")


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """The number of a document: who issued it, in which year, which of that year."""

    code: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.serial}号"

    @property
    def is_normative(self) -> bool:
        """Whether the number is of a kind that only normative documents bear."""
        return _NORMATIVE.search(self.code) is not None


@dataclass(frozen=True, slots=True)
class Spot:
    """A number in a text: characters [start, end)."""

    number: Number
    start: int
    end: int


def numbers_in(text: str) -> Iterator[Spot]:
    """Yield the numbers that stand apart in a text: on a line, in brackets, after a title."""
    for match in _APART.finditer(text):
        yield Spot(_number(match), match.start(), match.end())


def number_of(line: str) -> Number | None:
    """Return the number that a line or cell consists of, None for any other text."""
    match = _WHOLE.fullmatch(_LABEL.sub("", line.strip()))
    return _number(match) if match else None


def _number(match: re.Match[str]) -> Number:
    return Number(match["code"], int(match["year"]), int(match["serial"]))
