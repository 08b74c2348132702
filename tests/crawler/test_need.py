"""Which pages need a browser, told from their bytes alone."""

from time import perf_counter

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.extract.encoding import decode
from crawler.extract.need import needs_browser
from crawler.extract.tree import text_of

HEAD = "<!doctype html><html><head><meta charset='utf-8'><title>通知公告</title></head>"
MENU = "<ul><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li></ul>"
FOOT = "<div class='footer'>主办：示范区人民政府办公室　备案号：示范备00000000号</div>"
PROSE = "<p>为做好今年的防汛工作，现将有关事项通知如下。</p>" * 4


def page(body: str, *, head: str = HEAD) -> str:
    return f"{head}<body>{body}</body></html>"


def framed(body: str) -> str:
    return page(f"{MENU}<h2>通知公告</h2>{body}{FOOT}")


DRAWN = {
    # single-page applications: an empty mount and a bundle
    "vue shell": page('<div id="app"></div><script src="/js/app.3f2a.js"></script>'),
    "vue shell in GB": page("<div id=app></div><script src=app.js></script>", head="<html>"),
    "react shell": page('<noscript>请启用脚本</noscript><div id="root"></div><script src="m.js">'),
    "mount with a comment": page('<div class="w" id="app"><!-- 挂载 --></div><script>1</script>'),
    "angular shell": page("<app-root></app-root><script src=main.js></script>"),
    "nuxt shell": page('<div id="__nuxt"></div><script src="/_nuxt/a.js"></script>'),
    "empty main": framed('<div id="main"></div><script src="/js/list.js"></script>'),
    # templates that a script fills
    "v-for rows": framed(
        '<ul><li v-for="x in list"><a :href="x.url">{{ x.title }}</a></li></ul><script>1</script>'
    ),
    "ng-repeat rows": framed("<ul><li ng-repeat='x in rows'></li></ul><script src=a.js></script>"),
    "marks in the text": framed("<ul><li>{{item.title}}</li></ul><script src=v.js></script>"),
    "element table": framed("<el-table :data='rows'></el-table><script src=e.js></script>"),
    "art-template": framed(
        "<ul id=l></ul><script type='text/html' id=t>{{each rows}}</script><script src=a></script>"
    ),
    # rows asked for by a script of the page
    "jquery ajax": framed(
        "<ul id=list></ul><script>$.ajax({url:'/api/info/page',success:draw})</script>"
    ),
    "jquery post": framed("<ul id=l></ul><script>jQuery.post('/els/list.do', {}, draw)</script>"),
    "axios": framed("<ul id=l></ul><script>axios.get('/gateway/list').then(draw)</script>"),
    "fetch": framed("<ul id=l></ul><script>fetch('/list.json').then(draw)</script>"),
    "bare request": framed("<ul></ul><script>var x = new XMLHttpRequest();x.open('GET','/l')"),
    "part loaded": framed("<div id=l></div><script>$('#l').load('/inc/list.html')</script>"),
    "counter and list": framed(
        "<script>$.get('/visit/count.do');" + " " * 200 + "$.getJSON('/col/12/list.json',draw)"
        "</script>"
    ),
    "waiting words": framed("<div>数据加载中，请稍候…</div><script src='/js/list.js'></script>"),
    "layui table": framed("<table id=t></table><script>layui.use('table',function(){})</script>"),
}
READ = {
    # articles
    "article": framed(f"<h1>关于防汛的通知</h1>{PROSE}<script src=/js/share.js></script>"),
    "article with a mount": framed(f"{PROSE}<div id=app></div><script src=c.js></script>"),
    "article with a counter": framed(f"{PROSE}<script>$.get('/hits.do?id=3')</script>"),
    "short article, counter": framed(
        "<h1>放假通知</h1><p>十月一日放假。</p><script>$.ajax({url:'/count/visit.jsp'})</script>"
    ),
    "long page with ajax": framed("政务公开栏目" * 400 + "<script>$.ajax({url:'/api'})</script>"),
    # stubs and frames lead on by themselves
    "meta refresh": page("", head='<html><head><meta http-equiv="refresh" content="0;url=a/">'),
    "location": page("<script>window.location.href='./zwgk/index.html'</script>"),
    "location.replace": page("<script>location.replace('/zwgk/');fetch('/x')</script>"),
    "frameset": "<html><frameset rows='80,*'><frame src=a><frame src=b></frameset>"
    "<script>$.get('/x')</script></html>",
    # columns of classic content systems
    "empty column": framed("<ul class='list'></ul><p>暂无内容</p><script src=/js/jq.js></script>"),
    "empty column, weather": framed("暂无内容<script>$.getJSON('/weather.json',w)</script>"),
    "data island": framed("<script type='text/xml'><datastore><record><![CDATA[<li>]]></record>"),
    "data proxy": framed("<div id=l></div><script>$.ajax({url:'/module/web/dataproxy.jsp?p=1'})"),
    # nothing that a script would change
    "static page": framed("<p>办公地址：示范路一号</p>"),
    "old head": page(
        f"{MENU}<p>办公地址</p><script type='text/javascript'>var a = 1</script>",
        head='<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
    ),
    "prefetch": framed("<p>办公时间</p><script>cache.fetch('/a'); prefetch('/b')</script>"),
    "static page, script": framed("<p>办公时间</p><script>var now = new Date();</script>"),
    "login page": framed("<form><input type='password'></form><script>axios.post('/a')</script>"),
    "error page": page("<h1>404 Not Found</h1>"),
    "nothing": "",
    "marks without scripts": framed("<p>模板写法是 {{ 名称 }}</p>"),
    "css braces": page("<style>@media print{.a{color:red}}</style><p>关于我们</p><script>1"),
}


def asked(html: str, *, has_rows: bool = False, has_further: bool = False) -> bool:
    root = LexborHTMLParser(decode(html.encode(), "text/html; charset=utf-8").text or " ").root
    text = text_of(root) if root is not None else ""
    return needs_browser(html, text, has_rows=has_rows, has_further=has_further)


@pytest.mark.parametrize("html", DRAWN.values(), ids=DRAWN)
def test_a_page_drawn_by_script_needs_a_browser(html: str) -> None:
    assert asked(html)


@pytest.mark.parametrize("html", READ.values(), ids=READ)
def test_a_page_that_can_be_read_as_it_is_needs_none(html: str) -> None:
    assert not asked(html)


@pytest.mark.parametrize("html", DRAWN.values(), ids=DRAWN)
def test_a_page_whose_rows_or_data_are_known_needs_none(html: str) -> None:
    assert not asked(html, has_rows=True)
    assert not asked(html, has_further=True)


@pytest.mark.parametrize(
    "piece",
    [
        "<div ",
        '<div id="app" ',
        "{{",
        "<script ",
        " v-",
        "$.ajax(",
        "location=",
        "<record>",
        "<!--",
    ],
)
def test_telling_takes_no_longer_on_a_page_made_to_be_slow(piece: str) -> None:
    html = "<script></script>" + piece * 60_000
    began = perf_counter()
    needs_browser(html, "", has_rows=False, has_further=False)
    assert perf_counter() - began < 0.5
