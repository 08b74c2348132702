"""Gather what is still to be told into one letter per responsible unit and one summary."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from checks.finding import FAMILIES, Severity, Undecided
from ledger.issue import Issue, Transition
from ledger.lifecycle import State
from notifier.notice import NO_UNIT, Notice, NoticeKind, Recipient, Scanned, Summary, Tally

TOLD = (State.NEW, State.RELAPSED, State.FIXED)


def digest(
    transitions: Iterable[Transition],
    *,
    units: Mapping[str, Recipient],
    supervisor: Recipient,
    scan: Scanned,
    columns: Mapping[str, str] | None = None,
    due: Callable[[Issue], date | None] = lambda issue: issue.due,
    standing: Iterable[Issue] = (),
    undecided: Sequence[Undecided] = (),
    sequence: int = 1,
) -> list[Notice]:
    """Return the letters in the order of `units`, the supervisor's summary last.

    The summary owns what has no unit or mailbox. `due` is the deadline that queueing will set;
    `standing` are open issues told earlier; `columns` maps ids to names.
    """
    if not supervisor.emails:
        raise ValueError("没有设置主管单位的邮箱，巡检结果无人可发。请在配置中填写。")
    told = [one for one in transitions if one.new in TOLD]
    latest = {one.issue.id: one for one in sorted(told, key=lambda one: one.id)}
    display = _Display(units, columns or {}, due)
    repeated = [issue for issue in standing if issue.id not in latest]
    notices = []
    for owner in (*(unit for unit in units.values() if unit.emails), None):
        mine = [one for one in told if display.owner(one.issue) == owner]
        if not mine and owner:
            continue
        notice = Notice(
            recipient=owner or supervisor,
            kind=NoticeKind.UNIT if owner else NoticeKind.SUPERVISOR,
            scan=scan,
            transitions=display.shown(one for one in mine if latest[one.issue.id] is one),
            transition_ids=tuple(sorted(one.id for one in mine)),
            standing=display.issues(i for i in repeated if display.owner(i) == owner),
            summary=None if owner else display.summary(latest.values(), repeated, undecided),
            sequence=sequence,
        )
        notices.append(notice)
    return notices


class _Display:
    """How issues are shown: with names for ids, with their deadline, worst first."""

    def __init__(
        self,
        units: Mapping[str, Recipient],
        columns: Mapping[str, str],
        due: Callable[[Issue], date | None],
    ) -> None:
        self.units, self.columns, self.due = units, columns, due

    def owner(self, issue: Issue) -> Recipient | None:
        unit = self.units.get(issue.unit)
        return unit if unit and unit.emails else None

    def unit_name(self, issue: Issue) -> str:
        unit = self.units.get(issue.unit)
        return unit.name if unit else issue.unit or NO_UNIT

    def issue(self, issue: Issue) -> Issue:
        return replace(
            issue,
            unit=self.unit_name(issue),
            column=self.columns.get(issue.column, issue.column),
            due=issue.due or self.due(issue),
        )

    def issues(self, issues: Iterable[Issue]) -> tuple[Issue, ...]:
        return tuple(sorted((self.issue(issue) for issue in issues), key=_rank))

    def shown(self, transitions: Iterable[Transition]) -> tuple[Transition, ...]:
        copies = (
            # A closed issue shows no deadline: there is nothing left to do.
            replace(
                one,
                issue=replace(self.issue(one.issue), due=None)
                if one.new is State.FIXED
                else self.issue(one.issue),
            )
            for one in transitions
        )
        return tuple(sorted(copies, key=lambda one: _rank(one.issue)))

    def summary(
        self,
        transitions: Iterable[Transition],
        standing: Sequence[Issue],
        undecided: Sequence[Undecided],
    ) -> Summary:
        told = list(transitions)
        silent = {unit.name for unit in self.units.values() if not unit.emails}
        units = _tallies(told, standing, self.unit_name)
        open_ = [one for one in told if one.new is not State.FIXED]
        return Summary(
            units=tuple(replace(one, mailed=one.label not in silent) for one in units),
            families=_tallies(told, standing, _family),
            critical=self.shown(one for one in open_ if one.issue.severity is Severity.CRITICAL),
            undecided=tuple(undecided),
            total=next(iter(_tallies(told, standing, lambda _: "合计")), Tally("合计")),
        )


def _family(issue: Issue) -> str:
    return FAMILIES.get(issue.code[:1], "其他")


def _tallies(
    told: Sequence[Transition], standing: Sequence[Issue], label: Callable[[Issue], str]
) -> tuple[Tally, ...]:
    """Count by label, the label with most to do first."""
    states = Counter((label(one.issue), one.new) for one in told)
    critical = Counter(
        label(one.issue)
        for one in told
        if one.new is not State.FIXED and one.issue.severity is Severity.CRITICAL
    )
    left = Counter(label(issue) for issue in standing)
    labels = dict.fromkeys([*(label(one.issue) for one in told), *left])
    tallies = [
        Tally(
            label=name,
            new=states[name, State.NEW],
            relapsed=states[name, State.RELAPSED],
            closed=states[name, State.FIXED],
            critical=critical[name],
            standing=left[name],
        )
        for name in labels
    ]
    return tuple(sorted(tallies, key=lambda one: (-one.told, -one.standing, one.label)))


def _rank(issue: Issue) -> tuple[int, str, str, int]:
    return (issue.severity.rank, issue.code, issue.column, issue.id)
