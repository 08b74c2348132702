"""The link that a letter carries, by which its unit answers without an account."""

from collections.abc import Sequence
from datetime import datetime

from ledger.issue import Issue
from ledger.ledger import Ledger
from xunjian.config import Config


def answer_link(
    config: Config,
    ledger: Ledger,
    now: datetime,
    *,
    unit_id: str,
    message_id: str,
    issues: Sequence[Issue],
) -> str:
    """Make a link for a letter that is about to be queued; "" where units cannot reach the pages.

    Never for a preview: each call makes another link.
    """
    own = [one for one in issues if one.unit == unit_id]
    sites = {site.id for site in config.sites if site.unit(unit_id) is not None}
    if not config.web.url or not own or own[0].site_id not in sites:
        return ""
    token = ledger.mailbox.open_link(
        own[0].site_id,
        unit_id,
        message_id,
        [one.id for one in own],
        now,
        config.feedback.link_days,
    )
    return config.web.link(token)
