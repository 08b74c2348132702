"""Scorecards of small platforms are those that were computed by hand from the official text."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from checks.finding import SITE_SUBJECT, Finding, Result, Severity, Undecided
from crawler.site import Column, ColumnKind, Site, Unit
from ledger.issue import Issue, IssueFilter, ScanInfo
from ledger.ledger import Ledger
from tests.crawler.server import Reply, Route, serving
from xunjian import config as configuration
from xunjian.availability import Availability
from xunjian.looked import Looked, last_looked
from xunjian.scan import scan
from xunjian.score import score
from xunjian.score_points import INDICATORS
from xunjian.scorecard import Score, Verdict

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
HOME = "http://a.example/"
KINDS = {
    **{f"news{n}": ColumnKind.NEWS for n in (1, 2, 3)},
    **{f"notice{n}": ColumnKind.NOTICE for n in (1, 2)},
    "policy": ColumnKind.POLICY,
    **{f"reading{n}": ColumnKind.INTERPRETATION for n in (1, 2)},
    "service": ColumnKind.SERVICE,
    "县长信箱": ColumnKind.OTHER,
    **{f"other{n}": ColumnKind.OTHER for n in range(1, 12)},
}
SITE = Site(
    "a",
    "青禾区人民政府",
    HOME,
    columns=tuple(Column(id_, id_, f"{HOME}{id_}/", "zfb", kind) for id_, kind in KINDS.items()),
    units=(Unit("zfb", "区政府办公室"),),
)
# What was looked at: 20 guides, 30 documents, 10 interpretations, 5 messages, 40 other articles.
ARTICLES = {"service": 20, "policy": 30, "reading1": 10, "县长信箱": 5, "news1": 40}
CODES = (
    "F301 F302 F307 F310 F311 F312 F313 F314 L401 L402 L403 L404 L406 L411 L412 L413 L414 P201"
    " S501 S502 S506 S507 S509 S510 S511 S514 S516 S522 W131 C601 C602 C603 C604 C605 C606 C607 C608 C609 C610 C611 C612 C613"
)
VETOED = "判为不合格，不再评其他指标"
ELEMENTS = ("设定依据", "办理地点", "收费标准", "联系电话", "办理时间")


def fault(
    code: str,
    subject: str,
    key: str = "",
    *,
    severity: Severity = Severity.ERROR,
    message: str = "问题",
    url: str = "",
) -> Finding:
    column = subject if subject in KINDS else ""
    return Finding(
        code, "", "", severity, subject, key, url or subject, message, column=column, unit="zfb"
    )


def stale(*columns: str) -> list[Finding]:
    return [fault("F301", each, severity=Severity.CRITICAL) for each in columns]


def empty(*columns: str) -> list[Finding]:
    return [fault("F302", each, severity=Severity.CRITICAL) for each in columns]


def pages(code: str, count: int, message: str = "问题") -> list[Finding]:
    """Return the fault on so many pages."""
    return [fault(code, f"{HOME}{code}/{n}.html", message=message) for n in range(count)]


def guides(count: int, missing: int) -> list[Finding]:
    """Return guides that lack so many elements; four or more are what the veto counts."""
    said = f"办事指南缺少 {missing} 类要素：{'、'.join(ELEMENTS[:missing])}"
    severity = Severity.ERROR if missing >= 4 else Severity.WARNING
    return [
        fault("C606", f"{HOME}C606/{n}.html", message=said, severity=severity) for n in range(count)
    ]


def marks(count: int) -> list[Finding]:
    return [fault("S501", SITE_SUBJECT, f"mark{n}") for n in range(count)]


def tagless() -> list[Finding]:
    """Return tags missing on all columns' pages and on all of their articles."""
    said = "“{}”栏目的稿件页缺少网页标签 PubDate（{}/{} 页）"
    found = [fault("S502", each, "column") for each in KINDS]
    return found + [
        fault("S502", id_, "content", message=said.format(id_, n, n)) for id_, n in ARTICLES.items()
    ]


