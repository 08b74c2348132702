"""Reads what units send back, in a process of its own, and lays it beside the ledger."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime

import msgspec

from checks.workdays import local_day
from crawler.lineage import child_environment
from ledger.feedback import FeedbackPlan, Source
from ledger.issue import Issue, IssueFilter
from ledger.ledger import Ledger
from ledger.query import chunks
from notifier.answer_files import AnswersError, BrokenFileError
from notifier.answers import Answers
from xunjian.config import Config, ConfigError
from xunjian.feedback_child import Read, Task
from xunjian.feedback_plan import Owner, View, plan_feedback

SECONDS = 60.0


def read_safely(body: bytes, name: str) -> Answers:
    """Read a workbook in a process of its own, which a hostile file may break."""
    try:
        child = subprocess.run(
            [sys.executable, "-m", "xunjian.feedback_child"],
            input=msgspec.msgpack.encode(Task(body, name)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise AnswersError("文件打开的时间过长，为安全起见不再处理。") from error
    answer = child.stdout if child.returncode == 0 else b""
    if not answer:
        raise AnswersError("文件展开后占用内存过大，或者打开时出错，为安全起见不再处理。")
    found = msgspec.msgpack.decode(answer, type=Read)
    if found.answers is not None:
        return found.answers
    raise BrokenFileError(found.refused) if found.is_broken else AnswersError(found.refused)


def owners(config: Config) -> tuple[Owner, ...]:
    """Return the units of all sites."""
    return tuple(
        Owner(site.id, unit.id, unit.name, unit.emails)
        for site in config.sites
        for unit in site.units
    )


def named_units(config: Config, name: str) -> tuple[Owner, ...]:
    """Return the units that are called so, by name or by id; `ConfigError` where none is."""
    found = tuple(one for one in owners(config) if name in (one.name, one.unit_id))
    if name and not found:
        raise ConfigError([f"没有名称或编号为“{name}”的单位"])
    return found


def view_of(config: Config, ledger: Ledger, answers: Answers) -> View:
    """Return what the ledger knows of the issues that the workbook names."""
    numbers = sorted({row.number for row in answers.rows if row.number is not None})
    issues: dict[int, Issue] = {}
    for some in chunks(numbers):
        issues |= {one.id: one for one in ledger.issues(IssueFilter(ids=tuple(some)))}
    return View(
        issues,
        ledger.mailbox.renewals(issues),
        {site.id: ledger.scans(site.id) for site in config.sites},
        owners(config),
    )


def plan_of(
    config: Config,
    ledger: Ledger,
    answers: Answers,
    now: datetime,
    *,
    source: Source = Source.WORKBOOK,
    named: Sequence[Owner] = (),
    sender: str = "",
    by: str = "",
) -> FeedbackPlan:
    """Return what is to be taken from a workbook; `AnswersError` where nothing can be."""
    view = view_of(config, ledger, answers)
    return plan_feedback(
        answers,
        view,
        secret=config.secret,
        today=local_day(now),
        source=source,
        named=named,
        sender=sender,
        by=by,
    )
