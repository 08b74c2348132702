"""The sample platform is built whole, served as a real one would be, and its truth holds."""

import html
import re
import socket
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from xunjian.demo import numbers, truth
from xunjian.demo.content import load
from xunjian.demo.platform import Platform, build
from xunjian.demo.server import serve

TODAY = date(2026, 11, 23)
DEMO = Path(truth.__file__).parent
ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])")
MOBILE_NUMBER = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
LONG_NUMBER = re.compile(r"(?<!\d)\d{16,19}(?!\d)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def outside_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory, outside_port: int) -> Iterator[Platform]:
    directory, port = tmp_path_factory.mktemp("demo"), free_port()
    built = build(directory, today=TODAY, port=port, outside_port=outside_port)
    with serve(directory, port, outside_port):
        yield built


@pytest.fixture(scope="module")
def client(platform: Platform) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=platform.base_url, trust_env=False) as client:
        yield client


def page_text(platform: Platform, url: str) -> str:
    path = platform.directory / "platform" / unquote(urlsplit(url).path).lstrip("/")
    data = (path / "index.html" if path.is_dir() else path).read_bytes()
    try:
        return html.unescape(data.decode("utf-8"))
    except UnicodeDecodeError:
        return html.unescape(data.decode("gb18030"))


def test_the_platform_is_large_enough_to_be_a_sample() -> None:
    content = load(TODAY)
    assert len(content.units) >= 8
    assert len(content.columns) >= 20
    assert len(content.articles) >= 150


def test_at_least_forty_five_faults_are_planted_among_more_traps(platform: Platform) -> None:
    faults = truth.expected_findings(platform)
    assert len(faults) >= 45
    assert len(truth.traps(platform)) >= len(faults)
    assert len(truth.expected_undecided(platform)) >= 3


def test_a_page_declared_gb2312_decodes_as_its_superset(
    platform: Platform, client: httpx.Client
) -> None:
    data = client.get(platform.paths["column:tzgg"]).content
    assert b"charset=gb2312" in data
    assert "通知公告" in data.decode("gb18030")


def test_a_list_is_turned_by_a_script_that_names_the_number_of_pages(
    platform: Platform, client: httpx.Client
) -> None:
    first = client.get(platform.paths["column:tzgg"]).content.decode("gb18030")
    pager = re.search(r'createPageHTML\((\d+), 0, "index", "html"\)', first)
    assert pager
    last = f"/zwgk/tzgg/index_{int(pager[1]) - 1}.html"
    assert client.get(last).status_code == httpx.codes.OK
    assert client.get(f"/zwgk/tzgg/index_{pager[1]}.html").status_code == httpx.codes.NOT_FOUND


def test_the_data_address_returns_the_rows_that_the_page_does_not_hold(
    platform: Platform, client: httpx.Client
) -> None:
    page = client.get(platform.paths["column:njbt"]).text
    form = {"col": "1", "webid": "12", "path": "/", "columnid": "30102", "unitid": "630102"}
    address = "/module/web/jpage/dataproxy.jsp?startrecord=9&endrecord=16&perpage=8"
    answer = client.post(address, data=form).text
    rows = re.findall(r'href="(/art/[^"]+)"', answer)
    assert rows
    assert not any(row in page for row in rows)
    next_group = re.search(r'<nextgroup><!\[CDATA\[<a href="([^"]+)"', page)
    assert next_group
    assert rows == re.findall(r'href="(/art/[^"]+)"', client.get(next_group[1]).text)


