"""Chooses the reader of a file by its first bytes, never by its name alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from crawler.extract import sniff
from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.entries import Entry, Room
from crawler.extract.inside import Inside
from crawler.extract.media import kind_of
from crawler.extract.sniff import File
from crawler.site import FileLimits
from crawler.urls import FILE_SUFFIXES, PICTURE_SUFFIXES

DEFAULT = FileLimits()
ARCHIVE, OBJECT, ENCLOSURE, ENCLOSED = "压缩包内", "内嵌文件", "邮件附件", "附带文件"
# Word and Excel open web pages under their own old names, and many systems export such files.
HTML_EXPORTS = frozenset(".doc .wps .xls .et .htm .html .shtml .xhtml .mht .mhtml .txt".split())
# Under these names a text is what is left of something else.
NEVER_TEXT = (FILE_SUFFIXES | PICTURE_SUFFIXES) - frozenset(
    ".txt .csv .tsv .md .doc .wps .xls .et .rtf .eml .mht .mhtml".split()
)
# What a file should have been by its name, where its content is nothing that can be known.
PROGRAMS = {
    ".docx": "Word",
    ".doc": "Word",
    ".wps": "Word",
    ".xlsx": "Excel",
    ".xls": "Excel",
    ".et": "Excel",
    ".pptx": "PowerPoint",
    ".ppt": "PowerPoint",
    ".pdf": "PDF",
    ".ofd": "OFD",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: how its bytes tell, and what reads it.

    `reader` and `members` name functions of the modules beside this one, so that each is loaded
    when it is needed: `reader(body, limits) -> Content` reads the file itself, and
    `members(body, limits) -> Iterator[Entry]` lists what stands inside, each called `word` and its
    name. `fault` says in Chinese why files of a kind are not read.
    """

    is_one: Callable[[File], bool]
    reader: str = ""
    members: str = ""
    word: str = ARCHIVE
    fault: str = ""


# The first that fits counts: the special stand before the general.
KINDS = (
    Kind(sniff.is_pdf, "pdf.read", "pdf.embedded", ENCLOSED),
    Kind(sniff.is_docx, "word.read", "embedded.in_package", OBJECT),
    Kind(sniff.is_xlsb, "xlsb.read", "embedded.in_package", OBJECT),
    Kind(sniff.is_xlsx, "excel.read_xlsx", "embedded.in_package", OBJECT),
    Kind(sniff.is_pptx, "slides.read", "embedded.in_package", OBJECT),
    Kind(sniff.is_ofd, "ofd.read", "ofd.embedded", ENCLOSED),
    Kind(sniff.is_odf, fault="暂不支持读取 OpenDocument 文件"),
    Kind(sniff.is_zip, members="boxes.zip_entries"),
    Kind(sniff.is_locked_office, fault="文件已加密，需要密码才能打开"),
    Kind(sniff.is_odd_office, fault="文件已加密或损坏，无法读取"),
    Kind(sniff.is_doc, "doc.read", "old_embedded.in_container", OBJECT),
    Kind(sniff.is_xls, "xls.read", "old_embedded.in_container", OBJECT),
    Kind(sniff.is_ppt, "ppt.read", "old_embedded.in_container", OBJECT),
    Kind(sniff.is_outlook, fault="暂不支持读取 Outlook 邮件（msg）"),
    Kind(sniff.is_rtf, "rtf.read", "old_embedded.in_rich_text", OBJECT),
    Kind(sniff.is_image, "picture.read"),
    Kind(sniff.is_squeezed),
    Kind(sniff.is_tar, members="boxes.tar_entries"),
    Kind(sniff.is_rare_archive, members="rarely.entries"),
    Kind(sniff.is_web_archive, "mhtml.read"),
    Kind(sniff.is_mail, "mail.read", "mail.enclosures", ENCLOSURE),
    Kind(sniff.is_flat_package, "flat_package.read", "flat_package.members", OBJECT),
    Kind(sniff.is_sheet_xml, "sheetml.read"),
    Kind(sniff.is_word_xml, "wordml.read"),
    Kind(sniff.is_html, "plain.read_html"),
    Kind(sniff.is_csv, "plain.read_csv"),
)


