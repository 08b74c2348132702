"""The process that reads attachments: one request a line of length-prefixed msgpack on stdin.

It holds no secrets, has limited memory, and may crash: the parent starts another.
"""

import resource
import struct
import sys
from typing import IO

import msgspec

from crawler.extract.content import Content, ExtractError
from crawler.extract.files import read_file

MEMORY = 2_500_000_000
HEADER = struct.Struct(">I")


class Task(msgspec.Struct):
    """A file to read."""

    body: bytes
    suffix: str


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
        try:
            content = read_file(task.body, task.suffix)
        except ExtractError as error:
            content = Content("", unreadable=str(error))
        except MemoryError:
            content = Content("", unreadable="文件展开后占用内存过大，未检查")
        write_frame(sys.stdout.buffer, msgspec.msgpack.encode(content))


if __name__ == "__main__":
    main()
