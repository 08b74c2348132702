"""The disclosure platform of Guangdong: one page for all columns, the lists as JSON."""

import json
from collections.abc import Sequence
from datetime import datetime, time, timedelta, timezone

from tests.crawler.server import Reply, Route
from tests.crawler.sites.site import FixtureSite, Row, articles, pages_of, rows_at

BEIJING = timezone(timedelta(hours=8))
INDEX = """<!DOCTYPE html><html><head><title>政府信息公开目录</title></head><body><div id="app"></div>
<script>window._CONFIG = {{ SID: '755031', LANG: 'zh', TREE: [{{"id":3155,"name":"通知公告",
"post_count":{count}}}] }};</script><script src="{home}/gkmlpt/js/app.js"></script></body></html>"""


def _article(row: Row, number: int) -> dict[str, object]:
    # Shortly after midnight in Beijing it is still the day before in Greenwich.
    at = datetime.combine(row.day, time(0, 30), BEIJING)
    return {
        "id": 4458330 + number,
        "title": row.title,
        "url": row.path,
        "post_url": row.path,
        "created_at": int(at.timestamp()) if number % 2 else f"{at:%Y-%m-%d %H:%M:%S}",
        "publisher": "区政府办公室",
        "identifier": "006939748/2026-00001",
    }


def _served(home: str, count: int, size: int, pages: Sequence[int]) -> FixtureSite:
    rows = rows_at(count, lambda n, day: f"{home}/gkmlpt/content/4/4458/post_{4458330 + n}.html")
    routes: dict[str, Route] = {f"{home}/gkmlpt/index": Reply(INDEX.format(home=home, count=count))}
    data = [f"{home}/gkmlpt/api/all/3155?page={page}&sid=755031" for page in pages]
    for address, part in zip(data, pages_of(rows, size), strict=True):
        answer = {
            "articles": [_article(row, rows.index(row)) for row in part],
            "classify": {"id": 3155, "name": "通知公告", "post_count": count},
        }
        routes[address] = Reply(json.dumps(answer), media="application/json")
    routes |= articles(rows, '<div class="article-content">')
    return FixtureSite(routes, f"{home}/gkmlpt/index#3155", rows, "gkmlpt", tuple(data))


def site() -> FixtureSite:
    """Serve three pages of a department that lives in a folder of the city's host."""
    return _served("/zqhjj", 11, 4, (1, 2, 3))


def single_site() -> FixtureSite:
    """Serve everything on the first page; a second one answers 404."""
    return _served("", 5, 50, (1,))
