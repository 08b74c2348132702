"""What the page behind a link shows, and what its forms say."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crawler.site import Unit
from ledger.answer import Answer
from ledger.decide import latest_extension
from ledger.feedback import Reply, Said
from ledger.issue import Issue, IssueFilter
from ledger.ledger import Ledger
from ledger.lifecycle import State
from ledger.links import Link
from notifier.answer_words import read_day
from xunjian.config import Config
from xunjian.feedback_plan import LONGEST_NAME, LONGEST_NOTE, tidy

PLACE = "网页"
NUMBER_DIGITS = 9
ANSWERS = (Answer.MENDED, Answer.EXTENSION, Answer.FALSE_ALARM)


class FormError(ValueError):
    """What was filled in cannot be taken; the sentence stands beside the issue, or on top."""

    def __init__(self, said: str, issue_id: int | None = None) -> None:
        super().__init__(said)
        self.said = said
        self.issue_id = issue_id


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it was sent; one without a reply acknowledges the list."""

    who: str
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue of the list: what was said of it in this round, and what may still be said."""

    issue: Issue
    column: str
    said: tuple[Said, ...]
    answers: tuple[Answer, ...]
    is_foreign: bool = False
    # Until when it may be put off.
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of one link."""

    site: str
    unit: str
    link: Link
    rows: tuple[IssueRow, ...]
    today: date
    proof: str

    @property
    def waiting(self) -> int:
        """How many issues still wait for the unit."""
        return sum(bool(row.answers) and not row.said for row in self.rows)

    @property
    def untouched(self) -> int:
        """How many issues still have to be acknowledged."""
        return sum(row.issue.state is State.NOTIFIED and not row.is_foreign for row in self.rows)


def unit_of(config: Config, link: Link) -> Unit:
    """Return the unit of the link, also one that is no longer configured."""
    sites = (site for site in config.sites if site.id == link.site_id)
    units = (site.unit(link.unit_id) for site in sites)
    return next((unit for unit in units if unit), Unit(link.unit_id, link.unit_id))


def rows_of(config: Config, ledger: Ledger, link: Link) -> tuple[IssueRow, ...]:
    """Return the issues of the link; those of other units by now are shown without details."""
    issues = {one.id: one for one in ledger.issues(IssueFilter(ids=link.issue_ids))}
    said: dict[int, list[Said]] = defaultdict(list)
    for one in ledger.mailbox.replies(link.issue_ids):
        if one.issue_id in issues and one.cycle == issues[one.issue_id].cycle:
            said[one.issue_id].append(one)
    columns = {
        column.id: column.name
        for site in config.sites
        if site.id == link.site_id
        for column in site.columns
    }
    rows = []
    for issue in (issues[number] for number in link.issue_ids if number in issues):
        is_foreign = (issue.site_id, issue.unit) != (link.site_id, link.unit_id)
        answers = () if is_foreign else _open_answers(issue, said[issue.id])
        column = columns.get(issue.column, issue.column)
        latest = latest_extension(issue)
        rows.append(IssueRow(issue, column, tuple(said[issue.id]), answers, is_foreign, latest))
    return tuple(rows)


def _open_answers(issue: Issue, said: list[Said]) -> tuple[Answer, ...]:
    """Return what may still be said: nothing of a closed issue or one that waits for its recheck."""
    if issue.state not in (State.NOTIFIED, State.IN_PROGRESS):
        return ()
    if issue.claimed_at is not None:
        return ()
    asked = {one.answer for one in said} - {Answer.MENDED}
    if latest_extension(issue) is None:
        asked.add(Answer.EXTENSION)
    return tuple(answer for answer in ANSWERS if answer not in asked)


def read_form(said: Mapping[str, str], link: Link, today: date) -> Form:
    """Read what was filled in; `FormError` says what is missing."""
    who = tidy(said.get("who", ""), LONGEST_NAME)
    if said.get("act") == "acknowledge":
        return Form(who)
    issue_id = _number(said.get("issue", ""))
    if issue_id not in link.issue_ids:
        raise FormError("问题不在这份清单里。")
    if said.get("answer") not in ANSWERS:
        raise FormError("请选择整改情况。", issue_id)
    answer = Answer(said["answer"])
    note = tidy(said.get("note", ""), LONGEST_NOTE)
    day = read_day(said.get("day", ""), today)
    if answer is Answer.EXTENSION and day is None:
        raise FormError("申请延期须写明延到哪一天，如 2026-11-30。", issue_id)
    if answer is not Answer.MENDED and not note:
        raise FormError(f"{answer}须写明理由。", issue_id)
    if not who:
        raise FormError("请填写反馈人。", issue_id)
    until = day if answer is Answer.EXTENSION else None
    cycle = _number(said.get("cycle", ""))
    return Form(who, Reply(PLACE, issue_id, cycle, answer, note, until, who))


def _number(text: str) -> int:
    """Return a number that the page itself wrote; 0 for anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) <= NUMBER_DIGITS
    return int(text) if is_number else 0
