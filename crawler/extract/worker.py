"""The process that reads pages and attachments: length-prefixed msgpack on stdin and stdout.

It holds no secrets, has limited memory, and may crash: the parent starts another.
"""

import resource
import struct
import sys
from typing import IO

import msgspec

from crawler.extract.content import Content, ExtractError
from crawler.extract.reading import PageTask, read_answer
from crawler.site import FileLimits

MEMORY = 2_500_000_000
HEADER = struct.Struct(">I")


class FileTask(msgspec.Struct, tag="file"):
    """An attachment to read."""

    body: bytes
    suffix: str
    limits: FileLimits


Task = PageTask | FileTask


def read_frame(stream: IO[bytes]) -> bytes:
    """Read one message; b"" at the end of the stream."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return b""
    return stream.read(HEADER.unpack(header)[0])


def write_frame(stream: IO[bytes], message: bytes) -> None:
    """Write one message."""
    stream.write(HEADER.pack(len(message)) + message)
    stream.flush()


def main() -> None:
    """Answer requests until stdin ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while message := read_frame(sys.stdin.buffer):
        task = msgspec.msgpack.decode(message, type=Task)
        answer = read_answer(task) if isinstance(task, PageTask) else _read_file(task)
        write_frame(sys.stdout.buffer, msgspec.msgpack.encode(answer))


def _read_file(task: FileTask) -> Content:
    # A process that reads pages alone need not load the PDF library.
    from crawler.extract.files import read_file

    try:
        return read_file(task.body, task.suffix, task.limits)
    except ExtractError as error:
        return Content("", unreadable=str(error))
    except MemoryError:
        return Content("", unreadable="文件展开后占用内存过大，未检查")


if __name__ == "__main__":
    main()
