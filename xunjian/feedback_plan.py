"""Turns a workbook that came back into what is to be taken from it, and why the rest is not."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from checks.mask import mask
from ledger.answer import Answer
from ledger.feedback import FeedbackPlan, Outcome, Reply, Source
from ledger.issue import Issue, ScanInfo
from notifier.answer_files import AnswersError
from notifier.answer_words import day_in, read_day
from notifier.answers import Answers, Row
from notifier.proof import CODE_LENGTH, LETTERS, Claim, read_token, row_code, sign

LONGEST_NOTE, LONGEST_NAME, LONGEST_QUOTE, LONGEST_FILE_NAME = 1000, 40, 30, 200
# A file full of invented codes must not keep us busy: each is tried against every list so far.
MOST_TRIES = 200_000
CODE = re.compile(rf"[{LETTERS}]{{{CODE_LENGTH}}}")
FOREIGN = "表格的校验信息不对：它不是本系统发出的，或者被改动过。"
NO_PROOF = (
    "表格里没有本系统的校验信息（另存为其他格式时会丢失，“校验码”一列也不在了），"
    "无法确认是哪个单位的清单；确认来源后，由工作人员用 --unit 写明单位再导入。"
)


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit of a site, to which a list may belong."""

    site_id: str
    unit_id: str
    name: str
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What the ledger knows of the issues that a workbook names.

    `renewed` says when the present round of an issue began that is not in its first; `scans` are
    those of each site, newest first.
    """

    issues: Mapping[int, Issue]
    renewed: Mapping[int, datetime]
    scans: Mapping[str, Sequence[ScanInfo]]
    owners: tuple[Owner, ...]


def plan_feedback(
    answers: Answers,
    view: View,
    *,
    secret: bytes,
    today: date,
    source: Source = Source.WORKBOOK,
    named: Sequence[Owner] = (),
    sender: str = "",
    by: str = "",
) -> FeedbackPlan:
    """Return what is to be taken; `named` are units for one of which a person vouches."""
    proofs = _Proofs(answers, view, secret)
    owner = _owner(answers, view, proofs, named)
    replies, ignored = [], []
    for row, clash in _with_clashes(answers.rows):
        try:
            if clash:
                raise VoidError(clash)
            replies.append(_reply(row, view, proofs, owner, today, is_vouched=bool(named)))
        except VoidError as void:
            number, said = (tidy(text, LONGEST_QUOTE) for text in (row.number_text, row.said))
            ignored.append(Outcome(row.place, number, said, reason=str(void)))
    return FeedbackPlan(
        digest=answers.digest,
        source=source,
        name=tidy(answers.name, LONGEST_FILE_NAME),
        site_id=owner.site_id,
        unit_id=owner.unit_id,
        actor=owner.name,
        replies=tuple(sorted(replies, key=lambda one: one.issue_id)),
        ignored=tuple(sorted(ignored, key=lambda one: (one.number, one.said, one.reason))),
        sender=sender,
        by=by,
    )


def tidy(text: str, longest: int) -> str:
    """Return what a person wrote as it may be kept: one line, no control signs, nobody's numbers."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return mask(" ".join(shown.split()))[:longest]


class VoidError(ValueError):
    """Nothing can be taken from a row; the sentence says why."""


class _Proofs:
    """Which lists of ours a row may come from."""

    def __init__(self, answers: Answers, view: View, secret: bytes) -> None:
        self._view = view
        self._secret = secret
        self.claim = read_token(secret, answers.token) if answers.token else None
        self._found = answers.token if self.claim else ""
        self._tries = MOST_TRIES

    def round_of(self, row: Row, issue: Issue) -> int | None:
        """Return the round of the issue for which our code stands in the row, None for no such."""
        if not CODE.fullmatch(row.code):
            return None
        for token in self._tokens_of(issue):
            for cycle in range(issue.cycle, 0, -1):
                if row_code(token, issue.id, cycle) == row.code:
                    # The other rows are from the same list.
                    self._found = token
                    return cycle
            self._tries -= 1
            if self._tries < 0:
                break
        return None

    def round_by_scan(self, issue: Issue) -> int:
        """Return the round that the list meant, by the time of its scan."""
        scans = self._view.scans.get(issue.site_id, ())
        later = None
        for scan in scans:
            if self.claim is not None and scan.id == self.claim.scan_id:
                break
            later = scan
        else:
            return issue.cycle
        began = self._view.renewed.get(issue.id)
        is_stale = later is not None and began is not None and began >= later.started
        return issue.cycle - 1 if is_stale else issue.cycle

    def _tokens_of(self, issue: Issue) -> Iterator[str]:
        """Yield the tokens of all lists in which the issue may have stood, the likeliest first."""
        if self._found:
            yield self._found
        for scan in self._view.scans.get(issue.site_id, ()):
            if scan.finished >= issue.first_seen:
                yield sign(self._secret, Claim(scan.id, issue.unit))


