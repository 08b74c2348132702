"""What ties a page to others: what it is made of, odd addresses, parts, hidden links."""

import pytest

from crawler.links import Concealed, Oddity, Trick
from crawler.page import Kind, Page
from tests.crawler.builders import BASE, page

ROOT = "https://www.example.gov.cn/"


def _page(body: str, head: str = "") -> Page:
    return page(f"<html><head>{head}</head><body>{body}</body></html>")


# What a page is made of, in the shapes of the content systems; addresses beneath the page.
@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<img src="a.jpg" alt="会场">', [(Kind.IMAGE, "a.jpg")]),
        ('<img src="loading.gif" data-src="a.jpg">', [(Kind.IMAGE, "a.jpg")]),
        ('<img src="grey.gif" data-original="a.jpg">', [(Kind.IMAGE, "a.jpg")]),
        (
            '<img src="a.jpg" srcset="a.jpg 1x, b,c.jpg 2x">',
            [(Kind.IMAGE, "a.jpg"), (Kind.IMAGE, "b,c.jpg")],
        ),
        (
            '<picture><source srcset="a.webp"><img src="a.jpg"></picture>',
            [(Kind.IMAGE, "a.webp"), (Kind.IMAGE, "a.jpg")],
        ),
        ('<input type="image" src="go.gif">', [(Kind.IMAGE, "go.gif")]),
        ("<div style=\"background:url('bg.png') no-repeat\">字</div>", [(Kind.IMAGE, "bg.png")]),
        ('<table background="bg.gif"><tr><td>字</td></tr></table>', [(Kind.IMAGE, "bg.gif")]),
        ('<script src="a.js"></script>', [(Kind.SCRIPT, "a.js")]),
        ('<link rel="stylesheet" href="a.css">', [(Kind.STYLE, "a.css")]),
        ('<link rel="shortcut icon" href="a.ico">', [(Kind.ICON, "a.ico")]),
        (
            '<video src="a.mp4" poster="a.jpg"></video>',
            [(Kind.MEDIA, "a.mp4"), (Kind.IMAGE, "a.jpg")],
        ),
        ('<object data="a.swf"></object><embed src="b.swf">', [(Kind.MEDIA, "a.swf"), (Kind.MEDIA, "b.swf")]),
        ('<form action="s.jsp"><input name="q"></form>', [(Kind.FORM, "s.jsp")]),
        ('<form action="l.jsp"><input type="password"></form>', [(Kind.LOGIN, "l.jsp")]),
        ("<script>document.write('<img src=\"a.jpg\">')</script>", [(Kind.IMAGE, "a.jpg")]),
        # No links: pictures within the page, dots that count, what scripts have still to fill in.
        ('<img src="data:image/gif;base64,R0lGODlhAQAB">', []),
        ('<img src="t.gif" width="1" height="1">', []),
        ('<img src="https://hm.baidu.com/hm.gif?si=1">', []),
        ('<img src="{{item.src}}"><img src="${src}">', []),
        ('<img src=""><img>', []),
        ('<noscript><img src="fallback.jpg"></noscript>', []),
        ('<link rel="canonical" href="a.html"><link rel="dns-prefetch" href="//a.cn">', []),
        ('<form action="javascript:void(0)"><input></form><form><input></form>', []),
    ],
)  # fmt: skip
def test_what_a_page_is_made_of(markup: str, expected: list[tuple[Kind, str]]) -> None:
    found = [(each.kind, each.url.removeprefix(BASE)) for each in _page(markup).resources]
    assert sorted(found) == sorted(expected)


def test_pictures_outside_the_text_of_an_article_are_template() -> None:
    text = "<p>全区秋季农业生产现场会召开。</p>" * 5
    body = f'<img src="top.png"><div class="TRS_Editor">{text}<img src="a.jpg"></div>'
    found = {each.url.removeprefix(BASE): each.is_frame for each in _page(body).resources}
    assert found == {"top.png": True, "a.jpg": False}


