"""Ways in which an issue could be closed although nothing was mended."""

import json
import sqlite3
from contextlib import closing

import pytest

from checks.finding import SITE_SUBJECT
from crawler.crawl import crawl
from ledger.issue import Issue, IssueFilter
from ledger.lifecycle import State
from tests.sample import TODAY, Sample
from xunjian.scan import recheck, target_of

SOFT_404 = "<!DOCTYPE html><html><head><title>提示</title></head><body>您访问的页面不存在或已被删除。</body></html>"
FIREWALL = (
    "<!DOCTYPE html><html><head><title>提示</title></head><body>您的访问请求可能对网站造成安全威胁，"
    "请求已被网站防火墙拦截，请联系网站管理员。</body></html>"
)
CHALLENGE = "<!DOCTYPE html><html><head><script>check()</script></head><body></body></html>"
LOGIN = (
    "<!DOCTYPE html><html><head><meta http-equiv='refresh' content='0;url=/index.html'></head>"
    "<body>正在跳转到首页，请稍候，如未跳转请点击首页链接。</body></html>"
)


def _undrawn(sample: Sample) -> Sample:
    """Let no browser look at the empty column: starting one takes longer than all the rest."""
    return sample.crawling("delay = 0.0", "drawn_pages = 0")


def _recheck(sample: Sample, *issues: Issue) -> None:
    with sample.ledger() as ledger:
        recheck(sample.config, sample.site, ledger, today=TODAY, issues=issues or None)


def _issue(sample: Sample, *, text: str = "", code: str = "", site: bool = False) -> Issue:
    with sample.ledger() as ledger:
        codes = (code,) if code else ()
        found = ledger.issues(IssueFilter(text=text, codes=codes))
    return next(issue for issue in found if (issue.subject == SITE_SUBJECT) == site)


@pytest.mark.parametrize("body", [CHALLENGE, FIREWALL, LOGIN])
def test_a_page_that_no_longer_shows_itself_keeps_its_issues_open(known: Sample, body: str) -> None:
    # Only scripts may hide in a browser what a page shows.
    known = known if body == CHALLENGE else _undrawn(known)
    before = known.states()
    issue = _issue(known, text="秸杆", code="W101")
    known.replace("粉碎后的秸杆要", "粉碎后的秸杆要").write_text(body, encoding="utf-8")
    _recheck(known, issue)
    assert known.states()[issue.id] is State.NEW
    known.scan()
    assert known.states()[issue.id] is State.NEW
    assert State.FIXED not in {known.states()[number] for number in before}


def test_a_recheck_of_one_issue_leaves_those_of_the_whole_site_alone(known: Sample) -> None:
    before = known.states()
    _recheck(known, _issue(known, text="秸杆", code="W101"))
    assert known.states() == before


def test_a_recheck_of_a_site_wide_issue_closes_no_other(known: Sample) -> None:
    before = known.states()
    for code in ("W101", "L401", "S501"):
        _recheck(known, _issue(known, code=code, site=True))
        assert known.states() == before


def test_a_recheck_of_each_kind_of_issue_alone_closes_nothing(known: Sample) -> None:
    before = known.states()
    # What is looked at again depends on the rule and on what the issue stands on; issues of the
    # whole site are always looked at together.
    kinds = {
        (_stands_on(known, each), _code_of(each), bool(each.sources)): each
        for each in known.open_issues()
    }
    for issue in kinds.values():
        _recheck(known, issue)
        assert known.states() == before, issue.code


def _code_of(issue: Issue) -> str:
    return "" if issue.subject == SITE_SUBJECT else issue.code


def _stands_on(sample: Sample, issue: Issue) -> str:
    if issue.subject == SITE_SUBJECT:
        return "site"
    return "column" if sample.site.column(issue.subject) else "page"


