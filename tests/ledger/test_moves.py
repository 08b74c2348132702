"""An issue follows its page to a new address, and stays where its page still is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from sqlalchemy import select, update

from checks.finding import Finding, PageFacts, Result, Undecided
from checks.sketch import length, sketch
from ledger.fingerprint import first_fingerprint
from ledger.issue import Issue
from ledger.ledger import Ledger
from ledger.lifecycle import Event, State
from ledger.likeness import ENOUGH, Seen, judge
from ledger.schema import issue as table
from tests.ledger.builders import DAY, MONDAY, SECRET, SITE, Weeks, finding, result, scan

OLD, NEW, OTHER = (f"https://site.test/{name}.html" for name in ("old", "new", "other"))
TITLE = "关于做好秋季秸秆禁烧工作的通知"
TEXT = (
    "各镇人民政府，区政府各部门：为做好今年秋季秸秆禁烧工作，经研究，现将有关事项通知如下。"
    + "".join(
        f"{number}、{what}。"
        for number, what in enumerate(
            (
                "各镇要成立工作专班，逐村逐户签订责任书，确保宣传不留死角",
                "农业农村部门负责技术指导，推广机械化还田和打捆离田",
                "生态环境部门负责巡查督查，发现火点及时处置并通报",
                "应急管理部门负责值班值守，遇有突发情况立即报告",
            )
        )
    )
)
ELSE = "区卫生健康委组织开展义诊活动，免费为群众测量血压、血糖，发放健康手册，受到群众欢迎。" * 3
WEEK = timedelta(days=7)


def facts(text: str = TEXT, day: date | None = date(2026, 9, 1), **more: str) -> PageFacts:
    """Return what a look knows of a page."""
    return PageFacts(day=day, length=length(text), sketch=sketch(text, SECRET), **more)


def at(url: str, title: str = TITLE, *, key: str = "登陆") -> Finding:
    """Return a finding on a page."""
    return replace(finding(url, key), url=url, page_title=title)


def look(
    *findings: Finding,
    pages: Mapping[str, PageFacts] = MappingProxyType({}),
    seen: tuple[str, ...] = (),
    gone: tuple[str, ...] = (),
) -> Result:
    """Return what a scan saw."""
    subjects = (*seen, *gone, *(each.subject for each in findings))
    return replace(result(*findings, subjects=subjects, gone=gone), pages=pages)


def moved(now: PageFacts, title: str = TITLE) -> Result:
    """Return the look after a move: the old page is gone, one is new."""
    return look(at(NEW, title), pages={NEW: now}, gone=(OLD,))


def begun(weeks: Weeks, before: PageFacts, title: str = TITLE) -> Issue:
    """Open an issue on the old page."""
    weeks.scan(look(at(OLD, title), pages={OLD: before}))
    (issue,) = weeks.ledger.issues()
    return issue


def test_an_issue_moves_with_its_page_and_keeps_state_deadline_and_cycle(weeks: Weeks) -> None:
    begun(weeks, facts())
    weeks.notify()
    (before,) = weeks.ledger.issues()
    weeks.scan(moved(facts(TEXT + "联系电话：见附件。")))
    (after,) = weeks.ledger.issues()
    assert (after.id, after.subject, after.url) == (before.id, NEW, NEW)
    assert (after.state, after.due, after.cycle) == (before.state, before.due, before.cycle)
    last = weeks.ledger.history(after.id)[-1]
    assert (last.event, last.note) == (Event.MOVE, f"页面由 {OLD} 迁至现址")
    assert (weeks.last.moved, weeks.last.opened, weeks.last.closed) == (1, 0, 0)
    weeks.scan(look(at(NEW), pages={NEW: facts()}, gone=(OLD,)))
    assert len(weeks.ledger.history(after.id)) == len(weeks.ledger.history(before.id))
    assert not weeks.ledger.pending()


def test_a_moved_issue_that_nobody_was_told_of_is_still_told(weeks: Weeks) -> None:
    begun(weeks, facts())
    weeks.scan(moved(facts()))
    assert [step.event for step in weeks.ledger.pending()] == [Event.FOUND]


@pytest.mark.parametrize("event", [Event.DISMISS, Event.WAIVE])
def test_what_was_set_aside_stays_set_aside_when_its_page_moves(weeks: Weeks, event: Event) -> None:
    issue = begun(weeks, facts())
    until = (weeks.now + WEEK).date() if event is Event.WAIVE else None
    decided = weeks.ledger.decide(
        issue.id, event, actor="王", note="引用原文", now=weeks.now, until=until
    )
    weeks.scan(moved(facts()))
    (after,) = weeks.ledger.issues()
    assert (after.state, after.subject) == (decided.state, NEW)
    assert weeks.last.opened == 0


SERIES = "青禾区人民政府2026年第{}次常务会议"
DAY_ONE, DAY_TWO, DAY_EIGHT = (date(2026, 9, day) for day in (1, 2, 8))


def shown(
    title: str = TITLE, text: str = TEXT, day: date | None = DAY_ONE, *, number: str = ""
) -> Seen:
    """Return a page as a look remembers it."""
    return Seen(title, day, sketch(text, SECRET), number, length(text))


SAME = [
    # The same text under the same title on the same day, or a day off, or on no known day.
    (shown(), shown()),
    (shown(), shown(day=DAY_TWO)),
    (shown(), shown(day=None)),
    # An edited title, and a paragraph more.
    (shown(), shown(TITLE.replace("做好", "切实做好"), TEXT + ELSE[:40])),
    # The number of the article in its content system says so too.
    (shown(number="t_77"), shown(day=DAY_EIGHT, number="t_77")),
    (shown(text="", number="t_77"), shown(number="t_77")),
]
NOT_SAME = [
    # The next of a series: another number, or one title on another day.
    (shown(SERIES.format(3)), shown(SERIES.format(4))),
    (shown(SERIES.format("三")), shown(SERIES.format("四"))),
    (shown("行政许可公示"), shown("行政许可公示", day=DAY_EIGHT)),
    # One title and one day, a paragraph of four another.
    (replace(shown("公示"), is_of_series=True), shown("公示", TEXT.replace("推广机械", ELSE[:40]))),
    # Another text, another title, or too little to tell.
    (shown(), shown(text=ELSE)),
    (shown(), shown("义诊活动走进乡村")),
    (shown(text=""), shown()),
    (shown(""), shown("")),
    (shown(number="t_77"), shown("义诊活动走进乡村", ELSE, number="t_77")),
]


@pytest.mark.parametrize(("before", "now"), SAME)
def test_a_page_is_the_one_from_before(before: Seen, now: Seen) -> None:
    assert judge(before, now) >= ENOUGH


@pytest.mark.parametrize(("before", "now"), NOT_SAME)
def test_a_page_is_another_one(before: Seen, now: Seen) -> None:
    assert judge(before, now) == 0


@pytest.mark.parametrize(
    ("title", "now", "is_same"),
    [
        (TITLE, facts(TEXT[: len(TEXT) // 2] + ELSE[:60], day=None), True),
        # What leads to the home page has moved nowhere.
        ("青禾区人民政府门户网站", facts(ELSE, day=None), False),
    ],
)
def test_where_an_old_address_leads_is_the_best_evidence(
    weeks: Weeks, title: str, now: PageFacts, is_same: bool
) -> None:
    begun(weeks, facts())
    pages = {NEW: now, OLD: PageFacts(leads_to=NEW)}
    weeks.scan(look(at(NEW, title), pages=pages))
    assert weeks.last.moved == is_same


@pytest.mark.parametrize("seen", [(OLD,), ()])
def test_a_copy_is_a_new_issue_unless_the_original_is_certainly_gone(
    weeks: Weeks, seen: tuple[str, ...]
) -> None:
    begun(weeks, facts())
    found = (at(OLD), at(NEW)) if seen else (at(NEW),)
    weeks.scan(look(*found, pages={NEW: facts(), OLD: facts()}, seen=seen))
    assert (weeks.last.moved, weeks.last.opened) == (0, 1)


def test_of_two_copies_none_is_taken_for_the_page_that_is_gone(weeks: Weeks) -> None:
    begun(weeks, facts())
    pages = {NEW: facts(), OTHER: facts()}
    weeks.scan(look(at(NEW), at(OTHER), pages=pages, gone=(OLD,)))
    assert (weeks.last.moved, weeks.last.opened) == (0, 2)


def test_two_old_pages_are_not_both_the_one_new_page(weeks: Weeks) -> None:
    weeks.scan(look(at(OLD), at(OTHER), pages={OLD: facts(), OTHER: facts()}))
    weeks.scan(look(at(NEW), pages={NEW: facts()}, gone=(OLD, OTHER)))
    assert (weeks.last.moved, weeks.last.opened) == (0, 1)


def test_all_issues_of_a_page_move_together_and_what_was_mended_on_the_way_does_not(
    weeks: Weeks,
) -> None:
    weeks.scan(look(at(OLD), at(OLD, key="帐户"), at(OLD, key="布署"), pages={OLD: facts()}))
    weeks.scan(look(at(NEW), at(NEW, key="帐户"), pages={NEW: facts()}, gone=(OLD,)))
    assert (weeks.last.moved, weeks.last.opened) == (2, 0)
    assert sorted(each.subject for each in weeks.ledger.issues()) == sorted([NEW, NEW, OLD])


def test_a_closed_issue_stays_closed_where_it_was(weeks: Weeks) -> None:
    begun(weeks, facts())
    for _ in range(2):
        weeks.scan(look(pages={OLD: facts()}, seen=(OLD,)))
    weeks.scan(moved(facts()))
    assert (weeks.last.moved, weeks.last.opened) == (0, 1)


def test_an_older_scan_that_comes_late_moves_nothing(ledger: Ledger) -> None:
    seen = look(at(OLD), pages={OLD: facts()})
    ledger.apply(seen, scan=scan("later", MONDAY + DAY), now=MONDAY + DAY)
    late = ledger.apply(moved(facts()), scan=scan("late", MONDAY), now=MONDAY + DAY)
    assert late.moved == 0


def test_a_claim_is_answered_at_the_new_address(weeks: Weeks) -> None:
    issue = begun(weeks, facts())
    weeks.notify()
    weeks.ledger.decide(issue.id, Event.CLAIM, actor="王", now=weeks.now)
    weeks.scan(moved(facts()))
    after = weeks.ledger.issue(issue.id)
    assert (after.state, after.claimed_at, after.returns) == (State.IN_PROGRESS, None, 1)
    events = [step.event for step in weeks.ledger.history(issue.id)]
    assert events[-2:] == [Event.MOVE, Event.RETURN]
    assert after.version == len(events)


# Spellings and versions


HTTP, HTTPS = "http://site.test/a.html", "https://site.test/a.html?from=app"
SPELT = {url: PageFacts(identity="https://site.test/a.html") for url in (HTTP, HTTPS)}


def as_first_version(ledger: Ledger, key: str = "登陆") -> None:
    """Make the ledger what it was when fingerprints were of version 1."""
    with ledger._store.write() as connection:
        for row in connection.execute(select(table.c.id, table.c.code, table.c.subject)).all():
            mark = first_fingerprint(SECRET, SITE, row.code, row.subject, key)
            connection.execute(
                update(table)
                .where(table.c.id == row.id)
                .values(fingerprint=mark, page_sketch="", page_length=0, page_day=None),
            )


@pytest.mark.parametrize("url", [HTTP, HTTPS])
def test_issues_of_the_first_version_are_neither_opened_anew_nor_closed(
    weeks: Weeks, url: str
) -> None:
    weeks.scan(look(at(HTTP)))
    (before,) = weeks.ledger.issues()
    as_first_version(weeks.ledger)
    for _ in range(2):
        weeks.scan(replace(look(at(url), pages=SPELT, seen=(HTTP,)), pages=SPELT))
        assert (weeks.last.opened, weeks.last.closed, weeks.last.refreshed) == (0, 0, 1)
    (after,) = weeks.ledger.issues()
    assert (after.id, after.subject) == (before.id, url)
    assert after.fingerprint.startswith("1:" if url == HTTP else "2:")
    assert list(weeks.ledger.issues_of(SITE, [at(url)], SPELT).values()) == [after]


def test_two_spellings_in_one_scan_are_one_issue(weeks: Weeks) -> None:
    weeks.scan(look(at(HTTP), at(HTTPS), pages=SPELT))
    assert len(weeks.ledger.issues()) == 1
    weeks.scan(look(pages=SPELT, seen=(HTTP, HTTPS)))
    weeks.scan(look(pages=SPELT, seen=(HTTP, HTTPS)))
    weeks.scan(look(at(HTTPS), pages=SPELT))
    assert [issue.state for issue in weeks.ledger.issues()] == [State.RELAPSED]


def test_doubt_about_a_fault_keeps_an_issue_of_either_version_open(weeks: Weeks) -> None:
    weeks.scan(look(at(HTTP)))
    as_first_version(weeks.ledger)
    doubt = (Undecided(HTTP, "未能判断", key="登陆", code="W101"),)
    for _ in range(2):
        weeks.scan(replace(look(pages=SPELT, seen=(HTTP,)), undecided=doubt))
    assert [issue.state for issue in weeks.ledger.issues()] == [State.NEW]


# What is told once for many pages


def test_an_issue_stays_on_its_page_when_another_page_tells_for_all(weeks: Weeks) -> None:
    first, second, third = (f"https://site.test/{n}.html" for n in (1, 2, 3))
    weeks.scan(look(at(second), at(third)))
    told = replace(at(first), also=(second, third))
    for _ in range(2):
        weeks.scan(look(told, seen=(second, third)))
        assert (weeks.last.opened, weeks.last.closed) == (0, 0)
    assert [each.subject for each in weeks.ledger.issues()] == [second, third]
    # Mended where it was known, it is one new issue of the others.
    weeks.scan(look(at(first), seen=(second, third)))
    weeks.scan(look(at(first), seen=(second, third)))
    states = {each.subject: each.state for each in weeks.ledger.issues()}
    assert states == {first: State.NEW, second: State.FIXED, third: State.FIXED}


# Pages of which little is left


@pytest.mark.parametrize(
    ("left", "state", "cut"),
    [(0.4, State.NEW, 1), (0.6, State.FIXED, 0), (None, State.FIXED, 0)],
)
def test_a_page_that_lost_half_of_its_text_mends_nothing_whoever_asked(
    weeks: Weeks, left: float | None, state: State, cut: int
) -> None:
    issue = begun(weeks, facts())
    size = None if left is None else int(left * length(TEXT))
    weeks.now += DAY
    applied = weeks.ledger.apply(
        look(pages={OLD: PageFacts(length=size)}, seen=(OLD,)),
        scan=replace(scan("asked", weeks.now), full=False),
        now=weeks.now,
        asked=frozenset({issue.id}),
    )
    assert weeks.ledger.issue(issue.id).state is state
    assert applied.cut == (issue.id,) * cut
    assert weeks.ledger.issue(issue.id).absences == (0 if cut else 1)
