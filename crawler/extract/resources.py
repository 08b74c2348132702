"""Finds what a page is made of: pictures, scripts, styles, media, and where its forms send to."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.odd import UNFILLED, oddity_of
from crawler.extract.place import Places, label_of
from crawler.extract.tree import attribute
from crawler.links import Oddity, Written
from crawler.page import Kind, Link
from crawler.urls import join

SELECTOR = (
    "img, script[src], link[rel][href], form[action], input[type=image], source, object[data],"
    " embed[src], video, audio, [background], [style*='url(']"
)
# Where the address stands that a script puts into `src` when the picture comes into view.
LAZY = (
    "data-src data-original data-lazy data-lazy-src data-lazyload data-echo data-url original _src"
).split()
BACKGROUND = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)", re.I)
CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+[\d.]+[wxh])*\s*(?:,|$)")
NO_ADDRESS = re.compile(
    r"\s*(?:data|blob|about|javascript|mailto|tel|cid|chrome-extension):|\s*#", re.I
)
ICONS = frozenset({"icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon"})
# Pictures that only count visits.
COUNTERS = re.compile(
    r"//(?:hm\.baidu|[\w.]*cnzz|[\w.]*\.51\.la|js\.users\.51|www\.google-analytics|hit\.|count\.)",
    re.I,
)
POINT = re.compile(r"0*1?(?:px)?")
PICTURE_KINDS = (Kind.IMAGE, Kind.ICON)
# What can be wrong with the address of a picture and not with its server.
ODD = (Oddity.LOCAL_FILE, Oddity.INTRANET, Oddity.SCHEME, Oddity.HOST, Oddity.NO_SCHEME)
LONGEST_TEXT = 60
Source = tuple[Kind, str]


class Resources:
    """What was found on one page, each address once for each kind."""

    def __init__(self, base: str, *, is_upgraded: bool) -> None:
        self._base = base
        self._is_upgraded = is_upgraded
        self.links: dict[Source, Link] = {}
        self.written: list[Written] = []

    def read(
        self,
        parser: LexborHTMLParser,
        framed: frozenset[int],
        places: Places,
        *,
        is_frame: bool = False,
    ) -> None:
        """Add what stands in a document; `is_frame` when all of it is template."""
        silent = {
            node.mem_id for node in parser.css("noscript img, noscript form, noscript source")
        }
        for node in parser.css(SELECTOR):
            if node.mem_id in silent:
                continue
            # Scripts and styles stand in the head, which comes from a template as well.
            is_framed = is_frame or node.mem_id in framed or node.tag in ("script", "link")
            for kind, address in _sources(node):
                self._add(node, kind, address, places, is_frame=is_framed)

    def _add(
        self, node: LexborNode, kind: Kind, address: str, places: Places, *, is_frame: bool
    ) -> None:
        if not address.strip() or NO_ADDRESS.match(address) or UNFILLED.search(address):
            return
        oddity = oddity_of(address, self._base)
        if oddity in ODD and (kind not in (Kind.FORM, Kind.LOGIN) or oddity is Oddity.INTRANET):
            place = places.around(node)
            self.written.append(
                Written(address.strip(), _text(node, kind), oddity, is_frame, place)
            )
            return
        url = join(self._base, address)
        if self._is_upgraded and url.startswith("http:"):
            # A browser asks for it so (CSP upgrade-insecure-requests).
            url = f"https{url[4:]}"
        if url and (kind, url) not in self.links:
            is_shown = kind in (Kind.IMAGE, Kind.MEDIA, Kind.FORM, Kind.LOGIN)
            place = places.around(node) if is_shown else ""
            self.links[kind, url] = Link(url, _text(node, kind), is_frame, kind=kind, place=place)


def _sources(node: LexborNode) -> Iterator[Source]:
    tag = node.tag
    attributes = node.attributes
    if tag in ("img", "input"):
        yield from _picture(node)
    elif tag == "script":
        yield Kind.SCRIPT, attributes.get("src") or ""
    elif tag == "link":
        names = (attributes.get("rel") or "").lower().split()
        if "stylesheet" in names:
            yield Kind.STYLE, attributes.get("href") or ""
        elif ICONS & set(names):
            yield Kind.ICON, attributes.get("href") or ""
    elif tag == "form":
        asks = node.css_first("input[type=password]") is not None
        yield (Kind.LOGIN if asks else Kind.FORM), attributes.get("action") or ""
    elif tag == "source" and attributes.get("srcset"):
        yield from ((Kind.IMAGE, each) for each in candidates(attributes.get("srcset") or ""))
    elif tag in ("object", "embed", "video", "audio", "source"):
        yield Kind.MEDIA, attributes.get("data" if tag == "object" else "src") or ""
        yield Kind.IMAGE, attributes.get("poster") or ""
    if attributes.get("background"):
        yield Kind.IMAGE, attributes.get("background") or ""
    style = attributes.get("style") or ""
    if "url(" in style:
        yield from ((Kind.IMAGE, each) for each in BACKGROUND.findall(style))


def _picture(node: LexborNode) -> Iterator[Source]:
    attributes = node.attributes
    if _is_point(node) or COUNTERS.search(attributes.get("src") or ""):
        return
    lazy = next((attributes[name] for name in LAZY if attributes.get(name)), None)
    yield Kind.IMAGE, lazy or attributes.get("src") or ""
    for each in candidates(attributes.get("srcset") or ""):
        yield Kind.IMAGE, each


def _is_point(node: LexborNode) -> bool:
    """Whether a picture is one dot that counts who comes by."""
    width, height = attribute(node, "width").strip(), attribute(node, "height").strip()
    return bool(width and height) and bool(POINT.fullmatch(width) and POINT.fullmatch(height))


def candidates(srcset: str) -> list[str]:
    """Return the addresses of a srcset (HTML 4.8.4.2.1)."""
    return [match[1] for match in CANDIDATE.finditer(srcset)] if srcset.strip() else []


def _text(node: LexborNode, kind: Kind) -> str:
    if kind in (Kind.FORM, Kind.LOGIN):
        return " ".join(label_of(node).split())[:LONGEST_TEXT]
    if kind is not Kind.IMAGE:
        return ""
    return " ".join((attribute(node, "alt") or attribute(node, "title")).split())[:LONGEST_TEXT]
