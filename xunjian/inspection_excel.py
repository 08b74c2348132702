"""The simulated inspection as a workbook: overview, what each line rests on, units."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from notifier.workbook import LINK_LENGTH, TEXT_LENGTH, safe_url
from xunjian.inspection import Inspection

Row = Sequence[str | float]


def as_excel(report: Inspection) -> bytes:
    """Return the report as xlsx; no text becomes a formula or a link by itself."""
    score, out = report.score, BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    head = book.add_format({"bold": True, "bg_color": "#EEF3F9", "border": 1, "text_wrap": True})

    def write(
        name: str, widths: Sequence[int], heads: Sequence[str], rows: Sequence[Row]
    ) -> Worksheet:
        sheet = book.add_worksheet(name)
        for column, (width, text) in enumerate(zip(widths, heads, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, text, head)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, column, value[:TEXT_LENGTH], plain)
                else:
                    sheet.write_number(line, column, value, plain)
        sheet.freeze_panes(1, 0)
        return sheet

    overview: list[Row] = [("结论", report.headline), *(("", line) for line in report.summary)]
    overview += [("说明", line) for line in report.about]
    write("总览", (12, 90), ("项目", score.site_name), overview)
    vetoes = [(v.title, v.count, v.threshold, str(v.verdict), v.margin) for v in score.vetoes]
    write("单项否决", (40, 8, 8, 14, 40), ("指标", "数量", "否决线", "结论", "说明"), vetoes)
    lost = [(d.title, d.points, d.cap, d.reason) for d in score.deductions]
    write("扣分", (28, 8, 8, 60), ("指标", "扣分", "上限", "说明"), lost)
    based = [(veto.title, veto.issues) for veto in score.vetoes]
    based += [(item.title, item.issues) for item in score.deductions]
    basis = [
        (
            title,
            issue.id,
            str(issue.severity),
            issue.unit,
            issue.message,
            issue.evidence,
            issue.url,
        )
        for title, issues in based
        for issue in issues
    ]
    heads = ("指标", "编号", "等级", "责任单位", "问题", "证据", "地址")
    sheet = write("依据", (28, 8, 8, 16, 44, 50, 50), heads, basis)
    for line, row in enumerate(basis, 1):
        url = safe_url(row[-1])
        if url and len(url) < LINK_LENGTH:
            sheet.write_url(line, len(heads) - 1, url, plain, url)
    units = [(n, u.name, u.open, u.critical, u.overdue) for n, u in enumerate(score.units, 1)]
    write("责任单位", (8, 30, 10, 10, 10), ("排名", "单位", "待整改", "其中严重", "已逾期"), units)
    write(
        "人工检查", (90,), ("机器不能判断、未计分的指标",), [(item,) for item in score.not_judged]
    )
    book.close()
    return out.getvalue()
