"""The formal letter (通报): what it says, and its Word file from a template an office may replace."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Generic, TypeVar

from checks.finding import Severity
from notifier.docx_template import TemplateError, Values, fill

T = TypeVar("T")
PACKAGED = "letter.docx"
# A letter is read on paper; whoever has more problems than this reads the workbook.
MOST_PROBLEMS = 500
# The letter goes to all units: where a secret or somebody's data stand is told to its owner alone.
SECRET_FAMILY = "P"
LATE = "已超期"
NOT_HERE = "涉及隐私或保密，页面和网址只发责任单位"


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """How many problems of a family are open, and how many of them this round brought up."""

    name: str
    open: int
    new: int


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit's numbers: `due` and `on_time` of the letter's period, the others as of its day."""

    name: str
    new: int = 0
    open: int = 0
    overdue: int = 0
    due: int = 0
    on_time: int = 0
    relapsed: int = 0


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit that the letter proposes to name, and for what."""

    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """An open problem; evidence is left to the workbook, which only its unit gets."""

    id: int
    unit: str
    code: str
    family: str
    severity: Severity
    title: str
    message: str
    page: str
    url: str
    found: date
    due: date | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class FormalLetter:
    """The numbers of a round of inspection, on a day, for all units.

    `problems` are all that are open, the worst first. `new`, `relapsed` and `closed` are of this
    round, `due` and `on_time` of the days from `since` to `until`.
    """

    site_name: str
    site_url: str
    office: str
    to: str
    phone: str
    day: date
    year: int
    number: int
    scanned: date
    since: date
    until: date
    deadline: date
    pages: int
    new: int
    relapsed: int
    closed: int
    waived: int
    due: int
    on_time: int
    named_after: int
    families: tuple[FamilyLine, ...] = ()
    units: tuple[UnitLine, ...] = ()
    named: tuple[NamedUnit, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def severe(self) -> tuple[Problem, ...]:
        """The open problems that may fail the site."""
        return tuple(each for each in self.problems if each.severity is Severity.CRITICAL)

    @property
    def overdue(self) -> int:
        """How many are past their deadline."""
        return sum(each.overdue for each in self.problems)

    def of(self, severity: Severity) -> int:
        """Count the open problems of this severity."""
        return sum(each.severity is severity for each in self.problems)


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """A field of the template: its name, what stands in its place, and how that is said."""

    name: str
    about: str
    said: Callable[[T], str]


def in_words(day: date | None) -> str:
    """Write a day as official papers do, without leading zeros; “—” for none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "—"


def share(part: int, whole: int) -> str:
    """Write a share; who had nothing to do gets none, and 100% is all of it, not nearly all."""
    if not whole or part in (0, whole):
        return "—" if not whole else f"{part // whole:.0%}"
    return f"{min(max(round(part / whole, 3), 0.001), 0.999):.1%}"


def _shown_page(problem: Problem) -> str:
    return NOT_HERE if problem.code.startswith(SECRET_FAMILY) else problem.page


def _shown_url(problem: Problem) -> str:
    return "" if problem.code.startswith(SECRET_FAMILY) else problem.url


def _shown_place(problem: Problem, between: str) -> str:
    return between.join(filter(None, (_shown_page(problem), _shown_url(problem)))) or "全站"


def _shown_message(problem: Problem) -> str:
    return problem.title if problem.code.startswith(SECRET_FAMILY) else problem.message


def _spread(letter: FormalLetter) -> str:
    return "、".join(f"{each.name}{each.open}个" for each in letter.families if each.open)


