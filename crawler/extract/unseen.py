"""Long numbers that a page carries and does not show: comments, hidden fields, alt texts, scripts."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice

from crawler.page import Unseen

# A run of so many digits may be an identity, card or telephone number; one blank or hyphen may
# part two of them.
NUMBER = re.compile(r"\d(?<![\w.]\d)(?:[ \-]?\d){10,}[Xx]?(?!\w)", re.ASCII)
# Finds the same and more, in half the time.
LONG = re.compile(r"[0-9][0-9 \-]{10,}")
# Instants and days that scripts are full of.
TIME = re.compile(r"1\d{12}|20[0-4]\d[01]\d[0-3]\d[0-2]\d[0-5]\d[0-5]\d(?:\d{3})?")
RADIUS = 40
# So many are looked at, and so many told.
MOST_HITS, MOST = 2000, 50
LONGEST = 20_000
NAME = re.compile(r"\bname\s*=\s*[\"']?([^\"'\s>]+)", re.I)
ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
TAG = re.compile(r"<[^>]*>")
CODE = re.compile(r"\\u([0-9A-Fa-f]{4})")
# A tag that ends nowhere is no tag.
LONGEST_TAG = 100_000
SHOWN_ATTRIBUTES = {"alt": "图片说明", "title": "提示文字"}
COMMENT, SCRIPT, HIDDEN = "网页注释", "网页脚本", "网页隐藏内容"


def unseen_of(html: str, shown: str) -> tuple[Unseen, ...]:
    """Return the surroundings of each long number of `html` that is not in the text `shown`."""
    found: dict[tuple[str, int], list[tuple[int, int]]] = {}
    regions = _Regions(html)
    for match in islice(_numbers(html), MOST_HITS):
        if len(found) >= MOST:
            break
        if match[0] in shown:
            continue
        place, start, end = regions.around(match.start(), match.end())
        if place:
            window = _window(html, match, start, end)
            _add(found.setdefault((place, start), []), window)
    return tuple(_told(html, found))


def _numbers(html: str) -> Iterator[re.Match[str]]:
    for run in LONG.finditer(html):
        for match in NUMBER.finditer(html, run.start(), run.end() + 2):
            if not TIME.fullmatch(match[0]):
                yield match


def _window(html: str, match: re.Match[str], start: int, end: int) -> tuple[int, int]:
    """Return the surroundings of a number, which never cut another number."""
    first, last = max(start, match.start() - RADIUS), min(end, match.end() + RADIUS)
    while first > start and html[first - 1].isdigit():
        first -= 1
    while last < end and html[last].isdigit():
        last += 1
    return first, last


def _add(windows: list[tuple[int, int]], window: tuple[int, int]) -> None:
    """Join what overlaps: the rows of a table in a comment are one text."""
    if windows and window[0] <= windows[-1][1]:
        window = windows.pop()[0], window[1]
    windows.append(window)


def _told(html: str, found: dict[tuple[str, int], list[tuple[int, int]]]) -> Iterator[Unseen]:
    left = MOST
    for (place, _), windows in found.items():
        for start, end in windows[:left]:
            text = CODE.sub(
                lambda code: chr(int(code[1], 16)), html[start : min(end, start + LONGEST)]
            )
            yield Unseen(place, " ".join(unescape(TAG.sub(" ", text)).split()))
        left = max(0, left - len(windows))


class _Regions:
    """Tells in what part of the markup a position lies; asked from left to right."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._lowered = ""
        # Behind what was told last there can be no beginning of anything that is still open.
        self._floor = 0
        self._last = ("", 0, 0)

    def around(self, start: int, end: int) -> tuple[str, int, int]:
        """Return the place and the bounds of the part, "" for what is told nowhere."""
        place, first, last = self._last
        if first <= start < last:
            return place, first, last
        region = self._comment(start) or self._script(start)
        if region is not None:
            self._floor = region[2]
        region = region or self._tag(start, end)
        if region is None:
            self._floor = start
            after = self._html.find("<", end, end + RADIUS)
            before = self._html.rfind(">", max(0, start - RADIUS), start) + 1
            return HIDDEN, before or max(0, start - RADIUS), after if after >= 0 else end
        self._last = region
        return region

    def _comment(self, at: int) -> tuple[str, int, int] | None:
        begin = self._html.rfind("<!--", self._floor, at)
        if begin < 0:
            return None
        end = self._html.find("-->", begin + 4)
        end = len(self._html) if end < 0 else end
        return (COMMENT, begin + 4, end) if at < end else None

    def _script(self, at: int) -> tuple[str, int, int] | None:
        self._lowered = self._lowered or self._html.lower()
        begin = self._lowered.rfind("<script", self._floor, at)
        if begin < 0:
            return None
        begin = self._html.find(">", begin) + 1
        end = self._lowered.find("</script", begin)
        end = len(self._html) if end < 0 else end
        return (SCRIPT, begin, end) if 0 < begin <= at < end else None

    def _tag(self, start: int, end: int) -> tuple[str, int, int] | None:
        """Return the attribute of a tag; one that only leads somewhere is told nowhere."""
        begin = self._html.rfind("<", max(self._floor, start - LONGEST_TAG), start)
        if begin < 0 or self._html.find(">", begin, start) >= 0:
            return None
        close = self._html.find(">", end, end + LONGEST_TAG)
        tag = self._html[begin : close if close >= 0 else end]
        # Further numbers may stand in the same tag.
        self._floor = begin
        for attribute in ATTRIBUTE.finditer(tag):
            if attribute.start() <= start - begin < attribute.end():
                group = attribute.lastindex or 0
                bounds = begin + attribute.start(group), begin + attribute.end(group)
                return (_place(tag, attribute[1].lower()), *bounds)
        return None


def _place(tag: str, attribute: str) -> str:
    """Name the place of an attribute, "" for addresses and names of the markup's own."""
    if attribute in SHOWN_ATTRIBUTES:
        return SHOWN_ATTRIBUTES[attribute]
    if attribute.startswith("data-"):
        return f"隐藏属性“{attribute}”"
    name = NAME.search(tag)
    if attribute == "value" and tag[:6].lower() == "<input":
        return f"隐藏域“{name[1] if name else ''}”"
    return f"网页标签“{name[1]}”" if attribute == "content" and name else ""
