"""Reads TOML tables into records, noting every fault with file, key and value."""

import re
import tomllib
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import msgspec

from xunjian.reasons import reason

T = TypeVar("T")
ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")
TYPE_NAMES = {
    str: "文字（加引号）",
    int: "整数",
    float: "数字",
    bool: " true 或 false",
    time: "时刻，如 02:00:00",
    date: "日期，如 2026-11-23",
    datetime: "日期和时刻，如 2026-11-23T20:00:00",
}
LIST, TABLE = "列表（方括号）", "一组配置项（表）"


def read(path: Path, faults: list[str]) -> dict[str, Any] | None:
    """Read a TOML file; None when it cannot be read, with the reason in `faults`."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{path}：不是有效的 TOML（{_place(error)}）")
    except UnicodeDecodeError:
        faults.append(f"{path}：文件编码不是 UTF-8，请另存为 UTF-8")
    except OSError as error:
        faults.append(f"{path}：无法读取（{reason(error)}）")
    return None


def part(table: Mapping[str, Any] | None, key: str) -> Mapping[str, Any]:
    """Return the table under `key`; an empty one where it is missing or no table."""
    value = (table or {}).get(key)
    return value if isinstance(value, Mapping) else {}


def _place(error: tomllib.TOMLDecodeError) -> str:
    """Say where; what is wrong there tomllib only says in English."""
    found = re.search(r"line (\d+), column (\d+)", str(error))
    return f"第 {found[1]} 行第 {found[2]} 列附近" if found else "文件末尾附近"


def fill(
    record: type[T], table: Mapping[str, Any] | None, file: str, prefix: str, faults: list[str]
) -> T | None:
    """Make a record of a TOML table, noting unknown keys, wrong types and missing keys."""
    if table is None:
        return None
    known = {item.name: item for item in fields(record)}  # type: ignore[arg-type]
    hints = get_type_hints(record)
    before = len(faults)
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            faults.append(f"{file}：{prefix}{key} = {_shown(value)}：没有这个配置项")
            continue
        try:
            values[key] = msgspec.convert(value, hints[key], strict=True)
        except msgspec.ValidationError:
            faults.append(f"{file}：{prefix}{key} = {_shown(value)}：应为{_type_name(hints[key])}")
    for name, item in known.items():
        is_required = item.default is MISSING and item.default_factory is MISSING
        if is_required and name not in table:
            faults.append(f"{file}：缺少 {prefix}{name}")
    return record(**values) if len(faults) == before else None


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"“{value}”" if isinstance(value, str) else str(value)


def _type_name(hint: Any) -> str:
    if isinstance(hint, types.UnionType):
        return "或".join(_type_name(part) for part in hint.__args__ if part is not type(None))
    if hint in TYPE_NAMES:
        return TYPE_NAMES[hint]
    origin = getattr(hint, "__origin__", hint)
    return LIST if origin in (tuple, list) else TABLE


def check_choice(
    path: Path, key: str, value: str, allowed: tuple[str, ...], faults: list[str]
) -> None:
    """Note a value that is none of those allowed."""
    if value not in allowed:
        faults.append(f"{path}：{key} = “{value}”：应为 {'、'.join(allowed)} 之一")
