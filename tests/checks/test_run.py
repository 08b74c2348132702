"""A run says what it looked at, survives its rules, and reports nothing twice."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checks.assemble import Template
from checks.finding import SITE_SUBJECT, Hit, Severity, Undecided
from checks.registry import RULES
from checks.rule import Context, Reports, column_rule, page_rule, site_rule
from checks.run import run_document
from checks.views import ColumnView, Document, SiteView
from checks.words.w101_wrong_word import wrong_word
from checks.words.w103_doubled_word import doubled_word
from crawler.page import Fetch, Outcome, Page, Role
from crawler.snapshot import Asked, Target
from tests.checks.builders import (
    COLUMN,
    HOME,
    HOST,
    LIST,
    NOW,
    TODAY,
    WORDS,
    Crawl,
    Visit,
    article,
    html,
    listing,
    site,
)

TYPO = "严禁露天焚烧秸杆。"
ROW = ("/a.html", "关于秸秆禁烧的通知", "2026-11-20")
LISTED = Visit("/tzgg/", listing(ROW), Role.COLUMN, "tzgg")
ARTICLE = Visit("/a.html", article("严禁露天焚烧秸秆。"), column_id="tzgg")
WRONG = Visit("/a.html", article(TYPO), column_id="tzgg")


@page_rule("X901", "crashes-late", "中途出错", Severity.ERROR, clause="", bad=(), good=())
def crashes_late(doc: Document, ctx: Context) -> Reports:
    """Fails on one page after a first hit."""
    yield Hit("第一处", "first")
    if doc.url.endswith("/a.html"):
        raise KeyError(doc.url)


# A rule of a third party may be no generator and fail at once.
@page_rule("X902", "crashes-at-once", "立即出错", Severity.ERROR, clause="", bad=(), good=())
def crashes_at_once(doc: Document, ctx: Context) -> Reports:
    """Fails before there is anything to iterate over."""
    raise ValueError(doc.url)


@column_rule("X903", "crashes-on-columns", "栏目出错", Severity.ERROR, clause="", bad=(), good=())
def crashes_on_columns(view: ColumnView, ctx: Context) -> Reports:
    """Fails on every column."""
    raise ZeroDivisionError


@site_rule("X904", "whole", "全站", Severity.ERROR, clause="", bad=(), good=(), whole=True)
def whole(view: SiteView, ctx: Context) -> Reports:
    """Needs the whole crawl."""
    yield Hit("全站问题", "")


@page_rule("X905", "twice", "重复", Severity.WARNING, clause="", bad=(), good=(), frame=False)
def twice(doc: Document, ctx: Context) -> Iterator[Hit | Undecided]:
    """Reports the same fault and the same doubt twice on each page."""
    for number in range(2):
        yield Hit(f"第 {number} 次", "key")
        yield Undecided("", f"第 {number} 次", "other")


@page_rule("X906", "term", "专名", Severity.WARNING, clause="", bad=(), good=(), told_once=True)
def term(doc: Document, ctx: Context) -> Reports:
    """Takes a term of the site for a mistake."""
    if "青禾薯" in doc.text:
        yield Hit("“青禾薯”有疑问", "青禾薯")


def test_a_rule_that_crashes_leaves_its_subject_undecided_and_the_others_go_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    visits = (HOME, LISTED, WRONG, Visit("/b.html", article("好")))
    rules = (crashes_late, crashes_at_once, crashes_on_columns, wrong_word)
    with caplog.at_level(logging.CRITICAL):
        result = Crawl(tmp_path, visits).judged(rules)
    a, b = f"{HOST}/a.html", f"{HOST}/b.html"
    doubts = {(doubt.code, doubt.subject) for doubt in result.undecided}
    assert ("X901", a) in doubts
    assert ("X901", b) not in doubts
    assert {("X902", a), ("X902", b), ("X903", "tzgg")} <= doubts
    assert all("运行出错" in doubt.reason for doubt in result.undecided)
    assert {f.subject for f in result.findings if f.code == "W101"} == {a}
    # What it could not tell it does not close; what it could, it does.
    assert not result.could_tell("X901", a, "second")
    assert result.could_tell("X901", b, "second")
    assert result.could_tell("W101", b, "any")


def test_faults_and_doubts_of_one_identity_are_merged(tmp_path: Path) -> None:
    result = Crawl(tmp_path, (ARTICLE,)).judged((twice,))
    assert [(f.message, f.key) for f in result.findings] == [("第 0 次", "key")]
    assert [(d.code, d.subject, d.reason) for d in result.undecided] == [
        ("X905", f"{HOST}/a.html", "第 0 次")
    ]


def test_what_many_pages_write_alike_is_told_once_by_rules_that_ask_for_it(tmp_path: Path) -> None:
    articles = [Visit(f"/{n}.html", article(f"第{n}篇：推广青禾薯。")) for n in range(4)]
    for number, told in ((2, 2), (3, 1), (4, 1)):
        result = Crawl(tmp_path / str(number), tuple(articles[:number])).judged((term,))
        assert len(result.findings) == told
    (finding,) = result.findings
    assert finding.subject == f"{HOST}/0.html"
    assert "另有 3 个页面也这样写" in finding.message


def test_a_partial_crawl_leaves_out_the_rules_that_need_the_whole(tmp_path: Path) -> None:
    full = Crawl(tmp_path / "full", (HOME, LISTED, ARTICLE)).judged((whole, wrong_word))
    assert {f.code for f in full.findings} == {"X904"}
    assert full.codes == {"X904", "W101"}

    target = Target((Asked(f"{HOST}/a.html"),))
    part = Crawl(tmp_path / "part", (WRONG,), target=target).judged((whole, wrong_word))
    assert {f.code for f in part.findings} == {"W101"}
    assert part.codes == {"W101"}


def test_a_run_names_what_it_saw_and_what_is_gone(tmp_path: Path) -> None:
    visits = (
        HOME,
        LISTED,
        ARTICLE,
        Visit("/gone.html", outcome=Outcome.GONE, error="404"),
        Visit("/late.html", outcome=Outcome.UNKNOWN, error="超时"),
        Visit("/out", html("外站"), Role.PROBE),
    )
    result = Crawl(tmp_path, visits).judged(RULES)
    assert result.subjects == {
        f"{HOST}/",
        LIST,
        f"{HOST}/a.html",
        f"{HOST}/gone.html",
        "tzgg",
        SITE_SUBJECT,
    }
    assert result.gone == {f"{HOST}/gone.html"}
    assert result.incomplete == ""


def test_a_column_whose_list_was_not_read_is_no_subject(tmp_path: Path) -> None:
    late = Visit(
        "/tzgg/", role=Role.COLUMN, column_id="tzgg", outcome=Outcome.UNKNOWN, error="超时"
    )
    result = Crawl(tmp_path, (HOME, late)).judged(RULES)
    assert "tzgg" not in result.subjects
    assert not [f for f in result.findings if f.subject == "tzgg"]


def test_a_partial_crawl_without_the_home_page_says_nothing_of_the_site(tmp_path: Path) -> None:
    target = Target((Asked(f"{HOST}/a.html"),))
    result = Crawl(tmp_path, (ARTICLE,), target=target).judged((wrong_word,))
    assert result.subjects == {f"{HOST}/a.html"}


def test_the_site_was_not_seen_when_a_page_asked_for_was_out_of_reach(tmp_path: Path) -> None:
    asked = Target((Asked(f"{HOST}/"), Asked(f"{HOST}/a.html")), judges_site=True)
    seen = Crawl(tmp_path / "seen", (HOME, ARTICLE), target=asked).judged((wrong_word,))
    assert SITE_SUBJECT in seen.subjects
    late = Visit("/a.html", outcome=Outcome.UNKNOWN, error="超时")
    result = Crawl(tmp_path / "late", (HOME, late), target=asked).judged((wrong_word,))
    assert SITE_SUBJECT not in result.subjects
    assert [(d.code, d.subject) for d in result.undecided] == [("", f"{HOST}/a.html")]
    assert "页面未能访问：超时" in result.undecided[0].reason


@pytest.mark.parametrize(
    ("crawl", "told"),
    [
        ({"stopped": "站点没有正常响应"}, "站点没有正常响应"),
        ({"is_finished": False}, "采集中断"),
        ({"visits": (HOME, replace(ARTICLE, is_pending=True))}, "还有 1 个地址未访问"),
    ],
)
def test_a_crawl_that_came_to_no_end_decides_nothing(
    tmp_path: Path, crawl: dict[str, object], told: str
) -> None:
    result = replace(Crawl(tmp_path, (HOME,)), **crawl).judged((wrong_word,))  # type: ignore[arg-type]
    assert told in result.incomplete
    assert not result.could_tell("W101", f"{HOST}/", "any")


def test_a_finding_names_the_column_and_the_unit_that_answer_for_it(tmp_path: Path) -> None:
    (finding,) = Crawl(tmp_path, (HOME, LISTED, WRONG)).judged((wrong_word,)).findings
    assert (finding.column, finding.unit) == ("tzgg", "zfb")
    assert finding.page_title == "关于某事的通知"


def test_an_attachment_that_could_not_be_read_is_undecided_for_every_rule(tmp_path: Path) -> None:
    url = f"{HOST}/a.pdf"
    fetch = Fetch(url, Outcome.OK, NOW, 200, media="application/pdf")
    page = Page(fetch, Role.FILE, unreadable="PDF 文件已加密，需要密码才能打开")
    result = Crawl(tmp_path, (HOME, Visit("/a.pdf", role=Role.FILE, page=page))).judged(
        (wrong_word, doubled_word)
    )
    assert [(d.code, d.subject) for d in result.undecided] == [("", url)]
    assert not result.could_tell("W101", url, "any")


def test_template_text_is_checked_once_for_the_whole_site(tmp_path: Path) -> None:
    pages = tuple(Visit(f"/{number}.html", article("好", footer="己经备案")) for number in range(6))
    result = Crawl(tmp_path, (HOME, *pages)).judged((wrong_word,))
    assert [(f.code, f.subject, f.column) for f in result.findings] == [("W101", SITE_SUBJECT, "")]


def test_a_recheck_of_one_page_knows_the_template_of_the_last_scan(tmp_path: Path) -> None:
    page = Visit("/a.html", html("<p>己经备案</p><p>正文</p>"))
    target = Target((Asked(f"{HOST}/a.html"),))
    known = Template(frozenset({"己经备案"}))
    result = Crawl(tmp_path / "known", (page,), target=target).judged((wrong_word,), known)
    assert [f.subject for f in result.findings] == [SITE_SUBJECT]
    result = Crawl(tmp_path / "new", (page,), target=target).judged((wrong_word,), Template())
    assert [f.subject for f in result.findings] == [f"{HOST}/a.html"]


def test_a_typo_in_a_title_is_reported_on_the_article_and_not_again_on_the_list(
    tmp_path: Path,
) -> None:
    title = "关于秸杆禁烧的通知"
    listed = replace(LISTED, html=listing((ROW[0], title, ROW[2])))
    wrong = replace(ARTICLE, html=article("正文", title=title))
    (finding,) = Crawl(tmp_path, (HOME, listed, wrong)).judged((wrong_word,)).findings
    assert finding.subject == f"{HOST}/a.html"


def test_a_shortened_title_on_the_list_is_not_reported_again_either(tmp_path: Path) -> None:
    listed = replace(LISTED, html=listing((ROW[0], "关于秸杆禁烧的…", ROW[2])))
    wrong = replace(ARTICLE, html=article("正文", title="关于秸杆禁烧的通知"))
    (finding,) = Crawl(tmp_path, (HOME, listed, wrong)).judged((wrong_word,)).findings
    assert finding.subject == f"{HOST}/a.html"


def test_a_typo_that_stands_in_the_list_row_alone_is_reported_on_the_column_page(
    tmp_path: Path,
) -> None:
    listed = replace(LISTED, html=listing((ROW[0], "关于秸杆禁烧的通知", ROW[2])))
    right = replace(ARTICLE, html=article("正文", title="关于秸秆禁烧的通知"))
    (finding,) = Crawl(tmp_path, (HOME, listed, right)).judged((wrong_word,)).findings
    assert (finding.subject, finding.column) == (LIST, "tzgg")


def test_leaving_out_a_linked_title_neither_joins_nor_breaks_the_text_around_it(
    tmp_path: Path,
) -> None:
    around = (
        '<p>现公布县的<a href="/a.html">关于秸秆禁烧的通知</a>的说明。</p>'
        '<p>收款帐户 6217<a href="/2.html">2</a></p><p>第2次：严禁焚烧秸杆2吨</p>'
    )
    listed = replace(LISTED, html=listing(ROW, more=around))
    right = replace(ARTICLE, html=article("正文", title=ROW[1]))
    second = Visit("/2.html", article("第 2 页", title="2"))
    result = Crawl(tmp_path, (HOME, listed, right, second)).judged((wrong_word, doubled_word))
    assert not [f for f in result.findings if f.code == "W103"]
    evidence = " ".join(f.evidence for f in result.findings)
    assert "第2次：严禁焚烧【秸杆】2吨" in evidence


def test_a_single_document_is_judged_by_the_page_rules_alone() -> None:
    rules = (wrong_word, whole, crashes_on_columns)
    document = Document(TYPO, subject="稿件", name="稿件")
    result = run_document(document, rules, Context(TODAY, WORDS))
    assert result.codes == {"W101"}
    assert [f.subject for f in result.findings] == ["稿件"]
    assert result.could_tell("W101", "稿件", "any")


def test_a_column_of_the_site_answers_for_its_own_faults(tmp_path: Path) -> None:
    empty = Visit("/tzgg/", html("<p></p>", "通知公告"), Role.COLUMN, "tzgg")
    result = Crawl(tmp_path, (HOME, empty), site(COLUMN)).judged(RULES)
    (finding,) = (f for f in result.findings if f.code == "F302")
    assert (finding.subject, finding.column, finding.unit) == ("tzgg", "tzgg", "zfb")
    assert finding.url == LIST


def test_a_home_page_that_redirects_to_its_index_lets_the_site_be_judged(tmp_path: Path) -> None:
    visits = (
        Visit("/", role=Role.HOME, location=f"{HOST}/index.html"),
        Visit("/index.html", article("全区秋季农业生产现场会召开。"), Role.HOME),
    )
    result = Crawl(tmp_path, visits).judged(RULES)
    assert SITE_SUBJECT in result.subjects


def test_personal_numbers_in_titles_and_link_texts_are_masked_in_every_report(
    tmp_path: Path,
) -> None:
    number = "1380013" + "8000"

    @page_rule("X905", "talks", "说出一切", Severity.ERROR, clause="", bad=(), good=())
    def talks(doc: Document, ctx: Context) -> Reports:
        """Repeats what it sees."""
        yield Hit(f"标题里的 {number}", "", evidence=f"证据里的 {number}")
        yield Undecided(doc.subject, f"原因里的 {number}", "k")

    result = Crawl(
        tmp_path, (Visit("/", article("首页的正文在这里，足够长。"), Role.HOME),)
    ).judged((talks,))
    assert number not in str(result)
    assert result.findings
