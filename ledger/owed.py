"""The looks that are owed: at what units call mended, and at what was closed some time ago."""

from collections.abc import Mapping
from datetime import date, datetime

from ledger import claims, relooks
from ledger.claims import Claim
from ledger.engine import Store
from ledger.relooks import Relook, Sampling


class Owed:
    """The part of the ledger that remembers whom we owe a look; every method is one transaction."""

    def __init__(self, store: Store, secret: bytes) -> None:
        self._store = store
        self._secret = secret

    def claims(self, site_id: str) -> list[Claim]:
        """Return what units call mended and no look has judged yet, the oldest claim first."""
        with self._store.read() as connection:
            return claims.claims(connection, site_id)

    def note_undecided_claims(self, undecided: Mapping[Claim, str], *, now: datetime) -> None:
        """Write down which claims a look could not judge, and why."""
        with self._store.write() as connection:
            claims.note_undecided(connection, undecided, now)

    def plan(self, site_id: str, sampling: Sampling, *, now: datetime) -> int:
        """Write down which closed issues will be looked at again; return how many were added."""
        with self._store.write() as connection:
            return relooks.plan(connection, self._secret, site_id, sampling, now)

    def due(self, site_id: str, today: date) -> list[Relook]:
        """Return the closed issues that are to be looked at by today."""
        with self._store.read() as connection:
            return relooks.due(connection, site_id, today)

    def ahead(self, site_id: str) -> dict[date, int]:
        """Return how many closed issues are to be looked at on which day."""
        with self._store.read() as connection:
            return relooks.ahead(connection, site_id)

    def done(self, site_id: str, since: datetime) -> list[Relook]:
        """Return what came of the looks at closed issues since then, oldest first."""
        with self._store.read() as connection:
            return relooks.done(connection, site_id, since)

    def note_undecided(self, undecided: Mapping[Relook, str], *, now: datetime) -> None:
        """Write down looks that could not judge closed issues; they are tried again."""
        with self._store.write() as connection:
            relooks.note_undecided(connection, undecided, now)
