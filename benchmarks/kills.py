"""Kills scans and senders at random points and counts what was lost or doubled.

    python -m benchmarks.kills [--kills 60] [--hold] [--seed 1]

A small site is served, `xunjian scan` and `xunjian notify` run as processes of their own and are
killed with SIGKILL after a random time; what was killed is started again. In the end the ledger has
to hold the same issues as one that was never disturbed, and each letter has to have arrived once;
a letter that arrived twice has to be marked as doubtful, and where doubtful letters are held for a
person none may arrive twice.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from checks.registry import load_rules
from ledger.outbox import NoticeState
from notifier.outbox import deliver
from tests.crawler.crawls import ROBOTS
from tests.crawler.server import Route, links, serving
from tests.notifier.mail_server import MailServer, running
from xunjian import config as configuration
from xunjian.notify import transport_of
from xunjian.opened import open_ledger

# So many that the senders have something to do until the last of the kills.
UNITS = tuple(f"u{number:02d}" for number in range(60))
PAGES = [f"/{unit}/1.html" for unit in UNITS]
WRONG = ("请登陆系统", "请帐户本人", "粉碎后的秸杆")
# A process that is slower than this hangs.
PATIENCE = 120.0
# How long the server thinks before it answers the final dot, so that kills hit that moment too.
THINKING = 0.25


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the disturbed office came to."""

    scan_kills: int
    send_kills: int
    issues: int
    same: bool
    letters: int
    lost: int
    doubled: int
    unmarked: int
    held: int
    audit: str


