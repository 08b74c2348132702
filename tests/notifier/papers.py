"""Certificates by what is wrong with them, and the authority that offices trust."""

from dataclasses import dataclass
from pathlib import Path

from tests.crawler.certificates import Pair, issued

HERE = ("127.0.0.1",)


@dataclass(frozen=True)
class Papers:
    """The authority that offices trust, and certificates by what is wrong with them."""

    trusted: Path
    good: Path
    expired: Path
    other_host: Path
    self_signed: Path


def written_to(folder: Path) -> Papers:
    """Issue the certificates and write them to a folder."""
    authority = issued("authority", hosts=(), is_authority=True)

    def written(name: str, pair: Pair) -> Path:
        return pair.write(folder / f"{name}.pem")

    return Papers(
        written("authority", authority),
        written("good", issued("mail", authority, hosts=HERE)),
        written("expired", issued("mail", authority, hosts=HERE, days=-1)),
        written("other", issued("mail", authority, hosts=("mail.elsewhere.example",))),
        written("own", issued("mail", hosts=HERE)),
    )
