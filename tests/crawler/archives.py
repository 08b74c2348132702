"""Archives and mails for the tests, made in memory."""

import tarfile
import zipfile
from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO
from zlib import crc32

import libarchive

Files = Mapping[str, bytes]


def zipped(files: Files) -> bytes:
    """Return a ZIP archive."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def tarred(files: Files, mode: str = "gz") -> bytes:
    """Return a packed tar archive that holds a link out of it besides."""
    buffer = BytesIO()
    with tarfile.open(fileobj=buffer, mode=f"w:{mode}") as archive:  # type: ignore[call-overload]
        for name, body in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, BytesIO(body))
        link = tarfile.TarInfo("链接.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    return buffer.getvalue()


def sevened(files: Files) -> bytes:
    """Return a 7z archive."""
    written = bytearray()

    def write(block: bytes) -> int:
        written.extend(block)
        return len(block)

    with libarchive.custom_writer(write, "7zip") as archive:
        for name, body in files.items():
            archive.add_file_from_memory(name, len(body), body)
    return bytes(written)


def rarred(files: Files, *, is_locked: bool = False) -> bytes:
    """Return a RAR archive (the format of version 4) whose members are stored as they are."""
    blocks = [b"Rar!\x1a\x07\x00", _block(0x73, 0, bytes(6))]
    for name, body in files.items():
        raw = name.encode("utf-8")
        sizes = b"".join(number.to_bytes(4, "little") for number in (len(body), len(body)))
        fields = b"\x02" + crc32(body).to_bytes(4, "little") + bytes(4) + b"\x14\x30"
        fields = sizes + fields + len(raw).to_bytes(2, "little") + b"\x20\0\0\0" + raw
        blocks.append(_block(0x74, 0x8004 if is_locked else 0x8000, fields) + body)
    blocks.append(_block(0x7B, 0x4000, b""))
    return b"".join(blocks)


def _block(kind: int, flags: int, fields: bytes) -> bytes:
    head = bytes([kind]) + flags.to_bytes(2, "little")
    head += (7 + len(fields)).to_bytes(2, "little") + fields
    return (crc32(head) & 0xFFFF).to_bytes(2, "little") + head


def mailed(text: str, files: Files) -> bytes:
    """Return a mail with enclosures."""
    parts = [f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}"]
    for name, body in files.items():
        parts.append(
            f"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
            f'Content-Disposition: attachment; filename="{name}"\r\n\r\n{b64encode(body).decode()}'
        )
    head = (
        "From: a@qinghe.example\r\nTo: b@qinghe.example\r\nSubject: 转发\r\nMIME-Version: 1.0\r\n"
    )
    head += "Content-Type: multipart/mixed; boundary=part\r\n\r\n"
    return (head + "".join(f"--part\r\n{part}\r\n" for part in parts) + "--part--\r\n").encode()
