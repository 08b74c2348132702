"""Turns the bytes of a page into text, whatever its headers claim."""

import codecs
import re
from dataclasses import dataclass

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
META = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I
)
HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
# GB18030 is a superset of both, and pages that say gb2312 hold rarer characters all the time.
SUPERSETS = dict.fromkeys(("gb2312", "gbk", "x-gbk", "cp936", "gb_2312-80", "chinese"), "gb18030")
# Servers send these by default, whatever the page holds.
NEVER_MEANT = frozenset({"iso-8859-1", "latin-1", "latin1", "windows-1252", "us-ascii", "ascii"})
# Python also looks up "hex" or "idna", which are no charsets and raise on a page.
CHARSET = re.compile(
    r"utf|gb18030|hz|big5|cp\d|iso8859|iso2022|koi8|mac|euc|shift_jis|johab|tis", re.I
)
# Of valid characters beyond ASCII, so many to each broken one make UTF-8 certain all the same.
SOUND = 5


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding used; `declared` is what header and meta tag said, in this order."""

    text: str
    encoding: str
    declared: tuple[str, ...] = ()


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Decode by byte order mark, valid UTF-8, declaration, GB18030, in this order."""
    for bom, name in BOMS:
        if body.startswith(bom):
            return Decoded(body[len(bom) :].decode(name, "replace"), name)
    declared = tuple(_declared(body, content_type))
    try:
        return Decoded(body.decode("utf-8"), "utf-8", declared)
    except UnicodeDecodeError:
        pass
    text = body.decode("utf-8", "replace")
    if _is_nearly_sound(text):
        return Decoded(text, "utf-8", declared)
    tolerance = max(3, len(body) // 1000)
    candidates = [*declared, "gb18030", "utf-8"]
    attempts = [Decoded(body.decode(name, "replace"), name, declared) for name in candidates]
    for attempt in attempts:
        if attempt.text.count("�") <= tolerance:
            return attempt
    return min(attempts, key=lambda attempt: attempt.text.count("�"))


def _is_nearly_sound(text: str) -> bool:
    broken = text.count("�")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return beyond_ascii > broken * (SOUND + 1)


def _declared(body: bytes, content_type: str) -> list[str]:
    names = []
    header = HEADER.search(content_type)
    if header:
        names.append(header[1])
    meta = META.search(body[:8192])
    if meta:
        names.append(meta[1].decode("ascii", "replace"))
    known = []
    for name in (SUPERSETS.get(said.lower(), said.lower()) for said in names):
        if name in NEVER_MEANT or name in known:
            continue
        try:
            is_charset = CHARSET.match(codecs.lookup(name).name)
        except (LookupError, ValueError):
            continue
        if is_charset:
            known.append(name)
    return known
