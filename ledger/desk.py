"""The desk: what people ask for, rule and answer, and the log of who did what."""

from collections.abc import Sequence
from datetime import date, datetime

from ledger import audit, by_hand, publishing, questions, requests, rulings
from ledger.audit import Entry, Seal, Verdict
from ledger.decide import Bulk
from ledger.engine import Store
from ledger.publishing import KeptReminder
from ledger.questions import Answer, Question
from ledger.reminders import ReminderState
from ledger.requests import Request, RequestKind, RequestState
from ledger.rulings import Ruling, Scope


class Desk:
    """The part of the ledger where people speak; every method is one transaction."""

    def __init__(self, store: Store, secret: bytes, seal: Seal) -> None:
        self._store = store
        self._secret = secret
        self._seal = seal

    def request(
        self,
        issue_id: int,
        kind: RequestKind,
        *,
        applicant: str,
        reason: str,
        now: datetime,
        unit: str = "",
        until: date | None = None,
        scope: Scope = Scope.ISSUE,
    ) -> Request:
        """Ask for an exemption, an extension or a false alarm; a second person decides."""
        asked = requests.Asked(kind, applicant, reason, until, unit, scope)
        with self._store.write() as connection:
            made = requests.ask(connection, issue_id, asked, now)
            self._seal(connection, f"申请{kind}", now, applicant, issue=issue_id, request=made.id)
            return made

    def answer(
        self,
        request_id: int,
        *,
        granted: bool,
        actor: str,
        now: datetime,
        note: str = "",
        until: date | None = None,
        scope: Scope | None = None,
    ) -> Request:
        """Grant or refuse a request of somebody else; `scope` says how far a false alarm reaches."""
        with self._store.write() as connection:
            made = requests.answer(
                connection,
                request_id,
                granted=granted,
                actor=actor,
                note=note,
                until=until,
                scope=scope,
                now=now,
            )
            self._seal(connection, f"{made.kind}申请：{made.state}", now, actor, request=request_id)
            return made

    def close(self, issue_ids: Sequence[int], *, actor: str, reason: str, now: datetime) -> Bulk:
        """Close as mended what no look can settle, because a person has seen it and says how."""
        with self._store.write() as connection:
            made = by_hand.close(connection, issue_ids, actor=actor, reason=reason, now=now)
            if made.done:
                numbers = " ".join(str(each.id) for each in made.done)
                action = by_hand.CLOSED_BY_HAND
                self._seal(connection, action, now, actor, issues=numbers, reason=reason)
            return made

    def requests(
        self,
        states: Sequence[RequestState] = (),
        *,
        site_id: str = "",
        issue_id: int | None = None,
    ) -> list[Request]:
        """Return what was asked for, oldest first."""
        with self._store.read() as connection:
            return requests.requests(connection, states, site_id, issue_id)

    def rulings(self, site_id: str = "", *, revoked: bool = False) -> list[Ruling]:
        """Return what holds as no fault on whole sites."""
        with self._store.read() as connection:
            return rulings.rulings(connection, site_id, revoked=revoked)

    def revoke_ruling(self, ruling_id: int, *, actor: str, now: datetime) -> None:
        """Let scans report such faults again."""
        with self._store.write() as connection:
            rulings.revoke(connection, ruling_id, actor=actor, now=now)
            self._seal(connection, "撤销整站认定", now, actor, ruling=ruling_id)

    def questions(self, site_id: str = "", *, unanswered: bool = True) -> list[Question]:
        """Return what changed rules ask before they open or close many issues."""
        with self._store.read() as connection:
            return questions.questions(connection, site_id, unanswered=unanswered)

    def settle_question(
        self, question_id: int, answer: Answer, *, actor: str, now: datetime, note: str = ""
    ) -> Question:
        """Answer a question, and do what follows from it."""
        with self._store.write() as connection:
            made = questions.settle(
                connection, question_id, answer, actor=actor, note=note, now=now
            )
            self._seal(connection, f"答复事项：{answer}", now, actor, question=question_id)
            return made

    def reminders(
        self,
        site_id: str = "",
        *,
        issue_id: int | None = None,
        states: Sequence[ReminderState] = (),
    ) -> list[KeptReminder]:
        """Return the reminders of a site or an issue, oldest first."""
        with self._store.read() as connection:
            return publishing.kept(connection, site_id, issue_id, states)

    def public_candidates(self, site_id: str = "") -> list[KeptReminder]:
        """Return what waits for somebody to say whether it is published."""
        with self._store.read() as connection:
            return publishing.candidates(connection, site_id)

    def confirm_public(
        self, issue_ids: Sequence[int], *, actor: str, now: datetime, note: str = ""
    ) -> list[KeptReminder]:
        """Write down that the issues are to be published; all of them or none."""
        return self._publish(issue_ids, ReminderState.CONFIRMED, actor, note, now)

    def drop_public(
        self, issue_ids: Sequence[int], *, actor: str, now: datetime, note: str
    ) -> list[KeptReminder]:
        """Write down, with a reason, that the issues are not published; all of them or none."""
        return self._publish(issue_ids, ReminderState.DROPPED, actor, note, now)

    def _publish(
        self, ids: Sequence[int], state: ReminderState, actor: str, note: str, now: datetime
    ) -> list[KeptReminder]:
        with self._store.write() as connection:
            made = publishing.answer(connection, ids, state, actor=actor, note=note, now=now)
            numbers = " ".join(str(each.issue.id) for each in made)
            if made:
                self._seal(connection, f"拟通报：{state}", now, actor, issues=numbers, reason=note)
            return made

    def audit(self, since: datetime | None = None) -> list[Entry]:
        """Return who changed what, oldest first."""
        with self._store.read() as connection:
            return audit.entries(connection, since)

    def verify_audit(self) -> Verdict:
        """Check that nothing of what was written down has been altered since."""
        with self._store.read() as connection:
            return audit.verify(connection, self._secret)
