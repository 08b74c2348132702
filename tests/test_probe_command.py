"""`xunjian probe`: one round, our own faults told from the sites', the last week."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.probe import Reach, Round, Visit
from ledger.issue import Opening, Probe
from ledger.ledger import Ledger
from tests.cli import xunjian
from tests.crawler.server import HostileServer, Reply, serving
from xunjian import config as configuration
from xunjian.availability import Availability, in_words
from xunjian.probing import opening, probe, sentence, week_of

pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket.socket:ResourceWarning")
HOME = Reply("<html><body>首页</body></html>")
NOW = datetime(2026, 11, 30, 4, tzinfo=UTC)


@pytest.fixture
def reference() -> Iterator[HostileServer]:
    with serving({}) as server:
        yield server


def written(
    folder: Path, *urls: str, references: tuple[str, ...] = (), extra: str = "", main: str = ""
) -> Path:
    """Write a configuration of sites on loopback, called a, b, …."""
    (folder / "sites").mkdir()
    probing = f"[probe]\ntimeout = 0.5\nreferences = {json.dumps(references)}\n{main}"
    (folder / "xunjian.toml").write_text(probing, encoding="utf-8")
    for name, url in zip("abc", urls, strict=False):
        text = f'id = "{name}"\nname = "站点{name}"\nstart_url = "{url}"\n'
        text += 'private_hosts = ["127.0.0.1"]\n' + extra
        (folder / f"sites/{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_round_is_printed_and_written_down(tmp_path: Path, reference: HostileServer) -> None:
    with serving({"/": HOME}) as good, serving({"/": Reply("", 503)}) as bad:
        folder = written(tmp_path, good.url, bad.url, references=(reference.url,))
        ran = xunjian("probe", "-c", folder)
        one = xunjian("probe", "a", "-c", folder)
    assert (ran.code, one.code) == (1, 0)
    for word in ("站点a", "站点b", "打开", "打不开", "HTTP 503"):
        assert word in ran.out
    assert "站点b" not in one.out
    config = configuration.load(folder)
    with Ledger.open(config.ledger, config.secret) as ledger:
        (seen,) = ledger.clock.probes("b", NOW - timedelta(days=9999))
        assert (seen.outcome, seen.reason) == (Opening.FAILED, "HTTP 503")
        assert len(ledger.clock.probes("a", NOW - timedelta(days=9999))) == 2


def test_when_no_reference_answers_the_round_does_not_count(tmp_path: Path) -> None:
    with serving({"/": Reply(hangs=True)}) as site:
        folder = written(tmp_path, site.url, references=("http://127.0.0.1:9/",))
        ran = xunjian("probe", "-c", folder)
    assert ran.code == 3
    config = configuration.load(folder)
    with Ledger.open(config.ledger, config.secret) as ledger:
        (seen,) = ledger.clock.probes("a", NOW - timedelta(days=9999))
    assert seen.outcome is Opening.OURS
    assert seen.reason == "0.5 秒没有打开，对照网址也都打不开，是本端网络不通，不计"


@pytest.mark.parametrize(
    ("reach", "witness", "was_late", "outcome"),
    [
        (Reach.OPEN, None, False, Opening.OPEN),
        (Reach.OPEN, False, True, Opening.OPEN),
        (Reach.FAILED, None, False, Opening.FAILED),
        (Reach.UNCERTAIN, True, False, Opening.UNCERTAIN),
        # No answer: the site's fault only beside an address that answers.
        (Reach.SILENT, True, False, Opening.FAILED),
        (Reach.SILENT, False, False, Opening.OURS),
        (Reach.SILENT, None, False, Opening.UNCERTAIN),
        (Reach.SILENT, True, True, Opening.OURS),
    ],
)
def test_only_what_is_certain_is_held_against_the_site(
    reach: Reach, witness: bool | None, was_late: bool, outcome: Opening
) -> None:
    seen = Visit("http://127.0.0.1/", 1.0, reach, "说明")
    assert opening(seen, Round((seen,), witness, was_late))[0] is outcome


def test_a_filed_closing_is_read_from_the_site_file(
    tmp_path: Path, reference: HostileServer
) -> None:
    filed = (
        "[[maintenance]]\nstart = 2026-11-30T11:30:00\nend = 2026-11-30T12:30:00\n"
        'reason = "系统升级"\n'
        # With a zone of its own.
        "[[maintenance]]\nstart = 2026-11-30T05:00:00Z\nend = 2026-11-30T06:00:00Z\n"
    )
    folder = written(tmp_path, "http://127.0.0.1:9/", references=(reference.url,), extra=filed)
    config = configuration.load(folder)
    with Ledger.open(config.ledger, config.secret) as ledger:
        for minutes in (0, 29, 30, 59, 60, 119, 120):
            probe(config, ledger, config.sites, NOW + timedelta(minutes=minutes))
        week = week_of(config, ledger, config.sites[0], NOW + timedelta(hours=9))
    # Noon in China is 04:00; the windows end before 04:30 and 06:00.
    assert (week.visits, week.failed, week.left_out) == (3, 3, 4)


def test_old_visits_are_forgotten(tmp_path: Path, reference: HostileServer) -> None:
    folder = written(
        tmp_path, "http://127.0.0.1:9/", references=(reference.url,), main="keep_days = 14\n"
    )
    config = configuration.load(folder)
    with Ledger.open(config.ledger, config.secret) as ledger:
        for day in (0, 10, 20):
            probe(config, ledger, config.sites, NOW + timedelta(days=day))
        assert len(ledger.clock.probes("a", NOW - timedelta(days=1))) == 2


def test_a_round_is_told_in_one_sentence(tmp_path: Path) -> None:
    folder = written(tmp_path, "http://127.0.0.1:9/", "http://127.0.0.1:9/")
    sites = configuration.load(folder).sites
    probes = [
        Probe("a", NOW, 0.1, Opening.OPEN),
        Probe("b", NOW, 15.0, Opening.FAILED, "15 秒没有打开"),
    ]
    assert sentence(sites, probes) == "打开 1 个，打不开 1 个（站点b：15 秒没有打开）"
    assert sentence(sites, probes[:1]) == "打开 1 个"


@pytest.mark.parametrize(
    ("week", "said"),
    [
        (
            Availability(336, 17, 17 / 336, 7, True, longest=timedelta(hours=3, minutes=30)),
            "访问 336 次，打不开 17 次（5.1%），最长约 3 小时 30 分钟；已达 5%，单项否决",
        ),
        (
            Availability(336, 1, 1 / 336, 7, True, longest=timedelta(minutes=30), left_out=2),
            "访问 336 次，打不开 1 次（0.3%），最长约 30 分钟，另有 2 次不计；未达 5%",
        ),
        (
            Availability(reason="只监测了 0 天，连续监测满 7 天才能判定"),
            "访问 0 次，打不开 0 次（0.0%）；尚不能判定：只监测了 0 天，连续监测满 7 天才能判定",
        ),
    ],
)
def test_a_week_is_told_in_one_sentence(week: Availability, said: str) -> None:
    assert in_words(week) == said
