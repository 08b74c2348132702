"""A government's catalogue made of real pages and files, and held against its own list."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import xlsxwriter
from docx import Document as WordDocument

from checks.norms.catalogue import Catalogue, Ground, Status, catalogue_of
from checks.norms.compare import missing, newest_valid
from checks.norms.counts import count_of
from checks.norms.listed import Fate
from checks.norms.sample import HOME, norm, own_list, site
from checks.registry import RULES
from checks.rule import Context
from checks.views import SiteView
from crawler.extract.files import read_file
from crawler.extract.html import parse_page
from crawler.page import Fetch, Link, Outcome, Page, Role
from wordlists.lists import Words

TODAY = date(2026, 3, 2)
DAY = date(2024, 5, 1)
ROWS = (
    ("清河县停车场管理办法", "清府规〔2023〕1号"),
    ("清河县供水管理办法", "清府规〔2023〕2号"),
    ("清河县养犬管理规定", "清府规〔2024〕1号"),
)
LIST_TITLE = "清河县现行有效行政规范性文件目录（截至2025年12月31日）"


def found(view: SiteView, code: str, today: date = TODAY) -> list[str]:
    rule = next(rule for rule in RULES if rule.code == code)
    reports = rule.check(view, Context(today, Words()))  # type: ignore[arg-type]
    return [report.message for report in reports]  # type: ignore[union-attr]


def html_page(path: str, title: str, body: str, day: str = "2026-01-10") -> Page:
    fetch = Fetch(f"{HOME}{path}", Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200)
    html = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div>发布时间：{day}</div><div class='TRS_Editor'>{body}</div></body></html>"
    )
    return parse_page(replace(fetch, media="text/html"), html, Role.PAGE, TODAY)


def attachment(name: str, body: bytes) -> Page:
    content = read_file(body, "." + name.rpartition(".")[2])
    fetch = Fetch(f"{HOME}files/{name}", Outcome.OK, datetime(2026, 3, 1, tzinfo=UTC), 200)
    return Page(
        fetch, Role.FILE, content.title, content.text, tables=content.tables, places=content.places
    )


def workbook(rows: tuple[tuple[str, str], ...] = ROWS) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("目录")
    sheet.write(0, 0, LIST_TITLE)
    sheet.write_row(1, 0, ("序号", "文件名称", "文号", "实施单位"))
    for number, row in enumerate(rows, 1):
        sheet.write_row(number + 1, 0, (number, *row, "县城管局"))
    book.close()
    return out.getvalue()


def word(rows: tuple[tuple[str, str], ...] = ROWS) -> bytes:
    document = WordDocument()
    document.add_paragraph(LIST_TITLE)
    table = document.add_table(rows=0, cols=3)
    for number, row in enumerate(rows, 1):
        for cell, text in zip(table.add_row().cells, (str(number), *row), strict=True):
            cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def web_table(rows: tuple[tuple[str, str], ...] = ROWS) -> Page:
    cells = "".join(
        f"<tr><td>{n}</td><td>{a}</td><td>{b}</td></tr>" for n, (a, b) in enumerate(rows, 1)
    )
    return html_page("ml.html", LIST_TITLE, f"<table>{cells}</table>")


LISTS = {
    "web page": web_table,
    "xlsx": lambda: attachment("附件1.xlsx", workbook()),
    "docx": lambda: attachment("附件1.docx", word()),
}


@pytest.mark.parametrize("form", LISTS)
def test_a_list_is_read_in_every_form(form: str) -> None:
    catalogue = catalogue_of(site(LISTS[form]()), TODAY)
    [own] = catalogue.lists
    assert own.day == date(2025, 12, 31)
    assert [(item.name, str(item.number), item.fate) for item in own.items] == [
        (name, number, Fate.VALID) for name, number in ROWS
    ]


@pytest.mark.parametrize("form", LISTS)
def test_what_ended_before_the_list_and_what_the_list_lacks_are_told(form: str) -> None:
    ended = norm(*ROWS[2], day=DAY, last="本规定自印发之日起施行，有效期一年。")
    absent = norm("清河县公园管理办法", "清府规〔2025〕2号", day=date(2025, 5, 1))
    view = site(LISTS[form](), ended, absent)
    assert found(view, "C620") == [
        "目录里的《清河县养犬管理规定》（清府规〔2024〕1号）疑似有效期届满，请核对"
    ]
    assert found(view, "C621") == [
        "《清河县公园管理办法》（清府规〔2025〕2号）疑似没有列入现行有效目录"
    ]
    # The list may know of a renewal that the site does not show.
    assert found(view, "C622") == []


def test_a_list_by_sections_says_what_becomes_of_each() -> None:
    body = "".join(
        f"<p>{line}</p>"
        for line in (
            "一、继续有效的行政规范性文件（3件）",
            *(f"{n}.《{name}》（{number}）" for n, (name, number) in enumerate(ROWS, 1)),
            "二、宣布失效的行政规范性文件（1件）",
            "1.《清河县殡葬管理办法》（清府规〔2019〕4号）",
            "三、废止的行政规范性文件（1件）",
            "1.《清河县烟花办法》（清府规〔2020〕6号）",
        )
    )
    result = html_page("ql.html", "清河县人民政府关于公布行政规范性文件清理结果的通知", body)
    old = norm(
        "清河县烟花办法", "清府规〔2020〕6号", day=date(2020, 5, 1), last="本办法自印发之日起施行。"
    )
    catalogue = catalogue_of(site(result, old), TODAY)
    [own] = catalogue.lists
    assert [item.fate for item in own.items] == [
        *[Fate.VALID] * 3,
        Fate.EXPIRED,
        Fate.REPEALED,
    ]
    [known] = catalogue.norms
    assert (known.status, known.by) == (Status.REPEALED, result.url)


def sheets(*names: str) -> Page:
    """A workbook whose sheets name what becomes of their documents, or do not."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, row in zip(names, ROWS, strict=True):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ("序号", "文件名称", "文号"))
        sheet.write_row(1, 0, (1, *row))
    book.close()
    return attachment("行政规范性文件清理结果.xlsx", out.getvalue())


