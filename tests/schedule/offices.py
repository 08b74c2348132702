"""An office with a site that is really there: its units claim, and its scheduler really looks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from checks.workdays import local_day
from crawler.site import Limits, Site
from ledger.issue import Issue, Transition
from ledger.ledger import Ledger
from ledger.lifecycle import Event
from tests.crawler.builders import TODAY
from tests.crawler.crawls import ROBOTS, site_of
from tests.crawler.server import HostileServer, Reply, links, serving
from tests.ledger.builders import item
from tests.schedule.builders import SECRET, Clock, noting
from xunjian.config import Config
from xunjian.jobs import jobs
from xunjian.relook import look_at_claims
from xunjian.scan import scan
from xunjian.schedule import Jobs, Scheduler
from xunjian.timing import ProbeConfig

PAGES = [f"/{number}.html" for number in range(1, 10)]
# Where the last page leads, on another site.
DEAD_LINK = "/dead.html"
MINUTE = timedelta(minutes=1)
ANSWERS = (Event.ABSENT, Event.RETURN)


def page(path: str, word: str = "登录", link: str = "", *, seconds: float = 0.0) -> Reply:
    """Return a page that tells people to log in."""
    text = f"<p>{path} 号公告：请{word}系统后填报材料。</p>"
    return replace(links(*([link] if link else ()), body=text), seconds=seconds)


@dataclass(slots=True)
class RealOffice:
    """A site on loopback, its ledger, a scheduler whose clock is set by hand, and the answers."""

    config: Config
    server: HostileServer
    elsewhere: HostileServer
    ledger: Ledger
    wrong: tuple[str, ...] = ()
    clock: Clock = field(default_factory=lambda: Clock(datetime.now(UTC)))
    answers: list[Transition] = field(default_factory=list)
    wait: float = 60.0

    @property
    def site(self) -> Site:
        """The one site."""
        return self.config.sites[0]

    @property
    def folder(self) -> Path:
        """Where its snapshots lie."""
        return self.config.snapshots / self.site.id

    @property
    def today(self) -> date:
        """The day in China."""
        return local_day(datetime.now(UTC))

    def url(self, path: str) -> str:
        """Return the address of a page."""
        return self.server.url.rstrip("/") + path

    def word(self, path: str) -> str:
        """Return the word that stood on the page when the site was scanned first."""
        return "登陆" if path in self.wrong else "登录"

    def restore(self) -> None:
        """Put up all pages as they were when the site was scanned first."""
        for path in PAGES:
            self.server.routes[path] = page(path, self.word(path))
        link = f"http://127.0.0.2:{self.elsewhere.port}{DEAD_LINK}"
        self.server.routes[PAGES[-1]] = page(PAGES[-1], link=link)
        self.elsewhere.routes.pop(DEAD_LINK, None)
        self.wait = 60.0

    def answered(self) -> dict[str, Event]:
        """Return what the units were last answered, by page."""
        return {step.issue.subject.removeprefix(self.url("")): step.event for step in self.answers}

    def jobs(self) -> Jobs:
        """Return jobs of which those that look at the site are real."""

        def answer(ledger: Ledger, _now: datetime) -> str:
            self.answers[:] = [step for step in ledger.pending() if step.event in ANSWERS]
            return ""

        def claims(site: Site, ledger: Ledger, now: datetime) -> str:
            return str(look_at_claims(self.config, site, ledger, now, wait=self.wait).plan)

        real = jobs(self.config)
        quiet = noting(lambda _: None)
        return replace(quiet, recheck=real.recheck, claims=claims, answers=answer)

    def scheduler(self) -> Scheduler:
        """Return a scheduler that has just been started."""
        return Scheduler(self.config, self.jobs(), self.ledger, now=self.clock)

    def tick(self, scheduler: Scheduler, later: timedelta = timedelta()) -> None:
        """Let so much time pass, tick, and wait for what was started."""
        self.clock.at += later
        scheduler.tick()
        scheduler.join()

    def slowed(self, limits: Limits) -> "RealOffice":
        """Return the same office, whose scans keep to these limits."""
        config = replace(self.config, sites=(replace(self.site, limits=limits),))
        return replace(self, config=config)

    def scan(self) -> None:
        """Scan the whole site."""
        scan(self.config, self.site, self.ledger, today=TODAY)

    def issue(self, path: str) -> Issue:
        """Return the issue of the wrong word on a page."""
        url = self.url(path)
        (found,) = (
            each for each in self.ledger.issues() if each.subject == url and each.code == "W101"
        )
        return found

    def tell(self) -> None:
        """Tell the units what was found."""
        now = datetime.now(UTC)
        self.ledger.enqueue([item(f"told {now}", *self.ledger.pending(), now=now)], now=now)

    def claim(self, path: str) -> None:
        """Let the unit say that the page is mended."""
        self.clock.at = datetime.now(UTC)
        self.ledger.decide(self.issue(path).id, Event.CLAIM, actor="教育局", now=self.clock.at)


@contextmanager
def open_office(directory: Path, *wrong: str) -> Iterator[RealOffice]:
    """Open an office whose site was scanned and whose units know of the `wrong` pages."""
    with (
        serving({"/robots.txt": ROBOTS, "/": links(*PAGES)}) as server,
        serving({"/robots.txt": ROBOTS}, host="127.0.0.2") as elsewhere,
    ):
        site = replace(site_of(server), private_hosts=("127.0.0.1", "127.0.0.2"))
        config = Config(
            directory,
            (site,),
            f"sqlite:///{directory / 'ledger.sqlite3'}",
            SECRET,
            directory / "snapshots",
            probe=ProbeConfig(enabled=False),
        )
        with Ledger.open(config.ledger, config.secret) as ledger:
            office = RealOffice(config, server, elsewhere, ledger, wrong)
            office.restore()
            office.scan()
            office.tell()
            yield office
