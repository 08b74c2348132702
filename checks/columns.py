"""Makes of a snapshot the columns that the rules look at, each told for what it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from checks.sight import Sight
from checks.views import ColumnView, resolve
from crawler.page import Blank, Entry, Fetch, Outcome, Page, Role
from crawler.site import NO_LIST_KINDS, Column
from crawler.snapshot import Snapshot
from crawler.urls import canonical, host_of, is_in_scope, scope_of

# A page that shows the lists of so many columns beneath it is none of its own.
CHILDREN = 2
POOR = {
    Blank.WAITING: "栏目页停在“加载中”，没有读到列表，未能判断",
    Blank.FAILED: "栏目页提示加载失败或者系统错误，没有读到列表，未能判断",
    Blank.SCRIPTED: "栏目页的列表可能由网页脚本生成，需要浏览器才能读取，未能判断",
    Blank.FRAMED: "栏目页里嵌的是别的网站的页面，未能判断",
    Blank.LOGIN: "栏目页要登录后才能查看，未能判断",
}
DATA_FAILED = "栏目的数据接口没有返回列表，未能判断"
FORM = "栏目页是填报表单，不是列表"


@dataclass(frozen=True, slots=True)
class _Lists:
    """The list pages of a snapshot by column; `known` are pages of the last complete crawl."""

    snapshot: Snapshot
    sight: Sight
    known: Mapping[str, Page]
    addresses: Mapping[str, str]
    pages: dict[str, list[Page]] = field(default_factory=dict)


def column_views(
    snapshot: Snapshot, sight: Sight, known: Mapping[str, Page] | None = None
) -> Iterator[ColumnView]:
    """Yield the columns whose lists this crawl was to read."""
    addresses = {canonical(column.url): column.id for column in snapshot.site.columns}
    lists = _Lists(snapshot, sight, known or {}, addresses)
    for page in snapshot.lists():
        if page.column_id:
            lists.pages.setdefault(page.column_id, []).append(page)
    for column in snapshot.site.columns:
        if snapshot.target.is_whole or column.id in snapshot.target.column_ids:
            yield _column_view(lists, column)


def _column_view(lists: _Lists, column: Column) -> ColumnView:
    address = canonical(column.url)
    fetch = resolve(lists.snapshot.fetches, address)
    if fetch is None or fetch.outcome is not Outcome.OK:
        error = fetch.error if fetch is not None else "未访问"
        return ColumnView(column, reached=False, reason=f"栏目页打不开：{error}")
    if fetch.chain and lists.addresses.get(fetch.url, column.id) != column.id:
        return ColumnView(column, is_list=False, is_moved=True)
    site = lists.snapshot.site
    if fetch.chain and not is_in_scope(fetch.url, scope_of(site.start_url, site.scope)):
        reason = f"栏目跳转到站外（{host_of(fetch.url)}），请到那里核对"
        return ColumnView(column, is_list=False, reason=reason)
    # To its own index page or a child is the column; to anywhere else, who knows.
    has_left = bool(fetch.chain) and not fetch.url.startswith(address.rpartition("/")[0] + "/")
    if has_left or fetch.url not in lists.sight.seen:
        return ColumnView(column, reached=False, reason=_unseen_reason(lists.sight, fetch))
    return _listed(lists, column, fetch)


def _listed(lists: _Lists, column: Column, fetch: Fetch) -> ColumnView:
    pages = lists.pages.get(column.id, [])
    first = lists.snapshot.pages.get(fetch.url)
    children = _children(lists, column, first)
    entries = _rows([*pages, *(page for child in children for page in _pages_of(lists, child))])
    reason = _unread(lists.snapshot, column)
    if not entries:
        reason = reason or _poor_look(column, first, pages)
    is_list = bool(entries) or _could_be_list(column, first)
    is_form = not is_list and first is not None and first.blank is Blank.FORM
    return ColumnView(
        column,
        entries,
        reached=not reason,
        reason=reason or (FORM if is_form else ""),
        is_list=is_list,
        known=_rows(_known(lists, column, fetch)),
        says_empty=not entries and first is not None and first.blank is Blank.SAID,
    )


def _pages_of(lists: _Lists, column_id: str) -> list[Page]:
    """Return a column's list pages, as the last complete crawl saw them if this one did not."""
    column = lists.snapshot.site.column(column_id)
    before = lists.known.get(canonical(column.url)) if column else None
    return lists.pages.get(column_id, [before] if before else [])


def _rows(pages: list[Page]) -> tuple[Entry, ...]:
    entries: dict[str, Entry] = {}
    for page in pages:
        for entry in page.entries:
            entries.setdefault(entry.url, entry)
    return tuple(entries.values())


def _known(lists: _Lists, column: Column, fetch: Fetch) -> list[Page]:
    """Return what the last complete crawl read at the addresses of the column's list."""
    urls = dict.fromkeys([fetch.url, *lists.snapshot.list_pages(column.id)])
    return [page for url in urls if (page := lists.known.get(url)) is not None]


def _children(lists: _Lists, column: Column, first: Page | None) -> list[str]:
    """Return the columns whose lists a page puts together, none if it shows a list of its own."""
    if first is None:
        return []
    folder = canonical(column.url).partition("?")[0].rpartition("/")[0] + "/"
    linked = (lists.addresses.get(link.url, column.id) for link in first.links if not link.is_frame)
    below = {canonical(each.url): each.id for each in lists.snapshot.site.columns}
    ids = {identity for url, identity in below.items() if url.startswith(folder)} - {column.id}
    found = [each for each in dict.fromkeys(linked) if each in ids]
    return found if len(found) >= CHILDREN else []


def _unseen_reason(sight: Sight, fetch: Fetch) -> str:
    if fetch.chain:
        return f"栏目页跳转到了 {fetch.url}，未能判断"
    reasons = (doubt.reason for doubt in sight.doubts if doubt.subject == fetch.url)
    return next(reasons, "栏目页没有正常显示，未能判断")


def _unread(snapshot: Snapshot, column: Column) -> str:
    """Say which of the column's list pages could not be read, "" if all could."""
    failed = []
    for url in snapshot.list_pages(column.id):
        fetch = snapshot.fetches.get(url)
        if fetch is None:
            failed.append("未访问")
        elif fetch.outcome is Outcome.UNKNOWN:
            failed.append(fetch.error)
    return f"栏目列表的 {len(failed)} 页未能读取：{failed[0]}" if failed else ""


def _poor_look(column: Column, first: Page | None, pages: list[Page]) -> str:
    """Say why a list without rows may have some all the same, "" if the look at it was good."""
    if first is None or column.kind in NO_LIST_KINDS:
        return ""
    data = [page for page in pages if page.role is Role.DATA]
    if any(page.blank is Blank.FAILED for page in data):
        return DATA_FAILED
    if data and first.blank is Blank.SCRIPTED:
        # What the script would show has been asked for.
        return ""
    unread = (page.unreadable for page in pages if page.unreadable)
    return POOR.get(first.blank, "") or next(map("列表页未能检查：{}".format, unread), "")


def _could_be_list(column: Column, page: Page | None) -> bool:
    if page is None or column.kind in NO_LIST_KINDS or page.blank is Blank.FORM:
        return False
    return page.is_bare or page.blank is Blank.SAID
