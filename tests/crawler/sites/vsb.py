"""Visual SiteBuilder: pages numbered from the oldest, numbered names, numbers in the query."""

from collections.abc import Sequence

from tests.crawler.server import Route
from tests.crawler.sites.site import (
    FixtureSite,
    Row,
    articles,
    items,
    list_page,
    pages_of,
    rows_at,
)

HEAD = '<link rel="stylesheet" href="/system/resource/css/pagedown/sys.css">'
BOX = '<div id="vsb_content"><div class="v_news_content">'


def _rows(count: int) -> tuple[Row, ...]:
    return rows_at(count, lambda n, day: f"/info/1015/{4213 - n}.htm")


def _lines(rows: Sequence[Row]) -> str:
    text = items(rows)
    for number in range(len(rows)):
        text = text.replace("<li>", f'<li id="line_u8_{number}">', 1)
    return f"<ul>{text}</ul>"


def site() -> FixtureSite:
    """Serve six pages: `xwzx.htm` is the newest, `xwzx/1.htm` the oldest."""
    rows = _rows(17)
    routes: dict[str, Route] = {}
    for page, part in enumerate(pages_of(rows, 3), 1):
        folder = "xwzx/" if page == 1 else ""
        pager = f"""<div class="pb_sys_common"><span class="p_no_d">{page}</span>
<span class="p_next p_fun"><a href="{folder}{max(6 - page, 1)}.htm" class="Next">下页</a></span>
<span class="p_last p_fun"><a href="{folder}1.htm">尾页</a></span> 共6页</div>"""
        address = "/xwzx.htm" if page == 1 else f"/xwzx/{7 - page}.htm"
        routes[address] = list_page(_lines(part) + pager, HEAD)
    return FixtureSite({**routes, **articles(rows, BOX)}, "/xwzx.htm", rows, "vsb")


def list_site() -> FixtureSite:
    """Serve four pages `list.htm`, `list2.htm`…, of which only the next is linked."""
    rows = _rows(11)
    routes: dict[str, Route] = {}
    for page, part in enumerate(pages_of(rows, 3), 1):
        pager = f"""<div class="wp_paging"><em class="all_pages">4</em>
<a class="next" href="list{min(page + 1, 4)}.htm">下一页</a></div>"""
        name = "list.htm" if page == 1 else f"list{page}.htm"
        routes[f"/1021/{name}"] = list_page(_lines(part) + pager)
    return FixtureSite({**routes, **articles(rows, BOX)}, "/1021/list.htm", rows, "vsb")


def tree_site() -> FixtureSite:
    """Serve four pages of a program, numbered in the query."""
    rows = _rows(10)
    column = "/lm_list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1021"
    further = "/lm_list.jsp?totalpage=4&PAGENUM={}&urltype=tree.TreeTempUrl&wbtreeid=1021"
    pager = "".join(
        f'<a href="{further.format(page)[12:].replace("&", "&amp;")}" class="Next">{page}</a>'
        for page in (2, 4)
    )
    routes: dict[str, Route] = {}
    for page, part in enumerate(pages_of(rows, 3), 1):
        address = column if page == 1 else further.format(page)
        routes[address] = list_page(_lines(part) + pager, HEAD)
    return FixtureSite({**routes, **articles(rows, BOX)}, column, rows, "vsb")
