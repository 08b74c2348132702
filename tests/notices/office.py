"""An office with a ledger: it scans, writes letters and looks at what is in the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from checks.finding import Finding, Result, Severity
from checks.workdays import LOCAL
from crawler.site import Column, Site, Unit
from ledger.hours import SendingHours
from ledger.issue import ScanInfo
from ledger.ledger import Ledger
from ledger.lifecycle import Event
from ledger.mailed import Letter
from notifier.notice import Occasion
from xunjian.config import Config, MailConfig
from xunjian.notify import Link, no_link, queue

DOMAIN = "qinghe.example"
BOSS, CIVIL, EDUCATION, LEADER = (
    f"{name}@{DOMAIN}" for name in ("zwgk", "minzheng", "jiaoyu", "juzhang")
)
SITE = Site(
    "qinghe",
    "青禾区人民政府",
    "https://www.qinghe.example/zwgk/",
    columns=(Column("tzgg", "通知公告", "https://www.qinghe.example/zwgk/tzgg/", "mzj"),),
    units=(
        Unit("mzj", "区民政局", (CIVIL,), "王科长", (LEADER,)),
        Unit("jyj", "区教育局", (EDUCATION,)),
        Unit("tyj", "区体育局"),
    ),
)
# What each rule of the tests finds: a typo, a leak, a column that went stale.
SEVERITIES = {"W101": Severity.ERROR, "P201": Severity.CRITICAL, "F301": Severity.CRITICAL}
SUBJECTS = frozenset(f"page-{number}" for number in range(40))


def local(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of 2026 by the offices' clock."""
    return datetime(2026, month, day, hour, minute, tzinfo=LOCAL).astimezone(UTC)


def a_config(directory: Path, **mail: object) -> Config:
    """Return the configuration of an office whose letters go into a folder."""
    facts = {"directory": "outbox", "sender": f"xunjian@{DOMAIN}", "supervisor": (BOSS,)}
    return Config(
        directory=directory,
        sites=(SITE,),
        ledger=f"sqlite:///{directory / 'ledger.sqlite3'}",
        secret=b"a secret for tests",
        snapshots=directory / "snapshots",
        mail=MailConfig(**(facts | mail)),  # type: ignore[arg-type]
    )


@dataclass
class Office:
    """`found` are the faults of the site: page number to rule and unit."""

    config: Config
    ledger: Ledger
    found: dict[int, tuple[str, str]]
    scans: int = 0

    def scan(self, at: datetime, *, full: bool = True, incomplete: str = "") -> None:
        """Look at the whole site."""
        self.scans += 1
        result = Result(
            "qinghe",
            frozenset(SEVERITIES),
            SUBJECTS,
            tuple(_finding(number, *each) for number, each in self.found.items()),
            incomplete=incomplete,
        )
        scan = ScanInfo(f"qinghe-{self.scans}", "qinghe", at, at, full, 40)
        self.ledger.apply(result, scan=scan, now=at)

    def recheck(self, at: datetime) -> None:
        """Look at what was claimed."""
        self.scan(at, full=False)

    def decide(self, number: int, event: Event, at: datetime) -> None:
        """Let a person decide about the fault on the page."""
        self.ledger.decide(self.issue_id(number), event, actor="王科长", note="理由", now=at)

    def issue_id(self, number: int) -> int:
        """Return the number of the issue on the page."""
        (found,) = (one.id for one in self.ledger.issues() if one.subject == f"page-{number}")
        return found

    def write(
        self,
        at: datetime,
        occasion: Occasion = Occasion.DAILY,
        *,
        hours: SendingHours | None = None,
        link: Link = no_link,
    ) -> dict[str, list[str]]:
        """Queue what is to be told; return the subjects' counts and kinds by mailbox."""
        known = {one.id for one in self.ledger.post.letters()}
        queue(self.config, self.ledger, now=at, occasion=occasion, hours=hours, link=link)
        fresh = [one for one in self.ledger.post.letters() if one.id not in known]
        return by_mailbox(reversed(fresh))

    def text(self, kind: str, recipient: str) -> str:
        """Return the plain text of the newest letter of the kind to the mailbox."""
        from email import message_from_bytes, policy

        chosen = next(
            one for one in self.ledger.outbox() if (one.kind, one.recipient) == (kind, recipient)
        )
        mail = message_from_bytes(chosen.payload, policy=policy.default)
        body = mail.get_body(preferencelist=("plain",))
        assert body is not None
        return str(body.get_content())


def by_mailbox(letters: Iterable[Letter]) -> dict[str, list[str]]:
    """Return kind and counts of the letters by mailbox, as in “问题清单（新增1）”."""
    found: dict[str, list[str]] = {}
    for one in letters:
        words = [part for part in one.subject.split("·") if one.kind in part]
        start = one.subject.index(words[0])
        end = one.subject.rindex("·2026年")
        found.setdefault(one.recipient.partition("@")[0], []).append(one.subject[start:end])
    return found


def _finding(number: int, code: str, unit: str) -> Finding:
    return Finding(
        code,
        "a-name",
        {"W101": "错别字", "P201": "公民身份号码未脱敏", "F301": "栏目逾期未更新"}[code],
        SEVERITIES[code],
        f"page-{number}",
        "登陆",
        f"https://www.qinghe.example/art/{number}.html",
        "“登陆”应为“登录”",
        evidence="请使用本人账号【登陆】系统",
        unit=unit,
        column="tzgg",
    )


def days(count: int) -> timedelta:
    """Return so many days."""
    return timedelta(days=count)


def with_units(config: Config, *units: Unit) -> Config:
    """Return the configuration with other units."""
    return replace(config, sites=(replace(SITE, units=units),))