def messages(older: int, recent: int) -> list[Finding]:
    grave = [
        fault("C601", f"{HOME}m{n}", severity=Severity.CRITICAL, message="超过三个月没有答复")
        for n in range(recent)
    ]
    return grave + [fault("C601", f"{HOME}old{n}") for n in range(older)]


def site_wide(code: str, key: str = "", message: str = "问题") -> Finding:
    return fault(code, SITE_SUBJECT, key, message=message, url=HOME)


@dataclass(frozen=True, slots=True)
class Expected:
    """A scorecard computed by hand: what differs from a site without faults.

    `vetoes` are count and verdict by the beginning of the title, `points` and `worst` what an
    indicator costs.
    """

    verdict: Verdict
    points: Mapping[str, float] = field(default_factory=dict)
    worst: Mapping[str, float] = field(default_factory=dict)
    vetoes: Mapping[str, tuple[int, Verdict]] = field(default_factory=dict)
    outcome: str = "可以再评加分指标"


WATCHED = Availability(visits=200, days=7, is_judged=True)


@dataclass(frozen=True, slots=True)
class Platform:
    """A small platform: what a scan found there, could not judge, and what visits saw."""

    faults: list[Finding]
    expected: Expected
    undecided: tuple[Undecided, ...] = ()
    week: Availability | None = WATCHED
    articles: dict[str, int] = field(default_factory=ARTICLES.copy)
    codes: frozenset[str] = frozenset(CODES.split())


FAST, LONG, VOID = "动态要闻、通知公告、政策文件", "应更新的栏目", "空白栏目"
DOWN, DATES, LETTERS = "站点无法访问", "弄虚作假", "互动回应差：留言"
PLANTED = "发布或链接违法内容"
CHANNEL, GUIDES, GRAVE, LEAK = "互动回应差：没有", "服务不实用", "严重表述错误", "泄露国家秘密"
NEAR, VETO, CONFIRM, UNKNOWN = Verdict.NEAR, Verdict.VETO, Verdict.CONFIRM, Verdict.UNKNOWN

