"""Archives, mails and embedded files: every member is read at its place, within one limit."""

import gzip
import os
import subprocess
import sys
import zipfile
from importlib import import_module
from io import BytesIO
from pathlib import Path

import docx
import pytest

from checks.views import Document
from crawler.extract.content import Content, ExtractError
from crawler.extract.files import KINDS, Kind, read_file
from crawler.site import FileLimits
from tests.crawler.archives import mailed, rarred, sevened, tarred, zipped
from tests.crawler.office_files import notice, people

FILES = {"甲/名单.csv": "姓名,电话\n张某,无\n".encode(), "说明.txt": "说明文字".encode("gbk")}
NAMES = "甲/名单.csv\n说明.txt"


def _at(content: Content, place: str) -> str:
    document = Document(content.text, places=content.places)
    chosen = [c for offset, c in enumerate(content.text) if document.place(offset) == place]
    return "".join(chosen).strip()


@pytest.mark.parametrize(
    ("body", "suffix"),
    [
        (zipped(FILES), ".zip"),
        (tarred(FILES), ".tar.gz"),
        (tarred(FILES, "bz2"), ".tbz"),
        (tarred(FILES, "xz"), ".xz"),
        (tarred(FILES, ""), ".tar"),
        (sevened(FILES), ".7z"),
        (rarred(FILES), ".rar"),
        # What it is, its bytes tell.
        (zipped(FILES), ".rar"),
        (rarred(FILES), ".pdf"),
        (sevened(FILES), ""),
    ],
)
def test_the_members_of_an_archive_are_read_at_their_places(body: bytes, suffix: str) -> None:
    content = read_file(body, suffix)
    assert _at(content, "压缩包内“甲/名单.csv”") == "姓名,电话\n张某,无"
    assert _at(content, "压缩包内“说明.txt”") == "说明文字"
    assert _at(content, "压缩包内的文件名") == NAMES
    assert content.tables[0].cell_place(1, 0) == "压缩包内“甲/名单.csv” 第 2 行"
    assert content.unreadable == ""


def test_a_workbook_in_an_archive_keeps_the_places_of_its_cells() -> None:
    content = read_file(zipped({"a.zip": zipped({"名单.xlsx": people()})}), ".zip")
    prefix = "压缩包内“a.zip” › 压缩包内“名单.xlsx” › 工作表“名单”"
    assert content.tables[0].cell_place(1, 2) == f"{prefix} C2（隐藏的 C 列）"
    assert "公式结果" in _at(content, prefix)


# Names without the mark of UTF-8: Chinese Windows writes GBK, others UTF-8 all the same.
@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_a_name_in_an_unmarked_encoding_is_read(encoding: str) -> None:
    name = "名单".encode(encoding)
    body = zipped({"x" * len(name): b"1"}).replace(b"x" * len(name), name)
    assert _at(read_file(body, ".zip"), "压缩包内的文件名") == "名单"


def test_a_single_packed_file_is_read_as_itself() -> None:
    assert read_file(gzip.compress(notice()), ".gz").text == read_file(notice(), ".docx").text


def test_names_that_lead_elsewhere_are_only_names() -> None:
    content = read_file(zipped({"../../x.txt": b"1", "/etc/y.txt": b"2"}), ".zip")
    assert content.text == "1\n2\n../../x.txt\n/etc/y.txt"


def test_what_a_member_fails_of_is_told_and_the_others_are_read() -> None:
    whole = zipped(
        {"好.txt": b"fine", "空.txt": b"", "片.mp4": b"\0\0\0\x18ftypmp42" + bytes(9000)}
    )
    content = read_file(whole, ".zip")
    assert content.text == "fine\n好.txt\n空.txt\n片.mp4"
    assert content.unreadable == "压缩包内“片.mp4”是视频文件，其中的内容未检查"
    many = zipped({f"{n}.xlsx": b"PK\x03\x04" + bytes(99) for n in range(9)})
    assert read_file(many, ".zip").unreadable == (
        "压缩包内“0.xlsx”、“1.xlsx”、“2.xlsx”等 9 个文件：文件已损坏，无法打开"
    )


