"""What all commands `xunjian issues …` share: the folder, the filters, the open ledger."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ledger.issue import IssueFilter
    from ledger.ledger import Ledger

Directory = Annotated[
    Path, typer.Option("--config", "-c", help="配置所在的文件夹（内有 xunjian.toml）")
]
HERE = Path()


@dataclass(frozen=True, slots=True)
class Given:
    """What stands before a subcommand: the folder and the filters."""

    config: Path
    wanted: "IssueFilter"
    is_filtered: bool


def chosen(context: typer.Context, config: Path) -> Path:
    """Return the folder given after the subcommand, or before it."""
    given: Given = context.obj
    return config if config != HERE else given.config


def opened(directory: Path) -> "Ledger":
    """Open the ledger of a configuration."""
    from xunjian.config import load
    from xunjian.decisions_cli import account
    from xunjian.opened import open_ledger

    return open_ledger(load(directory), account())


def matching(
    context: typer.Context, directory: Path, numbers: list[int] | None, *, whole: bool
) -> list[int]:
    """Return the issues that are meant: the numbers, or all that the filters choose."""
    given: Given = context.obj
    if bool(numbers) == whole:
        raise typer.BadParameter("请写问题编号，或写筛选条件并加 --matching，二者取一")
    if numbers:
        return list(dict.fromkeys(numbers))
    if not given.is_filtered:
        raise typer.BadParameter(
            "--matching 须在命令前写筛选条件，如 issues --code L --unit 编号 …"
        )
    with opened(directory) as ledger:
        require_known(directory, ledger, given.wanted)
        return [issue.id for issue in ledger.issues(given.wanted)]


def require_known(directory: Path, ledger: "Ledger", wanted: "IssueFilter") -> None:
    """Refuse a misspelt filter, which would look like a site without problems."""
    from checks.registry import load_rules
    from ledger.issue import IssueFilter
    from xunjian.config import ConfigError, load

    sites = load(directory).sites
    faults = []
    for unit in wanted.units:
        is_known = any(site.unit(unit) for site in sites)
        # What is no longer configured may still have issues.
        if not is_known and not ledger.count(IssueFilter(units=(unit,))):
            faults.append(f"没有编号为“{unit}”的单位")
    for column in wanted.columns:
        is_known = any(site.column(column) for site in sites)
        if not is_known and not ledger.count(IssueFilter(columns=(column,))):
            faults.append(f"没有编号为“{column}”的栏目")
    for code in wanted.codes:
        is_known = any(code in (rule.code, rule.code[:1]) for rule in load_rules())
        if not is_known and not ledger.count(IssueFilter(codes=(code,))):
            faults.append(f"没有规则“{code}”，见 xunjian rules")
    if faults:
        raise ConfigError(faults)
