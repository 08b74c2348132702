"""What a scan of the sample platform must find, may leave undecided and must not be fooled by."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xunjian.demo.addresses import years_of
from xunjian.demo.content import Clock, load
from xunjian.demo.expand import Places, expand
from xunjian.demo.platform import Platform

_TRUTH = Path(__file__).parent / "truth.toml"


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding: `what` stands in its message or its evidence."""

    code: str
    url: str
    what: str


@dataclass(frozen=True, slots=True)
class Trap:
    """A text or link that looks like a fault of rule `looks_like` and is none."""

    url: str
    what: str
    looks_like: str


def expected_findings(platform: Platform) -> list[Expected]:
    """Return the planted faults of a built platform."""
    return _expected(platform, "fault")


def expected_undecided(platform: Platform) -> list[Expected]:
    """Return what no scan can decide; code "*" stands for any rule that reads the subject."""
    return _expected(platform, "undecided")


def traps(platform: Platform) -> list[Trap]:
    """Return the harmless things that look like faults."""
    clocks = _clocks(platform)
    return [
        Trap(
            _url(platform, row["where"]),
            _what(platform, row, clocks),
            row["looks_like"],
        )
        for row in _read()["trap"]
    ]


def _expected(platform: Platform, kind: str) -> list[Expected]:
    clocks = _clocks(platform)
    return [
        Expected(row["code"], _url(platform, row["where"]), _what(platform, row, clocks))
        for row in _read()[kind]
    ]


# The values come from TOML, whose types only the reader of the file knows.
def _read() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(_TRUTH.read_text(encoding="utf-8"))


def _url(platform: Platform, where: str) -> str:
    path = "/" if where == "site" else platform.paths[where]
    return platform.base_url + path


def _what(platform: Platform, row: dict[str, Any], clocks: dict[str, Clock]) -> str:
    clock = clocks.get(row["where"], Clock(platform.today, platform.today.year))
    years = years_of(load(platform.today)) if "{yearof" in row["what"] else {}
    return expand(row["what"], clock, Places(platform.paths, "", years))


def _clocks(platform: Platform) -> dict[str, Clock]:
    """Return what each article's and attachment's placeholders count from."""
    clocks = {}
    for article in load(platform.today).articles:
        clocks[f"article:{article.id}"] = article.clock
        clocks |= {f"attachment:{part.name}": part.clock for part in article.attachments}
    return clocks
