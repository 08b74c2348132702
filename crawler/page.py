"""What a crawl brings home: fetches, pages, their links, list rows and tables."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import unquote

from crawler.links import Concealed, Jump, Written

LETTERS = 26
# A column page with so much of its own text, or so many links, is no empty list.
STATIC_TEXT = 150
AGGREGATE_LINKS = 3
ARTICLE_PAGE = re.compile(
    r"\d[\w-]*\.\w+$|/(?:content|art|post|info)/|[?&](?:article|info|news|content)?id=\w+", re.I
)
PAGER_TEXT = re.compile(
    r"^\s*(?:\d{1,4}|[首上下前后尾末第最]一?[后]?一?\s*页|[<>«»‹›]+|GO|跳转)\s*$", re.I
)
# Menus name a thing, titles say something of it.
LEAST_TITLE = 10
PART_BYTES = 4


def part_mark(name: str) -> bytes:
    """Return a short digest of the name of a part of a page (id, or name of an anchor)."""
    return hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=PART_BYTES).digest()


def column_letter(index: int) -> str:
    """Return the letters of a spreadsheet's column counted from 0 (0 is A, 26 is AA)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


# Log in, keep out, too often; firewalls that turn programs away answer 405, 412, 418, 521, 566,
# 567 or 999.
REFUSALS = frozenset({401, 403, 405, 407, 412, 418, 429, 451, 521, 566, 567, 999})
# Why an address was not asked, or not to its end, by our own choice.
ROBOTS, PRIVATE, TOO_LARGE = "robots.txt 不允许访问", "拒绝访问内网地址", "内容超过大小上限"
NOT_FOLLOWED = "重定向后的地址未能访问"
EXCUSES = frozenset({ROBOTS, PRIVATE, TOO_LARGE, NOT_FOLLOWED})
# Of a picture, script or style that answers well and holds nothing.
EMPTY = "内容为空（0 字节）"


class Outcome(StrEnum):
    """What is known of an address after the last look.

    GONE is 404 or 410; BROKEN is a certain failure of another kind (the host name does not
    exist, a redirect loop); UNKNOWN is everything that may be our end or a passing fault.
    """

    OK = "ok"
    GONE = "gone"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """Why an address was fetched.

    DATA is a list's data endpoint, no page for people; RESOURCE is what a page is made of (picture,
    script, style): only the headers of its answer are wanted.
    """

    HOME = "home"
    COLUMN = "column"
    DATA = "data"
    PAGE = "page"
    FILE = "file"
    PROBE = "probe"
    RESOURCE = "resource"


class Blank(StrEnum):
    """Why a page of a column's list has no rows.

    NO: it has, or is no list. SAID: it says that there are none. SILENT: there are none to be
    seen. FORM is something to fill in. In all other cases rows may be there all the same.
    """

    NO = ""
    SAID = "said"
    SILENT = "silent"
    FORM = "form"
    WAITING = "waiting"
    FAILED = "failed"
    SCRIPTED = "scripted"
    PICTURE = "picture"
    FRAMED = "framed"
    LOGIN = "login"


class DateSource(StrEnum):
    """Where a publication date was read, strongest first."""

    ROW = "列表"
    URL = "网址"
    TEXT = "页面文字"
    SCRIPT = "页面脚本"
    META = "网页标签"