def test_an_empty_list_answers_no_rows(client: httpx.Client) -> None:
    answer = client.get("/module/web/jpage/dataproxy.jsp?columnid=30107&startrecord=1&endrecord=8")
    assert "<totalrecord>0</totalrecord>" in answer.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/zwgk/tzgg/202509/t20250918_7700001.html", 404),
        ("/ztzl/2019/index.html", 410),
        ("/zwfw/reserve.do", 500),
        ("/neiwang/index.html", 403),
        ("/_data/30102.json", 404),
        ("/../sites/qinghe.toml", 404),
    ],
)
def test_an_address_answers_its_status(client: httpx.Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_a_chain_of_redirects_ends_at_a_page(client: httpx.Client) -> None:
    answer = client.get("/go/zwfw", follow_redirects=True)
    assert [step.status_code for step in answer.history] == [302, 301]
    assert answer.status_code == httpx.codes.OK


def test_an_address_that_refuses_head_answers_get(client: httpx.Client) -> None:
    assert client.head("/zwfw/guide.do").status_code == httpx.codes.METHOD_NOT_ALLOWED
    assert client.get("/zwfw/guide.do").status_code == httpx.codes.OK


def test_an_address_that_flaps_fails_once_only(client: httpx.Client) -> None:
    assert client.get("/zwfw/hall.do").status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert client.get("/zwfw/hall.do").status_code == httpx.codes.OK


def test_a_mended_page_is_served_anew_and_an_unchanged_one_is_not(
    platform: Platform, client: httpx.Client
) -> None:
    address = platform.paths["article:w-zhanghu"]
    answer = client.get(address)
    known = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(address, headers=known).status_code == httpx.codes.NOT_MODIFIED
    path = platform.directory / "platform" / address.lstrip("/")
    before = path.read_bytes()
    path.write_bytes(before.replace("帐户".encode(), "账户".encode()))
    assert "账户" in client.get(address, headers=known).text
    path.write_bytes(before)


def test_the_outside_site_answers_on_its_own_port(platform: Platform, outside_port: int) -> None:
    good, gone = ("/daily/sound-harvest.html", "/daily/rice-and-fish.html")
    base = f"http://localhost:{outside_port}"
    assert httpx.get(base + good, trust_env=False).status_code == httpx.codes.OK
    assert httpx.get(base + gone, trust_env=False).status_code == httpx.codes.NOT_FOUND


def test_every_web_page_of_the_truth_holds_what_is_said_of_it(platform: Platform) -> None:
    # A missing tag or mark cannot be found in its page, nor can a template fault on the home page.
    rows: list[truth.Expected | truth.Trap] = [
        *truth.expected_findings(platform),
        *truth.traps(platform),
    ]
    readable = [
        row
        for row in rows
        if urlsplit(row.url).path.endswith(("html", "/"))
        and getattr(row, "code", "") not in {"S501", "S502"}
        and urlsplit(row.url).path != "/"
        and not row.what.isdigit()
    ]
    assert [row for row in readable if row.what not in page_text(platform, row.url)] == []


def test_only_the_columns_of_the_truth_are_out_of_date() -> None:
    content = load(TODAY)
    stale = {
        f"column:{column.id}"
        for column in content.columns
        if column.max_age is not None
        and (rows := content.rows(column.id))
        and (TODAY - max(row.published for row in rows)).days > column.max_age
    }
    faults = tomllib.loads((DEMO / "truth.toml").read_text(encoding="utf-8"))["fault"]
    assert stale == {row["where"] for row in faults if row["code"] == "F301"}


def test_two_builds_of_the_same_day_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build(tmp_path / name, today=TODAY, port=8080, outside_port=8081)
    files = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*.*"))
    differing = [
        name
        for name in files
        if (tmp_path / "one" / name).is_file()
        and (tmp_path / "one" / name).read_bytes() != (tmp_path / "two" / name).read_bytes()
    ]
    assert differing == []


def test_no_file_of_the_package_holds_a_valid_number_of_a_person() -> None:
    valid = {numbers.id_number(seed) for seed in range(2000)}
    for path in DEMO.rglob("*"):
        if path.suffix not in {".toml", ".html", ".py", ".js", ".css"}:
            continue
        text = path.read_text(encoding="utf-8")
        assert not MOBILE_NUMBER.search(text), path
        for number in ID_NUMBER.findall(text):
            assert number not in valid, path
            assert not passes_id_check(number), path
        assert not [n for n in LONG_NUMBER.findall(text) if n[0] == "6"], path


def test_computed_id_numbers_pass_the_check_and_the_failing_ones_do_not() -> None:
    assert all(passes_id_check(numbers.id_number(seed)) for seed in range(200))
    assert not any(passes_id_check(numbers.failing_id_number(seed)) for seed in range(200))


def passes_id_check(number: str) -> bool:
    remainder = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[remainder % 11] == number[-1].upper()
