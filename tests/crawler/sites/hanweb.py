"""Hanweb jpage: the newer script sends a form, the older one a query, a third names a group."""

from collections.abc import Callable, Sequence
from urllib.parse import parse_qs, urlsplit

from tests.crawler.server import Reply, Route
from tests.crawler.sites.site import FixtureSite, Row, articles, list_page, rows_at

BOX = '<!--ZJEG_RSS.content.begin--><div id="zoom">'
FORM = (
    "col=1&appid=1&webid=3096&path=%2F&columnid=77278&sourceContentType=1&unitid=4566"
    "&webname=%E6%9F%90%E5%8C%BA&permissiontype=0"
)
SCRIPT = """$("#4566").jpage({{themeName:'default',dataBefore:'<ul>',dataAfter:'</ul>',groupSize:3,
perPage:{size},{total}proxyUrl:'{proxy}',
ajaxParam:{{col:1,appid:1,webid:3096,path:'/',columnid:77278,sourceContentType:1,unitid:'4566',
webname:'某区',permissiontype:0}}}})"""


def _rows(count: int) -> tuple[Row, ...]:
    return rows_at(
        count, lambda n, day: f"/art/{day.year}/{day.month}/{day.day}/art_77278_{1183 + n}.html"
    )


def _records(rows: Sequence[Row]) -> str:
    return "".join(
        f'<record><![CDATA[<li><a href="{row.path}" title="{row.title}">{row.title}</a>'
        f"<b>{row.day}</b></li>]]></record>"
        for row in rows
    )


def _island(rows: Sequence[Row], group: str = "") -> str:
    return f"""<div id="4566"><script type="text/xml"><datastore>
<nextgroup><![CDATA[{group}]]></nextgroup>
<recordset>{_records(rows)}</recordset></datastore></script>
<div class="default_pgContainer"></div></div>"""


def _answer(rows: Sequence[Row], total: int, group: str = "") -> Reply:
    body = f"""<?xml version='1.0' encoding='UTF-8'?><datastore>
<nextgroup><![CDATA[{group}]]></nextgroup><totalrecord>{total}</totalrecord>
<totalpage>9</totalpage><recordset>{_records(rows)}</recordset></datastore>"""
    return Reply(body, media="text/xml; charset=UTF-8")


def _window(address: str) -> slice:
    query = parse_qs(urlsplit(address).query)
    return slice(int(query["startrecord"][0]) - 1, int(query["endrecord"][0]))


def _served(
    rows: tuple[Row, ...], page: str, data: Sequence[str], answer: Callable[[str], Reply]
) -> FixtureSite:
    column = "/col/col77278/index.html"
    routes: dict[str, Route] = {column: list_page(page)}
    routes |= {address: answer(address) for address in data}
    return FixtureSite({**routes, **articles(rows, BOX)}, column, rows, "hanweb", tuple(data))


def site() -> FixtureSite:
    """Serve the newer version: rows 1 to 5 on the page, the total on the page too."""
    rows, proxy = _rows(23), "/module/web/jpage/dataproxy.jsp"
    script = SCRIPT.format(size=5, total="totalRecord:23,totalPage:5,", proxy=proxy)
    data = [
        f"{proxy}?startrecord={first}&endrecord={last}&perpage=5&__wb_method=POST&{FORM}"
        for first, last in ((6, 20), (21, 23))
    ]
    page = f"{_island(rows[:5])}<script>{script}</script>"
    return _served(rows, page, data, lambda address: _answer(rows[_window(address)], 23))


def old_site() -> FixtureSite:
    """Serve the older version: no row and no total on the page."""
    rows, proxy = _rows(11), "/module/jpage/dataproxy.jsp"
    script = SCRIPT.format(size=2, total="", proxy=proxy)
    data = [
        f"{proxy}?startrecord={first}&endrecord={last}&perpage=2&{FORM}"
        for first, last in ((1, 6), (7, 11))
    ]
    page = f"<div id='4566'></div><script>{script}</script>"
    return _served(rows, page, data, lambda address: _answer(rows[_window(address)], 11))


def more_site() -> FixtureSite:
    """Serve a column of columns, each group of rows naming the next one."""
    rows, proxy = _rows(6), "/module/jpage/morecolumndataproxy.jsp"
    query = "&appid=1&webid=1&path=/&columnid=77276,77277&unitid=6412&keyWordCount=30"
    data = [f"{proxy}?page={number}{query}" for number in (1, 2)]
    link = [f'<a href="{address.replace("&", "&amp;")}"></a>' for address in data]

    def answer(address: str) -> Reply:
        is_first = address == data[0]
        return _answer(rows[2:4] if is_first else rows[4:], 6, link[1] if is_first else "")

    return _served(rows, _island(rows[:2], link[0]), data, answer)
