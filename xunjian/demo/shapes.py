"""Write the lists and articles of the three content systems: TRS, UCAP and Hanweb."""

import json
from collections.abc import Sequence

from xunjian.demo.addresses import column_address, column_number
from xunjian.demo.content import Article, Column
from xunjian.demo.letters import letter_view, write_letters
from xunjian.demo.press import (
    ColumnLink,
    Press,
    Row,
    article_tags,
    article_view,
    column_link,
    list_row,
    list_tags,
)

PER_PAGE = 8
_GONE_TEXT = "抱歉，您访问的页面不存在或已被删除。"


def write_column(press: Press, column: Column) -> None:
    """Write a column's list pages in the shape of its content system."""
    rows = [list_row(press, article) for article in press.content.rows(column.id)]
    match column.shape:
        case "trs":
            _write_trs_list(press, column, rows)
        case "ucap":
            _write_ucap_list(press, column, rows)
        case "hanweb":
            _write_hanweb_list(press, column, rows)
        case "letters":
            write_letters(press, column)


def write_article(press: Press, article: Article) -> None:
    """Write an article page, unless the article is planted as gone."""
    column = press.content.column(article.column)
    address = press.url(f"article:{article.id}")
    if "page" in article.omit:
        return
    if "soft" in article.omit:
        press.page(address, "notice.html", {"title": "页面提示", "text": _GONE_TEXT})
        return
    view = article_view(press, article)
    context = {
        "shape": column.shape,
        "page_title": f"{view.title}_{column.name}_{press.site.name}",
        "tags": article_tags(press, article, column),
        "column": column_link(press, column),
        "article": view,
    }
    if article.letter is not None:
        press.page(address, "letter.html", {**context, "letter": letter_view(press, article)})
        return
    template = column.shape if column.shape in {"trs", "hanweb"} else "ucap"
    press.page(address, f"{template}_article.html", context)


def siblings(press: Press, column: Column) -> list[ColumnLink]:
    """Return the columns of the side menu: those built with the same content system."""
    groups = {"guide": "trs", "stub": "trs"}
    shape = groups.get(column.shape, column.shape)
    return [
        column_link(press, other)
        for other in press.content.columns
        if groups.get(other.shape, other.shape) == shape and other.shape != "stub"
    ]


def _list_context(press: Press, column: Column) -> dict[str, object]:
    return {
        "shape": column.shape,
        "page_title": f"{column.name}_{press.site.name}",
        "tags": list_tags(press, column),
        "column": column_link(press, column),
        "siblings": siblings(press, column),
    }


def _write_trs_list(press: Press, column: Column, rows: Sequence[Row]) -> None:
    pages = _pages(len(rows))
    for page in range(pages):
        context = {
            **_list_context(press, column),
            "rows": rows[page * PER_PAGE : (page + 1) * PER_PAGE],
            "pages": pages,
            "page": page,
        }
        name = f"index_{page}.html" if page else "index.html"
        press.page(column.path + name, "trs_list.html", context)


def _write_ucap_list(press: Press, column: Column, rows: Sequence[Row]) -> None:
    pages = _pages(len(rows))
    for page in range(1, pages + 1):
        context = {
            **_list_context(press, column),
            "rows": rows[(page - 1) * PER_PAGE : page * PER_PAGE],
            "pages": pages,
            "page": page,
            "total": len(rows),
        }
        press.page(f"{column.path}xlist_{page}.shtml", "ucap_list.html", context)
        if page == 1:
            press.page(column_address(column), "ucap_list.html", context)


def _write_hanweb_list(press: Press, column: Column, rows: Sequence[Row]) -> None:
    number = column_number(column)
    unit_id = f"6{number}"
    template = press.templates.get_template("hanweb_row.html")
    records = [template.render(row=row).strip() for row in rows]
    query = (
        f"page=1&appid=1&webid=12&path=/&columnid={number}&unitid={unit_id}"
        f"&webname={press.site.name}&permissiontype=0"
    )
    context = {
        **_list_context(press, column),
        "rows": records[:PER_PAGE],
        "unit_id": unit_id,
        "number": number,
        "per_page": PER_PAGE,
        "total": len(rows),
        "pages": _pages(len(rows)) if rows else 0,
        "next_group": f"/module/web/jpage/dataproxy.jsp?{query}",
    }
    press.page(column_address(column), "hanweb_list.html", context)
    data = {"records": records}
    text = json.dumps(data, ensure_ascii=False, indent=1)
    press.file(f"/_data/{number}.json", text.encode())


def _pages(rows: int) -> int:
    return max(1, -(-rows // PER_PAGE))
