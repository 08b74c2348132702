"""The simulated inspection as a workbook: overview, lines, what each rests on, units, statistics."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from notifier.workbook import LINK_LENGTH, TEXT_LENGTH, safe_url
from xunjian.disclosure_tables import told
from xunjian.inspection import Inspection
from xunjian.inspection_words import CLAUSE, RECORD_HEADS, RECORD_NOTE, points_said, rate_said

Row = Sequence[str | float]
WORDS = {True: "变差", False: "变好", None: "有一次未能判断"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its columns' widths and heads, its rows; with `linked` the last cells are addresses."""

    name: str
    widths: Sequence[int]
    heads: Sequence[str]
    rows: Sequence[Row]
    linked: bool = False


def as_excel(report: Inspection) -> bytes:
    """Return the report as xlsx; no text becomes a formula or a link by itself."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    head = book.add_format({"bold": True, "bg_color": "#EEF3F9", "border": 1, "text_wrap": True})
    for sheet in _sheets(report):
        page = book.add_worksheet(sheet.name)
        for column, (width, text) in enumerate(zip(sheet.widths, sheet.heads, strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, text, head)
        for line, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(line, column, value[:TEXT_LENGTH], plain)
                else:
                    page.write_number(line, column, value, plain)
            url = safe_url(str(row[-1])) if sheet.linked else ""
            if url and len(url) < LINK_LENGTH:
                page.write_url(line, len(row) - 1, url, plain, url)
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def _sheets(report: Inspection) -> Iterator[Sheet]:
    yield _overview(report)
    yield from _indicators(report)
    yield _basis(report)
    yield _tasks(report)
    yield from _changes(report)
    yield from _units(report)
    if report.extras.disclosure is not None:
        for table in told(report.extras.disclosure).tables:
            widths = [28] * table.texts + [12] * (len(table.heads) - table.texts)
            yield Sheet(f"公开统计{table.title}", widths, table.heads, table.rows)
    doubts = [(each.reason, each.subject, each.url) for each in report.doubts]
    if doubts:
        yield Sheet("未能判断", (60, 30, 60), ("原因", "对象", "地址"), doubts, linked=True)
    if report.score.by_hand:
        rows = [(item.title, item.points or item.stake, item.how) for item in report.score.by_hand]
        yield Sheet("人工检查", (34, 8, 90), ("指标", "分值", "怎样检查"), rows)


def _overview(report: Inspection) -> Sheet:
    rows: list[Row] = [("结论", report.headline), *(("", line) for line in report.summary)]
    rows += [(each.title, f"{each.number}（{each.note}）") for each in report.figures]
    rows += [("说明", line) for line in (*report.about, CLAUSE)]
    if report.extras.disclosure is not None:
        stats = told(report.extras.disclosure)
        rows += [(f"{stats.year} 年公开", line) for line in stats.lines]
    name = report.score.site_name + (f"（只看{report.score.part}）" if report.score.part else "")
    return Sheet("总览", (16, 100), ("项目", name), rows)


def _indicators(report: Inspection) -> Iterator[Sheet]:
    score = report.score
    vetoes = [
        (v.title, v.count, v.threshold, str(v.verdict), v.margin, v.doubts) for v in score.vetoes
    ]
    heads = ("指标", "数量", "否决线", "结论", "说明", "未能判断")
    yield Sheet("单项否决", (40, 8, 8, 14, 60, 10), heads, vetoes)
    lost: list[Row] = [
        (
            d.title,
            points_said(d) if d.unknown else d.points,
            "" if d.unknown else d.worst,
            d.cap,
            d.full,
            d.reason,
            d.doubts,
        )
        for d in score.deductions
    ]
    lost += [
        (each.title, "不计分", "", "", "", f"{len(each.issues)} 处，见“依据”", "")
        for each in score.remarks
    ]
    lost.append(("合计", score.lost, score.worst, score.judged, 100, score.outcome, ""))
    names = ("指标", "扣分", "最坏扣分", "机器判断的分值", "分值", "说明", "未能判断")
    yield Sheet("扣分", (28, 10, 10, 10, 8, 70, 10), names, lost)


def _basis(report: Inspection) -> Sheet:
    rows = [
        (
            line.title,
            issue.id,
            str(issue.severity),
            issue.unit,
            issue.message,
            issue.evidence,
            issue.url,
        )
        for line in report.lines
        for issue in line.issues
    ]
    heads = ("指标", "编号", "等级", "责任单位", "问题", "证据", "地址")
    return Sheet("依据", (28, 8, 8, 16, 44, 50, 50), heads, rows, linked=True)


def _tasks(report: Inspection) -> Sheet:
    rows = [
        (t.unit, str(t.issue.severity), t.issue.id, t.issue.message, t.where, t.due, t.issue.url)
        for t in report.tasks
    ]
    heads = ("责任单位", "等级", "编号", "问题", "位置", "期限", "地址")
    return Sheet("最要紧的事", (20, 8, 8, 50, 30, 20, 50), heads, rows, linked=True)


def _changes(report: Inspection) -> Iterator[Sheet]:
    compared = report.extras.comparison
    if compared is None:
        return
    rows: list[Row] = [
        ("此后新出现的问题", "", str(compared.opened), ""),
        ("此后整改的问题", "", str(compared.mended), ""),
    ]
    rows += [(c.title, c.before, c.now, WORDS[c.is_worse]) for c in compared.changes]
    heads = ("项目", f"上次（{compared.day}）", "本次", "变化")
    yield Sheet("与上次比较", (44, 20, 14, 18), heads, rows)


def _units(report: Inspection) -> Iterator[Sheet]:
    rows: list[Row] = [
        (
            place,
            each.name,
            rate_said(each),
            each.due,
            each.on_time,
            each.found,
            each.closed,
            each.removed,
            each.overdue,
            each.relapsed,
            "—" if each.days is None else each.days,
        )
        for place, each in enumerate(report.extras.records, 1)
    ]
    heads = (*RECORD_HEADS[:3], "到期", "按期整改", "发现", "整改", "其中下线", *RECORD_HEADS[5:])
    if rows:
        rows.append(("", RECORD_NOTE, *([""] * (len(heads) - 2))))
        widths = (8, 40, 14, 8, 10, 8, 8, 10, 10, 8, 16)
        yield Sheet("单位考核", widths, heads, rows)
    units = [
        (n, u.name, u.open, u.critical, u.overdue) for n, u in enumerate(report.score.units, 1)
    ]
    names = ("排名", "单位", "待整改", "其中严重", "已逾期")
    yield Sheet("责任单位", (8, 30, 10, 10, 10), names, units)
