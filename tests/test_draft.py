"""`xunjian init` explores a real (sample) site and writes files that load."""

import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from crawler.crawl import Progress
from crawler.site import ColumnKind, Limits
from xunjian.config import load
from xunjian.demo.addresses import column_address
from xunjian.demo.content import load as load_content
from xunjian.demo.platform import build
from xunjian.demo.server import serve
from xunjian.draft import Draft, DraftError, draft, site_id_of
from xunjian.draft_columns import kind_of
from xunjian.draft_files import write_config

TODAY = date(2026, 11, 23)
FAST = Limits(delay=0.0, pages=150, depth=3, timeout=5.0, retries=0, duration=120.0)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def site_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    directory, port, outside_port = tmp_path_factory.mktemp("demo"), free_port(), free_port()
    platform = build(directory, today=TODAY, port=port, outside_port=outside_port)
    with serve(directory, port, outside_port):
        yield f"{platform.base_url}/"


@pytest.fixture(scope="module")
def made(site_url: str, tmp_path_factory: pytest.TempPathFactory) -> Draft:
    directory = tmp_path_factory.mktemp("office")
    seen: list[Progress] = []
    made = draft(
        site_url, directory, today=TODAY, limits=FAST, private=True, on_progress=seen.append
    )
    assert seen[-1].done > 1
    return made


def directory_of(made: Draft) -> Path:
    assert [path.name for path in made.written] == [
        "xunjian.toml", "site-127-0-0-1.toml", "site-127-0-0-1-columns.xlsx",
    ]  # fmt: skip
    return made.written[0].parent


def test_the_written_files_load_without_a_fault(made: Draft) -> None:
    config = load(directory_of(made))
    (site,) = config.sites
    assert site.name == "青禾区人民政府"
    assert site.id_code == "9901020001"
    assert site.private_hosts == ("127.0.0.1",)
    assert len(site.columns) == len(made.columns)
    assert {unit.name for unit in site.units} == {"待填写"}
    assert config.mail.directory == "outbox"


@pytest.mark.parametrize(
    ("path", "name", "kind"),
    [
        # TRS lists
        ("/zwgk/zwyw/index.html", "政务要闻", ColumnKind.NEWS),
        ("/zwgk/tzgg/index.html", "通知公告", ColumnKind.NOTICE),
        ("/zwgk/zcwj/index.html", "政策文件", ColumnKind.POLICY),
        ("/zwgk/nb/index.html", "政府信息公开年报", ColumnKind.REPORT),
        # a static page with a column's tags
        ("/zwgk/zn/index.html", "政府信息公开指南", ColumnKind.GUIDE),
        # UCAP, one of them empty
        ("/zfxxgk/c100101/xlist.shtml", "财政预决算", ColumnKind.FINANCE),
        ("/zfxxgk/c100109/xlist.shtml", "决策预公开", ColumnKind.OTHER),
        # Hanweb, rows in data islands; the second has no ColumnName
        ("/col/col30101/index.html", "部门动态", ColumnKind.NEWS),
        ("/col/col30103/index.html", "乡村振兴", ColumnKind.OTHER),
    ],
)
def test_a_column_is_proposed_with_its_name_and_kind(
    made: Draft, site_url: str, path: str, name: str, kind: ColumnKind
) -> None:
    found = {column.url: column for column in made.columns}
    column = found[site_url.rstrip("/") + path]
    assert (column.name, column.kind) == (name, kind)


def test_every_real_column_is_found_and_hardly_anything_else(made: Draft, site_url: str) -> None:
    truth = real_columns(site_url)
    found = {column.url for column in made.columns}
    assert truth - found == set()
    assert len(found - truth) <= 2


def real_columns(site_url: str) -> set[str]:
    return {
        site_url.rstrip("/") + column_address(column)
        for column in load_content(TODAY).columns
        if column.shape in {"trs", "ucap", "hanweb", "guide", "letters"}
    }


def test_the_newest_date_and_the_rows_help_the_office_to_check(made: Draft) -> None:
    news = next(column for column in made.columns if column.id == "zwyw")
    assert news.rows >= 3
    assert news.newest is not None
    assert news.newest <= TODAY


def test_column_ids_come_from_the_path_and_are_unique(made: Draft) -> None:
    ids = [column.id for column in made.columns]
    assert {"zwyw", "tzgg", "c100101", "col30101"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_the_workbook_tells_the_office_what_to_fill_in(made: Draft) -> None:
    book = CalamineWorkbook.from_path(made.written[2])
    assert book.sheet_names == ["栏目", "单位", "填写说明"]
    heads = book.get_sheet_by_name("栏目").to_python()[0]
    assert heads == [
        "栏目编号", "栏目名称", "网址", "责任单位", "类别", "更新期限(天)", "预警天数", "每年应发布日",
        "条数", "最新日期",
    ]  # fmt: skip
    book.close()


def test_an_existing_site_file_is_never_overwritten(made: Draft, site_url: str) -> None:
    before = made.written[1].read_bytes()
    with pytest.raises(DraftError, match="已经存在"):
        draft(site_url, directory_of(made), today=TODAY, limits=FAST, private=True)
    assert made.written[1].read_bytes() == before


def test_an_existing_configuration_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "xunjian.toml").write_text("# 我的", encoding="utf-8")
    assert not write_config(tmp_path)
    assert (tmp_path / "xunjian.toml").read_text(encoding="utf-8") == "# 我的"


def test_a_site_that_does_not_answer_is_said_so_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match="连接被拒绝"):
        draft(f"http://127.0.0.1:{free_port()}/", tmp_path, today=TODAY, limits=FAST, private=True)
    assert list(tmp_path.iterdir()) == []


def test_a_private_host_is_refused_unless_allowed(site_url: str, tmp_path: Path) -> None:
    with pytest.raises(DraftError, match="内网"):
        draft(site_url, tmp_path, today=TODAY, limits=FAST, private=False)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match="不是 http"):
        draft("ftp://qinghe.example", tmp_path, today=TODAY, private=False)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.qinghe.gov.cn/", "qinghe"),
        ("https://xxgk.qinghe.gov.cn/", "xxgk-qinghe"),
        ("http://127.0.0.1:8000/", "site-127-0-0-1"),
    ],
)
def test_the_site_id_comes_from_the_host(url: str, expected: str) -> None:
    assert site_id_of(url) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("政策文件解读", ColumnKind.INTERPRETATION),
        ("部门预算", ColumnKind.FINANCE),
        ("人事任免", ColumnKind.PERSONNEL),
        ("发展规划", ColumnKind.PLAN),
        ("政府信息公开", ColumnKind.CATALOGUE),
        ("公示公告", ColumnKind.NOTICE),
        ("乡村振兴", ColumnKind.OTHER),
    ],
)
def test_the_kind_comes_from_the_name(name: str, expected: ColumnKind) -> None:
    assert kind_of(name) is expected
