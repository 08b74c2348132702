"""Files made to break us, and files broken by chance: each costs itself, and says why."""

import gzip
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import psutil
import pytest

from crawler.extract.content import Content
from crawler.extract.sandbox import Sandbox
from crawler.site import FileLimits
from tests.crawler.archives import sevened, tarred, zipped
from tests.crawler.office_files import SHEET, notice, people, repacked
from tests.crawler.samples import SAMPLES
from tests.crawler.test_files import _entity_bomb, _pdf_bomb

LIMITS = FileLimits(
    seconds=6.0, memory=1_000_000_000, unpacked=30_000_000, text=3_000_000, rows=20_000, ocr=False
)
# All formats together; a seed tells which.
MUTANTS = 2_160
SHARES = 2
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BIG = 120_000_000
BOMB = re.compile("bomb|lies|many|long")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as opened:
        yield opened


def _zeros(size: int) -> bytes:
    return zipped({"弹.txt": b"0" * size})


def _many_of(name: str, size: int, count: int) -> bytes:
    bomb = _zeros(size)
    return zipped({f"{number}{name}": bomb for number in range(count)})


def _nested_word(depth: int) -> bytes:
    table = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
    return _word(f'<w:document xmlns:w="{WORD}"><w:body>{table}</w:body></w:document>')


def _word(text: str) -> bytes:
    return repacked({"word/document.xml": text.encode()}, notice())


def _outside(text: str) -> bytes:
    doctype = '<!DOCTYPE d [<!ENTITY leak SYSTEM "file:///etc/passwd">]>'
    return _word(
        f'{doctype}<w:document xmlns:w="{WORD}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:document>'
    )


def _sheet(rows: str) -> bytes:
    text = f"<worksheet xmlns={SHEET}><sheetData>{rows}</sheetData></worksheet>"
    return repacked({"xl/worksheets/sheet1.xml": text.encode()}, people())


