"""PowerPoint files before 2007 (ppt, pot, dps): slides, notes, comments and what older saves left.

The numbers are those of [MS-PPT], the published description of the format.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.ole import Compound
from crawler.site import FileLimits

STREAM, USER = "PowerPoint Document", "Current User"
SLIDE, NOTES, MASTER, DOCUMENT = 1006, 1008, 1016, 1000
SLIDE_INFO, NOTES_INFO = 1017, 1009
LIST, LIST_ENTRY = 4080, 1011
WIDE_TEXT, NARROW_TEXT, STRING = 4000, 4008, 4026
EDIT, DIRECTORY, ENCRYPTION = 4085, 6002, 12052
COMMENT = 12000
# Names of fonts, sounds, programs and view settings are strings too, and no text of a person.
NO_TEXT = frozenset({2005, 2010, 2011, 2020, 4033, 4055, 5001})
TEXTS = frozenset({WIDE_TEXT, NARROW_TEXT, STRING})
CONTAINER = 0xF
# Newer versions hide their additions in tags, comments among them.
TAG, TAG_CONTENT = 5002, 5003
# Where the flags stand in what is told of a slide, and which of them hides it.
FLAGS, HIDDEN = 10, 0x4
# Where the document names the masters of notes and of handouts.
DOCUMENT_INFO, MASTERS = 1001, slice(24, 32)
ENCRYPTED_USER = b"\xdf\xc4\xd1\xf3"
# Edits are chained one to the next; a broken chain may bite its tail.
MAX_EDITS = 1000
MAX_DEPTH = 60
CONTROL = {number: None for number in range(32) if chr(number) not in "\t\n"} | {13: "\n", 11: "\n"}


@dataclass(frozen=True, slots=True)
class Record:
    """A record of the stream, by where its content starts and ends."""

    kind: int
    instance: int
    is_container: bool
    start: int
    end: int


@dataclass(slots=True)
class _Slide:
    """A slide of the list: its persistent number, its own number, and its outline."""

    reference: int
    identity: int
    outline: list[str] = field(default_factory=list)


def read(body: bytes, limits: FileLimits) -> Content:
    """Return the texts of slides, notes and masters, and the properties."""
    compound = Compound(body)
    builder = ContentBuilder(limits)
    read_compound(compound, builder)
    builder.add("文档属性", compound.properties())
    return builder.build()


def read_compound(compound: Compound, builder: ContentBuilder) -> None:
    """Read the presentation in a container, or in a storage of one."""
    stream = compound.stream(STREAM)
    user = compound.stream(USER) if compound.has(USER) else b""
    if user[12:16] == ENCRYPTED_USER or compound.has("EncryptedSummary"):
        raise ExtractError("文件已加密，需要密码才能打开")
    try:
        _Reading(stream, builder).read(user)
    except struct.error as error:
        raise ExtractError("PowerPoint 文件已损坏，无法读取") from error


@dataclass(slots=True)
class _Reading:
    stream: bytes
    builder: ContentBuilder
    is_cut: bool = False

    def read(self, user: bytes) -> None:
        """Read slides in their order, then all else that the stream holds."""
        tops = {record.start - 8: record for record in self._children(0, len(self.stream))}
        if any(record.kind == ENCRYPTION for record in tops.values()):
            raise ExtractError("文件已加密，需要密码才能打开")
        offsets = self._offsets(user, tops)
        # Without the list of edits, the document that was written last is the one that counts.
        documents = [record for record in tops.values() if record.kind == DOCUMENT]
        if not documents:
            raise ExtractError("PowerPoint 文件已损坏，无法读取")
        shown: set[int] = {documents[-1].start}
        slides = self._list(documents[-1], 0)
        places = {slide.identity: f"幻灯片 {number}" for number, slide in enumerate(slides, 1)}
        for number, slide in enumerate(slides, 1):
            record = tops.get(offsets.get(slide.reference, -1))
            self._add_slide(f"幻灯片 {number}", slide, record)
            shown.update({record.start} if record else ())
        for note in self._list(documents[-1], 2):
            record = tops.get(offsets.get(note.reference, -1))
            owner = places.get(self._owner(record), "幻灯片") if record else "幻灯片"
            texts = self._texts(record) if record else ()
            self.builder.add(f"{owner} 备注", "\n".join([*note.outline, *texts]))
            shown.update({record.start} if record else ())
        self._add_rest(tops, documents[-1], shown, self._masters(documents[-1], offsets))
        if self.is_cut:
            self.builder.leave_out("演示文稿有损坏，部分文字可能未读到")

    def _add_slide(self, place: str, slide: _Slide, record: Record | None) -> None:
        texts = list(slide.outline)
        comments: list[str] = []
        if record:
            if self._is_hidden(record):
                place = f"隐藏的{place}"
            texts += self._texts(record)
            comments += self._texts(record, inside=COMMENT)
        else:
            self.is_cut = True
        self.builder.add(place, "\n".join(dict.fromkeys(texts)))
        self.builder.add(f"{place} 批注", "\n".join(comments))

    def _masters(self, document: Record, offsets: dict[int, int]) -> set[int]:
        """Return where the masters of notes and handouts stand."""
        for record in self._children(document.start, document.end):
            if record.kind == DOCUMENT_INFO:
                info = self.stream[record.start : record.end][MASTERS].ljust(8, b"\0")
                return {offsets.get(key, 0) + 8 for key in struct.unpack("<II", info)}
        return set()

    def _add_rest(
        self, tops: dict[int, Record], document: Record, shown: set[int], masters: set[int]
    ) -> None:
        # A quick save appends; what it replaced or deleted stays in the file.
        for record in tops.values():
            if record.start in shown or not record.is_container:
                continue
            is_master = record.kind == MASTER or record.start in masters
            place = "母版" if is_master else "以前保存时留下的内容"
            self.builder.add(place, "\n".join(dict.fromkeys(self._texts(record))))
        texts = self._texts(document, without=frozenset({LIST}))
        self.builder.add("演示文稿的页眉页脚等", "\n".join(dict.fromkeys(texts)))

    def _children(self, start: int, end: int) -> Iterator[Record]:
        while start + 8 <= end:
            head, kind, length = struct.unpack_from("<HHI", self.stream, start)
            stop = start + 8 + length
            if stop > end:
                self.is_cut = True
                stop = end
            is_container = head & 0xF == CONTAINER or kind == TAG_CONTENT
            yield Record(kind, head >> 4, is_container, start + 8, stop)
            start = stop

    def _offsets(self, user: bytes, tops: dict[int, Record]) -> dict[int, int]:
        """Return where each persistent object was written last."""
        found: dict[int, int] = {}
        at = int.from_bytes(user[16:20], "little")
        if at not in tops or tops[at].kind != EDIT:
            edits = [start for start, record in tops.items() if record.kind == EDIT]
            at = max(edits, default=0)
        for _ in range(MAX_EDITS):
            record = tops.get(at)
            if record is None or record.kind != EDIT:
                break
            before, directory = struct.unpack_from("<II", self.stream, record.start + 8)
            if directory in tops and tops[directory].kind == DIRECTORY:
                for key, offset in self._entries(tops[directory]):
                    found.setdefault(key, offset)
            if before >= at:
                break
            at = before
        return found

    def _entries(self, directory: Record) -> Iterator[tuple[int, int]]:
        at = directory.start
        while at + 4 <= directory.end:
            (head,) = struct.unpack_from("<I", self.stream, at)
            first, count = head & 0xFFFFF, head >> 20
            at += 4
            for key in range(first, first + min(count, (directory.end - at) // 4)):
                yield key, int.from_bytes(self.stream[at : at + 4], "little")
                at += 4

    def _list(self, document: Record, instance: int) -> list[_Slide]:
        """Return the slides (0) or notes (2) that the document lists, with their outlines."""
        slides: list[_Slide] = []
        for part in self._children(document.start, document.end):
            if part.kind != LIST or part.instance != instance:
                continue
            for record in self._children(part.start, part.end):
                if record.kind == LIST_ENTRY and record.end - record.start >= 16:  # noqa: PLR2004
                    (reference,) = struct.unpack_from("<I", self.stream, record.start)
                    (identity,) = struct.unpack_from("<I", self.stream, record.start + 12)
                    slides.append(_Slide(reference, identity))
                elif slides and record.kind in TEXTS:
                    slides[-1].outline.append(self._text(record))
        return slides

    def _owner(self, notes: Record) -> int:
        for record in self._children(notes.start, notes.end):
            if record.kind == NOTES_INFO:
                return int.from_bytes(self.stream[record.start : record.start + 4], "little")
        return -1

    def _is_hidden(self, slide: Record) -> bool:
        infos = (
            self.stream[record.start : record.end]
            for record in self._children(slide.start, slide.end)
            if record.kind == SLIDE_INFO
        )
        return any(len(info) > FLAGS and info[FLAGS] & HIDDEN for info in infos)

    def _texts(
        self, top: Record, *, inside: int = 0, without: frozenset[int] = frozenset({COMMENT})
    ) -> Iterator[str]:
        """Yield the texts below a record; only those of comments with `inside`."""
        stack = [(top, not inside, 0)]
        while stack:
            record, is_wanted, depth = stack.pop()
            if record.is_container and depth < MAX_DEPTH:
                if record.kind in NO_TEXT or (record.kind in without and not inside):
                    continue
                is_wanted = is_wanted or record.kind == inside
                children = list(self._children(record.start, record.end))
                if record.kind == TAG:
                    children = [child for child in children if child.kind == TAG_CONTENT]
                stack.extend((child, is_wanted, depth + 1) for child in reversed(children))
            elif is_wanted and record.kind in TEXTS:
                text = self._text(record)
                if text.strip():
                    yield text

    def _text(self, record: Record) -> str:
        data = self.stream[record.start : record.end]
        encoding = "latin-1" if record.kind == NARROW_TEXT else "utf-16-le"
        return data.decode(encoding, "replace").translate(CONTROL).strip()