@dataclass(frozen=True, slots=True)
class Hop:
    """A stop on a way of redirects: when it was asked, and with which status it answered."""

    url: str
    at: datetime
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Fetch:
    """One address and how the last look at it ended.

    `location` is where it redirects (HTTP or meta refresh), "" if nowhere; `chain` lists the
    stops passed through when a fetch was resolved to its end. `error` is a Chinese sentence
    part for people, "" when all is well. So many `looks` in one crawl came to this.
    """

    url: str
    outcome: Outcome
    at: datetime
    status: int | None = None
    error: str = ""
    location: str = ""
    media: str = ""
    chain: tuple[Hop, ...] = ()
    looks: int = 1

    @property
    def is_refused(self) -> bool:
        """Whether the server answered and would not serve a program: that says nothing of people."""
        return self.outcome is Outcome.UNKNOWN and self.status in REFUSALS

    @property
    def is_suspect(self) -> bool:
        """Whether the address failed by no choice of ours or of the server's."""
        is_unknown = self.outcome is Outcome.UNKNOWN and not self.is_refused
        is_fault = self.status is None or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        return is_unknown and is_fault and self.error not in EXCUSES


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date with where it was read."""

    day: date
    source: DateSource


class Kind(StrEnum):
    """What a link is: the first three lead people on, LOGIN is a form that asks for a password."""

    ANCHOR = "a"
    AREA = "area"
    FRAME = "frame"
    IMAGE = "img"
    SCRIPT = "script"
    STYLE = "style"
    ICON = "icon"
    MEDIA = "media"
    FORM = "form"
    LOGIN = "login"


@dataclass(frozen=True, slots=True)
class Link:
    """A link on a page; `is_frame` when it stands in the template around the main text.

    `place` is a CSS selector of the named element around it (div#main ul.list), "" if there is
    none: rows of a list move, their list does not. `text` of a picture is what it is said to show.
    """

    url: str
    text: str
    is_frame: bool = False
    is_file: bool = False
    kind: Kind = Kind.ANCHOR
    place: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a column list; `misdated` stands for its date and is no day of the calendar."""

    url: str
    title: str
    published: date | None = None
    misdated: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as text; `place` says where in the file it stands (工作表“名单”).

    `numbers` are the numbers that a spreadsheet gives its rows, one for each of `rows`, empty for
    other tables; `hidden_rows` are some of them, `hidden_columns` are counted from 0.
    """

    rows: tuple[tuple[str, ...], ...]
    place: str = ""
    numbers: tuple[int, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def cell_place(self, row: int, column: int) -> str:
        """Say where the cell of `rows` stands: 工作表“名单” C5（隐藏的 C 列）."""
        if not self.numbers:
            return f"{self.place.rstrip()} 第 {row + 1} 行".lstrip()
        number, letters = self.numbers[row], column_letter(column)
        hidden = [f"隐藏的 {letters} 列"] if column in self.hidden_columns else []
        hidden += [f"隐藏的第 {number} 行"] if number in self.hidden_rows else []
        return f"{self.place} {letters}{number}" + (f"（{'、'.join(hidden)}）" if hidden else "")


@dataclass(frozen=True, slots=True)
class Place:
    """From `start` on, the text stands at this place of the file (第 3 页, 隐藏列 C)."""

    start: int
    name: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """What an HTML page carries and does not show; `place` names it (网页注释, 图片说明)."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Look:
    """What the template of a home or column page shows, and what it has that hinders people.

    `search` says how it offers a search, "" if it does not; `is_assembled` tells that scripts or
    frames bring parts of it; `head` are its first words and those of its first pictures.
    Pictures are bare, fields unnamed and links empty that have no words for those who hear them.
    """

    lang: str = ""
    search: str = ""
    has_aid: bool = False
    is_assembled: bool = False
    head: str = ""
    has_logo: bool = False
    pictures: int = 0
    bare_pictures: int = 0
    bare_picture: str = ""
    fields: int = 0
    unnamed_fields: int = 0
    links: int = 0
    empty_links: int = 0
    empty_link: str = ""
    is_loud: bool = False


@dataclass(frozen=True, slots=True)
class Markup:
    """What the markup of an HTML page says beside its words.

    `window_title` stands in <title>; `residue` is server code that was not executed; `marks` are
    the pictures of the mark of Party and government bodies (党政机关标识).
    """

    window_title: str = ""
    residue: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page or attachment as the rules see it.

    `text` is the main text, `frame_text` what stands in header, navigation and footer,
    `margin_text` what is neither (title line, source, side boxes); `places` maps
    offsets of `text` to places of an attachment; `meta` has lower-case names, first of each;
    `shown_dates` are the publication dates found on the page itself, conflicts kept; `scripts`
    are the addresses of the scripts it loads, `fault_code` the site code that the script of the
    find-a-fault service (找错) is told;
    `source` is who published the article (来源); `charset` says in Chinese how the declared
    encodings contradict the bytes, "" when they do not; `unseen` is what the page carries and does
    not show, as far as it holds long numbers; `markup` is what its tags say beside its words;
    `has_form` tells that people can write to the office or log in on it; `blank` why a list has
    no rows; `unreadable` says in Chinese why the content could not be read, "" when it could.
    `links` lead people on (anchors, areas of pictures, frames), `resources` are what the page is
    made of and where its forms send to; `written` are links that are no plain addresses; `jumps`
    lead to parts of other pages or to parts that the page does not have; `parts` are the digests of
    the parts it has (see `has_part`), None where scripts may make others; `concealed` are links
    that people cannot see.
    """

    fetch: Fetch
    role: Role = Role.PAGE
    title: str = ""
    text: str = ""
    margin_text: str = ""
    frame_text: str = ""
    tables: tuple[Table, ...] = ()
    places: tuple[Place, ...] = ()
    column_id: str = ""
    published: Published | None = None
    shown_dates: tuple[Published, ...] = ()
    links: tuple[Link, ...] = ()
    resources: tuple[Link, ...] = ()
    written: tuple[Written, ...] = ()
    jumps: tuple[Jump, ...] = ()
    parts: bytes | None = None
    concealed: tuple[Concealed, ...] = ()
    entries: tuple[Entry, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    scripts: tuple[str, ...] = ()
    fault_code: str = ""
    source: str = ""
    charset: str = ""
    unseen: tuple[Unseen, ...] = ()
    has_form: bool = False
    unreadable: str = ""
    markup: Markup = Markup()
    blank: Blank = Blank.NO

    def has_part(self, name: str) -> bool:
        """Whether a link to this part of the page leads somewhere, or may."""
        if self.parts is None or not name or name.lower() == "top":
            return True
        parts = self.parts
        marks = {part_mark(name), part_mark(unquote(name))}
        return any(parts[at : at + PART_BYTES] in marks for at in range(0, len(parts), PART_BYTES))

    @property
    def own_links(self) -> list[Link]:
        """The links of the main part; those that turn the pages of a list left out."""
        return [
            link for link in self.links if not link.is_frame and not PAGER_TEXT.match(link.text)
        ]

    @property
    def own_length(self) -> int:
        """How many characters of the main part are no links."""
        return len(self.text) - sum(len(link.text) for link in self.links if not link.is_frame)

    @property
    def has_content_links(self) -> bool:
        """Whether the main part links to files, or to what looks like articles."""
        return any(
            link.is_file or ARTICLE_PAGE.search(link.url) or len(link.text) >= LEAST_TITLE
            for link in self.own_links
        )

    @property
    def is_bare(self) -> bool:
        """Whether there is too little of its own text and links to be anything but a list."""
        is_short = len(self.own_links) < AGGREGATE_LINKS and self.own_length < STATIC_TEXT
        return is_short and not self.has_content_links

    @property
    def url(self) -> str:
        """The canonical address."""
        return self.fetch.url


@dataclass(frozen=True, slots=True)
class Search:
    """The title of an article that the site's own search was asked for, and what it answered.

    `url` is the article's; `fetch` and `page` are the first page of results, None if there is none.
    """

    title: str
    url: str
    fetch: Fetch | None = None
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Faces:
    """A page as the server shows it to a visitor, and to a search engine that found it itself."""

    url: str
    visitor: Page
    engine: Page
