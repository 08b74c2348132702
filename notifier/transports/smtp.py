"""Delivery by SMTP, one envelope per mailbox, that knows when the outcome became uncertain."""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from notifier.transports.transport import TransportError, UnknownDelivery

FIRST_PERMANENT = 500
START_INPUT = 354
ACCEPTED = (250, 251)
TOO_LARGE = 552
REASONS: dict[type[OSError], str] = {
    TimeoutError: "超时",
    ConnectionRefusedError: "连接被拒绝",
    ConnectionResetError: "连接中断",
    BrokenPipeError: "连接中断",
    smtplib.SMTPServerDisconnected: "连接中断",
    ssl.SSLCertVerificationError: "证书无效",
    socket.gaierror: "找不到这台服务器",
}


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
    ca_file: str | None = None
    # The greeting name; empty lets smtplib ask the resolver, which can be slow.
    local_name: str = ""

    def send(self, message: bytes, recipient: str, on_commit: Callable[[], None]) -> None:
        """Deliver to one mailbox; raise TransportError or UnknownDelivery."""
        with _translated():
            client = self._connect()
        try:
            with _translated():
                self._log_in(client)
                self._envelope(client, recipient, len(message))
                _body(client, message)
            # Outside: a ledger that cannot be written is no fault of the mail server.
            on_commit()
            _final_dot(client)
            # The mail is delivered: taking leave may neither fail nor wait for an answer.
            with suppress(OSError):
                client.putcmd("QUIT")
        finally:
            client.close()

    def _connect(self) -> smtplib.SMTP:
        name = self.local_name or None
        if self.security is Security.SSL:
            return smtplib.SMTP_SSL(
                self.host, self.port, name, timeout=self.timeout, context=self._tls()
            )
        return smtplib.SMTP(self.host, self.port, name, timeout=self.timeout)

    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.ca_file)

    def _log_in(self, client: smtplib.SMTP) -> None:
        if self.security is Security.STARTTLS:
            client.starttls(context=self._tls())
        client.ehlo_or_helo_if_needed()
        if self.user:
            client.login(self.user, self.password)

    def _envelope(self, client: smtplib.SMTP, recipient: str, size: int) -> None:
        options = [f"size={size}"] if client.has_extn("size") else []
        code, text = client.mail(self.envelope_from, options)
        if code != ACCEPTED[0]:
            # A refused sender is a matter of the settings, which can be mended within the day.
            raise _refusal(code, text, permanent=code == TOO_LARGE)
        code, text = client.rcpt(recipient)
        if code not in ACCEPTED:
            raise _refusal(code, text, permanent=code >= FIRST_PERMANENT)


class _translated:  # noqa: N801 - reads as a verb in `with _translated():`
    """Turn what goes wrong before the final dot into TransportError."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, TransportError):
            return
        if isinstance(error, smtplib.SMTPResponseException):
            # Greeting, STARTTLS or log-in: the settings are at fault, not this message.
            raise _refusal(error.smtp_code, error.smtp_error, permanent=False) from error
        if isinstance(error, OSError):  # also smtplib.SMTPException and time-outs
            text = _reason(error)
            raise TransportError(f"连接邮件服务器失败：{text}", permanent=False) from error


def _reason(error: OSError) -> str:
    """Say in Chinese what became of the connection; the rest stays as the system words it."""
    for kind, said in REASONS.items():
        if isinstance(error, kind):
            return said
    return str(error) or type(error).__name__


def _body(client: smtplib.SMTP, message: bytes) -> None:
    """Send all but the final dot, after which a failure leaves the outcome unknown."""
    code, text = client.docmd("DATA")
    if code != START_INPUT:
        raise _refusal(code, text, permanent=code >= FIRST_PERMANENT)
    lines = re.sub(rb"(?m)^\.", b"..", message)
    if client.sock is not None:
        # Else the dot waits for the body to be acknowledged, 40 ms in which a crash leaves doubt.
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.send(lines if lines.endswith(b"\r\n") else lines + b"\r\n")


def _final_dot(client: smtplib.SMTP) -> None:
    try:
        client.send(b".\r\n")
        code, text = client.getreply()
    except OSError as error:
        raise UnknownDelivery(
            f"邮件内容已全部发出，但没有收到服务器答复（{_reason(error)}）"
        ) from error
    if code not in ACCEPTED:
        raise _refusal(code, text, permanent=code >= FIRST_PERMANENT)


def _refusal(code: int, text: bytes | str, *, permanent: bool) -> TransportError:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return TransportError(f"邮件服务器答复 {code} {words}", permanent=permanent, code=code)