def test_a_page_that_upgrades_its_requests_loads_nothing_over_http() -> None:
    head = '<meta http-equiv="Content-Security-Policy" content="upgrade-insecure-requests">'
    (found,) = _page('<img src="http://img.example.cn/a.jpg">', head).resources
    assert found.url == "https://img.example.cn/a.jpg"


@pytest.mark.parametrize(
    ("markup", "place"),
    [
        ('<div id="main"><ul class="list"><li><a href="1.html">题</a></li></ul></div>', "div#main ul.list"),
        ('<div class="on box"><a href="1.html">题</a></div>', "div.box"),
        ("<p><a href='1.html'>题</a></p>", ""),
        (f'<div id="{"x" * 200}"><a href="1.html">题</a></div>', f"div#{'x' * 116}"),
    ],
)  # fmt: skip
def test_a_link_says_where_it_stands(markup: str, place: str) -> None:
    (found,) = _page(markup).links
    assert found.place == place
    assert found.kind is Kind.ANCHOR


@pytest.mark.parametrize(
    ("href", "oddity"),
    [
        ("mailto:qinghe.gov.cn", Oddity.MAIL),
        ("mailto:a b@qinghe.gov.cn", Oddity.MAIL),
        ("mailto:zfb＠qinghe.gov.cn", Oddity.MAIL),
        ("mailto:", Oddity.MAIL),
        ("tel:值班电话", Oddity.PHONE),
        ("tel:", Oddity.PHONE),
        ("http:/www.qinghe.gov.cn/", Oddity.SCHEME),
        ("http//www.qinghe.gov.cn/", Oddity.SCHEME),
        ("htp://www.qinghe.gov.cn/", Oddity.SCHEME),
        ("http：//www.qinghe.gov.cn/", Oddity.SCHEME),
        ("http://http://www.qinghe.gov.cn/", Oddity.SCHEME),
        ("http://https//www.qinghe.gov.cn/", Oddity.SCHEME),
        ("http:www.qinghe.gov.cn/a.html", Oddity.SCHEME),
        ("http:// www.qinghe.gov.cn/a.html", Oddity.HOST),
        ("http://www.qinghe .gov.cn/a.html", Oddity.HOST),
        ("http://www,qinghe.gov.cn/a.html", Oddity.HOST),
        ("http://javascript:void(0)", Oddity.SCRIPT),
        ("www.qinghe.gov.cn", Oddity.NO_SCHEME),
        ("www.qinghe.gov.cn/a/1.html", Oddity.NO_SCHEME),
        ("jyj.qinghe.gov.cn", Oddity.NO_SCHEME),
        ("file:///C:/Temp/clip_image001.jpg", Oddity.LOCAL_FILE),
        ("C:\\文件\\通知.doc", Oddity.LOCAL_FILE),
        ("\\\\oa\\share\\a.doc", Oddity.LOCAL_FILE),
        ("http://192.168.1.8/a.doc", Oddity.INTRANET),
        ("http://10.1.2.3:8080/a.doc", Oddity.INTRANET),
        ("//172.16.0.9/a.doc", Oddity.INTRANET),
        ("http://localhost:8080/a", Oddity.INTRANET),
        ("http://127.0.0.1/a", Oddity.INTRANET),
        ("/zwgk/a.html。", Oddity.PUNCTUATION),
        ("http://www.qinghe.gov.cn/a.html；", Oddity.PUNCTUATION),
        ("/zwgk\\a.html", Oddity.BACKSLASH),
        # All in order, or none of our business.
        ("mailto:zfb@qinghe.gov.cn", None),
        ("mailto:a@qinghe.gov.cn,b@qinghe.gov.cn?subject=%E6%84%8F%E8%A7%81", None),
        ("mailto:政府办 <zfb@qinghe.gov.cn>", None),
        ("mailto:zfb%40qinghe.gov.cn", None),
        ("mailto:zfb#qinghe.gov.cn", None),
        ("mailto:?subject=分享", None),
        ("tel:0755-12345", None),
        ("tel:+86 (755) 8888 8888", None),
        ("tel:12345,2", None),
        ("tel:4001234567;ext=8", None),
        ("javascript:void(0)", None),
        ("javascript:;", None),
        ("#", None),
        ("", None),
        ("  /zwgk/a.html  ", None),
        ("/zwgk/附件：1.doc", None),
        ("/list.jsp?title=a。", None),
        ("http://www.qinghe.gov.cn。", None),
        ("http/list.html", None),
        ("https.html", None),
        ("www.html", None),
        ("http:///www.qinghe.gov.cn/", None),
        ("HTTP://WWW.QINGHE.GOV.CN/", None),
        ("http://[2001:db8::1]/", None),
        ("http://172.15.0.9/a", None),
        ("http://10.com.cn/", None),
        ("{{item.url}}", None),
        ("http://${host}/a", None),
        ("weixin://dl/chat", None),
        ("1.2.3.html", None),
        ("a.com.html", None),
        ("/redirect?url=http://192.168.1.1/", None),
    ],
)
def test_addresses_that_are_written_wrong(href: str, oddity: Oddity | None) -> None:
    found = _page(f'<a href="{href}">联系</a>')
    assert [each.oddity for each in found.written] == ([oddity] if oddity else [])
    # What browsers cannot open either is told once: it is no link to be asked for.
    if oddity and oddity is not Oddity.BACKSLASH:
        assert not found.links


