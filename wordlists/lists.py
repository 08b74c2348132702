"""The word lists: packaged, and those of a user laid over them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from wordlists.automaton import Automaton, Place
from wordlists.phrases import Phrase, PhraseList, phrases_of, read_phrases
from wordlists.roster import Key, Leader, read_roster
from wordlists.table import (
    Field,
    Row,
    WordListError,
    read_alternatives,
    read_day,
    read_rows,
    read_yes,
)
from wordlists.term import OFF, Pattern, Quote, Term, read_level

PACKAGED = Path(__file__).parent
ACROSS = "跨词"
# A word as short as this comes about where two other words meet (自己|经营).
SHORT = 2


@dataclass(frozen=True, slots=True)
class WordList:
    """Terms, which are part `part` of an automaton."""

    terms: tuple[Term, ...] = ()
    automaton: Automaton = field(default_factory=lambda: Automaton([()]), compare=False, repr=False)
    part: int = 0

    def candidates(self, text: str) -> Sequence[Place]:
        """Return every occurrence of a term's word, overlaps kept."""
        return self.automaton.find(text)[self.part]


@dataclass(frozen=True, slots=True)
class Allowed:
    """A phrase in which nothing is wrong, whatever the lists say; `code` "" is every rule."""

    phrase: str
    code: str = ""
    note: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class AllowedList:
    """Allowed phrases, which are part `part` of an automaton."""

    phrases: tuple[Allowed, ...] = ()
    automaton: Automaton = field(default_factory=lambda: Automaton([()]), compare=False, repr=False)
    part: int = 0

    def allowing(self, text: str, code: str, start: int, end: int) -> Allowed | None:
        """Return the phrase around [start, end) that allows it, if there is one."""
        for place in self.automaton.find(text)[self.part]:
            phrase = self.phrases[place.number]
            if place.start <= start and end <= place.end and phrase.code in ("", code):
                return phrase
        return None


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists that the rules use; a field bears the name of its file."""

    wrong_words: WordList = field(default_factory=WordList)
    improper: WordList = field(default_factory=WordList)
    withdrawn: WordList = field(default_factory=WordList)
    doubled: WordList = field(default_factory=WordList)
    tampering: WordList = field(default_factory=WordList)
    allowed: AllowedList = field(default_factory=AllowedList)
    phrases: PhraseList = field(default_factory=PhraseList)
    roster: tuple[Leader, ...] = ()


# Other tables of the folder: allowed phrases, fixed expressions, the days of reforms, leaders.
ALLOWED, PHRASES, DATES, ROSTER = "allowed", "phrases", "dates", "roster"
LISTS = tuple(entry.name for entry in fields(Words) if entry.name not in (ALLOWED, PHRASES, ROSTER))
NAMES = (*LISTS, ALLOWED, PHRASES, DATES, ROSTER)


def words_of(
    lists: Mapping[str, Iterable[Term]],
    allowed: Iterable[Allowed] = (),
    phrases: PhraseList | None = None,
    roster: Iterable[Leader] = (),
) -> Words:
    """Build one automaton over the terms of all lists and the allowed phrases."""
    terms = [tuple(lists.get(name, ())) for name in LISTS]
    free = tuple(allowed)
    automaton = Automaton(
        [*([term.word for term in each] for each in terms), [each.phrase for each in free]]
    )
    made = {
        name: WordList(each, automaton, part)
        for part, (name, each) in enumerate(zip(LISTS, terms, strict=True))
    }
    return Words(
        **made,
        allowed=AllowedList(free, automaton, len(LISTS)),
        phrases=PhraseList() if phrases is None else phrases,
        roster=tuple(roster),
    )


def load(*folders: Path) -> Words:
    """Read the packaged lists and lay the same-named files of each folder over them, in order.

    Lists that have not changed are read once a process. Raises `WordListError` with all faults of
    all files.
    """
    return _load(folders, tuple(map(_stamps, (PACKAGED, *folders))))


def _stamps(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Tell the state of a folder's lists: names, times of change, sizes."""
    found = ((path.name, path.stat()) for path in sorted(folder.glob("*.csv")))
    return tuple((name, state.st_mtime_ns, state.st_size) for name, state in found)


# A process that rechecks many sites day and night would read the same lists again and again.
@lru_cache(maxsize=4)
def _load(folders: tuple[Path, ...], _: object) -> Words:
    faults: list[str] = []
    terms: dict[str, dict[str, Term | None]] = {name: {} for name in LISTS}
    allowed: dict[str, Allowed | None] = {}
    phrases: dict[str, Phrase | None] = {}
    days: dict[str, date] = {}
    roster: dict[Key, Leader] = {}
    for folder in (PACKAGED, *folders):
        faults += _strangers(folder)
        days |= _days(folder / f"{DATES}.csv", faults)
    for folder in (PACKAGED, *folders):
        for name in LISTS:
            terms[name] |= _terms(folder / f"{name}.csv", days, faults)
        allowed |= _allowed(folder / f"{ALLOWED}.csv", faults)
        phrases |= read_phrases(folder / f"{PHRASES}.csv", faults)
        roster |= read_roster(folder / f"{ROSTER}.csv", faults)
    if faults:
        raise WordListError(faults)
    kept = {name: [term for term in each.values() if term] for name, each in terms.items()}
    free = [each for each in allowed.values() if each]
    return words_of(kept, free, phrases_of(phrases), roster.values())


