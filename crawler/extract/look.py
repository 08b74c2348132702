"""Counts on home and column pages what hinders people, and reads what their heads say."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.search_box import search_of
from crawler.extract.tree import attribute, text_of
from crawler.extract.written import written_markup
from crawler.page import Look

AID = re.compile(
    r"无障碍|适老|长者|关怀(?:版|模式|通道)|大字版|老年(?:版|模式)|敬老版|barrier-?free|\bwza\b|/wza|wzayd",
    re.I,
)
# Parts of the page that a script or a frame brings: what they hold is not known.
ASSEMBLED = re.compile(
    r"\.load\(\s*[\"'][^\"']{1,200}\.(?:s?html?|jsp|inc)|"
    r"<i?frame[^>]{1,200}src\s*=\s*[\"']?[^\"'>]{0,200}(?:head|top|nav|banner|search|sousuo)|"
    r"ajax\w*\(\s*\{[^}]{0,200}(?:head|top|nav|search)",
    re.I,
)
LOGO = re.compile(r"logo|banner|sitename|site-name|webname|head(?:er)?[-_]?bg", re.I)
MOST_MARKUP = 500_000
HEAD_LENGTH = 400
HEAD_PICTURES = 8
UNSEEN_FIELDS = frozenset({"hidden", "submit", "button", "image", "reset"})
NAMES = ("aria-label", "aria-labelledby", "title", "placeholder")


def look_of(parser: LexborHTMLParser, html: str) -> Look | None:
    """Return what the page's template shows, None where there is no page."""
    root = parser.body
    if root is None:
        return None
    html = html[:MOST_MARKUP]
    written = LexborHTMLParser(written_markup(html) or "<p></p>")
    pictures = root.css("img")
    bare = [picture for picture in pictures if _is_bare(picture)]
    fields = [field for field in root.css("input, select, textarea") if _is_shown(field)]
    labels = {attribute(label, "for") for label in root.css("label[for]")}
    links = root.css("a[href]")
    empty = [link for link in links if _is_empty(link)]
    page = parser.css_first("html")
    return Look(
        lang=(attribute(page, "lang") or attribute(page, "xml:lang")).strip() if page else "",
        search=search_of(parser) or search_of(written),
        has_aid=AID.search(html) is not None,
        is_assembled=ASSEMBLED.search(html) is not None,
        head=_head(root, pictures),
        has_logo=LOGO.search(html) is not None,
        pictures=len(pictures),
        bare_pictures=len(bare),
        bare_picture=attribute(bare[0], "src") if bare else "",
        fields=len(fields),
        unnamed_fields=sum(not _is_named(field, labels) for field in fields),
        links=len(links),
        empty_links=len(empty),
        empty_link=attribute(empty[0], "href") if empty else "",
        is_loud=_is_loud(root),
    )


def _head(root: LexborNode, pictures: list[LexborNode]) -> str:
    """Return the first words of the page, with those of its first pictures."""
    told = [attribute(picture, "alt") for picture in pictures[:HEAD_PICTURES]]
    told += [attribute(picture, "title") for picture in pictures[:HEAD_PICTURES]]
    return " ".join([text_of(root)[:HEAD_LENGTH], *(word for word in told if word)])


def _is_bare(picture: LexborNode) -> bool:
    """Whether nothing tells what the picture shows; alt="" marks decoration, but not in a link."""
    if attribute(picture, "alt").strip() or not attribute(picture, "src"):
        return False
    if attribute(picture, "role") == "presentation" or attribute(picture, "aria-hidden") == "true":
        return False
    if "alt" not in picture.attributes:
        return not attribute(picture, "title").strip()
    link = _link_around(picture)
    return link is not None and not link.text(strip=True) and not _names(link)


def _link_around(node: LexborNode) -> LexborNode | None:
    parent = node.parent
    while parent is not None and parent.tag not in ("body", "div", "li", "td"):
        if parent.tag == "a":
            return parent
        parent = parent.parent
    return None


def _is_empty(link: LexborNode) -> bool:
    """Whether a link has no name for those who hear the page; pictures are counted apart."""
    if attribute(link, "href").strip().lower().startswith(("javascript:", "#")):
        return False
    if link.text(strip=True) or _names(link) or link.css_first("img, svg, object, embed"):
        return False
    style = attribute(link, "style").replace(" ", "").lower()
    is_hidden = "display:none" in style or "visibility:hidden" in style
    return not is_hidden and attribute(link, "aria-hidden") != "true"


def _names(node: LexborNode) -> bool:
    return any(attribute(node, name).strip() for name in ("title", "aria-label", "aria-labelledby"))


def _is_shown(field: LexborNode) -> bool:
    kind = attribute(field, "type").strip().lower()
    style = attribute(field, "style").replace(" ", "").lower()
    return kind not in UNSEEN_FIELDS and "display:none" not in style


def _is_named(field: LexborNode, labels: set[str]) -> bool:
    if attribute(field, "id") in labels or any(attribute(field, name).strip() for name in NAMES):
        return True
    if attribute(field, "value").strip():
        # The old way of a placeholder: words in the field that vanish on a click.
        return True
    parent = field.parent
    while parent is not None and parent.tag not in ("form", "body"):
        if parent.tag == "label":
            return bool(parent.text(strip=True))
        parent = parent.parent
    # A list names itself by its first line.
    return field.tag == "select" and bool(field.text(strip=True))


def _is_loud(root: LexborNode) -> bool:
    for player in root.css("audio[autoplay], video[autoplay], bgsound[src]"):
        if "muted" not in player.attributes:
            return True
    return False
