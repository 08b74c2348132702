"""One spelling per address: canonical URLs and what belongs to a site."""

import re
from posixpath import splitext
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
SESSION_KEYS = frozenset(
    {"jsessionid", "phpsessid", "aspsessionid", "sessionid", "sid", "_t", "timestamp", "rand"}
    | {"spm", "isappinstalled", "utm_source", "utm_medium", "utm_campaign", "utm_term"}
    | {"utm_content"}
)
PATH_PARAMETER = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
FILE_SUFFIXES = frozenset(
    ".pdf .doc .docx .wps .xls .xlsx .et .ppt .pptx .dps .ofd .txt .csv .rtf .zip .rar .7z".split()
)
MEDIA_SUFFIXES = frozenset(
    ".jpg .jpeg .png .gif .bmp .webp .svg .ico .mp4 .mp3 .avi .flv .wmv .mov .css .js .apk .exe "
    ".woff .woff2 .ttf".split()
)
# RFC 3986 unreserved and sub-delims that need no escape in a path.
SAFE_PATH = "/~!$&'()*+,;=:@-._"


def join(base: str, reference: str) -> str:
    """Resolve a link of the page at `base`; "" for what is no http(s) address."""
    try:
        url = urljoin(base, reference.strip().replace("\\", "/"))
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in DEFAULT_PORTS or not parts.hostname:
        return ""
    return canonical(url)


def canonical(url: str) -> str:
    """Give an http(s) address its one spelling; "" if it cannot be an address.

    Host in lower case, default port, fragment, session ids and tracking keys dropped, dots and
    doubled slashes resolved, percent escapes normalised, the query kept in its order.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        return ""
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not host:
        return ""
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    path = re.sub(r"/{2,}", "/", PATH_PARAMETER.sub("", parts.path) or "/")
    path = quote(unquote(path, errors="surrogateescape"), safe=SAFE_PATH, errors="surrogateescape")
    return urlunsplit((scheme, host, _resolve_dots(path), _query(parts.query), ""))


def _resolve_dots(path: str) -> str:
    resolved: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(resolved) > 1:
                resolved.pop()
        elif segment != ".":
            resolved.append(segment)
    if segments[-1] in (".", ".."):
        resolved.append("")
    return "/".join(resolved) or "/"


def _query(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    kept = [pair for pair in pairs if pair[0].lower() not in SESSION_KEYS]
    if len(kept) == len(pairs) and "%" not in query and query.isascii():
        return query
    return urlencode(kept, errors="surrogateescape")


def host_of(url: str) -> str:
    """Return the host name without port."""
    return urlsplit(url).hostname or ""


def suffix_of(url: str) -> str:
    """Return the lower-case file suffix of the path, with its dot."""
    return splitext(urlsplit(url).path)[1].lower()


def is_file(url: str) -> bool:
    """Whether the address looks like an office document or archive."""
    return suffix_of(url) in FILE_SUFFIXES


def is_in_scope(url: str, scope: tuple[str, ...]) -> bool:
    """Whether `url` lies under one of the prefixes (host[:port][/path], no scheme)."""
    address = url.partition("://")[2]
    return any(
        address == prefix.rstrip("/") or address.startswith(prefix.rstrip("/") + "/")
        for prefix in scope
    )


def scope_of(start_url: str, scope: tuple[str, ...]) -> tuple[str, ...]:
    """Return the prefixes that belong to a site: the given ones, or the start address's host."""
    return scope or (urlsplit(canonical(start_url)).netloc,)
