"""Reads from when to when a document is in force by its own words (自…起施行，有效期五年)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from checks.words.numerals import integer

DAY = r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_COUNT = r"([一二两三四五六七八九十\d]{1,3})\s*(?:个)?"
_CLAUSE = re.compile(r"[。；\n]")
_FROM_DAY = re.compile(rf"自\s*{DAY}\s*(?:之日)?\s*起")
_FROM_ISSUE = re.compile(r"自\s*(?:印发|发布|公布|下发|颁布|发文)\s*之?\s*日?\s*起")
_LATER = re.compile(rf"(?:之?日)?\s*(?:起)?\s*{_COUNT}日后")
_INTO_FORCE = re.compile(r"施行|实施|执行|生效|试行")
_UNTIL = re.compile(rf"(?:有效期|试行期|施行期限?|执行期限?)[^，。；\n]{{0,24}}?(?:至|到)\s*{DAY}")
_FROM_TO = re.compile(rf"自\s*{DAY}\s*起?\s*(?:施行|实施|执行|试行)?\s*(?:至|到)\s*{DAY}")
_YEARS = re.compile(
    rf"(?:有效期|试行期|暂行期|施行期|执行期)限?\s*(?:为|暂定|是|:|：)?\s*{_COUNT}(年|月)"
)
# 许可证有效期三年 speaks of something else.
_ITSELF = re.compile(
    r"本(?:办法|规定|细则|意见|通知|措施|方案|规则|政策|决定|通告|公告|文件|制度|标准|规范|规程|指引|若干\w{0,4}"
    r"|实施\w{2})"
)
# What is not whole years from its own words on.
_OTHER = re.compile(r"《[^》]*》[^，。；]{0,12}(?:有效期|延长|延续)|延长|延续|证书|许可证|有效期满")
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Term:
    """When a document comes into force and its last day; `said` is the clause that says so."""

    start: date | None
    end: date | None
    said: str

    @property
    def is_limited(self) -> bool:
        """Whether the document says that it ends."""
        return self.end is not None


def term_of(text: str, issued: date | None) -> Term | None:
    """Return what a document says of its force, None if it says nothing.

    `issued` is its own date, from which 自印发之日起 counts.
    """
    found: Term | None = None
    for clause in _clauses(text):
        start = _start(clause, issued)
        end = _end(clause, start)
        # What stands last holds: a notice speaks of its annex before the annex speaks for itself.
        if found is None or end is not None or found.end is None:
            found = Term(start or (found.start if found else None), end, clause)
    return found


def _clauses(text: str) -> Iterator[str]:
    for clause in _CLAUSE.split(text):
        if "期" not in clause and "起" not in clause:
            continue
        is_start = _INTO_FORCE.search(clause) and (
            _FROM_DAY.search(clause) or _FROM_ISSUE.search(clause)
        )
        is_term = "期" in clause and (_UNTIL.search(clause) or _YEARS.search(clause))
        is_own = is_start or (is_term and _ITSELF.search(clause))
        if is_own and not _OTHER.search(clause):
            yield clause.strip()


def _start(clause: str, issued: date | None) -> date | None:
    match = _FROM_DAY.search(clause)
    if match:
        return day_of(*match.groups())
    match = _FROM_ISSUE.search(clause)
    if match is None or issued is None:
        return None
    later = _LATER.search(clause, match.start())
    return issued + timedelta(days=integer(later[1]) or 0) if later else issued


def _end(clause: str, start: date | None) -> date | None:
    match = _UNTIL.search(clause)
    if match:
        return day_of(*match.groups())
    match = _FROM_TO.search(clause)
    if match:
        return day_of(*match.groups()[3:])
    match = _YEARS.search(clause)
    count = integer(match[1]) if match else None
    if match is None or count is None or start is None:
        return None
    months = count * (_MONTHS if match[2] == "年" else 1)
    return _after(start, months) - timedelta(days=1)


def _after(day: date, months: int) -> date:
    """Return the same day so many months later; the day after where the month has no such day."""
    year, month = divmod(day.month - 1 + months, _MONTHS)
    try:
        return date(day.year + year, month + 1, day.day)
    except ValueError:
        year, month = divmod(day.month + months, _MONTHS)
        return date(day.year + year, month + 1, 1)


def day_of(year: str, month: str, day: str) -> date | None:
    """Return the day, None where there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
