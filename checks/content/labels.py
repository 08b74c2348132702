"""Reads a page of labels and values, whatever dress it wears: table, dl, lines, headings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

# What may stand before a label at the start of its line: 一、 （二） 3. 【 ■
_LEAD = r"[ \t]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．:： \t]{0,3}|第[一二三四五六七八九十]+[、 ]?)?[【\[■●◆▶★*·>»〉]?[ \t]*"
_NOTE = r"(?:[（(][^（）()\n]{0,12}[)）])?"
_END = r"[ \t]*(?:[】\]][ \t]*[:：]?|[:：]|(?=[ \t\n])|$)"
# A label within a line needs its colon.
_INLINE = r"(?<=[\s|｜；;])"
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Field:
    """A label by the name of what it stands for, and the text up to the next label."""

    name: str
    value: str

    @property
    def is_filled(self) -> bool:
        """Whether there is a word behind the label."""
        return _WORDS.search(self.value) is not None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The labels that a kind of page uses, each with the name of what it stands for."""

    names: Mapping[str, str]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, words: Mapping[str, str]) -> Self:
        """Make a vocabulary of names with their words, parted by blanks."""
        names = {word: name for name, listed in words.items() for word in listed.split()}
        labels = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
        pattern = rf"^{_LEAD}({labels}){_NOTE}{_END}|{_INLINE}({labels}){_NOTE}[ \t]*[:：]"
        return cls(names, re.compile(pattern, re.M))

    def read(self, text: str) -> tuple[Field, ...]:
        """Return the labels of a text in order, each with its value."""
        found = list(self.pattern.finditer(text))
        ends = [*(match.start() for match in found[1:]), len(text)][: len(found)]
        return tuple(
            Field(self.names[match[1] or match[2]], text[match.end() : end].strip())
            for match, end in zip(found, ends, strict=True)
        )

    def name(self, cell: str) -> str:
        """Return what a cell of a table is the label of, "" if it is none."""
        match = self.pattern.match(cell)
        is_whole = match is not None and match.end() >= len(cell.rstrip())
        return self.names[match[1]] if match is not None and is_whole and match[1] else ""


def longest(fields: tuple[Field, ...]) -> dict[str, str]:
    """Return the fullest value of each name: tabs at the top of a page repeat its labels."""
    values: dict[str, str] = {}
    for field in fields:
        if len(field.value) >= len(values.get(field.name, "")):
            values[field.name] = field.value
    return values
