"""A district with two sites, a clock that is set by hand, and jobs that note what they did."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from crawler.site import Site
from ledger.issue import Opening, Probe
from ledger.ledger import Ledger
from xunjian.config import Config
from xunjian.schedule import Jobs
from xunjian.timing import ScheduleConfig

SECRET = b"0" * 32
SHANGHAI = ZoneInfo("Asia/Shanghai")
QINGHE = Site("qinghe", "青禾区人民政府", "http://127.0.0.1/")
LINJIANG = Site("linjiang", "临江镇人民政府", "http://127.0.0.1/")


def a_config(directory: Path, *sites: Site, **schedule: object) -> Config:
    return Config(
        directory=directory,
        sites=sites or (QINGHE,),
        ledger=f"sqlite:///{directory / 'ledger.sqlite3'}",
        secret=SECRET,
        schedule=replace(ScheduleConfig(), **schedule),  # type: ignore[arg-type]
    )


def a_ledger(config: Config) -> Ledger:
    return Ledger.open(config.ledger, config.secret)


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def noting(note: Callable[[str], None]) -> Jobs:
    """Return jobs that only say that they ran."""

    def scan(site: Site, _ledger: Ledger, _now: datetime) -> str:
        note(f"scan {site.id}")
        return "取得 3 个页面"

    def recheck(site: Site, _ledger: Ledger, _now: datetime) -> str:
        note(f"recheck {site.id}")
        return "没有需要复核的问题"

    def notify(_ledger: Ledger, _now: datetime) -> str:
        note("notify")
        return "发出 2 封邮件"

    def deliver(_ledger: Ledger, _now: datetime) -> str:
        return ""

    def probe(sites: Sequence[Site], ledger: Ledger, now: datetime) -> str:
        opened = [Probe(site.id, now, 0.1, Opening.OPEN) for site in sites]
        ledger.clock.add_probes(opened, keep_from=now - timedelta(days=1))
        return f"打开 {len(sites)} 个"

    def inspect(site: Site, _ledger: Ledger, _now: datetime) -> str:
        note(f"inspect {site.id}")
        return "看了 5 个"

    return Jobs(scan, recheck, notify, deliver, probe, inspect)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at
