"""The charts of the assessment's workbook, drawn by Excel itself from the cells beside them."""

from collections.abc import Sequence
from typing import Any

import xlsxwriter

from xunjian.assess_sheet import HEAD_ROW, LINE, Page

FONT = {"name": "微软雅黑", "size": 9}
TITLE = {"name": "微软雅黑", "size": 12, "bold": True}
BLUE, RED, GREY = "#2B5C99", "#B42318", "#8A97A6"
PALETTE = ("#2B5C99", "#B42318", "#D99A00", "#3F8F5B", "#7A5BA6", "#5BA3B0", "#8A97A6", "#B07D5B")
# In points. The most units that a chart can show legibly.
BAR, HEIGHT, TREND_HEIGHT, MARGIN = 18.0, 300.0, 205.0, 60.0
MOST_BARS, MOST_STACKS = 40, 20
GAP, PIXELS = 10.0, 96 / 72
# Any: options of a chart, of many types.
Options = dict[str, Any]


def units_chart(book: xlsxwriter.Workbook, page: Page, rated: int, rate: int) -> None:
    """Draw the share mended on time as a bar for each unit that had something due."""
    if not rated:
        return
    shown = min(rated, MOST_BARS)
    chart = book.add_chart({"type": "bar"})
    first, last = HEAD_ROW + 1, HEAD_ROW + shown
    chart.add_series(
        {
            "name": "按期整改率",
            "categories": [page.name, first, 0, last, 0],
            "values": [page.name, first, rate, last, rate],
            "fill": {"color": BLUE},
            "gap": 60,
            "data_labels": {"value": True, "num_format": "0.0%", "font": FONT},
        }
    )
    title = "各单位按期整改率" + (f"（前 {shown} 个）" if shown < rated else "")
    chart.set_title({"name": title, "name_font": TITLE})
    chart.set_legend({"none": True})
    # The axis of a bar chart begins at the bottom; the best unit shall stand on top.
    chart.set_y_axis({"reverse": True, "num_font": FONT})
    # Every bar has its number; the scale would stand on top of it.
    chart.set_x_axis({**_shares(), "label_position": "none"})
    _insert(page, [chart], MARGIN + BAR * shown)


def families_chart(
    book: xlsxwriter.Workbook, page: Page, first: int, units: int, families: int
) -> None:
    """Stack what came up in each unit by family."""
    last = first + min(units, MOST_STACKS) - 1
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for at in range(1, families + 1):
        chart.add_series(
            {
                "name": [page.name, first - 1, at],
                "categories": [page.name, first, 0, last, 0],
                "values": [page.name, first, at, last, at],
                "fill": {"color": PALETTE[(at - 1) % len(PALETTE)]},
                "gap": 60,
            }
        )
    title = "各单位新发现和复发的问题，按类别" + (
        f"（前 {MOST_STACKS} 个单位）" if units > MOST_STACKS else ""
    )
    chart.set_title({"name": title, "name_font": TITLE})
    chart.set_legend({"position": "bottom", "font": FONT})
    chart.set_x_axis({"num_font": FONT})
    chart.set_y_axis(_counts())
    _insert(page, [chart], HEIGHT)


def trend_charts(book: xlsxwriter.Workbook, page: Page, points: int, heads: Sequence[str]) -> None:
    """Draw the share mended on time, and below it what was left, over the weeks or months."""
    if not points:
        return
    lines = (
        ("按期整改率", ("按期整改率",), _shares()),
        ("期末未整改和超期", ("期末未整改", "期末超期"), _counts()),
    )
    charts = []
    first, last = HEAD_ROW + 1, HEAD_ROW + points
    for title, names, axis in lines:
        chart = book.add_chart({"type": "line"})
        for name, colour in zip(names, (BLUE, RED), strict=False):
            at = heads.index(name)
            chart.add_series(
                {
                    "name": name,
                    "categories": [page.name, first, 0, last, 0],
                    "values": [page.name, first, at, last, at],
                    "line": {"color": colour, "width": 2.25},
                    "marker": {"type": "circle", "size": 6, "fill": {"color": colour}},
                }
            )
        chart.set_title({"name": title, "name_font": TITLE})
        is_single = len(names) == 1
        chart.set_legend({"none": True} if is_single else {"position": "bottom", "font": FONT})
        chart.set_x_axis({"num_font": FONT, "num_format": "mm-dd", "text_axis": True})
        chart.set_y_axis(axis)
        chart.show_blanks_as("gap")
        charts.append(chart)
    _insert(page, charts, TREND_HEIGHT)


def _shares() -> Options:
    return {
        "min": 0,
        "max": 1,
        "num_format": "0%",
        "num_font": FONT,
        "major_gridlines": {"visible": True, "line": {"color": "#DDE3EA"}},
    }


def _counts() -> Options:
    return {
        "min": 0,
        "num_format": "0",
        "num_font": FONT,
        "major_gridlines": {"visible": True, "line": {"color": "#DDE3EA"}},
    }


def _insert(page: Page, charts: Sequence[Any], height: float) -> None:  # Any: not typed
    """Put the charts below the table, together on another page where this one is too short."""
    page.end()
    page.next += 1
    rest = page.page_height - page.height % page.page_height
    if LINE + len(charts) * (height + GAP) > rest:
        page.sheet.set_h_pagebreaks([page.next])
        height = max(height, page.page_height / len(charts) - 3 * GAP)
    for place, chart in enumerate(charts):
        chart.set_size({"width": page.width * PIXELS, "height": height * PIXELS})
        down = {"y_offset": (GAP + place * (height + GAP)) * PIXELS, "object_position": 1}
        page.sheet.insert_chart(page.next, 0, chart, down)
