"""The templates of the letters and what they can do with text from pages."""

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from checks.workdays import LOCAL
from notifier.subject import chinese_date
from notifier.workbook import safe_url

TEMPLATES = Path(__file__).parent / "templates"
ADDRESS_LENGTH = 48
HIT = re.compile(r"(【[^】]*】)")


def marked(text: str) -> Markup:
    """Return text as HTML with what stands in “【】” highlighted."""
    pieces = HIT.split(text)
    return Markup("").join(
        Markup('<span class="hit">{}</span>').format(piece) if at % 2 else escape(piece)
        for at, piece in enumerate(pieces)
    )


def short_url(url: str) -> str:
    """Return the address for the eye: decoded, without scheme, shortened in the middle."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url[:ADDRESS_LENGTH]
    text = unquote(f"{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else ""))
    if len(text) <= ADDRESS_LENGTH:
        return text
    return f"{text[: ADDRESS_LENGTH // 2]}…{text[-ADDRESS_LENGTH // 2 :]}"


def moment(at: datetime) -> str:
    """Return day and time of the offices."""
    here = at.astimezone(LOCAL)
    return f"{here.month}月{here.day}日{here:%H:%M}"


@cache
def environment() -> Environment:
    """Return the templates, read once a process."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(
        marked=marked,
        short_url=short_url,
        safe_url=safe_url,
        chinese_date=chinese_date,
        moment=moment,
    )
    return found
