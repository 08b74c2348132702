"""Reads the members of a container and lays their texts and tables under their names."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from posixpath import splitext

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.entries import Entry, Room
from crawler.extract.media import kind_of

# Reads a member that has this suffix, one level deeper.
Read = Callable[[bytes, str], Content]
# A name as long as this is nobody's, and it stands in every place.
LONGEST = 200
EXAMPLES = 3
# What systems leave in archives beside the files of people.
JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$)", re.I)


@dataclass(slots=True)
class Inside:
    """The members of one container, on their way into its content; `word` is 压缩包内 or the like."""

    word: str
    builder: ContentBuilder
    room: Room
    _names: list[str] = field(default_factory=list)
    _faults: dict[str, list[str]] = field(default_factory=dict)

    def read(self, entries: Iterable[Entry], read: Read) -> None:
        """Read every member; one that cannot be read costs itself, a broken container its rest.

        Raises `ExtractError` when not even a name could be read.
        """
        try:
            for entry in entries:
                if self.room.fault:
                    self.builder.leave_out(self.room.fault)
                    break
                if not JUNK.search(entry.name):
                    self._names.append(entry.name)
                    self._take(entry, read)
        except ExtractError as error:
            if not self._names and not self.builder.build().text:
                raise
            self.builder.leave_out(str(error))
        self.builder.add(f"{self.word}的文件名", "\n".join(self._names))
        for fault, names in self._faults.items():
            self.builder.leave_out(f"{self.word}{_listed(names)}{fault}")

    def _take(self, entry: Entry, read: Read) -> None:
        self.room.members -= 1
        name = entry.name.replace("\\", "/").strip("/")[-LONGEST:]
        try:
            if entry.fault:
                raise ExtractError(entry.fault)
            body = self.room.unpack(entry, lambda head: not kind_of(head))
            if not body:
                return
            content = read(body, splitext(name)[1].lower())
        except ExtractError as error:
            fault = str(error)
            if fault == self.room.fault:
                self.builder.leave_out(fault)
            else:
                self._faults.setdefault(_joined(fault), []).append(name)
            return
        self._include(name, content)

    def _include(self, name: str, content: Content) -> None:
        prefix = f"{self.word}“{name}”"
        starts = [*(place.start for place in content.places), len(content.text)]
        self.builder.add(prefix, content.text[: starts[0]])
        for place, end in zip(content.places, starts[1:], strict=True):
            block = content.text[place.start : end].removesuffix("\n")
            self.builder.add(f"{prefix} › {place.name}" if place.name else prefix, block)
        for table in content.tables:
            place_name = f"{prefix} › {table.place}" if table.place else f"{prefix} "
            self.builder.tables.append(replace(table, place=place_name))
        if content.unreadable:
            self._faults.setdefault(_joined(content.unreadable), []).append(name)


def _joined(fault: str) -> str:
    """Let the reason follow the member's name: “a.doc”已加密, “a.doc”：文件是空的."""
    return fault if fault.startswith(("已", "的", "是")) else f"：{fault}"


def _listed(names: list[str]) -> str:
    shown = "、".join(f"“{name}”" for name in names[:EXAMPLES])
    return shown if len(names) <= EXAMPLES else f"{shown}等 {len(names)} 个文件"
