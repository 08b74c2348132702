"""Pictures of dead links: made from the snapshot alone, marked in red, personal data masked."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from checks.mask import mask
from crawler.render import PROGRAM
from ledger.issue import Issue
from ledger.ledger import Ledger
from tests.cli import Ran, xunjian
from tests.crawler.people import person
from tests.crawler.server import HostileServer, Reply, serving
from tests.links.pictures import box_of, red_box
from xunjian import config as configuration
from xunjian.folders import snapshots
from xunjian.picture import named
from xunjian.picture_browser import masked

GREEN = (0, 128, 0)
PAGE = "http://www.qinghe.example/tzgg/1.html"
DEAD = "http://www.qinghe.example/tzgg/gone.html"
LINE = "全区秋季农业生产现场会在青禾镇召开。"
ID = person(3)


def html(body: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>通知</title>{head}</head><body>"
        f"{body}<p>{LINE * 20}</p></body></html>"
    )


STYLE = "a { display: block; width: 500px; height: 200px; background: green; }"
FAR = "<p style='height: 6000px'>上文</p>"
PAGES = {
    "/": Reply(
        html(
            '<p><a href="/a.html">一</a> <a href="/b.html">二</a> <a href="/c.css">三</a>'
            f' <a href="/{ID}.html">四</a></p>',
        )
    ),
    "/a.html": Reply(html(FAR + '<p><a href="/gone.html">现场会材料</a></p>' + FAR)),
    "/b.html": Reply(
        html(
            '<p><a href="/gone2.html">另一份材料</a></p><img src="/picture.png">',
            '<link rel="stylesheet" href="/c.css">',
        )
    ),
    f"/{ID}.html": Reply(html('<p><a href="/gone3.html">第三份材料</a></p>')),
    "/c.css": Reply(STYLE, media="text/css"),
}


@dataclass(frozen=True, slots=True)
class Office:
    """A folder with configuration, ledger and snapshots, and the site that was scanned."""

    directory: Path
    server: HostileServer

    def issue(self, path: str) -> Issue:
        """Return the issue of the dead link to a path."""
        config = configuration.load(self.directory)
        with Ledger.open(config.ledger, config.secret) as ledger:
            return next(each for each in ledger.issues() if each.evidence.endswith(path))

    def draw(self, number: int, output: Path) -> Ran:
        """Ask for a picture."""
        return xunjian("issues", "picture", "-c", self.directory, str(number), "-o", output)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    directory = tmp_path_factory.mktemp("office")
    with serving(dict(PAGES)) as server:
        (directory / "sites").mkdir()
        (directory / "xunjian.toml").write_text("", encoding="utf-8")
        lines = [
            'id = "qinghe"', 'name = "青禾区"', f'start_url = "{server.url}"',
            'private_hosts = ["127.0.0.1"]', "[crawl]", "delay = 0.0", "retries = 0",
        ]  # fmt: skip
        (directory / "sites/qinghe.toml").write_text("\n".join(lines), encoding="utf-8")
        xunjian("scan", "-c", directory, "--today", "2026-11-23")
        yield Office(directory, server)


def test_the_place_of_a_dead_link_is_marked_in_red_without_asking_anybody(
    office: Office, tmp_path: Path
) -> None:
    asked = office.server.requests.total()
    issue = office.issue("/gone.html")
    ran = office.draw(issue.id, tmp_path / "a.png")
    assert (ran.code, ran.err) == (0, "")
    png = (tmp_path / "a.png").read_bytes()
    assert Image.open(BytesIO(png)).size == (1280, 800)
    left, top, right, bottom = red_box(png)
    # Six thousand pixels down, and in the middle of the picture all the same.
    assert 200 < top < bottom < 600
    assert left < right < 640
    assert office.server.requests.total() == asked
    assert (tmp_path / "a.png").stat().st_mode & 0o077 == 0


def test_what_the_snapshot_has_of_the_styles_is_used(office: Office, tmp_path: Path) -> None:
    issue = office.issue("/gone2.html")
    assert office.draw(issue.id, tmp_path / "b.png").code == 0
    png = (tmp_path / "b.png").read_bytes()
    left, top, right, bottom = box_of(png, GREEN)
    assert (right - left, bottom - top) >= (480, 180)
    outer = red_box(png)
    assert outer[0] < left
    assert outer[3] > bottom


def test_a_page_whose_address_is_masked_in_the_ledger_is_found(
    office: Office, tmp_path: Path
) -> None:
    issue = office.issue("/gone3.html")
    assert ID not in issue.url
    assert office.draw(issue.id, tmp_path / "v.png").code == 0
    red_box((tmp_path / "v.png").read_bytes())


def test_a_link_that_has_been_taken_away_is_shown_as_it_was(office: Office, tmp_path: Path) -> None:
    own = Office(tmp_path / "own", office.server)
    shutil.copytree(office.directory, own.directory)
    issue = own.issue("/gone2.html")
    routes = dict(office.server.routes)
    office.server.routes["/b.html"] = Reply(html("<p>没有链接了</p>"))
    xunjian("scan", "-c", own.directory, "--today", "2026-11-24")
    office.server.routes.update(routes)
    assert len(snapshots(own.directory / "snapshots/qinghe")) == 2
    assert own.draw(issue.id, tmp_path / "w.png").code == 0
    red_box((tmp_path / "w.png").read_bytes())


def test_a_page_that_no_snapshot_has_any_more_is_said_so(office: Office, tmp_path: Path) -> None:
    own = Office(tmp_path / "own", office.server)
    shutil.copytree(office.directory, own.directory)
    issue = own.issue("/gone.html")
    for directory in snapshots(own.directory / "snapshots/qinghe"):
        shutil.rmtree(directory)
    ran = own.draw(issue.id, tmp_path / "c.png")
    assert ran.code == 3
    assert "快照中已没有页面" in ran.err
    assert "重新检测" in ran.err
    assert not (tmp_path / "c.png").exists()


def test_without_a_browser_it_is_said_what_to_install(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PROGRAM, str(tmp_path / "nothing"))
    ran = office.draw(office.issue("/gone.html").id, tmp_path / "d.png")
    assert ran.code == 3
    assert "Chromium" in ran.err


def test_an_issue_without_a_link_has_no_picture(office: Office, tmp_path: Path) -> None:
    config = configuration.load(office.directory)
    with Ledger.open(config.ledger, config.secret) as ledger:
        other = next(each for each in ledger.issues() if not each.code.startswith("L"))
    ran = office.draw(other.id, tmp_path / "e.png")
    assert ran.code == 3
    assert "不是链接类问题" in ran.err


@pytest.mark.parametrize(
    ("evidence", "values", "chosen"),
    [
        (DEAD, ["/", "gone.html", "/tzgg/gone.html", "gone.htm"], [1, 2]),
        (f"{DEAD}#part", ["gone.html", "gone.html#part"], [1]),
        (f"“材料”（{DEAD}）", ["gone.html"], [0]),
        ("mailto:", ["gone.html", "mailto:"], [1]),
        ("http//wrong（位置 div）", ["/", "http//wrong", "http"], [1]),
        (f"{DEAD}?id=1", ["gone.html"], []),
        (f"{DEAD} （302，09:00） → {PAGE}longer.html", ["1.htmllonger.html", "gone.html"], [1]),
        (f"{DEAD}（位置 div#main）", ["gone.html"], [0]),
        (DEAD, [], []),
    ],
)
def test_the_evidence_names_the_link(evidence: str, values: list[str], chosen: list[int]) -> None:
    assert named(evidence, PAGE, values) == chosen


def test_a_number_is_masked_within_its_block_and_not_across_blocks() -> None:
    pieces = [(ID[:6], 1), (ID[6:], 1), ("2026", 2)]
    assert "".join(masked(pieces)) == f"{mask(ID)}2026"
