"""The check before publication (先审后发): page rules on a local file, an address or plain text."""

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from checks.finding import Result, Undecided
from checks.mask import mask
from checks.rule import AnyRule, Context
from checks.run import run_document
from checks.views import Document
from crawler.extract.content import Content
from crawler.extract.encoding import decode
from crawler.extract.html import parse_page
from crawler.extract.ooxml import OLE_MAGIC
from crawler.extract.sandbox import Sandbox
from crawler.extract.sniff import PDF_MAGIC, ZIP_MAGIC
from crawler.page import Fetch, Outcome, Role
from crawler.site import FileLimits
from wordlists.lists import load
from xunjian.active import active_rules
from xunjian.config import Config
from xunjian.reasons import reason

HTML_SUFFIXES = frozenset({".html", ".htm", ".shtml"})
MAX_BYTES = 64 * 1024 * 1024
# What is not a page, whatever its name says.
FILE_MAGICS = (PDF_MAGIC, ZIP_MAGIC, OLE_MAGIC)


class UnreadableError(ValueError):
    """A document that cannot be opened; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Basis:
    """By which rules a document is checked, and what they may know."""

    rules: tuple[AnyRule, ...]
    ctx: Context
    files: FileLimits = field(default_factory=FileLimits)


def basis(today: date, config: Config | None = None, site_id: str | None = None) -> Basis:
    """Return the packaged rules and lists, or those of a configured site.

    A folder with one site means that one; raises `ConfigError` and `WordListError`.
    """
    if config is None:
        return Basis(active_rules(), Context(today, load()))
    site = config.site(site_id)
    rules = active_rules(config.rules, config.site_rules.get(site.id))
    ctx = Context(today, load(*config.word_folders(site.id)), site.region)
    return Basis(rules, ctx, site.files)


@dataclass(frozen=True, slots=True)
class Checked:
    """A document and what was found in it."""

    document: Document
    result: Result


def check_text(text: str, basis: Basis, *, name: str = "（标准输入）") -> Checked:
    """Check plain text."""
    return _check(Document(text, name=name, subject=name, day=basis.ctx.today), basis)


def check_file(path: Path, basis: Basis, sandbox: Sandbox | None = None) -> Checked:
    """Check a local file by its content; `UnreadableError` when it cannot be opened."""
    try:
        size = path.stat().st_size
        body = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise UnreadableError(f"{path}：无法打开（{reason(error)}）") from error
    if size > MAX_BYTES:
        raise UnreadableError(f"{path}：文件超过 {MAX_BYTES // 1024 // 1024} MB")
    return check_bytes(body, path.suffix.lower(), basis, name=str(path), sandbox=sandbox)


def check_bytes(
    body: bytes, suffix: str, basis: Basis, *, name: str, sandbox: Sandbox | None = None
) -> Checked:
    """Check a document in memory; `suffix` (".html") helps where the bytes do not tell.

    Without a sandbox that is open already, one is opened for this file alone.
    """
    if suffix in HTML_SUFFIXES and body.strip() and not body.startswith(FILE_MAGICS):
        return _check(_html_document(body, name, basis.ctx.today), basis)
    with nullcontext(sandbox) if sandbox else Sandbox(basis.files) as opened:
        content = opened.read(body, suffix)
    checked = _check(_file_document(content, name, basis.ctx.today), basis)
    if not content.unreadable:
        return checked
    unread = Undecided(name, mask(content.unreadable), url=name)
    result = Result(
        site_id="",
        codes=checked.result.codes,
        subjects=checked.result.subjects,
        findings=checked.result.findings,
        undecided=(*checked.result.undecided, unread),
    )
    return Checked(checked.document, result)


def _check(document: Document, basis: Basis) -> Checked:
    return Checked(document, run_document(document, basis.rules, basis.ctx))


def _file_document(content: Content, name: str, today: date) -> Document:
    return Document(
        text=content.text,
        title=content.title,
        tables=content.tables,
        places=content.places,
        day=today,
        url=name,
        subject=name,
        name=name,
    )


def _html_document(body: bytes, name: str, today: date) -> Document:
    fetch = Fetch(name, Outcome.OK, datetime.now(UTC), 200, media="text/html")
    page = parse_page(fetch, decode(body).text, Role.PAGE, today)
    day = page.published.day if page.published else today
    text = f"{page.margin_text}\n{page.text}" if page.margin_text else page.text
    return Document(
        text=text,
        title=page.title,
        tables=page.tables,
        day=day,
        url=name,
        subject=name,
        name=name,
        unseen=page.unseen,
        page=page,
    )
