"""Documents full of personal numbers in many disguises, and the search for them in what we write."""

import html
import random
import re
import sqlite3
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, unquote

import xlsxwriter
from docx import Document

from xunjian.demo.numbers import bank_card, id_number, mobile_number

WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
# Words that the word rules report, so that they quote what stands beside them.
TYPO = "严禁焚烧秸杆"
GAP = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u2028-\u202f\u2060-\u2064\u3000\ufeff\-－‐-―−·.|]+")
DISGUISES: tuple[Callable[[str], str], ...] = (
    str,
    lambda number: number.translate(WIDE),
    lambda number: f"{number[:6]} {number[6:14]} {number[14:]}".strip(),
    " ".join,
    "\u200b".join,
    lambda number: f"{number[:10]}\n{number[10:]}",
    lambda number: f"{number[:3]}-{number[3:7]}-{number[7:]}",
    lambda number: f"{number[:6]}\u2003{number[6:].translate(WIDE)}",
    lambda number: f"{number[:6]}\u00a0\u200b{number[6:]}",
)


def numbers(seed: int) -> list[str]:
    """Return whole numbers of every kind that the rules know."""
    ids = [id_number(seed + each) for each in range(12)]
    mobiles = [mobile_number(seed + each) for each in range(8)]
    cards = [bank_card(seed + each) for each in range(5)]
    old = [f"{each[:6]}{each[8:17]}" for each in ids[:2]]
    passbooks = [f"1099{seed % 97:02d}{each:02d}0001{seed % 89:02d}{each:02d}" for each in range(3)]
    return [*ids, *mobiles, *cards, *old, *passbooks, f"{ids[3]}12"]


def disguised(number: str, chance: random.Random) -> str:
    """Write a number as somebody might; what is no ID stays in groups that belong to its kind."""
    if len(number) in (16, 18, 19):
        return chance.choice(DISGUISES)(number)
    shapes: Sequence[Callable[[str], str]] = (str, DISGUISES[1], DISGUISES[3], DISGUISES[4])
    written = chance.choice(shapes)(number)
    return (
        f"+86 {written}" if len(number) == len("13900000000") and chance.random() < 0.3 else written
    )


def sentences(seed: int) -> list[str]:
    """Return lines that hold the numbers beside words that other rules report."""
    chance = random.Random(seed)
    before = (
        "赵某，身份证号：",
        "手机",
        "联系人钱某",
        "卡号：",
        "孙某 ",
        f"{TYPO}，",
        "青政发[2026]3号 ",
    )
    after = (f"，{TYPO}。", "，已受理。", f"{TYPO}", "（2026年2月30日）", "。")
    return [
        f"{chance.choice(before)}{disguised(number, chance)}{chance.choice(after)}"
        for number in numbers(seed)
    ]


def page(seed: int, links: Sequence[str] = ()) -> str:
    """Return an HTML page with the numbers in title, text, table, links and what is not shown."""
    chance = random.Random(seed)
    some = numbers(seed)
    rows = "".join(
        f"<tr><td>赵{'一二三四五六七八九十'[place % 10]}</td><td>{disguised(number, chance)}</td>"
        f"<td>{TYPO}{mobile_number(seed + place)}</td></tr>"
        for place, number in enumerate(some)
    )
    anchors = "".join(f'<p><a href="{link}">{html.escape(unquote(link))}</a></p>' for link in links)
    lines = "".join(f"<p>{line}</p>" for line in sentences(seed))
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{TYPO}名单{some[0]}</title></head>"
        f"<body><!-- {some[1]} --><input type='hidden' value='{some[2]}'><h1>名单公示 {some[3]}</h1>"
        f"<p>发布时间：2026-11-01</p><div class='TRS_Editor'>{lines}<table><tr><th>姓名</th>"
        f"<th>身份证号</th><th>手机</th></tr>{rows}</table><img alt='{some[4]}' src='/a.png'></div>"
        f"{anchors}</body></html>"
    )


