"""Queues letters in a process of its own and kills itself: writer.py FOLDER LETTERS."""

import os
import signal
import sys
from pathlib import Path

from ledger.ledger import Ledger
from notifier.notice import Notice
from tests.notices.office import a_config, local
from xunjian.notify import queue


def main(folder: str, letters: str) -> None:
    """Kill the process when the letter after so many is written."""
    written = []

    def die(notice: Notice, _message_id: str) -> str:
        written.append(notice)
        if len(written) > int(letters):
            os.kill(os.getpid(), signal.SIGKILL)
        return ""

    config = a_config(Path(folder))
    with Ledger.open(config.ledger, config.secret) as ledger:
        queue(config, ledger, now=local(11, 23), link=die)


if __name__ == "__main__":
    main(*sys.argv[1:])
