"""Reads xunjian.toml and sites/*.toml; all faults of all files are reported together."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.site import Site
from ledger.deadline import Terms
from ledger.hours import SendingHours
from xunjian.active import RulesConfig, check_rules
from xunjian.availability import Maintenance
from xunjian.deadlines import read_deadlines, read_hours
from xunjian.feedback import FeedbackConfig, WebConfig, read_feedback, read_web
from xunjian.letter_config import LetterConfig, check_letter
from xunjian.retention import KEEP_DAYS, KEEP_SNAPSHOTS, faults_of
from xunjian.robots import RobotConfig, read_robots
from xunjian.secret import read_secret
from xunjian.site_files import load_sites
from xunjian.tables import ADDRESS, check_choice, fill, part, read
from xunjian.timing import (
    ProbeConfig,
    RecheckConfig,
    ScheduleConfig,
    check_schedule,
    read_probe,
    read_recheck,
)

CONFIG_NAME = "xunjian.toml"
WORD_FOLDER = "wordlists"
MAX_PORT = 65_535


class ConfigError(ValueError):
    """Faults in the configuration; each names file, key and value."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class MailConfig:
    """`[mail]`: where notices go. With `directory` they are written as .eml files instead."""

    directory: str = ""
    host: str = ""
    port: int = 25
    security: str = "plain"
    user: str = ""
    password_env: str = ""
    password_file: str = ""
    sender: str = ""
    sender_name: str = "政务公开巡检系统"
    reply_to: str = ""
    supervisor: tuple[str, ...] = ()
    supervisor_name: str = "政务公开办"
    office: str = ""
    phone: str = ""
    rate: float = 0.5
    hours: str = "08:30-17:30"
    ambiguous: str = "resend"


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that xunjian.toml and sites/*.toml say."""

    directory: Path
    sites: tuple[Site, ...] = ()
    ledger: str = ""
    secret: bytes = field(default=b"", repr=False)
    snapshots: Path = Path("snapshots")
    keep_snapshots: int = KEEP_SNAPSHOTS
    keep_days: int = KEEP_DAYS
    wordlists: Path | None = None
    mail: MailConfig = MailConfig()
    letter: LetterConfig = field(default_factory=LetterConfig)
    terms: Terms = field(default_factory=Terms)
    hours: SendingHours = field(default_factory=SendingHours)
    schedule: ScheduleConfig = field(default_factory=ScheduleConfig)
    recheck: RecheckConfig = field(default_factory=RecheckConfig)
    probe: ProbeConfig = field(default_factory=ProbeConfig)
    rules: RulesConfig = field(default_factory=RulesConfig)
    feedback: FeedbackConfig = field(default_factory=FeedbackConfig)
    robots: tuple[RobotConfig, ...] = ()
    web: WebConfig = field(default_factory=WebConfig)
    site_rules: Mapping[str, RulesConfig] = field(default_factory=dict)
    demos: Mapping[str, Path] = field(default_factory=dict)
    maintenance: Mapping[str, tuple[Maintenance, ...]] = field(default_factory=dict)

    def word_folders(self, site_id: str) -> tuple[Path, ...]:
        """Return the folders whose word lists are laid over the packaged ones, in order."""
        if self.wordlists is None:
            return ()
        own = self.wordlists / site_id
        return (self.wordlists, own) if own.is_dir() else (self.wordlists,)

    def site(self, site_id: str | None) -> Site:
        """Return the site with this id, without one the only site; `ConfigError` if there is none."""
        known = "、".join(site.id for site in self.sites) or "无"
        if site_id is None and len(self.sites) != 1:
            raise ConfigError([f"配置了多个站点，请指明编号：{known}"])
        for site in self.sites:
            if site_id in (None, site.id):
                return site
        raise ConfigError([f"没有编号为“{site_id}”的站点（已配置：{known}）"])


@dataclass(frozen=True, slots=True)
class _Main:
    ledger: str = "sqlite:///ledger.sqlite3"
    secret_file: str = "xunjian.key"
    snapshots: str = "snapshots"
    keep_snapshots: int = KEEP_SNAPSHOTS
    keep_days: int = KEEP_DAYS
    wordlists: str = ""
    mail: Mapping[str, Any] = field(default_factory=dict)
    letter: Mapping[str, Any] = field(default_factory=dict)
    deadlines: Mapping[str, Any] = field(default_factory=dict)
    schedule: Mapping[str, Any] = field(default_factory=dict)
    recheck: Mapping[str, Any] = field(default_factory=dict)
    probe: Mapping[str, Any] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    feedback: Mapping[str, Any] = field(default_factory=dict)
    robots: tuple[Mapping[str, Any], ...] = ()
    web: Mapping[str, Any] = field(default_factory=dict)


def load(directory: Path) -> Config:
    """Read the configuration in `directory`; `ConfigError` lists every fault of every file."""
    faults: list[str] = []
    path = directory / CONFIG_NAME
    if not path.is_file():
        raise ConfigError([f"{path}：没有找到配置文件。请先运行 xunjian init 网址"])
    raw = read(path, faults)
    main = fill(_Main, raw, str(path), "", faults)
    said = _Parts.read(path, raw, faults)
    faults += faults_of(path, main.keep_snapshots, main.keep_days) if main else []
    found = load_sites(directory, faults)
    robots = read_robots(path, main.robots, faults) if main else ()
    _check_robots(path, robots, found.sites.values(), faults)
    secret = read_secret(directory / main.secret_file, faults) if main and not faults else b""
    if faults or main is None or said is None:
        raise ConfigError(faults)
    return Config(
        directory=directory,
        sites=tuple(found.sites.values()),
        ledger=_ledger_url(main.ledger, directory),
        secret=secret,
        snapshots=directory / main.snapshots,
        keep_snapshots=main.keep_snapshots,
        keep_days=main.keep_days,
        wordlists=_word_folder(directory, main.wordlists),
        mail=said.mail,
        letter=said.letter,
        terms=said.terms,
        hours=said.hours,
        schedule=said.schedule,
        recheck=said.recheck,
        probe=said.probe,
        rules=said.rules,
        feedback=said.feedback,
        robots=robots,
        web=said.web,
        site_rules=found.rules,
        demos=found.demos,
        maintenance=found.maintenance,
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """The tables of xunjian.toml, each read and checked."""

    mail: MailConfig
    letter: LetterConfig
    terms: Terms
    hours: SendingHours
    schedule: ScheduleConfig
    recheck: RecheckConfig
    probe: ProbeConfig
    rules: RulesConfig
    feedback: FeedbackConfig
    web: WebConfig

    @classmethod
    def read(cls, path: Path, raw: Mapping[str, Any] | None, faults: list[str]) -> "_Parts | None":
        """Read all tables; None when something in one of them is wrong."""
        mail = fill(MailConfig, part(raw, "mail"), str(path), "mail.", faults)
        schedule = fill(ScheduleConfig, part(raw, "schedule"), str(path), "schedule.", faults)
        rules = fill(RulesConfig, part(raw, "rules"), str(path), "rules.", faults)
        letter = fill(LetterConfig, part(raw, "letter"), str(path), "letter.", faults)
        if mail:
            _check_mail(path, mail, faults)
        again = read_recheck(path, part(raw, "recheck"), faults)
        probe = read_probe(path, part(raw, "probe"), faults)
        if schedule:
            check_schedule(path, schedule, faults)
        if rules:
            check_rules(path, rules, faults)
        if letter:
            check_letter(path, letter, faults)
        terms = read_deadlines(path, part(raw, "deadlines"), faults)
        hours = read_hours(path, mail.hours, terms.calendar, faults) if mail and terms else None
        feedback = read_feedback(path, part(raw, "feedback"), faults)
        web = read_web(path, part(raw, "web"), faults)
        if not (mail and letter and terms and hours and schedule and again and probe and rules):
            return None
        if not (feedback and web):
            return None
        return cls(mail, letter, terms, hours, schedule, again, probe, rules, feedback, web)


def _word_folder(directory: Path, name: str) -> Path | None:
    folder = directory / (name or WORD_FOLDER)
    return folder if name or folder.is_dir() else None


def _ledger_url(url: str, directory: Path) -> str:
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith(prefix + "/"):
        return f"{prefix}{(directory / url.removeprefix(prefix)).resolve()}"
    return url


def _check_robots(
    path: Path, robots: tuple[RobotConfig, ...], sites: Iterable[Site], faults: list[str]
) -> None:
    known = {unit.id for site in sites for unit in site.units}
    for robot in robots:
        for unit in robot.units:
            if unit not in known:
                faults.append(f"{path}：机器人“{robot.name}”的 units 中的“{unit}”：没有这个单位")


def _check_mail(path: Path, mail: MailConfig, faults: list[str]) -> None:
    check_choice(path, "mail.security", mail.security, ("plain", "starttls", "ssl"), faults)
    check_choice(path, "mail.ambiguous", mail.ambiguous, ("resend", "hold"), faults)
    if not 0 < mail.port <= MAX_PORT:
        faults.append(f"{path}：mail.port = {mail.port}：应在 1 和 {MAX_PORT} 之间")
    if mail.rate < 0:
        faults.append(f"{path}：mail.rate = {mail.rate}：不能小于 0")
    for address in (*mail.supervisor, mail.sender, mail.reply_to):
        if address and not ADDRESS.fullmatch(address):
            faults.append(f"{path}：mail 中的“{address}”：不是邮箱地址")
    if mail.password_env and mail.password_env not in os.environ:
        faults.append(f"{path}：mail.password_env = “{mail.password_env}”：没有设置这个环境变量")
