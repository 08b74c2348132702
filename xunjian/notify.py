"""Tells the units: gathers what is pending, queues the letters, delivers what is due."""

import hashlib
import hmac
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from crawler.site import Site
from ledger.issue import IssueFilter, ScanInfo
from ledger.ledger import Ledger
from notifier.digest import digest
from notifier.letter import Message, Sender
from notifier.notice import Notice, Recipient, Scanned, message_id
from notifier.outbox import DeliveryReport, deliver, next_sequence, outbox_items
from notifier.render import render
from notifier.transports import Transport
from notifier.transports.directory import DirectoryTransport
from notifier.transports.smtp import Security, SmtpTransport
from xunjian.config import Config, ConfigError, MailConfig
from xunjian.reasons import reason
from xunjian.scan import OPEN_STATES, last_undecided

SUPERVISOR = "supervisor"
LOCAL_SENDER = "xunjian@localhost.localdomain"


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice with its rendered message."""

    notice: Notice
    message: Message


def letters(config: Config, ledger: Ledger, *, today: date, now: datetime) -> list[Letter]:
    """Return the letters that are due for all sites, without queueing them."""
    return [
        letter
        for site in config.sites
        for letter in _site_letters(config, site, ledger, today, now)
    ]


def notify(
    config: Config, ledger: Ledger, *, now: datetime, today: date | None = None
) -> DeliveryReport:
    """Queue what is pending and deliver what is due; `ConfigError` when mail is not set up."""
    # Before anything is queued: a configuration without mail is a fault, not an empty round.
    transport_of(config)
    day = today or now.astimezone(ZoneInfo(config.schedule.timezone)).date()
    for letter in letters(config, ledger, today=day, now=now):
        ledger.enqueue(outbox_items(letter.notice, letter.message), now=now)
    return deliver_due(config, ledger)


def deliver_due(config: Config, ledger: Ledger) -> DeliveryReport:
    """Deliver what is queued and due."""
    return deliver(
        ledger,
        transport_of(config),
        now=lambda: datetime.now(UTC),
        rate=0 if config.mail.directory else config.mail.rate,
        resend_unknown=config.mail.ambiguous == "resend",
    )


def transport_of(config: Config) -> Transport:
    """Return the way of delivery that the configuration names."""
    mail = config.mail
    if mail.directory:
        return DirectoryTransport(config.directory / mail.directory)
    if not mail.host or not mail.sender:
        place = config.directory / "xunjian.toml"
        raise ConfigError([f"{place}：[mail] 需要填写 host 和 sender，或者填写 directory"])
    return SmtpTransport(
        host=mail.host,
        envelope_from=mail.sender,
        port=mail.port,
        security=Security(mail.security),
        user=mail.user,
        password=_password(config.directory, mail),
    )


def _password(directory: Path, mail: MailConfig) -> str:
    if mail.password_env:
        return os.environ.get(mail.password_env, "")
    if not mail.password_file:
        return ""
    path = directory / mail.password_file
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError([f"{path}：邮箱密码文件无法读取（{reason(error)}）"]) from error


def _site_letters(
    config: Config, site: Site, ledger: Ledger, today: date, now: datetime
) -> Iterator[Letter]:
    pending = ledger.pending(site.id)
    if not pending:
        return
    scanned = _scanned(site, ledger, today)
    notices = digest(
        pending,
        units=_recipients(site),
        supervisor=_supervisor(config.mail),
        scan=scanned,
        columns={column.id: column.name for column in site.columns},
        due=lambda issue: ledger.due(issue, today).day,
        standing=ledger.issues(IssueFilter(site_id=site.id, states=OPEN_STATES)),
        undecided=last_undecided(config, site),
        sequence=next_sequence(ledger.outbox(scan_id=scanned.scan_id), scanned.scan_id),
    )
    sender = _sender(config.mail)
    for notice in notices:
        identity = message_id(notice, sender.domain)
        token = _token(config.secret, f"v1:{scanned.scan_id}:{notice.recipient.unit_id}")
        yield Letter(notice, render(notice, sender, message_id=identity, at=now, token=token))


def _token(secret: bytes, claim: str) -> str:
    """Sign what a workbook answers, so that one that comes back can be told from a forged one."""
    return f"{claim}:{hmac.new(secret, claim.encode(), hashlib.sha256).hexdigest()[:32]}"


def _scanned(site: Site, ledger: Ledger, today: date) -> Scanned:
    scans: list[ScanInfo] = ledger.scans(site.id)
    latest = scans[0] if scans else None
    return Scanned(
        site_name=site.name,
        site_url=site.start_url,
        scan_id=latest.id if latest else site.id,
        day=today,
        pages=latest.pages if latest else 0,
        incomplete=latest.incomplete if latest else "",
    )


def _recipients(site: Site) -> Mapping[str, Recipient]:
    return {
        unit.id: Recipient(unit.id, unit.name, unit.emails, unit.contact) for unit in site.units
    }


def _supervisor(mail: MailConfig) -> Recipient:
    if not mail.supervisor:
        raise ConfigError(
            ["xunjian.toml：mail.supervisor：请填写政务公开办的邮箱，汇总邮件发往这里"]
        )
    return Recipient(SUPERVISOR, mail.supervisor_name, mail.supervisor)


def _sender(mail: MailConfig) -> Sender:
    return Sender(
        name=mail.sender_name,
        address=mail.sender or LOCAL_SENDER,
        reply_to=mail.reply_to or next(iter(mail.supervisor), ""),
        office=mail.office or mail.supervisor_name,
        phone=mail.phone,
    )
