"""The main job on the sample platform: everything planted is found, and nothing else."""

import re
import sqlite3
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checks.finding import SITE_SUBJECT, Finding, distinct
from crawler.extract.files import read_file
from ledger.issue import IssueFilter
from ledger.lifecycle import State
from tests.sample import TODAY, FirstScan, Sample
from tests.second_look import a_day_passes
from xunjian.demo.truth import Expected, expected_findings, expected_undecided, traps
from xunjian.notify import notify
from xunjian.scan import recheck


def _answers(expected: Expected, finding: Finding, start_url: str) -> bool:
    is_there = finding.url == expected.url or (
        finding.subject == SITE_SUBJECT and expected.url == start_url
    )
    shown = f"{finding.message} {finding.evidence}"
    return finding.code == expected.code and is_there and expected.what in shown


def test_the_scan_finds_every_planted_fault_and_nothing_else(first_scan: FirstScan) -> None:
    sample, report = first_scan.sample, first_scan.report
    left = list(report.result.findings)
    missed = []
    for expected in expected_findings(sample.platform):
        answers = [f for f in left if _answers(expected, f, sample.site.start_url)]
        if answers:
            left.remove(answers[0])
        else:
            missed.append(expected)
    assert not missed
    assert not left
    assert len(traps(sample.platform)) >= len(report.result.findings)


def test_what_cannot_be_judged_is_listed_and_nothing_else(first_scan: FirstScan) -> None:
    undecided = distinct(first_scan.report.result.undecided)
    expected = expected_undecided(first_scan.sample.platform)
    assert len(undecided) == len(expected)
    for each in expected:
        assert any(
            doubt.url == each.url and each.what in f"{doubt.reason} {doubt.key}"
            for doubt in undecided
        ), each


def test_scanning_twice_changes_nothing(known: Sample) -> None:
    before = known.states()
    applied = known.scan().applied
    assert (applied.opened, applied.relapsed, applied.closed) == (0, 0, 0)
    assert known.states() == before


def test_a_mended_page_closes_its_issue_alone_and_its_return_is_a_relapse(known: Sample) -> None:
    before = known.states()
    known.replace("粉碎后的秸杆要", "粉碎后的秸秆要")
    with known.ledger() as ledger:
        report = recheck(known.config, known.site, ledger, today=TODAY)
        assert report is not None
        (closed,) = ledger.issues(IssueFilter(states=(State.FIXED,)))
    assert "秸杆" in closed.message
    assert (report.applied.closed, report.applied.opened) == (1, 0)
    assert known.states() == before | {closed.id: State.FIXED}

    known.replace("粉碎后的秸秆要", "粉碎后的秸杆要")
    assert known.scan().applied.relapsed == 1
    assert known.states() == before | {closed.id: State.RELAPSED}


def test_a_recheck_of_an_unchanged_site_changes_nothing(known: Sample) -> None:
    before = known.states()
    with known.ledger() as ledger:
        report = recheck(known.config, known.site, ledger, today=TODAY)
    assert report is not None
    assert report.applied.opened == 0
    assert known.states() == before


def test_a_page_taken_down_closes_its_issues_as_taken_down(known: Sample) -> None:
    page = known.replace("粉碎后的秸杆要", "粉碎后的秸杆要")
    page.unlink()
    with known.ledger() as ledger:
        recheck(known.config, known.site, ledger, today=TODAY)
        # Who takes a page down for an hour has mended nothing.
        assert ledger.issues(IssueFilter(states=(State.FIXED,))) == []
        a_day_passes(ledger)
        recheck(known.config, known.site, ledger, today=TODAY)
        closed = ledger.issues(IssueFilter(states=(State.FIXED,)))
    assert [issue.close_reason for issue in closed] == ["页面已下线"]


def test_each_unit_gets_one_letter_and_the_supervisor_a_summary(known: Sample) -> None:
    owners = Counter(issue.unit for issue in known.open_issues())
    mailboxes = sum(len(unit.emails) for unit in known.site.units if owners[unit.id])
    with known.ledger() as ledger:
        report = notify(known.config, ledger, now=_now(), today=TODAY)
        again = notify(known.config, ledger, now=_now(), today=TODAY)
    assert report.sent == mailboxes + 1
    assert again.sent == 0
    assert set(known.states().values()) == {State.NOTIFIED}
    # A unit with two mailboxes gets one letter, which the folder holds once.
    told = [unit for unit in known.site.units if unit.emails and owners[unit.id]]
    assert len(list((known.directory / "outbox").glob("*.eml"))) == len(told) + 1


# The sample's invented people were born 1900-1909; their numbers start so.
WHOLE_NUMBER = re.compile(r"110101(?:190\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]")


@pytest.mark.parametrize("part", ["outbox", "ledger.sqlite3", "undecided", "template"])
def test_no_output_holds_a_whole_id_number(known: Sample, part: str) -> None:
    assert any(issue.code == "P201" for issue in known.open_issues())
    with known.ledger() as ledger:
        notify(known.config, ledger, now=_now(), today=TODAY)
    texts = _texts(known, part)
    assert texts
    for text in texts:
        assert not WHOLE_NUMBER.search(text)


def _texts(sample: Sample, part: str) -> list[str]:
    if part == "ledger.sqlite3":
        with sqlite3.connect(sample.directory / part) as connection:
            return list(connection.iterdump())
    if part == "outbox":
        paths = [p for p in (sample.directory / part).iterdir() if p.suffix != ".eml"]
        return [_readable(path) for path in paths]
    return [p.read_text() for p in (sample.directory / "snapshots/qinghe").glob(f"{part}*")]


def _readable(path: Path) -> str:
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    return read_file(path.read_bytes(), ".xlsx").text


def _now() -> datetime:
    return datetime.now(UTC)
