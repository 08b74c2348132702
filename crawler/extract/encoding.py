"""Turns the bytes of a page into text, whatever its headers claim."""

import codecs
import re
from dataclasses import dataclass

UTF_8 = "utf-8"
BOMS = (
    (codecs.BOM_UTF8, UTF_8),
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
    """Text with the encoding used, and what header and meta tag called it, "" if nothing known."""

    text: str
    encoding: str
    header: str = ""
    meta: str = ""

    @property
    def contradiction(self) -> str:
        """Say in Chinese how the declarations differ from the bytes, "" if they do not."""
        wrong = [
            name for name in (self.header, self.meta) if name and _python(name) != self.encoding
        ]
        if not wrong or self.text.isascii():
            return ""
        said = (("服务器声明", self.header), ("网页声明", self.meta), ("实际为", self.encoding))
        return "，".join(f"{who} {name}" for who, name in said if name)


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Decode by byte order mark, valid UTF-8, declaration, GB18030, in this order."""
    header, meta = _declared(body, content_type)
    for bom, name in BOMS:
        if body.startswith(bom):
            return Decoded(body[len(bom) :].decode(name, "replace"), name, header, meta)
    try:
        return Decoded(body.decode("utf-8"), "utf-8", header, meta)
    except UnicodeDecodeError:
        pass
    text = body.decode("utf-8", "replace")
    if _is_nearly_sound(text):
        return Decoded(text, "utf-8", header, meta)
    tolerance = max(3, len(body) // 1000)
    declared = [_python(name) for name in (header, meta) if name]
    candidates = dict.fromkeys([*declared, "gb18030", "utf-8"])
    attempts = [Decoded(body.decode(name, "replace"), name, header, meta) for name in candidates]
    for attempt in attempts:
        if attempt.text.count("\ufffd") <= tolerance:
            return attempt
    return min(attempts, key=lambda attempt: attempt.text.count("\ufffd"))


def _is_nearly_sound(text: str) -> bool:
    broken = text.count("�")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return beyond_ascii > broken * (SOUND + 1)


def _declared(body: bytes, content_type: str) -> tuple[str, str]:
    header, meta = HEADER.search(content_type), META.search(body[:8192])
    said = (header[1] if header else "", meta[1].decode("ascii", "replace") if meta else "")
    names = [name.lower() if _is_charset(name) else "" for name in said]
    return names[0], names[1]


def _python(name: str) -> str:
    """Return the encoding to use for a declared name."""
    name = SUPERSETS.get(name.lower(), name.lower())
    return UTF_8 if name in ("utf8", UTF_8) else name


def _is_charset(name: str) -> bool:
    if not name or name.lower() in NEVER_MEANT:
        return False
    try:
        return CHARSET.match(codecs.lookup(_python(name)).name) is not None
    except (LookupError, ValueError):
        return False
