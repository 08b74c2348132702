"""`[letter]`: what the formal letter (通报) of the office needs to know."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LetterConfig:
    """`[letter]`: template, addressees, signature, and from when on a unit is proposed to be named.

    `overdue_days` and `deadline_days` are working days; `relapses` is how often one problem came
    back. Whether a unit is named a person decides.
    """

    template: str = ""
    to: str = "各有关单位"
    office: str = ""
    overdue_days: int = 5
    relapses: int = 2
    deadline_days: int = 5


def check_letter(path: Path, letter: LetterConfig, faults: list[str]) -> None:
    """Note a number that makes no sense, a template that is not there."""
    for name in ("overdue_days", "relapses", "deadline_days"):
        value = getattr(letter, name)
        if value < 1:
            faults.append(f"{path}：letter.{name} = {value}：至少为 1")
    if letter.template and not (path.parent / letter.template).is_file():
        faults.append(f"{path}：letter.template = “{letter.template}”：没有这个文件")
    if not letter.to.strip():
        faults.append(f"{path}：letter.to = “”：不能为空")
