"""Delivery by SMTP, one envelope per mailbox, that knows when the outcome became uncertain."""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from notifier.transports.deadline import Deadline
from notifier.transports.reasons import FIRST_PERMANENT, decoded, meaning, one_line
from notifier.transports.transport import TransportError, UnknownDelivery

READY, START_INPUT, CLOSING, TOO_LARGE = 220, 354, 421, 552
FIRST_TEMPORARY, END = 400, 600
ACCEPTED = range(200, 300)
PIECE = 64 * 1024
NO_STARTTLS = (
    "邮件服务器没有提供加密（STARTTLS），没有发送：口令和信件不能不加密就经过网络。"
    "请核对 [mail] 的 host、port 和 security。"
)
NO_LOGIN = "邮件服务器不支持登录。请核对 [mail] 的 port 和 security，不需要登录的去掉 user。"
NOT_ASCII_LOGIN = "[mail] 的 user 或口令中有中文、全角等字符，邮件服务器的登录方式不支持。"


class Security(StrEnum):
    """How the connection is protected."""

    PLAIN = "plain"
    STARTTLS = "starttls"
    SSL = "ssl"


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """A mail server and the address that letters are sent from."""

    host: str
    envelope_from: str
    port: int = 25
    security: Security = Security.PLAIN
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30.0
    # Some look for viruses before they answer the final dot; giving up early makes duplicates.
    patience: float = 300.0
    # For the whole conversation: a server that drips would hold the sender for days.
    limit: float = 600.0
    ca_file: str | None = None
    # The greeting name; empty lets smtplib ask the resolver, which can be slow.
    local_name: str = ""

    def send(self, message: bytes, recipient: str, on_commit: Callable[[], None]) -> None:
        """Deliver to one mailbox; raise TransportError or UnknownDelivery."""
        mailbox = wire_address(recipient)
        try:
            sender = wire_address(self.envelope_from)
        except TransportError as error:
            text = f"[mail] 的 sender：{error}"
            raise TransportError(text, permanent=False, is_closed=True) from None
        client = self._client()
        with Deadline(self.limit, lambda: client.sock) as deadline:
            try:
                with _translated(deadline):
                    self._connect(client)
                    self._log_in(client)
                    _envelope(client, sender, mailbox, message)
                    _body(client, message)
                # Outside: a ledger that cannot be written is no fault of the mail server.
                on_commit()
                _final_dot(client, self.patience, deadline)
                # The mail is delivered: taking leave may neither fail nor wait for an answer.
                with suppress(OSError):
                    client.putcmd("QUIT")
            finally:
                client.close()

    def _client(self) -> smtplib.SMTP:
        name = self.local_name or None
        if self.security is Security.SSL:
            return smtplib.SMTP_SSL(local_hostname=name, timeout=self.timeout, context=self._tls())
        return smtplib.SMTP(local_hostname=name, timeout=self.timeout)

    def _connect(self, client: smtplib.SMTP) -> None:
        # What a certificate is checked against; smtplib sets it only where it connects at once,
        # and then a greeting that drips could not be cut off.
        client._host = self.host  # type: ignore[attr-defined]
        code, text = client.connect(self.host, self.port)
        if code != READY:
            raise _refusal(code, text, permanent=False, is_closed=True)

    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.ca_file)

    def _log_in(self, client: smtplib.SMTP) -> None:
        client.ehlo_or_helo_if_needed()
        if self.security is Security.STARTTLS:
            if not client.has_extn("starttls"):
                raise TransportError(NO_STARTTLS, permanent=False, is_closed=True)
            client.starttls(context=self._tls())
            client.ehlo_or_helo_if_needed()
        if not self.user:
            return
        if not (self.user + self.password).isascii():
            raise TransportError(NOT_ASCII_LOGIN, permanent=False, is_closed=True)
        try:
            client.login(self.user, self.password)
        except smtplib.SMTPNotSupportedError:
            raise TransportError(NO_LOGIN, permanent=False, is_closed=True) from None
        except smtplib.SMTPAuthenticationError as error:
            said = f"（答复 {error.smtp_code} {_said(error.smtp_error)}）"
            text = f"邮件服务器不接受 [mail] 的用户名或口令{said}"
            raise TransportError(
                text, permanent=False, code=error.smtp_code, is_closed=True
            ) from None


