"""Compares what the text of an annual report tells with its tables."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from checks.report.annual import AnnualReport
from checks.report.cells import DENIED, REFUSED, UNABLE, Count, Dispute, Paper, Row
from checks.report.figures import Figures

_UNIT = r"[ \t]*(?:余)?[件份项个条]"
_N = r"[ \t]*(\d{1,7})"
_GAP = r"[^。；！\n\d]{0,12}?"
# A number that speaks of a part, of another year or of somebody else is not the year's total.
_PART = re.compile(
    r"其中|分别|比上年|较上年|同比|比去年|较去年|上一年|历年|累计|以来|每|镇|街道|各单位|全县|全市|全区|通过|网上|信函|当面|邮件|涉及"
)
_CLAUSE = re.compile(r"[。；！\n]")
_APPROXIMATE = re.compile(r"余|多|近|约|以上")


@dataclass(frozen=True, slots=True)
class Claim:
    """A number in the text at [start, end) that is not the one of the tables."""

    shown: str
    start: int
    end: int
    cell: str
    figure: int
    is_soft: bool = False


@dataclass(frozen=True, slots=True)
class _Topic:
    """How people write a number of the tables, and which one it is."""

    cell: str
    pattern: re.Pattern[str]
    figure: Callable[[Figures], int | None]
    is_soft: bool = False


def _total(rows: tuple[Row, ...]) -> Callable[[Figures], int | None]:
    def total(figures: Figures) -> int | None:
        values = [figures.applied(row) for row in rows]
        known = [value for value in values if value is not None]
        return sum(known) if known and len(known) == len(values) else None

    return total


def _counted(count: Count) -> Callable[[Figures], int | None]:
    return lambda figures: figures.counted(Paper.NORMATIVE, count)


def _suits(figures: Figures) -> int | None:
    direct, later = figures.disputed(Dispute.DIRECT_SUIT), figures.disputed(Dispute.LATER_SUIT)
    return None if direct is None or later is None else direct + later


_TOPICS = (
    _Topic(
        "表三“一、本年新收”总计",
        re.compile(
            rf"(?:新收|共?收到|受理)(?:到)?[^。；，,\n\d]{{0,12}}(?:信息公开|依申请公开)[^。；，,\n\d]{{0,6}}{_N}{_UNIT}"
        ),
        lambda figures: figures.applied(Row.NEW),
    ),
    _Topic(
        "表三“二、上年结转”总计",
        re.compile(rf"上年度?结转[^。；，,\n\d]{{0,12}}{_N}{_UNIT}"),
        lambda figures: figures.applied(Row.CARRIED_IN),
    ),
    _Topic(
        "表三“四、结转下年度继续办理”总计",
        re.compile(rf"结转(?:至|到)?下(?:一)?年度?[^。；，,\n\d]{{0,8}}{_N}{_UNIT}"),
        lambda figures: figures.applied(Row.CARRIED_OUT),
    ),
    _Topic(
        "表三“（一）予以公开”总计",
        re.compile(rf"(?<![不])予以公开(?:的)?{_N}{_UNIT}"),
        lambda figures: figures.applied(Row.DISCLOSED),
    ),
    _Topic(
        "表三“（二）部分公开”总计",
        re.compile(rf"部分公开(?:的)?{_N}{_UNIT}"),
        lambda figures: figures.applied(Row.PARTLY),
    ),
    _Topic(
        "表三“（三）不予公开”各项之和", re.compile(rf"不予公开(?:的)?{_N}{_UNIT}"), _total(DENIED)
    ),
    _Topic(
        "表三“（四）无法提供”各项之和", re.compile(rf"无法提供(?:的)?{_N}{_UNIT}"), _total(UNABLE)
    ),
    _Topic(
        "表三“（五）不予处理”各项之和", re.compile(rf"不予处理(?:的)?{_N}{_UNIT}"), _total(REFUSED)
    ),
    _Topic(
        "表四“行政复议”总计",
        re.compile(
            rf"(?:发生|收到|产生|引发|被)[^。；，,\n\d]{{0,10}}行政复议(?:案件|申请)?{_N}{_UNIT}"
        ),
        lambda figures: figures.disputed(Dispute.REVIEW),
        is_soft=True,
    ),
    _Topic(
        "表四“行政诉讼”两组总计之和",
        re.compile(
            rf"(?:发生|收到|产生|引发|被|、|，)[^。；，,\n\d]{{0,10}}行政诉讼(?:案件)?{_N}{_UNIT}"
        ),
        _suits,
        is_soft=True,
    ),
    _Topic(
        "表二“行政规范性文件”现行有效件数",
        re.compile(rf"现行有效(?:的)?(?:行政)?规范性文件[^。；，,\n\d]{{0,4}}{_N}{_UNIT}"),
        _counted(Count.VALID),
        is_soft=True,
    ),
    _Topic(
        "表二“行政规范性文件”本年制发件数",
        re.compile(
            rf"(?:制发|印发|出台|发布|制定)(?:了)?(?:行政)?规范性文件[^。；，,\n\d]{{0,4}}{_N}{_UNIT}"
        ),
        _counted(Count.ISSUED),
        is_soft=True,
    ),
    _Topic(
        "表二“行政规范性文件”本年废止件数",
        re.compile(rf"废止(?:了)?(?:行政)?规范性文件[^。；，,\n\d]{{0,4}}{_N}{_UNIT}"),
        _counted(Count.REPEALED),
        is_soft=True,
    ),
)


def claims(report: AnnualReport) -> Iterator[Claim]:
    """Yield the numbers of the text that the tables contradict, one for each cell."""
    for topic in _TOPICS:
        figure = topic.figure(report.figures)
        if figure is None:
            continue
        found = [match for match in topic.pattern.finditer(report.text) if _is_total(report, match)]
        # One sentence that agrees shows that the others speak of something else.
        if found and all(int(match[1]) != figure for match in found):
            match = found[0]
            shown = " ".join(match[0].split())
            yield Claim(shown, match.start(), match.end(), topic.cell, figure, topic.is_soft)


def _is_total(report: AnnualReport, match: re.Match[str]) -> bool:
    """Whether the sentence speaks of the whole year and the whole office."""
    text = report.text
    if not any(
        part.numeral != "三" and part.start <= match.start() < part.end for part in report.parts
    ):
        return False
    start = max(
        (each.end() for each in _CLAUSE.finditer(text, max(0, match.start() - 120), match.start())),
        default=max(0, match.start() - 120),
    )
    before = text[start : match.end()]
    return not _PART.search(before) and not _APPROXIMATE.search(
        text[match.end() - 2 : match.end() + 1]
    )
