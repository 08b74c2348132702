"""The simulated inspection follows the official indicators and says what it cannot judge."""

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count

import pytest

from checks.finding import SITE_SUBJECT, Severity
from crawler.site import Column, ColumnKind, Site, Unit
from ledger.issue import Issue, ScanInfo
from ledger.lifecycle import State
from notifier.notice import NO_UNIT
from xunjian.availability import Availability
from xunjian.inspection import inspection
from xunjian.score import score
from xunjian.score_text import render_text
from xunjian.scorecard import Deduction, Score, Verdict, Veto

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
HOME = "http://a.example/"
NUMBERS = count(1)
KINDS = {
    "news1": ColumnKind.NEWS,
    "news2": ColumnKind.NEWS,
    "notice1": ColumnKind.NOTICE,
    "notice2": ColumnKind.NOTICE,
    "policy": ColumnKind.POLICY,
    "explain": ColumnKind.INTERPRETATION,
    **{f"other{number}": ColumnKind.OTHER for number in range(1, 9)},
}
SITE = Site(
    "a",
    "青禾区人民政府",
    HOME,
    columns=tuple(Column(name, name, f"{HOME}{name}/", "zfb", KINDS[name]) for name in KINDS),
    units=(Unit("zfb", "区政府办公室"), Unit("jyj", "区教育局")),
)
SCAN = ScanInfo("s1", "a", NOW, NOW, True, 320)
FAST = ("news1", "news2", "notice1", "notice2", "policy")


def issue(
    code: str,
    subject: str = "http://a.example/p.html",
    *,
    severity: Severity = Severity.ERROR,
    column: str = "",
    url: str = "",
    unit: str = "zfb",
    state: State = State.NOTIFIED,
    due: date | None = None,
    message: str = "",
) -> Issue:
    number = next(NUMBERS)
    return Issue(
        id=number,
        fingerprint=f"1:{number}",
        site_id="a",
        code=code,
        name="",
        title="",
        subject=subject,
        url=url or subject,
        column=column,
        unit=unit,
        state=state,
        severity=severity,
        message=message,
        evidence="",
        suggestion="",
        first_seen=NOW,
        last_seen=NOW,
        due=due,
    )


def of_column(code: str, *ids: str) -> list[Issue]:
    return [
        issue(code, each, column=each, severity=Severity.CRITICAL, url=f"{HOME}{each}/")
        for each in ids
    ]


# Seven days of visits that all opened.
WEEK = Availability(visits=200, days=7, is_judged=True)


def judged(*issues: Issue, watch: Availability | None = WEEK) -> Score:
    return score(SITE, issues, SCAN, TODAY, watch=watch)


def text_of(result: Score, site: Site = SITE) -> str:
    return render_text(inspection(result, site))


def veto(result: Score, title: str) -> Veto:
    return next(item for item in result.vetoes if title in item.title)


def deduction(result: Score, title: str) -> Deduction:
    return next(item for item in result.deductions if item.title.endswith(title))


def test_a_site_without_issues_loses_nothing() -> None:
    result = judged()
    assert result.verdict is Verdict.CLEAR
    assert result.lost == 0
    assert (
        result.judged
        + sum(i.points or 0 for i in result.by_hand if i.points and "加分" not in i.title)
        == 100
    )
    assert result.units == ()


@pytest.mark.parametrize(
    ("stale", "verdict", "margin"),
    [
        (FAST[:2], Verdict.CLEAR, "再有 3 个栏目逾期即单项否决"),
        (FAST[:3], Verdict.NEAR, "再有 2 个栏目逾期即单项否决"),
        (FAST, Verdict.VETO, "已达 5 个的否决线"),
    ],
)
def test_five_stale_news_notice_and_policy_columns_fail_the_site(
    stale: tuple[str, ...], verdict: Verdict, margin: str
) -> None:
    item = veto(judged(*of_column("F301", *stale)), "动态要闻")
    assert (item.count, item.verdict, item.margin) == (len(stale), verdict, margin)


def test_stale_columns_of_other_kinds_count_for_the_long_list_only() -> None:
    result = judged(*of_column("F301", *(f"other{number}" for number in range(1, 9))))
    assert veto(result, "动态要闻").count == 0
    assert veto(result, "长期未更新").count == 8
    assert veto(result, "长期未更新").verdict is Verdict.NEAR


def test_five_empty_columns_fail_the_site() -> None:
    result = judged(*of_column("F302", *(f"other{number}" for number in range(1, 6))))
    assert veto(result, "空白").verdict is Verdict.VETO
    assert result.verdict is Verdict.VETO


@pytest.mark.parametrize(("code", "title"), [("W106", "表述错误"), ("P201", "泄露")])
def test_critical_words_and_leaks_are_for_a_person_to_confirm(code: str, title: str) -> None:
    result = judged(issue(code, severity=Severity.CRITICAL))
    assert veto(result, title).verdict is Verdict.CONFIRM
    assert veto(result, title).margin == "需人工确认，可能单项否决"
    assert result.verdict is Verdict.CONFIRM


def test_an_ordinary_wrong_word_touches_no_veto() -> None:
    assert judged(issue("W101")).verdict is Verdict.CLEAR


def test_what_is_fixed_or_waived_costs_nothing() -> None:
    closed = [
        issue("P201", severity=Severity.CRITICAL, state=state)
        for state in (State.FIXED, State.WAIVED, State.FALSE_ALARM)
    ]
    assert judged(*closed).verdict is Verdict.CLEAR


