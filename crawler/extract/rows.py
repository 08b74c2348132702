"""Finds the links that may name a row of a list, and the part of the page that is each row."""

import re
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.tree import attribute

ROW_LEVELS = 5
CLIMB = 14
PAGER = re.compile(
    r"^(?:\d{1,4}|首\s*页|[上下前后][一]?[页頁]|尾页|末页|第一页|最后一页|[<>«»‹›]+|\.{2,}|GO|跳转)$",
    re.I,
)
# The category before a title ([规章]) is often a link of its own.
CATEGORY = re.compile(r"[\[【〔(（][^\]】〕)）]{1,12}[\]】〕)）]")
# Links that do something with a row and do not name it.
ACTION = re.compile(
    r"\W*(?:(?:点击|在线|政策|相关|文件)?(?:下载|查看|预览|浏览|详情|详细|更多|解读|图解|打开|进入|分享|打印|原文|全文"
    r"|附件|登录|阅读全文|more|pdf|word|docx?|ofd|xlsx?)\W*)+",
    re.I,
)
ACTION_LENGTH = 20
ADDRESS = re.compile(
    r"[\"']((?:https?://|/|\.{1,2}/)[^\"'<>]+|[^\"'<>\s]+\.(?:s?html?|jsp|aspx?|php|pdf)[^\"'<>]*)[\"']"
)


@dataclass(slots=True)
class Item:
    """A link with the largest part of the page that belongs to no other link.

    `wrong` stands where its date should be, and is no day of the calendar.
    """

    anchor: LexborNode
    last: LexborNode
    href: str
    top: LexborNode
    text: str
    found: date | None = None
    wrong: str = ""

    @property
    def is_dated(self) -> bool:
        """Whether the row has a date, be it a wrong one."""
        return self.found is not None or bool(self.wrong)


def items_of(parser: LexborHTMLParser, *, apart: frozenset[str] = frozenset()) -> list[Item]:
    """Return the page's links that may name a row, in page order, with their parts of it.

    Neighbours with one address are one link, but for the addresses `apart`.
    """
    marks: list[Item] = []
    for anchor in parser.css("a"):
        href = _address(anchor)
        text = anchor.text().strip()
        if not href or PAGER.match(text):
            continue
        if marks and marks[-1].href == href and href not in apart:
            _join(marks[-1], anchor, text)
        elif (text or attribute(anchor, "title")) and not _is_minor(text):
            marks.append(Item(anchor, anchor, href, anchor, text))
    _find_tops(marks)
    return marks


def _is_minor(text: str) -> bool:
    if len(text) > ACTION_LENGTH:
        return False
    return CATEGORY.fullmatch(text) is not None or ACTION.fullmatch(text) is not None


def _join(mark: Item, anchor: LexborNode, text: str) -> None:
    """Take a picture, a title and [详细] that lead to one place as one link."""
    mark.last = anchor
    if text and not _is_minor(text) and not mark.text:
        mark.anchor, mark.text = anchor, text


def _address(anchor: LexborNode) -> str:
    attributes = anchor.attributes
    href = (attributes.get("href") or "").strip()
    if href and href[0] != "#" and href[:11].lower() != "javascript:":
        return href
    return _scripted(f"{attributes.get('onclick') or ''} {href}") or _parents_address(anchor)


def _scripted(script: str) -> str:
    match = ADDRESS.search(script)
    return match[1] if match else ""


def _parents_address(anchor: LexborNode) -> str:
    node = anchor.parent
    for _ in range(2):
        if node is None:
            break
        script = attribute(node, "onclick")
        if script:
            return _scripted(script)
        node = node.parent
    return ""


def _find_tops(marks: list[Item]) -> None:
    lines = [_line(mark.anchor) for mark in marks]
    ids = [frozenset(node.mem_id for node in line) for line in lines]
    none: frozenset[int] = frozenset()
    for number, mark in enumerate(marks):
        before = ids[number - 1] if number else none
        after = ids[number + 1] if number + 1 < len(marks) else none
        for node in lines[number][: ROW_LEVELS + 1]:
            own = node.mem_id
            if own in before or own in after or node.tag in ("body", "html"):
                break
            mark.top = node


def _line(node: LexborNode) -> list[LexborNode]:
    line = [node]
    current = node.parent
    while current is not None and len(line) < CLIMB:
        line.append(current)
        current = current.parent
    return line


def lines_of(node: LexborNode) -> list[str]:
    """Return the texts below `node`."""
    text = node.text(separator="\n", strip=True)
    return [part for part in map(str.strip, text.split("\n")) if part]
