"""Pages written after the finder was tuned, to see what it does with what nobody had in mind."""

from datetime import date

from tests.crawler.labelled.articles import BODY, DAY, NAMED, T
from tests.crawler.labelled.case import PROSE, ArticlePage, ListPage, Row, fill, rows, undated
from tests.crawler.labelled.frame import PAGER, bare_page, meta, old_page, page, side_list

PLAIN = rows("{n}.html")
TEN = rows("/xxgk/{y}/{n}.html", 10)
FIVE = rows("/news/{n}.html", 5)
LI = "<li><a href=%U>%T</a><span>%y-%m-%d</span></li>"
EIGHT_TREE = "".join(f'<li><a href="/fdzd/{n}/">法定主动公开内容第{n}类</a></li>' for n in range(8))

LISTS = (
    ListPage("intro-above", page(f"<div class=js><p>{PROSE}</p></div><ul class=lb>{fill(LI, TEN)}</ul>{PAGER}"), TEN),
    ListPage("tree-beside-table", page(f'<div class="tree"><ul>{EIGHT_TREE}</ul></div><table class="zfxxgk"><tr><th>序号</th><th>标题</th><th>发布时间</th><th>文号</th></tr>{fill("<tr><td>1</td><td><a href=%U>%T</a></td><td>%y-%m-%d</td><td>—</td></tr>", PLAIN)}</table>'), PLAIN),
    ListPage("article-tag-of-column", page(f"<ul>{fill(LI, PLAIN)}</ul>", head=meta(ColumnName="通知公告", ArticleTitle="通知公告")), PLAIN),
    ListPage("hover-card", page(f'<ul>{fill("<li><a href=%U>%T</a><span>%y-%m-%d</span><div class=tip><b>标题：</b>%T<br><b>索引号：</b>1199/2026-00018<br><b>成文日期：</b>2024-01-01<br><b>发布日期：</b>%y-%m-%d</div></li>", PLAIN)}</ul>'), PLAIN),
    ListPage("section-cards", page("".join(fill('<section><header><h2><a href="%U">%T</a></h2></header><footer><time datetime="%y-%m-%d">%y年%m月%d日</time> · 区政府办</footer></section>', PLAIN))), PLAIN),
    ListPage("span-rows", page(f'<div class="listbox">{fill("<span class=bt><a href=%U>%T</a></span><span class=rq>%y-%m-%d</span>", PLAIN)}</div>'), PLAIN),
    ListPage("numbered", page(f'<ol>{fill("<li><em>01</em><a href=%U title=%T>%C</a><i>%m月%d日</i></li>", TEN)}</ol>'), TEN),
    ListPage("news-picture", page(f'<div class="pic"><a href="/news/5100.html"><img src=a.jpg></a><p><a href="/news/5100.html">{FIVE[0].title}</a></p></div><ul>{fill(LI, FIVE)}</ul>'), FIVE),
    ListPage("date-in-title-attribute", page(f'<ul>{fill("<li><a href=%U>%T</a><span title=%y-%m-%d>%m-%d</span></li>", TEN)}</ul>'), TEN),
    ListPage("answered-letters", page(f'<table><tr><th>标题</th><th>来信日期</th><th>回复日期</th><th>回复单位</th></tr>{fill("<tr><td><a href=%U>%T</a></td><td>%y-%m-%d</td><td>2026-11-02</td><td>区民政局</td></tr>", PLAIN)}</table>'), PLAIN),
    ListPage("blank-anchors", old_page(f'<table>{fill("<tr><td><a name=x></a>·</td><td><a class=a1 href=%U target=_blank>%T</a><font color=gray>&nbsp;(%M月%D日)</font><img src=new.gif></td></tr>", TEN)}</table>'), TEN),
    ListPage("definition-with-summary", bare_page(f'<dl>{fill("<dt><a href=%U>%T</a></dt><dd>%S</dd><dd class=d>%y/%m/%d</dd>", PLAIN)}</dl>'), PLAIN),
    ListPage("two-units", page(f'<ul>{fill("<li><span>%y-%m-%d</span><a href=/u/1/>[区教育局]</a> <a href=%U>%T</a></li>", PLAIN)}</ul>{side_list("热点回应", "yw", 4)}'), PLAIN),
    ListPage("today-only", page(f'<ul><li><a href="n1.html">关于今日停水的通知</a><span>今天 09:10</span></li><li><a href="n2.html">关于昨日降雨情况的通报</a><span>昨天</span></li>{fill(LI, FIVE)}</ul>'), (Row("n1.html", "关于今日停水的通知", date(2026, 11, 23)), Row("n2.html", "关于昨日降雨情况的通报", date(2026, 11, 22)), *FIVE)),
    ListPage("undated-cards", page(f'<div class="cards">{fill("<div class=c><a href=%U><img src=a.jpg><p>%T</p></a></div>", rows("./{y}{m}/t{y}{m}{d}_{n}.html"))}</div>'), undated(rows("./{y}{m}/t{y}{m}{d}_{n}.html"))),
    ListPage("leaders", page("<div class=ld>" + "".join(f'<div><a href="/ld/{n}.html">副区长某某{n}</a><p>负责第{n}方面工作</p></div>' for n in range(1000, 1008)) + "</div>"), ()),
    ListPage("holiday-calendar", page("<table>" + "".join(f'<tr><td><a href="/cal?d={n}">{n}</a></td><td>2026-11-{n:02}</td></tr>' for n in range(1, 30)) + "</table>"), ()),
    ListPage("friend-links", page("<ul class=yq>" + "".join(f'<li><a href="https://www.b{n}.example.cn/">兄弟区县第{n}号政府网站</a></li>' for n in range(20)) + "</ul>"), ()),
)  # fmt: skip