def _claiming(size: int) -> bytes:
    """Return an archive that says of its member that it is much smaller than it is."""
    body = bytearray(_zeros(size))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = body.find(mark) + offset
        body[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(body)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    # Bombs.
    "gzip bomb": (lambda: gzip.compress(b"0" * BIG), ".gz"),
    "gzip in gzip": (lambda: gzip.compress(gzip.compress(b"0" * BIG)), ".gz"),
    "zip bomb": (lambda: _zeros(BIG), ".zip"),
    "zip of zip bombs": (lambda: _many_of(".zip", 20_000_000, 50), ".zip"),
    "zip that lies": (lambda: _claiming(BIG), ".zip"),
    "tar bomb": (lambda: tarred({"a": b"0" * BIG}), ".tgz"),
    "7z bomb": (lambda: sevened({"a": b"0" * (BIG // 3)}), ".7z"),
    "xlsx bomb": (lambda: repacked({"xl/sharedStrings.xml": b" " * BIG}, people()), ".xlsx"),
    "xlsx of one long string": (
        lambda: _sheet(f'<row><c t="inlineStr"><is><t>{"0" * 40_000_000}</t></is></c></row>'),
        ".xlsx",
    ),
    "xlsx of many rows": (lambda: _sheet("<row><c><v>1</v></c></row>" * 400_000), ".xlsx"),
    "docx bomb": (lambda: _word("<x>" + "哈" * 15_000_000 + "</x>"), ".docx"),
    "pdf bomb": (lambda: _pdf_bomb(BIG), ".pdf"),
    # Words that stand for more words, and for files of this machine.
    "entity bomb": (_entity_bomb, ".xlsx"),
    "outside entity": (lambda: _outside("&leak;"), ".docx"),
    # Depth and breadth.
    "far cell": (lambda: _sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), ".xlsx"),
    "nested tables in Word": (lambda: _nested_word(200_000), ".docx"),
    "nested tables in HTML": (lambda: b"<html>" + b"<table><tr><td>" * 200_000, ".html"),
    "nested brackets": (lambda: b"[" * 3_000_000, ".json"),
    "comments without end": (lambda: b"<html><!-- 110101190001010000 " * 100_000, ".html"),
    "endless numbers": (lambda: b"<html><p>" + b"1 " * 5_000_000, ".html"),
    "a line of commas": (lambda: b"," * 20_000_000, ".csv"),
    "an open quote": (lambda: b'a,"' + b"b\n" * 5_000_000, ".csv"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_costs_itself_alone(case: str, sandbox: Sandbox) -> None:
    make, suffix = HOSTILE[case]
    content = sandbox.read(make(), suffix)
    assert isinstance(content, Content)
    assert "root:" not in content.text
    assert len(content.text) <= LIMITS.text + 100
    # What is in a bomb must be told as unread, never as fine.
    assert content.unreadable or not BOMB.search(case)
    _assert_within_memory()
    assert "通知" in sandbox.read("通知".encode(), ".txt").text


def _assert_within_memory() -> None:
    for process in psutil.Process().children():
        if "crawler.extract.worker" in process.cmdline():
            assert process.memory_info().vms <= LIMITS.memory
            assert process.rlimit(psutil.RLIMIT_AS)[0] == LIMITS.memory


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_before_it_is_spoilt(name: str, sandbox: Sandbox) -> None:
    content = sandbox.read(SAMPLES[name].make(), SAMPLES[name].suffix)
    assert "张某" in content.text
    assert content.unreadable == ""


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_under_a_wrong_name_breaks_nothing(name: str, sandbox: Sandbox) -> None:
    body = SAMPLES[name].make()
    for suffix in (".pdf", ".docx", ".xls", ".zip", ".jpg", ".txt", ""):
        content = sandbox.read(body, suffix)
        assert content.text or content.unreadable


@pytest.mark.parametrize("name", SAMPLES)
def test_a_cut_file_breaks_nothing(name: str, sandbox: Sandbox) -> None:
    body = SAMPLES[name].make()
    for part in range(1, 12):
        content = sandbox.read(body[: len(body) * part // 12], SAMPLES[name].suffix)
        assert content.text or content.unreadable


def _spoilt(body: bytes, chance: random.Random) -> bytes:
    """Return a file with bytes changed, runs cut out, doubled or blanked, or its end missing."""
    changed = bytearray(body)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed))
        run = chance.choice((1, 1, 2, 4, 64, 1024))
        match chance.randrange(6):
            case 0:
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                changed[at : at + run] = chance.randbytes(run)
            case 2:
                changed[at : at + 4] = chance.choice(
                    (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff")
                )
            case 3:
                changed[at:at] = changed[at : at + run]
            case 4:
                del changed[at : at + run]
            case _:
                changed[at : at + run] = bytes(run)
        changed = changed or bytearray(b"\0")
    return bytes(changed)


def _spoilt_within(body: bytes, chance: random.Random) -> bytes:
    """Spoil a part of a package, which is then packed as if it were sound."""
    with zipfile.ZipFile(BytesIO(body)) as package:
        names = [name for name in package.namelist() if package.getinfo(name).file_size]
        name = chance.choice(names)
        return repacked({name: _spoilt(package.read(name), chance)}, body)


def _mutants() -> list[tuple[str, bytes]]:
    chance = random.Random(5)
    originals = [(sample.suffix, sample.make()) for sample in SAMPLES.values()]
    mutants = []
    for number in range(MUTANTS):
        suffix, body = originals[number % len(originals)]
        is_package = body.startswith(b"PK") and number % 3
        mutants.append((suffix, (_spoilt_within if is_package else _spoilt)(body, chance)))
    return mutants


def _read_all(mutants: Sequence[tuple[str, bytes]]) -> list[Content]:
    with Sandbox(LIMITS) as sandbox:
        return [sandbox.read(body, suffix) for suffix, body in mutants]


def test_files_spoilt_by_chance_are_read_or_say_why() -> None:
    mutants = _mutants()
    assert len(mutants) >= 2000
    with ThreadPoolExecutor(SHARES) as pool:
        shares = [mutants[share::SHARES] for share in range(SHARES)]
        contents = [each for read in pool.map(_read_all, shares) for each in read]
    assert len(contents) == len(mutants)
    assert all(each.text or each.tables or each.unreadable for each in contents)
    # A reader that fails where nobody thought of it is a fault of ours, if a small one.
    failed = [each for each in contents if "读取程序" in each.unreadable]
    assert len(failed) <= MUTANTS // 100
