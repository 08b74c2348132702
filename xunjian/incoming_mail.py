"""Takes a mail apart that came into the drop folder: who sent it, and the workbooks in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from pathlib import PurePath

MOST_BYTES = 60_000_000
MOST_PARTS = 200
# Every mail within a mail and every multipart has one; a parser may choke on thousands.
MOST_BOUNDARIES = 100
DEEPEST = 3
SHEETS = frozenset({".xlsx", ".xls", ".et", ".ods", ".csv", ".xlsm", ".xlsb"})
# What may lie beside the list and is none of our business.
OTHERS = frozenset(
    ".doc .docx .wps .ppt .pptx .dps .pdf .ofd .jpg .jpeg .png .gif .bmp .tif .txt .html .htm .ics"
    " .p7s .vcf".split()
)
ARCHIVES = frozenset({".zip", ".rar", ".7z"})
MAGICS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
AUTOMATIC_SUBJECT = re.compile(
    r"(?:自动回复|自动答复|系统退信|退信|Auto(?:matic)?[ -]?Reply|Out of Office|Undeliver|Delivery Status)",
    re.I,
)
ROBOTS = frozenset({"mailer-daemon", "postmaster"})


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A workbook in a mail."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail: `refused` says why nothing in it can be taken, `is_automatic` that no person wrote."""

    sender: str
    subject: str
    workbooks: tuple[Enclosed, ...] = ()
    refused: str = ""
    is_automatic: bool = False


def open_mail(body: bytes) -> Incoming:
    """Return what the mail brings."""
    if len(body) > MOST_BYTES:
        return Incoming("", "", refused=f"邮件超过 {MOST_BYTES // 1_000_000} MB，没有打开。")
    if body.count(b"boundary=") > MOST_BOUNDARIES:
        return Incoming("", "", refused="邮件的结构异常（层数过多），没有打开。")
    try:
        mail = message_from_bytes(body)
        return _read(mail)
    except (MessageError, ValueError, LookupError, RecursionError, AttributeError, TypeError):
        # The parser of the standard library stumbles over broken headers in many ways.
        return Incoming("", "", refused="邮件格式有误，不能读取。")


def _read(mail: Message) -> Incoming:
    senders = {
        address.lower()
        for _, address in getaddresses([_decoded(v) for v in mail.get_all("From", [])])
        if "@" in address
    }
    sender, subject = (senders.pop() if len(senders) == 1 else ""), _decoded(mail.get("Subject"))
    if _is_automatic(mail, sender, subject):
        return Incoming(sender, subject, is_automatic=True)
    if not sender:
        return Incoming("", subject, refused="邮件没有写明发件人，或有几个发件人。")
    parts = list(_parts(mail, 0))[:MOST_PARTS]
    workbooks = tuple(one for part in parts if (one := _workbook(part)))
    return Incoming(sender, subject, workbooks, "" if workbooks else _why_none(mail, parts))


def _is_automatic(mail: Message, sender: str, subject: str) -> bool:
    said = str(mail.get("Auto-Submitted", "no")).partition(";")[0].strip().lower()
    kinds = {part.get_content_type() for part in mail.walk()}
    return (
        said != "no"
        or mail.get_content_type() == "multipart/report"
        or "message/delivery-status" in kinds
        or str(mail.get("Return-Path", "")).strip() == "<>"
        or any(name in mail for name in ("X-Autoreply", "X-Autorespond"))
        or str(mail.get("Precedence", "")).strip().lower() == "auto_reply"
        or sender.partition("@")[0] in ROBOTS
        or AUTOMATIC_SUBJECT.match(subject) is not None
    )


def _parts(mail: Message, depth: int) -> Iterator[Message]:
    """Yield what is enclosed, also in mails that are enclosed themselves, as files or as mails."""
    for part in mail.walk():
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        if _suffix(part) == ".eml" and isinstance(payload, bytes) and depth < DEEPEST:
            yield from _parts(message_from_bytes(payload), depth + 1)
        else:
            yield part


def _workbook(part: Message) -> Enclosed | None:
    payload = part.get_payload(decode=True)
    suffix = _suffix(part)
    if not isinstance(payload, bytes) or suffix in OTHERS | ARCHIVES or _is_tnef(part):
        return None
    if suffix not in SHEETS and not payload.startswith(MAGICS):
        return None
    return Enclosed(_name(part) or "附件.xlsx", payload)


def _why_none(mail: Message, parts: list[Message]) -> str:
    kinds = {part.get_content_type() for part in mail.walk()}
    if any(_is_tnef(part) for part in parts):
        return (
            "附件被 Outlook 打包成了 winmail.dat，不能读取；"
            "请对方把邮件格式改为“HTML”或“纯文本”后重发。"
        )
    if kinds & {"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"}:
        return "邮件是加密的，不能读取；请对方不加密重发。"
    if any(_suffix(part) in ARCHIVES for part in parts):
        return "附件是压缩包；请对方直接附上填好的表格。"
    return "邮件里没有问题清单表格（附件应为 .xlsx、.xls、.et、.ods 或 .csv）。"


def _is_tnef(part: Message) -> bool:
    is_named = _name(part).lower() == "winmail.dat"
    return is_named or part.get_content_type() in ("application/ms-tnef", "application/vnd.ms-tnef")


def _suffix(part: Message) -> str:
    return PurePath(_name(part)).suffix.lower()


def _name(part: Message) -> str:
    # Without folders: the name is shown, and never used as a path.
    return re.split(r"[/\\]", _decoded(part.get_filename()))[-1].strip()


def _decoded(value: object) -> str:
    """Return a header as text, also one that breaks the rules as Chinese mailers do."""
    if value is None:
        return ""
    try:
        pieces = decode_header(str(value))
    except HeaderParseError:
        return str(value)
    text = "".join(
        piece if isinstance(piece, str) else _characters(piece, charset)
        for piece, charset in pieces
    )
    return " ".join(text.replace("\0", "").split())


def _characters(piece: bytes, charset: str | None) -> str:
    for encoding in (charset or "utf-8", "gb18030"):
        try:
            return piece.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return piece.decode("ascii", errors="replace")
