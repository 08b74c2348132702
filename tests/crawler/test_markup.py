"""What the markup of pages says beside their words: search, heads, hindrances, template code."""

import msgspec
import pytest

from crawler.page import Look, Page, Role
from tests.crawler.builders import page

HEAD = "<!DOCTYPE html><html lang='zh-CN'><head><title>清河县人民政府</title></head><body>"
NAV = "<div class='nav'><a href='/zwgk/'>政务公开</a><a href='/bsfw/'>办事服务</a></div>"


def look(body: str, html: str = HEAD) -> Look:
    found = page(f"{html}{body}{NAV}</body></html>", role=Role.HOME).markup.look
    assert found is not None
    return found


SEARCH_BOXES = [
    # A form as TRS sites have it.
    '<form action="/was5/web/search"><input name="searchword" type="text"><input type="submit"></form>',
    # UCAP: a box without a form, whose words vanish on a click.
    '<div class="search"><input id="key" value="请输入关键字" onfocus="this.value=\'\'"></div>',
    # Hanweb: a form that is sent by a picture.
    '<form name="formsearch" action="/jsearchfront/search.do"><input name="q" type="text">'
    '<a onclick="tj()"><img src="/s.png"></a></form>',
    # JPaaS and other boxes made by scripts, with a placeholder.
    '<div class="ss"><input placeholder="请输入您要搜索的内容"><i class="icon"></i></div>',
    # VSB: the names tell.
    '<form name="_searchfrom" onsubmit="return _nl_check()"><input name="lucenenewssearchkey"></form>',
    # The names are misspelt, the words are right.
    '<div class="wx-sear"><input id="serarch1" type="text" onkeydown="submitsearch1()"></div>',
    # Only the button tells.
    '<form action="/q.jsp"><input name="wd" type="text"><button>搜 索</button></form>',
]
SEARCH_ENTRIES = [
    '<a href="https://search.qinghe.gov.cn/">政策</a>',
    '<a href="/search/index.html"><img src="/a.png"></a>',
    '<a href="javascript:;" onclick="openSearch()" title="站内检索"></a>',
    '<a href="/irs/front/search?code=abc"></a>',
    '<div><img src="/s.png" alt="搜索"></div>',
]
NO_SEARCH = [
    "",
    # Log-in, letters and subscriptions have boxes, too.
    '<form action="/login"><input name="username" placeholder="用户名"><input type="password"></form>',
    '<div class="query"><input placeholder="请输入信件查询码"><button>查询</button></div>',
    '<form action="/rss"><input name="email" placeholder="请输入邮箱"><button>订阅</button></form>',
    # Words of headlines and other people's searches.
    '<a href="/zwyw/1.html">县档案馆开展档案检索服务培训</a>',
    '<a href="https://search.example.com/?q=1">友情链接</a>',
    '<a href="/research/index.html">研究</a>',
]


@pytest.mark.parametrize("body", SEARCH_BOXES)
def test_a_box_for_searching_is_found(body: str) -> None:
    assert look(body).search == "检索框"


@pytest.mark.parametrize("body", SEARCH_ENTRIES)
def test_an_entry_to_a_search_is_found(body: str) -> None:
    assert look(body).search == "检索入口"


@pytest.mark.parametrize("body", NO_SEARCH)
def test_other_boxes_and_words_are_no_search(body: str) -> None:
    assert look(body).search == ""


def test_a_box_that_a_script_writes_is_found() -> None:
    script = """<script>document.write('<input id="q" placeholder="搜索">');</script>"""
    assert look(script).search == "检索框"


@pytest.mark.parametrize(
    ("body", "is_assembled"),
    [
        ('<div id="top"></div><script>$("#top").load("/public/header.html");</script>', True),
        ('<iframe src="/2020/head.html" width="100%"></iframe>', True),
        ('<iframe src="https://weather.example.com/"></iframe>', False),
        ("<script>window.onload=function(){init()}</script>", False),
    ],
)
def test_a_head_that_scripts_or_frames_bring_is_known(body: str, is_assembled: bool) -> None:
    assert look(body).is_assembled is is_assembled


PICTURES = [
    ('<img src="a.jpg">', 1),
    ('<a href="/a/"><img src="a.jpg" alt=""></a>', 1),
    # Decoration, pictures with words, pictures beside words, and none at all.
    ('<img src="line.gif" alt="">', 0),
    ('<img src="a.jpg" alt="县政府大楼">', 0),
    ('<img src="a.jpg" title="县政府大楼">', 0),
    ('<a href="/a/"><img src="a.jpg" alt="">县政府大楼</a>', 0),
    ('<img src="a.jpg" role="presentation">', 0),
]


