"""The ways of delivery by the name that the configuration uses."""

from collections.abc import Callable

from notifier.transports.directory import DirectoryTransport
from notifier.transports.smtp import SmtpTransport
from notifier.transports.transport import Transport, TransportError, UnknownDelivery

TRANSPORTS: dict[str, Callable[..., Transport]] = {
    "smtp": SmtpTransport,
    "directory": DirectoryTransport,
}

__all__ = ["TRANSPORTS", "Transport", "TransportError", "UnknownDelivery"]
