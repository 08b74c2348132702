"""The post book: what was mailed to whom, for those who write the next letters."""

from collections.abc import Iterable, Sequence

from ledger import decided, mailed, outbox
from ledger.decided import Decided
from ledger.engine import Store
from ledger.mailed import Keys, Letter, Mailed, Telling
from ledger.outbox import NoticeState, QueuedNotice


class Post:
    """Reads the outbox; every method is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def before(self, keys: Keys) -> Mailed:
        """Return who had the letter of the day, and what was told since the last summary."""
        with self._store.read() as connection:
            return mailed.mailed(connection, keys)

    def letters(self, states: Sequence[NoticeState] = (), limit: int | None = None) -> list[Letter]:
        """Return the messages of the outbox without their contents, newest first."""
        with self._store.read() as connection:
            return mailed.letters(connection, states, limit)

    def letter(self, notice_id: int) -> QueuedNotice:
        """Return the message of this number with its contents."""
        with self._store.read() as connection:
            return outbox.get(connection, notice_id)

    def decided(self, site_id: str) -> list[Decided]:
        """Return the decided requests of which the site's units have not heard, oldest first."""
        with self._store.read() as connection:
            return decided.untold(connection, site_id)

    def telling(self, issue_ids: Iterable[int]) -> dict[int, Telling]:
        """Return the letter that told each issue last."""
        with self._store.read() as connection:
            return mailed.telling(connection, issue_ids)
