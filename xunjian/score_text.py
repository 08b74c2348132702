"""The simulated inspection as text for a terminal."""

import unicodedata
from collections.abc import Sequence

from xunjian.inspection import about
from xunjian.score import Score, UnitRank, Verdict

# What every terminal has, one cell wide.
MARKS = {Verdict.CLEAR: "-", Verdict.NEAR: "!", Verdict.CONFIRM: "?", Verdict.VETO: "X"}


def render_text(score: Score) -> str:
    """Return the inspection as Chinese text for a terminal, its columns aligned."""
    lines = [
        f"{score.site_name}　模拟检查（{score.today:%Y-%m-%d}）",
        *about(score),
        "",
        f"一、单项否决指标：{score.verdict}",
        *_table(
            ("", "指标", "数量", "结论", "说明"),
            [
                (MARKS[veto.verdict], veto.title, str(veto.count), veto.verdict, veto.margin)
                for veto in score.vetoes
            ],
        ),
        "",
        f"二、扣分指标：机器可判断的 {score.judged:g} 分中扣 {score.lost:g} 分",
        *_table(
            ("指标", "扣分", "上限", "说明"),
            [
                (item.title, f"{item.points:g}", f"{item.cap:g}", item.reason)
                for item in score.deductions
            ],
        ),
        "",
        "三、机器不能判断、未计分的指标（请人工检查）",
        *(f"  · {item}" for item in score.not_judged),
        "",
        "四、责任单位待整改问题",
        *_unit_table(score.units),
        "",
        "依据国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》，结果仅供自查参考。",
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _unit_table(units: Sequence[UnitRank]) -> list[str]:
    if not units:
        return ["  没有待整改的问题。"]
    rows = [
        (str(place), unit.name, str(unit.open), str(unit.critical), str(unit.overdue))
        for place, unit in enumerate(units, 1)
    ]
    return _table(("排名", "单位", "待整改", "其中严重", "已逾期"), rows)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(_width(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    return [
        "  "
        + "  ".join(
            text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)
        )
        for row in (heads, *rows)
    ]


def _width(text: str) -> int:
    """Count terminal cells: Chinese characters and full-width punctuation take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
