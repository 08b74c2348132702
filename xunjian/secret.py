"""The key of the issue identities: a file that nobody else may read, made on first use."""

import os
from pathlib import Path

from xunjian.reasons import reason

SECRET_BYTES = 32


def read_secret(path: Path, faults: list[str]) -> bytes:
    """Read the key, making one on first use; what is wrong with it goes to `faults`."""
    try:
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(os.urandom(SECRET_BYTES).hex().encode())
        secret = path.read_bytes().strip()
    except OSError as error:
        faults.append(f"{path}：密钥文件无法读写（{reason(error)}）")
        return b""
    if len(secret) < SECRET_BYTES:
        faults.append(f"{path}：密钥文件太短，至少 {SECRET_BYTES} 个字符")
    return secret