PLATFORMS = {
    "clean": Platform([], Expected(Verdict.CLEAR)),
    # A person has to look at what the link leads to; a hint alone is not for this line.
    "a hidden link to gambling": Platform(
        [
            fault("L411", "news1", severity=Severity.CRITICAL),
            fault("L412", "news1", severity=Severity.WARNING),
        ],
        Expected(CONFIRM, vetoes={PLANTED: (1, CONFIRM)}),
    ),
    # 4 of the 5 columns; the class of news is lost (5), the notices cost 1.
    "four stale news and notices": Platform(
        stale("news1", "news2", "news3", "notice1"),
        Expected(
            NEAR,
            {"发布解读·动态要闻": 5, "发布解读·其他栏目": 1},
            vetoes={FAST: (4, NEAR), LONG: (4, Verdict.CLEAR)},
        ),
    ),
    "five stale news and notices": Platform(
        stale("news1", "news2", "news3", "notice1", "notice2"),
        Expected(
            VETO,
            {"发布解读·动态要闻": 5, "发布解读·其他栏目": 2},
            vetoes={FAST: (5, VETO), LONG: (5, Verdict.CLEAR)},
            outcome=VETOED,
        ),
    ),
    # One of three news columns is up to date, which saves the class: 2 × 1 for other columns.
    "two of three stale": Platform(
        stale("news1", "news2"),
        Expected(
            Verdict.CLEAR,
            {"发布解读·其他栏目": 2},
            vetoes={FAST: (2, Verdict.CLEAR), LONG: (2, Verdict.CLEAR)},
        ),
    ),
    "eight stale": Platform(
        stale(*(f"other{n}" for n in range(1, 9))),
        Expected(NEAR, {"发布解读·其他栏目": 4}, vetoes={LONG: (8, NEAR)}),
    ),
    # Yearly columns count with the others, hints of a year to come do not.
    "ten stale, one of them yearly": Platform(
        [
            *stale(*(f"other{n}" for n in range(1, 10))),
            fault("F314", "other10"),
            fault("F314", "other11", "soon", severity=Severity.WARNING),
        ],
        Expected(VETO, {"发布解读·其他栏目": 4}, vetoes={LONG: (10, VETO)}, outcome=VETOED),
    ),
    "one empty and one stale": Platform(
        [*empty("other1"), *stale("other2")],
        Expected(
            Verdict.CLEAR,
            {"发布解读·其他栏目": 3},
            vetoes={VOID: (1, Verdict.CLEAR), LONG: (1, Verdict.CLEAR)},
        ),
    ),
    "five empty": Platform(
        empty(*(f"other{n}" for n in range(1, 6))),
        Expected(VETO, {"发布解读·其他栏目": 4}, vetoes={VOID: (5, VETO)}, outcome=VETOED),
    ),
    # Each costs more than its indicator is worth; the name in the head is a suspicion only.
    "points capped": Platform(
        [
            *marks(9),
            *pages("L401", 15),
            *tagless(),
            site_wide("S506"),
            site_wide("S507"),
            site_wide("S514", "title"),
            site_wide("S514", "head", "页面头部疑似没有显示网站名称，请核对"),
            site_wide("S510"),
            *pages("S511", 4),
            site_wide("S522"),
        ],
        Expected(
            Verdict.CLEAR,
            {
                "功能设计·网站标识": 3,
                "功能设计·可用性": 1,
                "功能设计·页面标签": 1,
                "功能设计·网站找错": 1,
                "功能设计·域名名称": 2,
                "功能设计·站内搜索": 4,
                "功能设计·IPv6": 1,
            },
            {"功能设计·域名名称": 3},
        ),
    ),
    # Two of the last year are for a person to confirm, the older one is not. Two messages lack
    # one and two of the four parts (3), and there is nothing new for two months (3): 6 of 6.
    "messages unanswered": Platform(
        [
            *messages(older=1, recent=2),
            fault("C603", f"{HOME}a", message="留言页面没有写明答复单位"),
            fault("C603", f"{HOME}b", message="留言页面没有写明答复时间、答复单位"),
            fault("C604", "other1"),
            site_wide("C602"),
        ],
        Expected(CONFIRM, {"互动交流·留言公开": 6}, vetoes={LETTERS: (2, CONFIRM)}),
    ),
    # 5 of 20 guides lack 4 elements (2.0 each): 5 × 10/20 = 2.5 on the average; two are vague
    # (2.0 each): 5 × 4/20 = 1.0; 5 of 20 have no form: 2 × 5/20 = 0.5.
    "five poor guides": Platform(
        [*guides(5, 4), *pages("C607", 2), *pages("C608", 5)],
        Expected(
            VETO,
            {"办事服务·办事指南": 3.5, "办事服务·表格样表": 0.5},
            {"办事服务·办事指南": 8, "办事服务·表格样表": 2},
            {GUIDES: (5, VETO)},
            VETOED,
        ),
    ),
    # Guides that lack three elements cost points (5 × 1.5 = 7.5) and touch no veto.
    "all guides lack three elements": Platform(
        guides(20, 3), Expected(Verdict.CLEAR, {"办事服务·办事指南": 7.5})
    ),
    # 4 of 10 interpretations (3 × 0.5 × 4/10 = 0.6), 10 of 30 documents (3 × 0.5 × 10/30 = 0.5),
    # 6 of 30 documents without an interpretation (3 × 6/30 = 0.6); both columns empty: 5.
    "interpretations": Platform(
        [
            *empty("reading1", "reading2"),
            *pages("C612", 4),
            *pages("C613", 10),
            *pages("C611", 6),
        ],
        Expected(
            Verdict.CLEAR,
            {"发布解读·政策解读": 5, "发布解读·解读关联": 1.1, "发布解读·解读比例": 0.6},
            {"发布解读·解读关联": 3, "发布解读·解读比例": 3},
            {VOID: (2, Verdict.CLEAR)},
        ),
    ),
    # 11 of 200 visits are 5.5 %.
    "does not open": Platform(
        [],
        Expected(VETO, vetoes={DOWN: (11, VETO)}, outcome=VETOED),
        week=Availability(200, 11, is_judged=True),
    ),
    "opens badly": Platform(
        [], Expected(NEAR, vetoes={DOWN: (9, NEAR)}), week=Availability(200, 9, is_judged=True)
    ),
    # No veto, and yet: 5 + 5 + 5 + 4 + 3 + 3 + 8 + 2 + 6 + 3 + 3 + 1 + 1 + 4 + 1 + 1 = 55.
    "fails by points": Platform(
        [
            *stale("news1", "news2", "news3", "policy", "reading1", "reading2"),
            *empty("other1", "other2"),
            *pages("C611", 30),
            *pages("C612", 10),
            *pages("C613", 30),
            *guides(20, 3),
            *pages("C607", 20),
            *pages("C608", 20),
            *pages("C603", 3, "留言页面没有写明答复单位"),
            fault("C604", "other1"),
            *marks(6),
            *pages("L401", 10),
            *tagless(),
            site_wide("S506"),
            site_wide("S507"),
            site_wide("S514", "title"),
            site_wide("S514", "head"),
            site_wide("S510"),
            site_wide("S522"),
        ],
        Expected(
            NEAR,
            {
                "发布解读·动态要闻": 5,
                "发布解读·政策文件": 5,
                "发布解读·政策解读": 5,
                "发布解读·其他栏目": 4,
                "发布解读·解读比例": 3,
                "发布解读·解读关联": 3,
                "办事服务·办事指南": 8,
                "办事服务·表格样表": 2,
                "互动交流·留言公开": 6,
                "功能设计·网站标识": 3,
                "功能设计·域名名称": 3,
                "功能设计·可用性": 1,
                "功能设计·网站找错": 1,
                "功能设计·站内搜索": 4,
                "功能设计·页面标签": 1,
                "功能设计·IPv6": 1,
            },
            vetoes={FAST: (4, NEAR), LONG: (6, Verdict.CLEAR), VOID: (2, Verdict.CLEAR)},
            outcome="也只有 45 分，低于 60 分，判为不合格",
        ),
    ),
    "everything": Platform(
        [
            *stale("news1", "news2", "news3", "notice1", "notice2", "policy"),
            *stale("reading1", "reading2", "other1", "other2"),
            *empty(*(f"other{n}" for n in range(3, 9))),
            fault("P201", f"{HOME}p", severity=Severity.CRITICAL),
            fault("W131", f"{HOME}w", severity=Severity.CRITICAL),
            fault("F310", f"{HOME}f", severity=Severity.WARNING),
            fault("F307", SITE_SUBJECT, severity=Severity.CRITICAL),
            fault("C605", SITE_SUBJECT, severity=Severity.CRITICAL),
            *messages(older=0, recent=1),
            *guides(6, 5),
        ],
        Expected(
            VETO,
            # 6 of 20 guides lack 5 elements (2.5 each): 5 × 15/20 = 3.75.
            {
                "发布解读·动态要闻": 5,
                "发布解读·政策文件": 5,
                "发布解读·政策解读": 5,
                "发布解读·其他栏目": 4,
                "办事服务·办事指南": 3.8,
            },
            {"办事服务·办事指南": 8},
            {
                FAST: (6, VETO),
                LONG: (10, VETO),
                VOID: (6, VETO),
                DOWN: (20, VETO),
                DATES: (1, CONFIRM),
                "首页不更新": (1, VETO),
                CHANNEL: (1, CONFIRM),
                LETTERS: (1, CONFIRM),
                GUIDES: (6, VETO),
                GRAVE: (1, CONFIRM),
                LEAK: (1, CONFIRM),
            },
            VETOED,
        ),
        week=Availability(200, 20, is_judged=True),
    ),
}


