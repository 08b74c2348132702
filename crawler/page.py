"""What a crawl brings home: fetches, pages, their links, list rows and tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


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
    """Why an address was fetched; DATA is a list's data endpoint, no page for people."""

    HOME = "home"
    COLUMN = "column"
    DATA = "data"
    PAGE = "page"
    FILE = "file"
    PROBE = "probe"


class DateSource(StrEnum):
    """Where a publication date was read, strongest first."""

    ROW = "列表"
    URL = "网址"
    TEXT = "页面文字"
    SCRIPT = "页面脚本"
    META = "网页标签"


@dataclass(frozen=True, slots=True)
class Fetch:
    """One address and how the last look at it ended.

    `location` is where it redirects (HTTP or meta refresh), "" if nowhere; `chain` lists the
    addresses passed through when a fetch was resolved to its end. `error` is a Chinese sentence
    part for people, "" when all is well.
    """

    url: str
    outcome: Outcome
    at: datetime
    status: int | None = None
    error: str = ""
    location: str = ""
    media: str = ""
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date with where it was read."""

    day: date
    source: DateSource


@dataclass(frozen=True, slots=True)
class Link:
    """A link on a page; `is_frame` when it stands in the template around the main text."""

    url: str
    text: str
    is_frame: bool = False
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a column list."""

    url: str
    title: str
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table as text; `place` says where in the file it stands (工作表“名单”)."""

    rows: tuple[tuple[str, ...], ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """From `start` on, the text stands at this place of the file (第 3 页, 隐藏列 C)."""

    start: int
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page or attachment as the rules see it.

    `text` is the main text, `frame_text` what stands in header, navigation and footer,
    `margin_text` what is neither (title line, source, side boxes); `places` maps
    offsets of `text` to places of an attachment; `meta` has lower-case names, first of each;
    `shown_dates` are the publication dates found on the page itself, conflicts kept; `scripts`
    are the addresses of the scripts it loads;
    `source` is who published the article (来源); `charset` says in Chinese how the declared
    encodings contradict the bytes, "" when they do not; `unreadable` says in Chinese why the
    content could not be read, "" when it could.
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
    entries: tuple[Entry, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    scripts: tuple[str, ...] = ()
    source: str = ""
    charset: str = ""
    unreadable: str = ""

    @property
    def url(self) -> str:
        """The canonical address."""
        return self.fetch.url
