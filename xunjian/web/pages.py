"""Templates of the console and the few things they call."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from notifier.paper import marked, short_url
from notifier.workbook import safe_url

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"


def environment(zone: ZoneInfo) -> Environment:
    """Return the template environment: everything escaped, times as clocks here show them."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(
        marked=marked, short_url=short_url, safe_url=safe_url, moment=_moment(zone), span=span
    )
    return found


def _moment(zone: ZoneInfo) -> Callable[[datetime], str]:
    return lambda at: f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def span(length: timedelta) -> str:
    """Return how long it took or takes, roughly."""
    seconds = abs(length)
    if seconds < timedelta(minutes=1):
        return "不到1分钟"
    if seconds < timedelta(hours=1):
        return f"{seconds // timedelta(minutes=1)}分钟"
    if seconds < timedelta(days=2):
        return f"{seconds // timedelta(hours=1)}小时"
    return f"{seconds.days}天"