def kept(platform: Platform, folder: Path) -> list[Issue]:
    """Bring the faults into a real ledger and read them back."""
    subjects = {each.subject for each in platform.faults}
    result = Result("a", platform.codes, frozenset(subjects), tuple(platform.faults))
    with Ledger.open(f"sqlite:///{folder}/ledger.sqlite3", b"a secret for tests") as ledger:
        ledger.apply(result, scan=ScanInfo("s", "a", NOW, NOW, True, 100), now=NOW)
        return ledger.issues(IssueFilter(site_id="a"))


def card_of(platform: Platform, folder: Path) -> Score:
    looked = Looked(platform.codes, 21, 130, 10, 0, platform.articles, platform.undecided)
    issues = kept(platform, folder)
    scanned = ScanInfo("s", "a", NOW, NOW, True, 100)
    return score(SITE, issues, scanned, TODAY, looked=looked, watch=platform.week)


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_scorecard_is_the_one_computed_by_hand(name: str, tmp_path: Path) -> None:
    expected = PLATFORMS[name].expected
    card = card_of(PLATFORMS[name], tmp_path)
    assert {item.title: item.points for item in card.deductions if item.points} == dict(
        expected.points
    )
    worst = {item.title: item.worst for item in card.deductions if item.worst != item.points}
    assert worst == dict(expected.worst)
    touched = {veto.title: (veto.count, veto.verdict) for veto in card.vetoes if veto.count}
    assert len(touched) == len(expected.vetoes)
    for title, found in expected.vetoes.items():
        assert [each for name, each in touched.items() if name.startswith(title)] == [found]
    assert card.verdict is expected.verdict
    assert card.lost == round(math.fsum(expected.points.values()), 1)
    assert expected.outcome in card.outcome


