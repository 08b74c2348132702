"""A real mail server on loopback that can be told to misbehave."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class MailServer:
    """What arrived, and the answers to give: a status line, or "drop" after the final dot."""

    port: int = 0
    rcpt: str = "250 OK"
    data: str = "250 OK"
    arrived: list[tuple[str, bytes]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(  # noqa: N802 - aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        if self.data.startswith("250") or self.data == "drop":
            self.arrived += [(address, envelope.content) for address in envelope.rcpt_tos]
        if self.data == "drop":
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            return "250 OK"
        return self.data

    def mails(self) -> list[EmailMessage]:
        """Return what arrived, parsed."""
        return [message_from_bytes(content, policy=policy.SMTP) for _, content in self.arrived]


@contextmanager
def running(server: MailServer) -> Iterator[MailServer]:
    """Run the server while the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server.port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=server.port, ident="test")
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
