"""What came of the story: a table by unit, and what must hold whatever happened."""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from checks.workdays import LOCAL, local_day
from ledger.hours import SendingHours
from ledger.issue import IssueFilter, Transition
from ledger.lifecycle import OPENING, Event, State
from ledger.outbox import NoticeState
from storyline.office import SITE, SUPERVISOR, Office
from storyline.platform import UNITS
from storyline.post import Arrived

ALL = 100_000
HOUR = timedelta(hours=1)
# Where a look within the hour could tell nothing: the page has to be gone for a day, the platform
# was down. Said as often as it happens in the story.
LATE_ANSWERS = 2
ANSWERS = (Event.ABSENT, Event.RETURN)
IDENTITY = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)")
LIST, URGENT, SUMMARY = "问题清单", "紧急通报", "巡检情况汇总"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must hold, and where it does not."""

    rule: str
    broken: tuple[str, ...]


def verdict(office: Office, seconds: float) -> int:
    """Print the table and what must hold; 1 where something does not."""
    steps = sorted(office.ledger.latest(ALL), key=lambda one: one.id)
    _table(office, steps)
    sys.stdout.write("\n━━ 核对 ━━\n")
    findings = list(_findings(office, steps))
    for one in findings:
        sys.stdout.write(f"  {'不符' if one.broken else '符合'}　{one.rule}\n")
        for said in one.broken:
            sys.stdout.write(f"        {said}\n")
    letters = len(office.post.letters)
    sys.stdout.write(f"\n八周，{len(steps)} 步，{letters} 封信，用时 {seconds:.0f} 秒。\n")
    return 1 if any(one.broken for one in findings) else 0


def _table(office: Office, steps: list[Transition]) -> None:
    heads = ("告知", "按期", "逾期", "退回", "误报", "未改", "清单", "紧急", "答复")
    sys.stdout.write("\n━━ 各单位 ━━\n")
    sys.stdout.write("  单位　　　　　　" + "　".join(heads) + "　扮演\n")
    total: Counter[str] = Counter()
    for unit in (*UNITS, None):
        name = unit.name if unit else "全站"
        own = [one for one in steps if one.issue.unit == (unit.id if unit else "")]
        counts = Counter(_counted(own))
        opened = office.ledger.issues(IssueFilter(site_id=SITE))
        counts["未改"] = sum(one.is_open for one in opened if one.unit == (unit.id if unit else ""))
        for letter in office.post.letters:
            if unit and unit.has_mail and unit.email in letter.to:
                counts[_kind(letter)] += 1
        total += counts
        _row(name, counts, heads, unit.plays if unit else "")
    _row("合计", total, heads, "")


def _counted(steps: list[Transition]) -> Iterator[str]:
    for one in steps:
        if one.event is Event.NOTIFY:
            yield "告知"
        elif one.event is Event.RETURN:
            yield "退回"
        elif one.event is Event.DISMISS:
            yield "误报"
        elif one.event is Event.ABSENT:
            yield "按期" if _in_time(one) else "逾期"


def _in_time(closing: Transition) -> bool:
    """Whether it was mended in time: the ledger knows of the last time when it was first missed."""
    issue = closing.issue
    if issue.cycle == closing.cycle and issue.met_due is not None:
        return issue.met_due
    return closing.due is None or local_day(closing.at) <= closing.due


def _row(name: str, counts: Counter[str], heads: tuple[str, ...], plays: str) -> None:
    cells = "　".join(f"{counts[head]:>4}" for head in heads)
    sys.stdout.write(f"  {name}{'　' * (8 - len(name))}{cells}　{plays}\n")


def _kind(letter: Arrived) -> str:
    if LIST in letter.subject:
        return "清单"
    return "紧急" if URGENT in letter.subject else "答复"


def _findings(office: Office, steps: list[Transition]) -> Iterator[Finding]:
    letters = office.post.letters
    yield Finding("每个单位每天至多一份清单，政务公开办每天至多一份汇总", tuple(_doubles(letters)))
    hours = SendingHours()
    yield Finding(
        "除紧急通报外，都在工作日 8:30 至 17:30 之间发出；放假不发",
        tuple(
            f"{one.at:%m-%d %H:%M} {one.subject}"
            for one in letters
            if URGENT not in one.subject and not hours.is_open(one.at)
        ),
    )
    yield Finding("每个问题在每一轮都告知过，或者在告知之前由人认定为误报", tuple(_untold(steps)))
    yield Finding("每个整改反馈都有结论，结论都写了信", tuple(_unanswered(steps)))
    late = tuple(_late(steps))
    yield Finding(
        f"整改反馈在一小时内复核（页面撤下的、平台打不开的 {LATE_ANSWERS} 次除外）",
        late if len(late) > LATE_ANSWERS else (),
    )
    yield Finding("信里没有完整的身份证号", tuple(one.subject for one in letters if _leaks(one)))
    yield Finding("发件箱里的信都已送达，一封不少，一封不多", tuple(_mail_faults(office)))
    yield Finding("清单和汇总里的新增、复发、退回、整改与台账相符", tuple(_sums(office, steps)))
    chain = office.ledger.desk.verify_audit()
    yield Finding("审计记录完整", (chain.fault,) if chain.fault else ())


def _doubles(letters: list[Arrived]) -> Iterator[str]:
    counts = Counter(
        (to, kind, one.at.date())
        for one in letters
        for kind in (LIST, SUMMARY)
        if kind in one.subject
        for to in one.to
    )
    for (to, kind, day), count in counts.items():
        if count > 1:
            yield f"{day:%m-%d} {to} {kind} {count} 份"


def _untold(steps: list[Transition]) -> Iterator[str]:
    told = {
        (one.issue.id, one.cycle)
        for one in steps
        if one.event in (Event.NOTIFY, Event.DISMISS, Event.WAIVE)
    }
    for one in steps:
        if one.event in OPENING and (one.issue.id, one.cycle) not in told:
            yield f"#{one.issue.id} 第 {one.cycle} 轮 {one.at.astimezone(LOCAL):%m-%d}"


def _answer_to(claim: Transition, steps: list[Transition]) -> Transition | None:
    return next(
        (
            one
            for one in steps
            if one.id > claim.id and one.issue.id == claim.issue.id and one.event in ANSWERS
        ),
        None,
    )


def _unanswered(steps: list[Transition]) -> Iterator[str]:
    for claim in (one for one in steps if one.event is Event.CLAIM):
        answer = _answer_to(claim, steps)
        if answer is None or answer.notice_id is None:
            why = "没有结论" if answer is None else "没有写信"
            yield f"#{claim.issue.id} {claim.at.astimezone(LOCAL):%m-%d %H:%M} {why}"


def _late(steps: list[Transition]) -> Iterator[str]:
    answers = {}
    for claim in (one for one in steps if one.event is Event.CLAIM):
        answer = _answer_to(claim, steps)
        if answer is not None and answer.at - claim.at > HOUR:
            answers[claim.issue.unit] = f"#{claim.issue.id} {answer.at - claim.at}"
    yield from answers.values()


def _leaks(letter: Arrived) -> bool:
    said = letter.mail.as_bytes().decode(errors="replace") + letter.text
    return IDENTITY.search(unicodedata.normalize("NFKC", said)) is not None


def _mail_faults(office: Office) -> Iterator[str]:
    counts = office.ledger.notice_counts()
    for state, count in counts.items():
        if state is not NoticeState.SENT and count:
            yield f"{state} {count}"
    arrived = sum(len(one.to) for one in office.post.letters)
    if arrived != counts.get(NoticeState.SENT, 0):
        yield f"送达 {arrived}，台账 {counts.get(NoticeState.SENT, 0)}"


def _sums(office: Office, steps: list[Transition]) -> Iterator[str]:
    """Compare what the supervisor has read in eight weeks with what is in the ledger."""
    pattern = re.compile(r"新增(\d+)，复发(\d+)，退回(\d+)，已确认整改(\d+)")
    summaries = [
        one for one in office.post.letters if SUPERVISOR in one.to and SUMMARY in one.subject
    ]
    read = [[*map(int, found.groups())] for one in summaries if (found := pattern.search(one.text))]
    told = [one for one in steps if one.notice_id is not None]
    fresh = [one for one in told if one.new is State.NEW and one.event in OPENING]
    # An urgent one that was mended before the next summary is in it as mended only.
    known = (
        len(fresh) - sum(_was_brief(one, steps, summaries) for one in fresh),
        sum(one.event is Event.RELAPSE for one in told),
        sum(one.event is Event.RETURN for one in told),
        sum(one.event is Event.ABSENT for one in told),
    )
    sums = tuple(sum(row) for row in zip(*read, strict=True)) if read else ()
    if sums != known:
        yield f"汇总里累计 {sums}，台账 {known}"


def _was_brief(opening: Transition, steps: list[Transition], summaries: list[Arrived]) -> bool:
    """Whether it was mended before the first summary after it."""
    ends = [
        one.at
        for one in steps
        if one.issue.id == opening.issue.id and one.id > opening.id and one.event is Event.ABSENT
    ]
    after = [one.at for one in summaries if one.at > opening.at]
    return bool(ends and after and min(ends) < min(after))
