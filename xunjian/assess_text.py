"""The assessment as a table that can be read on a terminal."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from xunjian.assess import Assessment, Row
from xunjian.assess_figures import Figures
from xunjian.assess_words import MEASURES, NONE, NONE_DUE, changed, compared, headline, said

SHORT = (
    ("按期整改率", "按期整改率"),
    ("到期", "到期"),
    ("按期整改", "按期"),
    ("整改用时中位数", "用时(工作日)"),
    ("新发现", "新发现"),
    ("复发", "复发"),
    ("整改", "整改"),
    ("退回", "退回"),
    ("期末未整改", "未整改"),
    ("期末超期", "超期"),
)
BY_NAME = {measure.name: measure for measure in MEASURES}


def as_text(told: Assessment) -> str:
    """Return the assessment as text: all figures of the whole, then units and families."""
    lines = [
        f"{told.site_name}　整改考核",
        f"本期 {headline(told)}",
        f"上期 {compared(told)}",
        "",
        "一、总的情况",
        *_table(("项目", "本期", "上期", "变化"), list(_overall(told))),
        "",
        "二、各单位（按期整改率从高到低，没有到期问题的排在后面）",
        *_rows("单位", [row for row in told.units if not row.now.is_empty], told.total),
    ]
    silent = sum(row.now.is_empty for row in told.units)
    if silent:
        lines.append(f"  另有 {silent} 个单位本期没有问题。")
    lines += ["", "三、各类别", *_rows("类别", told.families, told.total), ""]
    lines.append("各项数字的算法见 docs/assessment.md，或 Excel 文件中的“口径说明”。")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _overall(told: Assessment) -> Iterator[tuple[str, ...]]:
    now, then = told.total.now, told.total.before
    for measure in MEASURES:
        yield (measure.name, said(measure, now), said(measure, then), changed(measure, now, then))


def _rows(head: str, rows: Sequence[Row], total: Row) -> list[str]:
    if not rows:
        return ["  本期没有问题。"]
    heads = (head, *(short for _, short in SHORT), "上期按期率")
    return _table(heads, [_line(row) for row in (*rows, total)])


def _line(row: Row) -> tuple[str, ...]:
    return (row.name, *_figures(row.now), said(BY_NAME["按期整改率"], row.before))


def _figures(figures: Figures) -> Iterator[str]:
    for name, _ in SHORT:
        text = said(BY_NAME[name], figures)
        yield NONE_DUE if name == "按期整改率" and text == NONE else text


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(cell_len(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    return [
        "  "
        + "  ".join(
            text + " " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True)
        )
        for row in (heads, *rows)
    ]
