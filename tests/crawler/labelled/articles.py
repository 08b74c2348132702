"""Article pages: half the finder and the reader were made with, half written before tuning."""

from datetime import date

from tests.crawler.labelled.case import PROSE, TITLES, ArticlePage, fill, rows
from tests.crawler.labelled.frame import bare_page, meta, old_page, page, side_list

T = TITLES[0]
SITE = "云溪区人民政府"
DAY = date(2026, 2, 3)
BODY = f'<div class="TRS_Editor"><p>{PROSE}</p><p>{PROSE}</p></div>'
PLAIN_BODY = f'<div class="nr"><p>{PROSE}</p><p>{PROSE}</p></div>'
BYLINE = "发布时间：2026-02-03 10:20 来源：区政府办公室 浏览次数：12"
NAMED = f"{T}_{SITE}"
SIGNS = meta(ArticleTitle=T, PubDate="2026-02-03 10:20", ContentSource="区政府办公室")
DOCUMENTS = "<table><tr><th>序号</th><th>文件名称</th><th>印发日期</th></tr>{}</table>".format(
    fill('<tr><td>1</td><td><a href="%U">%T</a></td><td>%y-%m-%d</td></tr>', rows("/f/{n}.html"))
)
DATED_LIST = (
    f"<ul>{fill('<li><a href=%U>%T</a><span>%y-%m-%d</span></li>', rows('/q/{n}.html'))}</ul>"
)
NEIGHBOURS = """<div class="np"><p>上一篇：<a href="a.html">关于放假的通知</a><span>2026-02-01</span></p>
<p>下一篇：<a href="b.html">关于值班工作的通知</a><span>2026-02-05</span></p></div>"""


def _article(name: str, main: str, *, head: str = "", title: str = NAMED) -> ArticlePage:
    return ArticlePage(name, page(main, title=title, head=head), T, DAY, "区政府办公室")


def _shown(line: str = BYLINE, body: str = BODY) -> str:
    return f'<h2 class="title">{T}</h2><div class="info">{line}</div>{body}'


SEEN = (
    _article("meta", _shown(), head=SIGNS),
    _article("no-meta", _shown()),
    _article("related", _shown() + side_list("相关阅读", "xgyd"), head=SIGNS),
    _article("related-no-meta", _shown(body=PLAIN_BODY) + side_list("相关信息", "box")),
    _article("hot-beside", side_list("热点", "side", 10) + _shown()),
    _article("recommended", _shown() + side_list("推荐阅读", "tj", 8), head=SIGNS),
    _article("neighbours", _shown() + NEIGHBOURS),
    _article("documents-inside", _shown(body=f'<div class="TRS_Editor"><p>{PROSE}</p>{DOCUMENTS}</div>')),
    _article("attachments", _shown() + '<p>附件：</p><ul><li><a href="1.pdf">1.申报表</a> 2026-01-03</li><li><a href="2.docx">2.汇总表</a> 2026-01-03</li><li><a href="3.xlsx">3.花名册</a> 2026-01-03</li></ul>'),
    _article("source-first", _shown("来源：区政府办公室 发布日期：2026年2月3日 字体：[大 中 小]")),
    _article("slashes", _shown("<span>来源：</span><span>区政府办公室</span><span>日期: 2026/02/03</span>")),
    _article("no-label", _shown("2026-02-03 10:20　来源：区政府办公室")),
    _article("script-date", _shown("来源：区政府办公室 <script>var pubdata='2026年02月03日';document.write(pubdata)</script>")),
    _article("second-meta", meta(ArticleTitle="公共头", PubDate="2011-01-01") + _shown(), head=SIGNS),
    _article("meta-differs", _shown(), head=meta(ArticleTitle=T, PubDate="2026-09-26", ContentSource="区政府办公室")),
    _article("h1", f"<h1>{T}</h1><p>{BYLINE}</p>{BODY}", title=SITE),
    _article("h3-with-date", f'<h3>{T}<span>2026-02-03</span></h3><p>来源：区政府办公室</p>{BODY}', title=NAMED),
    _article("old-table", "<table><tr><td align=center><b><font size=5>" + T + f"</font></b></td></tr><tr><td>{BYLINE}</td></tr><tr><td>{PROSE}</td></tr></table>"),
    _article("data-table", _shown(body="<div id=zoom><table>" + "".join(f"<tr><td>{n}</td><td>第{n}期</td><td>2026-0{n}-01</td><td>{n * 31}</td></tr>" for n in range(1, 9)) + "</table></div>")),
    _article("print-close", _shown("[2026-02-03] 来源：区政府办公室 【打印】【关闭】")),
)  # fmt: skip

