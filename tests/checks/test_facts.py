"""What the ledger is told of pages."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from checks.facts import with_facts
from checks.finding import Result, Undecided
from checks.veil import Veil
from checks.words.w101_wrong_word import wrong_word
from crawler.page import Outcome
from crawler.site import Limits
from tests.checks.builders import COLUMN, HOME, HOST, Crawl, Visit, article, site

SECRET = b"a secret for tests"
TYPO = "严禁露天焚烧秸杆。"
PAGE = "/tzgg/t20261103_77.html"
HTTP = f"http{HOST.removeprefix('https')}{PAGE}"


def told(crawl: Crawl, known: dict[str, bool]) -> Result:
    """Return the result of a crawl with the facts of its pages."""
    snapshot = crawl.snapshot()
    try:
        result = replace(crawl.judged((wrong_word,)), undecided=(Undecided(HOST + PAGE, "超时"),))
        return with_facts(result, snapshot, known, SECRET)
    finally:
        snapshot.close()


def test_a_page_is_seen_under_the_spelling_of_its_issues_too(tmp_path: Path) -> None:
    result = told(
        Crawl(tmp_path, (HOME, Visit(PAGE, article(TYPO)))), {HTTP: True, COLUMN.id: True}
    )
    page, before = result.pages[HOST + PAGE], result.pages[HTTP]
    assert page.identity == before.identity == HOST + PAGE
    assert page.article == "t_77"
    assert (page.day, page.length) == (date(2026, 11, 3), len(TYPO))
    assert page.sketch
    assert before.length == len(TYPO)
    assert not before.sketch
    assert HTTP in result.subjects
    assert Undecided(HTTP, "超时") in result.undecided
    assert COLUMN.id not in result.pages


def test_where_an_old_address_leads_is_told_and_what_is_gone_has_no_length(tmp_path: Path) -> None:
    visits = (
        HOME,
        Visit(PAGE, article(TYPO)),
        Visit("/old.html", location=HOST + PAGE),
        Visit("/gone.html", outcome=Outcome.GONE),
    )
    known = {f"{HOST}/old.html": True, f"{HOST}/gone.html": True}
    result = told(Crawl(tmp_path, visits), known)
    assert result.pages[f"{HOST}/old.html"].leads_to == HOST + PAGE
    assert result.pages[f"{HOST}/gone.html"].length is None


def test_pages_that_differ_in_a_time_alone_and_say_other_things_are_kept_apart(
    tmp_path: Path,
) -> None:
    visits = [Visit(f"/show.jsp?t={n}", article(f"{n}：{TYPO}", title=f"通知{n}")) for n in (1, 2)]
    crawl = Crawl(tmp_path, (HOME, *visits, Visit("/a/?t=1", article(TYPO))))
    result = told(crawl, {})
    subjects = [f"{HOST}/show.jsp?t=1", f"{HOST}/show.jsp?t=2", f"{HOST}/a/?t=1"]
    identities = [result.identity(subject) for subject in subjects]
    assert identities == [*subjects[:2], f"{HOST}/a/"]


def test_a_site_may_name_the_parameters_that_tell_articles_apart(tmp_path: Path) -> None:
    named = replace(site(COLUMN), limits=Limits(article_keys=("T",)))
    crawl = Crawl(tmp_path, (HOME, Visit("/show.jsp?t=1", article(TYPO))), named)
    url = f"{HOST}/show.jsp?t=1"
    assert told(crawl, {}).identity(url) == url


def test_personal_addresses_are_masked_in_the_facts_as_well(tmp_path: Path) -> None:
    mobile = "138" + "0013" * 2
    crawl = Crawl(tmp_path, (HOME, Visit(f"/{mobile}.html", article(TYPO))))
    result = Veil(SECRET).result(told(crawl, {}))
    (finding,) = result.findings
    assert mobile not in repr(result.pages)
    assert result.pages[finding.subject].length == len(TYPO)
