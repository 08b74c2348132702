"""Recognises an annual disclosure report and cuts it into its six parts."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from checks.report.figures import Figures, figures_of
from checks.views import Document
from crawler.page import Table

_NAME = re.compile(
    r"(?P<office>[^\s，。；：]{2,40}?)?(?P<year>20\d\d)年(?:度)?政府信息公开工作年度报告"
)
_HEAD = 400
NAME = "年度报告"
# 国办公开办函〔2021〕30号: six parts with fixed names.
PARTS = {
    "一": "总体情况",
    "二": "主动公开政府信息情况",
    "三": "收到和处理政府信息公开申请情况",
    "四": "政府信息公开行政复议、行政诉讼情况",
    "五": "存在的主要问题及改进情况",
    "六": "其他需要报告的事项",
}
_LEAST_PARTS = 3
# So much of a heading must be as prescribed to be taken for it.
_ALIKE = 0.6
_ROW = re.compile("申请数量|办理结果|继续办理")
_NUMERALS = "一二三四五六七八九十"
_PART = re.compile(
    rf"(?m)^[ \t\u3000]*([{_NUMERALS}])[ \t\u3000]*[、.．][ \t\u3000]*(\S[^\n]{{2,40}}?)[ \t\u3000]*$"
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a report: its numeral and name as printed, and [start, end) of what follows."""

    numeral: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """A report: who reports on which year, its parts in order, its figures."""

    office: str
    year: int
    parts: tuple[Part, ...]
    text: str = field(repr=False)
    figures: Figures = field(repr=False)

    def told(self, numeral: str) -> str:
        """Return the text of a part, "" when there is no such part."""
        return next((self.text[p.start : p.end] for p in self.parts if p.numeral == numeral), "")

    @property
    def is_of_government(self) -> bool:
        """Whether a county or higher government reports on all under it (《条例》第四十九条)."""
        return self.office.endswith("政府") and not self.office.endswith(
            ("乡人民政府", "镇人民政府")
        )


def report_of(doc: Document) -> AnnualReport | None:
    """Return the annual report that a document is, None for anything else."""
    if NAME not in doc.title and NAME not in _SPACE.sub("", doc.text[:_HEAD]):
        return None
    return _report(doc.title, doc.text, doc.tables)


@lru_cache(maxsize=8)
def _report(title: str, text: str, tables: tuple[Table, ...]) -> AnnualReport | None:
    named = _NAME.search(_SPACE.sub("", title)) or _NAME.search(_SPACE.sub("", text[:_HEAD]))
    parts = _parts(text)
    if named is None or len(parts) < _LEAST_PARTS:
        return None
    return AnnualReport(
        office=named["office"] or "",
        year=int(named["year"]),
        parts=parts,
        text=text,
        figures=figures_of(text, tables),
    )


def _parts(text: str) -> tuple[Part, ...]:
    found = list(_headings(text))
    ends = [*(match.start() for match in found[1:]), *([len(text)] if found else [])]
    return tuple(
        Part(match[1], _SPACE.sub("", match[2]), match.end(), end)
        for match, end in zip(found, ends, strict=True)
    )


def _headings(text: str) -> list[re.Match[str]]:
    """Return the lines that head a part; rows of the tables are numbered in the same way."""
    return [match for match in _PART.finditer(text) if part_like(match[2])]


def part_like(name: str) -> str:
    """Return the numeral of the part whose prescribed name this resembles, "" if none."""
    plain = _SPACE.sub("", name)
    if _ROW.search(plain):
        return ""
    scores = {
        numeral: SequenceMatcher(None, plain, prescribed, autojunk=False).ratio()
        for numeral, prescribed in PARTS.items()
    }
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] >= _ALIKE else ""
