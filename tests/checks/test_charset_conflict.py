"""S503 on pages as they are read: bytes and declarations in, one problem a kind out."""

from datetime import UTC, datetime

import pytest

from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.rule import EXAMPLE_DAY, Context
from checks.site.s503_charset_conflict import charset_conflict
from checks.views import SiteView
from crawler.extract.encoding import decode
from crawler.page import Fetch, Outcome, Page, Role
from tests.checks.builders import HOST, WORDS, site

TEXT = "青禾区人民政府通知公告，请各单位遵照执行。" * 4


def judged(*pages: tuple[str, str, str]) -> list[Hit]:
    """Run the rule over pages of these charsets: the server's, the tag's, the bytes'."""
    found = {}
    for number, (header, meta, actual) in enumerate(pages):
        url = f"{HOST}/{number}.html"
        tag = f'<meta charset="{meta}">' if meta else ""
        body = f"<html><head>{tag}<title>通知</title></head><body>{TEXT}".encode(actual)
        charset = decode(body, f"text/html; charset={header}" if header else "text/html")
        fetch = Fetch(url, Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200, media="text/html")
        found[url] = Page(fetch, Role.PAGE, text=TEXT, charset=charset.contradiction)
    view = SiteView(site(), found, {url: page.fetch for url, page in found.items()})
    reports = charset_conflict.check(view, Context(EXAMPLE_DAY, WORDS))
    return [report for report in reports if isinstance(report, Hit)]


@pytest.mark.parametrize(
    ("page", "key", "severity"),
    [
        # Browsers obey the server, whatever the page says.
        (("gbk", "utf-8", "utf-8"), "header", Severity.ERROR),
        (("gbk", "gbk", "utf-8"), "header", Severity.ERROR),
        (("utf-8", "gbk", "gbk"), "header", Severity.ERROR),
        (("utf-8", "", "gbk"), "header", Severity.ERROR),
        # They obey the tag where the server says nothing.
        (("", "gb2312", "utf-8"), "alone", Severity.ERROR),
        (("", "utf-8", "gbk"), "alone", Severity.ERROR),
        # The server saves the page.
        (("utf-8", "gb2312", "utf-8"), "meta", Severity.WARNING),
        (("GBK", "utf-8", "gb18030"), "meta", Severity.WARNING),
    ],
)
def test_who_is_wrong_decides_how_bad_it_is(
    page: tuple[str, str, str], key: str, severity: Severity
) -> None:
    (hit,) = judged(page)
    assert (hit.key, hit.severity, hit.subject) == (key, severity, SITE_SUBJECT)


@pytest.mark.parametrize(
    "page",
    [
        ("", "", "utf-8"),
        ("UTF8", "utf-8", "utf-8"),
        # One family.
        ("gbk", "gb2312", "gb18030"),
        ("GB_2312-80", "x-gbk", "gbk"),
        # Defaults of servers, that nobody chose.
        ("ISO-8859-1", "utf-8", "utf-8"),
        ("iso-8859-1", "gb2312", "gbk"),
        # Names of nothing, and what browsers do not take at its word.
        ("binary", "utf-8", "utf-8"),
        ("utf-8", "utf-16", "utf-8"),
    ],
)
def test_these_declarations_contradict_nothing(page: tuple[str, str, str]) -> None:
    assert judged(page) == []


def test_each_kind_is_one_problem_with_its_pages_counted_and_three_shown() -> None:
    wrong, tag = ("gbk", "utf-8", "utf-8"), ("utf-8", "gbk", "utf-8")
    header, meta = judged(*[wrong] * 5, tag, ("utf-8", "utf-8", "utf-8"))
    assert "（5 个页面）" in header.message
    assert header.evidence.count(HOST) == 3
    assert "服务器声明 gbk，网页声明 utf-8，实际为 utf-8" in header.evidence
    assert header.url == f"{HOST}/0.html"
    assert "（1 个页面）" in meta.message
