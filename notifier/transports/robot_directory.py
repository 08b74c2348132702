"""What a robot would have said, as a file: a trial must not write to real groups."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from notifier.transports.directory import file_name, write_whole
from notifier.transports.platform import RobotMessage, raw_cost, text_of

ROOM = 4096


@dataclass(frozen=True, slots=True)
class RobotDirectory:
    """Writes messages of a robot beside the letters; the same message is the same file."""

    path: Path
    name: str

    def send(self, message: bytes, recipient: str, on_commit: Callable[[], None]) -> None:
        """Write the message as the shortest of the platforms would show it."""
        told = msgspec.json.decode(message, type=RobotMessage)
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"机器人-{file_name(self.name)}-{zlib.crc32(message):08x}.md"
        on_commit()
        write_whole(self.path / name, text_of(told, "\n", ROOM, raw_cost).encode())
