"""F314 年度内容未按时发布。"""

from collections.abc import Iterator
from datetime import date, timedelta

from checks.finding import Hit, Severity, Undecided
from checks.freshness.yearly import Yearly, wanted_years, yearly_of
from checks.rule import Context, Example, Reports, column_rule
from checks.views import ColumnView
from crawler.page import Entry
from crawler.site import LONG_AHEAD, Column, ColumnKind, Due

SHOWN = 5
BASIS = "《政府信息公开条例》第四十九条"
REPORTS = Column(
    "gknb",
    "政府信息公开年报",
    "http://a.example/",
    "",
    ColumnKind.REPORT,
    due=(Due(1, 31, basis=BASIS),),
)
BUDGET = Column("czys", "财政预决算", "http://a.example/", "", due=(Due(3, 15, "预算"),))


def _view(column: Column, *rows: tuple[str, date]) -> ColumnView:
    entries = (Entry(f"http://a.example/{day}", title, day) for title, day in rows)
    return ColumnView(column, tuple(entries))


def _report(year: int, day: int = 20) -> tuple[str, date]:
    return f"{year}年政府信息公开工作年度报告", date(year + 1, 1, day)


@column_rule(
    "F314",
    "missing-year",
    "年度内容未按时发布",
    Severity.ERROR,
    clause="《政府信息公开条例》第四十九条（年报）；《中华人民共和国预算法》第十四条（预算、决算）",
    bad=(
        Example("3月2日，2025年的年报还没有", _view(REPORTS, _report(2024), _report(2023))),
        Example(
            "中间缺2023年",
            _view(REPORTS, _report(2025), _report(2024), _report(2022), _report(2021)),
        ),
        Example(
            "3月15日前应公开2026年预算，还有13天",
            _view(BUDGET, ("2025年度部门预算", date(2025, 3, 1))),
        ),
    ),
    good=(
        Example("2025年的年报已经公布", _view(REPORTS, _report(2025), _report(2024))),
        Example(
            "2026年预算已经公开",
            _view(BUDGET, ("2026年度部门预算", date(2026, 3, 1)), ("2025年预算", date(2025, 3, 1))),
        ),
        Example("没有年度期限的栏目", _view(Column("qt", "其他", "http://a.example/", ""))),
    ),
)
def missing_year(view: ColumnView, ctx: Context) -> Reports:
    """年度性栏目到了应发布的日子，还没有当年（上年）的内容；快到日子时提前提醒；中间缺的年份逐个列出。

    应发布的日子取自栏目责任清单的“每年应发布日”，如“03-31”“03-15 预算；09-30 决算”。没有填写的，
    只有法规写明日期的才检查：政府信息公开年报（部门1月31日，政府3月31日）、法治政府建设年度报告（3月31日）、
    网站工作年度报表（1月31日）。年份看标题，标题没有年份的看发布日期。同一栏目里有多个单位逐年发布的，
    多数单位已发布而个别单位没有的，作为疑似列出。

    ## 为什么
    《政府信息公开条例》第四十九条规定了年报的公布期限。预算法第十四条规定，经人民代表大会批准的预算、
    决算在批准后20日内，部门预算、决算在批复后20日内公开；批准、批复的日子各地不同，请在栏目责任清单里填写。

    ## 怎样改
    尽快发布，缺的年份补齐；期限填写有误、或者这一年按规定不需要发布的，在栏目责任清单中改正。
    """
    if not view.column.due or view.is_moved:
        return
    if view.reached and not view.is_list:
        yield Undecided(view.column.id, view.reason or "栏目页上没有认出列表，无法判断年度内容")
        return
    if view.reached and not view.entries:
        # F302 tells that there is nothing at all.
        return
    for due in view.column.due:
        yield from _judged(view, due, ctx.today)


def _judged(view: ColumnView, due: Due, today: date) -> Iterator[Hit | Undecided]:
    name = f"“{view.column.name}”" + (f"的{due.topic}" if due.topic else "")
    rows = yearly_of(view.entries, due.topic)
    is_over = today > due.in_year(today.year)
    passed = due.in_year(today.year if is_over else today.year - 1)
    coming = due.in_year(today.year + 1 if is_over else today.year)
    wanted = wanted_years(due, passed, view.column.name, rows)
    basis = f"，依据{due.basis}" if due.basis else ""
    is_there = rows.has(passed, wanted)
    if not view.reached:
        if not is_there:
            yield Undecided(view.column.id, view.reason or "栏目列表未能完整读取", due.topic)
        return
    if not is_there:
        yield Hit(
            message=f"{name}没有 {_named(wanted)} 年的内容（应在 {passed:%Y-%m-%d} 前发布，"
            f"已过 {(today - passed).days} 天）",
            key=due.topic,
            evidence=f"{_seen(rows)}{basis}",
            suggestion="尽快发布；期限填写有误的，在栏目责任清单中改正",
        )
    else:
        yield from _soon(view, due, coming, today)
        yield from _late_offices(name, due, rows, wanted)
    gaps = [year for year in rows.gaps if year not in wanted] if rows.has_years else []
    if gaps:
        yield Hit(
            message=f"{name}缺少 {'、'.join(map(str, gaps))} 年的内容",
            key=f"gap {due.topic}".strip(),
            evidence=_seen(rows),
            suggestion="补齐缺少的年份；该年按规定不需要发布的，标为豁免",
            severity=Severity.WARNING,
        )


def _soon(view: ColumnView, due: Due, coming: date, today: date) -> Iterator[Hit]:
    column = view.column
    rows = yearly_of(view.entries, due.topic)
    wanted = wanted_years(due, coming, column.name, rows)
    ahead = LONG_AHEAD if column.warn_days is None else timedelta(days=column.warn_days)
    left = coming - today
    if left > ahead or rows.has(coming, wanted):
        return
    said = f"还有 {left.days} 天到期" if left else "今天是最后一天"
    topic = f"的{due.topic}" if due.topic else ""
    yield Hit(
        message=f"“{column.name}”{topic}还没有 {_named(wanted)} 年的内容，{said}"
        f"（最迟 {coming:%Y-%m-%d} 发布）",
        key=f"soon {due.topic}".strip(),
        evidence=_seen(rows) + (f"，依据{due.basis}" if due.basis else ""),
        suggestion="在期限之前发布",
        severity=Severity.WARNING,
    )


def _late_offices(name: str, due: Due, rows: Yearly, wanted: frozenset[int]) -> Iterator[Hit]:
    late = rows.behind(wanted)
    if late:
        more = f"等 {len(late)} 个" if len(late) > SHOWN else ""
        yield Hit(
            message=f"{name}疑似有 {len(late)} 个单位没有 {_named(wanted)} 年的内容，请核对",
            key=f"offices {due.topic}".strip(),
            evidence="有往年的、没有这一年的：" + "；".join(late[:SHOWN]) + more,
            suggestion="请有关单位尽快发布；单位已经撤并的，标为误报",
            severity=Severity.WARNING,
        )


def _named(years: frozenset[int]) -> str:
    return " 或 ".join(map(str, sorted(years)))


def _seen(rows: Yearly) -> str:
    if not rows.rows:
        return "列表里没有这类内容"
    if rows.has_years:
        return (
            "列表里有 "
            + "、".join(map(str, sorted(rows.years, reverse=True)[:SHOWN]))
            + " 年的内容"
        )
    days = [row.published for row in rows.rows if row.published]
    return f"最新一条发布于 {max(days):%Y-%m-%d}" if days else "列表里的条目没有注明日期"
