"""How units may answer: the folder for mails and workbooks, and the address of the web pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from xunjian.tables import ADDRESS, check_choice, fill

SENDERS = ("listed", "any")
LINK_DAYS, MOST_LINK_DAYS = 30, 366
# Where the pages behind the links stand; only this needs to be open to the units.
LINK_PATH = "/u/"


@dataclass(frozen=True, slots=True)
class FeedbackConfig:
    """`[feedback]`: the folder for mails and workbooks, whose mails count, how long links do."""

    drop: str = ""
    senders: str = "listed"
    trusted: tuple[str, ...] = ()
    link_days: int = LINK_DAYS


@dataclass(frozen=True, slots=True)
class WebConfig:
    """`[web]`: where units reach the web pages; links are sent only where it is said."""

    url: str = ""

    def link(self, token: str) -> str:
        """Return the address that a letter names."""
        return f"{self.url.rstrip('/')}{LINK_PATH}{token}"


def read_feedback(path: Path, table: Mapping[str, Any], faults: list[str]) -> FeedbackConfig | None:
    """Read `[feedback]`."""
    found = fill(FeedbackConfig, table, str(path), "feedback.", faults)
    if found is None:
        return None
    check_choice(path, "feedback.senders", found.senders, SENDERS, faults)
    if not 1 <= found.link_days <= MOST_LINK_DAYS:
        why = f"应在 1 和 {MOST_LINK_DAYS} 天之间"
        faults.append(f"{path}：feedback.link_days = {found.link_days}：{why}")
    for address in found.trusted:
        if not ADDRESS.fullmatch(address):
            faults.append(f"{path}：feedback.trusted 中的“{address}”：不是邮箱地址")
    return found


def read_web(path: Path, table: Mapping[str, Any], faults: list[str]) -> WebConfig | None:
    """Read `[web]`."""
    found = fill(WebConfig, table, str(path), "web.", faults)
    if found is not None and found.url and not _is_base(found.url):
        why = "应形如 https://xunjian.example.gov.cn，不带参数"
        faults.append(f"{path}：web.url = “{found.url}”：{why}")
    return found


def _is_base(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.netloc)
        and not (parts.query or parts.fragment or parts.username)
    )
