"""The assessment as a workbook with charts of Excel's own, ready to be printed."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

import xlsxwriter

from checks.workdays import local_day
from notifier.formal import NOT_HERE, SECRET_FAMILY
from xunjian.assess import Assessment, Row
from xunjian.assess_charts import families_chart, trend_charts, units_chart
from xunjian.assess_figures import Case, Figures
from xunjian.assess_sheet import Formats, Page, Value
from xunjian.assess_words import (
    MEASURES,
    NONE_DUE,
    RULES,
    Measure,
    changed,
    compared,
    headline,
)
from xunjian.score_units import is_due, on_time, period

NAMES = (
    "按期整改率 到期 按期整改 逾期整改 到期未整改 整改用时中位数 新发现 复发 整改 整改后复发"
    " 复发率 退回 期末未整改 期末超期"
).split()
COLUMNS = tuple(measure for name in NAMES for measure in MEASURES if measure.name == name)
RATE, BEFORE = 1, len(COLUMNS) + 1
POINT_NAMES = "按期整改率 到期 按期整改 新发现 复发 整改 期末未整改 期末超期".split()
POINTS = tuple(measure for name in POINT_NAMES for measure in MEASURES if measure.name == name)
CASE_HEADS = (
    "编号 单位 类别 规则 问题 网址 发现日期 整改期限 反馈日期 整改之日 销号日期 用时（工作日） 结果 计入到期"
).split()
CASE_WIDTHS = (7, 18, 12, 18, 30, 34, 11, 11, 11, 11, 11, 9, 14, 9)


def as_excel(told: Assessment, today: date) -> bytes:
    """Return the assessment as xlsx, the same bytes for the same figures."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        formats = Formats(book)
        made = datetime.combine(today, datetime.min.time())
        book.set_properties({"title": "整改考核", "author": "巡检系统", "created": made})
        _overview(book, formats, told)
        _units(book, formats, told)
        _families(book, formats, told)
        _trend(book, formats, told)
        _cases(book, formats, told, today)
        _meanings(book, formats)
    return out.getvalue()


def _overview(book: xlsxwriter.Workbook, formats: Formats, told: Assessment) -> None:
    heads, widths = ("项目", "本期", "上期", "变化", "怎样算"), (18, 12, 12, 16, 62)
    page = Page(book, formats, "概况", f"{told.site_name}整改考核", heads, widths)
    page.note(f"本期 {headline(told)}　上期 {compared(told)}")
    for measure in MEASURES:
        now, then = told.total.now, told.total.before
        shares = frozenset({1, 2}) if measure.is_share else frozenset()
        page.add(
            (
                measure.name,
                _value(measure, now),
                _value(measure, then),
                changed(measure, now, then),
                measure.formula,
            ),
            shares,
        )


def _value(measure: Measure, figures: Figures) -> Value:
    value = measure.value(figures)
    return "—" if value is None else value


def _table(
    book: xlsxwriter.Workbook,
    formats: Formats,
    told: Assessment,
    name: str,
    rows: Sequence[Row],
) -> Page:
    heads = (name, *(measure.name for measure in COLUMNS), "上期按期整改率")
    title = f"{told.site_name}整改考核：各{name}"
    page = Page(book, formats, name, title, heads, (32, *[10.5] * len(COLUMNS), 10.5))
    page.note(f"本期 {headline(told)}　上期 {compared(told)}")
    shares = frozenset(at for at, each in enumerate(COLUMNS, 1) if each.is_share) | {BEFORE}
    for row in (*rows, told.total):
        rate = NONE_DUE if row.now.rate is None else row.now.rate
        values = [_value(measure, row.now) for measure in COLUMNS[1:]]
        page.add((row.name, rate, *values, _value(COLUMNS[0], row.before)), shares)
    return page


def _units(book: xlsxwriter.Workbook, formats: Formats, told: Assessment) -> None:
    page = _table(book, formats, told, "单位", told.units)
    # The units that had nothing due stand last.
    units_chart(book, page, sum(row.now.rate is not None for row in told.units), RATE)


def _families(book: xlsxwriter.Workbook, formats: Formats, told: Assessment) -> None:
    page = _table(book, formats, told, "类别", told.families)
    if not told.stacks:
        page.end()
        return
    page.head(("本期新发现和复发", *(row.name for row in told.families), "合计"))
    first = page.next
    for stack in told.stacks:
        page.add((stack.name, *stack.counts, sum(stack.counts)))
    families_chart(book, page, first, len(told.stacks), len(told.families))


def _trend(book: xlsxwriter.Workbook, formats: Formats, told: Assessment) -> None:
    heads = ("起", "止", *(measure.name for measure in POINTS))
    title = f"{told.site_name}整改考核：趋势"
    page = Page(book, formats, "趋势", title, heads, (13, 13, *[12] * len(POINTS)))
    page.note(f"本期 {headline(told)}")
    for point in told.points:
        # Left empty where nothing was due, so that the line has a gap there and no zero.
        values = [measure.value(point.figures) for measure in POINTS]
        page.add((point.span.since, point.span.until, *values), frozenset({2}))
    trend_charts(book, page, len(told.points), heads)


def _cases(book: xlsxwriter.Workbook, formats: Formats, told: Assessment, today: date) -> None:
    page = Page(book, formats, "明细", f"{told.site_name}整改考核：明细", CASE_HEADS, CASE_WIDTHS)
    page.note(
        f"本期 {headline(told)}。每行是一个问题的一次：从发现到销号；期内发现、到期、反馈、销号或者期末未整改的都在。"
    )
    for case in told.cases:
        page.add(_case(case, told, today))
    page.filter(len(CASE_HEADS))
    page.end()


def _case(case: Case, told: Assessment, today: date) -> tuple[Value, ...]:
    spell, issue = case.spell, case.issue
    is_secret = spell.code.startswith(SECRET_FAMILY)
    span = period(told.span.since, told.span.until, today)
    return (
        spell.issue_id,
        case.unit,
        case.family,
        f"{spell.code} {issue.title}" if issue else spell.code,
        issue.message if issue and not is_secret else "",
        NOT_HERE if is_secret else issue.url if issue else "",
        local_day(spell.opened),
        spell.due,
        local_day(spell.claimed) if spell.claimed else None,
        case.mended,
        local_day(spell.closed) if spell.closed and case.mended else None,
        case.days,
        _result(case, told, today),
        "是" if not case.excluded and is_due(spell, span) else "否",
    )


def _result(case: Case, told: Assessment, today: date) -> str:
    spell = case.spell
    if case.excluded:
        return f"不计入（{case.excluded}）"
    if case.mended is not None:
        if spell.due is None:
            return "整改"
        return "按期整改" if on_time(spell) else "逾期整改"
    if spell.due is None:
        return "未通报"
    return "已超期" if spell.due < today else "未到期"


def _meanings(book: xlsxwriter.Workbook, formats: Formats) -> None:
    page = Page(book, formats, "口径说明", "口径说明", ("项目", "怎样算", "说明"), (20, 46, 70))
    for measure in MEASURES:
        page.add((measure.name, measure.formula, measure.meaning))
    for number, rule in enumerate(RULES, 1):
        page.add((f"通则 {number}", "", rule))
