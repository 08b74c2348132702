"""Opens the ledger of a configuration, with its terms."""

from ledger.ledger import Ledger
from xunjian.config import Config


def open_ledger(config: Config, account: str = "") -> Ledger:
    """Open the ledger; `account` is under which account of the machine people act."""
    return Ledger.open(config.ledger, config.secret, config.terms, account=account)
