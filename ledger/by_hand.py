"""Closing by hand what no look can settle: a person has seen that it is mended."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from ledger.decide import Bulk, Decision, Refusal, carry_out
from ledger.errors import ReasonRequiredError, StaleIssueError
from ledger.lifecycle import Event
from ledger.requests import lapse

CLOSED_BY_HAND = "人工复核通过"


def close(
    connection: Connection, issue_ids: Sequence[int], *, actor: str, reason: str, now: datetime
) -> Bulk:
    """Close each issue that is open as mended, and say why not of each other."""
    if not reason.strip():
        raise ReasonRequiredError(f"“{CLOSED_BY_HAND}”须写明理由：谁、怎样核实的。")
    decision = Decision(Event.ABSENT, actor, reason, close_reason=CLOSED_BY_HAND)
    done, refused = [], []
    for issue_id in dict.fromkeys(issue_ids):
        try:
            done.append(carry_out(connection, issue_id, decision, now=now))
        except (LookupError, ValueError, StaleIssueError) as error:
            refused.append(Refusal(issue_id, str(error)))
    lapse(connection, now)
    return Bulk(tuple(done), tuple(refused))