def _article(name: str, main: str, *, title: str = NAMED, head: str = "") -> ArticlePage:
    return ArticlePage(name, page(main, title=title, head=head), T, DAY, "区政府办公室")


ARTICLES = (
    _article("download-table", f'<h1>{T}</h1><div>时间：2026-02-03　来源：区政府办公室</div><table><tr><th>文件</th><th>时间</th></tr>{fill("<tr><td><a href=%U>%T</a></td><td>%y-%m-%d</td></tr>", PLAIN)}</table>'),
    _article("bulletin-contents", f'<div class="tt">{T}</div><div class="ly">来源：区政府办公室 | 2026-02-03</div>{BODY}<div><p>本期目录</p>{fill("<p><a href=%U>%T</a>（%y年%m月%d日）</p>", PLAIN)}</div>'),
    _article("newest-aside-div", f'<h2>{T}</h2><p class=sm>2026年02月03日 来源：区政府办公室</p>{BODY}<div class="r"><div class="t">要闻</div><ul>{fill(LI, TEN)}</ul></div>'),
    _article("undated-related", f'<h2>{T}</h2><p>发布时间：2026-02-03 来源：区政府办公室</p>{BODY}<div class="x">{fill("<p><a href=%U>%T</a></p>", rows("./{y}{m}/t{y}{m}{d}_{n}.html", 10))}</div>'),
    _article("short-with-links", f'<h2>{T}</h2><p>发布时间：2026-02-03 来源：区政府办公室</p><p>特此公告。</p><ul>{fill("<li><a href=%U>%T</a> %y-%m-%d</li>", PLAIN)}</ul>'),
    _article("editor-line", f'<h2>{T}</h2><p>发布：2026-02-03 08:00 | 来源：区政府办公室 | 编辑：某某</p>{BODY}'),
    _article("hidden-date-input", f'<h2>{T}</h2><input type=hidden id=pub value="2025-01-01"><p>2026-02-03<br>来源：区政府办公室</p>{BODY}'),
    _article("source-last", f'<h2>{T}</h2><p>2026-02-03 15:33:10</p>{BODY}<p>（来源：区政府办公室）</p>'),
    _article("caption", f'<div class="cap"><h3 class="tit">{T}</h3><ul class="inf"><li>时间：2026-02-03</li><li>来源：区政府办公室</li><li>点击：<em>8</em></li></ul></div>{BODY}{side_list("最新文章", "newest", 8)}'),
    _article("chinese-space", f'<h1>{T}</h1><p>来　源：区政府办公室　发布时间：2026 年 2 月 3 日</p>{BODY}'),
)  # fmt: skip
