"""Writes files that only the account may read which runs the program."""

import os
from pathlib import Path
from typing import IO


def open_private(path: Path) -> IO[str]:
    """Open a text file for writing; a new one is nobody else's, an old one stays as it is."""
    return os.fdopen(_descriptor(path), "w", encoding="utf-8")


def write_private(path: Path, content: bytes) -> None:
    """Write a file; a new one is nobody else's, an old one stays as it is."""
    with os.fdopen(_descriptor(path), "wb") as file:
        file.write(content)


def _descriptor(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