@pytest.mark.parametrize(("body", "bare"), PICTURES)
def test_pictures_without_words_are_counted(body: str, bare: int) -> None:
    assert look(body).bare_pictures == bare


FIELDS = [
    ('<input name="q">', 1, 1),
    ('<input name="q" placeholder="关键字">', 1, 0),
    ('<label for="q">关键字</label><input id="q">', 1, 0),
    ("<label>关键字 <input></label>", 1, 0),
    ("<select><option>请选择乡镇</option></select>", 1, 0),
    ('<input type="hidden" name="a"><input type="submit">', 0, 0),
]


@pytest.mark.parametrize(("body", "fields", "unnamed"), FIELDS)
def test_fields_without_a_name_are_counted(body: str, fields: int, unnamed: int) -> None:
    found = look(body)
    assert (found.fields, found.unnamed_fields) == (fields, unnamed)


LINKS = [
    ('<a href="/a/"></a>', 1),
    ('<a href="/a/"><i class="icon"></i></a>', 1),
    ('<a href="/a/" aria-label="下一张"></a>', 0),
    ('<a href="javascript:next()"></a>', 0),
    ('<a name="top"></a>', 0),
    ('<a href="/a/" style="display: none"></a>', 0),
]


@pytest.mark.parametrize(("body", "empty"), LINKS)
def test_links_without_words_are_counted(body: str, empty: int) -> None:
    assert look(body).empty_links == empty


def test_language_sound_and_help_are_read() -> None:
    plain = look("<p>欢迎</p>", "<html><head></head><body>")
    assert (plain.lang, plain.is_loud, plain.has_aid) == ("", False, False)
    rich = look(
        '<a href="/wza.html">无障碍浏览</a><video src="a.mp4" autoplay></video>',
        '<html xml:lang="zh"><head></head><body>',
    )
    assert (rich.lang, rich.is_loud, rich.has_aid) == ("zh", True, True)
    assert not look('<video src="a.mp4" autoplay muted></video>').is_loud


RESIDUE = [
    ("<%@ page language='java' %><p>正文</p>", ("<%@ page language='java' %>",)),
    ("<p><?php echo $name?></p>", ("<?php echo $name?>",)),
    (
        '<jsp:include page="/include/head4.jsp" /><p>正文</p>',
        ('<jsp:include page="/include/head4.jsp" />',),
    ),
    ('<!--#include virtual="/header.html"-->', ('<!--#include virtual="/header.html"-->',)),
    # Templates of scripts, comments, quoted code and what the content systems leave in texts.
    ("<script type='text/template'><% for (;;) { %><li></li><% } %></script>", ()),
    ("<!-- <% old %> -->", ()),
    ("<pre><%= x %></pre>", ()),
    ("<TRS_PAGE_SEPARATOR></TRS_PAGE_SEPARATOR>", ()),
    ("<p>增长<5%，下降>3%</p>", ()),
]


@pytest.mark.parametrize(("body", "found"), RESIDUE)
def test_server_code_that_reached_the_reader_is_found(body: str, found: tuple[str, ...]) -> None:
    assert page(f"{HEAD}{body}</body></html>").markup.residue == found


def test_the_pictures_of_the_institution_mark_are_kept() -> None:
    mark = (
        '<span id="_ideConac"><a href="https://bszs.conac.cn/sitename?method=show&id=0A1B">'
        '<img src="//dcs.conac.cn/image/red_error.png"></a></span>'
    )
    found = page(f"{HEAD}{mark}</body></html>")
    assert found.markup.marks == ("https://dcs.conac.cn/image/red_error.png",)
    own = (
        '<a href="http://bszs.conac.cn/sitename?method=show&id=06F2"><img src="/skin/blue.png"></a>'
    )
    marks = page(f"{HEAD}{own}</body></html>").markup.marks
    assert marks == ("https://www.example.gov.cn/skin/blue.png",)
    assert page(f"{HEAD}<img src='/a.png'></body></html>").markup.marks == ()


def test_articles_are_not_counted_and_facts_survive_the_snapshot() -> None:
    assert page(f"{HEAD}<p>正文</p></body></html>").markup.look is None
    home = page(f"{HEAD}{SEARCH_BOXES[0]}</body></html>", role=Role.HOME)
    assert home.markup.window_title == "清河县人民政府"
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(home), type=Page).markup == home.markup


def test_many_openings_without_an_end_are_read_in_good_time() -> None:
    html = f"{HEAD}{'<script>' * 9_000}{'<% ' * 9_000}{'<!-- ' * 9_000}</body></html>"
    assert page(html).markup.residue == ()
