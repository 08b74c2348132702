"""Delivery into a folder: the letters as files that open with a double click."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DirectoryTransport:
    """Writes NN-name.eml with the workbook and a preview of the letter beside it."""

    path: Path

    def send(self, message: bytes, recipient: str, on_commit: Callable[[], None]) -> None:
        """Write the letter; the same Message-ID always gets the same files."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        letter = message_from_bytes(message, policy=policy.SMTP)
        attachment = next(letter.iter_attachments(), None)
        stem = self._stem(letter, attachment)
        if attachment is not None:
            content = attachment.get_content()
            self._write(f"{stem}.xlsx", content)
        html = letter.get_body(preferencelist=("html",))
        if html is not None:
            self._write(f"{stem}.html", html.get_content().encode())
        on_commit()
        # The letter itself comes last: a folder without it has not been delivered to.
        self._write(f"{stem}.eml", message)

    def _stem(self, letter: EmailMessage, attachment: object) -> str:
        parser = BytesHeaderParser(policy=policy.SMTP)
        taken = 0
        for path in sorted(self.path.glob("*.eml")):
            if parser.parsebytes(path.read_bytes())["Message-ID"] == letter["Message-ID"]:
                return path.stem
            number = re.match(r"\d+", path.name)
            taken = max(taken, int(number[0]) if number else 0)
        name = attachment.get_filename() if isinstance(attachment, EmailMessage) else None
        label = Path(name).stem if name else str(letter["Subject"])
        return f"{taken + 1:02d}-{file_name(label)}"

    def _write(self, name: str, content: bytes) -> None:
        write_whole(self.path / name, content)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, and nobody else's."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.touch(mode=0o600)
    temporary.write_bytes(content)
    temporary.replace(path)


def file_name(text: str) -> str:
    """Return text that every system accepts as a file name."""
    return re.sub(r'[\s<>:"/\\|?*\x00-\x1f]+', "-", text).strip("-.")[:60] or "通知"
