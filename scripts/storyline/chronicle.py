"""Tells what happened: the world, the people, the system, and every letter."""

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from checks.workdays import LOCAL, is_working
from ledger.issue import Transition
from ledger.lifecycle import Event
from storyline.office import SITE, SUPERVISOR, Office
from storyline.platform import UNITS

WEEKDAYS = "一二三四五六日"
FAR_BACK = 500
# What a person sees in the letters anyway, or what says that nothing was to be done.
SILENT = ("没有需要复查的问题", "发出 0 封", "登记：首次启动")
NAMES = {one.id: one.name for one in UNITS}


@dataclass(slots=True)
class Chronicle:
    """Prints line by line, with a heading for every day that has something in it."""

    office: Office
    day: date | None = None
    step: int = 0
    letters: int = 0
    slots: set[tuple[str, datetime]] = field(default_factory=set)
    reminders: set[int] = field(default_factory=set)
    feedbacks: set[str] = field(default_factory=set)

    def say(self, mark: str, text: str, at: datetime | None = None) -> None:
        """Print a line."""
        moment = (at or self.office.clock.now).astimezone(LOCAL)
        if moment.date() != self.day:
            self.day = moment.date()
            off = "" if is_working(self.day) else "　休"
            weekday = WEEKDAYS[self.day.weekday()]
            heading = f"\n━━ {self.day.month}月{self.day.day}日　周{weekday}{off} ━━\n"
            sys.stdout.write(heading)
        sys.stdout.write(f"  {moment:%H:%M}　{mark} {text}\n")
        sys.stdout.flush()

    def report(self) -> None:
        """Print what the system has done since the last time."""
        lines = (*self._slots(), *self._feedbacks(), *self._steps(), *self._reminders())
        for at, text in sorted(lines, key=lambda line: line[0]):
            self.say("⚙", text, at)
        for letter in self.office.post.letters[self.letters :]:
            to = "、".join(_reader(address) for address in letter.to)
            self.say("✉", f"→ {to}", letter.at)
            sys.stdout.write(f"             {letter.subject}\n             {letter.opening}\n")
        self.letters = len(self.office.post.letters)

    def _slots(self) -> Iterator[tuple[datetime, str]]:
        labels = {"scan": "全站检测", "recheck": "每日复查", "inspection": "迎检全面复核"}
        for slot in self.office.ledger.clock.slots(limit=20):
            key = (slot.schedule_id, slot.slot)
            if slot.finished_at is None or key in self.slots:
                continue
            self.slots.add(key)
            kind = slot.schedule_id.partition(":")[0]
            if kind in labels and not any(word in slot.outcome for word in SILENT):
                yield slot.taken_at, f"{labels[kind]}　{slot.outcome}"

    def _feedbacks(self) -> Iterator[tuple[datetime, str]]:
        for one in self.office.ledger.mailbox.feedbacks(20):
            if one.digest not in self.feedbacks:
                self.feedbacks.add(one.digest)
                reasons = "；".join(each.reason for each in one.outcomes if each.reason)
                said = f"收到反馈（{one.source}）{NAMES.get(one.unit_id, one.actor)}：登记 {one.accepted}，忽略 {one.ignored}"
                yield one.at, f"{said}　{reasons}".rstrip()

    def _steps(self) -> Iterator[tuple[datetime, str]]:
        """Yield what happened to issues, those alike of the same moment in one line."""
        fresh = [one for one in self.office.ledger.latest(FAR_BACK) if one.id > self.step]
        groups: dict[tuple[Event, str, str], list[Transition]] = defaultdict(list)
        for one in sorted(fresh, key=lambda one: one.id):
            self.step = max(self.step, one.id)
            groups[one.event, one.issue.unit, one.scan_id or ""].append(one)
        for (event, unit_id, _), group in groups.items():
            yield group[0].at, f"{event}　{NAMES.get(unit_id, '全站')}　{_told(event, group)}"

    def _reminders(self) -> Iterator[tuple[datetime, str]]:
        fresh = [
            one for one in self.office.ledger.desk.reminders(SITE) if one.id not in self.reminders
        ]
        groups = defaultdict(list)
        for one in fresh:
            self.reminders.add(one.id)
            groups[one.kind, one.state, one.issue.unit, one.due].append(one)
        for (kind, state, unit_id, due), group in groups.items():
            numbers = " ".join(f"#{one.issue.id}" for one in group)
            said = f"{kind}（{state}）　{NAMES.get(unit_id, '全站')}　{numbers}　期限 {due:%m-%d}"
            yield group[0].at, said


def _told(event: Event, group: list[Transition]) -> str:
    """Say what is particular about the event."""
    numbers = " ".join(f"#{one.issue.id}" for one in group)
    if event in (Event.FOUND, Event.RELAPSE, Event.EXPIRE, Event.REOPEN):
        each = (f"#{one.issue.id} {one.issue.code} {one.issue.message}" for one in group)
        held = "（先问人，不通报）" if group[0].issue.held_by else ""
        return "；".join(each) + held
    if event is Event.NOTIFY:
        due = " ".join(sorted({f"{one.due:%m-%d}" for one in group if one.due}))
        return f"{numbers}　期限 {due}"
    if event is Event.ABSENT:
        each = (
            f"#{one.issue.id} {one.issue.close_reason}"
            f"{'' if one.issue.met_due is None else '（按期）' if one.issue.met_due else '（逾期）'}"
            for one in group
        )
        return "；".join(each)
    notes = "；".join(dict.fromkeys(one.note for one in group if one.note))
    by = "、".join(dict.fromkeys(one.actor for one in group if one.actor))
    return "　".join(part for part in (numbers, by, notes) if part)


def _reader(address: str) -> str:
    if address == SUPERVISOR:
        return "区政务公开办"
    for one in UNITS:
        if address == one.email:
            return one.name
        if address == one.leader:
            return f"{one.name}分管领导"
    return address
