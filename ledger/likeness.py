"""Whether two pages are one that has moved: title, date and text, and where the old address leads.

The marks are out of three, one for each. Titles that differ in a number are of different things
(2026年第3次会议, 第4次会议), and so are pages of one title on other days, unless the site itself says
that it has moved the one; texts made from one template differ in what matters, so that nearly all
of the shorter one has to stand in the other.
"""

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from checks.sketch import likeness

ENOUGH = 1.8
# A redirect is the site's own word that the page has moved; the number of the article is nearly so.
LED, SAME_ARTICLE = 1.5, 1.0
LIKE_TITLE = 0.5
# How much of the text has to be the same: where site or number say so, else, and where several pages
# have the title.
LIKE_TEXT_TOLD, LIKE_TEXT, LIKE_TEXT_OF_SERIES = 0.3, 0.9, 0.97
NEAR = timedelta(days=3)
NEAR_DAY = 0.5
NUMERAL = re.compile(r"\d+|第[〇零一二三四五六七八九十百]+")


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it was seen at some time; what is empty was not known.

    It `is_of_series` where other pages have its title.
    """

    title: str = ""
    day: date | None = None
    sketch: str = ""
    article: str = ""
    length: int = 0
    is_of_series: bool = False


def judge(before: Seen, now: Seen, *, is_led: bool = False) -> float:
    """Return how surely the page is the one from before, 0 if it is not.

    `is_led` tells that the old address leads to the new one.
    """
    is_article = bool(before.article) and before.article == now.article
    is_told = is_led or is_article
    title = titles(before.title, now.title)
    if title < LIKE_TITLE and not (is_told and _same_kind(before.title, now.title)):
        return 0
    day = days(before.day, now.day)
    text = texts(before, now)
    if text is None:
        # Without the text the title alone must not decide.
        if not is_told or title < 1:
            return 0
    elif text < _needed(day, is_told=is_told, is_series=before.is_of_series or now.is_of_series):
        return 0
    score = title + (day or 0) + (text or 0) + LED * is_led + SAME_ARTICLE * is_article
    return score if score >= ENOUGH else 0


def _needed(day: float | None, *, is_told: bool, is_series: bool) -> float:
    if is_told:
        return LIKE_TEXT_TOLD
    if day == 0:
        # No text is more than all of it.
        return math.inf
    return LIKE_TEXT_OF_SERIES if is_series else LIKE_TEXT


def titles(one: str, other: str) -> float:
    """Return how alike two titles are; 0 where one is not known or a number differs."""
    first, second = _plain(one), _plain(other)
    if not first or not second or not _same_kind(one, other):
        return 0
    if first == second:
        return 1
    left, right = (Counter(pairwise(text)) for text in (first, second))
    return 2 * (left & right).total() / max(1, left.total() + right.total())


def _same_kind(one: str, other: str) -> bool:
    return NUMERAL.findall(_plain(one)) == NUMERAL.findall(_plain(other))


def _plain(title: str) -> str:
    return "".join(unicodedata.normalize("NFKC", title).split())


def days(one: date | None, other: date | None) -> float | None:
    """Return how near two dates are; None where one is not known."""
    if one is None or other is None:
        return None
    if one == other:
        return 1
    return NEAR_DAY if abs(one - other) <= NEAR else 0


def texts(one: Seen, other: Seen) -> float | None:
    """Return the share of the shorter text that stands in the other; None if one is not known.

    A paragraph more, or the breadcrumbs of another template, do not make another text.
    """
    common = likeness(one.sketch, other.sketch)
    lengths = sorted((one.length, other.length))
    if common is None or not lengths[0]:
        return common
    return min(1.0, common / (1 + common) * sum(lengths) / lengths[0])
