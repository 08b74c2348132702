"""Requests that somebody has decided: the unit that asked hears of each once."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from ledger import query
from ledger.errors import NoticeTakenError
from ledger.issue import Issue
from ledger.requests import Request, RequestState, requests
from ledger.schema import issue, request

ANSWERED = (RequestState.GRANTED, RequestState.REFUSED)


@dataclass(frozen=True, slots=True)
class Decided:
    """A request of a unit that was granted or refused, and its issue as it stands now."""

    request: Request
    issue: Issue

    @property
    def is_granted(self) -> bool:
        """Whether the unit got what it asked for."""
        return self.request.state is RequestState.GRANTED

    @property
    def is_current(self) -> bool:
        """Whether the issue has not been opened anew since."""
        return self.request.cycle == self.issue.cycle


def untold(connection: Connection, site_id: str) -> list[Decided]:
    """Return the decided requests of which the site's units have not heard, oldest first."""
    waiting = select(request.c.id).where(
        request.c.unit_id != "", request.c.state.in_(ANSWERED), request.c.notice_id.is_(None)
    )
    ids = set(connection.execute(waiting).scalars())
    found = [each for each in requests(connection, ANSWERED, site_id) if each.id in ids]
    about: dict[int, Issue] = {}
    for some in query.chunks({each.issue_id for each in found}):
        rows = connection.execute(select(issue).where(issue.c.id.in_(some)))
        about.update((row.id, query.to_issue(row)) for row in rows)
    return [Decided(each, about[each.issue_id]) for each in found]


def tell(connection: Connection, notice_id: int, request_ids: Iterable[int]) -> None:
    """Note that the message tells what was decided, or raise if another one has told it."""
    wanted = set(request_ids)
    told: set[int] = set()
    for some in query.chunks(wanted):
        made = (
            update(request)
            .where(
                request.c.id.in_(some),
                request.c.state.in_(ANSWERED),
                request.c.notice_id.is_(None),
            )
            .values(notice_id=notice_id)
            .returning(request.c.id)
        )
        told.update(connection.execute(made).scalars())
    if told != wanted:
        raise NoticeTakenError("信中有申请的批复已经告知，请重新生成清单。")
