"""What robots have in common: the message, its cutting to length, and what a platform is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import msgspec

REST = "……其余见问题清单"
LONGEST_TITLE = 60
# Shorter parts of an address are words, not keys.
LEAST_SECRET = 6
# What the platforms read as layout, links or calls to members; lines may hold text from pages.
PLAIN = str.maketrans("[]*`<>#~|\\", "［］＊｀＜＞＃～｜＼")


@dataclass(frozen=True, slots=True)
class RobotMessage:
    """What a robot says: a title, lines of plain text, and an address to read on at."""

    title: str
    lines: tuple[str, ...] = ()
    url: str = ""

    def payload(self) -> bytes:
        """Return the message as the outbox keeps it."""
        return msgspec.json.encode(self)


@dataclass(frozen=True, slots=True)
class Key:
    """A robot's address and secret, and the time of sending; none of it may be shown."""

    address: str = field(repr=False)
    secret: str = field(repr=False)
    at: float

    def hidden_in(self, text: str) -> str:
        """Return text of the other side without the key, should it repeat it."""
        _, _, query = self.address.partition("?")
        parts = [part.rpartition("=")[2] for part in query.split("&")]
        last = self.address.partition("?")[0].rpartition("/")[2]
        for secret in (self.address, self.secret, *parts, last):
            if len(secret) >= LEAST_SECRET:
                text = text.replace(secret, "***")
        return text


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent to a platform; the address is a secret."""

    address: str = field(repr=False)
    body: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """What a platform answered: 0 is yes, everything else no."""

    code: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Platform:
    """How one platform is spoken to, and what its answers mean.

    The codes that are `busy` ask for a pause; those `refused` do not get better by trying.
    """

    title: str
    compose: Callable[[RobotMessage, Key], Request]
    read: Callable[[bytes], Said | None]
    busy: frozenset[int]
    refused: Mapping[int, str]
    pause: timedelta = timedelta(minutes=1)


def plain(text: str) -> str:
    """Return text as one line that no platform takes for layout, a link or a call."""
    return " ".join(text.translate(PLAIN).split())


def title_of(message: RobotMessage) -> str:
    """Return the title, of a length that lists of messages show."""
    title = plain(message.title)
    return title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…"


def text_of(message: RobotMessage, between: str, room: int, cost: Callable[[str], int]) -> str:
    """Return title, lines and link as markdown, cut at the end of a line to fit into `room`."""
    head = f"### {title_of(message)}"
    link = f"[查看问题清单]({message.url})" if is_link(message.url) else ""
    ends = [part for part in (head, link) if part]
    room -= sum(cost(part) + cost(between) for part in ends)
    lines = [line for line in map(plain, message.lines) if line]
    kept = _fitted(lines, room, lambda line: cost(line) + cost(between))
    return between.join(part for part in (head, *kept, link) if part)


def is_link(url: str) -> bool:
    """Whether an address can stand in a link without ending it."""
    is_plain = url.isascii() and not set(url) & set("()[]<> \"'\\")
    return url.startswith(("http://", "https://")) and is_plain


def _fitted(lines: Sequence[str], room: int, cost: Callable[[str], int]) -> list[str]:
    if sum(map(cost, lines)) <= room:
        return list(lines)
    room -= cost(REST)
    kept: list[str] = []
    for line in lines:
        if cost(line) > room:
            break
        room -= cost(line)
        kept.append(line)
    return [*kept, REST]


def raw_cost(text: str) -> int:
    """Return the length of text in bytes."""
    return len(text.encode())


def json_cost(text: str) -> int:
    """Return the length of text in bytes inside a JSON string."""
    return len(msgspec.json.encode(text)) - 2
