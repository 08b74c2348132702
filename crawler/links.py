"""Links of a page that are no plain ones: odd, to a part of a page, hidden from people."""

from dataclasses import dataclass
from enum import StrEnum


class Oddity(StrEnum):
    """What is wrong with an address as it is written."""

    MAIL = "mail"
    PHONE = "phone"
    SCHEME = "scheme"
    HOST = "host"
    NO_SCHEME = "no scheme"
    SCRIPT = "script"
    BACKSLASH = "backslash"
    LOCAL_FILE = "local file"
    INTRANET = "intranet"
    PUNCTUATION = "punctuation"


@dataclass(frozen=True, slots=True)
class Written:
    """A link, or a picture, as its author wrote its address, which is no address."""

    href: str
    text: str
    oddity: Oddity
    is_frame: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Jump:
    """A link to a part of a page (#part), unescaped; `url` is the page's address without it."""

    url: str
    part: str
    text: str
    is_frame: bool = False
    place: str = ""


class Trick(StrEnum):
    """How links are kept from people's eyes."""

    DISPLAY = "display:none"
    VISIBILITY = "visibility:hidden"
    ATTRIBUTE = "hidden 属性"
    OPACITY = "完全透明"
    OFF_SCREEN = "移到屏幕之外"
    INDENT = "文字缩进到屏幕之外"
    TINY = "尺寸为零"
    FONT = "字号为零"
    COLOUR = "文字与背景同色"
    MARQUEE = "高度为零的滚动条"
    NOSCRIPT = "noscript"
    FRAME = "看不见的框架"
    EMPTY = "没有文字的链接"
    SPOKEN = "只给读屏软件的内容"
    COMMENT = "网页注释"


@dataclass(frozen=True, slots=True)
class Hidden:
    """A link that people cannot see."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Concealed:
    """Links that one element of a page keeps from people's eyes.

    `text` are the words of all its links, one a line; `links` are those that lead to other hosts.
    `is_named` tells that scripts and menus could find the element to show it; `is_written` that a
    script writes it. `place` is the selector of the element.
    """

    trick: Trick
    text: str
    links: tuple[Hidden, ...] = ()
    place: str = ""
    is_frame: bool = False
    is_named: bool = False
    is_written: bool = False
