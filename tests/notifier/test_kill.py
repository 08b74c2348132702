"""Senders that are killed at any moment lose nothing and double at most once per kill."""

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from ledger.ledger import Ledger
from ledger.outbox import NoticeState, OutboxItem
from notifier.transports.platform import RobotMessage
from tests.notifier import robot_server
from tests.notifier.builders import NOW
from tests.notifier.mail_server import MailServer
from tests.notifier.robot_server import Reply, RobotServer
from tests.notifier.sender import Task, a_sender

NOTICES = 150
# As long as a letter with its workbook.
TEXT = ("x" * 70 + "\r\n") * 300
# Where a sender dies: while it is greeted, at the envelope, while the body is on its way, when
# the server has the letter but has not answered, when it has been answered; the last two are
# also reached a moment late, where the sender writes to the ledger.
STAGES = ("start", "ehlo", "rcpt", "rcpt+", "dot", "taken", "taken", "taken+", "taken+")
MOMENT = 0.006


@dataclass
class Killer:
    """Kills senders by the name that they greet with, each at the stage that was chosen."""

    chance: random.Random
    victims: dict[str, "Victim"] = field(default_factory=dict)

    def watch(self, stage: str, client: str) -> None:
        """Kill if it is time; the server has not answered yet."""
        victim = self.victims.get(client)
        if victim is None or victim.stage.rstrip("+") != stage:
            return
        victim.letters -= 1
        if victim.letters > 0:
            return
        if victim.stage.endswith("+"):
            delay = self.chance.uniform(0, MOMENT)
            threading.Timer(delay, kill, [victim.pid]).start()
        else:
            kill(victim.pid)


@dataclass
class Victim:
    """A sender that dies at a stage of its n-th letter."""

    stage: str
    letters: int
    pid: int


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def queued(ledger: Ledger, count: int) -> list[str]:
    """Queue so many letters and return their Message-IDs."""
    names = [f"<s1.unit{number}.list.c1@qinghe.example>" for number in range(count)]
    items = [
        OutboxItem(
            one, one, "a@x.example", "s", f"Message-ID: {one}\r\n\r\n{TEXT}".encode(), NOW.date()
        )
        for one in names
    ]
    ledger.enqueue(items, now=NOW)
    return names


def a_round_of_kills(
    killer: Killer, url: str, port: int, hours: int, workers: int, resends: bool
) -> int:
    """Let some senders work at once until each has been killed; return how many were."""
    senders = []
    for number in range(workers):
        name = f"worker{hours}.{number}"
        sender = a_sender(Task(url, port, name, hours, resends))
        assert sender.pid is not None
        victim = Victim(killer.chance.choice(STAGES), killer.chance.randint(1, 2), sender.pid)
        killer.victims[name] = victim
        senders.append(sender)
        if victim.stage == "start":
            threading.Timer(killer.chance.uniform(0, 4 * MOMENT), kill, [victim.pid]).start()
    for sender in senders:
        sender.join(60)
    return sum(sender.exitcode == -signal.SIGKILL for sender in senders)


@pytest.mark.parametrize(
    ("workers", "resends", "least"),
    [(1, True, 26), (3, True, 27), (2, False, 52)],
    ids=["one", "three-at-once", "two-that-hold"],
)
def test_senders_that_are_killed_lose_nothing(
    ledger: Ledger, server: MailServer, url: str, workers: int, resends: bool, least: int
) -> None:
    names = queued(ledger, NOTICES)
    killer = Killer(random.Random(20261123 + workers))
    server.watch = killer.watch
    kills = hours = 0
    while kills < least:
        hours += 1
        assert hours < 2 * least, "the letters ran out"
        kills += a_round_of_kills(killer, url, server.port, hours, workers, resends)
    server.watch = lambda stage, client: None
    last = a_sender(Task(url, server.port, "last", hours + 1, resends))
    last.join(60)
    assert last.exitcode == 0

    arrived = Counter(mail["Message-ID"] for mail in server.mails())
    notices = {one.message_id: one for one in ledger.outbox()}
    held = {name for name, one in notices.items() if one.state is NoticeState.UNKNOWN}
    doubled = {name for name, times in arrived.items() if times > 1}
    # Nothing is lost: what did not arrive is on the list of a person.
    assert set(arrived) | held == set(names)
    assert {name for name, one in notices.items() if one.state is NoticeState.SENT} == {
        *names
    } - held
    if resends:
        assert held == set()
        assert 0 < arrived.total() - NOTICES <= kills
        # What arrived twice is known to be in doubt.
        assert doubled <= {name for name, one in notices.items() if one.maybe_sent}
    else:
        assert doubled == set()
        assert len(held) <= kills
        assert {notices[name].last_text for name in held} == {
            "发送程序在最后一步中断，没有收到答复"
        }


@pytest.mark.parametrize("resends", [True, False], ids=["resend", "hold"])
def test_a_sender_that_dies_before_a_robot_answers_leaves_doubt_and_no_loss(
    ledger: Ledger, url: str, resends: bool
) -> None:
    count, kills = 12, 6
    items = [
        OutboxItem(
            str(number),
            f"<{number}@x>",
            "robot:值班群",
            "s",
            RobotMessage(f"第 {number} 条").payload(),
            NOW.date(),
        )
        for number in range(count)
    ]
    ledger.enqueue(items, now=NOW)
    victims: list[int] = []
    with robot_server.running(RobotServer()) as robots:
        # The message is there and not yet answered when the sender dies.
        robots.answers = [
            answer for _ in range(kills) for answer in (Reply(), victims_end(victims))
        ]
        for hours in range(kills + 1):
            task = Task(url, 1, "x", hours, resends, robots.address)
            sender = a_sender(task)
            assert sender.pid is not None
            victims.append(sender.pid)
            sender.join(60)
            assert sender.exitcode == (0 if hours == kills else -signal.SIGKILL)
    heard = Counter(one.told["markdown"]["content"] for one in robots.heard)
    assert len(heard) == count
    states = Counter(one.state for one in ledger.outbox())
    if resends:
        assert states == {NoticeState.SENT: count}
        assert heard.total() - count == kills
        assert sum(one.maybe_sent for one in ledger.outbox()) <= kills
    else:
        assert heard.total() == count
        assert states == {NoticeState.SENT: count - kills, NoticeState.UNKNOWN: kills}


def victims_end(victims: list[int]) -> Callable[[], None]:
    """Return an answer that is none: the end of the sender that is at work."""
    return lambda: kill(victims[-1])
