"""What a way of delivery is, and how it says that it failed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol, Self


class TransportError(RuntimeError):
    """The message was not delivered; `permanent` when trying again cannot help.

    `is_closed` says that the way is closed to every message, not only to this one; `after` is how
    long the other side asks to be left alone.
    """

    def __init__(
        self,
        text: str,
        *,
        permanent: bool,
        code: int = 0,
        is_closed: bool = False,
        after: timedelta = timedelta(0),
    ) -> None:
        super().__init__(text)
        self.permanent = permanent
        self.code = code
        self.is_closed = is_closed
        self.after = after

    def at(self, place: str) -> Self:
        """Return the same failure, said of a place."""
        return type(self)(
            f"{place}：{self}",
            permanent=self.permanent,
            code=self.code,
            is_closed=self.is_closed,
            after=self.after,
        )


class UnknownDelivery(RuntimeError):  # noqa: N818 - not an error: the mail may well have arrived
    """The connection ended after the message was complete: it may have been delivered."""


class Transport(Protocol):
    """A way to deliver a rendered message to one mailbox, or to one group by its robot."""

    def send(self, message: bytes, recipient: str, on_commit: Callable[[], None]) -> None:
        """Deliver; call `on_commit` when the next step can make the delivery final."""