def _owner(answers: Answers, view: View, proofs: _Proofs, named: Sequence[Owner]) -> Owner:
    """Return whose list it is, by its token, by a person's word, or by the codes of its rows."""
    if answers.token and proofs.claim is None:
        raise AnswersError(FOREIGN)
    if proofs.claim is not None:
        claimed = _claimed(proofs.claim, view)
        if named and not set(claimed) & set(named):
            raise AnswersError(f"表格是发给{claimed[0].name}的，不是发给{named[0].name}的。")
        return _most(answers, view, claimed)
    if named:
        return _most(answers, view, named)
    proven: Counter[tuple[str, str]] = Counter()
    for row in answers.rows:
        issue = view.issues.get(row.number or 0)
        if issue and row.code and proofs.round_of(row, issue) is not None:
            proven[issue.site_id, issue.unit] += 1
    for key, _ in proven.most_common():
        for one in view.owners:
            if (one.site_id, one.unit_id) == key:
                return one
    raise AnswersError(NO_PROOF if answers.rows else "表格里没有填写整改情况。")


def _claimed(claim: Claim, view: View) -> tuple[Owner, ...]:
    """Return the units that the token may mean: its scan tells the site, if it is still known."""
    found = [one for one in view.owners if one.unit_id == claim.unit_id]
    if not found:
        raise AnswersError("表格不是发给某个责任单位的清单（可能是发给主管部门的汇总）。")
    sites = {
        site_id
        for site_id, scans in view.scans.items()
        if claim.scan_id == site_id or any(scan.id == claim.scan_id for scan in scans)
    }
    return tuple(one for one in found if one.site_id in sites) or tuple(found)


def _most(answers: Answers, view: View, owners: Sequence[Owner]) -> Owner:
    """Return the unit whose issues the workbook names most; units of several sites may share an id."""
    found = (view.issues.get(row.number or 0) for row in answers.rows)
    held = Counter((one.site_id, one.unit) for one in found if one)
    return max(owners, key=lambda one: held[one.site_id, one.unit_id])


def _with_clashes(rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """Return each row with the reason why another row makes it void, "" where none does."""
    by_number: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.number is not None:
            by_number[row.number].append(row)
    found = []
    for row in rows:
        same = by_number.get(row.number, [row]) if row.number is not None else [row]
        said = {(one.answer, one.said if one.answer is None else "") for one in same}
        if len(said) > 1:
            found.append((row, "同一问题在几行里填了不同的整改情况，请只保留一行。"))
        elif row is not _fullest(same):
            found.append((row, "同一问题在另一行里已经填写。"))
        else:
            found.append((row, ""))
    return found


def _fullest(rows: Sequence[Row]) -> Row:
    return max(rows, key=lambda one: (len(one.note), one.note, one.day, one.who))


def _reply(
    row: Row, view: View, proofs: _Proofs, owner: Owner, today: date, *, is_vouched: bool
) -> Reply:
    issue = _issue(row, view)
    if (issue.site_id, issue.unit) != (owner.site_id, owner.unit_id):
        raise VoidError("问题由其他单位负责。")
    cycle = _round(row, issue, proofs, is_vouched=is_vouched)
    if row.is_formula:
        raise VoidError("整改情况是公式，没有计算结果；请从下拉列表中选择。")
    if not row.said:
        raise VoidError("写了说明或日期，但没有填整改情况。")
    if row.answer is None:
        said = tidy(row.said, LONGEST_QUOTE)
        raise VoidError(f"整改情况“{said}”不能确定是哪一种，请从下拉列表中选择。")
    return _worded(row, issue.id, cycle, row.answer, today)


def _issue(row: Row, view: View) -> Issue:
    if row.number is None:
        text = tidy(row.number_text, LONGEST_QUOTE)
        raise VoidError(f"编号“{text}”不能识别。" if text else "没有编号。")
    if row.number not in view.issues:
        raise VoidError(f"台账中没有编号为 {row.number} 的问题。")
    return view.issues[row.number]


def _round(row: Row, issue: Issue, proofs: _Proofs, *, is_vouched: bool) -> int:
    if not row.code and proofs.claim is None and not is_vouched:
        raise VoidError("这一行没有校验码，不能确认是本系统发出的。")
    if not row.code:
        return proofs.round_by_scan(issue)
    cycle = proofs.round_of(row, issue)
    if cycle is None:
        raise VoidError("校验码与编号对不上，可能是排序或删改时各列错了位。")
    return cycle


def _worded(row: Row, number: int, cycle: int, answer: Answer, today: date) -> Reply:
    day = read_day(row.day, today)
    note = tidy(row.note, LONGEST_NOTE)
    if answer is Answer.EXTENSION:
        day = day or day_in(row.note, today) or day_in(row.said, today)
        if day is None:
            raise VoidError("申请延期须在整改日期一栏写明延到哪一天，如 2026-11-30。")
    if answer is Answer.MENDED and day is not None and day > today:
        raise VoidError(f"整改日期 {day} 还没有到，请整改后再反馈。")
    if answer in (Answer.EXTENSION, Answer.FALSE_ALARM) and not note:
        raise VoidError(f"{answer}须在整改说明中写明理由。")
    if row.day and day is None:
        # Kept as it was written; it decides nothing.
        note = f"{note}（整改日期写作“{tidy(row.day, LONGEST_QUOTE)}”）"
    if answer in (Answer.AT_WORK, Answer.FALSE_ALARM):
        day = None
    who = tidy(row.who, LONGEST_NAME)
    return Reply(row.place, number, cycle, answer, note, day, who)
