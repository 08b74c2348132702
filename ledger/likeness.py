"""Whether two pages are one that has moved: title, date and text, and where the old address leads.

The marks are out of three, one for each. Titles that differ in a number are of different things
(2026年第3次会议, 第4次会议); texts made from one template differ in what matters, so that much of
the text has to be the same, and more of it where the date is another.
"""

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
# How much of the text has to be the same: where site or number say so, on the same day, otherwise.
LIKE_TEXT_TOLD, LIKE_TEXT, LIKE_TEXT_REDATED = 0.3, 0.8, 0.9
NEAR = timedelta(days=3)
NEAR_DAY = 0.5
NUMERAL = re.compile(r"\d+|第[〇零一二三四五六七八九十百]+")


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it was seen at some time; what is empty was not known."""

    title: str = ""
    day: date | None = None
    sketch: str = ""
    article: str = ""


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
    text = likeness(before.sketch, now.sketch)
    if text is None:
        # Without the text the title alone must not decide.
        if not is_told or title < 1:
            return 0
    elif text < _needed(is_told=is_told, is_same_day=day == 1):
        return 0
    score = title + day + (text or 0) + LED * is_led + SAME_ARTICLE * is_article
    return score if score >= ENOUGH else 0


def _needed(*, is_told: bool, is_same_day: bool) -> float:
    if is_told:
        return LIKE_TEXT_TOLD
    return LIKE_TEXT if is_same_day else LIKE_TEXT_REDATED


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


def days(one: date | None, other: date | None) -> float:
    """Return how near two dates are; 0 where one is not known."""
    if one is None or other is None or abs(one - other) > NEAR:
        return 0
    return 1 if one == other else NEAR_DAY
