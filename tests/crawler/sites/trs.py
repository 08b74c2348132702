"""TRS: a redirecting parent, a script-written navigation, pagers in both spellings."""

from tests.crawler.server import Reply, Route
from tests.crawler.sites.site import (
    FixtureSite,
    Row,
    articles,
    items,
    list_page,
    pages_of,
    rows_at,
)

BOX = '<div class="TRS_Editor">'
SIZE = 4


def _rows(folder: str, count: int) -> tuple[Row, ...]:
    return rows_at(count, lambda n, day: f"{folder}{day:%Y%m}/t{day:%Y%m%d}_{6258 + n}.html")


def site() -> FixtureSite:
    """Serve three pages; the parent column refreshes to its first child."""
    folder = "/zwgk/tzgg/"
    rows = _rows(folder, 10)
    routes: dict[str, Route] = {
        "/zwgk/": Reply(
            '<html><head><meta http-equiv="Refresh" content="0;URL=./tzgg/"></head></html>'
        )
    }
    for page, part in enumerate(pages_of(rows, SIZE)):
        body = f"""<script>document.write("<a href=\\"/zwgk/jgzn/\\">机构职能<\\/a>");</script>
<ul class="list">{items(part).replace(folder, "./")}</ul>
<div class="page"><script>createPageHTML(3, {page}, "index", "html");</script></div>"""
        routes[f"{folder}index_{page}.html" if page else folder] = list_page(body)
    routes["/zwgk/jgzn/"] = list_page("<p>本机关的职能如下。</p>")
    return FixtureSite({**routes, **articles(rows, BOX)}, folder, rows, "trs")


def counted_site() -> FixtureSite:
    """Serve two pages whose pager is written by a script in the page."""
    folder = "/xw/"
    rows = _rows(folder, 6)
    routes: dict[str, Route] = {}
    for page, part in enumerate(pages_of(rows, SIZE)):
        script = f"""var currentPage = {page};//所在页从0开始
var prevPage = currentPage-1;//上一页
var countPage = 2//共多少页
for (var i=0; i<countPage; i++) {{
  document.write("<a href=\\"index_"+i+".shtml\\">"+(i+1)+"</a>&nbsp;");
}}"""
        body = f"<ul>{items(part)}</ul><script>{script}</script>"
        routes[f"{folder}index_{page}.shtml" if page else f"{folder}index.shtml"] = list_page(body)
    return FixtureSite({**routes, **articles(rows, BOX)}, f"{folder}index.shtml", rows, "trs")


def site_from_one() -> FixtureSite:
    """Serve three pages counted from one, in the same spelling."""
    folder = "/gg/"
    rows = _rows(folder, 9)
    routes: dict[str, Route] = {}
    for page, part in enumerate(pages_of(rows, SIZE), 1):
        body = (
            f"<ul>{items(part)}</ul><script>createPageHTML(3, {page}, 'index', 'shtml');</script>"
        )
        name = "index.shtml" if page == 1 else f"index_{page}.shtml"
        routes[folder + name] = list_page(body)
    return FixtureSite({**routes, **articles(rows, BOX)}, f"{folder}index.shtml", rows, "trs")
