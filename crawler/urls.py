"""One spelling per address: canonical URLs and what belongs to a site."""

import re
from functools import lru_cache
from posixpath import splitext
from urllib.parse import quote, unquote, unquote_plus, urljoin, urlsplit, urlunsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
SESSION_KEYS = frozenset(
    {"jsessionid", "phpsessid", "aspsessionid", "sessionid", "_t", "timestamp", "rand"}
    | {"spm", "isappinstalled", "utm_source", "utm_medium", "utm_campaign", "utm_term"}
    | {"utm_content"}
)
# What tells visits apart and hardly ever articles; a site file may name those that do. The crawl
# asks for such addresses as they stand, for a server may want them.
PASSING_KEYS = SESSION_KEYS | frozenset(
    {"token", "access_token", "ticket", "t", "ts", "time", "tm", "v", "ver", "_", "r", "rnd"}
    | {"random", "nocache", "from", "scene", "chksm", "share_token", "share_from", "srcid"}
)
PASSING_PREFIXES = ("utm_", "wx_", "share_")
DEFAULT_PAGE = re.compile(
    r"(?<=/)(?:index|default)\.(?:s?html?|jspx?|aspx?|php)$", re.ASCII | re.IGNORECASE
)
# The parameter that names an article where the path does not.
ARTICLE_KEYS = frozenset(
    {"id", "articleid", "newsid", "contentid", "infoid", "docid", "aid", "uuid", "guid"}
)
PATH_PARAMETER = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
FILE_SUFFIXES = frozenset(
    ".pdf .ofd .doc .docx .docm .dot .dotx .wps .wpt .rtf .odt .xls .xlsx .xlsm .xlsb .xlt .xltx "
    ".et .ett .ods .csv .tsv .ppt .pptx .pptm .pps .ppsx .dps .dpt .odp .txt .md .eml .msg .mht "
    ".mhtml .zip .rar .7z .tar .gz .tgz .bz2 .xz .cab .lzh".split()
)
# A picture behind the words of a link is an attachment; what shows its own small copy is not.
PICTURE_SUFFIXES = frozenset(".jpg .jpeg .png .gif .bmp .webp .tif .tiff".split())
MEDIA_SUFFIXES = PICTURE_SUFFIXES | frozenset(
    ".svg .ico .mp4 .mp3 .avi .flv .wmv .mov .css .js .apk .exe .woff .woff2 .ttf".split()
)
# A short `sid` is a site's number in some content systems, a long one a session.
SESSION_ID = re.compile(r"[0-9A-Za-z_-]{16,}")
# RFC 3986 unreserved and sub-delims that need no escape in a path; escapes stand already.
SAFE_PATH = "/~!$&'()*+,;=:@-._%"
SAFE_QUERY = f"{SAFE_PATH}?[]"
# References from the root of the host, and to a file in the same folder.
PLAIN = re.compile(r"/[\w.-][\w./-]*", re.ASCII)
BESIDE = re.compile(r"\w[\w-]*\.\w+", re.ASCII)
UNRESERVED = re.compile(r"[A-Za-z0-9~._-]")
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
# Pages of one script application: #/list?id=3, #!/list.
ROUTE = re.compile(r"!?/.")
# The number of an article in TRS, Hanweb, UCAP and gkmlpt, VSB and JPaaS addresses; the pages of
# one article in several parts (…_1.html) are articles of their own here.
ARTICLE_NUMBERS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"/(t)\d{8}_(\d+(?:_\d+)?)\.s?html?",
        r"/(art)_\d+_(\d+)\.s?html?",
        r"/(post|content)_(\d+(?:_\d+)?)\.s?html?",
        r"/(info)/\d+/(\d+)\.s?html?",
        r"/()([0-9a-f]{32})\.s?html?",
    )
)
ROOT_PATH = re.compile(r"/?(?:(?:index|default|home|main)\.\w{2,5})?", re.IGNORECASE)
LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def join(base: str, reference: str) -> str:
    """Resolve a link of the page at `base`; "" for what is no http(s) address."""
    # Nine of ten links are navigation and rows, which resolve by putting two texts together.
    if PLAIN.fullmatch(reference):
        return canonical(_root(base) + reference)
    if BESIDE.fullmatch(reference):
        return canonical(_folder(base) + reference)
    return _joined(base, reference)


@lru_cache(maxsize=1024)
def _root(base: str) -> str:
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"


@lru_cache(maxsize=1024)
def _folder(base: str) -> str:
    return _root(base) + (urlsplit(base).path.rpartition("/")[0] + "/")


@lru_cache(maxsize=65536)
def _joined(base: str, reference: str) -> str:
    try:
        url = urljoin(base, reference.strip().replace("\\", "/"))
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in DEFAULT_PORTS or not parts.hostname:
        return ""
    return canonical(url)


