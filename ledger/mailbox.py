"""The mailbox: where units' feedback comes in, by workbook, mail and link."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from ledger import feedback, links, taking
from ledger.audit import Seal
from ledger.engine import Store
from ledger.feedback import Feedback, FeedbackPlan, Reply, Said
from ledger.links import Link


class Mailbox:
    """The part of the ledger where units speak; every method is one transaction."""

    def __init__(self, store: Store, seal: Seal) -> None:
        self._store = store
        self._seal = seal

    def take(self, plan: FeedbackPlan, now: datetime) -> Feedback:
        """Take what is possible; the same file or the same words once more change nothing."""
        with self._store.write() as connection:
            taken = taking.take(connection, plan, now)
            self._note(connection, taken, now)
            return taken

    def preview(self, plan: FeedbackPlan, now: datetime) -> Feedback:
        """Return what `take` would do, and leave everything as it was."""
        with self._store.write() as connection:
            attempt = connection.begin_nested()
            taken = taking.take(connection, plan, now)
            attempt.rollback()
            return taken

    def feedbacks(self, limit: int = 100) -> list[Feedback]:
        """Return what came back last, newest first."""
        with self._store.read() as connection:
            return feedback.feedbacks(connection, limit)

    def replies(self, issue_ids: Iterable[int]) -> list[Said]:
        """Return what was said of the issues, oldest first."""
        with self._store.read() as connection:
            return feedback.replies(connection, issue_ids)

    def renewals(self, issue_ids: Iterable[int]) -> dict[int, datetime]:
        """Return when the present round of the issues began that are not in their first."""
        with self._store.read() as connection:
            return feedback.renewals(connection, issue_ids)

    # Links

    def open_link(
        self,
        site_id: str,
        unit_id: str,
        message_id: str,
        issue_ids: Sequence[int],
        now: datetime,
        days: int = links.DAYS,
    ) -> str:
        """Return the token of a new link; only its digest is kept."""
        with self._store.write() as connection:
            return links.open_link(
                connection,
                site_id=site_id,
                unit_id=unit_id,
                message_id=message_id,
                issue_ids=issue_ids,
                now=now,
                days=days,
            )

    def link(self, token: str, now: datetime) -> Link:
        """Return the link, or raise when it is unknown or its time is over."""
        with self._store.read() as connection:
            return links.find(connection, token, now)

    def acknowledge(self, token: str, actor: str, now: datetime) -> Link:
        """Acknowledge the list of a link, once."""
        with self._store.write() as connection:
            before = links.find(connection, token, now)
            after = links.acknowledge(connection, token, actor, now)
            if before.acknowledged_at is None:
                self._seal(connection, "签收", now, actor, link=before.id)
            return after

    def report(self, token: str, reply: Reply, actor: str, now: datetime) -> Feedback:
        """Take what the bearer of a link says of an issue."""
        with self._store.write() as connection:
            taken = links.report(connection, token, reply, actor, now)
            self._note(connection, taken, now)
            return taken

    def _note(self, connection: Connection, taken: Feedback, now: datetime) -> None:
        if not taken.is_repeated:
            self._seal(
                connection,
                f"反馈（{taken.source}）",
                now,
                taken.actor,
                name=taken.name,
                unit=taken.unit_id,
                accepted=taken.accepted,
                ignored=taken.ignored,
            )