def _locked_zip() -> bytes:
    body = bytearray(zipped({"密.txt": b"secret", "明.txt": b"open"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.find(mark) + offset] |= 1
    return bytes(body)


def test_a_member_with_a_password_is_told() -> None:
    content = read_file(_locked_zip(), ".zip")
    assert content.unreadable == "压缩包内“密.txt”已加密，需要密码才能打开"
    assert "open" in content.text
    locked = read_file(rarred({"密.txt": bytes(16)}, is_locked=True), ".rar")
    assert "已加密" in locked.unreadable


def _nested(levels: int) -> bytes:
    body = zipped({"底.txt": "最里层".encode()})
    for level in range(levels - 1):
        body = zipped({f"{level}.zip": body})
    return body


def test_archives_are_opened_to_the_level_that_is_set() -> None:
    limits = FileLimits(levels=3)
    assert "最里层" in read_file(_nested(3), ".zip", limits).text
    deeper = read_file(_nested(4), ".zip", limits)
    assert "最里层" not in deeper.text
    assert "嵌套超过 3 层" in deeper.unreadable


def test_too_many_members_are_left_out_and_told() -> None:
    files = {f"{n}.txt": b"1" for n in range(20)}
    body = zipped({"里.zip": zipped(files), **files})
    content = read_file(body, ".zip", FileLimits(members=30))
    assert content.text.count("1\n") >= 28
    assert "文件超过 30 个" in content.unreadable


# The sizes that an archive claims are not believed: what is counted is what came out.
@pytest.mark.parametrize("pack", [zipped, sevened, rarred])
def test_a_bomb_ends_at_the_limit(pack: object) -> None:
    assert callable(pack)
    body = pack({"前.txt": b"before", "弹.txt": b"0" * 9_000_000, "后.txt": b"after"})
    content = read_file(body, ".zip", FileLimits(unpacked=2_000_000))
    assert "展开后超过 1 MB" in content.unreadable
    assert "0000" not in content.text


@pytest.mark.parametrize("bomb", [gzip.compress(b"0" * 9_000_000), tarred({"a": b"0" * 9_000_000})])
def test_a_lone_bomb_says_why_it_is_not_read(bomb: bytes) -> None:
    with pytest.raises(ExtractError, match="展开后超过 1 MB"):
        read_file(bomb, ".gz", FileLimits(unpacked=2_000_000))


@pytest.mark.parametrize("body", [zipped(FILES)[:-30], sevened(FILES)[:-9], tarred(FILES)[:-40]])
def test_a_cut_archive_is_told(body: bytes) -> None:
    with pytest.raises(ExtractError, match="压缩包已损坏"):
        read_file(body, ".zip")


def test_an_empty_archive_is_not_called_fine() -> None:
    with pytest.raises(ExtractError, match="压缩包是空的"):
        read_file(zipped({}), ".zip")


def test_a_mail_is_read_with_what_it_encloses() -> None:
    content = read_file(mailed("请见附件。", {"a.xlsx": people()}), ".eml")
    assert content.title == "转发"
    assert _at(content, "") == "请见附件。"
    assert "公式结果" in _at(content, "邮件附件“a.xlsx” › 工作表“名单”")
    assert _at(content, "邮件附件的文件名") == "a.xlsx"


def test_what_is_embedded_in_a_document_is_read() -> None:
    buffer = BytesIO()
    docx.Document().save(buffer)
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("word/embeddings/Microsoft_Excel_Sheet.xlsx", people())
    content = read_file(buffer.getvalue(), ".docx")
    prefix = "内嵌文件“Microsoft_Excel_Sheet.xlsx” › 工作表“名单”"
    assert "公式结果" in _at(content, prefix)


def test_without_the_systems_library_the_reason_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.7z").write_bytes(sevened(FILES))
    script = f"from pathlib import Path\nbody = Path({str(tmp_path / 'a.7z')!r}).read_bytes()\n"
    script += "from crawler.extract.sandbox import Sandbox\n"
    script += "print(ascii(Sandbox().read(body, '.7z').unreadable))\n"
    environment = {**os.environ, "LIBARCHIVE": str(tmp_path / "nothing.so")}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ascii("这台电脑没有安装 libarchive，无法打开这种压缩包")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.is_one.__name__)
def test_every_kind_of_file_names_functions_that_exist(kind: Kind) -> None:
    for name in filter(None, (kind.reader, kind.members)):
        module, _, function = name.partition(".")
        assert callable(getattr(import_module(f"crawler.extract.{module}"), function))
