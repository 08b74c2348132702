"""The programs that are measured: how each is started and how its report of faults is read."""

import csv
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.site import BenchSite

REPOSITORY = Path(__file__).resolve().parent.parent
CLI = "from xunjian.cli import main; main()"
INSTALL = {
    "linkchecker": "python3 -m venv {peers}/linkchecker && {peers}/linkchecker/bin/pip install LinkChecker",
    "linkinator": "npm install --prefix {peers} linkinator",
}
# Above ten requests a second LinkChecker asks for this and for a header of the server's.
LINKCHECKER_RC = "[checking]\nmaxrequestspersecond=100000\n"
CRAWL, FIRST, SECOND = "crawl", "scan", "rescan"
STOCK, CHECKER, LINKINATOR = "scrapy", "linkchecker", "linkinator"
NAMES = (CRAWL, FIRST, SECOND, STOCK, CHECKER, LINKINATOR)
LABELS = {
    CRAWL: "xunjian crawl alone",
    FIRST: "xunjian scan, first",
    SECOND: "xunjian scan, second",
    STOCK: "stock Scrapy, LinkExtractor",
    CHECKER: "LinkChecker, 1 thread",
    LINKINATOR: "linkinator",
}


@dataclass(frozen=True, slots=True)
class Arena:
    """Where a round is held: the site, its address, the round's folder, peers, the day."""

    site: BenchSite
    url: str
    folder: Path
    peers: Path
    today: date


@dataclass(frozen=True, slots=True)
class Contestant:
    """A program: its command, the codes it may end with, the faults in what it printed."""

    command: Callable[[Arena], list[str]]
    codes: tuple[int, ...]
    faults: Callable[[str], str]


def missing(name: str, peers: Path) -> str:
    """Return how to install a contestant, "" if it is there."""
    program = {CHECKER: _linkchecker(peers), LINKINATOR: _linkinator(peers)}.get(name)
    if program is None or shutil.which(program):
        return ""
    return INSTALL[name].format(peers=peers)


def configure(arena: Arena) -> None:
    """Write the configuration of the generated site, with no data of earlier scans."""
    (arena.folder / "sites").mkdir(parents=True)
    (arena.folder / "xunjian.toml").write_text('[mail]\ndirectory = "outbox"\n', encoding="utf-8")
    (arena.folder / "linkcheckerrc").write_text(LINKCHECKER_RC, encoding="ascii")
    lines = [
        'id = "bench"', 'name = "青禾区人民政府"', f'start_url = "{arena.url}"',
        'id_code = "9901020001"', 'private_hosts = ["127.0.0.1"]',
        "[crawl]", "delay = 0.0", "concurrency = 8",
    ]  # fmt: skip
    for number, path in enumerate(arena.site.columns):
        address = arena.url.rstrip("/") + path
        lines += [
            "[[columns]]",
            f'id = "c{number:02}"',
            f'name = "栏目{number}"',
            f'url = "{address}"',
        ]
    (arena.folder / "sites/bench.toml").write_text("\n".join(lines), encoding="utf-8")


def environment() -> dict[str, str]:
    """Return the environment in which our own modules are found from any folder."""
    return {**os.environ, "PYTHONPATH": str(REPOSITORY), "NO_COLOR": "1"}


def _crawl(arena: Arena) -> list[str]:
    module = [sys.executable, "-m", "benchmarks.crawl_alone"]
    return [*module, arena.url, str(arena.folder / "alone"), str(arena.today), *arena.site.columns]


def _scan(arena: Arena) -> list[str]:
    options = ["scan", "-c", ".", "--today", str(arena.today), "--format", "json"]
    return [sys.executable, "-c", CLI, *options]


def _stock(arena: Arena) -> list[str]:
    return [sys.executable, "-m", "benchmarks.stock_scrapy", arena.url]


def _checker(arena: Arena) -> list[str]:
    config = str(arena.folder / "linkcheckerrc")
    options = ["-f", config, "-t", "1", "-o", "csv", "--no-status"]
    return [_linkchecker(arena.peers), *options, arena.url]


def _link_inator(arena: Arena) -> list[str]:
    return [_linkinator(arena.peers), arena.url, "--recurse", "--format", "json"]


def _linkchecker(peers: Path) -> str:
    return str(peers / "linkchecker/bin/linkchecker")


def _linkinator(peers: Path) -> str:
    return str(peers / "node_modules/.bin/linkinator")


def _scan_faults(text: str) -> str:
    findings = json.loads(text)["findings"]
    return json.dumps([each for each in findings if each["code"].startswith("L")])


def _checker_faults(text: str) -> str:
    rows = csv.reader((line for line in text.splitlines() if line[:1] != "#"), delimiter=";")
    # Columns: urlname, parentname, base, result, warning, info, valid, url, …
    return "\n".join(f"{row[0]} {row[7]}" for row in rows if len(row) > 7 and row[6] == "False")


def _linkinator_faults(text: str) -> str:
    links = json.loads(text[text.index("{") :])["links"]
    return "\n".join(link["url"] for link in links if link["state"] == "BROKEN")


def _plain(text: str) -> str:
    return text


CONTESTANTS = {
    CRAWL: Contestant(_crawl, (0,), _plain),
    FIRST: Contestant(_scan, (0, 1), _scan_faults),
    SECOND: Contestant(_scan, (0, 1), _scan_faults),
    STOCK: Contestant(_stock, (0,), _plain),
    CHECKER: Contestant(_checker, (0, 1), _checker_faults),
    LINKINATOR: Contestant(_link_inator, (0, 1), _linkinator_faults),
}
