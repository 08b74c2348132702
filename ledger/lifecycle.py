"""The life of an issue: one table and one pure function."""

from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where an issue stands; the values are stored and shown."""

    NEW = "新发现"
    NOTIFIED = "已通报"
    IN_PROGRESS = "整改中"
    FIXED = "已整改"
    RELAPSED = "复发"
    FALSE_ALARM = "误报"
    WAIVED = "豁免"


class Event(StrEnum):
    """What may happen to an issue; the values are stored and shown."""

    FOUND = "发现"
    NOTIFY = "通报"
    ACKNOWLEDGE = "签收"
    CLAIM = "反馈整改"
    ABSENT = "复核通过"
    RELAPSE = "再次发现"
    DISMISS = "标记误报"
    WAIVE = "准予豁免"
    REOPEN = "撤销"
    EXPIRE = "豁免到期"
    RETURN = "退回"
    EXTEND = "准予延期"
    ASSIGN = "转办"
    RETIRE = "不再检测"
    MOVE = "页面迁移"


class IllegalTransitionError(ValueError):
    """The event cannot happen to an issue in this state."""


OPEN = frozenset({State.NEW, State.NOTIFIED, State.IN_PROGRESS, State.RELAPSED})

# The states in which the responsible unit has not heard of the issue in its current cycle.
UNTOLD = frozenset({State.NEW, State.RELAPSED})

# What the responsible unit is told. REOPEN and EXPIRE lead to 新发现, which must be tellable.
OPENING = frozenset({Event.FOUND, Event.RELAPSE, Event.REOPEN, Event.EXPIRE, Event.ASSIGN})
CLOSING = frozenset({Event.ABSENT, Event.RETIRE})
TOLD = OPENING | CLOSING | {Event.RETURN}

# What people decide; everything else happens by scans and notices.
DECISIONS = frozenset(
    {
        Event.ACKNOWLEDGE,
        Event.CLAIM,
        Event.DISMISS,
        Event.WAIVE,
        Event.REOPEN,
        Event.EXTEND,
        Event.ASSIGN,
        Event.RETIRE,
    },
)

# The events after which a new cycle begins, so that its notice is not taken for a repetition.
RENEWING = frozenset({Event.RELAPSE, Event.REOPEN, Event.EXPIRE, Event.ASSIGN})

TABLE = MappingProxyType(
    {
        (None, Event.FOUND): State.NEW,
        (State.NEW, Event.NOTIFY): State.NOTIFIED,
        (State.RELAPSED, Event.NOTIFY): State.NOTIFIED,
        (State.NOTIFIED, Event.ACKNOWLEDGE): State.IN_PROGRESS,
        (State.NOTIFIED, Event.CLAIM): State.IN_PROGRESS,
        (State.IN_PROGRESS, Event.CLAIM): State.IN_PROGRESS,
        (State.IN_PROGRESS, Event.RETURN): State.IN_PROGRESS,
        (State.NOTIFIED, Event.EXTEND): State.NOTIFIED,
        (State.IN_PROGRESS, Event.EXTEND): State.IN_PROGRESS,
        (State.FIXED, Event.RELAPSE): State.RELAPSED,
        (State.FALSE_ALARM, Event.REOPEN): State.NEW,
        (State.WAIVED, Event.REOPEN): State.NEW,
        (State.WAIVED, Event.EXPIRE): State.NEW,
    }
    | {(state, event): State.FIXED for state in OPEN for event in CLOSING}
    | {(state, Event.ASSIGN): State.NEW for state in OPEN}
    # The same fault under a new address: nothing about it has changed.
    | {(state, Event.MOVE): state for state in State}
    | {(state, Event.DISMISS): State.FALSE_ALARM for state in OPEN}
    | {(state, Event.WAIVE): State.WAIVED for state in OPEN},
)


def advance(state: State | None, event: Event) -> State:
    """Return the state after the event."""
    try:
        return TABLE[state, event]
    except KeyError:
        where = f"处于“{state}”的问题" if state else "尚未登记的问题"
        raise IllegalTransitionError(f"{where}不能“{event}”。") from None
