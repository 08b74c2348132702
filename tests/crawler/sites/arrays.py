"""Lists drawn by script from an array: strict JSON on one page, a programmer's hand on the other."""

import json

from tests.crawler.server import Route
from tests.crawler.sites.site import FixtureSite, articles, list_page, rows_at

DRAW = "for (var i = 0; i < itemObj.length; i++) { draw(itemObj[i]); }"
PAGER = '<div class="page"><a href="list_2.html">下一页</a></div>'


def site() -> FixtureSite:
    """Serve two pages, the second linked from the first."""
    rows = rows_at(9, lambda n, day: f"/jkj/c100{n}/{day:%Y%m}/content.html")
    strict = [
        {"aT": row.title, "aPd": f"{row.day}", "aU": json.dumps({"common": row.path})}
        for row in rows[:5]
    ]
    loose = ",\n".join(
        f"  {{ aT: '{row.title}', /* 日期 */ aPd: '{row.day}', aU: {{'common': '{row.path}',}}, top: null }}"
        for row in rows[5:]
    )
    first = f"<ul id='list'></ul><script>var itemObj={json.dumps(strict)};{DRAW}</script>{PAGER}"
    second = f"<ul id='list'></ul><script>\nlet itemObj = [\n{loose},\n]; {DRAW}</script>"
    routes: dict[str, Route] = {"/jkj/list.html": list_page(first)}
    routes["/jkj/list_2.html"] = list_page(second)
    routes |= articles(rows, '<div class="article-content">')
    return FixtureSite(routes, "/jkj/list.html", rows, "arrays")
