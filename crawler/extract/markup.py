"""Reads what the markup of a page says beside its words: its window title, its template, its head."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.look import look_of
from crawler.extract.tree import attribute
from crawler.page import Markup, Role
from crawler.urls import join

# Code that the server should have filled in. What stands in scripts and comments is no residue.
UNFILLED = re.compile(r"<%[^<>]{0,80}%>|<\?(?:php|=)[^<>]{0,80}\?>|<jsp:\w+[^<>]{0,80}>")
INCLUDED = re.compile(r"<!--\s*#\s*(?:include|echo)\b[^<>]{0,80}-->")
OPENINGS = ("<%", "<?php", "<?=", "<jsp:", "#include", "#echo")
MOST_MARKUP = 500_000
HIDING = re.compile(r"<(!--|(?:script|style|template|textarea|pre|code)\b)", re.I)
MOST_SNIPPETS = 3
LOOKED_AT = (Role.HOME, Role.COLUMN)


def markup_of(parser: LexborHTMLParser, html: str, base: str, role: Role) -> Markup:
    """Return the facts; the costly ones of home and column pages only, which show the templates."""
    title = parser.css_first("title")
    return Markup(
        window_title=" ".join(title.text().split()) if title is not None else "",
        residue=residue_of(html),
        marks=_marks(parser, base) if "conac" in html else (),
        look=look_of(parser, html) if role in LOOKED_AT else None,
    )


def residue_of(html: str) -> tuple[str, ...]:
    """Return a few pieces of server code that reached the reader unexecuted."""
    if not any(opening in html for opening in OPENINGS):
        return ()
    html = html[:MOST_MARKUP]
    found = [*INCLUDED.finditer(html), *UNFILLED.finditer(_shown(html))]
    return tuple(dict.fromkeys(" ".join(match[0].split()) for match in found))[:MOST_SNIPPETS]


def _shown(html: str) -> str:
    """Return the markup without comments, scripts and quoted code; what does not end hides all."""
    parts: list[str] = []
    start = 0
    while opening := HIDING.search(html, start):
        parts.append(html[start : opening.start()])
        end = "-->" if opening[1] == "!--" else f"</{opening[1]}"
        closing = re.compile(end, re.I).search(html, opening.end())
        if closing is None:
            return " ".join(parts)
        start = closing.end()
    return " ".join([*parts, html[start:]])


def _marks(parser: LexborHTMLParser, base: str) -> tuple[str, ...]:
    """Return the addresses of the pictures of the mark of Party and government bodies."""
    pictures = parser.css("img[src*=conac], #_ideConac img[src], a[href*=conac] img[src]")
    found: list[LexborNode] = list(pictures)
    return tuple(dict.fromkeys(join(base, attribute(node, "src")) for node in found))
