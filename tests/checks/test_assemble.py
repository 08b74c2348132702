"""What a crawl makes of a column: a list, an empty list, no list at all, or not known."""

from dataclasses import replace
from pathlib import Path

import pytest

from checks.assemble import template_of
from checks.columns import column_views
from checks.sight import sight_of
from checks.views import ColumnView, resolve
from crawler.page import Entry, Fetch, Outcome, Page, Role
from crawler.site import Column, ColumnKind
from crawler.snapshot import Target
from tests.checks.builders import COLUMN, HOME, HOST, LIST, NOW, Crawl, Visit, html, listing, site

ROW = ("/a.html", "关于秸秆禁烧的通知", "2026-11-20")
OTHER = Column("zcwj", "政策文件", f"{HOST}/zcwj/", "zfb", ColumnKind.POLICY)
BLANK = html("<p>暂无</p>", "通知公告")


def view_of(crawl: Crawl) -> ColumnView:
    """Return what the crawl makes of the column tzgg."""
    snapshot = crawl.snapshot()
    try:
        return next(
            view
            for view in column_views(snapshot, sight_of(snapshot, {}))
            if view.column.id == "tzgg"
        )
    finally:
        snapshot.close()


def listed(page: str, path: str = "/tzgg/") -> Visit:
    """Return a list page of the column."""
    return Visit(path, page, Role.COLUMN, "tzgg")


def test_a_list_is_read_over_all_its_pages_and_no_row_counts_twice(tmp_path: Path) -> None:
    second = ("/b.html", "关于冬季取暖安全的通知", "2026-10-20")
    pages = (listed(listing(ROW)), listed(listing(ROW, second), "/tzgg/2.html"))
    view = view_of(Crawl(tmp_path, (HOME, *pages)))
    assert [entry.title for entry in view.entries] == [ROW[1], second[1]]
    assert (view.reached, view.is_list) == (True, True)


def test_an_empty_list_is_a_list(tmp_path: Path) -> None:
    view = view_of(Crawl(tmp_path, (HOME, listed(BLANK))))
    assert (view.entries, view.reached, view.is_list) == ((), True, True)


def test_rows_that_come_from_a_data_endpoint_are_rows(tmp_path: Path) -> None:
    url = f"{HOST}/data.json"
    entry = Entry(f"{HOST}/a.html", ROW[1], None)
    data = Page(Fetch(url, Outcome.OK, NOW, 200), Role.DATA, entries=(entry,))
    visits = (HOME, listed(BLANK), Visit("/data.json", role=Role.DATA, column_id="tzgg", page=data))
    view = view_of(Crawl(tmp_path, visits))
    assert view.entries == (entry,)


@pytest.mark.parametrize(
    "page",
    [
        html(f"<p>{'办公时间：周一至周五上午九时至十二时。' * 12}</p>"),
        html("".join(f'<p><a href="/c{n}/">栏目{n}</a></p>' for n in range(3))),
    ],
    ids=["text of its own", "a page of links"],
)
def test_a_page_of_text_or_links_is_no_empty_list(tmp_path: Path, page: str) -> None:
    view = view_of(Crawl(tmp_path, (HOME, listed(page))))
    assert (view.entries, view.reached, view.is_list) == ((), True, False)


@pytest.mark.parametrize("kind", [ColumnKind.STATIC, ColumnKind.GUIDE, ColumnKind.SERVICE])
def test_a_column_of_a_kind_without_lists_is_no_empty_list(
    tmp_path: Path, kind: ColumnKind
) -> None:
    column = replace(COLUMN, kind=kind)
    assert not view_of(Crawl(tmp_path, (HOME, listed(BLANK)), site(column))).is_list


def test_a_stub_that_leads_to_another_column_is_no_list(tmp_path: Path) -> None:
    stub = replace(listed(""), location=OTHER.url)
    target = Visit("/zcwj/", listing(ROW), Role.COLUMN, "zcwj")
    view = view_of(Crawl(tmp_path, (HOME, stub, target), site(COLUMN, OTHER)))
    assert (view.reached, view.is_list, view.entries) == (True, False, ())


