"""The process that reads pages and attachments: length-prefixed msgpack on stdin and stdout.

It holds no secrets, has limited memory and no network, and may crash: the parent starts another.
"""

import os
import struct
import sys
import traceback
from pathlib import Path
from typing import IO

import msgspec

from crawler.extract import confine
from crawler.extract.content import Content, ExtractError
from crawler.extract.patience import granting
from crawler.extract.reading import PageTask, read_answer
from crawler.site import FileLimits

MEMORY = 2_500_000_000
HEADER = struct.Struct(">I")
FRAMES = 3


class FileTask(msgspec.Struct, tag="file"):
    """An attachment to read."""

    body: bytes
    suffix: str
    limits: FileLimits


class Patience(msgspec.Struct, tag="patience"):
    """A file that needs so many seconds more, and says why by asking."""

    seconds: float


class Answer(msgspec.Struct, tag="answer"):
    """What was read; `crash` tells developers where a reader failed, without a word of the file.

    `memory` is what the process holds afterwards, in bytes.
    """

    content: Content
    crash: str = ""
    memory: int = 0


Task = PageTask | FileTask
Reply = Patience | Answer


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
    confine.confine()
    answers = _own_stdout()
    while message := read_frame(sys.stdin.buffer):
        task = msgspec.msgpack.decode(message, type=Task)
        del message
        if isinstance(task, PageTask):
            confine.bind_memory(MEMORY)
            write_frame(answers, msgspec.msgpack.encode(read_answer(task)))
        else:
            confine.bind_memory(task.limits.memory)
            confine.give_time(task.limits.seconds)
            write_frame(answers, _encoded(_read_file(task, answers)))


def _own_stdout() -> IO[bytes]:
    """Take stdout for the answers: what libraries print goes to stderr."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _read_file(task: FileTask, answers: IO[bytes]) -> Answer:
    # A process that reads pages alone need not load what reads files.
    from crawler.extract.files import read_file

    def wait(seconds: float) -> None:
        confine.give_time(seconds)
        write_frame(answers, msgspec.msgpack.encode(Patience(seconds)))

    try:
        with granting(wait):
            return Answer(read_file(task.body, task.suffix, task.limits))
    except ExtractError as error:
        return Answer(_unread(str(error)))
    except MemoryError:
        return Answer(_unread("文件展开后占用内存过大，未检查"))
    except Exception as error:
        # Readers meet whatever people publish; what a file breaks must not break the scan.
        return Answer(_unread("文件无法读取（读取程序出错）"), crash=_where(error))


def _unread(reason: str) -> Content:
    return Content("", unreadable=reason)


def _where(error: Exception) -> str:
    """Say where an error was raised; its own message may quote the file."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = (f"{Path(each.filename).name}:{each.lineno}" for each in frames)
    return f"{type(error).__name__} at {', '.join(places)}"


def _encoded(answer: Answer) -> bytes:
    answer.memory = confine.resident()
    try:
        return msgspec.msgpack.encode(answer)
    except (MemoryError, ValueError, UnicodeEncodeError) as error:
        # A text with half a character cannot be sent; nor can one for which there is no room.
        return msgspec.msgpack.encode(
            Answer(_unread("文件无法读取（读取程序出错）"), _where(error))
        )


if __name__ == "__main__":
    main()
