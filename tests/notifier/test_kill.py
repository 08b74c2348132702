"""A sender that is killed at any moment loses nothing and doubles at most once per kill."""

import random
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

from ledger.ledger import Ledger
from ledger.outbox import NoticeState, OutboxItem
from notifier.letter import as_bytes
from tests.notifier.builders import NOW
from tests.notifier.mail_server import MailServer
from tests.notifier.test_letter import a_message

ROOT = Path(__file__).parents[2]
NOTICES, KILLS = 80, 10


def a_sender(path: Path, port: int, hours: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.notifier.sender", str(path), str(port), str(hours)]
    sender = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert sender.stdout is not None
    assert sender.stdout.readline() == b"ready\n"
    return sender


def test_a_sender_that_is_killed_loses_nothing(
    ledger: Ledger, server: MailServer, tmp_path: Path
) -> None:
    numbers = [f"<s1.unit{number}.list.c1@qinghe.example>" for number in range(NOTICES)]
    items = [
        OutboxItem(one, one, "a@x.example", "s", as_bytes(a_message(message_id=one)), NOW.date())
        for one in numbers
    ]
    ledger.enqueue(items, now=NOW)
    chance = random.Random(20261123)
    kills = 0
    for hours in range(KILLS):
        with a_sender(tmp_path / "ledger.db", server.port, hours) as sender:
            with suppress(subprocess.TimeoutExpired):
                sender.wait(timeout=chance.uniform(0.0, 0.05))
            if sender.poll() is None:
                sender.kill()
                kills += 1
    with a_sender(tmp_path / "ledger.db", server.port, KILLS) as sender:
        assert sender.wait(timeout=60) == 0

    arrived = Counter(mail["Message-ID"] for mail in server.mails())
    assert set(arrived) == set(numbers)
    assert kills > 0
    assert arrived.total() - NOTICES <= kills
    assert {one.state for one in ledger.outbox()} == {NoticeState.SENT}
    # What arrived twice is known to be in doubt.
    doubtful = {one.message_id for one in ledger.outbox() if one.maybe_sent}
    assert {name for name, times in arrived.items() if times > 1} <= doubtful
