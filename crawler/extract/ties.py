"""Collects what ties a page to others: links, what it is made of, and links that are odd or hidden."""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract import listing
from crawler.extract.concealed import concealed_of
from crawler.extract.jumps import Jumps
from crawler.extract.odd import oddity_of
from crawler.extract.place import Places
from crawler.extract.resources import Resources
from crawler.extract.tree import attribute
from crawler.extract.written import written_markup
from crawler.links import Concealed, Jump, Oddity, Written
from crawler.page import Kind, Link
from crawler.urls import is_file, is_picture, join

# With the rest of its odd addresses a browser does something, if not what was meant.
STILL_LINKS = (Oddity.BACKSLASH,)
LONGEST_HREF = 300
LONGEST_TEXT = 80
MADE_OF = "img, source, input, object, embed, video, audio, [background], [style]"
# What may tie a page to others.
TIES = "a, area, img, source, iframe, frame, script, form, input, object, embed, video, [style]"


@dataclass(frozen=True, slots=True)
class Ties:
    """What `Page` keeps of it, under the same names."""

    links: tuple[Link, ...]
    resources: tuple[Link, ...]
    written: tuple[Written, ...]
    jumps: tuple[Jump, ...]
    concealed: tuple[Concealed, ...]


def ties_of(
    parser: LexborHTMLParser,
    html: str,
    url: str,
    base: str,
    frames: list[LexborNode],
    container: LexborNode | None = None,
) -> Ties:
    """Return the ties of a page; what `document.write` writes is navigation, as a rule.

    Of an article, whose text stands in a `container`, what is outside of it is made of comes from
    the template.
    """
    found = _Found(url, base, html)
    framed = frozenset(node.mem_id for frame in frames for node in (frame, *frame.css(TIES)))
    found.read(parser, html, framed, _outside(parser, container))
    markup = written_markup(html)
    if markup:
        found.read(LexborHTMLParser(markup), markup, frozenset(), is_written=True)
    return Ties(
        tuple(found.links.values()),
        tuple(found.resources.links.values()),
        tuple(dict.fromkeys((*found.written, *found.resources.written))),
        tuple(found.jumps.found.values()),
        tuple(found.concealed),
    )


def _outside(parser: LexborHTMLParser, container: LexborNode | None) -> frozenset[int]:
    if container is None:
        return frozenset()
    inside = {node.mem_id for node in container.css(MADE_OF)}
    return frozenset(node.mem_id for node in parser.css(MADE_OF) if node.mem_id not in inside)


class _Found:
    """What was found on one page: links one per address, the first text of each."""

    def __init__(self, url: str, base: str, html: str) -> None:
        self._url = url
        self._base = base
        self.links: dict[str, Link] = {}
        self.written: list[Written] = []
        is_upgraded = "upgrade-insecure-requests" in html and url.startswith("https:")
        self.resources = Resources(base, is_upgraded=is_upgraded)
        self.jumps = Jumps(url, base, html)
        self.concealed: list[Concealed] = []

    def read(
        self,
        parser: LexborHTMLParser,
        html: str,
        framed: frozenset[int],
        outside: frozenset[int] = frozenset(),
        *,
        is_written: bool = False,
    ) -> None:
        """Add what stands in a document, all of it template if a script writes it.

        What the page is made of is template `outside` too.
        """
        places = Places()
        for node in parser.css("a[href], area[href]"):
            self._add_anchor(node, places, is_frame=is_written or node.mem_id in framed)
        for node in parser.css("iframe[src], frame[src]"):
            address = join(self._base, attribute(node, "src"))
            if address and address not in self.links:
                text = attribute(node, "title") or address
                is_frame = node.mem_id in framed
                place = places.around(node)
                self.links[address] = Link(address, text, is_frame, kind=Kind.FRAME, place=place)
        self.resources.read(parser, framed | outside, places, is_frame=is_written)
        self.concealed += concealed_of(
            parser, html, self._base, framed, places, is_written=is_written
        )

    def _add_anchor(self, node: LexborNode, places: Places, *, is_frame: bool) -> None:
        href = attribute(node, "href")
        oddity = oddity_of(href, self._url)
        if oddity is not None:
            text = _text_of(node)[:LONGEST_TEXT]
            place = places.around(node)
            odd = Written(href.strip()[:LONGEST_HREF], text, oddity, is_frame, place)
            self.written.append(odd)
            if oddity not in STILL_LINKS:
                return
        if "#" in href:
            self.jumps.add(node, href, _text_of(node), places, is_frame=is_frame)
        address = join(self._base, href)
        if not address or address in self.links:
            return
        is_attached = is_file(address) or (is_picture(address) and _has_words(node))
        kind = Kind.AREA if node.tag == "area" else Kind.ANCHOR
        text = _text_of(node) or address
        place = places.around(node)
        self.links[address] = Link(address, text, is_frame, is_attached, kind, place)


def _text_of(node: LexborNode) -> str:
    return listing.title_of(node) or attribute(node, "alt")


def _has_words(anchor: LexborNode) -> bool:
    """Whether a link is told in words, and is no picture that can be enlarged."""
    return anchor.css_first("img") is None and bool(anchor.text(strip=True))
