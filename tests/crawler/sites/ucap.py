"""UCAP: pages counted from one, the box named first."""

from tests.crawler.server import Route
from tests.crawler.sites.site import FixtureSite, articles, items, list_page, pages_of, rows_at


def site() -> FixtureSite:
    """Serve three pages."""
    folder = "/qzf/c100270/"
    rows = rows_at(8, lambda n, day: f"{folder}{day:%Y%m}/{n:032x}.shtml")
    routes: dict[str, Route] = {}
    for page, part in enumerate(pages_of(rows, 3), 1):
        body = f"""<ul class="list">{items(part)}</ul><div id="page_div"></div>
<script>createPageHTML('page_div',3, {page},'xlist','shtml',{len(rows)});</script>"""
        name = "xlist.shtml" if page == 1 else f"xlist_{page}.shtml"
        routes[folder + name] = list_page(body)
    routes |= articles(rows, '<div id="UCAP-CONTENT">')
    return FixtureSite(routes, f"{folder}xlist.shtml", rows, "ucap")