UNSEEN = (
    _article("gkmlpt-head", f'<table class="xxgk"><tr><td>索引号</td><td>11990101/2026-00018</td><td>分类</td><td>通知</td></tr><tr><td>发布机构</td><td>区政府办公室</td><td>成文日期</td><td>2026-01-30</td></tr><tr><td>名称</td><td>{T}</td><td>发布日期</td><td>2026-02-03</td></tr></table><h1 class="title">{T}</h1><div class="date-row">发布日期：2026-02-03 来源：区政府办公室</div>{BODY}'),
    _article("two-digit-year", _shown("区政府办公室 | 26-02-03 | 阅读 120").replace("区政府办公室 |", "来源：区政府办公室 |")),
    _article("meeting-time", _shown("来源：区政府办公室 发布时间：2026-02-03", f'<div class="nr"><p>会议时间：2026年1月8日</p><p>{PROSE}</p></div>')),
    _article("deadline-first", f'<h2 class="title">{T}</h2><p>报名时间：2026年3月1日至2026年3月9日</p><div>来源：区政府办公室 发布时间：2026-02-03</div>{BODY}'),
    _article("source-parts", _shown("<span>时间：2026-02-03</span><span>来源：<a href=/b/>区政府办公室</a></span><span>作者：</span>")),
    _article("information-source", _shown("信息来源：区政府办公室　　发布时间：2026-02-03　　点击数：<script>hits()</script>")),
    _article("file-source", _shown("文章来源： 区政府办公室 更新时间：2026-02-03 14:02:11 点击：<b>31</b>次")),
    _article("hot-list-under", _shown(body=PLAIN_BODY) + side_list("热门文章", "rm", 10)),
    _article("newest-list-beside", side_list("最新发布", "news", 10) + _shown(body=PLAIN_BODY)),
    _article("list-in-body", _shown(body=f'<div class="article"><p>{PROSE}</p>{DATED_LIST}</div>')),
    _article("documents-in-body", _shown(body=f'<div class="content"><p>{PROSE}</p>{DOCUMENTS}<p>{PROSE}</p></div>')),
    _article("no-byline-side", _shown(line="<!-- -->", body=PLAIN_BODY) + side_list("相关文件", "gl", 6), head=SIGNS),
    _article("policy-links", _shown() + '<div class="zc"><p>相关解读</p><p><a href="/jd/1.html">图解：关于工作要点的解读</a> <span>2026-02-04</span></p><p><a href="/jd/2.html">一问一答：工作要点</a> <span>2026-02-05</span></p><p><a href="/jd/3.html">专家解读：怎样看工作要点</a> <span>2026-02-06</span></p></div>'),
    _article("neighbours-as-list", _shown() + '<ul class="pg"><li>上一条：<a href="a.html">关于放假的通知</a> [2026-02-01]</li><li>下一条：<a href="b.html">关于值班工作的通知</a> [2026-02-05]</li></ul>'),
    _article("minutes", _shown(body="<div class=con2>" + "".join(f"<p>2026年1月{n}日，<a href=/x/{n}.html>区领导到第{n}村调研</a>并召开座谈会。</p>" for n in range(1, 9)) + "</div>")),
    _article("letter", _shown(body=f"<table><tr><td>来信时间</td><td>2026-01-20</td></tr><tr><td>办结时间</td><td>2026-01-28</td></tr><tr><td>内容</td><td>{PROSE}</td></tr></table>")),
    _article("title-in-div", f'<div class="xl_tit"><p>{T}</p></div><div class="xl_inf"><i>2026.02.03</i><i>区政府办公室</i></div>{BODY}', head=meta(ContentSource="区政府办公室")),
    _article("title-tag-first", f'<div class="arc"><p style="font-size:24px">{T}</p><p>发布时间：2026-02-03 来源：区政府办公室</p>{PLAIN_BODY}</div>', title=f"{T} - 通知公告 - {SITE}"),
    _article("column-first-in-title", _shown(), title=f"通知公告 | {T} | {SITE}"),
    _article("json-date", f'<h1>{T}</h1><script type="application/ld+json">{{"pubDate": "2026-02-03T10:20:00","title": "x"}}</script><p>来源：区政府办公室</p>{BODY}'),
    _article("written-date", _shown('来源：区政府办公室 <script>document.write("2026-02-03")</script>')),
    ArticlePage("old-bare", old_page(f"<center><b>{T}</b></center><center>区政府办公室 2026年2月3日</center><p>{PROSE}</p>", title=T), T, DAY),
    ArticlePage("undated-intro", bare_page(f"<h1>{T}</h1><p>{PROSE}</p>", title=T), T, None),
    ArticlePage("footer-date", page(_shown("来源：区政府办公室") + "<div class=gx>本页最后更新时间：2026年11月20日</div>", title=NAMED), T, None, "区政府办公室"),
)  # fmt: skip
