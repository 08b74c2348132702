"""Secrets by where they are kept: in the environment or in a file, read when they are needed."""

import os
from dataclasses import dataclass
from pathlib import Path

from notifier.transports.transport import TransportError

MOST = 4096


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret is kept; the secret itself never stays in a record."""

    env: str = ""
    file: Path | None = None

    def read(self) -> str:
        """Return it, "" where no place is named; `TransportError` when it is not there."""
        if self.env:
            found = os.environ.get(self.env, "")
            if not found.strip():
                raise _missing(f"没有设置环境变量 {self.env}")
            return found.strip()
        if self.file is None:
            return ""
        try:
            with self.file.open(encoding="utf-8-sig") as file:
                found = file.read(MOST).strip()
        except (OSError, UnicodeDecodeError) as error:
            raise _missing(f"密钥文件 {self.file} 无法读取（{type(error).__name__}）") from None
        if not found:
            raise _missing(f"密钥文件 {self.file} 是空的")
        return found


def _missing(text: str) -> TransportError:
    # It can be mended within the day; until then nothing to this destination can go.
    return TransportError(text, permanent=False, is_closed=True)
