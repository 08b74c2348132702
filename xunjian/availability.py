"""Whether a site could be opened in the last week, as 国办秘函〔2019〕19号 counts it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from checks.workdays import local_day
from ledger.issue import Opening, Probe

# “监测1周，每天间隔性访问20次以上，超过（含）15秒网站仍打不开的次数累计占比超过（含）5%”
DAYS, VISITS_PER_DAY = 7, 20
# Five per cent is one visit in so many.
ONE_IN = 20
# Visits at intervals: what follows within so long is the same visit made again.
LEAST_INTERVAL = timedelta(minutes=4)
# Twenty visits a day; what lies between two that are further apart, nobody saw.
LONGEST_INTERVAL = timedelta(minutes=72)


@dataclass(frozen=True, slots=True)
class Maintenance:
    """A filed time in which the site may be closed (报备的升级或临时关停); `until` is not in it."""

    since: datetime
    until: datetime
    reason: str = ""

    def covers(self, at: datetime) -> bool:
        """Whether the moment lies in it."""
        return self.since <= at < self.until


@dataclass(frozen=True, slots=True)
class Availability:
    """How often the home page opened in the last week that was watched.

    `days` are those with enough visits; only seven of them in a row are judged, `reason` says in
    Chinese why there are fewer. `longest` is the longest time for which it did not open. `left_out`
    counts visits that say nothing of the site: our own end was down, a firewall, maintenance.
    """

    visits: int = 0
    failed: int = 0
    share: float = 0.0
    days: int = 0
    is_judged: bool = False
    reason: str = ""
    longest: timedelta = timedelta()
    left_out: int = 0

    @property
    def is_veto(self) -> bool:
        """Whether the site fails the inspection for it (站点无法访问)."""
        return self.is_judged and self.failed * ONE_IN >= self.visits


def availability(
    probes: Sequence[Probe], now: datetime, maintenance: Sequence[Maintenance] = ()
) -> Availability:
    """Judge the last seven days of visits to one site; days are those of the offices."""
    made = [each for each in probes if each.at <= now]
    telling = [
        each
        for each in made
        if each.outcome.counts and not any(window.covers(each.at) for window in maintenance)
    ]
    visits = list(_spaced(telling))
    today = local_day(now)
    chosen, reason = _week(Counter(local_day(each.at) for each in visits), today, maintenance)
    is_judged = len(chosen) == DAYS
    # What cannot be judged is told all the same, of as much of a week as there is.
    first = min(chosen) if is_judged else today - timedelta(days=DAYS - 1)
    recent = [each for each in visits if local_day(each.at) >= first]
    judged = [each for each in recent if not is_judged or local_day(each.at) in chosen]
    failed = sum(each.outcome is Opening.FAILED for each in judged)
    return Availability(
        visits=len(judged),
        failed=failed,
        share=failed / len(judged) if judged else 0.0,
        days=len(chosen),
        is_judged=is_judged,
        reason=reason,
        longest=_longest(recent),
        left_out=_since(made, first) - _since(telling, first),
    )


def _since(probes: Iterable[Probe], first: date) -> int:
    return sum(local_day(each.at) >= first for each in probes)


def _spaced(probes: Iterable[Probe]) -> Iterator[Probe]:
    """Leave out visits that follow another too closely, as those made by hand do."""
    last: datetime | None = None
    for each in sorted(probes, key=lambda probe: probe.at):
        if last is None or each.at - last >= LEAST_INTERVAL:
            last = each.at
            yield each


def _week(
    per_day: Mapping[date, int], today: date, maintenance: Sequence[Maintenance]
) -> tuple[frozenset[date], str]:
    """Return the newest days in a row with enough visits, seven at most, and what ends the row.

    Today is one of them once it has enough. A day on which the site was closed as filed may have
    fewer: it is passed over and breaks nothing.
    """
    chosen: set[date] = set()
    oldest = min(per_day, default=today)
    day = today if per_day.get(today, 0) >= VISITS_PER_DAY else today - timedelta(days=1)
    while len(chosen) < DAYS and day >= oldest:
        if per_day.get(day, 0) >= VISITS_PER_DAY:
            chosen.add(day)
        elif not any(_touches(window, day) for window in maintenance):
            # The first day of watching is never a whole one.
            if day == oldest:
                break
            what = f"{day.month}月{day.day}日只有 {per_day.get(day, 0)} 次有效访问"
            return frozenset(chosen), f"{what}，每天至少 {VISITS_PER_DAY} 次才能判定"
        day -= timedelta(days=1)
    if len(chosen) == DAYS:
        return frozenset(chosen), ""
    return frozenset(chosen), f"只监测了 {len(chosen)} 天，连续监测满 {DAYS} 天才能判定"


def _touches(window: Maintenance, day: date) -> bool:
    last = window.until - timedelta(microseconds=1)
    return local_day(window.since) <= day <= local_day(last)


def _longest(visits: Sequence[Probe]) -> timedelta:
    """Return the longest time from a visit that failed to the next that did not.

    What lies between visits that are too far apart is not taken for part of it.
    """
    longest = current = timedelta()
    for before, after in pairwise(visits):
        distance = after.at - before.at
        if before.outcome is not Opening.FAILED or distance > LONGEST_INTERVAL:
            current = timedelta()
            continue
        current += distance
        longest = max(longest, current)
    return longest


def in_words(week: Availability) -> str:
    """Say in Chinese how a week of visits went."""
    counted = f"访问 {week.visits} 次，打不开 {week.failed} 次（{week.share:.1%}）"
    if week.longest >= timedelta(minutes=1):
        counted += f"，最长约 {_length(week.longest)}"
    if week.left_out:
        counted += f"，另有 {week.left_out} 次不计"
    if not week.is_judged:
        return f"{counted}；尚不能判定：{week.reason}"
    return f"{counted}；{'已达 5%，单项否决' if week.is_veto else '未达 5%'}"


def _length(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{minutes} 分钟"
    return f"{hours} 小时 {rest} 分钟" if rest else f"{hours} 小时"
