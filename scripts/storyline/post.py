"""The mail server of the story, and what its readers do with a letter: fill in, send back, click."""

import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO

import httpx
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from openpyxl import load_workbook

from checks.workdays import LOCAL

SHEET = "问题清单"
LINK = re.compile(r"http://127\.0\.0\.1:\d+/u/\S+")
PROOF = re.compile(r'name="proof" value="([^"]+)"')
CYCLE = r'name="issue" value="{number}">\s*<input type="hidden" name="cycle" value="(\d+)"'


@dataclass(frozen=True, slots=True)
class Answer:
    """What a unit writes beside an issue."""

    said: str
    note: str = ""
    day: str = ""


@dataclass(slots=True)
class Arrived:
    """A letter with all the mailboxes that it came to."""

    at: datetime
    mail: EmailMessage
    to: list[str]

    @property
    def subject(self) -> str:
        """The subject line."""
        return str(self.mail["Subject"])

    @property
    def text(self) -> str:
        """The plain text."""
        body = self.mail.get_body(preferencelist=("plain",))
        return str(body.get_content()).replace("\r\n", "\n") if body is not None else ""

    @property
    def opening(self) -> str:
        """The first paragraph after the greeting, which says why it was written."""
        parts = [part.strip() for part in self.text.split("\n\n") if part.strip()]
        return "".join(parts[1].split("\n")) if len(parts) > 1 else ""

    @property
    def workbook(self) -> bytes:
        """The list that is attached, b"" where there is none."""
        for part in self.mail.iter_attachments():
            if str(part.get_filename()).endswith(".xlsx"):
                content = part.get_content()
                assert isinstance(content, bytes)
                return content
        return b""

    @property
    def link(self) -> str:
        """The address by which it is answered."""
        found = LINK.search(self.text)
        return found[0] if found else ""


@dataclass(slots=True)
class MailServer:
    """A real one on loopback, which keeps what arrives."""

    port: int = 0
    letters: list[Arrived] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 - aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a letter."""
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        identity = str(mail["Message-ID"])
        same = next((one for one in self.letters if str(one.mail["Message-ID"]) == identity), None)
        if same is None:
            now = datetime.now(LOCAL)
            self.letters.append(Arrived(now, mail, list(envelope.rcpt_tos)))
        else:
            same.to.extend(envelope.rcpt_tos)
        return "250 OK"

    def newest(self, address: str, issue_id: int) -> Arrived:
        """Return the newest letter to a mailbox whose list has the issue."""
        for one in reversed(self.letters):
            if address in one.to and one.workbook and issue_id in _rows(one.workbook):
                return one
        raise LookupError(f"{address}: no letter about {issue_id}")


@contextmanager
def receiving() -> Iterator[MailServer]:
    """Run the mail server."""
    server = MailServer()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server.port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=server.port, ident="story")
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def _rows(body: bytes) -> dict[int, int]:
    """Return the row of each issue in a list."""
    sheet = load_workbook(BytesIO(body))[SHEET]
    return {
        cells[0].value: cells[0].row
        for cells in sheet.iter_rows(min_row=3)
        if isinstance(cells[0].value, int)
    }


def filled(letter: Arrived, answers: Mapping[int, Answer], who: str) -> bytes:
    """Return the list of a letter with the unit's answers, as Excel would save it."""
    book = load_workbook(BytesIO(letter.workbook))
    sheet = book[SHEET]
    heads = {str(cell.value): cell.column for cell in sheet[2]}
    rows = _rows(letter.workbook)
    for number, answer in answers.items():
        row = rows[number]
        sheet.cell(row, heads["整改情况"]).value = answer.said
        sheet.cell(row, heads["整改说明"]).value = answer.note or None
        sheet.cell(row, heads["整改日期"]).value = answer.day or None
        sheet.cell(row, heads["反馈人"]).value = who
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def reply(letter: Arrived, sender: str, workbook: bytes) -> EmailMessage:
    """Return the unit's mail with the filled list."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = sender
    mail["To"] = "zwgk@qinghe.example"
    mail["Subject"] = f"回复：{letter.subject}"
    mail["In-Reply-To"] = str(letter.mail["Message-ID"])
    mail.set_content("见附件。\n", cte="base64")
    mail.add_attachment(
        workbook,
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        filename="整改反馈.xlsx",
    )
    return mail


def click(link: str, issues: tuple[int, ...], who: str) -> str:
    """Open the link of a letter, acknowledge its list, and report issues as mended."""
    with httpx.Client(follow_redirects=True, trust_env=False) as browser:
        page = browser.get(link)
        page.raise_for_status()
        proof = _only(PROOF, page.text)
        if 'value="acknowledge"' in page.text:
            form = {"proof": proof, "act": "acknowledge", "who": who}
            browser.post(link, data=form, headers=_own(link)).raise_for_status()
        for number in issues:
            page = browser.get(link)
            cycle = _only(re.compile(CYCLE.format(number=number)), page.text)
            form = {
                "proof": proof,
                "issue": str(number),
                "cycle": cycle,
                "answer": "已整改",
                "note": "已按建议改正",
                "who": who,
            }
            browser.post(link, data=form, headers=_own(link)).raise_for_status()
        return browser.get(link).text


def _own(link: str) -> dict[str, str]:
    """Return the headers by which a browser says that the form is from the same site."""
    return {"Origin": link.split("/u/", 1)[0], "Sec-Fetch-Site": "same-origin"}


def _only(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    if found is None:
        raise LookupError(f"not on the page: {pattern.pattern}")
    return found[1]
