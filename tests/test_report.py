"""`xunjian report` on the scanned sample: what it rests on, a part of it, the next one."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from checks.workdays import local_day
from tests.cli import xunjian
from tests.sample import Sample
from xunjian.looked import LOOKED

TODAY = ("--today", "2026-11-23")


def report(sample: Sample, *words: str, today: tuple[str, str] = TODAY) -> str:
    return xunjian("report", "-c", sample.directory, *today, *words).out


def test_it_says_how_much_was_looked_at_and_what_was_not_judged(own: Sample) -> None:
    text = report(own)
    assert re.search(r"全站检测（全查，不是抽样）：栏目 32 个、网页 \d+ 个、附件 \d+ 个", text)
    assert "处未能判断，不算没有问题" in text
    (own.config.snapshots / "qinghe" / LOOKED).unlink()
    assert re.search(r"全站检测（全查，不是抽样），访问 \d+ 个地址", report(own))


def test_the_second_report_of_a_scan_compares_with_an_older_one_not_with_itself(
    own: Sample,
) -> None:
    assert "没有更早的报告可以比较" in report(own)
    assert "没有更早的报告可以比较" in report(own)
    number = str(next(issue.id for issue in own.open_issues() if issue.code == "L401"))
    until = str(local_day(datetime.now(UTC)) + timedelta(days=200))
    reason = ("--reason", "另有安排", "--until", until, "--by", "王")
    assert xunjian("issues", "waive", number, "-c", own.directory, *reason).code == 0
    assert xunjian("issues", "approve", "1", "-c", own.directory, "--by", "李").code == 0
    for _ in range(2):
        text = report(own, today=("--today", "2026-11-24"))
        assert "上次报告 2026-11-23" in text
        assert re.search(r"待整改·链接 +\d+ +\d+ +变好", text)


def test_a_part_of_the_site_is_called_a_part_and_is_not_kept(own: Sample) -> None:
    column = next(c for c in own.site.columns if c.name == "惠农补贴")
    text = report(own, "--column", column.id)
    assert "只看栏目“惠农补贴”，不代表全站的结论" in text
    assert re.search(r"栏目 1 个、网页 12 个、附件 [1-9]", text)
    assert "公开了" in text and "空白栏目" not in text
    unit = report(own, "--unit", next(u.id for u in own.site.units if u.name == "区教育局"))
    assert "区民政局" not in unit and "只看单位“区教育局”" in unit
    assert "只看一部分的报告不与以前的比较" in unit
    assert "没有更早的报告可以比较" in report(own, today=("--today", "2026-11-24"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--column", "nowhere"), "没有编号为“nowhere”的栏目"),
        (("--unit", "nobody"), "没有编号为“nobody”的单位"),
        (("--since", "2026-12-01"), "晚于"),
        (("-o", "nowhere/report.html"), "没有文件夹"),
    ],
)
def test_what_does_not_exist_is_said_before_anything_is_written(
    scanned: Sample, words: tuple[str, ...], said: str
) -> None:
    ran = xunjian("report", "-c", scanned.directory, *TODAY, *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def written(sample: Sample, form: str, folder: Path) -> bytes:
    target = folder / f"report.{form}"
    report(sample, "--format", form, "-o", str(target))
    return target.read_bytes()


def test_on_the_page_every_line_leads_to_its_evidence(own: Sample, tmp_path: Path) -> None:
    page = written(own, "html", tmp_path).decode()
    leads = set(re.findall(r'href="#([^"]+)"', page))
    assert leads and leads <= set(re.findall(r'id="([^"]+)"', page))
    for part in ("最要紧的事", "与上次报告相比", "单位整改", "2026 年公开统计", "未能判断的"):
        assert part in page
    assert page.index("有可能触及单项否决") < page.index("2 项待确认") < page.index("一、")


def test_the_workbook_has_a_sheet_for_each_thing(own: Sample, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(written(own, "xlsx", tmp_path)))
    assert {"总览", "单项否决", "扣分", "依据", "最要紧的事", "责任单位", "人工检查"} <= set(
        book.sheetnames
    )
    counted = {name: book[f"公开统计{name}"] for name in ("按栏目", "按单位", "按月份")}
    totals = {
        name: sum(row[-1] for row in sheet.iter_rows(min_row=2, values_only=True))
        for name, sheet in counted.items()
    }
    assert len(set(totals.values())) == 1 and totals["按月份"] > 200
    assert counted["按月份"].max_row == 13


def test_the_paper_ends_with_the_evidence(own: Sample, tmp_path: Path) -> None:
    paper = Document(BytesIO(written(own, "docx", tmp_path)))
    text = [paragraph.text for paragraph in paper.paragraphs]
    assert text.index("附一、依据") > text.index("一、最要紧的事：谁、什么时候之前")
    assert any(line.startswith("泄露国家秘密、个人隐私（") for line in text)
    first = paper.tables[0].rows[0].cells
    assert [cell.text.split("\n")[0] for cell in first] == ["单项否决", "扣分指标", "待整改问题"]


def test_the_statistics_are_of_the_year_that_is_asked_for(own: Sample) -> None:
    assert "六、2025 年公开统计" in report(own, "--year", "2025")