def test_a_column_that_left_the_list_is_not_counted() -> None:
    assert veto(judged(*of_column("F302", "gone")), "空白").count == 0


def test_a_class_is_lost_only_when_all_its_columns_are_stale() -> None:
    one = judged(*of_column("F301", "news1"))
    assert deduction(one, "动态要闻").points == 0
    assert deduction(one, "其他栏目").points == 1
    both = judged(*of_column("F301", "news1", "news2"))
    assert deduction(both, "动态要闻").points == 5
    assert deduction(both, "其他栏目").points == 0


def test_empty_and_stale_columns_cost_two_and_one_up_to_four() -> None:
    some = judged(*of_column("F302", "other1"), *of_column("F301", "other2"))
    assert deduction(some, "其他栏目").points == 3
    many = judged(*of_column("F302", "other1", "other2", "other3"))
    assert deduction(many, "其他栏目").points == 4


@pytest.mark.parametrize(
    ("issues", "points"),
    [
        ([issue("L401")], 0.1),
        ([issue("L401", HOME)], 0.2),
        ([issue("L401", SITE_SUBJECT, url="http://a.example/x.html")], 0.2),
        ([issue("L401"), issue("L402"), issue("L403", HOME)], 0.4),
        ([issue("L401", f"http://a.example/{number}.html") for number in range(40)], 1.0),
        ([issue("L404", HOME), issue("L406")], 0.3),
        # Links that open are none that do not; nor is a style sheet a link.
        ([issue("L411"), issue("L412"), issue("L405")], 0.0),
        ([replace(issue("L404"), severity=Severity.WARNING)], 0.0),
    ],
)
def test_broken_links_cost_more_on_the_home_page_and_one_point_at_most(
    issues: list[Issue], points: float
) -> None:
    assert deduction(judged(*issues), "可用性").points == pytest.approx(points)


def test_footer_marks_cost_half_a_point_each_and_three_at_most() -> None:
    assert deduction(judged(issue("S501"), issue("S501")), "网站标识").points == 1
    assert deduction(judged(*(issue("S501") for _ in range(9))), "网站标识").points == 3


def test_page_tags_cost_one_point_at_most() -> None:
    lists = [issue("S502", each) for each in KINDS]
    texts = [issue("S502", each, message=f"“{each}”栏目的稿件页缺少网页标签") for each in KINDS]
    assert deduction(judged(*lists), "页面标签").points == 0.5
    assert deduction(judged(*lists, *texts), "页面标签").points == 1


def test_a_class_without_a_column_is_left_to_a_person() -> None:
    result = score(Site("a", "示例", HOME), [], SCAN, TODAY)
    assert any("动态要闻" in item.title and "是否开设" in item.how for item in result.by_hand)
    item = deduction(result, "动态要闻")
    assert (item.points, item.cap, bool(item.unknown)) == (0, 0, True)


def test_units_are_ranked_by_open_then_critical_then_overdue() -> None:
    yesterday = date(2026, 3, 1)
    result = judged(
        issue("W101", unit="jyj"),
        issue("W101", unit="jyj", due=yesterday),
        issue("W101", unit="zfb", due=TODAY),
        issue("P201", unit="", severity=Severity.CRITICAL),
    )
    ranks = [(rank.name, rank.open, rank.critical, rank.overdue) for rank in result.units]
    assert ranks == [
        ("区教育局", 2, 0, 1),
        (NO_UNIT, 1, 1, 0),
        ("区政府办公室", 1, 0, 0),
    ]


def test_the_text_says_all_of_it_in_aligned_columns() -> None:
    text = text_of(judged(*of_column("F301", *FAST[:3]), issue("L401", unit="jyj")))
    assert "青禾区人民政府　模拟检查（2026-03-02）" in text
    assert "2026-03-02 02:00 完成的全站检测（全查，不是抽样），访问 320 个地址" in text
    assert "再有 2 个栏目逾期即单项否决" in text
    assert "办事服务·在线申请" in text
    table = [line for line in text.splitlines() if "个栏目逾期即" in line and line[:2] == "  "]
    assert len({cells(line[: line.index("再有")]) for line in table}) == 1


def cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def test_without_a_scan_the_text_says_so() -> None:
    assert "还没有完整的检测记录" in text_of(score(SITE, [], None, TODAY))


def test_a_home_page_without_news_fails_the_site_alone() -> None:
    result = judged(issue("F307", SITE_SUBJECT, severity=Severity.CRITICAL, url=HOME))
    assert veto(result, "首页不更新").verdict is Verdict.VETO
    assert result.verdict is Verdict.VETO
    assert veto(judged(), "首页不更新").verdict is Verdict.CLEAR


@pytest.mark.parametrize(
    ("urls", "points"),
    [((), 0), ((HOME,), 1), ((f"{HOME}p.html",), 0.2), ((HOME, f"{HOME}p.html"), 1)],
)
def test_the_entry_for_faults_costs_more_on_the_home_page(
    urls: tuple[str, ...], points: float
) -> None:
    result = judged(*(issue("S506", SITE_SUBJECT, url=url) for url in urls))
    assert deduction(result, "网站找错").points == points


def test_a_domain_of_another_kind_costs_one_point() -> None:
    result = judged(issue("S507", SITE_SUBJECT, url=HOME))
    assert (deduction(result, "域名名称").points, deduction(judged(), "域名名称").points) == (1, 0)