TEXTS: tuple[Field[FormalLetter], ...] = (
    Field("站点名称", "网站的名称，见 sites/*.toml 的 name", lambda it: it.site_name),
    Field("网址", "网站首页的网址", lambda it: it.site_url),
    Field("年份", "通报所说的年份，如 2026", lambda it: str(it.year)),
    Field("次数", "本年第几次全站巡检", lambda it: str(it.number)),
    Field("主送机关", "通报发给谁，不带冒号", lambda it: it.to),
    Field("发文机关", "落款的机关", lambda it: it.office),
    Field("联系电话", "没有填写的为空", lambda it: it.phone),
    Field("成文日期", "如 2026年11月30日", lambda it: in_words(it.day)),
    Field("检测日期", "本次全站巡检的日期", lambda it: in_words(it.scanned)),
    Field("统计起日", "按期整改率从哪一天算起", lambda it: in_words(it.since)),
    Field("统计止日", "按期整改率和各项数字算到哪一天", lambda it: in_words(it.until)),
    Field("整改期限", "整改要求中的最后一天", lambda it: in_words(it.deadline)),
    Field("网页数", "本次巡检取得的网页和附件数", lambda it: str(it.pages)),
    Field("新增数", "本次巡检以来新增的问题数，含复发", lambda it: str(it.new)),
    Field("复发数", "其中整改后再次出现的", lambda it: str(it.relapsed)),
    Field("整改数", "本次巡检以来确认整改的问题数", lambda it: str(it.closed)),
    Field("未整改数", "尚未整改的问题数", lambda it: str(len(it.problems))),
    Field("严重数", "其中严重的", lambda it: str(it.of(Severity.CRITICAL))),
    Field("一般数", "其中一般的", lambda it: str(it.of(Severity.ERROR))),
    Field("提示数", "其中提示的", lambda it: str(it.of(Severity.WARNING))),
    Field("超期数", "其中已超过整改期限的", lambda it: str(it.overdue)),
    Field("豁免数", "准予豁免、不计入上面各数的", lambda it: str(it.waived)),
    Field("到期数", "统计期内到期的问题数", lambda it: str(it.due)),
    Field("按期数", "其中按期整改的", lambda it: str(it.on_time)),
    Field("按期整改率", "按期数除以到期数；没有到期的为“—”", lambda it: share(it.on_time, it.due)),
    Field("类别分布", "未整改的问题按类别，如“链接12个、文字差错3个”", _spread),
    Field("超期天数", "超期多少个工作日以上的拟通报", lambda it: str(it.named_after)),
    Field(
        "未列出数",
        f"问题清单太长（超过 {MOST_PROBLEMS} 个）时没有列出的问题数",
        lambda it: str(max(len(it.problems) - MOST_PROBLEMS, 0)),
    ),
)
FAMILY_FIELDS: tuple[Field[FamilyLine], ...] = (
    Field("名称", "类别的名称，如“文字差错”", lambda it: it.name),
    Field("未整改", "尚未整改的问题数", lambda it: str(it.open)),
    Field("新增", "本次巡检以来新增的问题数", lambda it: str(it.new)),
)
UNIT_FIELDS: tuple[Field[UnitLine], ...] = (
    Field("名称", "单位的名称", lambda it: it.name),
    Field("新增", "本次巡检以来新增的问题数，含复发", lambda it: str(it.new)),
    Field("未整改", "尚未整改的问题数", lambda it: str(it.open)),
    Field("超期", "其中已超过整改期限的", lambda it: str(it.overdue)),
    Field("到期", "统计期内到期的问题数", lambda it: str(it.due)),
    Field("按期", "其中按期整改的", lambda it: str(it.on_time)),
    Field("按期整改率", "没有到期的为“—”", lambda it: share(it.on_time, it.due)),
    Field("复发", "统计期内整改后再次出现的次数", lambda it: str(it.relapsed)),
)
NAMED_FIELDS: tuple[Field[NamedUnit], ...] = (
    Field("名称", "单位的名称", lambda it: it.name),
    Field("理由", "为什么拟通报", lambda it: "；".join(it.reasons)),
)
PROBLEM_FIELDS: tuple[Field[Problem], ...] = (
    Field("编号", "台账中的编号", lambda it: str(it.id)),
    Field("单位", "责任单位", lambda it: it.unit),
    Field("类别", "如“链接”", lambda it: it.family),
    Field("等级", "严重、一般、提示", lambda it: str(it.severity)),
    Field("规则", "如“错别字”", lambda it: it.title),
    Field("问题", "一句话；隐私与保密类的只写规则名", _shown_message),
    Field("页面", "页面的标题；隐私与保密类的不写", _shown_page),
    Field("网址", "隐私与保密类的不写", _shown_url),
    Field("位置", "页面和网址，各占一行", lambda it: _shown_place(it, "\n")),
    Field("出处", "页面和网址，写在一行里", lambda it: _shown_place(it, "，")),
    Field("发现日期", "首次发现的日期", lambda it: in_words(it.found)),
    Field("期限", "整改期限；还没有通报的为“—”", lambda it: in_words(it.due)),
    Field("是否超期", "“已超期”或为空", lambda it: LATE if it.overdue else ""),
    Field(
        "期限说明",
        "表格里用的整改期限，如 2026-11-30；已超期的另起一行注明",
        lambda it: (str(it.due) if it.due else "—") + (f"\n{LATE}" if it.overdue else ""),
    ),
)
ORDER = "序号"
# Every list also has the field 序号, which counts from 1.
LISTS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "类别": (ORDER, *(each.name for each in FAMILY_FIELDS)),
        "单位": (ORDER, *(each.name for each in UNIT_FIELDS)),
        "拟通报": (ORDER, *(each.name for each in NAMED_FIELDS)),
        "主要问题": (ORDER, *(each.name for each in PROBLEM_FIELDS)),
        "问题": (ORDER, *(each.name for each in PROBLEM_FIELDS)),
    }
)


def formal(letter: FormalLetter, template: Path | None = None) -> bytes:
    """Return the letter as docx, the same bytes for the same letter and template."""
    if template is None:
        content = files("notifier").joinpath("templates", PACKAGED).read_bytes()
        return fill(content, PACKAGED, values(letter))
    if not template.is_file():
        raise TemplateError(f"{template}：没有这个通报模板，请检查文件名")
    return fill(template.read_bytes(), str(template), values(letter))


def values(letter: FormalLetter) -> Values:
    """Return what the tags of a template stand for."""
    return Values(
        texts={field.name: field.said(letter) for field in TEXTS},
        lists={
            "类别": _items(FAMILY_FIELDS, letter.families),
            "单位": _items(UNIT_FIELDS, letter.units),
            "拟通报": _items(NAMED_FIELDS, letter.named),
            "主要问题": _items(PROBLEM_FIELDS, letter.severe[:MOST_PROBLEMS]),
            "问题": _items(PROBLEM_FIELDS, letter.problems[:MOST_PROBLEMS]),
        },
        list_fields=LISTS,
    )


def _items(fields: Sequence[Field[T]], rows: Sequence[T]) -> list[dict[str, str]]:
    return [
        {ORDER: str(place), **{field.name: field.said(row) for field in fields}}
        for place, row in enumerate(rows, 1)
    ]
