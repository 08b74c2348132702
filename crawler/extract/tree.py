"""Walks a parsed HTML page: block-aware text, frame and main text apart."""

import re
from collections.abc import Iterator
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

SKIPPED = frozenset({"script", "style", "noscript", "template", "head", "select", "-comment"})
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt"}
    | {"fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"}
    | {"li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead"}
    | {"tr", "ul", "body"}
)
SPACES = re.compile(r"[ \t\r\f\v\u00a0\u3000\u2002\u2003]+")
LINES = re.compile(r" *\n[ \n]*")
# Containers of the main text, by content system; order matters only on odd pages.
BODY_SELECTORS = (
    ".TRS_Editor", ".trs_editor_view", "#UCAP-CONTENT", "#zoom", "#vsb_content", "#ivs_content",
    ".v_news_content", "[id^=vsb_content]", ".article-content", "#zoomcon", "#articleContent",
    ".article_content", ".pages_content", "#content_body",
)  # fmt: skip
FRAME_TAGS = frozenset({"header", "footer", "nav", "aside"})
FRAME_WORDS = re.compile(
    r"(?:^|[-_\s])(?:header|head|top|topbar|foot|footer|bottom|nav|navi|navbar|menu|crumb|crumbs|"
    r"breadcrumb|location|position|weizhi|friend|links?|yqlj|copyright|side|sidebar|leftnav|"
    r"toolbar|banner|logo|search)(?:$|[-_\s\d])",
    re.I,
)


def attribute(node: LexborNode, name: str) -> str:
    """Return an attribute's value, "" when it is absent or has none."""
    return node.attributes.get(name) or ""


def children(node: LexborNode) -> Iterator[LexborNode]:
    """Yield element, text and comment children."""
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def text_of(node: LexborNode, *, without: frozenset[int] = frozenset()) -> str:
    """Return the text below `node`, one line a block, leaving out nodes by their `mem_id`."""
    parts: list[str] = []
    _collect(node, parts, without)
    return _tidy(parts)


def _collect(node: LexborNode, parts: list[str], without: frozenset[int]) -> None:
    # A stack of its own: pages nest tables deeper than Python's recursion goes.
    stack: list[LexborNode | str] = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, str):
            parts.append(current)
            continue
        tag = current.tag
        if tag == "-text":
            parts.append((current.text_content or "").replace("\n", " "))
            continue
        if tag in SKIPPED or (without and current.mem_id in without):
            continue
        if tag in BLOCKS:
            parts.append("\n")
            stack.append("\n")
        child = current.last_child
        while child is not None:
            stack.append(child)
            child = child.prev


def zones_of(
    root: LexborNode, container: LexborNode | None, frame_ids: frozenset[int]
) -> tuple[str, str, str, str]:
    """Return the whole text, the main text, what is neither, and the text of the frames.

    Without a container, the main text is all that stands in no frame.
    """
    whole: list[str] = []
    zones: tuple[list[str], list[str], list[str]] = ([], [], [])
    main, margin, frame = range(3)
    own = container.mem_id if container is not None else 0
    stack: list[tuple[LexborNode | str, int]] = [(root, main if container is None else margin)]
    while stack:
        current, zone = stack.pop()
        if isinstance(current, str):
            whole.append(current)
            zones[zone].append(current)
            continue
        tag = current.tag
        if tag == "-text":
            text = (current.text_content or "").replace("\n", " ")
            whole.append(text)
            zones[zone].append(text)
            continue
        if tag in SKIPPED:
            continue
        number = current.mem_id
        inner = frame if number in frame_ids else main if number == own else zone
        if inner != zone:
            # What stands on either side of a zone is no one word.
            zones[zone].append("\n")
            zones[inner].append("\n")
        if tag in BLOCKS:
            whole.append("\n")
            zones[inner].append("\n")
            stack.append(("\n", inner))
        child = current.last_child
        while child is not None:
            stack.append((child, inner))
            child = child.prev
    return _tidy(whole), _tidy(zones[main]), _tidy(zones[margin]), _tidy(zones[frame])


def _tidy(parts: list[str]) -> str:
    return LINES.sub("\n", SPACES.sub(" ", "".join(parts))).strip()


# The same few names stand on every page of a site.
@lru_cache(maxsize=4096)
def is_frame_name(classes: str, name: str) -> bool:
    """Whether class and id say that an element is template."""
    return FRAME_WORDS.search(f"{classes} {name}") is not None


def frame_nodes(root: LexborNode) -> list[LexborNode]:
    """Return the outermost nodes that are template: header, navigation, footer, breadcrumbs."""
    found: list[LexborNode] = []
    stack = [root]
    while stack:
        node = stack.pop()
        for child in children(node):
            tag = child.tag or ""
            if tag.startswith("-"):
                continue
            if tag in FRAME_TAGS or is_frame_name(
                attribute(child, "class"), attribute(child, "id")
            ):
                found.append(child)
            else:
                stack.append(child)
    return found


def body_node(parser: LexborHTMLParser) -> LexborNode | None:
    """Return the container of an article's text by the marks of the content systems."""
    for selector in BODY_SELECTORS:
        node = parser.css_first(selector)
        if node is not None and node.text(strip=True):
            return node
    return None
