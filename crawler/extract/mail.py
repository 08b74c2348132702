"""Mails that were saved as files (eml): headers, text, and what is enclosed."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial

from selectolax.lexbor import LexborHTMLParser

from crawler.extract.content import Content, ContentBuilder
from crawler.extract.encoding import decode
from crawler.extract.entries import Entry
from crawler.extract.tree import text_of
from crawler.site import FileLimits

HEADERS = ("From", "To", "Cc", "Subject")
MAX_PARTS = 1000


def read(body: bytes, limits: FileLimits) -> Content:
    """Return the headers that people see, and the text parts."""
    mail = _mail(body)
    builder = ContentBuilder(limits)
    headers = (f"{name}: {mail[name]}" for name in HEADERS if mail[name])
    builder.add("邮件头", "\n".join(headers))
    for part in _parts(mail):
        if not _is_enclosed(part) and part.get_content_maintype() == "text":
            builder.add("", _text(part))
    return builder.build(str(mail["Subject"] or ""))


def enclosures(body: bytes, limits: FileLimits) -> Iterator[Entry]:
    """List the files that are enclosed."""
    for number, part in enumerate(_parts(_mail(body)), 1):
        if _is_enclosed(part):
            data = part.get_payload(decode=True)
            name = part.get_filename() or f"附件 {number}"
            yield Entry(name, partial(iter, [data] if isinstance(data, bytes) else []))


def _mail(body: bytes) -> EmailMessage:
    return message_from_bytes(body, EmailMessage, policy=policy.default)


def _parts(mail: EmailMessage) -> Iterator[EmailMessage]:
    for number, part in enumerate(mail.walk()):
        if number < MAX_PARTS and isinstance(part, EmailMessage) and not part.is_multipart():
            yield part


def _is_enclosed(part: EmailMessage) -> bool:
    is_text = part.get_content_maintype() == "text"
    return part.get_filename() is not None or not is_text


def _text(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    text = decode(data, str(part["Content-Type"] or "")).text if isinstance(data, bytes) else ""
    if part.get_content_subtype() != "html":
        return text
    parser = LexborHTMLParser(text)
    root = parser.body or parser.root
    return text_of(root) if root is not None else ""
