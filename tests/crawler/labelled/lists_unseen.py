"""List pages written before the finder was tuned, in one go, to see what it does with them."""

from tests.crawler.labelled.case import ListPage, Row, fill, rows, undated
from tests.crawler.labelled.frame import MENU, PAGER, bare_page, meta, old_page, page, side_list

GKMLPT = rows("/gkmlpt/content/8/{n}/post_{n}.html")
HANWEB = rows("/art/{y}/{m}/{d}/art_77_{n}.html")
JPAAS = rows("/zwgk/{n}.html", 10)
PLAIN = rows("detail.jsp?id={n}")
TWELVE = rows("{n}.shtml", 12)
FOUR = rows("{n}.shtml", 4)
LI = '<li><a href="%U" title="%T">%C</a><span>%y-%m-%d</span></li>'


def _rows(template: str, found: tuple[Row, ...], tag: str = "div", css: str = "box") -> str:
    return f'<{tag} class="{css}">{fill(template, found)}</{tag}>{PAGER}'


UNSEEN = (
    ListPage("gkmlpt-table", page(f'<table class="table-content"><thead><tr><th>标题</th><th>文号</th><th>发布机构</th><th>成文日期</th><th>发布日期</th></tr></thead><tbody>{fill("<tr><td class=first-td><a href=%U title=%T>%C</a></td><td>云府办〔2026〕8号</td><td>区政府办公室</td><td>2024-11-02</td><td>%y-%m-%d</td></tr>", GKMLPT)}</tbody></table>{PAGER}'), GKMLPT),
    ListPage("index-number", page(f'<table><tr><td>索引号</td><td>名称</td><td>生成日期</td></tr>{fill("<tr><td>11990101/2026-00018</td><td><a href=%U target=_blank>%T</a></td><td>%y年%M月%D日</td></tr>", PLAIN)}</table>'), PLAIN),
    ListPage("unit-link-in-row", page(_rows('<li><a class="dept" href="/qczj/">区财政局</a><a href="%U">%T</a><span>%y-%m-%d</span></li>', PLAIN, "ul")), PLAIN),
    ListPage("unit-link-after", page(f'<table>{fill("<tr><td><a href=%U>%T</a></td><td><a href=/bm/>区发展改革局</a></td><td>%y-%m-%d</td></tr>", PLAIN)}</table>'), PLAIN),
    ListPage("reading-link", page(_rows('<li><a href="%U">%T</a><a class="jd" href="/jd/%d%m.html">[解读]</a><em>%y-%m-%d</em></li>', PLAIN, "ul")), PLAIN),
    ListPage("download-column", page(f'<table>{fill("<tr><td><a href=%U>%T</a></td><td>%y-%m-%d</td><td><a href=/f/%d%m.pdf>下载</a></td></tr>", PLAIN)}</table>'), PLAIN),
    ListPage("hanweb", page(_rows('<li class="clearfix"><a target="_blank" href="%U">%T</a><b>%y-%m-%d</b></li>', HANWEB, "ul", "default_pgContainer")), HANWEB),
    ListPage("jpaas", page(_rows('<li class="clearfix"><div class="n-left"><span class="dot"></span><a href="%U" title="%T" target="_blank"><div class="text">%T</div></a></div><div class="n-right">%y-%m-%d</div></li>', JPAAS, "ul", "pagination-list")), JPAAS),
    ListPage("whole-card-link", page(_rows('<a class="card" href="%U"><h4>%T</h4><p>%S</p><time>%y-%m-%d</time></a>', PLAIN)), PLAIN),
    ListPage("date-above", page(_rows('<div class="row"><p class="date">%y.%m.%d</p><p><a href="%U">%T</a></p></div>', PLAIN)), PLAIN),
    ListPage("day-slash-box", page(_rows('<li><div class="date"><span class="day">%d</span><span class="ym">%y/%m</span></div><div class="c"><a href="%U">%T</a><p>%S</p></div></li>', PLAIN, "ul")), PLAIN),
    ListPage("day-month-in-words", page(_rows('<li><div class="date"><strong>%d日</strong><span>%y年%m月</span></div><a href="%U">%T</a></li>', PLAIN, "ul")), PLAIN),
    ListPage("month-day-over-year", page(_rows('<li><div class="date"><p>%m-%d</p><p>%y</p></div><a href="%U">%T</a></li>', TWELVE, "ul")), TWELVE),
    ListPage("label-and-date-apart", page(_rows('<li><a href="%U">%T</a><p><span>来源：区政府办</span><span>发布时间：</span><span>%y-%m-%d</span></p></li>', PLAIN, "ul")), PLAIN),
    ListPage("source-and-date-in-one", page(_rows('<div class="it"><h3><a href="%U">%T</a></h3><div class="inf">来源：区财政局 日期：%y-%m-%d 浏览：12</div></div>', PLAIN)), PLAIN),
    ListPage("with-seconds", page(_rows('<li><a href="%U">%T</a><span>%y-%m-%d 08:30:00.0</span></li>', PLAIN, "ul")), PLAIN),
    ListPage("three-lists", page(f'<div class="a"><ul>{fill(LI, FOUR)}</ul></div>{side_list("热点信息", "rdxx", 6)}{side_list("最新公开", "zxgk", 6)}'), FOUR),
    ListPage("side-first", page(f'<div class="sidebar">{side_list("点击排行", "box", 8)}</div><div class="right_con"><ul class="news">{fill(LI, FOUR)}</ul></div>'), FOUR),
    ListPage("one-row-beside-side", page(f'<div class="main"><ul class="lst">{fill(LI, FOUR[:1])}</ul></div>{side_list("推荐阅读", "tj", 6)}'), FOUR[:1]),
    ListPage("pinned-box", page(f'<div class="lb"><ul class="zd">{fill(LI, TWELVE[10:])}</ul><ul class="pt">{fill(LI, TWELVE[:8])}</ul></div>'), TWELVE[10:] + TWELVE[:8]),
    ListPage("mails", page(f'<table class="mail"><tr><th>编号</th><th>主题</th><th>来信时间</th><th>状态</th></tr>{fill("<tr><td>YX20260012</td><td><a href=%U>%T</a></td><td>%y-%m-%d</td><td>已办结</td></tr>", PLAIN)}</table>'), PLAIN),
    ListPage("survey", page(_rows('<li><a href="%U">%T</a><span>开始时间：%y-%m-%d</span><span>结束时间：2026-12-30</span><i>已结束</i></li>', PLAIN, "ul")), PLAIN),
    ListPage("two-columns", old_page(f'<table>{"".join("<tr>" + fill("<td>·<a href=%U>%T</a></td><td>[%y-%m-%d]</td>", TWELVE[i : i + 2]) + "</tr>" for i in range(0, 12, 2))}</table>'), TWELVE),
    ListPage("nested-tables", old_page(fill('<table><tr><td height="26"><a href="%U">%T</a></td><td width="80">%y-%m-%d</td></tr></table>', PLAIN)), PLAIN),
    ListPage("dotted-month-day-spans", bare_page(_rows('<p><span>%m月%d日</span><a href="%U"><font>%T</font></a></p>', rows("{n}.htm", 10))), rows("{n}.htm", 10)),
    ListPage("onclick-row", page(_rows("<li onclick=\"location.href='%U'\"><a href=\"javascript:;\">%T</a><span>%y-%m-%d</span></li>", PLAIN, "ul")), PLAIN),
    ListPage("files", page(_rows('<li><a href="/u/%y%m%d.pdf">%T</a><span>%y-%m-%d</span></li>', PLAIN, "ul")), tuple(Row(f"/u/{row.day:%Y%m%d}.pdf", row.title, row.day) for row in PLAIN)),
    ListPage("undated-trs", page(_rows('<li><a href="%U" title="%T">%C</a></li>', rows("./{y}{m}/t{y}{m}{d}_{n}.html", 10), "ul")), undated(rows("./{y}{m}/t{y}{m}{d}_{n}.html", 10))),
    ListPage("undated-old", old_page(fill('<p>·<a href="%U">%T</a></p>', rows("../info/1015/{n}.htm", 10))), undated(rows("../info/1015/{n}.htm", 10))),
    ListPage("summaries", page(_rows('<div class="item"><a class="t" href="%U">%T</a><div class="s">%S<a href="%U">查看更多</a></div><div class="f"><span>区政府办</span><span>%y-%m-%d</span></div></div>', PLAIN)), PLAIN),
    # No list of articles: landing page, menu, chart of offices.
    ListPage("landing", page("".join(f'<div class="mod"><h3><a href="/zwgk/m{n}/">栏目之{n}</a></h3><a href="/zwgk/m{n}/a/">规划计划</a> <a href="/zwgk/m{n}/b/">统计信息</a></div>' for n in range(8))), ()),
    ListPage("empty-column", page(f'<ul class="list"></ul><p>暂无信息</p>{PAGER}', head=meta(ColumnName="通知公告")), ()),
    ListPage("offices", page('<ul class="jg">' + "".join(f'<li><a href="/jg/{n}/">云溪区第{n}号街道办事处机构职能</a></li>' for n in range(12)) + "</ul>"), ()),
    ListPage("menu-only", bare_page(MENU + "<p>栏目建设中，建成日期2026-12-31。</p>"), ()),
)  # fmt: skip