def read_file(body: bytes, suffix: str, limits: FileLimits = DEFAULT) -> Content:
    """Return the content of a file; `suffix` (".doc") decides only where the bytes do not."""
    return _read(File(body, suffix), Room.of(limits), 0)


def _read(file: File, room: Room, level: int) -> Content:
    if not file.body.strip():
        raise ExtractError("文件是空的")
    kind = next((kind for kind in KINDS if kind.is_one(file)), None) or _other(file)
    if kind.is_one is sniff.is_html and file.suffix not in HTML_EXPORTS:
        raise ExtractError(f"内容是网页，不是 {file.suffix or '附件'} 文件")
    if kind.fault:
        raise ExtractError(kind.fault)
    if kind.is_one is sniff.is_squeezed:
        return _read_squeezed(file, room, level)
    content = _reader(kind.reader)(file.body, room.limits) if kind.reader else Content("")
    if kind.members:
        content = _with_members(content, file, kind, room, level)
    # Of a photograph nothing can be read, and nothing need be.
    is_blank = not content.text and not content.tables and not content.unreadable
    if is_blank and kind.is_one is not sniff.is_image:
        raise ExtractError("文件里没有可检查的文字" if kind.reader else "压缩包是空的")
    return content


def _other(file: File) -> Kind:
    """Return what a file is that no row tells."""
    if told := kind_of(file.body):
        return Kind(sniff.is_text, fault=f"是{told}文件，其中的内容未检查")
    if sniff.is_text(file) and file.suffix not in NEVER_TEXT:
        return Kind(sniff.is_text, "plain.read")
    if file.suffix in PROGRAMS or file.is_ole:
        program = PROGRAMS.get(file.suffix, "Office")
        return Kind(sniff.is_text, fault=f"文件已损坏，或者不是 {program} 文件")
    if file.suffix in NEVER_TEXT:
        return Kind(sniff.is_text, fault=f"文件已损坏，或者不是 {file.suffix} 文件")
    return Kind(sniff.is_text, fault=f"暂不支持读取 {file.suffix or '这种'} 文件的内容")


def _read_squeezed(file: File, room: Room, level: int) -> Content:
    """Read the file that was packed alone, a tar archive for the most part, as if it were not."""
    from crawler.extract.boxes import squeezed

    if level >= room.limits.levels:
        raise ExtractError(_too_deep(room))
    try:
        body = room.unpack(squeezed(file.body), lambda head: not kind_of(head))
    except ExtractError as error:
        raise ExtractError(room.fault or f"压缩包{error}") from error
    return _read(File(body, ""), room, level + 1)


def _too_deep(room: Room) -> str:
    return f"嵌套超过 {room.limits.levels} 层，其中的文件未检查"


def _reader(name: str) -> Callable[[bytes, FileLimits], Content]:
    found: Callable[[bytes, FileLimits], Content] = _function(name)
    return found


def _members(name: str) -> Callable[[bytes, FileLimits], Iterable[Entry]]:
    found: Callable[[bytes, FileLimits], Iterable[Entry]] = _function(name)
    return found


# Any: the table says what each function takes and gives.
def _function(name: str) -> Any:
    module, _, function = name.partition(".")
    return getattr(import_module(f"{__package__}.{module}"), function)


def _with_members(content: Content, file: File, kind: Kind, room: Room, level: int) -> Content:
    """Read what stands inside, as long as there is room, and put it behind the file's own text."""
    builder = ContentBuilder.of(content, room.limits)

    def read(body: bytes, suffix: str) -> Content:
        return _read(File(body, suffix), room, level + 1)

    entries = _members(kind.members)(file.body, room.limits)
    if level < room.limits.levels:
        Inside(kind.word, builder, room).read(entries, read)
    elif next(iter(entries), None) is not None:
        builder.leave_out(_too_deep(room))
    return builder.build(content.title)
