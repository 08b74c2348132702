"""JPaaS: an empty page that names a part, and a gateway that sends its rows as JSON."""

import json
from urllib.parse import quote, urlencode

from tests.crawler.server import Reply, Route
from tests.crawler.sites.site import FixtureSite, articles, items, list_page, pages_of, rows_at

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
QUERY = {
    "parseType": "bulidstatic",
    "webId": "3096",
    "tplSetId": "fc259c381af3496d",
    "pageType": "column",
    "tagId": "当前栏目_list",
    "editType": "null",
    "pageId": "1229840390",
}


def site() -> FixtureSite:
    """Serve three pages of four rows."""
    rows = rows_at(10, lambda n, day: f"/col/col1229840390/art/{day.year}/art_{n:032x}.html")
    column = "/col/col1229840390/index.html"
    described = "{" + ",".join(f"'{key}':'{value}'" for key, value in QUERY.items()) + "}"
    page = f"""<div class="list"><script src="/script/unitbuild.js" parseType="bulidstatic"
 url="{UNIT}" queryData="{described}"></script></div>"""
    routes: dict[str, Route] = {column: list_page(page)}
    data = []
    for number, part in enumerate(pages_of(rows, 4), 1):
        lines = items(part).replace("<li>", '<li class="clearfix">')
        html = (
            f'<ul>{lines}</ul><div class="pagination" rows="4" count="{len(rows)}"'
            f' pageno="{number}"></div>'
        )
        asked = f"&paramJson={quote(json.dumps({'pageNo': number, 'pageSize': 4}, separators=(',', ':')))}"
        address = f"{UNIT}?{urlencode(QUERY)}{asked if number > 1 else ''}"
        answer = {"success": True, "code": "200", "data": {"html": html}}
        routes[address] = Reply(json.dumps(answer), media="application/json;charset=UTF-8")
        data.append(address)
    routes |= articles(rows, '<div id="zoom">')
    return FixtureSite(routes, column, rows, "jpaas", tuple(data))
