"""The process that opens workbooks from outside: no network, little memory, little time."""

import os
import sys

import msgspec

from crawler.extract import confine
from notifier.answer_files import AnswersError, BrokenFileError
from notifier.answers import Answers, read_answers

MEMORY = 1_500_000_000
SECONDS = 30.0


class Task(msgspec.Struct):
    """A workbook to read."""

    body: bytes
    name: str


class Read(msgspec.Struct):
    """What stands in it, or why it is refused."""

    answers: Answers | None = None
    refused: str = ""
    is_broken: bool = False


def main() -> None:
    """Read the task from stdin and write the answer to stdout."""
    confine.confine()
    answers = os.fdopen(os.dup(1), "wb")
    # What libraries print goes to stderr.
    os.dup2(2, 1)
    confine.bind_memory(MEMORY)
    confine.give_time(SECONDS)
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Task)
    with answers:
        answers.write(msgspec.msgpack.encode(_read(task)))


def _read(task: Task) -> Read:
    try:
        return Read(read_answers(task.body, task.name))
    except BrokenFileError as error:
        return Read(refused=str(error), is_broken=True)
    except AnswersError as error:
        return Read(refused=str(error))
    except MemoryError:
        return Read(refused="文件展开后占用内存过大，为安全起见不打开。")


if __name__ == "__main__":
    main()