def test_a_stub_that_leads_to_its_own_list_is_that_list(tmp_path: Path) -> None:
    stub = replace(listed(""), location=f"{LIST}list.html")
    view = view_of(Crawl(tmp_path, (HOME, stub, listed(listing(ROW), "/tzgg/list.html"))))
    assert (view.reached, view.is_list, len(view.entries)) == (True, True, 1)


def test_a_stub_whose_goal_was_not_reached_is_not_judged(tmp_path: Path) -> None:
    stub = replace(listed(""), location=f"{LIST}list.html")
    view = view_of(Crawl(tmp_path, (HOME, stub)))
    assert not view.reached
    assert "重定向后的地址未能访问" in view.reason


@pytest.mark.parametrize(
    ("visit", "reason"),
    [
        (None, "栏目页打不开：未访问"),
        (Visit("/tzgg/", role=Role.COLUMN, column_id="tzgg", is_pending=True), "未访问"),
        (
            Visit(
                "/tzgg/",
                role=Role.COLUMN,
                column_id="tzgg",
                outcome=Outcome.UNKNOWN,
                error="连接超时",
            ),
            "栏目页打不开：连接超时",
        ),
        (
            Visit(
                "/tzgg/",
                role=Role.COLUMN,
                column_id="tzgg",
                outcome=Outcome.GONE,
                error="HTTP 404",
            ),
            "栏目页打不开：HTTP 404",
        ),
    ],
)
def test_a_column_page_that_was_not_seen_is_not_judged(
    tmp_path: Path, visit: Visit | None, reason: str
) -> None:
    view = view_of(Crawl(tmp_path, (HOME, visit) if visit else (HOME,)))
    assert not view.reached
    assert reason in view.reason


@pytest.mark.parametrize(
    "second",
    [
        Visit(
            "/tzgg/2.html",
            role=Role.COLUMN,
            column_id="tzgg",
            outcome=Outcome.UNKNOWN,
            error="连接超时",
        ),
        Visit("/tzgg/2.html", role=Role.COLUMN, column_id="tzgg", is_pending=True),
    ],
)
def test_a_list_with_a_page_missing_keeps_its_rows_and_is_not_read_to_its_end(
    tmp_path: Path, second: Visit
) -> None:
    view = view_of(Crawl(tmp_path, (HOME, listed(listing(ROW)), second)))
    assert (view.reached, len(view.entries)) == (False, 1)
    assert view.reason.startswith("栏目列表的 1 页未能读取：")


def test_a_partial_crawl_has_views_of_the_columns_asked_for_alone(tmp_path: Path) -> None:
    crawl = Crawl(
        tmp_path,
        (listed(listing(ROW)),),
        site(COLUMN, OTHER),
        Target((), ("tzgg",), follow_entries=True),
    )
    snapshot = crawl.snapshot()
    assert [view.column.id for view in column_views(snapshot, sight_of(snapshot, {}))] == ["tzgg"]
    snapshot.close()


def test_a_line_is_template_when_it_recurs_and_not_before(tmp_path: Path) -> None:
    pages = tuple(
        Visit(f"/{number}.html", html(f"<p>主办单位：青禾区</p><p>第 {number} 篇</p>"))
        for number in range(5)
    )
    few = Crawl(tmp_path / "few", pages[:4]).snapshot()
    many = Crawl(tmp_path / "many", pages).snapshot()
    assert template_of(few).lines == frozenset()
    assert template_of(many).lines == {"主办单位：青禾区"}
    few.close()
    many.close()


def test_a_circle_of_redirects_is_broken() -> None:
    fetches = {
        name: Fetch(name, Outcome.OK, NOW, 302, location=goal)
        for name, goal in (("a", "b"), ("b", "c"), ("c", "b"))
    }
    fetch = resolve(fetches, "a")
    assert fetch is not None
    assert (fetch.outcome, fetch.error) == (Outcome.BROKEN, "重定向循环")
    assert [hop.url for hop in fetch.chain] == ["a", "b", "c"]
