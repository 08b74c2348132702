"""What a unit calls mended is looked at within the hour, and the unit gets an answer."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from crawler.site import Limits
from ledger.lifecycle import Event, State
from ledger.relooks import Verdict
from tests.crawler.server import Reply
from tests.schedule.offices import DEAD_LINK, MINUTE, PAGES, RealOffice, open_office, page
from xunjian.aside import MARK
from xunjian.folders import locked
from xunjian.scan import recheck

MENDED, LEFT, GONE, SILENT, SLOW, BACK, STILL, UNREAD = PAGES[:8]
SLOWLY = Limits(delay=0, concurrency=1, timeout=5, retries=1, duration=60, cloaking=False)
ABSENT = Reply(status=404)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealOffice]:
    with open_office(tmp_path_factory.mktemp("office"), *PAGES[:8]) as office:
        yield office


@pytest.fixture
def office(known: RealOffice) -> RealOffice:
    """The office with all its pages as they were when it was scanned."""
    known.restore()
    return known


def test_claims_are_looked_at_together_when_the_site_is_free_and_answered(
    office: RealOffice,
) -> None:
    for path in (MENDED, LEFT, GONE, SILENT):
        office.claim(path)
    office.server.routes |= {MENDED: page(MENDED), GONE: ABSENT, SILENT: Reply(status=503)}
    office.wait = 0.0
    scheduler = office.scheduler()
    before = office.server.requests.copy()
    scans = len(office.ledger.scans(office.site.id))
    with locked(office.folder, office.site):
        office.tick(scheduler, 5 * MINUTE)
        # For a quarter of an hour a scan is left in peace; then it is asked to make way.
        assert not (office.folder / MARK).exists()
        office.tick(scheduler, 12 * MINUTE)
        assert (office.folder / MARK).exists()
    assert office.server.requests == before
    office.tick(scheduler, 5 * MINUTE)
    assert not (office.folder / MARK).exists()
    assert len(office.ledger.scans(office.site.id)) == scans + 1
    assert office.server.requests[MENDED] - before[MENDED] == 1
    assert office.server.requests[STILL] == before[STILL]

    mended, left = office.issue(MENDED), office.issue(LEFT)
    assert (mended.state, mended.close_reason) == (State.FIXED, "复核通过")
    assert (left.state, left.claimed_at, left.returns) == (State.IN_PROGRESS, None, 1)
    assert office.answered() == {MENDED: Event.ABSENT, LEFT: Event.RETURN}
    reasons = {c.issue.subject: c.reason for c in office.ledger.owed.claims(office.site.id)}
    assert "须隔一天" in reasons[office.url(GONE)]
    assert "503" in reasons[office.url(SILENT)]

    # What could not be judged is tried again after an hour, also by a program started anew.
    office.server.routes[SILENT] = page(SILENT)
    office.tick(office.scheduler(), 55 * MINUTE)
    assert len(office.ledger.scans(office.site.id)) == scans + 1
    office.tick(office.scheduler(), 10 * MINUTE)
    assert office.issue(SILENT).state is State.FIXED
    assert office.answered()[SILENT] is Event.ABSENT
    # The page that is gone waits for its second day.
    assert office.issue(GONE).absences == 1


def test_a_long_scan_makes_way_and_goes_on_where_it_was(office: RealOffice) -> None:
    office.claim(SLOW)
    office.server.routes |= {path: page(path, office.word(path), seconds=0.3) for path in PAGES}
    office.server.routes[SLOW] = page(SLOW, seconds=0.3)
    before = office.server.requests.copy()
    begun = office.server.after(before.total() + 4)
    scanning = threading.Thread(target=office.slowed(SLOWLY).scan)
    scanning.start()
    assert begun.wait(20)
    office.tick(office.scheduler(), 20 * MINUTE)
    # The look was made while the scan was half way.
    assert office.issue(SLOW).state is State.FIXED
    assert scanning.is_alive()
    scanning.join()
    look, scan = office.ledger.scans(office.site.id)[:2]
    assert (look.full, scan.full, scan.incomplete, scan.errors) == (False, True, "", 0)
    # Both asked for the page that was claimed; the scan fetched no page twice but the one on
    # which it was interrupted.
    asked = {path: office.server.requests[path] - before[path] for path in (SLOW, BACK, STILL)}
    assert asked.pop(SLOW) == 2
    assert sum(asked.values()) <= len(asked) + 1
    assert office.issue(SLOW).state is State.FIXED


def test_closed_issues_are_looked_at_again_on_their_day(office: RealOffice) -> None:
    closed = (BACK, STILL, UNREAD)
    office.server.routes |= {path: page(path) for path in closed}
    office.elsewhere.routes[DEAD_LINK] = page("/x")
    numbers = [office.issue(path).id for path in closed]
    (link,) = (each for each in office.ledger.issues() if DEAD_LINK in each.evidence)
    issues = [office.ledger.issue(number) for number in (*numbers, link.id)]
    recheck(office.config, office.site, office.ledger, today=office.today, issues=issues)
    assert {office.ledger.issue(each.id).state for each in issues} == {State.FIXED}

    _closed_days_ago(office, 30, *(each.id for each in issues))
    office.server.routes |= {BACK: page(BACK, "登陆"), UNREAD: Reply(status=503)}
    # It was well a moment ago; it is asked all the same.
    office.elsewhere.routes[DEAD_LINK] = ABSENT
    now = datetime.now(UTC)
    said = office.jobs().recheck(office.site, office.ledger, now)
    assert "销号后回头看 4 个" in said and "复发 2" in said
    done = {each.issue.id: each for each in office.ledger.owed.done(office.site.id, now)}
    assert {number: done[number].verdict for number in (*numbers, link.id)} == {
        numbers[0]: Verdict.RELAPSED,
        numbers[1]: Verdict.STILL_FIXED,
        numbers[2]: Verdict.UNDECIDED,
        link.id: Verdict.RELAPSED,
    }
    assert "503" in done[numbers[2]].reason
    (again,) = office.ledger.owed.due(office.site.id, office.today + timedelta(days=1))
    assert (again.issue.id, again.attempt) == (numbers[2], 2)


def _closed_days_ago(office: RealOffice, days: int, *ids: int) -> None:
    """Let the issues be closed so many days earlier."""
    then = datetime.now(UTC) - timedelta(days=days)
    path = office.config.ledger.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as ledger, ledger:
        for number in ids:
            stamp = then.strftime("%Y-%m-%d %H:%M:%S.%f")
            ledger.execute("UPDATE issue SET closed_at = ? WHERE id = ?", (stamp, number))
