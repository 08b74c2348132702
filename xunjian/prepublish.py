"""The check before publication (先审后发): page rules on a local file, an address or plain text."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from checks.finding import Result, Undecided
from checks.mask import mask
from checks.report.annual import report_of
from checks.rule import AnyRule, Context
from checks.run import run_document, run_together
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


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as it was read; `unreadable` says in Chinese what could not be."""

    document: Document
    unreadable: str = ""


def read_text(text: str, today: date, *, name: str = "（标准输入）") -> Draft:
    """Take plain text as it is."""
    return Draft(Document(text, name=name, subject=name, day=today))


def read_file(path: Path, today: date, sandbox: Sandbox) -> Draft:
    """Read a local file by its content; `UnreadableError` when it cannot be opened."""
    try:
        size = path.stat().st_size
        body = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise UnreadableError(f"{mask(str(path))}：无法打开（{reason(error)}）") from error
    if size > MAX_BYTES:
        raise UnreadableError(f"{mask(str(path))}：文件超过 {MAX_BYTES // 1024 // 1024} MB")
    return read_bytes(body, path.suffix.lower(), today, sandbox, name=str(path))


def read_bytes(body: bytes, suffix: str, today: date, sandbox: Sandbox, *, name: str) -> Draft:
    """Read a document in memory; `suffix` (".html") helps where the bytes do not tell."""
    if suffix in HTML_SUFFIXES and body.strip() and not body.startswith(FILE_MAGICS):
        return Draft(_html_document(body, name, today))
    content = sandbox.read(body, suffix)
    return Draft(_file_document(content, name, today), content.unreadable)


def check(draft: Draft, basis: Basis) -> Checked:
    """Return what the rules find in a document; what could not be read is undecided."""
    document = draft.document
    result = run_document(document, basis.rules, basis.ctx)
    if draft.unreadable:
        unread = Undecided(document.name, mask(draft.unreadable), url=document.name)
        result = replace(result, undecided=(*result.undecided, unread))
    return Checked(document, result)


def is_comparable(document: Document) -> bool:
    """Whether a document may be held against others: an annual report against another year's."""
    return report_of(document) is not None


def compare(checked: Sequence[Checked], basis: Basis) -> list[Checked]:
    """Add to each document what only shows beside the others."""
    documents = [each.document for each in checked if is_comparable(each.document)]
    found = run_together(documents, basis.rules, basis.ctx) if len(documents) > 1 else ()
    return [
        replace(each, result=replace(each.result, findings=(*each.result.findings, *more)))
        if (more := [finding for finding in found if finding.subject == each.document.subject])
        else each
        for each in checked
    ]


def check_bytes(body: bytes, suffix: str, basis: Basis, *, name: str) -> Checked:
    """Check one document in memory, in a process for it alone."""
    with Sandbox(basis.files) as sandbox:
        return check(read_bytes(body, suffix, basis.ctx.today, sandbox, name=name), basis)


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