@pytest.mark.parametrize(
    ("names", "count"), [(("继续有效", "废止", "失效"), 3), (("废止", "Sheet2", "Sheet3"), 0)]
)
def test_each_sheet_speaks_for_itself(names: tuple[str, str, str], count: int) -> None:
    found = catalogue_of(site(sheets(*names)), TODAY).lists
    assert sum(len(each.items) for each in found) == count


@pytest.mark.parametrize(
    ("mark", "number", "is_told"),
    [
        ("", "清府规〔2023〕2号", True),
        ("【已废止】", "清府规〔2023〕2号", False),
        ("", "清府规〔2023〕1号", False),
    ],
)
def test_a_document_on_the_list_of_repealed_ones_needs_a_mark(
    mark: str, number: str, is_told: bool
) -> None:
    name = ROWS[1][0] if number.endswith("2号") else ROWS[0][0]
    page = norm(name, number, day=date(2023, 5, 1), mark=mark)
    view = site(sheets("继续有效", "废止", "失效"), page)
    assert bool(found(view, "F308")) is is_told


def test_the_page_that_links_to_an_attachment_gives_its_name() -> None:
    book = BytesIO()
    workbook_ = xlsxwriter.Workbook(book, {"in_memory": True})
    sheet = workbook_.add_worksheet("Sheet1")
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    workbook_.close()
    file = attachment("P020260110.xlsx", book.getvalue())
    page = html_page("tz.html", "清河县现行有效行政规范性文件目录", "<p>见附件。</p>")
    carrier = replace(page, links=(Link(file.url, "附件", is_file=True),))
    [own] = catalogue_of(site(carrier, file), TODAY).lists
    assert (own.url, own.day) == (file.url, date(2026, 1, 10))


