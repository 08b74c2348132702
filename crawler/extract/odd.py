"""Tells what is wrong with an address as its author wrote it."""

import re
from functools import cache, lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import unquote, urlsplit

from crawler.links import Oddity
from crawler.urls import host_of

# Nine of ten addresses are of these shapes, and right.
PLAIN = re.compile(
    r"(?:https?://[a-z][\w-]*(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?(?:/[!-\[\]-~]*)?|/(?!/)[\w./?=&%#-]*|\.{1,2}/[\w./-]*|"
    r"#.*|javascript:.*|[\w-]+\.s?html?|)",
    re.ASCII | re.I,
)
# What a script or a template engine has still to fill in is no address yet.
UNFILLED = re.compile(r"\{\{|\$\{|<%|\{%|['\"]\s*\+|\[\[|#\{|\{\w+\}")
SCHEME = re.compile(r"(h*t*t+ps?|htp)\s*([:：;；]*)\s*([/\\]*)(.*)", re.I | re.S)
HOST_LIKE = re.compile(r"[\w-]+(?:\.[\w-]+)+")
AGAIN = re.compile(r"https?\s*[:：]?\s*//", re.I)
# A host name where a path of the site's own would stand.
NO_SCHEME = re.compile(
    r"(?:www\.[\w-]+(?:\.[\w-]+)*\.(?!s?html?\b|jspx?\b|aspx?\b|php\b)[a-z]{2,}"
    r"|[\w-]+(?:\.[\w-]+)*\.(?:(?:gov|com|net|org|edu|ac)\.cn|com|net|org))(?=[/:?#]|$)",
    re.I,
)
DRIVE = re.compile(r"/*(?:file:/*)?[a-z][:|][\\/]|file:|\\\\[\w.-]+\\", re.I)
MAILBOX = re.compile(r"[^\s@＠,;，；、。：（）()<>\"]+@[\w-]+(?:\.[\w-]+)+", re.I)
SEPARATORS = re.compile(r"\s*[,;]\s*")
# So people write an address that machines shall not collect: name#example.cn.
DISGUISED = re.compile(r"#|\bat\b|\(a\)|\[at\]|（at）|☆|★|\*", re.I)
PHONE = re.compile(r"\+?[\d\s().*#/~–—-]*\d[\d\s().*#/~–—-]*(?:[,;pwx](?:[\w=+.-]*))*", re.I)
LAST = re.compile(r"[。，；、：！？）】》”’…]+$")
LOOPBACK = "localhost"
# RFC 1918, RFC 3927, RFC 4193, RFC 4291.
NETWORKS = (
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "fc00::/7",
    "fe80::/10",
)


def oddity_of(href: str, page_url: str) -> Oddity | None:
    """Return what is wrong with the address of a link on a page, None if nothing is."""
    return None if PLAIN.fullmatch(href) else _oddity_of(href, host_of(page_url))


# The links of the template stand on every page.
@lru_cache(maxsize=16384)
def _oddity_of(href: str, host: str) -> Oddity | None:
    if UNFILLED.search(href):
        return None
    written = href.strip()
    name = written[:11].lower()
    if name.startswith("mailto:"):
        return None if _is_mail(unquote(written[7:])) else Oddity.MAIL
    if name.startswith("tel:"):
        return None if PHONE.fullmatch(unquote(written[4:]).strip()) else Oddity.PHONE
    if DRIVE.match(written):
        return Oddity.LOCAL_FILE
    if name.startswith(("javascript", "data:", "about:", "blob:", "#")):
        return None
    return _web_oddity(written, host)


def _web_oddity(written: str, page_host: str) -> Oddity | None:
    match = SCHEME.match(written)
    if match:
        wrong = _wrong_scheme(match)
        if wrong:
            return wrong
    elif NO_SCHEME.match(written):
        return Oddity.NO_SCHEME
    if _is_intranet(written, page_host):
        return Oddity.INTRANET
    head = re.split(r"[?#]", written, maxsplit=1)[0]
    path = head.partition("://")[2] or head
    if "/" in path and LAST.search(path):
        return Oddity.PUNCTUATION
    return Oddity.BACKSLASH if "\\" in path else None


def _wrong_scheme(match: re.Match[str]) -> Oddity | None:
    scheme, colon, slashes, rest = match.groups()
    is_right = scheme.lower() in ("http", "https") and colon == ":" and len(slashes) > 1
    if not is_right:
        is_meant = bool(colon) or len(slashes) > 1
        return Oddity.SCHEME if is_meant and HOST_LIKE.match(rest) else None
    if AGAIN.match(rest):
        return Oddity.SCHEME
    host = re.split(r"[/\\?#]", rest, maxsplit=1)[0]
    if re.match(r"javascript\b", host, re.I):
        return Oddity.SCRIPT
    if re.search(r"\s", match[0][match.end(3) - match.start() : match.end(3) + len(host)]):
        return Oddity.HOST
    return Oddity.HOST if re.search(r"\s", host) or "," in host or "，" in host else None


def _is_mail(written: str) -> bool:
    to, _, query = written.strip().partition("?")
    if not to.strip():
        # “Send this to somebody”: the address is left to the reader.
        return bool(query)
    if DISGUISED.search(to) and "@" not in to:
        return True
    # A name may stand before the address: Office <office@example.cn>.
    named = re.findall(r"<([^<>]*)>", to)
    mailboxes = [each for each in named or SEPARATORS.split(to.strip()) if each]
    return all(MAILBOX.fullmatch(each.strip()) for each in mailboxes)


def _is_intranet(written: str, page_host: str) -> bool:
    if not written.startswith("//") and "://" not in written[:9]:
        return False
    try:
        host = urlsplit(written).hostname or ""
    except ValueError:
        return False
    return is_private(host) and not is_private(page_host)


@cache
def _networks() -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(map(ip_network, NETWORKS))


def is_private(host: str) -> bool:
    """Whether a host can be reached from its own network only."""
    if host == LOOPBACK or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or any(address in each for each in _networks())
