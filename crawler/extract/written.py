"""Reads what `document.write` writes: TRS sites write their navigation, others dates and frames."""

import re
from collections.abc import Iterator

CALL = re.compile(r"document\s*\.\s*write(?:ln)?\s*\(")
# Strings of one line, as JavaScript has them; a backtick string may run over several.
STRING = re.compile(
    r"\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|`[^`\\]*(?:\\.[^`\\]*)*`", re.S
)
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(\r?\n)|(.))", re.S)
CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "", "v": "", "0": ""}
# Up to the next string or bracket of the call's arguments.
PLAIN = re.compile(r"[^\"'`()+,;\s]+")
GAP = "\0"
WHOLE_LINK = re.compile(r"\bhref\s*=\s*([\"'])[^\"'\0]+\1", re.I)
CUT_ADDRESS = re.compile(r"\b(?:href|src)\s*=\s*([\"'])[^\"'\0]*\0[^\"']*\1", re.I)
MAX_CALLS = 500
MAX_LENGTH = 200_000


def written_markup(html: str) -> str:
    """Return the markup that the page's scripts write with literal strings, "" if none."""
    if "document.write" not in html:
        return ""
    parts: list[str] = []
    room = MAX_LENGTH
    for start in _calls(html):
        end, markup = _argument(html, start, room)
        room -= end - start
        if GAP in markup:
            # A variable stood there: what is around it counts if it holds a link of its own.
            is_link = WHOLE_LINK.search(markup) is not None
            markup = CUT_ADDRESS.sub("", markup).replace(GAP, "") if is_link else ""
        parts.append(markup)
        if room <= 0:
            break
    return "".join(parts)


def string_value(literal: str) -> str:
    """Return the text that a quoted JavaScript string stands for."""
    body = literal[1:-1]
    return ESCAPE.sub(_character, body) if "\\" in body else body


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    if code:
        return chr(int(code, 16))
    return "" if escape[3] else CONTROLS.get(escape[4], escape[4])


def _calls(html: str) -> Iterator[int]:
    """Yield where the arguments of each call in a script begin."""
    lowered = html.lower()
    script = end = -1
    for number, match in enumerate(CALL.finditer(html)):
        start = match.start()
        if number >= MAX_CALLS:
            return
        if start > end:
            script = lowered.rfind("<script", max(end, 0), start)
            closing = lowered.find("</script", max(script, 0))
            end = len(html) if closing < 0 else closing
        if 0 <= script < start < end and not _is_comment(html, script, start):
            yield match.end()


def _is_comment(html: str, script: int, call: int) -> bool:
    begin = html.find(">", script, call) + 1
    line = html[max(html.rfind("\n", begin, call), begin) : call]
    is_block = html.rfind("/*", begin, call) > html.rfind("*/", begin, call)
    return is_block or line.lstrip().startswith("//")


def _argument(html: str, start: int, room: int) -> tuple[int, str]:
    """Return where the call's brackets close and the strings between them.

    Each thing that is no string stands there as a gap.
    """
    parts: list[str] = []
    position, depth, last = start, 0, min(len(html), start + room)
    while position < last:
        string = STRING.match(html, position, last)
        other = PLAIN.match(html, position, last)
        if string and not depth:
            is_open = string[0].startswith("`") and "${" in string[0]
            parts.append(GAP if is_open else string_value(string[0]))
        elif other and not depth:
            parts.append(GAP)
        character = html[position]
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return position, "".join(parts)
        if character == "(" and depth == 1:
            parts.append(GAP)
        position = string.end() if string else other.end() if other else position + 1
    return last, ""
