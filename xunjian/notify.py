"""Tells the units: gathers what is pending, queues the letters, delivers what is due."""

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from checks.workdays import local_day
from ledger.errors import NoticeTakenError
from ledger.hours import SendingHours
from ledger.issue import IssueFilter
from ledger.ledger import Ledger
from ledger.outbox import OutboxItem
from notifier.letter import Message, Sender
from notifier.notice import Notice, Occasion, message_id
from notifier.outbox import DeliveryReport, deliver, outbox_items, robot_items
from notifier.proof import Claim, sign
from notifier.render import render
from notifier.robot import robot_text
from notifier.transports import Transport
from notifier.transports.directory import DirectoryTransport
from notifier.transports.router import Router
from notifier.transports.smtp import Security, SmtpTransport
from xunjian.config import Config, ConfigError, MailConfig
from xunjian.feedback_links import answer_link
from xunjian.mailing import notices, robots_for, sender_of
from xunjian.reasons import reason
from xunjian.robots import robot_preview, robot_transport

logger = logging.getLogger(__name__)

# Somebody may decide or queue something while the letters are written; then they are written anew.
LOOKS = 3

# The address by which a unit answers a letter without an account, "" for none; given the letter
# and its Message-ID.
Link = Callable[[Notice, str], str]


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice with its rendered message."""

    notice: Notice
    message: Message


def no_link(_notice: Notice, _message_id: str) -> str:
    """Return no address: the letter is answered by its workbook."""
    return ""


def letters(
    config: Config,
    ledger: Ledger,
    *,
    today: date,
    now: datetime,
    occasion: Occasion = Occasion.DAILY,
    link: Link = no_link,
) -> list[Letter]:
    """Return the letters that are due for all sites, without queueing them."""
    return list(_written(config, ledger, today, now, occasion, link))


def notify(
    config: Config,
    ledger: Ledger,
    *,
    now: datetime,
    today: date | None = None,
    occasion: Occasion = Occasion.DAILY,
    hours: SendingHours | None = None,
) -> DeliveryReport:
    """Queue what is to be told and deliver what is due; `ConfigError` when mail is not set up."""
    # Before anything is queued: a configuration without mail is a fault, not an empty round.
    transport_of(config)
    queue(config, ledger, now=now, today=today, occasion=occasion, hours=hours)
    return deliver_due(config, ledger, hours)


def queue(
    config: Config,
    ledger: Ledger,
    *,
    now: datetime,
    today: date | None = None,
    occasion: Occasion = Occasion.DAILY,
    hours: SendingHours | None = None,
    link: Link | None = None,
) -> int:
    """Queue what is to be told on the occasion, in the office's hours unless others are given.

    Return how many letters. Who is killed in between goes on with the next letter when called again.
    """
    day = today or now.astimezone(ZoneInfo(config.schedule.timezone)).date()
    chosen = allowed(occasion, day, now, hours or config.hours)
    if chosen is None:
        return 0
    if chosen is Occasion.DAILY:
        # What was announced of the calendar meanwhile counts before anybody is reminded.
        ledger.review_deadlines(now)
    link = link or _linking(config, ledger, now)
    queued = 0
    for look in range(LOOKS):
        try:
            for letter in _written(config, ledger, day, now, chosen, link):
                ledger.enqueue([*_items(config, letter)], now=now)
                queued += 1
            break
        except NoticeTakenError:
            if look == LOOKS - 1:
                raise
            logger.info("the ledger has changed meanwhile; the letters are written anew")
    return queued


def can_mail(config: Config) -> bool:
    """Whether the configuration says how letters are delivered, and to whom."""
    mail = config.mail
    return bool(mail.supervisor and (mail.directory or (mail.host and mail.sender)))


def _linking(config: Config, ledger: Ledger, now: datetime) -> Link:
    """Return what makes the link of a letter that is about to be queued."""

    def link(notice: Notice, identity: str) -> str:
        if notice.recipient.is_supervisor:
            return ""
        unit_id = notice.recipient.unit_id
        asked = ledger.issues(IssueFilter(ids=notice.asked))
        return answer_link(config, ledger, now, unit_id=unit_id, message_id=identity, issues=asked)

    return link


def _items(config: Config, letter: Letter) -> Iterator[OutboxItem]:
    """Yield the letter for each mailbox, and what robots say of it."""
    notice, message = letter.notice, letter.message
    yield from outbox_items(notice, message)
    if robots := robots_for(config.robots, notice):
        yield from robot_items(notice, message.message_id, robot_text(notice), robots)


def allowed(occasion: Occasion, today: date, now: datetime, hours: SendingHours) -> Occasion | None:
    """Return what may be told now: on a day off only what is urgent, answers in office hours."""
    if hours.is_always:
        return occasion
    is_working = hours.calendar.is_working(today)
    # What would lie in the outbox until tomorrow is written tomorrow: by then it may be mended.
    is_over = today == local_day(now) != local_day(hours.next(now))
    if occasion is Occasion.DAILY and (is_over or not is_working):
        return Occasion.URGENT
    if occasion is Occasion.ANSWERS and not (is_working and hours.is_open(now)):
        return None
    return occasion


def deliver_due(
    config: Config, ledger: Ledger, hours: SendingHours | None = None
) -> DeliveryReport:
    """Deliver what is queued and due, in the office's hours unless others are given."""
    return deliver(
        ledger,
        transport_of(config),
        now=lambda: datetime.now(UTC),
        rate=0 if config.mail.directory else config.mail.rate,
        resend_unknown=config.mail.ambiguous == "resend",
        hours=hours or config.hours,
    )


def transport_of(config: Config) -> Transport:
    """Return the ways of delivery that the configuration names."""
    mail = config.mail
    if mail.directory:
        folder = config.directory / mail.directory
        return Router(
            DirectoryTransport(folder),
            {robot.name: robot_preview(robot, folder) for robot in config.robots},
        )
    robots = {robot.name: robot_transport(robot, config.directory) for robot in config.robots}
    return Router(_mail_transport(config), robots)


def _mail_transport(config: Config) -> Transport:
    mail = config.mail
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


def _written(
    config: Config,
    ledger: Ledger,
    today: date,
    now: datetime,
    occasion: Occasion,
    link: Link,
) -> Iterator[Letter]:
    """Write one letter after the other, so that each can be queued before the next."""
    sender = sender_of(config.mail)
    for site in config.sites:
        for notice in notices(config, site, ledger, today=today, now=now, occasion=occasion):
            yield _letter(config, notice, sender, now, link)


def _letter(config: Config, notice: Notice, sender: Sender, now: datetime, link: Link) -> Letter:
    identity = message_id(notice, sender.domain)
    address = link(notice, identity)
    token = sign(config.secret, Claim(notice.scan.scan_id, notice.recipient.unit_id))
    return Letter(
        notice, render(notice, sender, message_id=identity, at=now, token=token, link=address)
    )
