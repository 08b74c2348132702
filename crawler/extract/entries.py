"""What stands inside another file, and the room that is left to unpack it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

from crawler.extract.content import ExtractError
from crawler.site import FileLimits

# Of the seconds that a file may take, so many are for what stands inside: what has been read by
# then is not lost.
SHARE = 0.8
BLOCK = 1 << 16
# So much tells what a member is.
HEAD = 4096


def no_blocks() -> Iterator[bytes]:
    """Unpack a member of which nothing can be unpacked."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Entry:
    """A member as its container lists it; `fault` says in Chinese why it cannot be unpacked.

    `blocks` unpacks it piece by piece, and raises `ExtractError` where it is broken.
    """

    name: str
    blocks: Callable[[], Iterator[bytes]] = no_blocks
    fault: str = ""


@dataclass(slots=True)
class Room:
    """How much may still be unpacked, of all levels of one file taken together."""

    limits: FileLimits
    members: int
    unpacked: int
    deadline: float

    @classmethod
    def of(cls, limits: FileLimits) -> Self:
        """Return the room of a file that has just been opened."""
        deadline = time.monotonic() + SHARE * limits.seconds
        return cls(limits, limits.members, limits.unpacked, deadline)

    @property
    def fault(self) -> str:
        """Say in Chinese why nothing more is unpacked, "" while there is room."""
        if self.members <= 0:
            return f"压缩包内的文件超过 {self.limits.members} 个，其余未检查"
        if self.unpacked < 0:
            return f"压缩包展开后超过 {self.limits.unpacked // 1024 // 1024} MB，其余未检查"
        if time.monotonic() > self.deadline:
            return f"压缩包在 {self.limits.seconds:g} 秒内没有读完，其余未检查"
        return ""

    def unpack(self, entry: Entry, is_wanted: Callable[[bytes], bool]) -> bytes:
        """Return a member's bytes; only its head where `is_wanted` says that it will not be read.

        Raises `ExtractError` for one that is broken, or that goes beyond what is left.
        """
        parts: list[bytes] = []
        length = 0
        for block in entry.blocks():
            self.unpacked -= len(block)
            if self.unpacked < 0 or time.monotonic() > self.deadline:
                raise ExtractError(self.fault)
            parts.append(block)
            if length < HEAD <= length + len(block) and not is_wanted(b"".join(parts)):
                break
            length += len(block)
        return b"".join(parts)
