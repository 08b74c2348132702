"""The rules on what ties pages to others, over whole crawls: which area answers, what is silent."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checks.assemble import Template, template_of
from checks.finding import SITE_SUBJECT, Finding, Result, Severity
from checks.links.l404_dead_resource import dead_resource
from checks.links.l405_dead_fragment import dead_fragment
from checks.links.l406_malformed_address import malformed_address
from checks.links.l411_hidden_link import hidden_link
from checks.links.l412_foreign_script import foreign_script
from checks.links.l415_template_changed import template_changed
from checks.links.l416_mixed_content import mixed_content
from checks.links.trust import registered
from checks.rule import AnyRule
from crawler.page import Outcome, Role
from tests.checks.builders import COLUMN, HOME, HOST, TODAY, Crawl, Visit, article, html, site

STRANGER = "http://www.stranger.example/"
PLAIN = f'<a href="{STRANGER}">好站推荐</a>'
SPAM = f'<a href="{STRANGER}">澳门新葡京官网</a>'


def _judged(folder: Path, rule: AnyRule, *visits: Visit, **facts: Any) -> Result:
    here = replace(site(COLUMN), **facts)
    return Crawl(folder, (HOME, *visits), here).judged((rule,))


def _found(folder: Path, rule: AnyRule, *bodies: str, **facts: Any) -> list[Finding]:
    pages = [
        Visit(f"/tzgg/{number}.html", body, column_id="tzgg") for number, body in enumerate(bodies)
    ]
    return sorted(_judged(folder, rule, *pages, **facts).findings, key=lambda each: each.message)


def _gone(path: str) -> Visit:
    return Visit(path, role=Role.RESOURCE, outcome=Outcome.GONE, error="页面不存在（HTTP 404）")


def test_a_dead_picture_is_one_fault_of_its_column(tmp_path: Path) -> None:
    pages = [
        Visit(f"/tzgg/{n}.html", article('见图<img src="/a.jpg" alt="会场">'), column_id="tzgg")
        for n in (2, 1)
    ]
    (found,) = _judged(tmp_path, dead_resource, *pages, _gone("/a.jpg")).findings
    assert (found.subject, found.severity) == ("tzgg", Severity.ERROR)
    assert found.sources == (f"{HOST}/tzgg/1.html", f"{HOST}/tzgg/2.html")
    assert "图片“会场”打不开：页面不存在（HTTP 404）" in found.message
    assert "div.TRS_Editor" in found.evidence


def test_a_dead_picture_of_the_template_is_told_once_and_a_style_is_a_hint(tmp_path: Path) -> None:
    head = '<img src="/logo.png"><link rel="stylesheet" href="/a.css">'
    pages = [Visit(f"/{n}.html", head + article("正文")) for n in range(3)]
    gone = (_gone("/logo.png"), _gone("/a.css"))
    found = _judged(tmp_path, dead_resource, *pages, *gone).findings
    assert {(each.subject, each.severity) for each in found} == {
        (SITE_SUBJECT, Severity.ERROR),
        (SITE_SUBJECT, Severity.WARNING),
    }


def test_what_was_not_asked_for_is_undecided_once_an_area(tmp_path: Path) -> None:
    page = Visit("/1.html", article('<img src="/a.jpg"><img src="/b.jpg">'), column_id="tzgg")
    result = _judged(tmp_path, dead_resource, page)
    assert not result.findings
    (doubt,) = result.undecided
    assert (doubt.subject, doubt.key) == ("tzgg", "")
    assert "有 2 个未检测" in doubt.reason


def test_a_picture_that_timed_out_is_undecided(tmp_path: Path) -> None:
    page = Visit("/1.html", article('<img src="/a.jpg">'), column_id="tzgg")
    late = Visit("/a.jpg", role=Role.RESOURCE, outcome=Outcome.UNKNOWN, error="超过 30 秒没有响应")
    result = _judged(tmp_path, dead_resource, page, late)
    assert not result.findings
    assert [doubt.key for doubt in result.undecided] == [f"{HOST}/a.jpg"]


def test_a_dead_frame_is_told_by_one_rule(tmp_path: Path) -> None:
    page = Visit("/1.html", article('<iframe src="/t.html"></iframe>'), column_id="tzgg")
    gone = replace(_gone("/t.html"), role=Role.PAGE)
    (found,) = _judged(tmp_path, dead_resource, page, gone).findings
    assert found.message.startswith("框架")


# Where a link to a part leads, by what the other page has.
@pytest.mark.parametrize(
    ("href", "is_dead"),
    [
        ("/2.html#d1", False),
        ("/2.html#d9", True),
        ("/2.html#%E4%B8%80", False),
        ("/2.html#top", False),
        ("/3.html#d1", False),
        ("/vue.html#d1", False),
        ("/gone.html#d1", False),
    ],
)
def test_parts_of_other_pages(tmp_path: Path, href: str, is_dead: bool) -> None:
    pages = (
        Visit("/1.html", article(f'<a href="{href}">第一章</a>')),
        Visit("/2.html", article('<h2 id="d1">第一章</h2><a name="一"></a>')),
        Visit("/vue.html", article("正文") + "<script>createRouter()</script>"),
        Visit("/gone.html", outcome=Outcome.GONE, error="页面不存在（HTTP 404）"),
    )
    assert bool(_judged(tmp_path, dead_fragment, *pages).findings) is is_dead


def test_a_part_that_the_template_misses_is_one_fault_of_the_site(tmp_path: Path) -> None:
    body = html('<div class="nav"><a href="#content">跳到正文</a></div><p>正文</p>')
    (found,) = _found(tmp_path, dead_fragment, body, body, body)
    assert found.subject == SITE_SUBJECT


def test_a_wrong_address_in_the_template_is_told_once(tmp_path: Path) -> None:
    body = html('<div class="footer"><a href="www.qinghe.gov.cn">区政府</a></div><p>正文</p>')
    (found,) = _found(tmp_path, malformed_address, body, body)
    assert found.subject == SITE_SUBJECT
    assert "缺少“http://”" in found.message


# What is hidden, and how bad that is; None is silence.
@pytest.mark.parametrize(
    ("markup", "severity"),
    [
        # With the words of those who plant such links, any trick is enough.
        (f'<div style="display:none">{SPAM}</div>', Severity.CRITICAL),
        (f'<ul class="menu" style="display:none"><li>{SPAM}</li></ul>', Severity.CRITICAL),
        (f"<noscript>{SPAM}</noscript>", Severity.CRITICAL),
        (f"<!-- {SPAM} -->", Severity.CRITICAL),
        ('<div style="display:none"><a href="/x.html">澳门新葡京官网</a></div>', Severity.CRITICAL),
        # Without them, tricks that nobody plays to show things later.
        (f'<div style="position:absolute;left:-9999px">{PLAIN}</div>', Severity.ERROR),
        (f'<div style="text-indent:-9999px">{PLAIN}</div>', Severity.ERROR),
        (f'<div style="font-size:0">{PLAIN}</div>', Severity.ERROR),
        (f'<p style="color:#fff;background:#fff">{PLAIN}</p>', Severity.ERROR),
        (f'<marquee width="1" height="1">{PLAIN}</marquee>', Severity.ERROR),
        (f'<iframe src="{STRANGER}" width="0" height="0"></iframe>', Severity.ERROR),
        (f'<div style="display:none">{PLAIN}</div>', Severity.WARNING),
        # Menus, tabs, windows, drawers, print, skip links, share buttons, slides.
        (f'<ul class="sub" style="display:none"><li>{PLAIN}</li></ul>', None),
        (f'<li>友情链接<ul style="display:none"><li>{PLAIN}</li></ul></li>', None),
        (f'<div id="tab2" style="display:none">{PLAIN}</div>', None),
        (f'<div class="modal" hidden>{PLAIN}</div>', None),
        (f'<style>.drop{{display:none}}</style><div class="drop">{PLAIN}</div>', None),
        (f'<style>@media print{{.p{{display:none}}}}</style><div class="p">{PLAIN}</div>', None),
        (f'<div class="drawer" style="position:fixed;left:-300px">{PLAIN}</div>', None),
        ('<a href="#main" style="position:absolute;left:-9999px">跳到正文</a>', None),
        (f'<span class="sr-only" style="position:absolute;left:-9999px">{PLAIN}</span>', None),
        ('<div style="display:none"><a href="/a.html">要闻</a></div>', None),
        ('<div style="display:none"><a href="https://service.weibo.com/share">微博</a></div>', None),
        ('<div style="font-size:0"><a href="https://www.gov.cn/">中国政府网</a></div>', None),
        (f'<div style="position:absolute;left:-1920px"><a href="{STRANGER}"><img src="a.jpg"></a></div>', None),
        (f'<div style="font-size:0"><a class="tit" href="{STRANGER}">专题</a></div>', None),
        (f"<noscript>{PLAIN}</noscript>", None),
        (f"<!-- 旧版：{PLAIN} -->", None),
        (f'<a href="{STRANGER}"></a>', None),
        ('<div style="display:none">严厉打击<a href="/a.html">取缔“澳门新葡京官网”赌博网站</a></div>', None),
    ],
)  # fmt: skip
def test_hidden_links(tmp_path: Path, markup: str, severity: Severity | None) -> None:
    body = html(f"<p>正文</p>{markup}")
    (tmp_path / "s").mkdir()
    found = _found(tmp_path / "s", hidden_link, body, html("<p>另一页</p>"), html("<p>又一页</p>"))
    assert [each.severity for each in found] == ([severity] if severity else [])


def test_a_host_that_most_pages_show_is_no_secret(tmp_path: Path) -> None:
    hidden = f'<div style="text-indent:-9999px">{PLAIN}</div>'
    bodies = [html(f"<p>正文</p>{PLAIN.replace('好站', '友情')}") for _ in range(3)]
    assert not _found(tmp_path, hidden_link, html(hidden), *bodies)


@pytest.mark.parametrize(
    ("facts", "severities"),
    [
        ({}, [Severity.WARNING]),
        ({"trust": ("stranger.example",)}, []),
        ({"block": ("stranger.example",)}, [Severity.ERROR]),
        ({"scope": ("www.qinghe.example", "www.stranger.example")}, []),
    ],
)
def test_a_strange_script_is_told_once_for_its_host(
    tmp_path: Path, facts: dict[str, tuple[str, ...]], severities: list[Severity]
) -> None:
    body = html(f'<script src="{STRANGER}a.js"></script><script src="{STRANGER}b.js"></script>')
    found = _found(tmp_path, foreign_script, body, body, **facts)
    assert [each.severity for each in found] == severities


@pytest.mark.parametrize(
    ("markup", "severity"),
    [
        (f'<form action="{STRANGER}"><input name="a"></form>', Severity.WARNING),
        (f'<form action="{STRANGER}"><input type="password"></form>', Severity.CRITICAL),
        ('<script src="https://cdn.polyfill.io/v3/p.js"></script>', Severity.ERROR),
        ('<script src="//static.qinghe.example/a.js"></script>', None),
        ('<form action="https://www.baidu.com/s"><input name="wd"></form>', None),
        ('<form action="/search.jsp"><input type="password"></form>', None),
        ('<iframe src="https://map.baidu.com/"></iframe>', None),
    ],
)
def test_frames_and_forms(tmp_path: Path, markup: str, severity: Severity | None) -> None:
    found = _found(tmp_path, foreign_script, html(markup))
    assert [each.severity for each in found] == ([severity] if severity else [])


def test_mixed_content_is_told_once_for_host_and_area(tmp_path: Path) -> None:
    pictures = '<img src="http://a.example/1.jpg"><img src="http://a.example/2.jpg">'
    found = _found(tmp_path, mixed_content, article(pictures), article(pictures))
    assert [(each.subject, each.severity) for each in found] == [("tzgg", Severity.WARNING)]


def _templates(folder: Path, first: str, second: str, day: date) -> tuple[Template, Template]:
    templates: list[Template] = []
    for number, (body, today) in enumerate([(first, day), (second, TODAY)]):
        pages = [Visit(f"/{n}.html", article(f"正文 {n}") + body) for n in range(5)]
        snapshot = Crawl(folder / str(number), (HOME, *pages)).snapshot()
        snapshot.today = today
        templates.append(template_of(snapshot, templates[-1] if templates else None))
        snapshot.close()
    return templates[0], templates[1]


LAST_WEEK = date(2026, 11, 16)
FOOT = "<footer>" + "".join(f"<p>本站栏目名称第 {n} 行</p>" for n in range(20)) + "{}</footer>"
SCRIPT = f'<script src="{STRANGER}a.js"></script>'


@pytest.mark.parametrize(
    ("first", "second", "newcomers"),
    [
        (FOOT, FOOT, {}),
        (FOOT, FOOT.format(PLAIN), {"a www.stranger.example": TODAY}),
        (FOOT, FOOT + SCRIPT, {"script www.stranger.example": TODAY}),
        (FOOT.format(PLAIN), FOOT, {}),
        (FOOT.format(PLAIN), FOOT.format(PLAIN), {}),
    ],
)
def test_the_template_remembers_who_came_when(
    tmp_path: Path, first: str, second: str, newcomers: dict[str, date]
) -> None:
    before, now = _templates(tmp_path, first, second, LAST_WEEK)
    assert before.newcomers == {}
    assert now.newcomers == newcomers
    assert not now.is_relaunched


def test_a_relaunch_is_one_line_and_a_new_beginning(tmp_path: Path) -> None:
    other = FOOT.replace("本站栏目", "新版频道").format(PLAIN)
    _, now = _templates(tmp_path, FOOT, other, LAST_WEEK)
    assert now.is_relaunched and not now.newcomers
    result = Crawl(tmp_path / "x", (HOME,)).judged((template_changed,), now)
    assert [each.subject for each in result.findings] == [SITE_SUBJECT]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("www.qinghe.gov.cn", "qinghe.gov.cn"),
        ("a.b.example.com", "example.com"),
        ("example.com", "example.com"),
        ("10.0.0.1", "10.0.0.1"),
        ("localhost", "localhost"),
    ],
)
def test_the_name_under_which_a_host_was_registered(host: str, name: str) -> None:
    assert registered(host) == name
