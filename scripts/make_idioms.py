"""Chooses the idioms of W117: make_idioms.py JIONLP.whl > wordlists/idioms.txt.

An idiom is taken when the dictionaries of jieba and JioNLP say that it is used. A line
that begins with = is no idiom to be corrected to, but a form near one that is right as well.
"""

import io
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import jieba

_HAN = re.compile("[一-龥]+")
_SHORTEST, _LONGEST = 4, 12
# JioNLP counts how often an idiom is used. What is hardly ever used is more likely a variant itself.
_USED = 50
# jieba gives 3 to what its author added by hand, misspellings among it.
_RARE, _KNOWN, _FREQUENT = 4, 20, 50
# Both halves of a form are words of this frequency: it says something of itself (毫无意义).
_HALF = 2
_WORD = 20


@dataclass(frozen=True, slots=True)
class Sources:
    """What the dictionaries hold: jieba's frequencies, JioNLP's idioms with counts, its words."""

    jieba: dict[str, int]
    idioms: dict[str, int]
    words: frozenset[str]

    def is_idiom(self, form: str) -> bool:
        """Whether the sources say that it is one, and that it is used."""
        if form not in self.idioms:
            return False
        frequency = self.jieba.get(form, 0)
        return (
            self.idioms[form] >= _USED
            or (frequency >= _KNOWN and form in self.words)
            or frequency >= _FREQUENT
        )

    def is_doubtful(self, form: str) -> bool:
        """Whether only jieba knows a form, hardly ever used, that makes no sense by itself."""
        return (
            self.jieba.get(form, 0) <= _RARE
            and form not in self.idioms
            and form not in self.words
            and not (self._is_word(form[:_HALF]) and self._is_word(form[_HALF:]))
        )

    def _is_word(self, form: str) -> bool:
        return form in self.words or self.jieba.get(form, 0) >= _WORD


def main(wheel: Path) -> None:
    """Print the idioms and, marked, the forms near them that are right as well."""
    sources = read(wheel)
    idioms = {form for form in sources.idioms if is_set(form) and sources.is_idiom(form)}
    every = {*sources.jieba, *sources.idioms, *sources.words} - idioms
    near = {form for form in near_forms(every, idioms) if not sources.is_doubtful(form)}
    sys.stdout.writelines(f"{form}\n" for form in sorted(idioms))
    sys.stdout.writelines(f"={form}\n" for form in sorted(near))


def read(wheel: Path) -> Sources:
    """Read the three dictionaries."""
    folder = Path(jieba.__file__).parent
    lines = (folder / "dict.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ") for line in lines)
    idioms = (line.split("\t") for line in unpacked(wheel, "chinese_idiom"))
    words = (line.split("\t")[0] for line in unpacked(wheel, "chinese_word_dictionary"))
    return Sources(
        {row[0]: int(row[1]) for row in rows},
        {row[0]: int(row[1]) for row in idioms},
        frozenset(words),
    )


def unpacked(wheel: Path, name: str) -> Iterator[str]:
    """Yield the lines of a dictionary of JioNLP."""
    with zipfile.ZipFile(wheel) as outer:
        data = outer.read(f"jionlp/dictionary/{name}.zip")
    with zipfile.ZipFile(io.BytesIO(data)) as inner:
        yield from inner.read(f"{name}.txt").decode("utf-8").splitlines()


def is_set(form: str) -> bool:
    """Whether a form is made of Chinese characters (and commas between them) and of usual length."""
    return _SHORTEST <= len(form) <= _LONGEST and all(map(_HAN.fullmatch, form.split("，")))


def near_forms(forms: Iterable[str], idioms: Iterable[str]) -> Iterator[str]:
    """Yield the forms that are an idiom but for one character, or two that changed places."""
    masked = defaultdict(set)
    for idiom in idioms:
        for at in range(len(idiom)):
            masked[idiom[:at] + "\0" + idiom[at + 1 :]].add(idiom)
    for form in forms:
        if not is_set(form):
            continue
        swapped = (
            form[:at] + form[at + 1] + form[at] + form[at + 2 :] for at in range(len(form) - 1)
        )
        replaced = (form[:at] + "\0" + form[at + 1 :] for at in range(len(form)))
        if any(each in masked for each in replaced) or any(each in idioms for each in swapped):
            yield form


if __name__ == "__main__":
    main(Path(sys.argv[1]))
