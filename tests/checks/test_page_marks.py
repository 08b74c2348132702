"""A platform of six content systems, crawled for real: well kept it is blamed for nothing."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from checks.assemble import template_of
from checks.finding import Finding, Result
from checks.registry import RULES
from checks.rule import Context
from checks.run import run
from crawler.crawl import crawl
from crawler.snapshot import Target
from tests.checks.builders import HOST, Crawl
from tests.checks.marks_site import GUIDE, PHONE, SEARCH, Kept, routes, site_of, visits
from tests.crawler.server import Reply, serving
from wordlists.lists import load

TODAY = date(2026, 11, 23)
MARKS = [rule for rule in RULES if re.fullmatch(r"S5(?!03|18|19|2)\d\d", rule.code)]
WORDS = load()


def judged(kept: Kept, folder: Path) -> Result:
    """Run the rules of site marks over the platform as a crawl would bring it home."""
    crawl = Crawl(folder / "s", visits(kept, HOST), site_of(HOST))
    return crawl.judged(MARKS)


def judged_for_real(kept: Kept, folder: Path) -> Result:
    """Serve the platform, crawl it and run the rules of site marks over it."""
    outside = Reply("<html><head><title>外站</title></head><body>外站</body></html>")
    with serving({**routes(kept)}, otherwise=lambda path: outside) as server:
        snapshot = crawl(
            site_of(server.url.rstrip("/")), Target(probe_links=False), folder / "s", today=TODAY
        )
        try:
            ctx = Context(TODAY, WORDS, snapshot.site.region)
            return run(snapshot, MARKS, ctx, template=template_of(snapshot))
        finally:
            snapshot.close()


def told(result: Result) -> set[tuple[str, str]]:
    return {(finding.code, finding.key) for finding in result.findings}


def finding(result: Result, code: str) -> Finding:
    found = [finding for finding in result.findings if finding.code == code]
    assert len(found) == 1, found
    return found[0]


def test_a_well_kept_platform_is_blamed_for_nothing(tmp_path: Path) -> None:
    result = judged_for_real(Kept(), tmp_path)
    assert [each.message for each in result.findings] == []
    assert result.undecided == ()


NEGLECTED = Kept(
    html="<html>",
    window="无标题文档",
    viewport="width=device-width, maximum-scale=1.0, user-scalable=no",
    aid="",
    search="",
    parts=Kept().parts.replace("政府信息公开年报", "信息公开年报"),
    mark=Kept().mark.replace("red.png", "red_error.png"),
    phone="0795-12345678",
    record='<a href="http://beian.miit.gov.cn.ipv6.example.com/">赣ICP备11002306号-1</a>',
    police='<a href="http://www.beian.gov.cn/portal/x?recordcode=36092202000777">赣公网安备 36092202000105号</a>',
    fault="http://pucha.kaipuyun.cn/exposure/jiucuo.js",
    guide=GUIDE.replace("传真号码：0795-8825602；", "").replace(
        "20个工作日内予以", "15个工作日内予以"
    ),
    wrong={
        "SiteName": "齐齐哈尔",
        "ColumnName": "null",
        "ColumnDescription": "<?php echo $name?>".replace("<", "&lt;"),
        "ArticleTitle": "政府网站稿件模板的默认标题",
        "PubDate": "2025年02月01日",
        "ContentSource": "${article.source}",
        "Url": "http://www.wanzai.gov.cn/index.html",
    },
    extra="<jsp:include page='/foot.jsp' /><a href='/a/'></a><a href='/b/'></a><a href='/c/'></a>",
)
EXPECTED = {
    ("S505", "ICP 备案链接指向了 beian.miit.gov.cn.ipv6.example.com，不是 beian.miit.gov.cn"),
    ("S505", "公安备案链接查的是 36092202000777，与页脚写的备案号不一致"),
    ("S506", "“找错”入口用的是旧域名 pucha.kaipuyun.cn"),
    ("S508", "名称 政府信息公开年报"),
    ("S509", "各页面 SiteName 与网站名称对不上"),
    ("S509", "栏目页 ColumnName 是模板代码或占位文字，没有换成实际内容"),
    ("S509", "栏目页 ColumnDescription 是模板代码或占位文字，没有换成实际内容"),
    ("S509", "稿件页 ArticleTitle 与页面显示的标题对不上"),
    ("S509", "稿件页 ArticleTitle 各篇都一样，与各篇的标题不符"),
    ("S509", "稿件页 PubDate 没有按“年-月-日 时:分”的格式写"),
    ("S509", "稿件页 PubDate 与页面注明的发布日期不符"),
    ("S509", "稿件页 ContentSource 是模板代码或占位文字，没有换成实际内容"),
    ("S509", "稿件页 Url 各篇都指向同一个网址"),
    ("S510", ""),
    ("S512", "页脚的联系电话“0795-12345678”像是没有填写的示例号码，请核对"),
    ("S513", "aid"),
    ("S513", "lang"),
    ("S513", "links"),
    ("S513", "zoom"),
    ("S514", "title"),
    ("S515", "<jsp:include page='/foot.jsp' />"),
    ("S516", "党政机关标识显示为未通过（red_error）"),
    ("S517", "elements"),
    ("S517", "仍写着15个工作日答复"),
}


def test_a_neglected_platform_is_told_each_fault_once(tmp_path: Path) -> None:
    result = judged_for_real(NEGLECTED, tmp_path)
    assert told(result) == EXPECTED
    assert len(result.findings) == len(EXPECTED)
    titles = [f for f in result.findings if "ArticleTitle 标签与页面" in f.message]
    assert "18 个页面" in titles[0].message


# One thing out of order, and what is told of it.
ALONE = [
    ({"search": '<div id="top"></div><script>$("#top").load("/head.html")</script>'}, set()),
    ({"search": SEARCH.replace("form", "div")}, set()),
    ({"phone": "0731-8825601"}, {("S512", "页脚的联系电话“0731-8825601”的区号不是本地的，请核对")}),
    ({"phone": "12345"}, set()),
    ({"record": "赣ICP备11002306号-1"}, {("S505", "首页的 ICP 备案号没有链接到备案系统")}),
    ({"head": "<h1>万载县人民政府</h1>"}, set()),
    ({"head": "<h1>云岭市图书馆</h1>", "window": "首页"}, {("S514", "title")}),
    ({"wrong": {"SiteDomain": "http://www.wanzai.gov.cn/"}}, {("S509", "各页面 SiteDomain 写法不对，应只写域名")}),
    ({"wrong": {"ColumnName": "政策文件"}}, {("S509", "栏目页 ColumnName 与栏目名称对不上")}),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), ALONE)
def test_one_thing_out_of_order_is_told_alone(
    tmp_path: Path, change: dict[str, object], expected: set[tuple[str, str]]
) -> None:
    result = judged(replace(Kept(), **change), tmp_path)  # type: ignore[arg-type]
    assert told(result) == expected


def test_a_head_that_a_script_brings_leaves_the_search_undecided(tmp_path: Path) -> None:
    kept = replace(Kept(), search='<div id="t"></div><script>$("#t").load("/head.html")</script>')
    result = judged(kept, tmp_path)
    assert [each.code for each in result.undecided] == ["S510"]


def test_a_home_page_that_was_not_seen_leaves_what_it_would_show_undecided(tmp_path: Path) -> None:
    found = tuple(replace(visit, html="") for visit in visits(Kept(), HOST))
    result = Crawl(tmp_path / "s", found, site_of(HOST)).judged(MARKS)
    codes = {each.code for each in result.undecided}
    assert {"S508", "S510", "S513", "S514"} <= codes
    assert not any(finding.code in codes for finding in result.findings)


def test_what_people_dial_is_shown_with_its_pages(tmp_path: Path) -> None:
    result = judged(replace(Kept(), phone=PHONE[:-1]), tmp_path)
    assert "去掉区号后有6位" in finding(result, "S512").message
