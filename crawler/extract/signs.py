"""Tells articles from lists, and side boxes from the main part."""

import re
from collections import Counter
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.tree import FRAME_TAGS, FRAME_WORDS, attribute, body_node, text_of

SURE = 2
PROSE_LINE, PROSE_LITTLE, PROSE_MUCH = 50, 150, 500
BODY_LENGTH = 50
NEAR_BYLINE = 45
SHORTEST_TITLE = 8
HEADING = 14
SIDE_LEVELS = 6
HEADING_LEVELS = 3
NEIGHBOURS = re.compile(r"[上下前后]一[篇条则]\s*[:：>»]?")
LABEL = re.compile(
    r"(?:来源|发布时间|发布日期|(?<!最后)更新时间|作者|责任编辑|浏览次数|浏览量?|点击(?:数|率|次数)?|阅读(?:次数|量)?"
    r"|发布机构|发布者|发布人|访问次数)\s*[:：]"
)
DATE = re.compile(r"(?:19|20)?\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")
# Boxes that never are a column's own list, and boxes that rarely are.
NEVER = re.compile(
    r"相关(?:阅读|信息|文章|链接|稿件|报道|新闻|内容|文件|解读|政策|推荐|资讯|附件|文档)|推荐(?:阅读|信息|文章|新闻)"
    r"|(?:点击|阅读|浏览|访问)?排行|延伸阅读|关联(?:阅读|稿件|文件|解读)|猜你|热门(?:文章|信息|推荐|新闻|点击)"
)
RARELY = re.compile(r"^\W*(?:最新|热点|热门|最近|推荐|今日)\w{0,4}\W*(?:更多|more)?\W*$", re.I)
SIDE_CLASS = re.compile(
    r"(?:^|[-_\s])(?:side|sidebar|aside|hot|related?|recommend|xgyd|xgwj|xgxx|xglj|tuijian|paihang|rank)"
    r"(?:$|[-_\s\d])",
    re.I,
)


def is_article(parser: LexborHTMLParser, tops: list[LexborNode], *, least: int = SURE) -> bool:
    """Whether the page shows one text, so that lists on it are beside or inside that text.

    `tops` are the rows of the list in question: what they hold is no sign of an article.
    """
    body = parser.body
    if body is None:
        return False
    signs = _tagged(parser)
    if signs >= least:
        return True
    text = text_of(body, without=frozenset(top.mem_id for top in tops))
    if NEIGHBOURS.search(text):
        return True
    if _has_byline(text):
        signs += 2
    prose = _prose(text.split("\n"))
    signs += 2 if prose >= PROSE_MUCH else 1 if prose >= PROSE_LITTLE else 0
    if signs < least:
        signs += _body_sign(parser, tops)
    return signs >= least


def _tagged(parser: LexborHTMLParser) -> int:
    found: dict[str, str] = {}
    for node in parser.css("meta[name]"):
        name = attribute(node, "name").strip().lower()
        found.setdefault(name, attribute(node, "content").strip())
    title = found.get("articletitle", "")
    return 2 if len(title) > SHORTEST_TITLE and title != found.get("columnname") else 0


def _has_byline(text: str) -> bool:
    """Whether one line under a title says date and source; rows of a list say it many times."""
    labels = list(LABEL.finditer(text))
    names = Counter(match[0] for match in labels)
    for match in labels:
        if names[match[0]] > 1:
            continue
        near = text[max(0, match.start() - NEAR_BYLINE) : match.end() + NEAR_BYLINE]
        if DATE.search(near):
            return True
    return False


def _prose(lines: Iterable[str]) -> int:
    return sum(len(line) for line in lines if len(line) >= PROSE_LINE and "，" in line)


def _body_sign(parser: LexborHTMLParser, tops: list[LexborNode]) -> int:
    node = body_node(parser)
    if node is None or len(node.text(strip=True)) < BODY_LENGTH:
        return 0
    own = node.mem_id
    inside = any(parent.mem_id == own for top in tops[:1] for parent in _parents(top))
    return 0 if inside else 2


def _parents(node: LexborNode) -> list[LexborNode]:
    found = []
    current = node.parent
    while current is not None and current.tag not in ("body", "html"):
        found.append(current)
        current = current.parent
    return found


def in_frame(top: LexborNode) -> bool:
    """Whether `top` stands in the template around the main part."""
    return any(
        node.tag in FRAME_TAGS
        or FRAME_WORDS.search(f"{attribute(node, 'class')} {attribute(node, 'id')}")
        for node in _parents(top)
    )


def is_never_main(top: LexborNode) -> bool:
    """Whether the heading above the rows says that they belong to another text (相关阅读)."""
    return any(NEVER.search(heading) for heading in _headings(top))


def is_side(top: LexborNode) -> bool:
    """Whether the rows around `top` probably stand beside the main list."""
    for node in _parents(top)[:SIDE_LEVELS]:
        if SIDE_CLASS.search(f"{attribute(node, 'class')} {attribute(node, 'id')}"):
            return True
    return in_frame(top) or any(RARELY.search(heading) for heading in _headings(top))


def _headings(top: LexborNode) -> list[str]:
    """Return the short texts before the list that `top` is a row of."""
    found: list[str] = []
    for node in [top, *_parents(top)[:HEADING_LEVELS]]:
        before = node.prev
        while before is not None and before.tag in ("-text", "-comment") and not _text(before):
            before = before.prev
        if before is not None and before.tag != "li":
            text = _text(before)
            if 0 < len(text) <= HEADING:
                found.append(text)
    return found


def _text(node: LexborNode) -> str:
    return "" if node.tag == "-comment" else node.text(strip=True)
