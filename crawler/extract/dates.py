"""Reads publication dates in the spellings that Chinese public sites use."""

import re
from datetime import date, timedelta
from itertools import pairwise

FULL = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})(?!\d)\s*日?"
)
SHORT_YEAR = re.compile(r"(?<![\d./-])(\d{2})([-./])(\d{2})\2(\d{2})(?![\d./-])")
MONTH_DAY = re.compile(r"(?<![\d-])(\d{1,2})(?:-|/|月)(\d{1,2})(?![\d-])日?")
COMPACT = re.compile(r"\W*((?:19|20)\d{2})([01]\d)([0-3]\d)\W*")
AGE = re.compile(
    r"\W*(?:(?P<days>\d{1,3})\s*天前|\d{1,2}\s*(?:小时|分钟)前|(?P<word>刚刚|今天|昨天|前天))"
    r"\W*(?:\d{1,2}:\d{2})?\W*"
)
DAYS_AGO = {"刚刚": 0, "今天": 0, "昨天": 1, "前天": 2}
CLOCK = re.compile(r"T?\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?")
# What may stand beside a date without making the text more than a date.
DRESS = re.compile(
    r"(?:发布|发文|公开|公布|成文|生成|更新|发表|上传|开始|结束|截止|来信|办结|印发|日期|时间)"
    r"|[\s\[\]()（）【】〔〕《》<>:：|｜·/,，。;；_—-]"
)
WEEKDAY = re.compile(r"(?:星期|周)[一二三四五六日天]")
YEAR_MONTH = re.compile(r"((?:19|20)\d{2})\s*[-./年]\s*(\d{1,2})\s*月?")
DAY = re.compile(r"(\d{1,2})\s*日?")
YEAR = re.compile(r"((?:19|20)\d{2})\s*年?")
MONTH = re.compile(r"(\d{1,2})\s*月")
MONTH_AND_DAY = re.compile(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
DATED = r"\s*[:：]?\s*(?P<date>(?:19|20)\d{2}\s*(?:[-/.]|年)\s*\d{1,2}\s*(?:[-/.]|月)\s*\d{1,2})"
# The label that says when the page was put on line goes before when the text was written.
# A bare 时间 behind these words belongs to a meeting, a deadline, an application, a clock.
NOT_PUBLISHED = (
    "会议 截止 报名 开标 活动 考试 受理 开始 结束 召开 施行 实施 来信 办结 答复 投标 公示 有效 起始 到期 出生 签订 "
    "开工 竣工 面试 笔试 申请 办理 服务 当前 系统 北京 生效 失效 评审 采购 交货 回复 缴费 填报 发生 举办"
).split()
BARE = "".join(f"(?<!{word})" for word in NOT_PUBLISHED) + "(?:日期|时间)"
LABELLED = (
    re.compile(rf"(?:发布时间|发布日期|公开日期|发表时间|上网日期|发文日期|发布(?=[:：])){DATED}"),
    re.compile(rf"(?:成文日期|生成日期|(?<!最后)更新时间|(?<!更新){BARE}){DATED}"),
)
LABELLED_SHORT = re.compile(
    r"(?:发布时间|发布日期|发表时间)\s*[:：]\s*(\d{2}-\d{2}-\d{2})(?![\d-])"
)
IN_URL = (
    re.compile(r"/t((?:19|20)\d{2})(\d{2})(\d{2})_\d+"),
    re.compile(r"/art/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/((?:19|20)\d{2})-(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/((?:19|20)\d{2})/(\d{2})/(\d{2})/"),
    re.compile(r"/((?:19|20)\d{2})(\d{2})(\d{2})/"),
)
# Written like a day, whatever its numbers are; a day of the calendar has a year of four digits.
LIKE_A_DAY = re.compile(
    r"(?<![\d./-])(\d{3,5})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})(?![\d./-])"
    r"|(?<!\d)(\d{3,5})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?(?!\d)"
)
FIRST_YEAR, LAST_YEAR = 1900, 2099
QUOTED_YEAR = re.compile(r"[\"']\s*(?:19|20)\d\d")
IN_SCRIPT = re.compile(
    r"(?:\b(?:pub\w*|date\w*|time\w*)[\"']?\s*[=:]|document\.write(?:ln)?\()\s*[\"']\s*"
    r"((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})",
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


def impossible_date(text: str) -> str:
    """Return what is written like a day in `text` and is none (2026-02-30), "" if nothing is."""
    for match in LIKE_A_DAY.finditer(text):
        year, _, month, day = (
            match.group(1, 2, 3, 4) if match[1] else (match[5], "", *match.group(6, 7))
        )
        if not FIRST_YEAR <= int(year) <= LAST_YEAR or _date(year, month, day) is None:
            return match[0].strip()
    return ""


def row_date(text: str, today: date) -> date | None:
    """Return a list row's date: full, two-digit year, last such month and day, or an age."""
    found = first_date(text)
    if found or impossible_date(text):
        # The end of 2026/13/05 is no month and day of this year.
        return found
    compact = COMPACT.fullmatch(text)
    if compact:
        return _date(compact[1], compact[2], compact[3])
    short = SHORT_YEAR.search(text)
    if short:
        return _date(f"20{short[1]}", short[3], short[4])
    partial = MONTH_DAY.search(text)
    if not partial:
        return _aged_date(text, today)
    return _last_such_day(partial[1], partial[2], today)


def _last_such_day(month: str, day: str, today: date) -> date | None:
    found = _date(str(today.year), month, day)
    if found is None or found > today + timedelta(days=1):
        return _date(str(today.year - 1), month, day)
    return found


def _aged_date(text: str, today: date) -> date | None:
    age = AGE.fullmatch(text)
    if age is None:
        return None
    return today - timedelta(days=int(age["days"] or DAYS_AGO.get(age["word"], 0)))


def split_date(parts: list[str], today: date) -> date | None:
    """Join a date split over two neighbours (28 and 2021-01, 08-20 and 2026, 20 and 8月)."""
    for one, two in pairwise(parts):
        for first, second in ((one, two), (two, one)):
            found = _joined(first, second, today)
            if found:
                return found
    return None


def _joined(small: str, large: str, today: date) -> date | None:
    day = DAY.fullmatch(small)
    if day:
        month = YEAR_MONTH.fullmatch(large)
        if month:
            return _date(month[1], month[2], day[1])
        month = MONTH.fullmatch(large)
        return _last_such_day(month[1], day[1], today) if month else None
    partial, year = MONTH_AND_DAY.fullmatch(small), YEAR.fullmatch(large)
    return _date(year[1], partial[1], partial[2]) if partial and year else None


def is_wrong_date_text(text: str) -> bool:
    """Whether `text` is written like a date, is none, and is next to nothing else."""
    wrong = impossible_date(text)
    return bool(wrong) and not DRESS.sub("", CLOCK.sub("", text.replace(wrong, "", 1)))


def is_date_text(text: str) -> bool:
    """Whether `text` is a date and next to nothing else."""
    if AGE.fullmatch(text) or COMPACT.fullmatch(text):
        return True
    for pattern in (FULL, SHORT_YEAR, MONTH_DAY):
        if pattern.search(text):
            rest = CLOCK.sub("", WEEKDAY.sub("", pattern.sub("", text, count=1)))
            return not DRESS.sub("", rest)
    return False


def labelled_date(text: str) -> date | None:
    """Return the date after a label such as 发布时间; after 成文日期 only if there is no other."""
    for labelled in LABELLED:
        for match in labelled.finditer(text):
            found = first_date(match["date"])
            if found:
                return found
    short = LABELLED_SHORT.search(text)
    return row_date(short[1], date.max) if short else None


def url_date(url: str) -> date | None:
    """Return the date that a content system wrote into the address."""
    for pattern in IN_URL:
        match = pattern.search(url)
        if match:
            return _date(match[1], match[2], match[3])
    return None


def script_date(script: str) -> date | None:
    """Return the date that a script writes into the page (`var pubdata='2017年12月01日'`)."""
    match = IN_SCRIPT.search(script) if QUOTED_YEAR.search(script) else None
    return _date(match[1], match[2], match[3]) if match else None
