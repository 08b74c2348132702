"""Labelled pages: what a list page or an article page holds, told by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crawler.urls import join

HOST = "https://www.yunxi.example.cn"
COLUMN = f"{HOST}/zwgk/tzgg/"
TODAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list as a person reads it; `day` is None where the row shows no date."""

    href: str
    title: str
    day: date | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page and its main list; no rows where a person sees no list of articles."""

    name: str
    html: str
    rows: tuple[Row, ...]

    def expected(self) -> list[tuple[str, str, date | None]]:
        """Return address, title and day of the rows."""
        return [(join(COLUMN, row.href), row.title, row.day) for row in self.rows]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article; `day` and `source` as the page shows them, None and "" where it does not."""

    name: str
    html: str
    title: str
    day: date | None
    source: str = ""


TITLES = (
    "关于公布2026年度云溪区政府信息公开工作要点的通知",
    "2025年云溪区国民经济和社会发展统计公报",
    "云溪区人民政府办公室关于印发防汛应急预案的通知",
    "关于开展农贸市场食品安全专项检查的公告",
    "2026年第3号公告",
    "12345热线8月运行情况通报",
    "区财政局召开预算绩效管理工作会议",
    "“一网通办”服务事项清单（第二批）",
    "关于云溪路道路改造工程环境影响评价的公示",
    "招聘公告",
    "云溪区2026年上半年财政预算执行情况",
    "关于调整城乡居民基本医疗保险缴费标准的通告",
)
DAYS = (
    date(2026, 8, 20), date(2026, 8, 19), date(2026, 7, 31), date(2026, 7, 9), date(2026, 6, 30),
    date(2026, 5, 12), date(2026, 4, 1), date(2026, 3, 15), date(2026, 2, 28), date(2026, 1, 5),
    date(2025, 12, 31), date(2025, 12, 1),
)  # fmt: skip
SUMMARY = (
    "为深入贯彻落实上级部署，2019年1月2日，区政府召开专题会议，研究部署有关工作，"
    "要求各镇、各部门压实责任，细化措施，确保各项任务落到实处。"
)
PROSE = (
    "各镇人民政府、街道办事处，区政府各部门：为做好有关工作，经区政府同意，现将有关事项通知如下，"
    "请认真贯彻执行。一要提高认识，加强领导，把各项任务落到实处；二要明确分工，密切配合，"
    "形成工作合力；三要强化监督检查，及时报送进展情况。本通知自2020年1月1日起施行。"
)


def rows(address: str, count: int = 8, first: int = 0) -> tuple[Row, ...]:
    """Return rows whose address is `address` with `{n}`, `{y}`, `{m}` and `{d}` filled in."""
    return tuple(
        Row(_filled(address, number), TITLES[number], DAYS[number])
        for number in range(first, first + count)
    )


def undated(found: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the same rows without their dates."""
    return tuple(Row(row.href, row.title, None) for row in found)


def _filled(template: str, number: int) -> str:
    day = DAYS[number]
    return template.format(n=5100 + number, y=day.year, m=f"{day:%m}", d=f"{day:%d}")


def fill(template: str, found: tuple[Row, ...]) -> str:
    """Write one piece of HTML a row; %U address, %T title, %C cut title, %y %m %d the date."""
    return "\n".join(_fill_one(template, row) for row in found)


def _fill_one(template: str, row: Row) -> str:
    return "".join(_pieces(template, row))


def _pieces(template: str, row: Row) -> Iterator[str]:
    day = row.day or TODAY
    cut = row.title if len(row.title) <= 12 else f"{row.title[:12]}..."
    values = {
        "U": row.href, "T": row.title, "C": cut, "S": SUMMARY,
        "Y": f"{day:%y}", "y": f"{day:%Y}", "m": f"{day:%m}", "d": f"{day:%d}",
        "M": str(day.month), "D": str(day.day),
    }  # fmt: skip
    head, *parts = template.split("%")
    yield head
    for part in parts:
        yield values[part[0]] + part[1:]
