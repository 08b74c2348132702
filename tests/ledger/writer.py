"""A process that writes to the ledger as fast as it can, until it is killed."""

import sys
from datetime import timedelta
from itertools import count

from ledger.errors import NoticeTakenError
from ledger.ledger import Ledger
from tests.ledger.builders import HOUR, MONDAY, SECRET, finding, item, result, scan

SUBJECTS = tuple(f"page-{number}" for number in range(60))


def write(url: str) -> None:
    """Scan and tell for ever; every third page is repaired and broken again."""
    with Ledger.open(url, SECRET) as ledger:
        done = len(ledger.scans("qinghe"))
        print("ready", flush=True)
        for turn in count(done):
            now = MONDAY + turn * timedelta(hours=2)
            there = [each for place, each in enumerate(SUBJECTS) if (place + turn) % 3]
            known = frozenset(each.id for each in ledger.issues())
            ledger.apply(
                result(*(finding(each) for each in there), subjects=SUBJECTS),
                scan=scan(f"scan-{turn}", now),
                now=now + HOUR,
                asked=known,
            )
            try:
                told = item(f"list-{turn}", *ledger.pending(), now=now)
                ledger.enqueue([told], now=now + HOUR)
            except NoticeTakenError:
                continue  # told before the last crash


if __name__ == "__main__":
    write(sys.argv[1])
