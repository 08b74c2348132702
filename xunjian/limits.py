"""Checks the numbers of `[crawl]` and `[files]` in a site file."""

from dataclasses import fields
from pathlib import Path

from crawler.site import FileLimits, Limits

POSITIVE = (
    "concurrency timeout pages pages_per_column similar_pages body duration suspect_looks".split()
)
# Less than this and the readers themselves do not fit in.
LEAST_MEMORY = 512 * 1024 * 1024
MOST_LEVELS = 10


def check_limits(path: Path, limits: Limits, faults: list[str]) -> None:
    """Note every limit of the crawl that makes no sense."""
    for key in ("delay", "retries", "depth", "drawn_pages", "outside_days", "suspect_hours"):
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
