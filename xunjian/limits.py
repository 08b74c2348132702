"""Checks the numbers of `[crawl]` and `[files]` in a site file, and the hosts it names."""

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from crawler.site import FileLimits, Limits

POSITIVE = (
    "concurrency timeout pages pages_per_column similar_pages body duration suspect_looks".split()
)
NOT_NEGATIVE = "delay retries depth drawn_pages most_resources outside_days suspect_hours".split()
# Less than this and the readers themselves do not fit in.
LEAST_MEMORY = 512 * 1024 * 1024
MOST_LEVELS = 10
# *.example.cn and example.cn mean the same: the host with all below it.
HOST = re.compile(r"(?:\*\.)?[\w-]+(?:\.[\w-]+)*")


def hosts(names: Iterable[str]) -> tuple[str, ...]:
    """Return the hosts of `trust` or `block` in one spelling."""
    return tuple(name.removeprefix("*.").lower() for name in names)


def check_hosts(path: Path, names: Iterable[str], faults: list[str]) -> None:
    """Note what is no host in `trust` and `block`."""
    faults += [
        f"{path}：trust、block 中的“{name}”：应为域名，如 example.cn"
        for name in names
        if not HOST.fullmatch(name)
    ]


def check_limits(path: Path, limits: Limits, faults: list[str]) -> None:
    """Note every limit of the crawl that makes no sense."""
    for key in NOT_NEGATIVE:
        if getattr(limits, key) < 0:
            faults.append(f"{path}：crawl.{key} = {getattr(limits, key)}：不能小于 0")
    for key in POSITIVE:
        if getattr(limits, key) <= 0:
            faults.append(f"{path}：crawl.{key} = {getattr(limits, key)}：应大于 0")


def check_file_limits(path: Path, limits: FileLimits, faults: list[str]) -> None:
    """Note every limit that lets nothing be read, or binds nothing."""
    for item in fields(limits):
        value = getattr(limits, item.name)
        if not isinstance(value, bool) and value <= 0:
            faults.append(f"{path}：files.{item.name} = {value}：应大于 0")
    if 0 < limits.memory < LEAST_MEMORY:
        faults.append(
            f"{path}：files.memory = {limits.memory}：至少为 {LEAST_MEMORY}（512 MB），否则无法读取文件"
        )
    if limits.levels > MOST_LEVELS:
        faults.append(f"{path}：files.levels = {limits.levels}：最多为 {MOST_LEVELS}")
