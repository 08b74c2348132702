"""What an extractor returns: text with its places, tables, or why it could not be read."""

from dataclasses import dataclass, field
from typing import Self

from crawler.page import Place, Table
from crawler.site import FileLimits


class ExtractError(ValueError):
    """A file of which nothing can be read; the message is a Chinese sentence for people."""


@dataclass(frozen=True, slots=True)
class Content:
    """The readable content of a file; `title` is its own, "" if it has none.

    `unreadable` says in Chinese what could not be read, of a file that is otherwise read too.
    """

    text: str
    places: tuple[Place, ...] = ()
    tables: tuple[Table, ...] = ()
    title: str = ""
    unreadable: str = ""


@dataclass(slots=True)
class ContentBuilder:
    """Collects blocks of text, each at its named place, up to the limits."""

    limits: FileLimits
    tables: list[Table] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _places: list[Place] = field(default_factory=list)
    _left_out: dict[str, None] = field(default_factory=dict)
    _length: int = 0

    @classmethod
    def of(cls, content: Content, limits: FileLimits) -> Self:
        """Return a builder that goes on where `content` ends."""
        reasons = {content.unreadable: None} if content.unreadable else {}
        parts = [content.text] if content.text else []
        length = len(content.text) + 1 if content.text else 0
        tables, places = list(content.tables), list(content.places)
        if parts and not places:
            places = [Place(0, "")]
        return cls(limits, tables, parts, places, reasons, length)

    @property
    def is_full(self) -> bool:
        """Whether no more text is taken."""
        return self._length >= self.limits.text

    def add(self, place: str, text: str) -> None:
        """Append a block of text that stands at `place`; what is too much is cut, and noted."""
        if not text.strip():
            return
        room = self.limits.text - self._length
        if len(text) > room:
            self.leave_out(f"文字超过 {self.limits.text // 10_000} 万字，其余未检查")
            text = text[: max(0, room)]
        if text and (not self._places or self._places[-1].name != place):
            self._places.append(Place(self._length, place))
        self._parts.append(text)
        self._length += len(text) + 1

    def leave_out(self, reason: str) -> None:
        """Note what is not read, in a Chinese sentence part that names it."""
        self._left_out[reason] = None

    def build(self, title: str = "") -> Content:
        """Return everything collected."""
        unreadable = "；".join(self._left_out)
        text = "\n".join(self._parts)
        return Content(text, tuple(self._places), tuple(self.tables), title, unreadable)