class SlowServer(MailServer):
    """A mail server that accepts a letter and then takes its time to say so."""

    async def handle_DATA(  # noqa: N802 - aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take the letter, wait, answer."""
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(THINKING)
        return answer


def main() -> int:
    """Run the kills and print what came of them; 1 if anything was lost or doubled unmarked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hold", action="store_true", help="doubtful letters wait for a person")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name, _site() as url, running(SlowServer()) as server:
        calm = _office(Path(name) / "calm", url, server.port, hold=options.hold)
        _run(calm, "scan")
        office = _office(Path(name) / "office", url, server.port, hold=options.hold)
        scans = _disturbed(office, "scan", options.kills // 2, chance)
        _run(office, "scan")
        sends = _disturbed(office, "notify", options.kills - options.kills // 2, chance, server)
        early = len(server.arrived)
        _settled(office)
        outcome = _judge(office, calm, server, scans, sends)
    print(f"letters that arrived from senders that were killed: {early}")
    return _tell(outcome, hold=options.hold)


@contextmanager
def _site() -> Iterator[str]:
    columns = [f"/{unit}/" for unit in UNITS]
    routes: dict[str, Route] = {"/robots.txt": ROBOTS, "/": links(*columns)}
    for column in columns:
        routes[column] = links(*(path for path in PAGES if path.startswith(column)))
    for number, path in enumerate(PAGES):
        text = f"<h1>第{number}号公告</h1><p>{WRONG[number % len(WRONG)]}，第{number}号。</p>"
        routes[path] = links(body=text)
    with serving(routes) as server:
        yield server.url


def _office(directory: Path, url: str, port: int, *, hold: bool) -> Path:
    (directory / "sites").mkdir(parents=True)
    ambiguous = "hold" if hold else "resend"
    off = json.dumps([rule.code for rule in load_rules() if rule.code != "W101"])
    directory.joinpath("xunjian.toml").write_text(
        f"""
[mail]
host = "127.0.0.1"
port = {port}
sender = "xunjian@qinghe.example"
supervisor = ["zwgk@qinghe.example"]
hours = "all"
rate = 0
ambiguous = "{ambiguous}"
[probe]
enabled = false
[rules]
off = {off}
""",
        encoding="utf-8",
    )
    columns = "".join(
        f'[[columns]]\nid = "{unit}"\nname = "{unit}栏目"\nurl = "{url}{unit}/"\nunit = "{unit}"\n'
        for unit in UNITS
    )
    units = "".join(
        f'[[units]]\nid = "{unit}"\nname = "{unit}局"\nemails = ["{unit}@qinghe.example"]\n'
        for unit in UNITS
    )
    directory.joinpath("sites/qinghe.toml").write_text(
        f'id = "qinghe"\nname = "青禾区"\nstart_url = "{url}"\nprivate_hosts = ["127.0.0.1"]\n'
        f"{columns}{units}[crawl]\ndelay = 0.02\n",
        encoding="utf-8",
    )
    return directory


def _process(directory: Path, command: str) -> "subprocess.Popen[bytes]":
    words = [command, "-c", str(directory), *(["--any-time"] if command == "notify" else [])]
    return subprocess.Popen(
        [sys.executable, "-c", "from xunjian.cli import main; main()", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _run(directory: Path, command: str) -> float:
    """Run a command to its end; return how long it took."""
    start = time.monotonic()
    process = _process(directory, command)
    _, said = process.communicate(timeout=PATIENCE)
    if process.returncode not in (0, 1, 3):
        raise RuntimeError(f"{command}: {process.returncode} {said.decode(errors='replace')}")
    return time.monotonic() - start


def _disturbed(
    directory: Path,
    command: str,
    kills: int,
    chance: random.Random,
    server: MailServer | None = None,
) -> int:
    """Start the command again and again and kill it at a random point each time.

    With a server half of the kills wait until the first letter of the process has arrived.
    """
    done = 0
    length = 4.0
    for number in range(kills):
        process = _process(directory, command)
        start = time.monotonic()
        if server is not None and number % 2:
            _wait_for_letter(process, server)
        else:
            _wait(process, chance.uniform(0.3, length))
        _wait(process, chance.uniform(0.0, 2 * THINKING))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            done += 1
        else:
            # It came to its end: the next kill has to be quicker.
            length = max(0.6, time.monotonic() - start)
        process.communicate()
    return done


def _wait(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=seconds)


def _wait_for_letter(process: "subprocess.Popen[bytes]", server: MailServer) -> None:
    before = len(server.arrived)
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end and len(server.arrived) == before:
        time.sleep(0.005)


def _settled(directory: Path) -> None:
    """Let everything come to its end: the leases of the dead are over in a quarter of an hour."""
    _run(directory, "scan")
    _run(directory, "notify")
    config = configuration.load(directory)
    with open_ledger(config) as ledger:
        for hours in range(1, 4):
            later = datetime.now(UTC) + timedelta(hours=hours)
            deliver(
                ledger,
                transport_of(config),
                now=partial(_at, later),
                rate=0,
                resend_unknown=config.mail.ambiguous == "resend",
            )


def _at(moment: datetime) -> datetime:
    return moment


def _judge(
    directory: Path, calm: Path, server: MailServer, scan_kills: int, send_kills: int
) -> Outcome:
    with open_ledger(configuration.load(calm)) as ledger:
        expected = {(issue.code, issue.subject) for issue in ledger.issues()}
    with open_ledger(configuration.load(directory)) as ledger:
        found = {(issue.code, issue.subject) for issue in ledger.issues()}
        queued = ledger.outbox()
        audit = ledger.desk.verify_audit().fault
    arrived: Counter[tuple[str, str]] = Counter()
    for address, content in server.arrived:
        mail = message_from_bytes(content, policy=policy.SMTP)
        arrived[str(mail["Message-ID"]), address] += 1
    keys = {(one.message_id, one.recipient): one for one in queued}
    held = [one for one in queued if one.state is NoticeState.UNKNOWN]
    open_ = {key for key, one in keys.items() if one.state is NoticeState.UNKNOWN}
    doubled = {key for key, times in arrived.items() if times > 1}
    return Outcome(
        scan_kills,
        send_kills,
        len(found),
        found == expected,
        len(keys),
        len([key for key in keys if not arrived[key] and key not in open_]),
        sum(times - 1 for times in arrived.values()),
        len([key for key in doubled if key not in keys or not keys[key].maybe_sent]),
        len(held),
        audit,
    )


def _tell(found: Outcome, *, hold: bool) -> int:
    kills = found.scan_kills + found.send_kills
    print(f"kills: {found.scan_kills} of scans, {found.send_kills} of senders")
    print(f"issues: {found.issues}, the same as undisturbed: {found.same}")
    print(
        f"letters: {found.letters}, lost {found.lost}, doubled {found.doubled}"
        f" (unmarked {found.unmarked}), held for a person {found.held}"
    )
    print(f"audit log: {found.audit or 'whole'}")
    is_bad = not found.same or found.lost or found.unmarked or found.audit
    is_bad = is_bad or found.doubled > kills or (hold and found.doubled)
    return int(bool(is_bad))


if __name__ == "__main__":
    sys.exit(main())
