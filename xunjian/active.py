"""Which rules are on: by themselves, by xunjian.toml, by the site's own file."""

from dataclasses import dataclass
from pathlib import Path

from checks.registry import load_rules
from checks.rule import AnyRule


@dataclass(frozen=True, slots=True)
class RulesConfig:
    """`[rules]`: rule codes that are switched off, and on where a rule is not on by itself."""

    off: tuple[str, ...] = ()
    on: tuple[str, ...] = ()


def check_rules(path: Path, rules: RulesConfig, faults: list[str]) -> None:
    """Name the codes that no rule bears, or that are on and off at once."""
    codes = {rule.code for rule in load_rules()} if rules.off or rules.on else set()
    for key, chosen in (("off", rules.off), ("on", rules.on)):
        for code in chosen:
            if code not in codes:
                faults.append(f"{path}：rules.{key} 中的“{code}”：没有这条规则，见 xunjian rules")
    for code in sorted({*rules.off} & {*rules.on}):
        faults.append(f"{path}：rules 中的“{code}”：不能既开又关")


def active_rules(
    common: RulesConfig | None = None, own: RulesConfig | None = None
) -> tuple[AnyRule, ...]:
    """Return the rules that are on; what the site's `own` file says goes before the common one."""

    def is_on(rule: AnyRule) -> bool:
        for chosen in (own, common):
            if chosen and rule.code in (*chosen.on, *chosen.off):
                return rule.code in chosen.on
        return not rule.optional

    return tuple(filter(is_on, load_rules()))
