"""Takes the drop folder again and again and is killed at it; run as a program, with one thread."""

import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from ledger.ledger import Ledger
from notifier.answers import read_answers
from tests.feedback.sites import a_round
from xunjian.inbox import take_inbox

ROUNDS, STEP = 6, 0.02
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


def main() -> None:
    """Start a child, let it work for a moment, kill it; a little longer each time."""
    config = a_round(Path(sys.argv[1]))
    for number in range(ROUNDS):
        child = os.fork()
        if child == 0:
            with Ledger.open(config.ledger, config.secret) as ledger:
                take_inbox(config, ledger, NOW, pause=0, read=read_answers)
            os._exit(0)
        time.sleep(STEP * (number + 1))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