def test_a_list_that_was_not_read_whole_lacks_nothing() -> None:
    file = replace(attachment("目录.xlsx", workbook(ROWS)), unreadable="工作表太大")
    absent = norm("清河县公园管理办法", "清府规〔2025〕2号", day=date(2025, 5, 1))
    assert found(site(file, absent), "C621") == []


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2025, 4, 30), Status.VALID),
        (date(2025, 5, 1), Status.EXPIRED),
    ],
)
def test_a_document_ends_the_day_after_its_last(today: date, status: Status) -> None:
    page = norm(*ROWS[2], day=DAY, last="本规定自印发之日起施行，有效期一年。")
    [known] = catalogue_of(site(page), today).norms
    assert known.status is status
    assert bool(found(site(page), "C622", today)) is (status is Status.EXPIRED)


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 3, 3)])
def test_a_repeal_takes_effect_on_its_day(day: date) -> None:
    new = norm(
        "清河县文明养犬办法",
        "清府规〔2026〕1号",
        day=date(2026, 2, 1),
        last=f"本办法自{day.year}年{day.month}月{day.day}日起施行，《清河县养犬管理规定》（清府规〔2024〕1号）同时废止。",
    )
    old = norm(*ROWS[2], day=DAY)
    known = catalogue_of(site(old, new), TODAY).norms
    is_due = day <= TODAY
    assert [each.status for each in known] == [
        Status.VALID,
        Status.REPEALED if is_due else Status.VALID,
    ]


def test_a_document_of_the_same_name_does_not_repeal_its_successor() -> None:
    again = norm(
        ROWS[2][0],
        "清府规〔2025〕7号",
        day=date(2025, 8, 1),
        last="本规定自2025年8月1日起施行，《清河县养犬管理规定》同时废止。",
    )
    twin = replace(again, fetch=replace(again.fetch, url=f"{HOME}wj/z.html"))
    known = catalogue_of(site(again, twin, norm(*ROWS[2], day=DAY)), TODAY).norms
    assert [(str(each.paper.number), each.status) for each in known] == [
        ("清府规〔2025〕7号", Status.VALID),
        ("清府规〔2024〕1号", Status.REPEALED),
    ]


def told_by_higher() -> list[Page]:
    """Documents that stand on the site and are not this government's."""
    body = "<p>岭府规〔2024〕1号</p><p>各市人民政府：</p><p>岭南省人民政府</p><p>2024年5月1日</p><p>本办法自印发之日起施行，有效期一年。</p>"
    return [
        html_page("s1.html", "岭南省人民政府关于印发《岭南省停车办法》的通知", body),
        html_page(
            "s2.html", "岭南省人民政府关于同意设立清河县开发区的批复", body.replace("1号", "2号")
        ),
        html_page("s3.html", "《清河县停车场管理办法》政策解读", "<p>清府规〔2023〕1号印发。</p>"),
        html_page(
            "s4.html",
            "清河县人民政府关于张某任职的通知",
            "<p>清府发〔2024〕9号</p><p>任命张某。</p>",
        ),
    ]


def test_what_others_have_issued_and_what_is_no_norm_is_left_out() -> None:
    catalogue = catalogue_of(site(*told_by_higher()), TODAY)
    assert catalogue.norms == ()
    assert catalogue.left_out == 1


def test_the_grounds_and_counts_are_told() -> None:
    pages = (
        norm(*ROWS[0], day=date(2023, 5, 1)),
        norm("清河县禁烧办法", "清府办发〔2025〕3号", day=date(2025, 5, 1)),
        norm(
            "清河县路灯办法",
            "清府办发〔2025〕4号",
            day=date(2025, 6, 1),
            last="本办法自印发之日起施行。",
        ),
        norm(*ROWS[2], day=DAY, last="本规定自印发之日起施行，有效期一年。"),
    )
    catalogue = catalogue_of(site(*pages), TODAY)
    assert {str(each.paper.number): each.ground for each in catalogue.norms} == {
        "清府规〔2023〕1号": Ground.NUMBER,
        "清府规〔2024〕1号": Ground.NUMBER,
        "清府办发〔2025〕3号": Ground.TERM,
        "清府办发〔2025〕4号": Ground.FORCE,
    }
    count = count_of(catalogue.norms, 2025, TODAY)
    assert (len(count.issued), len(count.run_out), len(count.in_force)) == (2, 1, 3)
    assert len(count_of(catalogue.norms, 2024, TODAY).in_force) == 2


def test_only_the_newest_list_counts() -> None:
    old = own_list(title="清河县行政规范性文件目录（2024年）", day=date(2024, 12, 1))
    new = own_list(day=date(2026, 1, 10))
    catalogue: Catalogue = catalogue_of(site(old, new), TODAY)
    assert [each.url for each in newest_valid(catalogue)] == [new.url]
    assert list(missing(catalogue)) == []
