"""A rendered notice as a MIME message that every mail client reads right."""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

from checks.workdays import LOCAL

XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAME_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Sender:
    """Who the letters come from; answers go to `reply_to`, questions to `phone`."""

    address: str
    name: str = "政务公开巡检系统"
    reply_to: str = ""
    office: str = ""
    phone: str = ""

    @property
    def domain(self) -> str:
        """The domain that Message-IDs are made in."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Message:
    """A rendered notice; all mailboxes of the recipient get the same bytes.

    Without issues to list there is no workbook, and `workbook` is empty. `thread_id` names the
    letters that it belongs to, one after the other; where there are several it answers the last.
    """

    message_id: str
    thread_id: str
    sender: Sender
    to: tuple[str, ...]
    to_name: str
    at: datetime
    subject: str
    html: str
    text: str
    workbook: bytes
    workbook_name: str


def as_bytes(message: Message) -> bytes:
    """Return the MIME message, the same bytes for the same message."""
    mail = EmailMessage(policy=policy.SMTP.clone(header_factory=_headers()))
    mail["Date"] = format_datetime(message.at.astimezone(LOCAL))
    mail["From"] = _address(message.sender.name, message.sender.address)
    mail["To"] = [_address(message.to_name, mailbox) for mailbox in message.to]
    if message.sender.reply_to:
        mail["Reply-To"] = _address(message.sender.office, message.sender.reply_to)
    mail["Subject"] = one_line(message.subject)
    mail["Message-ID"] = message.message_id
    mail["References"] = message.thread_id
    first, *others = message.thread_id.split() or [""]
    if first and others:
        mail["In-Reply-To"] = others[-1]
    mail["Auto-Submitted"] = "auto-generated"
    # Base64, because this policy would otherwise write raw 8-bit lines.
    mail.set_content(message.text, cte="base64")
    mail.add_alternative(message.html, subtype="html", cte="base64")
    name = file_name(message.workbook_name)
    if message.workbook:
        mail.add_attachment(message.workbook, maintype="application", subtype=XLSX, filename=name)
    _set_boundaries(mail, message.message_id)
    return _with_old_name(mail.as_bytes(), name)


def one_line(text: str) -> str:
    """Return text for a header; blanks become “·”, since Python 3.11 loses them in folding."""
    return re.sub(r"[\s\x00-\x1f·]+", "·", text.strip())


def file_name(text: str) -> str:
    """Return a name that mail clients and file systems accept."""
    stem, dot, ending = text.rpartition(".")
    plain = re.sub(r'[\s<>:"/\\|?*\x00-\x1f]+', "-", stem).strip("-.")
    return f"{plain[:NAME_LENGTH]}{dot}{ending}"


class _MessageIds(UnstructuredHeader):
    """Names of letters, each on a line: by default long ones are encoded, and all but one lost."""

    def fold(self, *, policy: EmailPolicy) -> str:
        """Return the header's lines."""
        # The registry derives a class that is a string, too.
        names = str(self).split()
        return f"{self.name}: " + f"{policy.linesep} ".join(names) + policy.linesep  # type: ignore[attr-defined]


def _headers() -> HeaderRegistry:
    """Return header types that leave the names of letters alone."""
    headers = HeaderRegistry()
    for name in ("message-id", "references", "in-reply-to"):
        # The type stubs do not know that the registry derives the full class itself.
        headers.map_to_type(name, _MessageIds)  # type: ignore[arg-type]
    return headers


def _address(name: str, mailbox: str) -> Address:
    # In parts: as one, an address that is not ASCII would stop the letters to everybody else.
    local, _, domain = mailbox.rpartition("@")
    return Address(display_name=one_line(name), username=local, domain=domain)


def _set_boundaries(mail: EmailMessage, seed: str) -> None:
    """Replace the random boundaries, so that rendering again gives the same bytes."""
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        digest = hashlib.sha256(f"{seed} {number}".encode()).hexdigest()[:32]
        part.set_boundary(f"=_{digest}")


def _with_old_name(content: bytes, name: str) -> bytes:
    """Add the attachment's name as older clients expect it; EmailMessage would rewrite it."""
    encoded = base64.b64encode(name.encode())
    plain = f"Content-Type: application/{XLSX}\r\n".encode()
    named = plain[:-2] + b';\r\n name="=?utf-8?B?' + encoded + b'?="\r\n'
    return content.replace(plain, named, 1)