def test_a_soft_404_whose_server_now_fails_stays_open(known: Sample) -> None:
    issue = _issue(known, code="L403")
    path = issue.evidence.removeprefix(known.site.start_url)
    outages = {f"/{path}": 500}
    (known.directory / "platform/_data/status.json").write_text(json.dumps(outages))
    _recheck(known, issue)
    assert known.states()[issue.id] is State.NEW


def _pass_a_day(sample: Sample) -> None:
    """Let what was missed be missed for a day."""
    with (
        closing(sqlite3.connect(sample.config.ledger.removeprefix("sqlite:///"))) as ledger,
        ledger,
    ):
        ledger.execute("UPDATE issue SET absent_since = datetime(absent_since, '-1 day')")


def test_a_page_that_says_it_was_deleted_counts_as_taken_down_the_day_after(known: Sample) -> None:
    issue = _issue(known, text="秸杆", code="W101")
    known.replace("粉碎后的秸杆要", "粉碎后的秸杆要").write_text(SOFT_404, encoding="utf-8")
    _recheck(known, issue)
    assert known.states()[issue.id] is State.NEW
    _pass_a_day(known)
    _recheck(known, issue)
    with known.ledger() as ledger:
        closed = ledger.issue(issue.id)
    assert (closed.state, closed.close_reason) == (State.FIXED, "页面已下线")


def test_a_site_where_every_page_says_so_closes_nothing(known: Sample) -> None:
    known = _undrawn(known)
    before = known.states()
    for page in (known.directory / "platform").rglob("*.*html"):
        page.write_text(SOFT_404, encoding="utf-8")
    _recheck(known)
    known.scan()
    assert {known.states()[number] for number in before} == {State.NEW}


@pytest.mark.parametrize("body", [CHALLENGE, FIREWALL, SOFT_404, LOGIN])
def test_a_column_that_does_not_show_itself_is_neither_mended_nor_empty(
    known: Sample, body: str
) -> None:
    # Only scripts may hide in a browser what a page shows.
    known = known if body == CHALLENGE else _undrawn(known)
    stale = _issue(known, code="F301")
    path = stale.url.removeprefix(known.site.start_url)
    (known.directory / "platform" / path).write_text(body, encoding="utf-8")
    before = known.states()
    _recheck(known, stale)
    known.scan()
    after = known.states()
    assert {number: after[number] for number in before} == before
    with known.ledger() as ledger:
        empty = ledger.issues(IssueFilter(codes=("F302",)))
    assert stale.column not in {issue.subject for issue in empty}


def test_a_recheck_interrupted_before_it_was_judged_is_not_taken_up_again(
    known: Sample,
) -> None:
    issue = _issue(known, text="秸杆", code="W101")
    target = target_of(known.site, [issue], None)
    folder = known.directory / "snapshots/qinghe/20990101T000000Z"
    crawl(known.site, target, folder, today=TODAY).close()
    known.replace("粉碎后的秸杆要", "粉碎后的秸秆要")
    _recheck(known, issue)
    assert known.states()[issue.id] is State.FIXED


def test_a_fault_of_the_template_outlives_the_page_it_was_shown_on(known: Sample) -> None:
    issue = _issue(known, code="W101", site=True)
    path = f"/{issue.url.removeprefix(known.site.start_url)}"
    (known.directory / "platform/_data/status.json").write_text(json.dumps({path: 404}))
    _recheck(known, issue)
    assert known.states()[issue.id] is State.NEW


def test_an_issue_keeps_its_unit_when_the_list_of_its_column_fails(known: Sample) -> None:
    known = _undrawn(known)
    issue = _issue(known, text="秸杆", code="W101")
    column = known.site.column(issue.column)
    assert column is not None
    path = f"/{column.url.removeprefix(known.site.start_url)}"
    outages = {path: 503, "/module/web/jpage/dataproxy.jsp": 503}
    (known.directory / "platform/_data/status.json").write_text(json.dumps(outages))
    known.scan()
    with known.ledger() as ledger:
        after = ledger.issue(issue.id)
    assert (after.unit, after.column, after.state) == (issue.unit, issue.column, State.NEW)