def test_the_indicators_come_to_the_official_points() -> None:
    groups: dict[str, float] = {}
    for indicator in INDICATORS:
        group = indicator.title.partition("·")[0]
        groups[group] = groups.get(group, 0) + indicator.cap
    assert groups == {"发布解读": 31, "办事服务": 25, "互动交流": 23, "功能设计": 21}


@pytest.mark.parametrize("name", PLATFORMS)
def test_what_a_machine_judges_and_what_people_judge_are_100_points(
    name: str, tmp_path: Path
) -> None:
    card = card_of(PLATFORMS[name], tmp_path)
    by_hand = math.fsum(
        item.points or 0 for item in card.by_hand if not item.title.startswith("加分")
    )
    assert card.judged + by_hand == 100
    assert math.fsum(i.points or 0 for i in card.by_hand if i.title.startswith("加分")) == 30


def test_a_rule_that_did_not_run_is_not_taken_for_a_clean_indicator(tmp_path: Path) -> None:
    codes = frozenset(CODES.split()) - {"S510", "S511", "S507", "F301", "F302", "F314", "C601"}
    card = card_of(Platform([], Expected(UNKNOWN), codes=codes), tmp_path)
    items = {item.title: item for item in card.deductions}
    search, name = items["功能设计·站内搜索"], items["功能设计·域名名称"]
    assert (search.cap, bool(search.unknown)) == (0, True)
    assert (name.cap, name.full, name.unknown) == (2, 3, "")
    assert items["发布解读·动态要闻"].unknown and items["发布解读·其他栏目"].unknown
    verdicts = {veto.title: veto.verdict for veto in card.vetoes}
    assert verdicts["空白栏目"] is UNKNOWN
    assert card.verdict is UNKNOWN


def test_where_there_are_no_guides_and_messages_their_indicators_are_not_judged(
    tmp_path: Path,
) -> None:
    card = card_of(Platform([], Expected(UNKNOWN), articles={"news1": 40}), tmp_path)
    unknown = {item.title: item.unknown for item in card.deductions if item.unknown}
    assert unknown == {
        "发布解读·解读比例": "没有看到文件",
        "发布解读·解读关联": "没有看到解读",
        "办事服务·办事指南": "没有看到指南",
        "办事服务·表格样表": "没有看到指南",
        "互动交流·留言公开": "没有看到留言",
    }
    verdicts = [veto.title for veto in card.vetoes if veto.verdict is UNKNOWN]
    assert [title[:5] for title in verdicts] == ["互动回应差", "服务不实用"]


