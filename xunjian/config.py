"""Reads xunjian.toml and sites/*.toml; all faults of all files are reported together."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checks.finding import SITE_SUBJECT
from crawler.platforms import PLATFORMS
from crawler.site import Column, ColumnKind, FileLimits, Limits, Site, Unit
from crawler.urls import canonical
from xunjian.active import RulesConfig, check_rules
from xunjian.availability import Maintenance
from xunjian.columns import ColumnRow, UnitRow, read_workbook
from xunjian.limits import check_file_limits, check_hosts, check_limits, hosts
from xunjian.retention import KEEP_DAYS, KEEP_SNAPSHOTS, faults_of
from xunjian.secret import read_secret
from xunjian.tables import fill, part, read
from xunjian.terms import NOTHING_SAID, Terms, bound, read_kinds, split_due
from xunjian.timing import (
    ProbeConfig,
    ScheduleConfig,
    check_schedule,
    read_maintenance,
    read_probe,
)

CONFIG_NAME = "xunjian.toml"
WORD_FOLDER = "wordlists"
# A site's id names its folder of snapshots; letters of any script will do.
SITE_ID = re.compile(r"[\w][\w-]*")
ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")
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
    schedule: ScheduleConfig = field(default_factory=ScheduleConfig)
    probe: ProbeConfig = field(default_factory=ProbeConfig)
    rules: RulesConfig = field(default_factory=RulesConfig)
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
    schedule: Mapping[str, Any] = field(default_factory=dict)
    probe: Mapping[str, Any] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _SiteFile:
    id: str
    name: str
    start_url: str
    id_code: str = ""
    region: str = ""
    scope: tuple[str, ...] = ()
    platform: str = "auto"
    private_hosts: tuple[str, ...] = ()
    search: str = ""
    trust: tuple[str, ...] = ()
    block: tuple[str, ...] = ()
    columns: str | list[Mapping[str, Any]] = ""
    units: tuple[Mapping[str, Any], ...] = ()
    kinds: Mapping[str, Any] = field(default_factory=dict)
    crawl: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Any] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    maintenance: tuple[Mapping[str, Any], ...] = ()
    demo: str = ""


@dataclass(frozen=True, slots=True)
class _ColumnTable:
    id: str
    name: str
    url: str
    unit: str = ""
    kind: str = "其他"
    max_age: int | str | None = None
    warn_days: int | None = None
    due: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class _UnitTable:
    id: str
    name: str
    emails: tuple[str, ...] = ()
    contact: str = ""
    leaders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Tables:
    """Columns, each with the place it was read from, and units; not all, where there are faults."""

    columns: tuple[tuple[str, _ColumnTable], ...]
    units: tuple[Unit, ...]
    has_all_units: bool


def load(directory: Path) -> Config:
    """Read the configuration in `directory`; `ConfigError` lists every fault of every file."""
    faults: list[str] = []
    path = directory / CONFIG_NAME
    if not path.is_file():
        raise ConfigError([f"{path}：没有找到配置文件。请先运行 xunjian init 网址"])
    raw = read(path, faults)
    main = fill(_Main, raw, str(path), "", faults)
    mail = fill(MailConfig, part(raw, "mail"), str(path), "mail.", faults)
    schedule = fill(ScheduleConfig, part(raw, "schedule"), str(path), "schedule.", faults)
    rules = fill(RulesConfig, part(raw, "rules"), str(path), "rules.", faults)
    faults += faults_of(path, main.keep_snapshots, main.keep_days) if main else []
    if mail:
        _check_mail(path, mail, faults)
    probe = read_probe(path, part(raw, "probe"), faults)
    if schedule:
        check_schedule(path, schedule, faults)
    if rules:
        check_rules(path, rules, faults)
    found = _load_sites(directory, faults)
    secret = read_secret(directory / main.secret_file, faults) if main and not faults else b""
    if faults or not (main and mail and schedule and probe and rules):
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
        mail=mail,
        schedule=schedule,
        probe=probe,
        rules=rules,
        site_rules=found.rules,
        demos=found.demos,
        maintenance=found.maintenance,
    )


def _word_folder(directory: Path, name: str) -> Path | None:
    folder = directory / (name or WORD_FOLDER)
    return folder if name or folder.is_dir() else None


def _ledger_url(url: str, directory: Path) -> str:
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith(prefix + "/"):
        return f"{prefix}{(directory / url.removeprefix(prefix)).resolve()}"
    return url


def _check_mail(path: Path, mail: MailConfig, faults: list[str]) -> None:
    _check_choice(path, "mail.security", mail.security, ("plain", "starttls", "ssl"), faults)
    _check_choice(path, "mail.ambiguous", mail.ambiguous, ("resend", "hold"), faults)
    if not 0 < mail.port <= MAX_PORT:
        faults.append(f"{path}：mail.port = {mail.port}：应在 1 和 {MAX_PORT} 之间")
    if mail.rate < 0:
        faults.append(f"{path}：mail.rate = {mail.rate}：不能小于 0")
    for address in (*mail.supervisor, mail.sender, mail.reply_to):
        if address and not ADDRESS.fullmatch(address):
            faults.append(f"{path}：mail 中的“{address}”：不是邮箱地址")
    if mail.password_env and mail.password_env not in os.environ:
        faults.append(f"{path}：mail.password_env = “{mail.password_env}”：没有设置这个环境变量")


def _check_choice(
    path: Path, key: str, value: str, allowed: tuple[str, ...], faults: list[str]
) -> None:
    if value not in allowed:
        faults.append(f"{path}：{key} = “{value}”：应为 {'、'.join(allowed)} 之一")


@dataclass(frozen=True, slots=True)
class _Sites:
    """What sites/*.toml say, by the site's id."""

    sites: dict[str, Site] = field(default_factory=dict)
    rules: dict[str, RulesConfig] = field(default_factory=dict)
    demos: dict[str, Path] = field(default_factory=dict)
    maintenance: dict[str, tuple[Maintenance, ...]] = field(default_factory=dict)


def _load_sites(directory: Path, faults: list[str]) -> _Sites:
    found = _Sites()
    files = sorted((directory / "sites").glob("*.toml"))
    if not files:
        faults.append(f"{directory / 'sites'}：没有站点配置文件（sites/*.toml）")
    for path in files:
        table = fill(_SiteFile, read(path, faults), str(path), "", faults)
        site = _site(path, table, faults) if table else None
        if table is None or site is None:
            continue
        if site.id in found.sites:
            faults.append(f"{path}：id = “{site.id}”：与另一个站点文件重复")
        found.sites[site.id] = site
        if rules := fill(RulesConfig, table.rules, str(path), "rules.", faults):
            check_rules(path, rules, faults)
            found.rules[site.id] = rules
        found.maintenance[site.id] = read_maintenance(path, table.maintenance, faults)
        if table.demo:
            found.demos[site.id] = path.parent / table.demo
    return found


def _site(path: Path, table: _SiteFile, faults: list[str]) -> Site | None:
    before = len(faults)
    limits = fill(Limits, table.crawl, str(path), "crawl.", faults)
    files = fill(FileLimits, table.files, str(path), "files.", faults)
    if limits:
        check_limits(path, limits, faults)
    if files:
        check_file_limits(path, files, faults)
    check_hosts(path, (*table.trust, *table.block), faults)
    if not SITE_ID.fullmatch(table.id):
        faults.append(f"{path}：id = “{table.id}”：只能用文字、数字、“-”和“_”")
    if not canonical(table.start_url):
        faults.append(f"{path}：start_url = “{table.start_url}”：不是 http 或 https 网址")
    if table.search and ("{}" not in table.search or not canonical(table.search)):
        faults.append(f"{path}：search = “{table.search}”：不是带有 {{}} 的 http 或 https 网址")
    _check_choice(path, "platform", table.platform, ("auto", *PLATFORMS), faults)
    rows = _tables(path, table, faults)
    columns = _columns(rows, read_kinds(path, table.kinds, faults), faults)
    if len(faults) > before or limits is None or files is None:
        return None
    return Site(
        id=table.id,
        name=table.name,
        start_url=canonical(table.start_url),
        id_code=table.id_code,
        region=table.region,
        scope=table.scope,
        platform=table.platform,
        columns=columns,
        units=rows.units,
        private_hosts=table.private_hosts,
        search=table.search,
        trust=hosts(table.trust),
        block=hosts(table.block),
        limits=limits,
        files=files,
    )


def _tables(path: Path, table: _SiteFile, faults: list[str]) -> _Tables:
    """Return columns and units, from TOML or workbook."""
    before = len(faults)
    units = [
        fill(_UnitTable, unit, str(path), f"units[{number}].", faults)
        for number, unit in enumerate(table.units, 1)
    ]
    columns: list[tuple[str, _ColumnTable]] = []
    unit_rows: list[UnitRow] = []
    if isinstance(table.columns, str) and table.columns:
        book = path.parent / table.columns
        rows, unit_rows = read_workbook(book, faults)
        columns = [(f"{book}：栏目第 {row.line} 行", _column_of(row)) for row in rows]
    has_all_units = len(faults) == before
    if not isinstance(table.columns, str):
        for number, column in enumerate(table.columns, 1):
            record = fill(_ColumnTable, column, str(path), f"columns[{number}].", faults)
            if record and not record.id:
                faults.append(f"{path}：columns[{number}].id = “”：不能为空")
            elif record:
                columns.append((f"{path}：columns[{number}]", record))
    found = [unit for unit in units if unit] + [_unit_of(row) for row in unit_rows]
    _check_units(path, found, faults)
    known = tuple(Unit(u.id, u.name, u.emails, u.contact, u.leaders) for u in found)
    return _Tables(tuple(columns), known, has_all_units)


def _check_units(path: Path, units: list[_UnitTable], faults: list[str]) -> None:
    seen: set[str] = set()
    for unit in units:
        for label, value in (("单位编号", unit.id), ("单位名称", unit.name)):
            if value in seen and value:
                faults.append(f"{path}：{label}“{value}”重复")
        # A unit may be called by its name or by its id, also where both are the same.
        seen |= {unit.id, unit.name}
        for address in (*unit.emails, *unit.leaders):
            if not ADDRESS.fullmatch(address):
                faults.append(f"{path}：单位“{unit.name}”的邮箱“{address}”：不是邮箱地址")


def _column_of(row: ColumnRow) -> _ColumnTable:
    age, due = row.max_age or None, split_due(row.due)
    return _ColumnTable(row.id, row.name, row.url, row.unit, row.kind, age, row.warn_days, due)


def _unit_of(row: UnitRow) -> _UnitTable:
    return _UnitTable(row.id, row.name, row.emails, row.contact, row.leaders)


def _columns(
    rows: _Tables, kinds_terms: Mapping[ColumnKind, Terms], faults: list[str]
) -> tuple[Column, ...]:
    columns: dict[str, Column] = {}
    # Offices write the unit's name in the list; its id is as good.
    unit_ids = {unit.name: unit.id for unit in rows.units}
    unit_ids |= {unit.id: unit.id for unit in rows.units}
    unit_names = {unit.id: unit.name for unit in rows.units}
    kinds = {kind.value: kind for kind in ColumnKind}
    for place, row in rows.columns:
        if row.id and row.id in columns:
            faults.append(f"{place}：栏目编号“{row.id}”重复")
        if row.id == SITE_SUBJECT:
            faults.append(f"{place}：栏目编号“{row.id}”指全站，请换一个")
        if row.kind not in kinds:
            faults.append(f"{place}：类别“{row.kind}”：应为 {'、'.join(kinds)} 之一")
        if row.unit and row.unit not in unit_ids and rows.has_all_units:
            faults.append(f"{place}：责任单位“{row.unit}”：单位表里没有这个单位")
        if not canonical(row.url):
            faults.append(f"{place}：网址“{row.url}”：不是 http 或 https 网址")
        kind = kinds.get(row.kind, ColumnKind.OTHER)
        unit = unit_ids.get(row.unit, "")
        column = Column(row.id, row.name, canonical(row.url), unit, kind)
        own, of_kind = Terms(row.max_age, row.warn_days, row.due), kinds_terms.get(kind)
        columns[row.id] = bound(
            column, own, of_kind or NOTHING_SAID, unit_names.get(unit, ""), place, faults
        )
    return tuple(columns.values())
