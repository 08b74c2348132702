"""Archives that the standard library does not know: RAR, 7z, CAB and LZH by libarchive and unar."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from typing import IO, Any

from crawler.extract.boxes import BROKEN, LOCKED, name_of
from crawler.extract.content import ExtractError
from crawler.extract.entries import BLOCK, Entry
from crawler.site import FileLimits

# Those of libarchive's formats that are asked for; others of its can name files of this machine.
FORMATS = (
    (b"Rar!\x1a\x07\x01\x00", "rar5"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7zip"),
    (b"MSCF\x00\x00\x00\x00", "cab"),
)
RAR = b"Rar!"
LZH = (2, b"-lh")
MISSING = "这台电脑没有安装 libarchive，无法打开这种压缩包"
# libarchive's own words for a member that needs a password.
PASSWORD_WORDS = ("encrypt", "passphrase", "password")
UNPACKERS = ("unrar", "unar")


def format_of(head: bytes) -> str:
    """Return libarchive's name of an archive's format, "" for what is none."""
    at, mark = LZH
    if head[at:].startswith(mark):
        return "lha"
    return next((name for magic, name in FORMATS if head.startswith(magic)), "")


def entries(body: bytes, limits: FileLimits) -> Iterator[Entry]:
    """List the members of an archive; a RAR that libarchive cannot read is given to unar."""
    if not body.startswith(RAR) or not any(map(shutil.which, UNPACKERS)):
        yield from _by_libarchive(body)
        return
    listed, is_whole = _kept(body, limits)
    yield from listed if is_whole else _by_unpacker(body)


def _kept(body: bytes, limits: FileLimits) -> tuple[Sequence[Entry], bool]:
    """Return members with their bytes, up to the limits, and whether all could be unpacked."""
    kept: list[Entry] = []
    room = limits.unpacked
    try:
        for entry in _by_libarchive(body):
            if entry.fault:
                kept.append(entry)
                continue
            blocks = []
            for block in entry.blocks():
                room -= len(block)
                blocks.append(block)
                if room < 0:
                    break
            kept.append(Entry(entry.name, partial(iter, blocks)))
            if room < 0 or len(kept) > limits.members:
                break
    except ExtractError:
        return kept, False
    return kept, True


def _by_libarchive(body: bytes) -> Iterator[Entry]:
    try:
        import libarchive
    except (ImportError, AttributeError, OSError, TypeError) as error:
        # The package is there and the system's library is not, or is of a foreign kind.
        raise ExtractError(MISSING) from error
    is_locked = _lock_test()
    try:
        reader = libarchive.memory_reader(body, format_of(body), "none")
        with reader as archive:
            for entry in archive:
                if entry.isfile and not entry.islnk:
                    path = entry.pathname
                    name = name_of(path) if isinstance(path, bytes) else str(path or "")
                    fault = LOCKED if is_locked(entry) else ""
                    yield Entry(name, partial(_blocks, entry.get_blocks), fault)
    except libarchive.ArchiveError as error:
        raise ExtractError(f"压缩包{_reason(error)}") from error


def _lock_test() -> Callable[[Any], bool]:
    """Return libarchive's own test for a member that needs a password, which its package lacks.

    Without it, what is locked and not packed would come out as it is: as rubbish.
    """
    from libarchive import ffi

    test = ffi.libarchive.archive_entry_is_encrypted
    test.argtypes, test.restype = [ffi.c_archive_entry_p], ffi.c_int
    # The address of the system's record is in no public attribute.
    return lambda entry: test(entry._entry_p) > 0


def _blocks(blocks: Callable[[int], Iterator[bytes]]) -> Iterator[bytes]:
    import libarchive

    try:
        yield from blocks(BLOCK)
    except libarchive.ArchiveError as error:
        raise ExtractError(_reason(error)) from error


def _reason(error: Exception) -> str:
    words = str(error).lower()
    return LOCKED if any(word in words for word in PASSWORD_WORDS) else BROKEN


def _by_unpacker(body: bytes) -> Iterator[Entry]:
    """List a RAR archive by its own headers; a program unpacks the members, one by one."""
    import rarfile

    try:
        with rarfile.RarFile(BytesIO(body)) as archive:
            if archive.needs_password() and not archive.infolist():
                raise ExtractError(f"压缩包{LOCKED}")
            for info in archive.infolist():
                if info.is_file():
                    fault = LOCKED if info.needs_password() else ""
                    yield Entry(
                        info.filename, partial(_unpacked, partial(archive.open, info)), fault
                    )
    except rarfile.Error as error:
        raise ExtractError(f"压缩包{BROKEN}") from error


def _unpacked(opened: Callable[[], IO[bytes]]) -> Iterator[bytes]:
    import rarfile

    try:
        with opened() as file:
            while block := file.read(BLOCK):
                yield block
    except (rarfile.Error, OSError, EOFError) as error:
        raise ExtractError(BROKEN) from error
