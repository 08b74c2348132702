"""What a way of delivery is, and how it says that it failed."""

from collections.abc import Callable
from typing import Protocol


class TransportError(RuntimeError):
    """The message was not delivered; `permanent` when trying again cannot help."""

    def __init__(self, text: str, *, permanent: bool, code: int = 0) -> None:
        super().__init__(text)
        self.permanent = permanent
        self.code = code


class UnknownDelivery(RuntimeError):  # noqa: N818 - not an error: the mail may well have arrived
    """The connection ended after the message was complete: it may have been delivered."""


class Transport(Protocol):
    """A way to deliver a rendered message to one mailbox."""

    def send(self, message: bytes, recipient: str, on_commit: Callable[[], None]) -> None:
        """Deliver; call `on_commit` when the next step can make the delivery final."""
