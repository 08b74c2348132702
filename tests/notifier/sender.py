"""Senders in processes of their own, to be killed, forked from one that has loaded everything."""

import multiprocessing
import os
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.context import ForkServerProcess

# Else every sender loads them anew.
import anyio._backends._asyncio  # noqa: F401
import sqlalchemy.dialects.sqlite  # noqa: F401

from ledger.ledger import Ledger
from notifier.outbox import deliver
from notifier.transports import Transport
from notifier.transports.router import Router
from notifier.transports.smtp import SmtpTransport
from tests.notifier.builders import NOW
from tests.notifier.robot_server import VARIABLE
from tests.notifier.robots import a_robot


@dataclass(frozen=True)
class Task:
    """What a sender does: the clock stands so late that the leases of earlier rounds are over."""

    ledger: str
    port: int
    name: str
    hours: int
    resends: bool = True
    robot: str = ""


def run(task: Task) -> None:
    """Deliver what is due."""
    if task.robot:
        os.environ[VARIABLE] = task.robot
    mail: Transport = SmtpTransport(
        "127.0.0.1", "x@qinghe.example", port=task.port, local_name=task.name
    )
    router = Router(mail, {"值班群": a_robot()})
    with Ledger.open(task.ledger, b"a secret for tests") as ledger:
        deliver(
            ledger,
            router,
            now=lambda: NOW + timedelta(hours=task.hours),
            rate=0,
            robot_rate=0,
            resend_unknown=task.resends,
        )


def a_sender(task: Task) -> ForkServerProcess:
    """Start a sender."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.notifier.sender"])
    process = context.Process(target=run, args=(task,))
    process.start()
    return process
