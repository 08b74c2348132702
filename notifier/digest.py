"""Gather what is to be told into one letter per responsible unit and one summary."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from checks.finding import Undecided
from ledger.decided import Decided
from ledger.issue import Issue, Transition
from ledger.lifecycle import TOLD, State
from ledger.reminders import Reminder, ReminderKind
from notifier.notice import (
    LATE,
    NO_UNIT,
    Awaited,
    Notice,
    NoticeKind,
    Recipient,
    Scanned,
    is_answer,
    is_urgent,
    mailboxes,
)
from notifier.tallies import summary
from notifier.trend import Week

# The owner of what has no unit or mailbox: the supervising office.
NOBODY = ""
# What the supervising office is reminded of, whoever has to mend it.
SUPERVISED = (ReminderKind.SUPERVISED, ReminderKind.PUBLIC)


@dataclass(frozen=True, slots=True)
class Mailing:
    """Who is written to, and how things are named.

    The supervisor owns what has no unit or mailbox. `due` is the deadline that queueing will set;
    `columns` maps ids to names. `answers_to` are the letters by which an issue was told.
    """

    units: Mapping[str, Recipient]
    supervisor: Recipient
    scan: Scanned
    columns: Mapping[str, str] = field(default_factory=dict)
    due: Callable[[Issue], date | None] = lambda issue: issue.due
    answers_to: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class News:
    """What there is to say: what is still to be told, what is due, what was told before.

    `standing` are open issues told earlier. `told` was told since the last summary and counts in
    the next. `served` are the owners who have had their letter of the day; `is_due` says that the
    supervisor gets a summary even if it has nothing to tell. `decided` are requests of units that
    were granted or refused.
    """

    transitions: Iterable[Transition] = ()
    reminders: Iterable[Reminder] = ()
    standing: Iterable[Issue] = ()
    told: Iterable[Transition] = ()
    served: frozenset[str] = frozenset()
    undecided: tuple[Undecided, ...] = ()
    awaited: tuple[Awaited, ...] = ()
    trend: tuple[Week, ...] = ()
    is_due: bool = True
    decided: Iterable[Decided] = ()


def daily(mailing: Mailing, news: News) -> list[Notice]:
    """Return the letters of the day in the order of the units, the supervisor's summary last.

    Who has had the letter of the day is told no more than what cannot wait.
    """
    desk = _Desk(mailing)
    pending = [one for one in news.transitions if one.event in TOLD]
    waiting = [one for one in pending if desk.owner_id(one.issue) in news.served]
    fresh = [one for one in pending if desk.owner_id(one.issue) not in news.served]
    told = [*fresh, *news.told]
    latest = {one.issue.id: one for one in sorted(told, key=lambda one: one.id)}
    in_letters = {one.issue.id for one in fresh}
    standing = [each for each in news.standing if each.id not in in_letters]
    mine, calls = _grouped(fresh, desk.owner_id), _calls(news.reminders, desk)
    repeated = _grouped_issues(standing, desk.owner_id)
    replies = _replies(news.decided)
    notices = urgent(mailing, waiting)
    for owner in desk.owners:
        own = calls.get(owner.unit_id, [])
        has_news = owner.unit_id in mine or owner.unit_id in replies or own
        if owner.unit_id in news.served or not has_news:
            continue
        notices.append(
            desk.notice(
                owner,
                NoticeKind.UNIT,
                mine.get(owner.unit_id, []),
                standing=repeated.get(owner.unit_id, []),
                reminders=[one for one in own if one.kind not in SUPERVISED],
                mentions=[one for one in own if one.kind in SUPERVISED],
                decided=replies.get(owner.unit_id, []),
            )
        )
    supervised = calls.get(NOBODY, [])
    # That a unit was reminded is no news to the supervisor.
    if NOBODY in news.served or not (told or supervised or news.is_due):
        return notices
    letter = desk.notice(
        mailing.supervisor,
        NoticeKind.SUPERVISOR,
        mine.get(NOBODY, []),
        standing=repeated.get(NOBODY, []),
        reminders=supervised,
    )
    left = [desk.issue(each) for each in standing if each.id not in latest]
    silent = frozenset(unit.name for unit in mailing.units.values() if not unit.emails)
    facts = summary(desk.shown(latest.values()), left, silent, mailing.scan.day)
    facts = replace(facts, undecided=news.undecided, awaited=news.awaited, trend=news.trend)
    return [*notices, replace(letter, summary=facts)]


def urgent(mailing: Mailing, transitions: Iterable[Transition]) -> list[Notice]:
    """Return the letters about what cannot wait; the supervisor gets every one of them."""
    return _letters(mailing, NoticeKind.URGENT, filter(is_urgent, transitions))


def answers(
    mailing: Mailing, transitions: Iterable[Transition], decided: Iterable[Decided] = ()
) -> list[Notice]:
    """Return the answers to units that had called problems mended or had asked for something."""
    return _letters(mailing, NoticeKind.ANSWER, filter(is_answer, transitions), decided)


def _letters(
    mailing: Mailing,
    kind: NoticeKind,
    transitions: Iterable[Transition],
    decided: Iterable[Decided] = (),
) -> list[Notice]:
    desk = _Desk(mailing)
    mine, replies = _grouped(transitions, desk.owner_id), _replies(decided)
    owners = {owner.unit_id: owner for owner in desk.owners} | {NOBODY: mailing.supervisor}
    return [
        desk.notice(owner, kind, mine.get(key, []), decided=replies.get(key, []))
        for key, owner in owners.items()
        if key in mine or key in replies
    ]


def _replies(decided: Iterable[Decided]) -> dict[str, list[Decided]]:
    """Group what was decided by the unit that had asked; one without a mailbox is told by people."""
    found: dict[str, list[Decided]] = {}
    for one in decided:
        found.setdefault(one.request.unit, []).append(one)
    return found


def _grouped(
    transitions: Iterable[Transition], owner_id: Callable[[Issue], str]
) -> dict[str, list[Transition]]:
    found: dict[str, list[Transition]] = {}
    for one in transitions:
        found.setdefault(owner_id(one.issue), []).append(one)
    return found


def _grouped_issues(
    issues: Iterable[Issue], owner_id: Callable[[Issue], str]
) -> dict[str, list[Issue]]:
    found: dict[str, list[Issue]] = {}
    for one in issues:
        found.setdefault(owner_id(one), []).append(one)
    return found


def _calls(reminders: Iterable[Reminder], desk: "_Desk") -> dict[str, list[Reminder]]:
    """Group the reminders; of 督办 both hear, of what may be made public the supervisor alone."""
    found: dict[str, list[Reminder]] = {}
    for one in reminders:
        owners = {desk.owner_id(one.issue)} if one.kind is not ReminderKind.PUBLIC else set()
        for owner in sorted(owners | ({NOBODY} if one.kind in SUPERVISED else set())):
            found.setdefault(owner, []).append(one)
    return found


class _Desk:
    """Writes notices, in which issues have names for ids and their deadline, worst first."""

    def __init__(self, mailing: Mailing) -> None:
        if not mailing.supervisor.emails:
            raise ValueError("没有设置主管单位的邮箱，巡检结果无人可发。请在配置中填写。")
        self._mailing = mailing
        self.owners = [unit for unit in mailing.units.values() if unit.emails]

    def owner_id(self, issue: Issue) -> str:
        unit = self._mailing.units.get(issue.unit)
        return unit.unit_id if unit and unit.emails else NOBODY

    def notice(
        self,
        owner: Recipient,
        kind: NoticeKind,
        transitions: Iterable[Transition],
        *,
        standing: Iterable[Issue] = (),
        reminders: Iterable[Reminder] = (),
        mentions: Iterable[Reminder] = (),
        decided: Iterable[Decided] = (),
    ) -> Notice:
        mine = sorted(transitions, key=lambda one: one.id)
        latest = {one.issue.id: one for one in mine}
        calls, named = self._shown_calls(reminders), self._shown_calls(mentions)
        return Notice(
            recipient=self._addressed(owner, kind, (*calls, *named)),
            kind=kind,
            scan=self._mailing.scan,
            transitions=self.shown(latest.values()),
            transition_ids=tuple(one.id for one in mine),
            standing=tuple(sorted(map(self.issue, standing), key=_rank)),
            reminders=calls,
            mentions=named,
            answers_to=self._answered(latest) if kind is NoticeKind.ANSWER else (),
            decided=tuple(replace(one, issue=self.issue(one.issue)) for one in decided),
        )

    def _shown_calls(self, reminders: Iterable[Reminder]) -> tuple[Reminder, ...]:
        copies = (replace(one, issue=self.issue(one.issue)) for one in reminders)
        return tuple(sorted(copies, key=lambda one: (one.due, *_rank(one.issue))))

    def _addressed(
        self, owner: Recipient, kind: NoticeKind, reminders: Iterable[Reminder]
    ) -> Recipient:
        """Return the owner with all who get the letter as well."""
        others: tuple[str, ...] = ()
        if kind is NoticeKind.URGENT:
            others = self._mailing.supervisor.emails
        elif any(one.kind in LATE for one in reminders):
            others = owner.leaders
        return replace(owner, emails=mailboxes(owner.emails, others))

    def _answered(self, issue_ids: Iterable[int]) -> tuple[str, ...]:
        known = self._mailing.answers_to
        return mailboxes(*(known.get(number, ()) for number in sorted(issue_ids)))

    def issue(self, issue: Issue) -> Issue:
        unit = self._mailing.units.get(issue.unit)
        return replace(
            issue,
            unit=unit.name if unit else issue.unit or NO_UNIT,
            column=self._mailing.columns.get(issue.column, issue.column),
            due=issue.due or self._mailing.due(issue),
        )

    def shown(self, transitions: Iterable[Transition]) -> tuple[Transition, ...]:
        copies = (replace(one, issue=self._of(one)) for one in transitions)
        return tuple(sorted(copies, key=lambda one: _rank(one.issue)))

    def _of(self, one: Transition) -> Issue:
        issue = self.issue(one.issue)
        # A closed issue shows no deadline: there is nothing left to do.
        return replace(issue, due=None) if one.new is State.FIXED else issue


def _rank(issue: Issue) -> tuple[int, str, str, int]:
    return (issue.severity.rank, issue.code, issue.column, issue.id)
