"""Web pages saved in one file (mht), which Word and Excel also write under doc and xls."""

from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from selectolax.lexbor import LexborHTMLParser

from crawler.extract.content import Content, ContentBuilder, ExtractError
from crawler.extract.encoding import decode
from crawler.extract.html import tables_of
from crawler.extract.tree import text_of
from crawler.site import FileLimits

MAX_PARTS = 1000


def read(body: bytes, limits: FileLimits) -> Content:
    """Return the text and the tables of every page in the file."""
    builder = ContentBuilder(limits)
    pages = _pages(body, builder)
    for number, page in enumerate(pages, 1):
        place = f"第 {number} 个网页" if len(pages) > 1 else ""
        parser = LexborHTMLParser(page)
        root = parser.body or parser.root
        if root is not None:
            builder.add(place, text_of(root))
            tables = tables_of(root, [])
            builder.tables.extend(replace(table, place=place) for table in tables)
    if not pages:
        raise ExtractError("网页文件已损坏，无法读取")
    return builder.build()


def _pages(body: bytes, builder: ContentBuilder) -> list[str]:
    try:
        parts = [part for part in message_from_bytes(body).walk() if _is_page(part)]
        if len(parts) > MAX_PARTS:
            builder.leave_out(f"网页文件超过 {MAX_PARTS} 个部分，其余未检查")
        return [_text(part) for part in parts[:MAX_PARTS]]
    except (MessageError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise ExtractError("网页文件已损坏，无法读取") from error


def _is_page(part: Message) -> bool:
    return part.get_content_type() in ("text/html", "text/plain")


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    return decode(body, str(part.get("Content-Type", ""))).text
