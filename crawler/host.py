"""What was seen of the host of a site: HTTPS, its certificate, IPv6."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Told(StrEnum):
    """An answer to a question about the host; SKIPPED where the question makes no sense."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


class Trust(StrEnum):
    """Whether browsers know who issued a certificate."""

    TRUSTED = "trusted"
    SELF_SIGNED = "self-signed"
    # The server does not send the certificates between its own and one that browsers know.
    INCOMPLETE = "incomplete"
    UNKNOWN_ISSUER = "unknown-issuer"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Certificate:
    """The certificate that the host shows; `weakness` says in Chinese what browsers refuse."""

    names: tuple[str, ...]
    issuer: str
    since: datetime
    until: datetime
    is_for_host: bool
    trust: Trust = Trust.UNKNOWN
    weakness: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing about the host, with the reason in Chinese where it is not YES."""

    told: Told = Told.SKIPPED
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HostFacts:
    """The host of the start address, looked at once in a crawl.

    `https` whether it answers there, `leads` whether http leads to https; `six_name` whether the
    name has an IPv6 address, `six` whether the site answers there. The titles are those of the
    home page over IPv4 and IPv6, "" where it was not seen.
    """

    host: str
    https: Facet = Facet()
    leads: Facet = Facet()
    certificate: Certificate | None = None
    six_name: Facet = Facet()
    six: Facet = Facet()
    title_four: str = ""
    title_six: str = ""


def unseen(host: str, reason: str) -> HostFacts:
    """Return the facts of a host that nobody has looked at."""
    unknown = Facet(Told.UNKNOWN, reason)
    return HostFacts(host, https=unknown, six_name=unknown, six=unknown)
