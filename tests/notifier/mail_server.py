"""A real mail server on loopback that can be told to misbehave."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def ignore(stage: str, client: str) -> None:
    """Watch nothing."""


@dataclass
class MailServer:
    """What arrived, and the answers to give: a status line, or "drop" after the final dot.

    `watch` is told of every stage with the name by which the client greeted; what it does there
    happens before the server answers.
    """

    port: int = 0
    rcpt: str = "250 OK"
    data: str = "250 OK"
    arrived: list[tuple[str, bytes]] = field(default_factory=list)
    watch: Callable[[str, str], None] = ignore

    async def handle_EHLO(  # noqa: N802 - aiosmtpd names it
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = hostname
        self.watch("ehlo", hostname)
        return responses

    async def handle_RCPT(  # noqa: N802 - aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        self.watch("rcpt", session.host_name or "")
        return self.rcpt

    async def handle_DATA(  # noqa: N802 - aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.watch("dot", session.host_name or "")
        if self.data.startswith("250") or self.data == "drop":
            self.arrived += [(address, envelope.content) for address in envelope.rcpt_tos]
        if self.data == "drop":
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            return "250 OK"
        self.watch("taken", session.host_name or "")
        return self.data

    def mails(self) -> list[EmailMessage]:
        """Return what arrived, parsed."""
        return [message_from_bytes(content, policy=policy.SMTP) for _, content in self.arrived]


@contextmanager
def running(server: MailServer, **settings: Any) -> Iterator[MailServer]:
    """Run the server while the block runs; `settings` are aiosmtpd's."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server.port = free.getsockname()[1]
    controller = Controller(
        server, hostname="127.0.0.1", port=server.port, ident="test", **settings
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
