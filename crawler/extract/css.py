"""Reads of style what can keep things from people's eyes: declarations and simple rules."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from math import inf

from selectolax.lexbor import LexborHTMLParser

from crawler.links import Trick

DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;{}]+)", re.I)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
# What is hidden on paper or on small screens only is shown; nothing is known of the rest of these.
AT_BLOCK = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]*;")
SIMPLE = re.compile(r"\s*([a-z]+[1-6]?)?([#.])(-?[_a-z][\w-]*)\s*", re.I)
LENGTH = re.compile(r"\s*([+-]?[\d.]+)\s*(px|em|rem|pt|%|vw|vh|in|cm)?\s*", re.I)
# Drawers and slides wait beside the screen, by its width; what shall never come stands far off.
FAR = {"px": 500.0, "": 500.0, "pt": 400.0, "em": 40.0, "rem": 40.0, "in": 5.0, "cm": 12.0}
SMALL = 2.0
NEAR_NOTHING = 0.02
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|rgba?\([^)]*\)|\b(?:white|black|transparent|red|gray)\b", re.I
)
HINT = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0|text-indent\s*:\s*-|"
    r"font-size\s*:\s*0*[01.]|(?:left|top|right|bottom|margin[a-z-]*)\s*:\s*-\d{3}|"
    r"(?:height|width)\s*:\s*0*[012](?:px|\s*[;\"'}!]|$)|background[a-z-]*\s*:[^;]*;[^}\"]*color\s*:|"
    r"color\s*:[^;]*;[^}\"]*background|clip",
    re.I,
)


def declarations(style: str) -> dict[str, str]:
    """Return the properties of a style, the last of each, in lower case."""
    return {
        name.lower(): value.replace("!important", "").strip().lower()
        for name, value in DECLARATION.findall(style)
    }


def trick_of(style: str) -> Trick | None:
    """Return how a style keeps an element from people's eyes, None if it does not."""
    if not HINT.search(style):
        return None
    said = declarations(style)
    for trick, is_used in TESTS:
        if is_used(said):
            return trick
    return None


def _is_unseen(said: Mapping[str, str]) -> bool:
    return said.get("visibility") in ("hidden", "collapse")


def _is_clear(said: Mapping[str, str]) -> bool:
    return _opacity(said.get("opacity", "")) <= NEAR_NOTHING


def _is_indented(said: Mapping[str, str]) -> bool:
    # A picture in the background stands in place of the words.
    has_picture = any("url(" in value for value in said.values())
    return _is_far(said.get("text-indent", ""), negative=True) and not has_picture


def _is_small(said: Mapping[str, str]) -> bool:
    return _is_below(said.get("font-size", ""), 1.0)


def hiding_rules(parser: LexborHTMLParser) -> Mapping[str, Trick]:
    """Return the hiding rules of the page's own style sheets by selector (#id or .class).

    Only rules for one id or class are read: what others apply to is for a browser to know.
    """
    sheets = tuple(
        node.text()
        for node in parser.css("style")
        if (node.attributes.get("media") or "").strip() != "print"
    )
    return _rules_of("\n".join(sheets))


# The template's style sheet stands on every page.
@lru_cache(maxsize=64)
def _rules_of(sheet: str) -> Mapping[str, Trick]:
    found: dict[str, Trick] = {}
    if not HINT.search(sheet):
        return found
    for selectors, body in RULE.findall(AT_BLOCK.sub("", COMMENT.sub("", sheet))):
        trick = trick_of(body)
        for selector in selectors.split(","):
            match = SIMPLE.fullmatch(selector)
            if not match:
                continue
            name = f"{match[2]}{match[3]}"
            if trick is not None:
                found[name] = trick
            elif "display" in body:
                # A later rule shows it again.
                found.pop(name, None)
    return found


def _number(value: str) -> float | None:
    match = LENGTH.fullmatch(value)
    try:
        return float(match[1]) if match else None
    except ValueError:
        return None


def _opacity(value: str) -> float:
    number = _number(value)
    return 1.0 if number is None else number / 100 if value.endswith("%") else number


def _is_far(value: str, *, negative: bool) -> bool:
    match = LENGTH.fullmatch(value)
    number = _number(value)
    if match is None or number is None or (number >= 0) is negative:
        return False
    return abs(number) >= FAR.get((match[2] or "").lower(), inf)


def _is_off_screen(said: Mapping[str, str]) -> bool:
    is_placed = said.get("position") in ("absolute", "fixed", "relative")
    if is_placed and any(_is_far(said.get(name, ""), negative=True) for name in ("left", "top")):
        return True
    return any(_is_far(said.get(name, ""), negative=True) for name in ("margin-left", "margin-top"))


def _is_tiny(said: Mapping[str, str]) -> bool:
    if said.get("overflow") not in ("hidden", "clip"):
        return False
    height, width = said.get("height", ""), said.get("width", "")
    return _is_below(height, SMALL) or _is_below(width, SMALL)


def _is_below(value: str, most: float) -> bool:
    number = _number(value)
    return number is not None and 0 <= number <= most and value[-1:] not in ("m", "%")


def _is_same_colour(said: Mapping[str, str]) -> bool:
    colour = said.get("color", "")
    match = COLOUR.search(said.get("background-color", "") or said.get("background", ""))
    if not colour or match is None or "url(" in said.get("background", ""):
        return False
    return _plain(colour) == _plain(match[0])


def _plain(colour: str) -> str:
    colour = {"white": "#ffffff", "black": "#000000", "red": "#ff0000"}.get(colour, colour)
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        return "#" + "".join(2 * digit for digit in colour[1:])
    return colour.replace(" ", "")


TESTS: tuple[tuple[Trick, Callable[[Mapping[str, str]], bool]], ...] = (
    (Trick.DISPLAY, lambda said: said.get("display") == "none"),
    (Trick.VISIBILITY, _is_unseen),
    (Trick.OPACITY, _is_clear),
    (Trick.INDENT, _is_indented),
    (Trick.OFF_SCREEN, _is_off_screen),
    (Trick.TINY, _is_tiny),
    (Trick.FONT, _is_small),
    (Trick.COLOUR, _is_same_colour),
)
