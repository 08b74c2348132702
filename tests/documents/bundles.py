"""Packs samples into archives: zip with Chinese names of old Windows, 7z, tar.gz, nested."""

import re
import tarfile
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import libarchive

from tests.documents.paper import Kind, Planted, Sample
from tests.documents.values import Values

_UTF8_FLAG = 0x800


class _GbkInfo(ZipInfo):
    """An entry whose name is written in GBK without the flag of UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 (the library's name)
        return self.filename.encode("gbk"), self.flag_bits & ~_UTF8_FLAG


def zipped(samples: Iterable[Sample], name: str = "附件.zip") -> Sample:
    """Return a zip with names in GBK."""
    members = tuple(samples)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for member in members:
            info = _GbkInfo(member.name, (2024, 3, 15, 9, 30, 0))
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, member.body)
    return _sample(name, out.getvalue(), members)


def seven_zipped(samples: Iterable[Sample], name: str = "附件.7z") -> Sample:
    """Return a 7z."""
    return _by_libarchive(tuple(samples), name, "7zip", None)


def tarred(samples: Iterable[Sample], name: str = "附件.tar.gz") -> Sample:
    """Return a tar.gz."""
    members = tuple(samples)
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for member in members:
            info = tarfile.TarInfo(member.name)
            info.size = len(member.body)
            archive.addfile(info, BytesIO(member.body))
    return _sample(name, out.getvalue(), members)


def telling_name(values: Values) -> Sample:
    """Return a file whose name discloses somebody and whose text does not."""
    number = values.id()
    planted = Planted(Kind.ID, number, ("压缩包内|文件名",))
    return Sample(f"{values.name()}{number}.txt", "申请材料已收".encode(), (planted,))


def _by_libarchive(members: tuple[Sample, ...], name: str, form: str, packer: str | None) -> Sample:
    parts: list[bytes] = []

    def take(data: bytes) -> int:
        parts.append(bytes(data))
        return len(data)

    with libarchive.custom_writer(take, form, packer) as archive:
        for member in members:
            archive.add_file_from_memory(member.name, len(member.body), member.body)
    return _sample(name, b"".join(parts), members)


def _sample(name: str, body: bytes, members: tuple[Sample, ...]) -> Sample:
    """Return the archive; what stands in a member is expected under the member's name."""
    planted = tuple(
        Planted(each.kind, each.value, _within(member, each))
        for member in members
        for each in member.planted
    )
    traps = tuple(trap for member in members for trap in member.traps)
    return Sample(name, body, planted, traps)


def _within(member: Sample, planted: Planted) -> tuple[str, ...]:
    # A name that discloses somebody is never repeated whole.
    if planted.value in member.name:
        return planted.place
    return (f"压缩包内.*“{re.escape(member.name)}”", *planted.place)
