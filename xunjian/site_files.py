"""Reads sites/*.toml: one platform each, with its columns and units."""

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
from xunjian.tables import ADDRESS, check_choice, fill, read
from xunjian.terms import NOTHING_SAID, Terms, bound, read_kinds, split_due
from xunjian.timing import read_maintenance

# A site's id names its folder of snapshots; letters of any script will do.
SITE_ID = re.compile(r"[\w][\w-]*")


@dataclass(frozen=True, slots=True)
class SiteFile:
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
class ColumnTable:
    id: str
    name: str
    url: str
    unit: str = ""
    kind: str = "其他"
    max_age: int | str | None = None
    warn_days: int | None = None
    due: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class UnitTable:
    id: str
    name: str
    emails: tuple[str, ...] = ()
    contact: str = ""
    leaders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Tables:
    """Columns, each with the place it was read from, and units; not all, where there are faults."""

    columns: tuple[tuple[str, ColumnTable], ...]
    units: tuple[Unit, ...]
    has_all_units: bool


@dataclass(frozen=True, slots=True)
class Sites:
    """What sites/*.toml say, by the site's id."""

    sites: dict[str, Site] = field(default_factory=dict)
    rules: dict[str, RulesConfig] = field(default_factory=dict)
    demos: dict[str, Path] = field(default_factory=dict)
    maintenance: dict[str, tuple[Maintenance, ...]] = field(default_factory=dict)


def load_sites(directory: Path, faults: list[str]) -> Sites:
    found = Sites()
    files = sorted((directory / "sites").glob("*.toml"))
    if not files:
        faults.append(f"{directory / 'sites'}：没有站点配置文件（sites/*.toml）")
    for path in files:
        table = fill(SiteFile, read(path, faults), str(path), "", faults)
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


def _site(path: Path, table: SiteFile, faults: list[str]) -> Site | None:
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
    check_choice(path, "platform", table.platform, ("auto", *PLATFORMS), faults)
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


def _tables(path: Path, table: SiteFile, faults: list[str]) -> _Tables:
    """Return columns and units, from TOML or workbook."""
    before = len(faults)
    units = [
        fill(UnitTable, unit, str(path), f"units[{number}].", faults)
        for number, unit in enumerate(table.units, 1)
    ]
    columns: list[tuple[str, ColumnTable]] = []
    unit_rows: list[UnitRow] = []
    if isinstance(table.columns, str) and table.columns:
        book = path.parent / table.columns
        rows, unit_rows = read_workbook(book, faults)
        columns = [(f"{book}：栏目第 {row.line} 行", _column_of(row)) for row in rows]
    has_all_units = len(faults) == before
    if not isinstance(table.columns, str):
        for number, column in enumerate(table.columns, 1):
            record = fill(ColumnTable, column, str(path), f"columns[{number}].", faults)
            if record and not record.id:
                faults.append(f"{path}：columns[{number}].id = “”：不能为空")
            elif record:
                columns.append((f"{path}：columns[{number}]", record))
    found = [unit for unit in units if unit] + [_unit_of(row) for row in unit_rows]
    _check_units(path, found, faults)
    known = tuple(Unit(u.id, u.name, u.emails, u.contact, u.leaders) for u in found)
    return _Tables(tuple(columns), known, has_all_units)


def _check_units(path: Path, units: list[UnitTable], faults: list[str]) -> None:
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


def _column_of(row: ColumnRow) -> ColumnTable:
    age, due = row.max_age or None, split_due(row.due)
    return ColumnTable(row.id, row.name, row.url, row.unit, row.kind, age, row.warn_days, due)


def _unit_of(row: UnitRow) -> UnitTable:
    return UnitTable(row.id, row.name, row.emails, row.contact, row.leaders)


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
