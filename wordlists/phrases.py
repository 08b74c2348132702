"""The fixed expressions that have one right form: a table that users extend, idioms, collocations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from wordlists.table import Field, read_rows
from wordlists.term import OFF, Level, read_level

_IDIOMS = Path(__file__).with_name("idioms.txt")
# Written by `benchmarks/collocations.py`.
COLLOCATIONS = Path(__file__).with_name("collocations.txt")
_ALSO_RIGHT = "="
IDIOM, COLLOCATION = "成语", "公文常用搭配"
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Phrase:
    """An expression that is written so and not otherwise; `place` says where it stands."""

    phrase: str
    category: str = ""
    level: Level = Level.A
    source: str = ""
    note: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class PhraseList:
    """Fixed expressions, and forms that are right though they look like one of them.

    Each list is equal to itself only, so that what is computed of it can be kept.
    """

    phrases: tuple[Phrase, ...] = field(default=(), repr=False)
    right: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class Idioms:
    """The packaged idioms, and the forms near them that are right as well."""

    idioms: tuple[str, ...]
    also_right: frozenset[str]


@cache
def packaged_idioms() -> Idioms:
    """Read the packaged idioms."""
    lines = _IDIOMS.read_text(encoding="utf-8").split()
    return Idioms(
        tuple(line for line in lines if not line.startswith(_ALSO_RIGHT)),
        frozenset(line[1:] for line in lines if line.startswith(_ALSO_RIGHT)),
    )


@cache
def packaged_collocations() -> tuple[str, ...]:
    """Read the packaged collocations."""
    return tuple(COLLOCATIONS.read_text(encoding="utf-8").split())


def phrases_of(listed: Mapping[str, Phrase | None]) -> PhraseList:
    """Join the table and what is packaged beside it; a phrase without entry is switched off.

    What is switched off is no longer corrected to, and is still right.
    """
    idioms = packaged_idioms()
    phrases = [each for each in listed.values() if each]
    phrases += [Phrase(idiom, IDIOM) for idiom in idioms.idioms if idiom not in listed]
    phrases += [
        Phrase(each, COLLOCATION, place=f"{COLLOCATIONS.name} 第 {number} 行")
        for number, each in enumerate(packaged_collocations(), start=1)
        if each not in listed
    ]
    return PhraseList(
        tuple(phrases), idioms.also_right.union(listed, (each.phrase for each in phrases))
    )


def read_phrases(path: Path, faults: list[str]) -> dict[str, Phrase | None]:
    """Return the phrases of a table; None for those that are switched off."""
    found: dict[str, Phrase | None] = {}
    for row in read_rows(path, FIELDS, "用语", faults) if path.is_file() else ():
        values = row.values(FIELDS, faults)
        if values and "phrase" in values:
            is_off = values.pop("state", "") == OFF
            phrase = Phrase(**values, place=row.short_place)  # type: ignore[arg-type]
            found[phrase.phrase] = None if is_off else phrase
    return found


def _phrase(cell: str) -> str:
    if len(cell) < SHORTEST:
        raise ValueError(f"不足 {SHORTEST} 个字，太短的用语容易误报")
    return cell


FIELDS = {
    "用语": Field("phrase", _phrase),
    "类别": Field("category"),
    "级别": Field("level", read_level),
    "状态": Field("state"),
    "来源": Field("source"),
    "说明": Field("note"),
}
