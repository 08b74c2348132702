"""The check before publication: any document in, findings out, no ledger and no whole number."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from docx import Document
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from tests.cli import xunjian
from xunjian.demo.numbers import id_number, mobile_number

TYPO = "严禁露天焚烧秸杆。"
FINE = "严禁露天焚烧秸秆。"
TODAY = ("--today", "2026-11-23")
# The contract of docs/json.md.
FINDING_KEYS = (
    "code name severity subject url column unit message evidence suggestion sources key_hash state"
    " first_seen last_seen"
).split()


def docx(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(sheet_name: str, *rows: tuple[str, ...]) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(sheet_name)
    for line, row in enumerate(rows):
        sheet.write_row(line, 0, row)
    book.close()
    return out.getvalue()


def pdf(*pages: str, password: str = "") -> bytes:
    out = BytesIO()
    registerFont(UnicodeCIDFont("STSong-Light"))
    lock = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(out, encrypt=lock)
    for text in pages:
        canvas.setFont("STSong-Light", 14)
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def html(text: str, charset: str = "utf-8") -> bytes:
    page = f'<html><head><meta charset="{charset}"><title>通知</title></head><body><p>{text}'
    return page.encode(charset)


DOCUMENTS = [
    ("通知.docx", docx("关于秸秆禁烧的通知", TYPO)),
    ("名单.xlsx", xlsx("名单", ("事项",), (TYPO,))),
    ("通知.pdf", pdf(FINE, TYPO)),
    ("通知.html", html(TYPO)),
    ("gbk.html", html(TYPO, "gbk")),
    ("通知.txt", TYPO.encode()),
    ("gbk.txt", (FINE * 3 + TYPO).encode("gbk")),
    ("utf16.txt", TYPO.encode("utf-16")),
    ("表.csv", f"序号,内容\n1,{TYPO}\n".encode("gbk")),
    ("通知", TYPO.encode()),
    # A name that lies: the bytes decide.
    ("其实是文档.html", docx(TYPO)),
]


@pytest.mark.parametrize(("name", "body"), DOCUMENTS, ids=[name for name, _ in DOCUMENTS])
def test_a_wrong_word_is_found_in_any_kind_of_document(
    tmp_path: Path, name: str, body: bytes
) -> None:
    (tmp_path / name).write_bytes(body)
    ran = xunjian("check", tmp_path / name, *TODAY)
    assert ran.code == 1
    assert "W101 错别字" in ran.out
    assert "【秸杆】" in ran.out
    assert "秸秆" in ran.out
    assert "1 个问题" in ran.out


def test_a_clean_document_ends_with_code_0(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(FINE))
    ran = xunjian("check", tmp_path / "a.docx", *TODAY)
    assert (ran.code, ran.out) == (0, f"{tmp_path / 'a.docx'}：没有发现问题\n")


@pytest.mark.parametrize(
    ("name", "body", "place"),
    [
        ("a.pdf", pdf(FINE, TYPO), "第 2 页"),
        ("a.xlsx", xlsx("名单", ("事项",), (TYPO,)), "工作表“名单” A2"),
        ("a.txt", f"{FINE}\n{TYPO}".encode(), "位置：第 2 行"),
        (
            "a.xlsx",
            xlsx("名单", *[(FINE, TYPO)] * 9),
            "位置：工作表“名单” B1–B9",
        ),
    ],
)
def test_the_place_in_the_file_is_shown(tmp_path: Path, name: str, body: bytes, place: str) -> None:
    (tmp_path / name).write_bytes(body)
    assert place in xunjian("check", tmp_path / name, *TODAY).out


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-8-sig"])
def test_standard_input_is_read_in_any_encoding(encoding: str) -> None:
    ran = xunjian("check", "-", *TODAY, stdin=(FINE * 3 + TYPO).encode(encoding))
    assert ran.code == 1
    assert "（标准输入）：1 个问题" in ran.out
    assert "【秸杆】" in ran.out


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a.docx", docx(FINE)[:900], "损坏"),
        ("a.docx", b"\x01\x02 junk", "文件已损坏，或者不是 Word 文件"),
        ("a.pdf", pdf(TYPO, password="secret"), "加密"),
        ("a.pdf", b"%PDF-1.7\n garbage", ""),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "文件已损坏"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "加密"),
        ("a.txt", b"", "文件是空的"),
        ("a.html", b" \n", "文件是空的"),
        ("a.ofd", b"PK\x03\x04", ""),
    ],
)
def test_a_document_that_cannot_be_read_is_undecided_and_ends_with_code_3(
    tmp_path: Path, name: str, body: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(body)
    ran = xunjian("check", tmp_path / name, *TODAY)
    assert ran.code == 3
    assert "：未能完整检查\n" in ran.out
    assert "[未能判断]" in ran.out
    assert reason in ran.out


def test_a_folder_is_checked_to_the_bottom_and_nothing_in_it_is_passed_over_in_silence(
    tmp_path: Path,
) -> None:
    (tmp_path / "附件").mkdir()
    (tmp_path / "a.docx").write_bytes(docx(FINE))
    (tmp_path / "附件/b.TXT").write_bytes(TYPO.encode())
    (tmp_path / "附件/c.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (tmp_path / "附件/~$a.docx").write_bytes(b"\x05owner")
    (tmp_path / "附件/现场.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    (tmp_path / "附件/.DS_Store").write_bytes(b"x")
    ran = xunjian("check", tmp_path, *TODAY)
    assert ran.code == 1
    assert "文件已损坏，无法打开" in ran.out
    assert "共检查 3 个文件，1 个问题（一般 1）\n" in ran.out
    assert "其中有问题 1 个、没有问题 1 个、未能完整检查 1 个\n" in ran.out
    assert f"  未能完整检查：{tmp_path / '附件/c.doc'}（" in ran.out
    assert f"另有 1 个文件不属于可检查的类型：{tmp_path / '附件/现场.mp4'}\n" in ran.out


def test_a_folder_is_reported_in_the_order_of_its_names_though_it_is_read_ahead(
    tmp_path: Path,
) -> None:
    names = [f"{number:02}.docx" for number in range(8)]
    for name in names:
        (tmp_path / name).write_bytes(docx(FINE, TYPO) if int(name[:2]) % 2 else docx(FINE))
    ran = xunjian("check", tmp_path, *TODAY)
    lines = [line for line in ran.out.splitlines() if line.startswith(str(tmp_path))]
    assert [line.partition("：")[0] for line in lines] == [str(tmp_path / name) for name in names]
    assert [line.endswith("没有发现问题") for line in lines] == [True, False] * 4


def test_a_file_that_cannot_be_opened_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TYPO, encoding="utf-8")
    ran = xunjian("check", tmp_path / "没有.txt", tmp_path / "a.txt", *TODAY)
    assert ran.code == 2
    assert "没有这个文件" in ran.err
    assert f"{tmp_path / 'a.txt'}：1 个问题（一般 1）" in ran.out


def test_a_folder_with_nothing_to_check_is_not_called_clean(tmp_path: Path) -> None:
    ran = xunjian("check", tmp_path)
    assert ran.code == 2
    assert "文件夹里没有可以检查的文件" in ran.err


def test_a_missing_file_ends_with_code_2_and_a_sentence(tmp_path: Path) -> None:
    ran = xunjian("check", tmp_path / "没有.docx")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{tmp_path / '没有.docx'}：无法打开（没有这个文件）")
    assert ran.err.count("\n") == 1


def test_a_format_that_only_scans_have_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TYPO)
    assert xunjian("check", tmp_path / "a.txt", "--format", "sarif").code == 2


def test_the_workbook_has_a_row_for_each_finding_and_each_doubt(tmp_path: Path) -> None:
    (tmp_path / "=a.xlsx").write_bytes(xlsx("名单", ("事项",), (TYPO,)))
    (tmp_path / "b.txt").write_bytes(b"")
    out = tmp_path / "结果.xlsx"
    ran = xunjian("check", tmp_path, "-f", "xlsx", "-o", out, *TODAY)
    assert ran.code == 1
    assert f"检查结果已写到 {out}\n" in ran.out
    found, doubts = openpyxl.load_workbook(out).worksheets
    heads, row = found.iter_rows(values_only=True)
    assert heads == ("文件", "位置", "等级", "规则", "问题", "证据", "建议", "依据")
    assert row[:4] == (str(tmp_path / "=a.xlsx"), "工作表“名单” A2", "一般", "W101 错别字")
    assert row[7]
    assert list(doubts.iter_rows(min_row=2, values_only=True)) == [
        (str(tmp_path / "b.txt"), "文件是空的")
    ]


def test_the_result_is_written_to_the_file_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TYPO, encoding="utf-8")
    for format_ in ("text", "json"):
        out = tmp_path / f"{format_}.out"
        ran = xunjian("check", tmp_path / "a.txt", "-f", format_, "-o", out, *TODAY)
        assert ran.out == f"检查结果已写到 {out}\n"
        assert "W101" in out.read_text(encoding="utf-8")
    ran = xunjian("check", tmp_path / "a.txt", "-o", tmp_path / "没有" / "a.json", *TODAY)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"{tmp_path / '没有/a.json'}：没有文件夹“{tmp_path / '没有'}”\n"


@pytest.mark.parametrize("format_", ["text", "json"])
def test_no_output_holds_a_whole_personal_number(tmp_path: Path, format_: str) -> None:
    number, mobile = id_number(3), mobile_number(5)
    text = f"赵某，身份证号：{number}，手机：{mobile}，{TYPO}"
    for name, body in (
        (f"赵某{number}.txt", text.encode()),
        (f"赵某{number}.docx", docx(text)),
        (f"赵某{number}.pdf", b"%PDF-1.7\n"),
        ("a.xlsx", xlsx("名单", ("姓名", "身份证号"), ("赵某", number))),
    ):
        (tmp_path / name).write_bytes(body)
    ran = xunjian("check", tmp_path, "--format", format_, *TODAY)
    assert "P201" in ran.out
    assert "W101" in ran.out
    assert number not in ran.out + ran.err
    assert mobile not in ran.out + ran.err


def test_the_json_is_as_the_contract_says(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TYPO.encode())
    (tmp_path / "b.txt").write_bytes(b"")
    ran = xunjian("check", tmp_path, "--format", "json", *TODAY)
    assert ran.code == 1
    said = json.loads(ran.raw)
    assert list(said) == ["scan", "findings", "undecided"]
    assert said["scan"] == {
        "documents": [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")],
        "passed_over": [],
        "copies": [],
    }
    (finding,) = said["findings"]
    assert list(finding) == [*FINDING_KEYS, "places"]
    assert (finding["code"], finding["url"]) == ("W101", str(tmp_path / "a.txt"))
    assert finding["places"] == ["第 1 行"]
    assert said["undecided"] == [
        {"code": "", "subject": str(tmp_path / "b.txt"), "reason": "文件是空的"}
    ]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_an_address_is_checked_as_page_or_as_file(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(html(TYPO))
    (tmp_path / "a.docx").write_bytes(docx(TYPO))
    with _serving(tmp_path) as base:
        for name in ("a.html", "a.docx"):
            ran = xunjian("check", f"{base}/{name}", *TODAY)
            assert ran.code == 1
            assert f"{base}/{name}：1 个问题" in ran.out
        missing = xunjian("check", f"{base}/b.html")
    assert (missing.code, missing.err) == (2, f"{base}/b.html：打不开（HTTP 404）\n")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://[bad", "http://"])
def test_an_address_that_cannot_be_opened_ends_with_code_2_and_a_sentence(url: str) -> None:
    ran = xunjian("check", url)
    assert ran.code == 2
    assert ran.err.startswith(url)
    assert "打不开" in ran.err


def test_what_was_let_pass_is_explained_on_demand(tmp_path: Path) -> None:
    file = tmp_path / "通知.txt"
    file.write_text("农户可以自己经营。", encoding="utf-8")
    silent = xunjian("check", str(file), *TODAY)
    told = xunjian("check", str(file), "--explain", *TODAY)
    assert (silent.code, told.code) == (0, 0)
    assert "放过" not in silent.out
    assert "[放过] W101 “己经”：前面是“自”（wrong_words.csv 第 " in told.out
    assert "农户可以自【己经】营。" in told.out


def test_the_lists_and_rules_of_a_site_apply_on_demand(tmp_path: Path) -> None:
    (tmp_path / "xunjian.toml").write_text('wordlists = "lists"\n', encoding="utf-8")
    (tmp_path / "sites").mkdir()
    for site, rules in (("a", 'off = ["W102"]'), ("b", "")):
        text = f'id = "{site}"\nname = "某区"\nstart_url = "https://{site}.example/"\n[rules]\n{rules}\n'
        (tmp_path / f"sites/{site}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "lists/a").mkdir(parents=True)
    (tmp_path / "lists/a/wrong_words.csv").write_text(
        "写法,应为\n青禾去,青禾区\n", encoding="utf-8"
    )
    (tmp_path / "lists/a/allowed.csv").write_text("短语\n秸杆小学\n", encoding="utf-8")
    file = tmp_path / "通知.txt"
    file.write_text("青禾去秸杆小学慰问残废人，焚烧秸杆。", encoding="utf-8")

    def found(*options: str) -> list[str]:
        ran = xunjian("check", str(file), "--format", "json", *options, *TODAY)
        return sorted(each["message"] for each in json.loads(ran.out)["findings"])

    at_a = found("-c", str(tmp_path), "--site", "a")
    at_b = found("-c", str(tmp_path), "--site", "b")
    assert at_a == ["“秸杆”应为“秸秆”", "“青禾去”应为“青禾区”"]
    assert at_b == found() == ["“残废人”宜改为“残疾人”", "“秸杆”应为“秸秆”（2 处）"]
    ran = xunjian("check", str(file), "-c", str(tmp_path), *TODAY)
    assert (ran.code, ran.err) == (2, "配置了多个站点，请指明编号：a、b\n")
