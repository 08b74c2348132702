"""Columns that are in no table: what is found, what is not taken for one, how they are taken over."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from crawler.crawl import crawl
from crawler.page import Role
from crawler.site import Site
from crawler.snapshot import Target
from tests.checks.builders import COLUMN, HOME, HOST, Crawl, Visit, html, listing
from tests.checks.builders import site as a_site
from tests.cli import xunjian
from tests.sample import TODAY, Sample
from xunjian import config as configuration
from xunjian.commands import run_columns
from xunjian.config import ConfigError
from xunjian.demo.run import served
from xunjian.results import print_unlisted
from xunjian.show import console
from xunjian.unlisted import Unlisted, last_unlisted, unlisted_columns
from xunjian.unlisted_workbook import write_table

NEWEST = date(2026, 11, 20)
LEFT_OUT = ("tzgg", "czyjs", "nb")


def rows(folder: str, first: int = 1, count: int = 4) -> list[tuple[str, str, str]]:
    """Return rows of a list: path, title, day."""
    return [
        (f"{folder}t{number}.html", f"关于第{number}号事项的通知", f"2026-11-{21 - number:02}")
        for number in range(first, first + count)
    ]


def column(path: str, name: str, listed: Iterable[tuple[str, str, str]]) -> Visit:
    """Return a visit to a list with this title."""
    return Visit(path, listing(*listed).replace("通知公告</title>", f"{name}</title>"))


def found(folder: Path, *visits: Visit, target: Target | None = None) -> list[Unlisted]:
    """Return what a crawl of these visits and a listed column finds."""
    listed = Visit("/tzgg/", listing(*rows("/tzgg/")), Role.COLUMN, "tzgg")
    made = Crawl(folder, (HOME, listed, *visits), target=target or Target())
    snapshot = made.snapshot()
    try:
        return list(unlisted_columns(snapshot))
    finally:
        snapshot.close()


def test_a_list_of_no_column_is_found_with_name_rows_and_newest_day(tmp_path: Path) -> None:
    (only,) = found(tmp_path, column("/rsxx/", "人事信息-青禾区", rows("/rsxx/")))
    assert only == Unlisted(f"{HOST}/rsxx/", "人事信息", 4, NEWEST)


def test_the_longest_list_comes_first(tmp_path: Path) -> None:
    short = column("/a/", "人事信息", rows("/a/"))
    long = column("/b/", "规划计划", rows("/b/", count=7))
    assert [each.name for each in found(tmp_path, short, long)] == ["规划计划", "人事信息"]


@pytest.mark.parametrize(
    ("first", "further"),
    [
        ("/rsxx/index.html", "/rsxx/index_1.html"),
        ("/rsxx/", "/rsxx/index_2.shtml"),
        ("/rsxx/xlist.shtml", "/rsxx/xlist_2.shtml"),
        ("/rsxx.htm", "/rsxx/7.htm"),
        ("/list.jsp?id=5", "/list.jsp?id=5&pageNo=2"),
        ("/col/col12/index.html", "/col/col12/index.html?uid=3&pageNum=2"),
    ],
)
def test_further_pages_are_of_the_same_list(tmp_path: Path, first: str, further: str) -> None:
    (only,) = found(
        tmp_path,
        column(first, "人事信息", rows("/rsxx/")),
        column(further, "人事信息 第2页", rows("/rsxx/", 5, 3)),
    )
    assert only == Unlisted(f"{HOST}{first}", "人事信息", 7, NEWEST)


def test_two_lists_of_one_script_are_two_columns(tmp_path: Path) -> None:
    visits = (
        column("/list.jsp?id=5", "人事信息", rows("/a/")),
        column("/list.jsp?id=6", "规划计划", rows("/b/")),
    )
    assert len(found(tmp_path, *visits)) == 2


def test_the_same_rows_in_another_order_are_one_column(tmp_path: Path) -> None:
    visits = (
        column("/list.jsp?id=5", "人事信息", rows("/a/", count=6)),
        column("/list.jsp?id=5&sort=asc", "人事信息", rows("/a/", 2, 4)),
    )
    (only,) = found(tmp_path, *visits)
    assert only.url == f"{HOST}/list.jsp?id=5"


HUB = [row for name in ("/a/", "/b/", "/c/") for row in rows(name, count=2)]
CHILDREN = tuple(
    column(f"/{name}/", title, rows(f"/{name}/", count=4))
    for name, title in (("a", "人事信息"), ("b", "规划计划"), ("c", "应急管理"))
)
META = '<meta name="ContentSource" content="区政府办公室"><title>'


@pytest.mark.parametrize(
    "visit",
    [
        # The listed column itself under another address, and a page of it beyond the limit.
        column("/tzgg/index.html", "通知公告", rows("/tzgg/")),
        column("/tzgg/index_9.html", "通知公告", rows("/tzgg/", 8)),
        # The latest of what is listed anyway.
        column("/zxgk/", "最新公开", rows("/tzgg/")),
        # The home page once more.
        column("/index.html", "首页", rows("/x/")),
        column("/jyj/", "首页", rows("/jyj/")),
        # Too little for a list.
        column("/rsxx/", "人事信息", rows("/rsxx/", count=2)),
        # Articles.
        column("/rsxx/202611/t20261101_12.html", "任免通知", rows("/rsxx/")),
        Visit("/rsxx/a.html", listing(*rows("/rsxx/")).replace("<title>", META)),
        Visit("/rsxx/b.html", listing(*rows("/rsxx/")), column_id="tzgg"),
        # Pages that show rows of anything.
        column("/search/?q=1", "社保", rows("/rsxx/")),
        column("/so.jsp?q=1", "站内搜索", rows("/rsxx/")),
        column("/ztzl/fxkz/", "防汛抗旱", rows("/ztzl/fxkz/")),
        column("/fxkz/", "防汛抗旱专题", rows("/fxkz/")),
    ],
    ids=lambda visit: visit.path,
)
def test_this_is_no_column_of_its_own(tmp_path: Path, visit: Visit) -> None:
    assert found(tmp_path, visit) == []


def test_a_page_of_boxes_is_none_but_the_columns_in_them_are(tmp_path: Path) -> None:
    names = {each.name for each in found(tmp_path, *CHILDREN, column("/xxgk/", "公开", HUB))}
    assert names == {"人事信息", "规划计划", "应急管理"}


@pytest.mark.parametrize("folder", ["/jyj/yw/", "/info/1001/"])
def test_an_offices_home_page_is_none_but_the_list_behind_its_box_is(
    tmp_path: Path, folder: str
) -> None:
    home = column("/jyj/", "区教育局", rows(folder, count=4))
    behind = column("/jyj/yw/", "教育要闻", rows(folder, count=12))
    assert [each.name for each in found(tmp_path, home, behind)] == ["教育要闻"]


def test_a_column_stays_one_beside_a_list_of_everything(tmp_path: Path) -> None:
    everything = [row for name in ("/a/", "/b/", "/c/") for row in rows(name)]
    visits = (
        column("/all/", "全部公开", everything[:6]),
        column("/all/index_1.html", "全部公开", everything[6:]),
    )
    names = {each.name for each in found(tmp_path, *CHILDREN, *visits)}
    assert names == {"人事信息", "规划计划", "应急管理", "全部公开"}


def test_what_a_list_names_as_a_row_is_an_article(tmp_path: Path) -> None:
    own = rows("/rsxx/")
    beside = column(own[0][0], "关于第1号事项的通知", rows("/other/"))
    assert [each.name for each in found(tmp_path, column("/rsxx/", "人事信息", own), beside)] == [
        "人事信息"
    ]


def test_a_list_without_a_name_is_called_what_its_link_says(tmp_path: Path) -> None:
    home = Visit("/", html('<a href="/rsxx/">人事信息</a>'), Role.HOME)
    crawled = Crawl(tmp_path, (home, column("/rsxx/", "青禾区", rows("/rsxx/")))).snapshot()
    try:
        assert [each.name for each in unlisted_columns(crawled)] == ["人事信息"]
    finally:
        crawled.close()


def test_a_crawl_of_some_pages_says_nothing(tmp_path: Path) -> None:
    visit = column("/rsxx/", "人事信息", rows("/rsxx/"))
    assert found(tmp_path, visit, target=Target((), ("tzgg",))) == []


def test_a_column_that_came_into_the_table_since_is_no_longer_named(tmp_path: Path) -> None:
    folder = tmp_path / "qinghe"
    found(folder / "1", column("/rsxx/index.html", "人事信息", rows("/rsxx/")))
    added = replace(COLUMN, id="rsxx", url=f"{HOST}/rsxx/")
    assert len(last_unlisted(tmp_path, a_site(COLUMN)) or ()) == 1
    assert last_unlisted(tmp_path, a_site(COLUMN, added)) == ()
    assert last_unlisted(tmp_path / "elsewhere", a_site(COLUMN)) is None


def test_ten_are_shown_and_the_rest_is_counted() -> None:
    many = [Unlisted(f"{HOST}/{n}/", f"栏目{n}", 30 - n, None) for n in range(12)]
    text = StringIO()
    print_unlisted(console(file=text), many, "xunjian columns")
    lines = text.getvalue().splitlines()
    assert lines[0] == "遇到 12 个不在栏目表里的栏目："
    assert lines[1] == f"  栏目0　30 条，没有日期　{HOST}/0/"
    assert lines[11] == "  还有 2 个"
    assert "xunjian columns" in lines[12]


def test_the_sample_has_no_column_that_its_table_lacks(scanned: Sample) -> None:
    assert last_unlisted(scanned.config.snapshots, scanned.site) == ()


def without(sample: Sample, *ids: str) -> Sample:
    """Take columns out of the table of a sample."""
    kept = tuple(each for each in sample.site.columns if each.id not in ids)
    write_table(replace(sample.site, columns=kept), (), sample.directory / "sites/columns.xlsx")
    return Sample(sample.directory, configuration.load(sample.directory))


def test_columns_taken_out_of_the_table_are_exactly_what_a_crawl_names(
    scanned: Sample, tmp_path: Path
) -> None:
    kept = tuple(each for each in scanned.site.columns if each.id not in LEFT_OUT)
    site: Site = replace(scanned.site, columns=kept)
    with served(scanned.directory):
        snapshot = crawl(site, Target(), tmp_path / "crawl", today=TODAY)
    try:
        named = {(each.url, each.name) for each in unlisted_columns(snapshot)}
    finally:
        snapshot.close()
    missing = [each for each in scanned.site.columns if each.id in LEFT_OUT]
    assert named == {(each.url, each.name) for each in missing}


def test_a_scan_names_them_and_the_new_table_takes_them_over(
    own: Sample, capsys: pytest.CaptureFixture[str]
) -> None:
    before = own.site
    lacking = without(own, *LEFT_OUT)
    shutil.rmtree(own.config.snapshots)
    code = run_columns(own.directory, None, None)
    assert (code, capsys.readouterr().err.count("xunjian scan")) == (3, 1)
    day = f"{TODAY:%Y-%m-%d}"
    ran = xunjian("scan", "-c", own.directory, "--today", day, "--format", "json")
    said = json.loads(ran.raw)["scan"]["unlisted"]
    assert {each["name"] for each in said} == {"通知公告", "财政预决算", "政府信息公开年报"}
    assert list(said[0]) == ["url", "name", "rows", "newest"]

    assert run_columns(own.directory, None, None) == 1
    assert "遇到 3 个不在栏目表里的栏目：" in capsys.readouterr().out
    table = own.directory / "sites/new.xlsx"
    assert run_columns(own.directory, "qinghe", table) == 0
    table.replace(own.directory / "sites/columns.xlsx")
    after = configuration.load(own.directory).sites[0]
    assert after.units == before.units
    assert after.columns[: len(lacking.site.columns)] == lacking.site.columns
    added = after.columns[len(lacking.site.columns) :]
    assert {each.url for each in added} == {each.url for each in before.columns} - {
        each.url for each in lacking.site.columns
    }
    assert {(each.name, each.kind.value) for each in added} >= {("通知公告", "通知公告")}
    assert {each.unit for each in added} == {""}
    assert run_columns(own.directory, None, None) == 0


def test_a_table_that_somebody_keeps_is_never_written_over(own: Sample) -> None:
    table = own.directory / "sites/columns.xlsx"
    kept = table.read_bytes()
    with pytest.raises(ConfigError, match="已经存在"):
        run_columns(own.directory, None, table)
    with pytest.raises(ConfigError, match=r"\.xlsx"):
        run_columns(own.directory, None, table.with_suffix(".csv"))
    assert table.read_bytes() == kept
