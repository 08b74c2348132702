"""Reads publication dates in the spellings that Chinese public sites use."""

import re
from datetime import date, timedelta

FULL = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})(?!\d)\s*日?"
)
SHORT_YEAR = re.compile(r"(?<![\d-])(\d{2})-(\d{2})-(\d{2})(?![\d-])")
MONTH_DAY = re.compile(r"(?<![\d-])(\d{1,2})(?:-|/|月)(\d{1,2})(?![\d-])日?")
AGE = re.compile(
    r"\W*(?:(?P<days>\d{1,3})\s*天前|\d{1,2}\s*(?:小时|分钟)前|(?P<word>刚刚|今天|昨天|前天))"
    r"\W*(?:\d{1,2}:\d{2})?\W*"
)
DAYS_AGO = {"刚刚": 0, "今天": 0, "昨天": 1, "前天": 2}
LABELLED = re.compile(
    r"(?:发布时间|发布日期|发文日期|公开日期|成文日期|生成日期|日期|时间|发表时间|更新时间)\s*[:：]?\s*"
    r"(?P<date>(?:19|20)\d{2}\s*(?:[-/.]|年)\s*\d{1,2}\s*(?:[-/.]|月)\s*\d{1,2})"
)
IN_URL = (
    re.compile(r"/t((?:19|20)\d{2})(\d{2})(\d{2})_\d+"),
    re.compile(r"/art/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/((?:19|20)\d{2})-(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/((?:19|20)\d{2})/(\d{2})/(\d{2})/"),
    re.compile(r"/((?:19|20)\d{2})(\d{2})(\d{2})/"),
)
IN_SCRIPT = re.compile(
    r"(?:pub\w*|date\w*|time\w*)\s*=\s*[\"']\s*((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]"
    r"\s*(\d{1,2})",
    re.I,
)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def first_date(text: str) -> date | None:
    """Return the first date with a four-digit year in `text`."""
    for match in FULL.finditer(text):
        found = _date(match[1], match[2], match[3])
        if found:
            return found
    return None


def row_date(text: str, today: date) -> date | None:
    """Return a list row's date: full, two-digit year, last such month and day, or an age."""
    found = first_date(text)
    if found:
        return found
    short = SHORT_YEAR.search(text)
    if short:
        return _date(f"20{short[1]}", short[2], short[3])
    partial = MONTH_DAY.search(text)
    if not partial:
        return _aged_date(text, today)
    found = _date(str(today.year), partial[1], partial[2])
    if found is None or found > today + timedelta(days=1):
        return _date(str(today.year - 1), partial[1], partial[2])
    return found


def _aged_date(text: str, today: date) -> date | None:
    age = AGE.fullmatch(text)
    if age is None:
        return None
    return today - timedelta(days=int(age["days"] or DAYS_AGO.get(age["word"], 0)))


def is_date_text(text: str) -> bool:
    """Whether `text` is a date and next to nothing else."""
    if AGE.fullmatch(text):
        return True
    rest = text
    for pattern in (FULL, SHORT_YEAR, MONTH_DAY):
        if pattern.search(rest):
            rest = pattern.sub("", rest, count=1)
            rest = re.sub(r"\d{1,2}:\d{2}(?::\d{2})?", "", rest)
            return not re.sub(r"[\s\[\]()（）【】:：|·发布时间日期]", "", rest)
    return False


def labelled_date(text: str) -> date | None:
    """Return the date after a label such as 发布时间."""
    match = LABELLED.search(text)
    return first_date(match["date"]) if match else None


def url_date(url: str) -> date | None:
    """Return the date that a content system wrote into the address."""
    for pattern in IN_URL:
        match = pattern.search(url)
        if match:
            return _date(match[1], match[2], match[3])
    return None


def script_date(script: str) -> date | None:
    """Return the date that a script writes into the page (`var pubdata='2017年12月01日'`)."""
    match = IN_SCRIPT.search(script)
    return _date(match[1], match[2], match[3]) if match else None
