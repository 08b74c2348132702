"""One way of delivery for all recipients: mailboxes by mail, groups by their robots."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ledger.outbox import ROBOT
from notifier.transports.transport import Transport, TransportError


@dataclass(frozen=True, slots=True)
class Router:
    """Mail, and the robots by name."""

    mail: Transport
    robots: Mapping[str, Transport] = field(default_factory=dict)

    def send(self, message: bytes, recipient: str, on_commit: Callable[[], None]) -> None:
        """Deliver in the way that the recipient asks for."""
        if not recipient.startswith(ROBOT):
            self.mail.send(message, recipient, on_commit)
            return
        name = recipient.removeprefix(ROBOT)
        robot = self.robots.get(name)
        if robot is None:
            text = f"配置里没有名为“{name}”的机器人，请核对 [[robots]]"
            raise TransportError(text, permanent=False)
        robot.send(message, recipient, on_commit)