def test_the_intranet_is_no_secret_to_itself() -> None:
    inside = page('<a href="http://10.1.2.4/a">题</a>', url="http://10.1.2.3/")
    assert not inside.written


def test_a_picture_of_the_editors_own_disk_is_told() -> None:
    (found,) = _page('<img src="file:///C:/Temp/a.jpg">').written
    assert found.oddity is Oddity.LOCAL_FILE


# Links to parts of the page itself that it does not have.
@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ('<a href="#d3">三</a><h2 id="d1">一</h2>', ["d3"]),
        ('<a href="#d1">一</a><h2 id="d1">一</h2>', []),
        ('<a href="#d1">一</a><a name="d1"></a>', []),
        ('<a href="#">回顶</a><a href="#top">回顶</a>', []),
        ('<a href="#/list">列表</a><a href="#!a">页</a>', []),
        ('<a href="#t1" data-toggle="tab">标签</a>', []),
        ('<a href="#t1" onclick="show(1)">标签</a>', []),
        ('<a href="#t1">标签</a><script>$("#t1").show()</script>', []),
        ('<a href="#t1">标签</a><div data-for="t1">内容</div>', []),
        ('<a href="#%E4%B8%80">一</a><h2 id="一">一</h2>', []),
        ('<a href="#d9">九</a><script>location.hash</script>', []),
        ('<a href="#d9">九</a><script src="/js/vue.min.js"></script>', []),
    ],
)
def test_parts_of_the_page(body: str, parts: list[str]) -> None:
    found = _page(body)
    assert [jump.part for jump in found.jumps if not found.has_part(jump.part)] == parts


def test_links_to_parts_of_other_pages_are_kept_and_parts_are_known_by_digests() -> None:
    found = _page('<a href="2.html#d1">一</a><h2 id="d2">二</h2>')
    (jump,) = found.jumps
    assert (jump.url, jump.part) == (f"{BASE}2.html", "d1")
    assert found.has_part("d2") and not found.has_part("d1")
    assert found.parts is not None and len(found.parts) == 4


SPAM = '<a href="http://a.example/">新葡京</a>'


