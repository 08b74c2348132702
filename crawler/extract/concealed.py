"""Finds the links that a page keeps from people's eyes (暗链)."""

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.css import HINT, hiding_rules, trick_of
from crawler.extract.place import Places
from crawler.extract.tree import attribute
from crawler.links import Concealed, Hidden, Trick
from crawler.urls import host_of, join

COMMENT = re.compile(r"<!--(?!\[if|\s*#)(.*?)-->", re.S)
LINK = re.compile(r"<a\s[^>]*href", re.I)
SMALL = re.compile(r"\s*[012](?:px)?\s*")
# Lists, menus and their like are shown by what stands around them.
MENU = frozenset({"ul", "ol", "li", "nav", "dl", "dd", "select", "table", "tr", "td", "tbody"})
# What is named so is for those who hear the page.
SPOKEN = re.compile(r"sr-?only|visually-?hidden|screen-?reader|skip|a11y", re.I)
# These hide words alone: a picture in such a link is seen all the same.
OF_WORDS = (Trick.INDENT, Trick.FONT, Trick.COLOUR)
PLAIN_ATTRIBUTES = frozenset({"href", "target", "rel", "title"})
MOST_ELEMENTS = 200
MOST_LINKS = 100
MOST_TEXT = 4000
LONGEST_LINK = 80


def concealed_of(
    parser: LexborHTMLParser,
    html: str,
    base: str,
    framed: frozenset[int],
    places: Places,
    *,
    is_written: bool = False,
) -> Iterator[Concealed]:
    """Yield what hides links, outermost elements first; a page has `MOST_ELEMENTS` at most."""
    taken: set[int] = set()
    number = 0
    for node, trick in _hiding(parser, html):
        if number >= MOST_ELEMENTS:
            break
        anchors = [each for each in _anchors(node) if each.mem_id not in taken]
        if trick in OF_WORDS:
            anchors = [each for each in anchors if _has_words_only(each, node)]
        if not anchors:
            continue
        is_spoken = SPOKEN.search(f"{attribute(node, 'class')} {attribute(node, 'id')}")
        taken.update(each.mem_id for each in anchors)
        number += 1
        text, links = _read(anchors, base)
        yield Concealed(
            Trick.SPOKEN if is_spoken else trick,
            text,
            links,
            places.of(node),
            is_frame=node.mem_id in framed or any(each.mem_id in framed for each in anchors),
            is_named=_is_named(node),
            is_written=is_written,
        )
    yield from _frames(parser, base, places)
    empty = _empty(parser, base)
    if empty:
        yield Concealed(Trick.EMPTY, "", empty)
    if not is_written:
        yield from _in_comments(html, base)


def _frames(parser: LexborHTMLParser, base: str, places: Places) -> Iterator[Concealed]:
    """Yield the frames of other hosts that are too small to be seen (挂马)."""
    for node in parser.css("iframe[src]"):
        url = join(base, attribute(node, "src"))
        style = attribute(node, "style")
        sizes = [attribute(node, name) for name in ("width", "height")]
        is_small = any(size and SMALL.fullmatch(size) for size in sizes)
        if url and host_of(url) != host_of(base) and (is_small or trick_of(style)):
            hidden = (Hidden(url, attribute(node, "title")),)
            yield Concealed(Trick.FRAME, "", hidden, places.around(node))


def _empty(parser: LexborHTMLParser, base: str) -> tuple[Hidden, ...]:
    """Return the links to other hosts that hold nothing to click, and no name to draw it by."""
    found: dict[str, Hidden] = {}
    for node in parser.css("a[href^='http']:empty, a[href^='//']:empty"):
        if set(node.attributes) <= PLAIN_ATTRIBUTES:
            url = join(base, attribute(node, "href"))
            if url and host_of(url) != host_of(base):
                found[url] = Hidden(url, "")
    return tuple(found.values())


def _hiding(parser: LexborHTMLParser, html: str) -> Iterator[tuple[LexborNode, Trick]]:
    for node in parser.css("[style], [hidden], marquee, noscript"):
        trick = _trick(node)
        if trick is not None:
            yield node, trick
    rules: Mapping[str, Trick] = hiding_rules(parser) if "<style" in html.lower() else {}
    for selector, trick in rules.items():
        for node in parser.css(selector):
            if not _is_shown(node):
                yield node, trick


def _trick(node: LexborNode) -> Trick | None:
    attributes = node.attributes
    if node.tag == "noscript":
        return Trick.NOSCRIPT
    if node.tag == "marquee" and any(
        SMALL.fullmatch(attributes.get(name) or "") for name in ("height", "width")
    ):
        return Trick.MARQUEE
    if "hidden" in attributes and attributes.get("hidden") != "until-found":
        return Trick.ATTRIBUTE
    style = attributes.get("style") or ""
    return trick_of(style) if HINT.search(style) else None


def _is_shown(node: LexborNode) -> bool:
    """Whether an element's own style shows what a rule of the style sheet hides."""
    style = attribute(node, "style").replace(" ", "").lower()
    return "display:" in style and "display:none" not in style


def _anchors(node: LexborNode) -> list[LexborNode]:
    if node.tag == "a" and "href" in node.attributes:
        return [node]
    return node.css("a[href]")[:MOST_LINKS]


def _has_words_only(anchor: LexborNode, hiding: LexborNode) -> bool:
    """Whether a link has no picture, and no style of its own that gives its words a size again."""
    if anchor.css_first("img, svg, i, video, object") is not None:
        return False
    parent = anchor.parent
    is_near = anchor.mem_id == hiding.mem_id or (
        parent is not None and parent.mem_id == hiding.mem_id
    )
    return is_near and not (anchor.mem_id != hiding.mem_id and _has_style(anchor))


def _has_style(node: LexborNode) -> bool:
    return bool(attribute(node, "class") or attribute(node, "style"))


def _is_named(node: LexborNode) -> bool:
    """Whether scripts can find the element to show it, or a menu does."""
    current: LexborNode | None = node
    for _ in range(2):
        if current is None:
            return False
        attributes = current.attributes
        if current.tag in MENU or attributes.get("id") or attributes.get("class"):
            return True
        current = current.parent
        if current is None or current.tag in ("body", "html"):
            return False
    return False


def _read(anchors: list[LexborNode], base: str) -> tuple[str, tuple[Hidden, ...]]:
    own = host_of(base)
    texts: dict[str, None] = {}
    links: dict[str, Hidden] = {}
    for anchor in anchors:
        text = " ".join((anchor.text() or attribute(anchor, "title")).split())[:LONGEST_LINK]
        texts[text] = None
        url = join(base, attribute(anchor, "href"))
        if url and host_of(url) != own and anchor.css_first("img, svg, video") is None:
            links.setdefault(url, Hidden(url, text))
    return "\n".join(filter(None, texts))[:MOST_TEXT], tuple(links.values())


def _in_comments(html: str, base: str) -> Iterator[Concealed]:
    if "<!--" not in html:
        return
    for match in COMMENT.finditer(html):
        if not LINK.search(match[1]):
            continue
        anchors = LexborHTMLParser(match[1]).css("a[href]")[:MOST_LINKS]
        text, links = _read(anchors, base)
        if text or links:
            yield Concealed(Trick.COMMENT, text, links)
