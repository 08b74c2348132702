"""What an extractor returns: text with its places, tables, or why it could not be read."""

from dataclasses import dataclass, field

from crawler.page import Place, Table

# A file's text is cut here; what lies beyond is reported as unread.
MAX_TEXT = 20_000_000
MAX_ROWS = 200_000


class ExtractError(ValueError):
    """A file that cannot be read; the message is a Chinese sentence for people."""


@dataclass(frozen=True, slots=True)
class Content:
    """The readable content of a file; `title` is its own, "" if it has none."""

    text: str
    places: tuple[Place, ...] = ()
    tables: tuple[Table, ...] = ()
    title: str = ""
    unreadable: str = ""


@dataclass(slots=True)
class ContentBuilder:
    """Collects blocks of text, each at its named place."""

    tables: list[Table] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _places: list[Place] = field(default_factory=list)
    _length: int = 0

    def add(self, place: str, text: str) -> None:
        """Append a block of text that stands at `place`; `ExtractError` when the file is too long."""
        if not text.strip():
            return
        if self._length + len(text) > MAX_TEXT:
            raise ExtractError(f"文字超过 {MAX_TEXT // 10_000} 万字，未能全部检查")
        if not self._places or self._places[-1].name != place:
            self._places.append(Place(self._length, place))
        self._parts.append(text)
        self._length += len(text) + 1

    def build(self, title: str = "") -> Content:
        """Return everything collected."""
        return Content("\n".join(self._parts), tuple(self._places), tuple(self.tables), title)
