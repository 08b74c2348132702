"""The supervising office of the story: its configuration, its scheduler, its desk."""

import io
import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from checks.registry import load_rules
from ledger.issue import Issue, IssueFilter
from ledger.ledger import Ledger
from storyline.platform import SITE_NAME, UNITS, Platform, StoryUnit, serving
from storyline.post import Answer, Arrived, MailServer, click, filled, receiving, reply
from storyline.times import StoryTime
from xunjian.config import Config, load
from xunjian.jobs import jobs
from xunjian.opened import open_ledger
from xunjian.schedule import Scheduler
from xunjian.web.app import create_app

SITE = "qinghe"
SUPERVISOR = "zwgk@qinghe.example"
CLERK, HEAD = "王科员", "李主任"
RULES = frozenset({"W101", "P201", "F301", "L401", "L402"})
INSPECTION = date(2026, 11, 6)
START_SECONDS = 20.0
MAIN = """snapshots = "snapshots"
wordlists = "wordlists"

[mail]
host = "127.0.0.1"
port = {mail_port}
sender = "xunjian@qinghe.example"
supervisor = ["{supervisor}"]
supervisor_name = "区政务公开办"
phone = "0571-00000000"
rate = 0

[schedule]
inspections = [{inspection}]

[probe]
enabled = false

[feedback]
drop = "inbox"

[web]
url = "http://127.0.0.1:{web_port}"

[rules]
off = [{off}]
"""
PLACE = """id = "{site}"
name = "{name}"
start_url = "{url}/"
private_hosts = ["127.0.0.1"]

[crawl]
delay = 0.0
concurrency = 8
cloaking = false
"""


@dataclass(slots=True)
class Office:
    """Everything that is real in the story."""

    directory: Path
    config: Config
    ledger: Ledger
    platform: Platform
    post: MailServer
    clock: StoryTime
    scheduler: Scheduler
    replies: int = 0

    def tick(self) -> None:
        """Let the scheduler look what is due, and wait until that is done."""
        self.scheduler.tick()
        self.scheduler.join()
        # What the first look left between two jobs, such as letters after a recheck.
        self.clock.jump(self.clock.now + timedelta(seconds=20))
        self.scheduler.tick()
        self.scheduler.join()

    def issue(self, place: str, code: str = "W101") -> Issue:
        """Return the issue of a page or column."""
        own = self.ledger.issues(IssueFilter(site_id=SITE, codes=(code,)))
        found = [
            one for one in own if place in (one.subject, one.column) or _path(one.url) == place
        ]
        if not found:
            raise LookupError(f"{place}: no issue of {code}")
        return found[-1]

    def answer(self, unit: StoryUnit, answers: Mapping[int, Answer]) -> Arrived:
        """Let a unit fill in the list of its newest letter and send it back."""
        letter = self.post.newest(unit.email, next(iter(answers)))
        mail = reply(letter, unit.email, filled(letter, answers, f"{unit.name}经办人"))
        self.replies += 1
        inbox = self.directory / "inbox"
        inbox.mkdir(exist_ok=True)
        (inbox / f"{self.replies:03d}-{unit.id}.eml").write_bytes(mail.as_bytes())
        return letter

    def click(self, unit: StoryUnit, issues: tuple[int, ...]) -> None:
        """Let a unit answer by the link in its newest letter."""
        letter = self.post.newest(unit.email, issues[0])
        click(letter.link, issues, f"{unit.name}经办人")

    def words(self, rows: str) -> None:
        """Change the office's own list of wrong words."""
        folder = self.directory / "wordlists"
        folder.mkdir(exist_ok=True)
        (folder / "wrong_words.csv").write_text(f"写法,应为,级别,说明\n{rows}\n", encoding="utf-8")

    def command(self, *arguments: str) -> str:
        """Run a command as people type it, and return what it says."""
        from xunjian.cli import main

        said, before = io.StringIO(), sys.argv
        sys.argv = ["xunjian", *arguments, "--config", str(self.directory)]
        try:
            with redirect_stdout(said), redirect_stderr(said):
                main()
        except SystemExit as end:
            if end.code not in (0, 1):
                said.write(f"\n（退出码 {end.code}）")
        finally:
            sys.argv = before
        return said.getvalue().strip()


def unit(unit_id: str) -> StoryUnit:
    """Return a unit."""
    return next(one for one in UNITS if one.id == unit_id)


def _path(url: str) -> str:
    return urlsplit(url).path


@contextmanager
def open_office(directory: Path, platform: Platform, clock: StoryTime) -> Iterator[Office]:
    """Open the office; what it writes stays in `directory`."""
    logging.basicConfig(filename=directory / "story.log", level=logging.INFO)
    with serving(platform) as url, receiving() as post, _port() as listener:
        _write(directory, url, post.port, listener.getsockname()[1])
        config = load(directory)
        with open_ledger(config) as ledger, _console(config, listener):
            scheduler = Scheduler(config, jobs(config), ledger)
            yield Office(directory, config, ledger, platform, post, clock, scheduler)


@contextmanager
def _port() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@contextmanager
def _console(config: Config, listener: socket.socket) -> Iterator[None]:
    """Serve the pages behind the links."""
    app = create_app(config, lambda: open_ledger(config))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    end = time.monotonic() + START_SECONDS
    while not server.started and time.monotonic() < end:
        time.sleep(0.05)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def _write(directory: Path, url: str, mail_port: int, web_port: int) -> None:
    """Write the configuration."""
    off = ", ".join(f'"{rule.code}"' for rule in load_rules() if rule.code not in RULES)
    main = MAIN.format(
        mail_port=mail_port,
        web_port=web_port,
        supervisor=SUPERVISOR,
        inspection=INSPECTION.isoformat(),
        off=off,
    )
    (directory / "xunjian.toml").write_text(main, encoding="utf-8")
    text = [PLACE.format(site=SITE, name=SITE_NAME, url=url)]
    for one in UNITS:
        text.append(
            f'[[columns]]\nid = "{one.id}"\nname = "{one.column}"\nurl = "{url}/{one.id}/"\n'
            f'unit = "{one.id}"\nmax_age = {one.max_age}\n'
        )
    for one in UNITS:
        mail = f'emails = ["{one.email}"]\nleaders = ["{one.leader}"]\n' if one.has_mail else ""
        text.append(f'[[units]]\nid = "{one.id}"\nname = "{one.name}"\n{mail}')
    (directory / "sites").mkdir(exist_ok=True)
    (directory / "sites" / f"{SITE}.toml").write_text("\n".join(text), encoding="utf-8")
    (directory / "wordlists").mkdir(exist_ok=True)
    os.chdir(directory)