@pytest.mark.parametrize(
    ("body", "trick"),
    [
        (f'<div style="display:none">{SPAM}</div>', Trick.DISPLAY),
        (f'<div style="DISPLAY: none !important">{SPAM}</div>', Trick.DISPLAY),
        (f'<div style="visibility:hidden">{SPAM}</div>', Trick.VISIBILITY),
        (f"<div hidden>{SPAM}</div>", Trick.ATTRIBUTE),
        (f'<div style="opacity:0">{SPAM}</div>', Trick.OPACITY),
        (f'<div style="position:absolute;left:-9999px">{SPAM}</div>', Trick.OFF_SCREEN),
        (f'<div style="position:fixed; top:-2000px">{SPAM}</div>', Trick.OFF_SCREEN),
        (f'<div style="margin-left:-5000px">{SPAM}</div>', Trick.OFF_SCREEN),
        (f'<div style="text-indent:-9999px">{SPAM}</div>', Trick.INDENT),
        (f'<div style="height:1px;overflow:hidden">{SPAM}</div>', Trick.TINY),
        (f'<div style="width:0;height:0;overflow:hidden">{SPAM}</div>', Trick.TINY),
        (f'<div style="font-size:0">{SPAM}</div>', Trick.FONT),
        (f'<p style="color:#fff;background:#FFFFFF">{SPAM}</p>', Trick.COLOUR),
        (f'<marquee height="1" width="4" scrollamount="3000">{SPAM}</marquee>', Trick.MARQUEE),
        (f"<noscript>{SPAM}</noscript>", Trick.NOSCRIPT),
        (f"<!-- {SPAM} -->", Trick.COMMENT),
        (f'<style>.h{{position:absolute;left:-999em}}</style><div class="h">{SPAM}</div>', Trick.OFF_SCREEN),
        (f'<style>#h{{display:none}}</style><div id="h">{SPAM}</div>', Trick.DISPLAY),
        ('<iframe src="http://a.example/x.htm" width="0" height="0"></iframe>', Trick.FRAME),
        ('<a href="http://a.example/"></a>', Trick.EMPTY),
        (f"<script>document.write(\"<div style='display:none'>{SPAM.replace(chr(34), '')}</div>\")</script>", Trick.DISPLAY),
    ],
)  # fmt: skip
def test_links_that_people_cannot_see(body: str, trick: Trick) -> None:
    (found,) = _page(body).concealed
    assert found.trick is trick
    assert [link.url for link in found.links] == [
        "http://a.example/" + ("x.htm" if trick is Trick.FRAME else "")
    ]


# Things that are seen, or wait to be seen.
@pytest.mark.parametrize(
    "body",
    [
        f"<div>{SPAM}</div>",
        f'<div style="display:block">{SPAM}</div>',
        f'<style media="print">.h{{display:none}}</style><div class="h">{SPAM}</div>',
        f'<style>@media print{{.h{{display:none}}}}</style><div class="h">{SPAM}</div>',
        f'<style>.h{{display:none}}.h{{display:block}}</style><div class="h">{SPAM}</div>',
        f'<style>.h{{display:none}}</style><div class="h" style="display:block">{SPAM}</div>',
        f'<style>.nav .h{{display:none}}</style><div class="h">{SPAM}</div>',
        f'<div style="text-indent:-9999px;background:url(wb.png)">{SPAM}</div>',
        f'<div style="text-indent:-2em">{SPAM}</div>',
        f'<div style="position:fixed;left:-280px">{SPAM}</div>',
        f'<ul style="font-size:0"><li class="x"><span>{SPAM}</span></li></ul>',
        f'<div style="opacity:0.8">{SPAM}</div>',
        f'<div style="height:100px;overflow:hidden">{SPAM}</div>',
        f'<div style="color:#fff;background:#c00">{SPAM}</div>',
        f'<marquee height="30">{SPAM}</marquee>',
        "<!--[if lt IE 9]><a href='http://a.example/'>升级</a><![endif]-->",
        '<a href="http://a.example/" class="icon-weibo"></a>',
        '<a href="http://a.example/"><img src="a.png"></a>',
        '<iframe src="http://a.example/" width="100%" height="300"></iframe>',
    ],
)  # fmt: skip
def test_links_that_people_see(body: str) -> None:
    assert not _page(body).concealed


def test_menus_can_be_told_from_what_no_script_finds() -> None:
    named = _page(f'<ul class="sub" style="display:none"><li>{SPAM}</li></ul>').concealed
    nameless = _page(
        f'<div style="display:none">{SPAM}<a href="/own.html">自己</a></div>'
    ).concealed
    assert [each.is_named for each in (*named, *nameless)] == [True, False]
    assert nameless[0] == Concealed(Trick.DISPLAY, "新葡京\n自己", nameless[0].links)