def test_what_could_not_be_judged_counts_in_the_worst_case(tmp_path: Path) -> None:
    undecided = (
        Undecided("news3", "栏目列表未能完整读取", code="F301"),
        Undecided("other1", "栏目列表未能完整读取", code="F302"),
        Undecided(SITE_SUBJECT, "首页没有正常显示", code="F307"),
        Undecided(SITE_SUBJECT, "页脚没有读到", code="S501"),
    )
    platform = Platform(
        stale("news1", "news2", "notice1", "notice2"), Expected(NEAR), undecided=undecided
    )
    card = card_of(platform, tmp_path)
    vetoes = {veto.title: veto for veto in card.vetoes}
    assert vetoes["首页不更新"].verdict is UNKNOWN
    fast = next(veto for title, veto in vetoes.items() if title.startswith(FAST))
    assert (fast.count, fast.doubts) == (4, 1)
    assert "另有 1 个未能判断，如果都是，就达到否决线" in fast.margin
    items = {item.title: item for item in card.deductions}
    marks = items["功能设计·网站标识"]
    assert (marks.cap, marks.full) == (0.5, 3) and "页脚没有读到" in marks.reason
    assert "更新日期未能判断" in items["发布解读·动态要闻"].unknown
    # 4 stale columns; one more that may be empty (2) and one that may be stale (1).
    assert (items["发布解读·其他栏目"].points, items["发布解读·其他栏目"].worst) == (4, 4)


def test_a_page_that_nobody_could_read_is_not_taken_for_a_harmless_one(tmp_path: Path) -> None:
    undecided = (
        Undecided(f"{HOME}list.pdf", "附件读不出来"),
        Undecided("news1", "栏目列表未能完整读取", code="F301"),
        Undecided(SITE_SUBJECT, "首页没有正常显示", code="C605"),
    )
    card = card_of(Platform([], Expected(UNKNOWN), undecided=undecided), tmp_path)
    vetoes = {veto.title: veto for veto in card.vetoes}
    leak = vetoes["泄露国家秘密、个人隐私"]
    assert (leak.verdict, leak.margin) == (Verdict.CLEAR, "机器未发现；另有 1 处未能判断")
    channel = next(veto for title, veto in vetoes.items() if title.startswith(CHANNEL))
    assert (channel.verdict, channel.margin) == (UNKNOWN, "未能判断：首页没有正常显示")


def test_one_undecided_column_may_cost_what_its_fault_would(tmp_path: Path) -> None:
    doubt = Undecided("other1", "栏目列表未能完整读取", code="F302")
    card = card_of(Platform([], Expected(UNKNOWN), undecided=(doubt,)), tmp_path)
    item = next(each for each in card.deductions if each.title == "发布解读·其他栏目")
    assert (item.points, item.worst, item.doubts) == (0, 2, 1)


def test_a_week_that_was_not_watched_is_not_judged(tmp_path: Path) -> None:
    for week in (None, Availability(40, 0, is_judged=False, reason="只有 2 天的拨测记录")):
        folder = tmp_path / str(week is None)
        folder.mkdir()
        card = card_of(Platform([], Expected(UNKNOWN), week=week), folder)
        down = next(veto for veto in card.vetoes if veto.title == DOWN)
        assert down.verdict is UNKNOWN
        assert ("2 天" if week else "没有连续一周") in down.margin


# Real platforms: what is told of columns is scanned on a server.


NAVIGATION = '<div class="nav"><a href="/">首页</a><a href="/news1/">政务要闻</a></div>'
FOOTER = '<div class="footer">主办：青禾区人民政府办公室　地址：青禾区人民路1号　邮编：999001</div>'


def page(title: str, body: str) -> Reply:
    return Reply(
        f"<html><head><title>{title}</title></head><body>{NAVIGATION}"
        f"<div class=main><p>当前位置：首页 &gt; {title}</p>{body}</div>{FOOTER}</body></html>"
    )


def article(title: str, day: date) -> Reply:
    text = f"{title}，现将有关情况予以公布。" * 8
    return page(title, f"<p>发布时间：{day}</p><div class=content><p>{text}</p></div>")


