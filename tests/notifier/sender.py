"""A sender in a process of its own, to be killed: sender.py LEDGER PORT HOURS."""

import sys
from datetime import timedelta

from ledger.ledger import Ledger
from notifier.outbox import deliver
from notifier.transports.smtp import SmtpTransport
from tests.notifier.builders import NOW


def main(path: str, port: str, hours: str) -> None:
    """Deliver what is due; the clock stands so late that earlier leases have run out."""
    transport = SmtpTransport("127.0.0.1", "x@qinghe.example", port=int(port), local_name="test")
    with Ledger.open(f"sqlite:///{path}", b"a secret for tests") as ledger:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        deliver(ledger, transport, now=lambda: NOW + timedelta(hours=int(hours)), rate=0)


if __name__ == "__main__":
    main(*sys.argv[1:])
