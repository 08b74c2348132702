"""The summary's counts: by unit, by family of rules, in all."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from checks.finding import FAMILIES, Severity
from ledger.issue import Issue, Transition
from ledger.lifecycle import Event, State
from notifier.notice import Summary, Tally


def summary(
    told: Sequence[Transition], standing: Sequence[Issue], silent: frozenset[str], day: date
) -> Summary:
    """Count what was told and what is left of before; the issues bear names already.

    `silent` are the units without a mailbox.
    """
    late = frozenset(each.id for each in standing if each.due and each.due < day)
    units = _tallies(told, standing, late, lambda issue: issue.unit)
    grave = (one for one in told if _is_open(one) and one.issue.severity is Severity.CRITICAL)
    return Summary(
        units=tuple(replace(one, mailed=one.label not in silent) for one in units),
        families=_tallies(told, standing, late, _family),
        critical=tuple(grave),
        total=next(iter(_tallies(told, standing, late, lambda _: "合计")), Tally("合计")),
    )


def _family(issue: Issue) -> str:
    return FAMILIES.get(issue.code[:1], "其他")


def _is_open(one: Transition) -> bool:
    return one.new is not State.FIXED


def _tallies(
    told: Sequence[Transition],
    standing: Sequence[Issue],
    late: frozenset[int],
    label: Callable[[Issue], str],
) -> tuple[Tally, ...]:
    """Count by label, the label with most to do first."""
    states = Counter((label(one.issue), one.new) for one in told)
    returned = Counter(label(one.issue) for one in told if one.event is Event.RETURN)
    critical = Counter(
        label(one.issue)
        for one in told
        if _is_open(one) and one.issue.severity is Severity.CRITICAL
    )
    left = Counter(label(issue) for issue in standing)
    overdue = Counter(label(issue) for issue in standing if issue.id in late)
    tallies = [
        Tally(
            label=name,
            new=states[name, State.NEW],
            relapsed=states[name, State.RELAPSED],
            returned=returned[name],
            closed=states[name, State.FIXED],
            critical=critical[name],
            standing=left[name],
            overdue=overdue[name],
        )
        for name in dict.fromkeys([*(label(one.issue) for one in told), *left])
    ]
    return tuple(sorted(tallies, key=lambda one: (-one.told, -one.standing, one.label)))
