"""Disclosure statistics as sentences and tables, the same in every form of the report."""

from collections.abc import Sequence
from dataclasses import dataclass

from xunjian.disclosure import Count, Disclosure, Form


@dataclass(frozen=True, slots=True)
class StatTable:
    """A table: its first `texts` columns are words, the others numbers."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    texts: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a year's disclosure."""

    year: int
    lines: tuple[str, ...]
    tables: tuple[StatTable, ...]


def told(found: Disclosure) -> Told:
    """Put the counts into words and tables."""
    forms = found.by_form or {}
    said = "、".join(f"{form} {forms[form]} 篇" for form in Form if forms.get(form))
    lines = [f"本年公开 {found.total} 篇" + (f"：{said}。" if said else "。")]
    notes = ["只统计最近一次全站检测时仍在网站上的稿件，附件不单独计算"]
    if found.reposts:
        notes.append(f"同一篇稿件在多处发布的只计一次（另有 {found.reposts} 处转发）")
    if found.undated:
        notes.append(f"{found.undated} 篇没有发布日期，不在统计之内")
    if found.cut:
        notes.append(f"检测没有看全：{found.cut.rstrip('。')}")
    notes.append("形式按标题和链接的音视频判断，只在正文里放图的计入文字")
    lines.append("；".join(notes) + "。")
    tables = (
        _table("按栏目", "栏目", found.by_column, with_unit=True),
        _table("按单位", "单位", found.by_unit),
        _table("按月份", "月份", found.by_month),
    )
    return Told(found.year, tuple(lines), tables)


def _table(title: str, head: str, counts: Sequence[Count], *, with_unit: bool = False) -> StatTable:
    used = [form for form in Form if any(count.forms.get(form) for count in counts)]
    heads = (head, *(("单位",) if with_unit else ()), *map(str, used), "合计")
    rows = tuple(
        (
            count.name,
            *((count.unit,) if with_unit else ()),
            *(count.forms.get(form, 0) for form in used),
            count.total,
        )
        for count in counts
    )
    return StatTable(title, heads, rows, 2 if with_unit else 1)