def _strangers(folder: Path) -> list[str]:
    # A misspelt file name must not be a word list that silently does nothing.
    if not folder.is_dir():
        return [f"{folder}：词表文件夹不存在"]
    known = "、".join(f"{name}.csv" for name in NAMES)
    return [
        f"{path}：不认识的词表文件名，应为 {known} 之一"
        for path in sorted(folder.glob("*.csv"))
        if path.stem not in NAMES
    ]


def _days(path: Path, faults: list[str]) -> dict[str, date]:
    """Return the days of reforms by name."""
    found: dict[str, date] = {}
    for row in read_rows(path, _DATE_FIELDS, "名称", faults) if path.is_file() else ():
        values = row.values(_DATE_FIELDS, faults)
        if values and not isinstance(values.get("day"), date):
            faults.append(f"{row.place}“日期”栏：不能为空")
        elif values:
            found[str(values["name"])] = values["day"]  # type: ignore[assignment]
    return found


def _allowed(path: Path, faults: list[str]) -> dict[str, Allowed | None]:
    found: dict[str, Allowed | None] = {}
    for row in read_rows(path, _ALLOWED_FIELDS, "短语", faults) if path.is_file() else ():
        values = row.values(_ALLOWED_FIELDS, faults)
        if values and "phrase" in values:
            is_off = values.pop("state", "") == OFF
            allowed = Allowed(**values, place=row.short_place)  # type: ignore[arg-type]
            found[allowed.phrase] = None if is_off else allowed
    return found


_DAYS = ("起始日期", "截止日期")


def _terms(path: Path, days: Mapping[str, date], faults: list[str]) -> dict[str, Term | None]:
    """Return the terms of one file by word; None for those that are switched off."""
    found: dict[str, Term | None] = {}
    for row in read_rows(path, _TERM_FIELDS, "写法", faults) if path.is_file() else ():
        if word := row.cells.get("写法"):
            found[word] = _term(row, days, faults)
    return found


def _term(row: Row, days: Mapping[str, date], faults: list[str]) -> Term | None:
    if row.cells.get("级别") == OFF:
        return None
    named = {column: days[row.cells[column]] for column in _DAYS if row.cells.get(column) in days}
    if named:
        days_of = {column: day.isoformat() for column, day in named.items()}
        row = replace(row, cells={**row.cells, **days_of})
    # The tests look at the expressions of the packaged lists, which take a while to compile.
    is_packaged = row.path.parent == PACKAGED
    bad_pattern = "" if is_packaged else _bad_pattern(row.cells.get("正则", ""))
    if bad_pattern:
        faults.append(f"{row.place}{bad_pattern}")
    values = row.values(_TERM_FIELDS, faults)
    if values is None or bad_pattern:
        return None
    across = row.cells.get("分词边界") == ACROSS
    values = {"right": "", **values, "across": across, "place": row.short_place}
    term = Term(**values)  # type: ignore[arg-type]
    if fault := _mismatch(term, is_sure="分词边界" in row.cells, is_packaged=is_packaged):
        faults.append(f"{row.place}{fault}")
    return term


def _mismatch(term: Term, *, is_sure: bool, is_packaged: bool) -> str:
    """Say what is wrong between the cells of one row, "" when nothing is.

    `is_sure` tells that whoever wrote the row said that word boundaries do not matter.
    """
    if term.pattern is None and term.word == term.right:
        return "“应为”栏：与“写法”相同"
    if term.pattern is not None and not is_packaged:
        try:
            term.pattern.compiled.sub(term.right, "")
        except (re.error, IndexError) as error:
            return f"“应为”栏：“{term.right}”引用了正则中没有的分组（{error}）"
    if len(term.word) <= SHORT and not (term.is_guarded or is_sure):
        return (
            f"“写法”栏：“{term.word}”只有 {len(term.word)} 个字，别的词相连也会碰出来，"
            "须写明放过的条件（分词边界、前面是则放过、后面是则放过、同句须有、正则之一）；"
            "确实在哪里都是错的，“分词边界”填“否”"
        )
    return ""


def _bad_pattern(pattern: str) -> str:
    """Say what is wrong with a regular expression, "" when nothing is."""
    try:
        re.compile(pattern)
    except re.error as error:
        return f"“正则”栏：“{pattern}”不是正确的正则表达式（{error}）"
    return ""


def _boundary(cell: str) -> bool:
    if cell not in ("是", "否", ACROSS):
        raise ValueError(f"应填“是”、“否”或“{ACROSS}”")
    return cell == "是"


def _quote(cell: str) -> Quote:
    if cell not in list(Quote):
        raise ValueError("应为空、“书名号”或“引号”")
    return Quote(cell)


_TERM_FIELDS = {
    "写法": Field("word"),
    "应为": Field("right"),
    "类别": Field("category"),
    "级别": Field("level", read_level),
    "分词边界": Field("boundary", _boundary),
    "前面是则放过": Field("not_before", read_alternatives),
    "后面是则放过": Field("not_after", read_alternatives),
    "同句须有": Field("needs", read_alternatives),
    "同句有则放过": Field("forbids", read_alternatives),
    "引文放过": Field("quote", _quote),
    "仅查标题": Field("title_only", read_yes),
    "起始日期": Field("valid_from", read_day),
    "截止日期": Field("valid_to", read_day),
    "地区": Field("regions", read_alternatives),
    "正则": Field("pattern", Pattern),
    "来源": Field("source"),
    "说明": Field("note"),
}
_ALLOWED_FIELDS = {
    "短语": Field("phrase"),
    "规则": Field("code", str.upper),
    "状态": Field("state"),
    "说明": Field("note"),
}
_DATE_FIELDS = {"名称": Field("name"), "日期": Field("day", read_day), "说明": Field("note")}