def workbook(seed: int) -> bytes:
    """Return a workbook with a hidden column and a hidden sheet."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    some = numbers(seed)
    for name in ("名单", "底稿"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ("姓名", "身份证号", "手机", "备注"))
        for line, number in enumerate(some, 1):
            row = (f"钱{line % 10}", number, mobile_number(seed + line), f"{TYPO}{number}")
            sheet.write_row(line, 0, row)
        sheet.set_column(2, 2, 12, None, {"hidden": True})
    sheet.hide()
    book.close()
    return stream.getvalue()


def paper(seed: int) -> bytes:
    """Return a Word document."""
    document = Document()
    for line in sentences(seed):
        document.add_paragraph("".join(char for char in line if char.isprintable()))
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def names(seed: int) -> list[str]:
    """Return file names that hold numbers."""
    some = numbers(seed)
    return [
        f"赵某{some[0]}.txt",
        f"{some[1].translate(WIDE)}.csv",
        f"名单{some[13]}.xlsx",
        f"{some[20]}.docx",
    ]


def files(seed: int) -> dict[str, bytes]:
    """Return documents by name."""
    text = "\n".join(sentences(seed))
    table = "\n".join(f"赵某,{number},{TYPO}" for number in numbers(seed))
    bodies = (
        text.encode(),
        f"姓名,身份证号,备注\n{table}".encode("gb18030"),
        workbook(seed),
        paper(seed),
    )
    return dict(zip(names(seed), bodies, strict=True))


def routes(seed: int) -> dict[str, tuple[bytes, str]]:
    """Return a small site by path: body and media type."""
    found: dict[str, tuple[bytes, str]] = {}
    links = []
    for name, body in files(seed).items():
        path = f"/files/{quote(name)}"
        found[path] = (body, "application/octet-stream")
        links.append(path)
    some = numbers(seed)
    links += [
        f"/gone/{some[5]}.pdf",
        f"/gone/{some[14]}.html",
        f"/x.html?id={some[6]}&m={some[15]}",
    ]
    articles = [f"/tzgg/2026/{some[7]}.html", f"/tzgg/2026/{some[16]}.html", "/tzgg/2026/b.html"]
    rows = "".join(
        f'<li><a href="{path}">{TYPO}公示{some[8 + place]}</a><span>2026-11-0{place + 1}</span></li>'
        for place, path in enumerate(articles)
    )
    shell = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>{0}</title></head><body>{1}</body></html>"
    found["/tzgg/"] = (shell.format("通知公告", f"<ul>{rows}</ul>").encode(), "text/html")
    home = f'<a href="/tzgg/">通知公告</a><p>{TYPO}，联系人赵某{some[17]}</p>'
    found["/"] = (shell.format("青禾区", home).encode(), "text/html")
    for place, path in enumerate(articles):
        found[path] = (page(seed + place, links).encode(), "text/html; charset=utf-8")
    return found


def leaks(content: bytes, whole: Sequence[str]) -> list[str]:
    """Return the numbers that can be read in a file: in its bytes, its members, its parts."""
    seen: set[str] = set()
    for text in texts(content):
        plain = plainly(text)
        seen.update(number for number in whole if number in plain)
    return sorted(seen)


def texts(content: bytes) -> Iterator[str]:
    """Yield all that can be read out of a file."""
    yield content.decode("utf-8", "ignore")
    yield content.decode("gb18030", "ignore")
    yield content.decode("utf-16-le", "ignore")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for member in archive.namelist():
                yield member
                yield from texts(archive.read(member))
    elif b"MIME-Version" in content[:4000]:
        letter = message_from_bytes(content, policy=policy.SMTP)
        for part in letter.walk():
            yield " ".join(str(value) for value in part.values())
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                yield from texts(body)


def plainly(text: str) -> str:
    """Undo every disguise: escapes, width, what stands between digits."""
    for undo in (unquote, html.unescape):
        text = undo(text)
    text = unicodedata.normalize("NFKC", re.sub(r"\\u([0-9a-fA-F]{4})", _character, text))
    return re.sub(
        r"(?<=[0-9])[^0-9*X一-鿿A-Za-z，。：（）“”]{1,40}(?=[0-9X])", "", GAP.sub(" ", text.upper())
    )


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def database_values(path: Path) -> Iterator[bytes]:
    """Yield every value of every table of a SQLite file."""
    connection = sqlite3.connect(path)
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            for value in row:
                yield value if isinstance(value, bytes) else str(value).encode()
    connection.close()