class _translated:  # noqa: N801 - reads as a verb in `with _translated():`
    """Turn what goes wrong before the final dot into TransportError."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, TransportError):
            return
        if isinstance(error, smtplib.SMTPResponseException):
            # STARTTLS or an answer that is none: not this message's fault.
            raise _refusal(
                error.smtp_code, error.smtp_error, permanent=False, is_closed=True
            ) from error
        if isinstance(error, OSError):  # also smtplib.SMTPException and time-outs
            text = f"连接邮件服务器失败：{self._deadline.reason(error)}"
            raise TransportError(text, permanent=False, is_closed=True) from error


def wire_address(mailbox: str) -> str:
    """Return an address as servers know it: domains that are not ASCII have another spelling."""
    local, _, domain = mailbox.rpartition("@")
    try:
        plain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        plain = ""
    if not local or not plain or re.search(r"[\s\x00-\x1f<>]", mailbox):
        raise TransportError(f"“{one_line(mailbox)}”不是有效的邮箱地址", permanent=True)
    return f"{local}@{plain}"


def _envelope(client: smtplib.SMTP, sender: str, mailbox: str, message: bytes) -> None:
    code, text = client.mail(sender, _options(client, sender, mailbox, message))
    if code not in ACCEPTED:
        # A refused sender is a matter of the settings, which can be mended within the day.
        raise _refusal(code, text, permanent=code == TOO_LARGE, is_closed=code != TOO_LARGE)
    code, text = client.rcpt(mailbox)
    if code not in ACCEPTED:
        raise _refusal(code, text, permanent=code >= FIRST_PERMANENT)


def _options(client: smtplib.SMTP, sender: str, mailbox: str, message: bytes) -> list[str]:
    options = []
    if client.has_extn("size"):
        most = client.esmtp_features["size"]
        if most.isdecimal() and 0 < int(most) < len(message):
            text = f"邮件有 {len(message)} 字节，超过邮件服务器的上限 {most} 字节，没有发送"
            raise TransportError(text, permanent=True, code=TOO_LARGE)
        options.append(f"size={len(message)}")
    if not (sender + mailbox).isascii():
        if not client.has_extn("smtputf8"):
            text = f"邮件服务器不支持含有中文等字符的邮箱地址“{mailbox}”（没有 SMTPUTF8）"
            raise TransportError(text, permanent=True)
        options.append("SMTPUTF8")
    if not message.isascii():
        if not client.has_extn("8bitmime"):
            text = "邮件服务器只接受七位字符的邮件（没有 8BITMIME），没有发送"
            raise TransportError(text, permanent=True)
        options.append("BODY=8BITMIME")
    return options


def _body(client: smtplib.SMTP, message: bytes) -> None:
    """Send all but the final dot, after which a failure leaves the outcome unknown."""
    code, text = client.docmd("DATA")
    if code != START_INPUT:
        raise _refusal(code, text, permanent=code >= FIRST_PERMANENT)
    lines = re.sub(rb"(?m)^\.", b"..", message)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    if client.sock is not None:
        # Else the dot waits for the body to be acknowledged, 40 ms in which a crash leaves doubt.
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # In pieces: the time-out is for each, so that a slow line can carry a large letter.
    for start in range(0, len(lines), PIECE):
        client.send(lines[start : start + PIECE])


def _final_dot(client: smtplib.SMTP, patience: float, deadline: Deadline) -> None:
    try:
        if client.sock is not None:
            client.sock.settimeout(patience)
        client.send(b".\r\n")
        code, text = client.getreply()
    except OSError as error:
        said = f"邮件内容已全部发出，但没有收到服务器答复（{deadline.reason(error)}）"
        raise UnknownDelivery(said) from error
    if code in ACCEPTED:
        return
    if FIRST_TEMPORARY <= code < END:
        raise _refusal(code, text, permanent=code >= FIRST_PERMANENT)
    raise UnknownDelivery(f"邮件内容已全部发出，服务器的答复看不懂（{_said(text)}）")


def _refusal(
    code: int, text: bytes | str, *, permanent: bool, is_closed: bool = False
) -> TransportError:
    if code < 0:
        said = f"对方的应答不是邮件服务器的应答（{_said(text)}）"
        return TransportError(said, permanent=False, is_closed=True)
    said = _said(text)
    return TransportError(
        f"{meaning(code, said)}（邮件服务器答复 {code} {said}）",
        permanent=permanent,
        code=code,
        is_closed=is_closed or code == CLOSING,
    )


def _said(text: bytes | str) -> str:
    return one_line(decoded(text) if isinstance(text, bytes) else text)
