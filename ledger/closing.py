"""When an issue that was not met counts as mended: one look is not enough unless it was asked for.

A look closes an issue at once where the unit had claimed it or a person asked for this very
look; else a second look, a day later, has to agree. A page that is gone has to stay gone for a
day, whoever asked: a page taken down and put up again mends nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from checks.workdays import local_day
from ledger.sight import GONE

# A day, less what daily jobs wobble.
APART = timedelta(hours=23)


@dataclass(frozen=True, slots=True)
class Absence:
    """An issue was not met for the `count`th time in a row, first at `since`.

    `reason` closes it now; empty, another look has to confirm it. `in_time` says whether it was
    mended by the deadline, None without one; `mended` is the day that counts.
    """

    count: int
    since: datetime
    reason: str = ""
    in_time: bool | None = None
    mended: date | None = None


# Any: a row's columns are known to the tables only.
def judge(row: Any, how: str, looked_at: datetime, *, is_asked: bool) -> Absence | None:
    """Say what it means that a look did not meet the issue; None where it adds nothing."""
    if row.absent_since is not None and looked_at < row.absent_since:
        return None
    since = row.absent_since or looked_at
    is_claimed = row.claimed_at is not None and row.claimed_at < looked_at
    is_confirmed = row.absent_since is not None and looked_at - row.absent_since >= APART
    is_sure = is_confirmed or (how != GONE and (is_claimed or is_asked))
    if not is_sure:
        return Absence(row.absences + 1, since)
    done = min(since, row.claimed_at) if is_claimed else since
    in_time = None if row.due is None else local_day(done) <= row.due
    return Absence(row.absences + 1, since, how, in_time, local_day(done))