@lru_cache(maxsize=65536)
def canonical(url: str) -> str:
    """Give an http(s) address its one spelling; "" if it cannot be an address.

    Host in lower case, default port, session ids and tracking keys dropped, dots and doubled
    slashes resolved, percent escapes normalised, the query kept in its order. A fragment is kept
    only where it is the route of a script (`#/list`, `gkmlpt/index#3155`).
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
        host = host.rstrip(".")
    except (ValueError, UnicodeError):
        return ""
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not host:
        return ""
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    path = re.sub(r"/{2,}", "/", PATH_PARAMETER.sub("", _escaped(parts.path, SAFE_PATH)) or "/")
    path = _resolve_dots(path)
    return urlunsplit((scheme, host, path, _query(parts.query), _route(path, parts.fragment)))


def _route(path: str, fragment: str) -> str:
    """Keep a fragment that chooses what a script shows, and drop one that is a place on the page."""
    is_route = ROUTE.match(fragment) or (path.endswith("/gkmlpt/index") and fragment.isdecimal())
    return _escaped(fragment, SAFE_QUERY) if is_route and fragment.isascii() else ""


def _escaped(text: str, safe: str) -> str:
    """Escape what needs it and nothing else; escaped delimiters and bytes stay as they are."""
    text = ESCAPE.sub(_one_spelling, LONE_PERCENT.sub("%25", text))
    return quote(text, safe=safe, errors="replace")


def _one_spelling(escape: re.Match[str]) -> str:
    character = unquote(escape[0])
    return character if UNRESERVED.fullmatch(character) else escape[0].upper()


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
    parts = _escaped(query, SAFE_QUERY).split("&")
    return "&".join(part for part in parts if part and not _is_session(part))


def _is_session(part: str) -> bool:
    key, _, value = part.partition("=")
    name = unquote_plus(key).lower()
    return name in SESSION_KEYS or (name == "sid" and SESSION_ID.fullmatch(value) is not None)


@lru_cache(maxsize=65536)
def host_of(url: str) -> str:
    """Return the host name without port."""
    return urlsplit(url).hostname or ""


def file_name(url: str) -> str:
    """Return the last part of the path as people read it."""
    return unquote(urlsplit(url).path.rpartition("/")[2], errors="replace")


def is_root(url: str) -> bool:
    """Whether the address is the home page of its host."""
    parts = urlsplit(url)
    return bool(parts.netloc) and ROOT_PATH.fullmatch(parts.path) is not None and not parts.query


def suffix_of(url: str) -> str:
    """Return the lower-case file suffix of the path, with its dot."""
    return splitext(urlsplit(url).path)[1].lower()


def article_number(url: str) -> str:
    """Return the article's number in its content system as the path has it, "" if it has none."""
    path = urlsplit(url).path
    for pattern in ARTICLE_NUMBERS:
        found = pattern.search(path)
        if found and found.end() == len(path):
            return "_".join(found.groups())
    return ""


def article_mark(url: str) -> str:
    """Return what names the article in its content system, in path or query; "" if nothing does."""
    if number := article_number(url):
        return number
    for part in urlsplit(url).query.split("&"):
        key, _, value = part.partition("=")
        if value and key.lower() in ARTICLE_KEYS:
            return f"{key.lower()}={value.lower()}"
    return ""


def identity(url: str, article_keys: frozenset[str] = frozenset()) -> str:
    """Return what is the same for all spellings of an address; "" if it cannot be an address.

    Stronger than `canonical`, and for comparing only: https for http, no name of the folder's own
    page, no keys of visits and times, the query in order. `article_keys` are names of parameters
    that tell articles apart on this site although elsewhere they do not (t, v).
    """
    parts = urlsplit(canonical(url))
    if not parts.netloc:
        return ""
    kept = (part for part in parts.query.split("&") if part and not _is_passing(part, article_keys))
    path = DEFAULT_PAGE.sub("", parts.path)
    return urlunsplit(("https", parts.netloc, path, "&".join(sorted(kept)), parts.fragment))


def _is_passing(part: str, article_keys: frozenset[str]) -> bool:
    key, _, value = part.partition("=")
    name = unquote_plus(key).lower()
    if name in article_keys:
        return False
    if name == "sid":
        return SESSION_ID.fullmatch(value) is not None
    return name in PASSING_KEYS or name.startswith(PASSING_PREFIXES)


@lru_cache(maxsize=65536)
def is_file(url: str) -> bool:
    """Whether the address looks like an office document or archive."""
    return suffix_of(url) in FILE_SUFFIXES


@lru_cache(maxsize=65536)
def is_picture(url: str) -> bool:
    """Whether the address looks like a picture."""
    return suffix_of(url) in PICTURE_SUFFIXES


def is_beneath(url: str, other: str) -> bool:
    """Whether `url` lies in the folder of another address, or deeper."""
    folder = other.partition("?")[0].rpartition("/")[0] + "/"
    return url.startswith(folder) and url != other


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
