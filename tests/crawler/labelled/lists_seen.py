"""List pages whose shapes the finder was made with."""

from datetime import date

from tests.crawler.labelled.case import ListPage, Row, fill, rows
from tests.crawler.labelled.frame import PAGER, bare_page, old_page, page, side_list

TRS = rows("./{y}{m}/t{y}{m}{d}_{n}.html")
UCAP = rows("/yx/c100270/{y}{m}/{n}abcdef.shtml")
VSB = rows("../info/1015/{n}.htm")
PLAIN = rows("content_{n}.html")
FEW = rows("content_{n}.html", 3)
ONE = rows("content_{n}.html", 1)
PINNED = (Row("p.html", "云溪区政府信息公开指南", date(2019, 5, 1)),)
ROW = '<li><a href="%U">%T</a><span>%y-%m-%d</span></li>'


def _ul(row: str, found: tuple[Row, ...], css: str = "list") -> str:
    return f'<ul class="{css}">{fill(row, found)}</ul>{PAGER}'


SEEN = (
    ListPage("trs", page(_ul('<li><a href="%U" title="%T">%C</a><span>%y-%m-%d</span></li>', TRS)), TRS),
    ListPage("ucap", page(_ul('<li><i>[%y-%m-%d]</i><a href="%U" title="%T">·%T</a></li>', UCAP)), UCAP),
    ListPage("vsb", page(_ul('<li id="line_u8_0"><a href="%U" title="%T"><em>%C</em><span>%y年%m月%d日</span></a></li>', VSB)), VSB),
    ListPage("month-day", page(_ul('<li><span>[%m-%d]</span><a href="%U">%T</a></li>', rows("a{n}.html", 10))), rows("a{n}.html", 10)),
    ListPage("month-slash-day", page(_ul('<li><a href="%U">%T</a> <em>%m/%d</em></li>', FEW)), FEW),
    ListPage("two-digit-year", page(_ul('<li><a href="%U">%T</a>| %Y-%m-%d |</li>', PLAIN)), PLAIN),
    ListPage("day-box-first", page(_ul('<li><div class="d"><b>%d</b><i>%y-%m</i></div><a href="%U">%T</a></li>', PLAIN)), PLAIN),
    ListPage("day-box-in-link", page(_ul('<li><a href="%U"><div class="time"><p>%d</p><span>%y.%m</span></div><div class="txt"><h3>%T</h3><p>%S</p></div></a></li>', PLAIN)), PLAIN),
    ListPage("pinned", page(f'<ul class="list">{fill(ROW, PINNED)}{fill(ROW, PLAIN)}</ul>{PAGER}'), PINNED + PLAIN),
    ListPage("table", page(f'<table class="tb"><tr><th>序号</th><th>标题</th><th>文号</th><th>日期</th></tr>{fill("<tr><td>1</td><td><a href=%U>%T</a></td><td>云政发〔2026〕1号</td><td>%y-%m-%d</td></tr>", PLAIN)}</table>{PAGER}'), PLAIN),
    ListPage("dl", page(f'<dl>{fill("<dt><a href=%U>%T</a></dt><dd>%y-%m-%d</dd>", PLAIN)}</dl>'), PLAIN),
    ListPage("dl-each", page(fill('<dl class="item"><dd>发布时间：%y-%m-%d</dd><dt><a href="%U">%T</a></dt></dl>', PLAIN)), PLAIN),
    ListPage("div-soup", page(f'<div>{fill("<div><div><div><a href=%U>%T</a></div><div><div>%y-%m-%d</div></div></div></div>", PLAIN)}</div>'), PLAIN),
    ListPage("category", page(_ul('<li><a href="/zwgk/gz/">[规章]</a><a href="%U">%T</a><span>%y-%m-%d</span></li>', PLAIN)), PLAIN),
    ListPage("picture-summary", page(_ul('<li><a href="%U"><img src="a.jpg"></a><h4><a href="%U">%T</a></h4><p>%S</p><span>%y-%m-%d</span></li>', PLAIN)), PLAIN),
    ListPage("summary-detail-link", page(_ul('<li><h3><a href="%U">%T</a></h3><p>%S<a href="%U">[详细]</a></p><span>%y-%m-%d</span></li>', PLAIN)), PLAIN),
    ListPage("side-newest", page(f'<div class="main">{_ul("<li><a href=%U>%T</a><span>%y-%m-%d</span></li>", rows("c{n}.html", 4))}</div>{side_list("最新", "zx", 8)}'), rows("c{n}.html", 4)),
    ListPage("digits-first", page(_ul('<li><a href="%U">%T</a><span>%y-%m-%d</span></li>', rows("x{n}.html", 5, 1))), rows("x{n}.html", 5, 1)),
    ListPage("onclick", page(_ul("<li><a href=\"javascript:void(0)\" onclick=\"window.open('%U')\">%T</a><span>%y-%m-%d</span></li>", PLAIN)), PLAIN),
    ListPage("fives", page("".join(f'<ul class="list">{fill(ROW, part)}</ul><div class="line"></div>' for part in (PLAIN[:5], PLAIN[5:])) + PAGER), PLAIN),
    ListPage("one-row", page(_ul('<li><a href="%U">%T</a><span>%y-%m-%d</span></li>', ONE)), ONE),
    ListPage("old-table", old_page(f'<table>{fill("<tr><td><img src=d.gif></td><td><a href=%U>%T</a></td><td>(%y-%M-%D)</td></tr>", PLAIN)}</table>'), PLAIN),
    ListPage("flat-br", old_page(fill('·<a href="%U">%T</a>　%y-%m-%d<br>', PLAIN)), PLAIN),
    ListPage("bare", bare_page(_ul('<li><a href="%U">%T</a>%y/%m/%d</li>', PLAIN)), PLAIN),
)  # fmt: skip