def routes(ages: Mapping[str, int | None]) -> dict[str, Route]:
    """Return a platform of columns whose newest article is so many days old, None: empty."""
    found: dict[str, Route] = {}
    links = "".join(f'<li><a href="/{column}/">栏目{column}</a></li>' for column in ages)
    news = f'<li><a href="/n/1.html">全区召开春季防汛工作会议</a><span>{TODAY}</span></li>'
    found["/"] = page("青禾区人民政府", f"<ul>{links}</ul><ul>{news}</ul>")
    found["/n/1.html"] = article("全区召开春季防汛工作会议", TODAY)
    for column, age in ages.items():
        rows = []
        for n in range(0 if age is None else 6):
            day = TODAY - timedelta(days=(age or 0) + n)
            name = f"关于{column}事项的第{n + 1}号公告"
            path = f"/{column}/{day:%Y%m%d}_{n}.html"
            rows.append(f'<li><a href="{path}">{name}</a><span>{day}</span></li>')
            found[path] = article(name, day)
        found[f"/{column}/"] = page(
            f"栏目{column}", f'<ul class="list">{"".join(rows) or "暂无信息"}</ul>'
        )
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "sites").mkdir()
    (tmp_path / "xunjian.toml").write_text(
        'ledger = "sqlite:///ledger.sqlite3"\nsnapshots = "snapshots"\n'
        '[mail]\ndirectory = "outbox"\nsender = "x@a.example"\nsupervisor = ["y@a.example"]\n',
        "utf-8",
    )
    yield tmp_path


REAL = {
    "news1": "动态要闻",
    "news2": "动态要闻",
    "notice1": "通知公告",
    "notice2": "通知公告",
    "policy": "政策文件",
    "other": "规划计划",
}


@pytest.mark.parametrize(
    ("ages", "fast", "void", "points"),
    [
        # Nothing is older than its limit: 14 days for news, half a year for the others.
        ({each: 10 for each in REAL}, (0, Verdict.CLEAR), 0, {}),
        # Both news columns and both notices: the class of news 5, each notice 1; one empty: 2.
        (
            {"news1": 40, "news2": 40, "notice1": 300, "notice2": 300, "policy": 10, "other": None},
            (4, NEAR),
            1,
            {"发布解读·动态要闻": 5, "发布解读·其他栏目": 4},
        ),
    ],
)
def test_a_platform_that_was_really_scanned_gets_its_hand_computed_card(
    folder: Path,
    ages: dict[str, int | None],
    fast: tuple[int, Verdict],
    void: int,
    points: dict[str, float],
) -> None:
    with serving(routes(ages)) as server:
        start = f"http://127.0.0.1:{server.server_port}/"
        tables = "".join(
            f'[[columns]]\nid = "{id_}"\nname = "栏目{id_}"\nurl = "{start}{id_}/"\n'
            f'unit = "zfb"\nkind = "{kind}"\n'
            for id_, kind in REAL.items()
        )
        (folder / "sites" / "a.toml").write_text(
            f'id = "a"\nname = "青禾区人民政府"\nstart_url = "{start}"\n'
            f'private_hosts = ["127.0.0.1"]\n[crawl]\ndelay = 0.0\n'
            f'[[units]]\nid = "zfb"\nname = "区政府办公室"\n{tables}',
            "utf-8",
        )
        config = configuration.load(folder)
        site = config.sites[0]
        with Ledger.open(config.ledger, config.secret) as ledger:
            report = scan(config, site, ledger, today=TODAY)
            issues = ledger.issues(IssueFilter(site_id="a"))
    looked = last_looked(config.snapshots / "a")
    assert looked is not None
    assert looked.columns == 6 and looked.articles["news1"] == 6
    card = score(site, issues, report.scan, TODAY, looked=looked)
    vetoes = {veto.title: (veto.count, veto.verdict) for veto in card.vetoes}
    assert next(found for title, found in vetoes.items() if title.startswith(FAST)) == fast
    assert vetoes["空白栏目"][0] == void
    assert vetoes["首页不更新"] == (0, Verdict.CLEAR)
    lost = {d.title: d.points for d in card.deductions if d.points and d.title[:4] == "发布解读"}
    assert lost == points
